import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { compareReports } from '../../conformance/report/compare.ts'
import { comparisonMarkdown, comparisonText } from '../../conformance/report/compare-text.ts'
import { fromJson } from '../../conformance/report/json.ts'
import type { Report } from '../../conformance/report/result.ts'
import { wantsColor } from './color.ts'
import { EXIT_DEVIATES, UsageError } from './exit.ts'

/** `polykms conformance compare`: what changed between two runs. */
export function compareCommand(): Command {
  return new Command('compare')
    .description(
      'show what changed from one run to another; exit code 0: nothing got worse, 1: something did, 2: bad input',
    )
    .argument('<before>', 'result.json of the first run')
    .argument('<after>', 'result.json of the second run')
    .addOption(new Option('--json', 'as JSON, for machines').conflicts('markdown'))
    .addOption(new Option('--markdown', 'as a comment on a pull request'))
    .action(compare)
}

async function compare(before: string, after: string, flags: { json?: boolean; markdown?: boolean }): Promise<void> {
  const [first, second] = await Promise.all([readReport(before), readReport(after)])
  const comparison = compareReports(first, second)
  const color = wantsColor(process.stdout)
  if (flags.json) process.stdout.write(`${JSON.stringify(comparison, null, 2)}\n`)
  else process.stdout.write(flags.markdown ? comparisonMarkdown(comparison) : comparisonText(comparison, { color }))
  if (comparison.counts.regressed > 0) process.exitCode = EXIT_DEVIATES
}

async function readReport(file: string): Promise<Report> {
  try {
    return fromJson(await readFile(file, 'utf8'), file)
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UsageError(`${file}: cannot be read (${String(error.code)})`)
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
