import type { KeyState, KmsError, OperationName } from '../src/index.ts'
import {
  type Cell,
  expected,
  type FlatCell,
  flatten,
  isMatrixCloud,
  type MatrixCloud,
  matrix,
  matrixClouds,
  matrixEdition,
  type Source,
} from './matrix/index.ts'

export {
  type Cell,
  cellId,
  EVIDENCE,
  type Evidence,
  type Expectation,
  type FlatCell,
  flatten,
  type Inference,
  isMatrixCloud,
  KEY_KINDS,
  type KeyKind,
  type Matrix,
  type MatrixCloud,
  matrix,
  matrixClouds,
  matrixEdition,
  type Outcome,
  type Role,
  type Source,
} from './matrix/index.ts'

/** The tables as they are published: valid by `schemas/matrix-v1.json`. */
export interface MatrixTables {
  /** Changes when a reader of the version before would misread something; see docs/guides/atlas.md. */
  readonly schemaVersion: 1
  /** Changes whenever a cell does; a date. */
  readonly edition: string
  /** Every page that a cell cites, by id. */
  readonly sources: Readonly<Record<string, Source>>
  /** Every cell of these clouds, with its expectation spelt out. */
  readonly cells: readonly FlatCell[]
}

/**
 * The tables of the given clouds (default: all) as plain JSON, for programs in any language; what
 * `polykms matrix --format json` prints.
 */
export function matrixTables(clouds: readonly MatrixCloud[] = matrixClouds): MatrixTables {
  const { sources, cells } = matrix(clouds)
  return { schemaVersion: 1, edition: matrixEdition, sources, cells: cells.map(flatten) }
}

/** What is known of a key, for choosing among calls. */
export interface KeyFacts {
  /** `EXTERNAL` keys can import and delete material; default `PROVIDER`. */
  readonly origin?: 'PROVIDER' | 'EXTERNAL'
  /** Has an `EXTERNAL` key its material? Default true. */
  readonly hasMaterial?: boolean
}

/** One legal call and the state it leads to. */
export interface Step {
  /** The call to make. */
  readonly operation: OperationName
  /** The state before the call. */
  readonly from: KeyState
  /** The state that the call leads to. */
  readonly to: KeyState
  /** The cell that says so; its sources are in the matrix. */
  readonly cell: Cell
}

/** The calls that move a key between states, simplest first. */
const MOVES: readonly OperationName[] = [
  'enableKey',
  'disableKey',
  'cancelKeyDeletion',
  'scheduleKeyDeletion',
  'importKeyMaterial',
  'deleteKeyMaterial',
]
/** Nobody asks for these on the way to somewhere else. */
const LAST_ONLY: readonly OperationName[] = ['scheduleKeyDeletion', 'deleteKeyMaterial']
const NEEDS_EXTERNAL: readonly OperationName[] = ['getParametersForImport', 'importKeyMaterial', 'deleteKeyMaterial']

/**
 * The shortest way from one key state to another by documented calls; `undefined` if there is none.
 *
 * Never leads through a scheduled deletion or deleted material on the way to something else.
 *
 * @example
 * ```ts
 * planTransition('aws', 'PendingDeletion', 'Enabled')
 * // cancelKeyDeletion → Disabled, enableKey → Enabled
 * ```
 */
export function planTransition(
  cloud: MatrixCloud,
  from: KeyState,
  to: KeyState,
  facts: KeyFacts = {},
): readonly Step[] | undefined {
  const steps = matrix([cloud]).cells.flatMap((cell) => stepOf(cell, facts))
  const waysTo = new Map<KeyState, readonly Step[]>([[from, []]])
  for (const [state, way] of waysTo) {
    if (state === to) return way
    if (LAST_ONLY.some((operation) => operation === way.at(-1)?.operation)) continue
    for (const step of steps) {
      if (step.from === state && !waysTo.has(step.to)) waysTo.set(step.to, [...way, step])
    }
  }
  return undefined
}

