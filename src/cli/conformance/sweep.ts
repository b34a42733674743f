import { join } from 'node:path'
import { Command } from 'commander'
import { matrixClouds } from '../../../conformance/index.ts'
import {
  type Journal,
  JournalError,
  listJournals,
  openJournal,
  type Swept,
  sweepByJournal,
  sweepByMark,
} from '../../../conformance/live/index.ts'
import type { Target } from '../../../conformance/target.ts'
import { parseClouds } from '../clouds.ts'
import { EXIT_ENGINE, UsageError } from '../exit.ts'
import { DEFAULT_JOURNAL, type LiveFlags, openLive, withLiveOptions } from './live-options.ts'

interface SweepFlags extends LiveFlags {
  readonly journal: string
  readonly run?: string
  readonly lost?: true
  readonly yes?: true
}

/** `polykms conformance sweep`: schedules the deletion of what live runs have left. */
export function sweepCommand(): Command {
  const command = new Command('sweep')
    .description('schedule the deletion of every key that live runs have left, with the shortest window')
    .option('--cloud <clouds>', 'clouds, with commas, or all; by journal: those of the run', 'all')
    .option('--journal <dir>', 'folder of the journals', DEFAULT_JOURNAL)
    .option('--run <id>', 'only what this run made')
    .option('--lost', 'the journal is lost: look for the tag or name that the keys of runs carry')
    .option('--yes', 'with --lost and without --run: take the keys of every run')
    .action(sweep)
  return withLiveOptions(command)
}

async function sweep(flags: SweepFlags): Promise<void> {
  const failed = flags.lost ? await sweepLost(flags) : await sweepJournals(flags)
  if (failed) process.exitCode = EXIT_ENGINE
}

async function sweepJournals(flags: SweepFlags): Promise<boolean> {
  const files = flags.run === undefined ? listJournals(flags.journal) : [join(flags.journal, `${flags.run}.jsonl`)]
  if (files.length === 0) throw new UsageError(`there is no journal in ${flags.journal}; look for keys with --lost`)
  const wanted = parseClouds(flags.cloud, matrixClouds)
  let failed = false
  for (const file of files) {
    const journal = await opened(file)
    try {
      for (const cloud of journal.settings.clouds) {
        if (!wanted.some((one) => one === cloud) || journal.isSwept(cloud)) continue
        const { region, otherRegion, endpoint, iamEndpoint } = journal.settings
        const settings = {
          ...(region !== undefined && { region }),
          ...(otherRegion !== undefined && { otherRegion }),
          ...(endpoint !== undefined && { endpoint }),
          ...(iamEndpoint !== undefined && { iamEndpoint }),
        }
        failed = (await sweepRun(await openLive(cloud, { ...flags, ...settings }), journal)) || failed
      }
    } finally {
      journal.close()
    }
  }
  return failed
}

async function opened(file: string): Promise<Journal> {
  try {
    return openJournal(file, 'sweep')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (missing) throw new UsageError(`there is no ${file}`)
    throw error instanceof JournalError ? new UsageError(error.message) : error
  }
}

/** Sweeps one cloud of one run and tells of every key; `true`: some could not be swept. */
export function sweepRun(target: Target, journal: Journal, out: NodeJS.WritableStream = process.stdout) {
  return tell(target, sweepByJournal(target, journal), `run ${journal.run}`, out)
}

async function sweepLost(flags: SweepFlags): Promise<boolean> {
  if (flags.run === undefined && !flags.yes)
    throw new UsageError('--lost takes the keys of every run in the account: add --yes, or name one with --run')
  let failed = false
  for (const cloud of parseClouds(flags.cloud, matrixClouds)) {
    const target = await openLive(cloud, flags)
    const what = flags.run === undefined ? 'any run' : `run ${flags.run}`
    failed = (await tell(target, sweepByMark(target, flags.run), what, process.stdout)) || failed
  }
  return failed
}

async function tell(
  { cloud }: Target,
  sweeping: AsyncGenerator<Swept>,
  what: string,
  out: NodeJS.WritableStream,
): Promise<boolean> {
  const counts = { scheduled: 0, 'scheduled before': 0, gone: 0, failed: 0 }
  for await (const { keyId, region, became, reason } of sweeping) {
    counts[became] += 1
    if (became === 'failed') out.write(`${cloud} ${region} ${keyId}: ${reason}\n`)
  }
  const { scheduled, gone, failed } = counts
  const parts = [`${scheduled} scheduled for deletion`, `${counts['scheduled before']} were already`, `${gone} gone`]
  out.write(`${cloud}: ${what}: ${[...parts, `${failed} failed`].join(', ')}\n`)
  return failed > 0
}
