import { alibabaCells } from './alibaba.ts'
import { awsCells } from './aws.ts'
import { citedSources } from './expected.ts'
import { huaweiCells } from './huawei.ts'
import { otcCells } from './otc.ts'
import { quilibriumCells } from './quilibrium.ts'
import { sources } from './sources.ts'
import type { Cell, Matrix, Source } from './types.ts'

export type { Expected, FlatCell } from './expected.ts'
export { cellId, citedSources, expected, flatten } from './expected.ts'
export { type Beyond, beyondCalls, beyondReach } from './reach.ts'
export type { SourceId } from './sources.ts'
export { sources } from './sources.ts'
export type { Cell, Evidence, Expectation, Inference, KeyKind, Matrix, Outcome, Role, Source } from './types.ts'
export { EVIDENCE, KEY_KINDS } from './types.ts'

/** Names this edition of the tables; it changes whenever a cell does. */
export const matrixEdition = '2026-11-21'

const cellsByCloud = {
  aws: awsCells,
  alibaba: alibabaCells,
  huawei: huaweiCells,
  otc: otcCells,
  quilibrium: quilibriumCells,
} as const satisfies Record<string, readonly Cell[]>

/** A cloud that has a table. */
export type MatrixCloud = keyof typeof cellsByCloud

/** The clouds that have a table. */
export const matrixClouds: readonly MatrixCloud[] = Object.keys(cellsByCloud).filter(isMatrixCloud)

/** Has a cloud of this name a table? */
export function isMatrixCloud(name: string): name is MatrixCloud {
  return Object.hasOwn(cellsByCloud, name)
}

/** The tables of the given clouds (default: all) in one, with every source they cite. */
export function matrix(clouds: readonly MatrixCloud[] = matrixClouds): Matrix {
  const cells = clouds.flatMap((cloud) => cellsByCloud[cloud])
  return { sources: sourcesOf(cells), cells }
}

function sourcesOf(cells: readonly Cell[]): Readonly<Record<string, Source>> {
  const cited = new Set(cells.flatMap(citedSources))
  return Object.fromEntries(Object.entries(sources).filter(([id]) => cited.has(id)))
}
