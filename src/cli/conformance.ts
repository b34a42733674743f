import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import {
  checkKnownDifferences,
  type KnownDifferences,
  matrix,
  matrixClouds,
  matrixEdition,
  plan,
  readKnownDifferences,
  runConformance,
  sources,
  type Target,
} from '../../conformance/index.ts'
import { toHtml } from '../../conformance/report/html.ts'
import { toJson } from '../../conformance/report/json.ts'
import { toJunit } from '../../conformance/report/junit.ts'
import { toMarkdown } from '../../conformance/report/markdown.ts'
import { type CaseResult, createReport, type Report } from '../../conformance/report/result.ts'
import { toText } from '../../conformance/report/text.ts'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { createEndpointTarget } from '../../conformance/targets/endpoint.ts'
import { createSimulatorTarget } from '../../conformance/targets/simulator.ts'
import { parseClouds } from './clouds.ts'
import { EXIT_DEVIATES, EXIT_ENGINE, UsageError } from './exit.ts'
import { createProgress } from './progress.ts'

interface RunFlags {
  readonly cloud: string
  readonly target: 'simulator' | 'endpoint'
  readonly via: 'msw' | 'direct'
  readonly endpoint?: string
  readonly region?: string
  readonly seed?: string
  readonly out: string
  readonly filter?: string
  readonly known?: string
}

type Cloud = (typeof simulatedClouds)[number] & (typeof matrixClouds)[number]

/** `polykms conformance …`: the suite. */
export function conformanceCommand(): Command {
  return new Command('conformance').description('check a KMS against its documented key-state table').addCommand(
    new Command('run')
      .description('run the suite; exit code 0: conforms, 1: deviates, 2: could not be run')
      .option('--cloud <clouds>', 'clouds, with commas, or all', 'all')
      .addOption(
        new Option('--target <target>', 'what to check').choices(['simulator', 'endpoint']).default('simulator'),
      )
      .addOption(new Option('--via <via>', 'how to reach the simulator').choices(['msw', 'direct']).default('msw'))
      .option('--endpoint <url>', 'the server to check (with --target endpoint)')
      .option('--region <region>', 'region to use')
      .option('--seed <seed>', 'makes the simulator repeatable')
      .option('--out <dir>', 'folder for the reports', 'reports/latest')
      .option('--filter <text>', 'only cases whose id or title contains this')
      .option('--known <file>', 'known differences (JSON): deviations that are no failure')
      .action(run),
  )
}

async function run(flags: RunFlags): Promise<void> {
  const runnable = matrixClouds.filter((cloud): cloud is Cloud => simulatedClouds.some((one) => one === cloud))
  const asked = parseClouds(flags.cloud, runnable)
  const clouds = asked.filter((cloud) => plan({ cloud, matrix: matrix([cloud]), filter: flags.filter }).length > 0)
  if (clouds.length === 0) throw new UsageError(`no case of ${asked.join(', ')} matches "${flags.filter}"`)
  const known = flags.known === undefined ? undefined : await knownDifferences(flags.known)
  const started = new Date()
  const results: CaseResult[] = []
  for (const cloud of clouds) results.push(...(await runCloud(cloud, flags, known)))
  const report = reportOf(flags, clouds, started, results)
  await save(report, flags.out)
  process.stdout.write(`${toText(report, { color: process.stdout.isTTY && !process.env['NO_COLOR'] })}\n`)
  process.exitCode = exitCodeOf(report)
}

/** All clouds' entries are looked at, run or not: one that names nothing is a mistake in the file. */
async function knownDifferences(file: string): Promise<KnownDifferences> {
  const planned = matrixClouds.flatMap((cloud) => plan({ cloud, matrix: matrix([cloud]) }))
  try {
    const known = await readKnownDifferences(file)
    checkKnownDifferences(known, planned, file)
    return known
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function runCloud(
  cloud: Cloud,
  flags: RunFlags,
  known: KnownDifferences | undefined,
): Promise<readonly CaseResult[]> {
  const table = matrix([cloud])
  const total = plan({ cloud, matrix: table, filter: flags.filter }).length
  const progress = createProgress(process.stderr, cloud, total)
  const target = await openTarget(cloud, flags)
  const results: CaseResult[] = []
  try {
    for await (const result of runConformance({ target, matrix: table, filter: flags.filter, known })) {
      progress.add(result)
      // The report's types are mutable, the run's are not; nothing is shared after this.
      results.push(structuredClone(result) as CaseResult)
    }
  } finally {
    progress.end()
    await target.close()
  }
  return results
}

async function openTarget(cloud: Cloud, flags: RunFlags): Promise<Target> {
  const { target, via, endpoint, region, seed } = flags
  if (target === 'endpoint') {
    if (endpoint === undefined) throw new UsageError('--target endpoint needs --endpoint URL')
    if (!URL.canParse(endpoint)) throw new UsageError(`--endpoint: "${endpoint}" is not a URL`)
    return createEndpointTarget({ cloud, endpoint, region })
  }
  if (endpoint !== undefined) throw new UsageError('--endpoint goes with --target endpoint')
  try {
    return await createSimulatorTarget({ cloud, via, region, seed })
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    if (!missing || via !== 'msw') throw error
    throw new UsageError('--via msw needs the package msw: run "npm install msw@2.15.0", or take --via direct')
  }
}

function reportOf(flags: RunFlags, clouds: readonly Cloud[], started: Date, results: readonly CaseResult[]): Report {
  const { target, via, endpoint, region, seed, filter } = flags
  const run = {
    suiteVersion: '0.1.0',
    matrixEdition,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    clouds: [...clouds],
    target,
    ...(target === 'simulator' && { via }),
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(seed && { seed }),
    started: started.toISOString(),
    finished: new Date().toISOString(),
    ...(filter && { filter }),
  }
  return createReport(run, results, sources)
}

async function save(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all([
    writeFile(join(folder, 'result.json'), toJson(report)),
    writeFile(join(folder, 'junit.xml'), toJunit(report)),
    writeFile(join(folder, 'summary.md'), toMarkdown(report)),
    writeFile(join(folder, 'index.html'), toHtml(report)),
  ])
}

function exitCodeOf({ tally }: Report): number {
  if (tally.verdicts.error > 0 || tally.passed + tally.failed + (tally.known ?? 0) === 0) return EXIT_ENGINE
  return tally.failed > 0 ? EXIT_DEVIATES : 0
}
