import type { Behaviour } from './behaviours/behaviour.ts'
import { behaviours as allBehaviours } from './behaviours/index.ts'
import { type Cell, cellId, type Matrix } from './matrix/index.ts'

/** One case of a run: a cell of the matrix, or a behaviour. */
export type PlannedCase =
  | {
      /** A cell of the matrix. */
      readonly kind: 'cell'
      /** Names the case in reports, filters and lists of known differences. */
      readonly id: string
      /** The case as a sentence for people. */
      readonly title: string
      /** The row and state that is asked. */
      readonly cell: Cell
    }
  | {
      /** A promise beside the cells. */
      readonly kind: 'behaviour'
      /** Names the case in reports, filters and lists of known differences. */
      readonly id: string
      /** The case as a sentence for people. */
      readonly title: string
      /** What is checked. */
      readonly behaviour: Behaviour
    }

/** Which cases a run has. */
export interface PlanOptions {
  /** Id of the cloud whose cells and behaviours are run. */
  readonly cloud: string
  /** The tables that the cells are taken from. */
  readonly matrix: Matrix
  /** Only cases whose id or title contains this text, in any letter case. */
  readonly filter?: string | undefined
  /** Checks beside the cells; default: polykms's own. */
  readonly behaviours?: readonly Behaviour[] | undefined
}

/** The cases of a run, in the order in which they are run: cells row by row, then behaviours. */
export function plan({ cloud, matrix, filter, behaviours = allBehaviours }: PlanOptions): readonly PlannedCase[] {
  const cells = matrix.cells.filter((cell) => cell.cloud === cloud)
  const promised = behaviours.filter((behaviour) => Object.hasOwn(behaviour.promisedBy, cloud))
  const cases: PlannedCase[] = [
    ...cells.map((cell) => ({ kind: 'cell' as const, id: cellId(cell), title: titleOf(cell), cell })),
    ...promised.map((behaviour) => ({
      kind: 'behaviour' as const,
      id: `${cloud}/${behaviour.id}`,
      title: behaviour.title,
      behaviour,
    })),
  ]
  const wanted = filter?.toLowerCase()
  return wanted === undefined ? cases : cases.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(wanted))
}

function titleOf({ action, role, state, keyKind }: Cell): string {
  const key = role === undefined ? 'key' : `${role} key`
  return `${action} with ${/^[AEIOU]/.test(state) ? 'an' : 'a'} ${state} ${key}${keyKind === undefined ? '' : ` (${keyKind})`}`
}
