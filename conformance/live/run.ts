import type { KnownDifferences } from '../known.ts'
import type { Matrix } from '../matrix/index.ts'
import { plan } from '../plan.ts'
import { type CaseResult, runConformance } from '../run.ts'
import type { Target } from '../target.ts'
import type { Journal } from './journal.ts'
import { type Caps, journalled } from './journalled.ts'
import { runMark } from './marks.ts'
import { settleDoubts } from './sweep.ts'

export interface LiveRunOptions {
  readonly target: Target
  readonly matrix: Matrix
  readonly filter?: string | undefined
  readonly known?: KnownDifferences | undefined
  readonly journal: Journal
  readonly caps: Caps
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs the suite on an account, and writes down everything that a later process needs to go on from here. Cases that
 * have their result already are not run again, but for those that ended in an error of ours.
 *
 * @throws RunStopped when a cap is reached or the account takes no more keys: the journal is then good to be resumed.
 */
export async function* runLive(options: LiveRunOptions): AsyncGenerator<CaseResult, void, undefined> {
  const { target, matrix, filter, known, journal, caps, signal } = options
  const { cloud } = target
  if (journal.processes > 1) await settleDoubts(target, journal)
  const done = new Set(finished(journal, cloud).map(({ id }) => id))
  const run = runConformance({
    target: journalled(target, journal, caps),
    matrix,
    filter,
    known,
    signal,
    // Names of an earlier process may be taken, and are not known any more.
    runId: `${runMark(journal.run)}_${journal.processes}`,
    memory: { done, keys: journal.keys(cloud), remember: (key) => journal.remember(cloud, key) },
  })
  for await (const result of run) {
    journal.add(result)
    yield result
  }
}

/** Results that need not be had again. */
export function finished(journal: Journal, cloud: string): readonly CaseResult[] {
  return journal.results(cloud).filter(({ verdict }) => verdict !== 'error')
}

/** Everything the run knows of a cloud, in the order of the plan, whatever order and process it was run in. */
export function allResults(journal: Journal, cloud: string, matrix: Matrix, filter?: string): readonly CaseResult[] {
  const order = new Map(plan({ cloud, matrix, filter }).map(({ id }, index) => [id, index]))
  return [...journal.results(cloud)].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
}
