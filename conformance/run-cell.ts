import { isKmsError, type KeyState } from '../src/index.ts'
import type { KeyRing, Wish } from './live/pool.ts'
import { needOf } from './live/schedule.ts'
import type { Cell } from './matrix/index.ts'
import { expected as expectationOf } from './matrix/index.ts'
import { bringInto, type Key } from './scenarios/arrange.ts'
import { scenarioOf } from './scenarios/index.ts'
import { type Aspect, changes, observe, type Sight } from './scenarios/observe.ts'
import type { Question, Scenario } from './scenarios/scenario.ts'
import { isFinding, RunStopped, type Stage, Unreachable } from './scenarios/stage.ts'
import { type Judgement, judge, type Observed } from './verdict.ts'

export interface CellOutcome extends Judgement {
  readonly observed?: Observed
}

/** Runs one cell: brings a key into the state, makes the call, and compares what happened with what is expected. */
export async function runCell(stage: Stage, cell: Cell, keys: KeyRing): Promise<CellOutcome> {
  const { kms } = stage
  if (cell.operation !== undefined && !kms.supports(cell.operation)) return refusedLocally(stage, cell)
  if (expectationOf(cell)?.outcome === 'impossible') return { verdict: 'impossible' }
  const scenario = scenarioOf(cell)
  if (scenario === undefined) return { verdict: 'error', reason: 'no scenario for this cell' }
  try {
    const observed = await observeCell(stage, cell, scenario, keys)
    return { ...judge(cell, observed), observed }
  } catch (error) {
    if (error instanceof RunStopped || stage.signal?.aborted === true) throw error
    if (error instanceof Unreachable) return { verdict: 'unreachable', reason: error.message }
    return { verdict: 'error', reason: describeBug(error) }
  }
}

/** A key of earlier cases may not come back into every state; a new one then has the last word. */
async function observeCell(stage: Stage, cell: Cell, scenario: Scenario, keys: KeyRing): Promise<Observed> {
  const key = await keys.take(cell.keyKind ?? 'symmetric', cell.state, wishOf(scenario))
  try {
    return await observeWith(stage, cell, scenario, keys, key)
  } catch (error) {
    if (!(error instanceof Unreachable) || !keys.isReused(key)) throw error
    const fresh = await keys.take(key.kind, cell.state, { ...wishOf(scenario), fresh: true })
    return observeWith(stage, cell, scenario, keys, fresh)
  }
}

function wishOf(scenario: Scenario): Wish {
  return { need: needOf(scenario), spends: scenario.spends === true, fresh: false }
}

async function observeWith(stage: Stage, cell: Cell, scenario: Scenario, keys: KeyRing, given: Key): Promise<Observed> {
  const { need, spends } = wishOf(scenario)
  const spentBefore = spends && need !== 'nothing'
  let key = given
  let seen = spentBefore ? undefined : key.state
  try {
    const question = await scenario.ready(stage, key, cell.state)
    seen = undefined
    key = await bringInto(stage, key, cell.state)
    const observed = await ask(stage, cell, key.id, scenario, question)
    if (!spentBefore && !(spends && observed.outcome === 'accept')) seen = observed.stateAfter
    return observed
  } finally {
    keys.give(key, seen)
  }
}

/** An operation that the provider does not have must be refused without a byte on the wire. */
async function refusedLocally(stage: Stage, cell: Cell): Promise<CellOutcome> {
  const scenario = scenarioOf(cell)
  if (scenario === undefined) return { verdict: 'error', reason: 'no scenario for this cell' }
  const id = '00000000-0000-0000-0000-000000000000'
  const nobody = { id, arn: undefined, kind: cell.keyKind ?? 'symmetric', state: 'Unknown' } as const
  try {
    const question = await scenario.ready(stage, { ...nobody, material: undefined, usable: false }, cell.state)
    await question()
  } catch (error) {
    if (isKmsError(error) && error.code === 'Unsupported' && error.attempts === 0) return { verdict: 'unsupported' }
    if (error instanceof Unreachable) return { verdict: 'unreachable', reason: error.message }
    return { verdict: 'error', reason: `not refused as Unsupported: ${describeBug(error)}` }
  }
  return { verdict: 'error', reason: 'an operation that is declared unsupported was carried out' }
}

