import { type CaseResult, type KnownDifferences, type MatrixCloud, matrix, plan } from '../../../conformance/index.ts'
import {
  allResults,
  createJournal,
  finished,
  type Journal,
  leftOut,
  RunStopped,
  runLive,
} from '../../../conformance/live/index.ts'
import type { LiveTarget } from '../../../conformance/targets/live.ts'
import { wantsColor } from '../color.ts'
import { UsageError } from '../exit.ts'
import { createProgress, loudnessOf } from '../progress.ts'
import { cloudsOf, DEFAULT_MAX_KEYS, openLive } from './live-options.ts'
import {
  adviceFor,
  askedBefore,
  casesLeft,
  type LiveRunFlags,
  openUnfinished,
  requireReady,
  requireRoom,
  say,
  settingsOf,
  stopOnSignal,
  tellPlan,
} from './live-setup.ts'
import type { Visit } from './report.ts'
import { sweepRun } from './sweep.ts'

/** What a live run leaves to be reported. */
export interface LiveOutcome {
  readonly clouds: readonly MatrixCloud[]
  readonly started: string
  readonly runId: string
  readonly visits: readonly Visit[]
  readonly flags: LiveRunFlags
  readonly results: readonly CaseResult[]
  /** Cases that a certifying run must not leave out, and did. */
  readonly leftOut: readonly string[]
}

type ReadKnown = (file: string) => Promise<KnownDifferences>

/**
 * `polykms conformance run --target live`: plan, preflight, run, sweep.
 *
 * @throws UsageError for all that keeps the run from beginning, and for what cuts it off; it can then be resumed.
 */
export async function liveRun(given: LiveRunFlags, readKnown: ReadKnown): Promise<LiveOutcome> {
  const narrowed = given.filter !== undefined ? '--filter' : given.known !== undefined ? '--known' : undefined
  if (given.certify && narrowed !== undefined)
    throw new UsageError(`--certify runs everything as it is: no ${narrowed}`)
  const resumed = given.resume === undefined ? undefined : openUnfinished(given.journal, given.resume)
  try {
    const flags = resumed === undefined ? given : askedBefore(given, resumed)
    const known = flags.known === undefined ? undefined : await readKnown(flags.known)
    const ready = await prepared(flags, resumed)
    const journal = resumed ?? createJournal(flags.journal, settingsOf(flags, ready.clouds))
    try {
      return await carriedOut(flags, journal, known, ready)
    } finally {
      if (resumed === undefined) journal.close()
    }
  } finally {
    resumed?.close()
  }
}

interface Prepared {
  readonly clouds: readonly MatrixCloud[]
  readonly targets: ReadonlyMap<MatrixCloud, LiveTarget>
}

/** Everything up to the first call that makes something. */
async function prepared(flags: LiveRunFlags, resumed: Journal | undefined): Promise<Prepared> {
  const { filter, maxKeys = DEFAULT_MAX_KEYS } = flags
  const clouds = cloudsOf(flags)
  // What is left of a resumed run was planned when it began, and its keys count as made.
  const estimates = resumed === undefined ? await tellPlan(clouds, flags) : []
  requireRoom(estimates, maxKeys)
  if (!flags.yes) throw new UsageError('nothing was sent: add --yes to run this on the account')
  const targets = new Map<MatrixCloud, LiveTarget>()
  for (const cloud of clouds) targets.set(cloud, await openLive(cloud, flags))
  await requireReady(targets, filter, (cloud) => estimates.find((one) => one.cloud === cloud)?.keys ?? 0)
  return { clouds, targets }
}

async function carriedOut(
  flags: LiveRunFlags,
  journal: Journal,
  known: KnownDifferences | undefined,
  { clouds, targets }: Prepared,
): Promise<LiveOutcome> {
  const { filter, maxKeys = DEFAULT_MAX_KEYS } = flags
  const { resume, sweep } = adviceFor(flags, journal)
  // Before the run is told of: whoever reads that may stop it.
  const stop = stopOnSignal()
  say(`run ${journal.run}, journal ${journal.file}`)
  try {
    for (const [cloud, target] of targets) {
      const table = matrix([cloud])
      const total = plan({ cloud, matrix: table, filter }).length
      const stream = process.stderr
      const progress = createProgress({ stream, cloud, total, loudness: loudnessOf(flags), color: wantsColor(stream) })
      for (const result of finished(journal, cloud)) progress.add(result)
      try {
        const options = { target, matrix: table, filter, known, journal, caps: { maxKeys }, signal: stop.signal }
        if (casesLeft(journal, cloud, filter) > 0) for await (const result of runLive(options)) progress.add(result)
      } finally {
        progress.end()
      }
    }
    const isSwept = flags.keep === true || (await sweepAll(targets, journal))
    if (!isSwept) say(`keys are left: ${sweep}`)
    if (clouds.every((cloud) => casesLeft(journal, cloud, filter) === 0)) journal.finish()
    const results = clouds.flatMap((cloud) => allResults(journal, cloud, matrix([cloud]), filter))
    const missing = flags.certify ? clouds.flatMap((cloud) => leftOut(results, cloud, matrix([cloud]))) : []
    const visits = [...targets].map(([cloud, { region, recorder }]) => ({
      cloud,
      region,
      account: recorder?.account(),
    }))
    return { clouds, started: journal.startedAt, runId: journal.run, visits, flags, results, leftOut: missing }
  } catch (error) {
    if (!stop.signal.aborted && !(error instanceof RunStopped)) throw error
    const reason = error instanceof RunStopped ? error.message : 'the run was stopped'
    throw new UsageError(`${reason}\n  go on:    ${resume}\n  clean up: ${sweep}`)
  } finally {
    stop.release()
  }
}

async function sweepAll(targets: ReadonlyMap<MatrixCloud, LiveTarget>, journal: Journal): Promise<boolean> {
  let failed = false
  for (const [cloud, target] of targets) {
    if (!journal.isSwept(cloud)) failed = (await sweepRun(target, journal, process.stderr)) || failed
  }
  return !failed
}