function stepOf(cell: Cell, { origin = 'PROVIDER', hasMaterial = true }: KeyFacts): readonly Step[] {
  const { operation, state, stateAfter } = cell
  if (operation === undefined || !MOVES.includes(operation)) return []
  if (expected(cell)?.outcome !== 'accept') return []
  if (NEEDS_EXTERNAL.includes(operation) && origin !== 'EXTERNAL') return []
  if (state === 'PendingImport' && origin !== 'EXTERNAL') return []
  const without = origin === 'EXTERNAL' && !hasMaterial && operation === 'cancelKeyDeletion'
  // A key without material cannot become usable by taking its deletion back.
  const to = without ? 'PendingImport' : stateAfter
  return to === undefined || to === 'Unknown' || to === state ? [] : [{ operation, from: state, to, cell }]
}

/** Why a call was refused for the key's state, and what would help. */
export interface Explanation {
  /** The state for which the call was refused. */
  readonly state: KeyState
  /** States in which the operation is allowed. */
  readonly allowedIn: readonly KeyState[]
  /** The shortest way to such a state. */
  readonly way: readonly Step[] | undefined
  /** `PendingDeletion → cancelKeyDeletion → Disabled → enableKey → Enabled`; empty if no way is known. */
  readonly text: string
}

/**
 * Explains an `InvalidKeyState` error; `undefined` for any other error, or if the key's state is not known.
 *
 * @param facts - `state`, as `describeKey` shows it, where the error does not tell it itself.
 */
export function explain(
  error: Pick<KmsError, 'code' | 'provider' | 'operation' | 'keyState'>,
  facts: KeyFacts & {
    /** The key's state, where the error does not tell it. */
    readonly state?: KeyState
  } = {},
): Explanation | undefined {
  const state = error.keyState ?? facts.state
  if (error.code !== 'InvalidKeyState' || state === undefined || !isMatrixCloud(error.provider)) return undefined
  const cloud = error.provider
  const cells = matrix([cloud]).cells.filter(({ operation }) => operation === error.operation)
  const states = [...new Set(cells.map((cell) => cell.state))]
  // An operation on two keys has two cells per state: the key may be either of them.
  const allowedIn = states.filter((one) => cells.filter((cell) => cell.state === one).every(isAccepted))
  const ways = allowedIn.flatMap((to) => {
    const way = planTransition(cloud, state, to, facts)
    return way === undefined || way.length === 0 ? [] : [way]
  })
  // Enabled is what most callers want; among equally long ways it comes first.
  const [way] = ways.sort((a, b) => a.length - b.length || Number(endsEnabled(b)) - Number(endsEnabled(a)))
  return { state, allowedIn, way, text: way === undefined ? '' : describeWay(state, way) }
}

/**
 * The operations that a cloud accepts on a key as far as its state goes, in the order of the cloud's table: a key's
 * usage may still be another.
 *
 * One that has several rows, for other kinds of key or for the two keys of `reEncrypt`, is listed if all accept.
 */
export function operationsAllowedIn(
  cloud: MatrixCloud,
  state: KeyState,
  { origin = 'PROVIDER' }: KeyFacts = {},
): readonly OperationName[] {
  const cells = matrix([cloud]).cells.filter((cell) => cell.state === state)
  const names = new Set(cells.flatMap(({ operation }) => (operation === undefined ? [] : [operation])))
  const rows = (name: OperationName) => cells.filter(({ operation }) => operation === name)
  const fits = (name: OperationName) => origin === 'EXTERNAL' || !NEEDS_EXTERNAL.includes(name)
  return [...names].filter((name) => fits(name) && rows(name).every(isAccepted))
}

function isAccepted(cell: Cell): boolean {
  return expected(cell)?.outcome === 'accept'
}

function endsEnabled(way: readonly Step[]): boolean {
  return way.at(-1)?.to === 'Enabled'
}

/** `PendingDeletion → cancelKeyDeletion → Disabled → enableKey → Enabled` */
export function describeWay(from: KeyState, way: readonly Step[]): string {
  return [from, ...way.flatMap(({ operation, to }) => [operation, to])].join(' → ')
}
