import { cellId, type MatrixCloud, matrix } from '../../conformance/index.ts'

/** The ids of one action's cells in some states; `UpdateAlias.target` names an action and a role. */
export function cellsOf(cloud: MatrixCloud, action: string, ...states: readonly string[]): string[] {
  const row = matrix([cloud]).cells.filter((cell) => `${cell.action}${cell.role ? `.${cell.role}` : ''}` === action)
  return states.flatMap((state) => {
    const cells = row.filter((one) => one.state === state)
    if (cells.length === 0) throw new Error(`no cell ${cloud} ${action} ${state}`)
    return cells.map(cellId)
  })
}
