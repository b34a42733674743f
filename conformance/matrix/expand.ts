import type { KmsErrorCode } from '../../src/errors.ts'
import type { KeyState } from '../../src/key-state.ts'
import type { OperationName } from '../../src/operations/index.ts'
import type { SourceId } from './sources.ts'
import type { Cell, Evidence, Expectation, KeyKind, Outcome, Role } from './types.ts'

/** An entry of a table's legend: what one mark on a published page means. */
export interface Claim {
  readonly outcome: Outcome
  readonly errorCode?: KmsErrorCode
  readonly providerCodes?: readonly string[]
  readonly httpStatus?: number
  /** See {@link Cell.stateAfter}. */
  readonly stateAfter?: KeyState
  readonly note?: string
  /** Where it differs from the row's and the layer's. */
  readonly source?: SourceId
}

/** What is known of an action whichever page speaks of it. */
export interface Action {
  readonly operation?: OperationName
  readonly keyKind?: KeyKind
  /** States that are reached with another kind of key. */
  readonly keyKindIn?: { readonly [S in KeyState]?: KeyKind }
}

/** One line of a page: an action and its marks. */
export interface Row<A extends string = string> {
  readonly action: A
  readonly role?: Role
  /** Where the line speaks of another kind of key than {@link Action.keyKind}: it becomes cells of its own. */
  readonly keyKind?: KeyKind
  readonly source?: SourceId
  readonly note?: string
  /** One mark per column of the layer, `null` where the page is silent; or only the states it speaks of. */
  readonly cells: readonly (Claim | null)[] | { readonly [S in KeyState]?: Claim }
}

/** One page, or one set of observations: all its claims are of one evidence. */
export interface Layer<A extends string = string> {
  readonly evidence: Evidence
  readonly source: SourceId
  /** The page's columns in its own order; a column that it heads with two states is a pair. Default: the table's states. */
  readonly columns?: readonly (KeyState | readonly KeyState[])[]
  readonly rows: readonly Row<A>[]
}

export interface Table<A extends string = string> {
  readonly cloud: string
  readonly states: readonly KeyState[]
  readonly actions: { readonly [K in A]: Action }
  readonly layers: readonly Layer<A>[]
}

/** The order in which a stronger claim overrides a weaker one's `stateAfter`. */
const WEAKEST_FIRST: readonly Evidence[] = ['inferred', 'documented', 'recorded']

/**
 * Turns pages written line by line into plain cells: one per state for every action, role and key kind that any layer
 * mentions. A state on which all layers are silent becomes an undocumented cell.
 *
 * @throws Error if a row has a mark too many or too few, or if two rows of equal evidence claim the same cell.
 */
export function expand<const A extends string>(table: Table<A>): readonly Cell[] {
  const cells = new Map<string, Cell>()
  const layers = WEAKEST_FIRST.flatMap((evidence) => table.layers.filter((layer) => layer.evidence === evidence))
  const silent = table.layers.flatMap((layer) =>
    layer.rows.flatMap((row) => table.states.map((state) => ({ row, state }))),
  )
  for (const { row, state } of silent) {
    const cell = emptyCell(table, row, state)
    cells.set(keyOf(cell), cell)
  }
  for (const layer of layers) {
    for (const row of layer.rows) {
      for (const [state, claim] of claimsOf(row, layer.columns ?? table.states)) {
        const empty = emptyCell(table, row, state)
        cells.set(keyOf(empty), withClaim(cells.get(keyOf(empty)) ?? empty, layer, row, claim))
      }
    }
  }
  return [...cells.values()]
}

function emptyCell<A extends string>(table: Table<A>, row: Row<A>, state: KeyState): Cell {
  const { operation, keyKind, keyKindIn } = table.actions[row.action]
  const kind = row.keyKind ?? keyKindIn?.[state] ?? keyKind
  return {
    cloud: table.cloud,
    action: row.action,
    ...(operation && { operation }),
    state,
    ...(row.role && { role: row.role }),
    ...(kind && { keyKind: kind }),
  }
}

function keyOf(cell: Cell): string {
  return [cell.action, cell.role, cell.keyKind, cell.state].join('|')
}

function claimsOf(row: Row, columns: NonNullable<Layer['columns']>): readonly (readonly [KeyState, Claim])[] {
  if (!isMarks(row.cells)) {
    return Object.entries(row.cells) as [KeyState, Claim][] // Object.entries widens the keys of a closed record
  }
  const marks = row.cells
  if (marks.length !== columns.length) {
    throw new Error(`${row.action}: ${marks.length} marks for ${columns.length} columns`)
  }
  return columns.flatMap((column, index) => {
    const claim = marks[index]
    return claim ? [column].flat().map((state) => [state, claim] as const) : []
  })
}

function isMarks(cells: Row['cells']): cells is readonly (Claim | null)[] {
  return Array.isArray(cells)
}

function withClaim(cell: Cell, layer: Layer, row: Row, claim: Claim): Cell {
  if (cell[layer.evidence]) throw new Error(`${keyOf(cell)}: claimed twice as ${layer.evidence}`)
  const { stateAfter, note, ...rest } = claim
  const said: Expectation = { ...rest, source: claim.source ?? row.source ?? layer.source }
  const notes = [...new Set([cell.note, row.note, note].filter((text) => text !== undefined))].join(' ')
  return {
    ...cell,
    [layer.evidence]: layer.evidence === 'inferred' ? withoutExactCodes(said) : said,
    ...(stateAfter && { stateAfter }),
    ...(notes && { note: notes }),
  }
}

/** A legend is shared by all layers of a table; exact codes and statuses are asserted only where seen or written. */
function withoutExactCodes({ providerCodes: _codes, httpStatus: _status, ...rest }: Expectation): Cell['inferred'] {
  return rest
}
