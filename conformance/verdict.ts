import type { KeyState } from '../src/index.ts'
import type { Cell } from './matrix/index.ts'
import { expected as expectationOf } from './matrix/index.ts'
import type { Aspect } from './scenarios/observe.ts'

/** How a case ended; see the report's schema for their meaning. */
export type Verdict = 'conforms' | 'deviates' | 'undocumented' | 'unsupported' | 'unreachable' | 'impossible' | 'error'

/** What a target did when a cell's call was made. */
export interface Observed {
  /** Whether the call was accepted. */
  readonly outcome: 'accept' | 'reject'
  /** polykms's code of a refusal. */
  readonly errorCode?: string
  /** The cloud's own code of a refusal. */
  readonly providerCode?: string
  /** Of the reply to the call. */
  readonly httpStatus?: number
  /** The state the key showed when the call was made. */
  readonly stateBefore?: KeyState
  /** The state the key settled in. */
  readonly stateAfter?: KeyState
  /** The cloud's words, redacted. */
  readonly message?: string
  /** Aspects of the key that were different afterwards. */
  readonly changed: readonly Aspect[]
  /** An aspect that an accepted call must have changed, and did not. */
  readonly missedEffect?: Aspect
}

export interface Judgement {
  readonly verdict: Verdict
  /** What was wrong; absent where nothing was. */
  readonly reason?: string
}

/** Compares what a target did with what the cell expects: outcome, codes, status, state afterwards, side effects. */
export function judge(cell: Cell, observed: Observed): Judgement {
  const expected = expectationOf(cell)
  // Whatever the documents say or do not say, a refusal that changes something is wrong.
  const broken = refusedYetChanged(observed)
  if (broken !== undefined) return { verdict: 'deviates', reason: broken }
  if (expected === undefined) return { verdict: 'undocumented', reason: describe(observed) }
  const faults: string[] = []
  if (expected.outcome !== 'either' && expected.outcome !== observed.outcome) {
    faults.push(`expected ${expected.outcome}, observed ${describe(observed)}`)
  } else if (observed.outcome === 'reject') {
    faults.push(...refusalFaults(expected, observed))
  } else {
    faults.push(...acceptanceFaults(cell, expected.outcome === 'either' ? undefined : expected.httpStatus, observed))
  }
  return faults.length === 0 ? { verdict: 'conforms' } : { verdict: 'deviates', reason: faults.join('; ') }
}

function refusalFaults(expected: NonNullable<ReturnType<typeof expectationOf>>, observed: Observed): string[] {
  const faults: string[] = []
  const { errorCode, providerCodes, httpStatus } = expected
  if (errorCode !== undefined && errorCode !== observed.errorCode) {
    faults.push(`expected error ${errorCode}, observed ${observed.errorCode}`)
  }
  if (providerCodes !== undefined && !providerCodes.includes(observed.providerCode ?? '')) {
    faults.push(`expected code ${providerCodes.join(' or ')}, observed ${observed.providerCode ?? 'none'}`)
  }
  if (expected.outcome === 'reject' && httpStatus !== undefined && httpStatus !== observed.httpStatus) {
    faults.push(`expected HTTP ${httpStatus}, observed ${observed.httpStatus ?? 'none'}`)
  }
  return faults
}

function acceptanceFaults(cell: Cell, httpStatus: number | undefined, observed: Observed): string[] {
  const faults: string[] = []
  if (httpStatus !== undefined && httpStatus !== observed.httpStatus) {
    faults.push(`expected HTTP ${httpStatus}, observed ${observed.httpStatus ?? 'none'}`)
  }
  const after = cell.stateAfter ?? cell.state
  if (after !== 'Unknown' && after !== observed.stateAfter) {
    faults.push(`expected state ${after} afterwards, observed ${observed.stateAfter ?? 'none'}`)
  }
  if (observed.missedEffect !== undefined) faults.push(`accepted, but ${observed.missedEffect} did not change`)
  return faults
}

function refusedYetChanged({ outcome, changed }: Observed): string | undefined {
  return outcome === 'reject' && changed.length > 0 ? `refused, but changed ${changed.join(' and ')}` : undefined
}

function describe({ outcome, errorCode, providerCode, httpStatus }: Observed): string {
  if (outcome === 'accept') return 'accept'
  return `reject (${[errorCode, providerCode, httpStatus && `HTTP ${httpStatus}`].filter(Boolean).join(', ')})`
}
