import { join } from 'node:path'
import { type MatrixCloud, matrix, matrixEdition, plan } from '../../../conformance/index.ts'
import {
  type Estimate,
  finished,
  type Journal,
  JournalError,
  listJournals,
  openJournal,
  preflight,
  type RunSettings,
} from '../../../conformance/live/index.ts'
import type { LiveTarget } from '../../../conformance/targets/live.ts'
import { UsageError } from '../exit.ts'
import { DEFAULT_JOURNAL, type LiveFlags, rateOf } from './live-options.ts'
import { rehearse, tableOf } from './plan.ts'

export interface LiveRunFlags extends LiveFlags {
  readonly filter?: string
  readonly known?: string
  readonly certify?: true
  readonly yes?: true
  /** `true`: the newest run that is not finished. */
  readonly resume?: string | true
  readonly keep?: true
  readonly maxKeys?: number
  readonly journal: string
  readonly quiet?: boolean
  readonly verbose?: boolean
}

export const say = (text: string) => process.stderr.write(`${text}\n`)

/** Opens the run to go on with. */
export function openUnfinished(folder: string, which: string | true): Journal {
  try {
    if (which !== true) return openJournal(join(folder, `${which}.jsonl`), 'work')
    const unfinished = listJournals(folder).findLast((file) => {
      const journal = openJournal(file, 'read')
      journal.close()
      return !journal.finished
    })
    if (unfinished === undefined) throw new UsageError(`there is no unfinished run in ${folder}`)
    return openJournal(unfinished, 'work')
  } catch (error) {
    if (error instanceof JournalError) throw new UsageError(error.message)
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw missing ? new UsageError(`there is no run ${which} in ${folder}`) : error
  }
}

/** What the run was asked to do when it began; the command line that resumes it can only set caps and rates anew. */
export function askedBefore(flags: LiveRunFlags, journal: Journal): LiveRunFlags {
  const { clouds, matrixEdition: edition, certify, ...settings } = journal.settings
  if (edition !== matrixEdition)
    throw new UsageError(`run ${journal.run} began with edition ${edition} of the matrix; this is ${matrixEdition}`)
  const { journal: folder, yes, keep, maxKeys, maxRps, quiet, verbose } = flags
  return {
    ...settings,
    cloud: clouds.join(','),
    journal: folder,
    ...(certify && { certify }),
    ...(yes && { yes }),
    ...(keep && { keep }),
    ...(maxKeys !== undefined && { maxKeys }),
    ...(maxRps !== undefined && { maxRps }),
    ...(quiet && { quiet }),
    ...(verbose && { verbose }),
  }
}

export function settingsOf(flags: LiveRunFlags, clouds: readonly MatrixCloud[]): RunSettings {
  const { region, otherRegion, endpoint, iamEndpoint, grantee, filter, known, certify } = flags
  return {
    clouds,
    matrixEdition,
    ...(region !== undefined && { region }),
    ...(otherRegion !== undefined && { otherRegion }),
    ...(endpoint !== undefined && { endpoint }),
    ...(iamEndpoint !== undefined && { iamEndpoint }),
    ...(grantee !== undefined && { grantee }),
    ...(filter !== undefined && { filter }),
    ...(known !== undefined && { known }),
    ...(certify && { certify }),
  }
}

/** How many cases of a cloud have no result yet. */
export function casesLeft(journal: Journal, cloud: MatrixCloud, filter: string | undefined): number {
  return plan({ cloud, matrix: matrix([cloud]), filter }).length - finished(journal, cloud).length
}

/** Rehearses, and tells what the run is going to take. */
export async function tellPlan(clouds: readonly MatrixCloud[], flags: LiveRunFlags): Promise<readonly Estimate[]> {
  const estimates: Estimate[] = []
  for (const cloud of clouds) estimates.push(await rehearse(cloud, flags.filter, rateOf(flags)))
  say(tableOf(estimates))
  return estimates
}

export function requireRoom(estimates: readonly Estimate[], maxKeys: number): void {
  const over = estimates.filter(({ keys }) => keys > maxKeys).map(({ cloud, keys }) => `${cloud} needs ${keys}`)
  if (over.length > 0) throw new UsageError(`--max-keys ${maxKeys} is too few: ${over.join(', ')}`)
}

/** Looks at every account before anything is made on one of them. */
export async function requireReady(
  targets: ReadonlyMap<MatrixCloud, LiveTarget>,
  filter: string | undefined,
  keysOf: (cloud: MatrixCloud) => number,
): Promise<void> {
  let failed = 0
  for (const [cloud, target] of targets) {
    const cases = plan({ cloud, matrix: matrix([cloud]), filter })
    for await (const { name, ok, says, cure } of preflight({ target, cases, keys: keysOf(cloud) })) {
      say(`${cloud}: ${name}: ${ok ? 'ok' : 'FAILED'}: ${says}${cure === undefined ? '' : `\n  ${cure}`}`)
      if (!ok) failed += 1
    }
  }
  if (failed > 0) throw new UsageError('nothing was created: the checks above say what is wrong')
}

/** The first Ctrl-C ends the run between two cases; the second one ends the process. */
export function stopOnSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const stop = () => {
    release()
    say('stopping after the case that is running; press again to stop at once')
    controller.abort()
  }
  const release = () => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop)
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  return { signal: controller.signal, release }
}

/** The commands that go on with a run, and that clean up after it. */
export function adviceFor({ journal: folder }: LiveRunFlags, { run }: Journal): { resume: string; sweep: string } {
  const where = folder === DEFAULT_JOURNAL ? '' : ` --journal ${folder}`
  return {
    resume: `polykms conformance run --target live --resume ${run}${where} --yes`,
    sweep: `polykms conformance sweep --run ${run}${where}`,
  }
}
