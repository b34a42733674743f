import type { CaseResult } from './result.ts'

/** One cloud's cells as a table, and its behaviours beside it. */
export interface Grid {
  readonly cloud: string
  readonly states: readonly string[]
  readonly rows: readonly GridRow[]
  readonly behaviours: readonly CaseResult[]
}

export interface GridRow {
  readonly action: string
  readonly label: string
  /** One per state of the grid; `undefined` where no case was run. */
  readonly cells: readonly (CaseResult | undefined)[]
}

/** Columns that all clouds know come first and in this order, so that grids can be compared. */
const COLUMN_ORDER = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport']

/** A grid per cloud, in the order in which the clouds first appear. */
export function gridsOf(cases: readonly CaseResult[]): readonly Grid[] {
  const clouds = [...new Set(cases.map((one) => one.cloud))]
  return clouds.map((cloud) =>
    gridOf(
      cloud,
      cases.filter((one) => one.cloud === cloud),
    ),
  )
}

function gridOf(cloud: string, cases: readonly CaseResult[]): Grid {
  const cells = cases.filter((one) => one.kind === 'cell')
  const present = [...new Set(cells.map((one) => one.state ?? ''))]
  const states = [
    ...COLUMN_ORDER.filter((s) => present.includes(s)),
    ...present.filter((s) => !COLUMN_ORDER.includes(s)),
  ]
  const lines: CaseResult[][] = []
  for (const cell of cells) {
    const related = lines.filter(([first]) => first?.action === cell.action && first.role === cell.role)
    const free = (line: CaseResult[]) => line.every((one) => one.state !== cell.state)
    const line = related.find(([first]) => first?.keyKind === cell.keyKind) ?? related.find(free)
    if (line && free(line)) line.push(cell)
    else lines.push([cell])
  }
  return {
    cloud,
    states,
    rows: lines.map((line) => rowOf(line, lines, states)),
    behaviours: cases.filter((one) => one.kind === 'behaviour'),
  }
}

/** The key kind is shown only where it is what tells two rows apart. */
function rowOf(
  line: readonly CaseResult[],
  lines: readonly (readonly CaseResult[])[],
  states: readonly string[],
): GridRow {
  const [first] = line
  const action = first?.action ?? ''
  const alike = lines.filter(([other]) => other?.action === action && other.role === first?.role).length > 1
  const label = [action, first?.role, alike ? first?.keyKind : undefined].filter(Boolean).join(' · ')
  return { action, label, cells: states.map((state) => line.find((one) => one.state === state)) }
}
