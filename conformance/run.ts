import { randomUUID } from 'node:crypto'
import { isKmsError } from '../src/index.ts'
import { type Behaviour, Deviation } from './behaviours/behaviour.ts'
import { checkKnownDifferences, type KnownDifference, type KnownDifferences, withKnown } from './known.ts'
import { freshKeys, type KeyMemory, type KeyRing, pooledKeys } from './live/pool.ts'
import { schedule } from './live/schedule.ts'
import { type Cell, citedSources, expected as expectationOf, type Matrix } from './matrix/index.ts'
import { type PlannedCase, plan } from './plan.ts'
import { describeBug, runCell } from './run-cell.ts'
import { createStage, RunStopped, type Stage, Unreachable } from './scenarios/stage.ts'
import { withStory } from './story.ts'
import type { Exchange, Target } from './target.ts'
import type { Observed, Verdict } from './verdict.ts'

/** What became of one case. */
export interface CaseResult {
  /** Names the case in reports, filters and lists of known differences. */
  readonly id: string
  /** Id of the cloud whose table or promise it is. */
  readonly cloud: string
  /** A cell of the matrix, or a behaviour beside it. */
  readonly kind: 'cell' | 'behaviour'
  /** The cloud's own name of the call. */
  readonly action: string
  /** polykms's name of the call; absent where it was made through `raw`. */
  readonly operation?: string
  /** The key's state when the call was made; absent for behaviours. */
  readonly state?: string
  /** Which key of the call was in that state; absent where it has one. */
  readonly role?: string
  /** Which key the cell needed; absent: the cloud's plain symmetric one. */
  readonly keyKind?: string
  /** The case as a sentence for people. */
  readonly title: string
  /** How it ended. */
  readonly verdict: Verdict
  /** Absent where nothing is documented, and for behaviours. */
  readonly expected?: Expected
  /** Absent where nothing was called, and for behaviours. */
  readonly observed?: Omit<Observed, 'changed' | 'missedEffect'>
  /** Why the verdict is what it is. */
  readonly reason?: string
  /** Only where the verdict is `deviates`: a known difference, which is no failure. */
  readonly known?: KnownDifference
  /** What was sent and answered, redacted; absent where nothing was, or where the target records nothing. */
  readonly exchanges?: readonly Exchange[]
  /** Ids of the matrix's sources, or addresses. */
  readonly sources: readonly string[]
  /** Milliseconds from the first preparation to the verdict. */
  readonly durationMs: number
}

/** What the table expects of a case. */
export interface Expected {
  /** Whether the call is accepted or refused. */
  readonly outcome: 'accept' | 'reject' | 'either' | 'impossible'
  /** polykms's code of a refusal; absent: any fits. */
  readonly errorCode?: string
  /** The cloud's own codes, any one of which fits; absent: not asserted. */
  readonly providerCodes?: readonly string[]
  /** Absent: not asserted. */
  readonly httpStatus?: number
  /** The state the key settles in after an accepted call; absent: not asserted. */
  readonly stateAfter?: string
  /** How it is known: seen on the real cloud, stated by its pages, or concluded. */
  readonly evidence: 'recorded' | 'documented' | 'inferred'
  /** Id of the matrix's source that says so. */
  readonly source: string
}

/** What is run, and on what. */
export interface RunOptions {
  /** Where the cases are run. */
  readonly target: Target
  /** The tables; those of the target's cloud are run. */
  readonly matrix: Matrix
  /** Only cases whose id or title contains this text. */
  readonly filter?: string | undefined
  /** Checks beside the cells; default: polykms's own. */
  readonly behaviours?: readonly Behaviour[] | undefined
  /** Deviations that are excused, by case id; of them only those of the target's cloud are looked at. */
  readonly known?: KnownDifferences | undefined
  /** Ends the run before the next case. */
  readonly signal?: AbortSignal | undefined
  /** Goes into the name of everything the run makes; default: a new one. */
  readonly runId?: string | undefined
  /** What a run that was cut off remembers of itself: its finished cases are left out, its keys are used on. */
  readonly memory?: RunMemory | undefined
}

export interface RunMemory extends KeyMemory {
  /** Ids of cases that have their result. */
  readonly done: ReadonlySet<string>
}

