import { Command, Option } from 'commander'
import {
  checkKnownDifferences,
  type KnownDifferences,
  matrix,
  matrixClouds,
  plan,
  readKnownDifferences,
  runConformance,
  type Target,
} from '../../conformance/index.ts'
import { type CaseResult, closingLine, type Report } from '../../conformance/report/result.ts'
import { toText } from '../../conformance/report/text.ts'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { createEndpointTarget } from '../../conformance/targets/endpoint.ts'
import { createSimulatorTarget } from '../../conformance/targets/simulator.ts'
import { parseClouds } from './clouds.ts'
import { wantsColor } from './color.ts'
import { compareCommand } from './compare.ts'
import { liveRun } from './conformance/live.ts'
import { count, DEFAULT_JOURNAL, DEFAULT_MAX_KEYS, withLiveOptions } from './conformance/live-options.ts'
import type { LiveRunFlags } from './conformance/live-setup.ts'
import { planCommand } from './conformance/plan.ts'
import { exitCodeOf, reportOf, saveProposal, saveReport, type Visit } from './conformance/report.ts'
import { sweepCommand } from './conformance/sweep.ts'
import { EXIT_DEVIATES, UsageError } from './exit.ts'
import { createProgress, loudnessOf } from './progress.ts'

interface RunFlags extends LiveRunFlags {
  readonly target: 'simulator' | 'endpoint' | 'live'
  readonly via: 'msw' | 'direct'
  readonly seed?: string
  readonly out: string
  readonly propose?: string
}

/** What a run of one cloud leaves behind. */
interface CloudRun {
  readonly results: readonly CaseResult[]
  readonly visit: Visit
}

type Cloud = (typeof simulatedClouds)[number] & (typeof matrixClouds)[number]

/** `polykms conformance …`: the suite. */
export function conformanceCommand(): Command {
  return new Command('conformance')
    .description('check a KMS against its documented key-state table')
    .addCommand(runCommand())
    .addCommand(planCommand())
    .addCommand(sweepCommand())
    .addCommand(compareCommand())
}

function runCommand(): Command {
  const command = new Command('run')
    .description('run the suite; exit code 0: conforms, 1: deviates, 2: could not be run')
    .option('--cloud <clouds>', 'clouds, with commas, or all', 'all')
    .addOption(
      new Option('--target <target>', 'what to check').choices(['simulator', 'endpoint', 'live']).default('simulator'),
    )
    .addOption(new Option('--via <via>', 'how to reach the simulator').choices(['msw', 'direct']).default('msw'))
    .option('--seed <seed>', 'makes the simulator repeatable')
    .option('--out <dir>', 'folder for the reports', 'reports/latest')
    .option('--filter <text>', 'only cases whose id or title contains this')
    .option('--known <file>', 'known differences (JSON): deviations that are no failure')
    .option('--propose <file>', 'endpoint, live: write what was seen as proposals for the tables')
    .addOption(new Option('--quiet', 'only the closing line').conflicts('verbose'))
    .option('--verbose', 'a line per case')
    .option('--yes', 'live: make keys on the account, as planned')
    .addOption(new Option('--max-keys <n>', `live: keys per cloud at most (${DEFAULT_MAX_KEYS})`).argParser(count))
    .option('--resume [run]', 'live: go on with a run that was cut off; default: the newest')
    .option('--certify', 'live: everything, with nothing known or left out')
    .option('--keep', 'live: leave the keys as they are at the end; sweep them later')
    .option('--grantee <id>', 'live: somebody to grant keys to, where an ARN cannot be made up')
    .option('--journal <dir>', 'live: folder of the journals', DEFAULT_JOURNAL)
    .action(run)
  return withLiveOptions(command)
}

