import { encodeRow, isJsonObject, type Json, parseJson } from '../json.ts'
import type { AnySimulator } from '../simulator.ts'
import type { RowChange } from '../table.ts'

/** A change of one row of one cloud, `row` undefined for a deletion. */
export type Change = Pick<RowChange, 'table' | 'id' | 'seq' | 'row'> & { readonly cloud: string }

/** Rows that are written as one record: enough for few records, and little to hold in memory at once. */
const ROWS_PER_RECORD = 256

/** Closes the snapshot at the beginning of a file; what follows was appended. */
const SNAPSHOT_END = '{"snapshot":"end"}'

/** The text of a record. All its changes count, or none: it is written and read as a whole. */
export const encodeChanges = (changes: readonly Change[]): string =>
  JSON.stringify(
    changes.map(({ cloud, table, id, seq, row }) => ({
      cloud,
      table,
      id,
      ...(row !== undefined && { seq, row: encodeRow(row) }),
    })),
  )

/** A snapshot as the texts of records. What it takes is taken at the first step; later changes are not in it. */
export function* encodeSnapshot(simulators: readonly AnySimulator[]): Generator<string, void, undefined> {
  const contents = simulators.flatMap(({ cloud, control }) =>
    control.store.contents().map((table) => ({ cloud, table })),
  )
  yield JSON.stringify(contents.map(({ cloud, table: { name, nextSeq } }) => ({ cloud, table: name, nextSeq })))
  for (const { cloud, table } of contents) {
    for (let first = 0; first < table.entries.length; first += ROWS_PER_RECORD) {
      const rows = table.entries.slice(first, first + ROWS_PER_RECORD)
      yield encodeChanges(rows.map((entry) => ({ cloud, table: table.name, ...entry })))
    }
  }
  yield SNAPSHOT_END
}

const replayEntry = (simulators: readonly AnySimulator[], entry: Json): void => {
  const { cloud, table, id, seq, row, nextSeq } = isJsonObject(entry) ? entry : {}
  const simulator = simulators.find((candidate) => candidate.cloud === cloud)
  if (simulator === undefined) throw new TypeError(`${String(cloud)} is not served`)
  const { store } = simulator.control
  if (typeof table !== 'string') throw new TypeError('an entry names no table')
  if (typeof nextSeq === 'number') store.replayNextSeq(table, nextSeq)
  else if (typeof id !== 'string') throw new TypeError('an entry names no row')
  else store.replay(table, id, row, typeof seq === 'number' ? seq : undefined)
}

/**
 * Repeats a record.
 *
 * @returns Whether the snapshot ends here.
 * @throws TypeError for a record of another program, version or choice of clouds.
 */
export const replayRecord = (simulators: readonly AnySimulator[], text: string): boolean => {
  if (text === SNAPSHOT_END) return true
  const entries = parseJson(text)
  if (!Array.isArray(entries)) throw new TypeError('a record is no list of changes')
  for (const entry of entries as readonly Json[]) replayEntry(simulators, entry) // isArray forgets what a list is of
  return false
}