/**
 * Runs the suite against a target, one case after the other, and yields each result when it is there.
 *
 * @throws Error if the filter leaves no case: a run that shows nothing must not look like success; or if a known
 * difference of the target's cloud names no case.
 * @example
 * ```ts
 * for await (const { id, verdict, reason } of runConformance({ target, matrix: matrix(['aws']) })) {
 *   if (verdict === 'deviates') console.log(id, reason)
 * }
 * ```
 */
export async function* runConformance(options: RunOptions): AsyncGenerator<CaseResult, void, undefined> {
  const { target, matrix, filter, behaviours, signal } = options
  const cases = plan({ cloud: target.cloud, matrix, filter, behaviours })
  const known = new Map([...(options.known ?? [])].filter(([id]) => id.startsWith(`${target.cloud}/`)))
  checkKnownDifferences(known, plan({ cloud: target.cloud, matrix, behaviours }))
  const today = new Date().toISOString().slice(0, 10)
  if (cases.length === 0) throw new Error(`no case of ${target.cloud} matches ${filter ?? 'the plan'}`)
  const actions = new Map(matrix.cells.map(({ operation, action }) => [operation, action]))
  // A target without control keeps its keys, so that they are used for as many cases as possible.
  const lasts = target.control === undefined
  const companions = lasts ? new Map() : undefined
  const stage = createStage(target, options.runId ?? randomUUID().slice(0, 8), signal, companions)
  const keys = lasts ? pooledKeys(stage, options.memory) : freshKeys(stage)
  const due = cases.filter(({ id }) => options.memory?.done.has(id) !== true)
  for (const one of lasts ? schedule(due) : due) {
    signal?.throwIfAborted()
    await target.control?.reset()
    target.recorder?.begin()
    const startedMs = performance.now()
    const result = one.kind === 'cell' ? await cellResult(stage, one, keys) : await behaviourResult(stage, one, actions)
    const durationMs = Math.round((performance.now() - startedMs) * 1000) / 1000
    yield withKnown(withStory({ ...result, durationMs }, target.recorder), known.get(one.id), today)
  }
}

type Untimed = Omit<CaseResult, 'durationMs'>

async function cellResult(
  stage: Stage,
  { id, title, cell }: PlannedCase & { kind: 'cell' },
  keys: KeyRing,
): Promise<Untimed> {
  const { verdict, reason, observed } = await runCell(stage, cell, keys)
  const { cloud, action, operation, state, role, keyKind } = cell
  const expected = expectedOf(cell)
  const { changed: _changed, missedEffect: _missed, ...seen } = observed ?? { changed: [] }
  return {
    id,
    cloud,
    kind: 'cell',
    action,
    ...(operation && { operation }),
    state,
    ...(role && { role }),
    ...(keyKind && { keyKind }),
    title,
    verdict,
    ...(expected && { expected }),
    ...('outcome' in seen && { observed: seen }),
    ...(reason && { reason }),
    sources: citedSources(cell),
  }
}

function expectedOf(cell: Cell): Expected | undefined {
  const expected = expectationOf(cell)
  if (expected === undefined) return undefined
  const accepts = expected.outcome === 'accept' || expected.outcome === 'either'
  const stateAfter = cell.stateAfter ?? cell.state
  return accepts && stateAfter !== 'Unknown' ? { ...expected, stateAfter } : expected
}

async function behaviourResult(
  stage: Stage,
  { id, title, behaviour }: PlannedCase & { kind: 'behaviour' },
  actions: ReadonlyMap<string | undefined, string>,
): Promise<Untimed> {
  const { cloud } = stage.target
  const { operation, promisedBy } = behaviour
  const source = promisedBy[cloud]
  const facts = {
    id,
    cloud,
    kind: 'behaviour',
    operation,
    title,
    sources: source === undefined ? [] : [source],
  } as const
  const action = actions.get(operation) ?? operation
  stage.target.recorder?.enter('call')
  try {
    await behaviour.check(stage)
    return { ...facts, action, verdict: 'conforms' }
  } catch (error) {
    if (error instanceof RunStopped || stage.signal?.aborted === true) throw error
    return { ...facts, action, ...verdictOf(error) }
  }
}

function verdictOf(error: unknown): Pick<CaseResult, 'verdict' | 'reason'> {
  if (error instanceof Deviation) return { verdict: 'deviates', reason: error.message }
  if (error instanceof Unreachable) return { verdict: 'unreachable', reason: error.message }
  return { verdict: 'error', reason: isKmsError(error) ? error.message : describeBug(error) }
}