async function run(flags: RunFlags): Promise<void> {
  if (flags.propose !== undefined && flags.target === 'simulator')
    throw new UsageError('--propose goes with --target endpoint or live: a simulator shows what we wrote')
  const { report, leftOut } = flags.target === 'live' ? await liveReport(flags) : await localReport(flags)
  await saveReport(report, flags.out)
  if (flags.propose !== undefined) await saveProposal(report, flags.propose)
  const shown = flags.quiet ? `${closingLine(report.tally)}\n` : toText(report, { color: wantsColor(process.stdout) })
  process.stdout.write(`${shown}${flags.quiet ? '' : '\n'}`)
  for (const id of leftOut) process.stderr.write(`not certified: ${id} was left out\n`)
  process.exitCode = exitCodeOf(report) || (leftOut.length > 0 ? EXIT_DEVIATES : 0)
}

interface Reported {
  readonly report: Report
  readonly leftOut: readonly string[]
}

async function liveReport(given: RunFlags): Promise<Reported> {
  const { clouds, started, runId, visits, flags, results, leftOut } = await liveRun(given, knownDifferences)
  const { endpoint, region, filter, certify } = flags
  const facts = {
    clouds: [...clouds],
    target: 'live',
    started,
    runId,
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(filter && { filter }),
    ...(certify && { mode: 'certify' }),
  }
  // The report's types are mutable, the run's are not; nothing is shared after this.
  return { report: reportOf(facts, visits, structuredClone(results) as CaseResult[]), leftOut }
}

async function localReport(flags: RunFlags): Promise<Reported> {
  const { target, via, endpoint, region, seed, filter } = flags
  const runnable = matrixClouds.filter((cloud): cloud is Cloud => simulatedClouds.some((one) => one === cloud))
  const asked = parseClouds(flags.cloud, runnable)
  const clouds = asked.filter((cloud) => plan({ cloud, matrix: matrix([cloud]), filter }).length > 0)
  if (clouds.length === 0)
    throw new UsageError(
      `no case of ${asked.join(', ')} matches "${filter}": --filter takes a part of an id or title, such as EnableKey/Disabled`,
    )
  const known = flags.known === undefined ? undefined : await knownDifferences(flags.known)
  const started = new Date().toISOString()
  const runs = new Map<string, CloudRun>()
  for (const cloud of clouds) runs.set(cloud, await runCloud(cloud, flags, known))
  const facts = {
    clouds: [...clouds],
    target,
    started,
    ...(target === 'simulator' && { via }),
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(seed && { seed }),
    ...(filter && { filter }),
  }
  return {
    report: reportOf(
      facts,
      [...runs.values()].map(({ visit }) => visit),
      [...runs.values()].flatMap(({ results }) => results),
    ),
    leftOut: [],
  }
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

async function runCloud(cloud: Cloud, flags: RunFlags, known: KnownDifferences | undefined): Promise<CloudRun> {
  const table = matrix([cloud])
  const total = plan({ cloud, matrix: table, filter: flags.filter }).length
  const stream = process.stderr
  const progress = createProgress({ stream, cloud, total, loudness: loudnessOf(flags), color: wantsColor(stream) })
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
  return { results, visit: { cloud, region: target.region, account: target.recorder?.account() } }
}

async function openTarget(cloud: Cloud, flags: RunFlags): Promise<Target> {
  const { target, via, endpoint, region, seed } = flags
  if (target === 'endpoint') {
    if (endpoint === undefined) throw new UsageError('--target endpoint needs --endpoint URL')
    if (!URL.canParse(endpoint))
      throw new UsageError(`--endpoint: "${endpoint}" is not a URL such as http://127.0.0.1:4580`)
    return createEndpointTarget({ cloud, endpoint, region })
  }
  if (endpoint !== undefined)
    throw new UsageError('--endpoint goes with --target endpoint or live: a simulator runs in this process')
  try {
    return await createSimulatorTarget({ cloud, via, region, seed })
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    if (!missing || via !== 'msw') throw error
    throw new UsageError('--via msw needs the package msw: run "npm install msw@2.15.0", or take --via direct')
  }
}