async function ask(stage: Stage, cell: Cell, keyId: string, scenario: Scenario, question: Question): Promise<Observed> {
  const aspects: readonly Aspect[] = [...new Set<Aspect>(['metadata', ...(scenario.watches ?? [])])]
  const { recorder } = stage.target
  recorder?.enter('before')
  const before = await observe(stage, keyId, aspects)
  recorder?.enter('call')
  let refusal: Pick<Observed, 'errorCode' | 'providerCode' | 'httpStatus' | 'message'> | undefined
  try {
    await question()
  } catch (error) {
    if (!isKmsError(error) || !isFinding(error)) throw error
    const { code, providerCode, httpStatus, message } = error
    refusal = { errorCode: code, message, ...(providerCode && { providerCode }), ...(httpStatus && { httpStatus }) }
  }
  recorder?.enter('after')
  const was = stateIn(before)
  const stateBefore = was !== undefined && { stateBefore: was }
  if (refusal !== undefined) {
    const after = await observe(stage, keyId, aspects)
    const is = stateIn(after)
    return {
      outcome: 'reject',
      ...refusal,
      changed: changes(before, after),
      ...stateBefore,
      ...(is && { stateAfter: is }),
    }
  }
  const status = stage.target.lastAttempt()?.status
  const stateAfter = await settledState(stage, cell, keyId)
  const missed = await missedEffect(stage, keyId, scenario.effect, before)
  return {
    outcome: 'accept',
    changed: [],
    ...stateBefore,
    ...(status !== undefined && { httpStatus: status }),
    ...(stateAfter !== undefined && { stateAfter }),
    ...(missed !== undefined && { missedEffect: missed }),
  }
}

/** The state after an accepted call: the expected one if the key settles there in time, else the one it is seen in. */
async function settledState(stage: Stage, cell: Cell, keyId: string): Promise<KeyState | undefined> {
  const wanted = cell.stateAfter ?? cell.state
  try {
    // Where no page says where an accepted call leads, nothing is waited for.
    if (cell.stateAfter === undefined && expectationOf(cell) === undefined)
      return stateIn(await observe(stage, keyId, ['metadata']))
    if (wanted === 'Unknown') return (await stage.kms.describeKey({ keyId })).state
    return (await stage.settle(keyId, wanted)).state
  } catch (error) {
    if (isKmsError(error) && isFinding(error)) return error.keyState
    throw error
  }
}

/** Reads an aspect until it has changed; a cloud may take a while to show what it accepted. */
async function missedEffect(
  stage: Stage,
  keyId: string,
  effect: Aspect | undefined,
  before: readonly Sight[],
): Promise<Aspect | undefined> {
  const old = before.find(({ aspect }) => aspect === effect)
  if (effect === undefined || old === undefined || !old.readable) return undefined
  const { deadlineMs, intervalMs } = stage.target.settling
  const endMs = performance.now() + deadlineMs
  for (;;) {
    const [now] = await observe(stage, keyId, [effect])
    if (now === undefined || !now.readable || now.text !== old.text) return undefined
    if (performance.now() + intervalMs >= endMs) return effect
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
}

function stateIn(sights: readonly Sight[]): KeyState | undefined {
  const metadata = sights.find(({ aspect }) => aspect === 'metadata')
  if (metadata === undefined || !metadata.readable) return undefined
  const { state } = JSON.parse(metadata.text) as { state: KeyState } // written by JSON.stringify from KeyMetadata
  return state
}

/** A defect of the suite itself. Its message may quote anything, so only its kind and place are told. */
export function describeBug(error: unknown): string {
  if (isKmsError(error)) return error.message
  if (!(error instanceof Error)) return 'a thrown value'
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
  return `${error.name} ${place?.trim() ?? ''}`.trim()
}
