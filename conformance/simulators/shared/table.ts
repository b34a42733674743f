import { DueHeap } from './due.ts'
import { decodeRow, encodeRow, isJsonObject, type Json } from './json.ts'
import { type Entry, Ordered, type Page, type PageStart } from './ordered.ts'

/** The values under which an index files a row. */
export type IndexOf<Row> = (row: Row) => string | readonly string[] | undefined

export interface TableOptions<Row> {
  /** Named indexes, computed from the row. */
  readonly indexes?: Readonly<Record<string, IndexOf<Row>>>
  /** When the row next changes by itself (deletion date, expiry, rotation), in ms of virtual time. */
  readonly dueAtMs?: (row: Row) => number | undefined
}

/** One row put (or deleted: `row` undefined). `seq` is its place in the order of creation. */
export interface RowChange {
  readonly table: string
  readonly id: string
  readonly seq: number
  readonly before: object | undefined
  readonly row: object | undefined
}

export type PageQuery = PageStart & { readonly limit: number; readonly index?: readonly [name: string, value: string] }

/** What a call may do with a table; a lagging view of a table has the same face. */
export interface Rows<Row extends object> {
  get(id: string): Row | undefined
  put(id: string, row: Row): void
  delete(id: string): boolean
  page(query: PageQuery): Page<Row>
  /** Every row an index files under `value`, in order of creation. */
  all(index: string, value: string): readonly Row[]
  count(index?: string, value?: string): number
}

export interface TableDump {
  readonly nextSeq: number
  readonly rows: readonly (readonly [seq: number, id: string, row: Json])[]
}

export interface TableContents<Row> {
  readonly name: string
  /** What the next new row gets. */
  readonly nextSeq: number
  readonly entries: readonly { readonly seq: number; readonly id: string; readonly row: Row }[]
}

type Filing<Row> = readonly [values: Map<string, Ordered<Row>>, value: string]

/** Plain rows by id. Rows are frozen: the only way to change one is to put another in its place. */
export class Table<Row extends object> implements Rows<Row> {
  readonly name: string
  readonly #options: TableOptions<Row>
  readonly #changed: (change: RowChange) => void
  readonly #byId = new Map<string, Entry<Row>>()
  readonly #indexes = new Map<string, Map<string, Ordered<Row>>>()
  readonly #due = new DueHeap()
  #order = new Ordered<Row>()
  #nextSeq = 1

  constructor(name: string, options: TableOptions<Row>, changed: (change: RowChange) => void) {
    this.name = name
    this.#options = options
    this.#changed = changed
    for (const index of Object.keys(options.indexes ?? {})) this.#indexes.set(index, new Map())
  }

  get(id: string): Row | undefined {
    return this.#byId.get(id)?.row
  }

  put(id: string, row: Row): void {
    const entry = this.#byId.get(id)
    const before = entry?.row
    const seq = this.#place(id, row, entry?.seq ?? this.#nextSeq)
    this.#changed({ table: this.name, id, seq, before, row })
  }

  delete(id: string): boolean {
    const entry = this.#byId.get(id)
    if (entry === undefined) return false
    this.#remove(entry)
    this.#changed({ table: this.name, id, seq: entry.seq, before: entry.row, row: undefined })
    return true
  }

  page(query: PageQuery): Page<Row> {
    const rows = query.index === undefined ? this.#order : this.#filed(...query.index)
    return rows === undefined ? { entries: [], more: false } : rows.page(query, query.limit)
  }

  all(index: string, value: string): readonly Row[] {
    const rows = this.#filed(index, value)
    return rows === undefined ? [] : rows.page({}, rows.size).entries.map((entry) => entry.row)
  }

  count(index?: string, value?: string): number {
    if (index === undefined || value === undefined) return this.#order.size
    return this.#filed(index, value)?.size ?? 0
  }

  /** Takes the next row whose moment has come, earliest first; call again after putting its successor. */
  takeDue(nowMs: number): { id: string; row: Row; atMs: number } | undefined {
    for (let alarm = this.#due.popDue(nowMs); alarm !== undefined; alarm = this.#due.popDue(nowMs)) {
      const row = this.get(alarm.id)
      if (row !== undefined && this.#options.dueAtMs?.(row) === alarm.atMs) return { ...alarm, row }
    }
    return undefined
  }

  /** Every row of this moment: later changes put other rows in their place, and do not show here. */
  contents(): TableContents<Row> {
    const { entries } = this.#order.page({}, this.#order.size)
    return { name: this.name, nextSeq: this.#nextSeq, entries: entries.map(({ seq, id, row }) => ({ seq, id, row })) }
  }

  dump(): TableDump {
    const { nextSeq, entries } = this.contents()
    return { nextSeq, rows: entries.map(({ seq, id, row }) => [seq, id, encodeRow(row)]) }
  }

  /** Replaces everything; tells no listener. */
  load(dump: TableDump): void {
    this.clear()
    for (const [seq, id, row] of dump.rows) {
      if (!Number.isSafeInteger(seq) || typeof id !== 'string' || !isJsonObject(row)) throw new TypeError('no such row')
      this.#place(id, decodeRow(row) as Row, seq) // a dump of this very table
    }
    if (!Number.isSafeInteger(dump.nextSeq)) throw new TypeError('no such number')
    this.#nextSeq = dump.nextSeq
  }

  /** Puts a row where a log says that it was, and tells no listener; without a row: takes it away. */
  replay(id: string, row: Row | undefined, seq?: number): void {
    const entry = this.#byId.get(id)
    if (entry !== undefined && (row === undefined || (seq ?? entry.seq) !== entry.seq)) this.#remove(entry)
    if (row !== undefined) this.#place(id, row, seq ?? entry?.seq ?? this.#nextSeq)
  }

  /** Numbers up to this one are taken, even if their rows are gone. */
  raiseNextSeq(nextSeq: number): void {
    this.#nextSeq = Math.max(this.#nextSeq, nextSeq)
  }

  clear(): void {
    this.#byId.clear()
    this.#order = new Ordered()
    this.#due.clear()
    for (const values of this.#indexes.values()) values.clear()
    this.#nextSeq = 1
  }

  #filed(index: string, value: string): Ordered<Row> | undefined {
    const values = this.#indexes.get(index)
    if (values === undefined) throw new TypeError(`table ${this.name} has no index ${index}`)
    return values.get(value)
  }

  #place(id: string, row: Row, seq: number): number {
    const known = this.#byId.get(id)
    const entry = known ?? { seq, id, row }
    const filedBefore = known === undefined ? [] : this.#filings(known.row)
    entry.row = Object.freeze(row)
    if (known === undefined) {
      this.#byId.set(id, entry)
      this.#order.insert(entry)
      this.#nextSeq = Math.max(this.#nextSeq, seq + 1)
    }
    this.#refile(entry, filedBefore, this.#filings(row))
    const dueAtMs = this.#options.dueAtMs?.(row)
    if (dueAtMs !== undefined) this.#due.push(dueAtMs, id)
    return entry.seq
  }

  #remove(entry: Entry<Row>): void {
    this.#refile(entry, this.#filings(entry.row), [])
    this.#order.remove(entry)
    this.#byId.delete(entry.id)
  }

  /** Touches only the index lists that change: most changes of a row change none. */
  #refile(entry: Entry<Row>, before: readonly Filing<Row>[], after: readonly Filing<Row>[]): void {
    const has = (filings: readonly Filing<Row>[], [values, value]: Filing<Row>) =>
      filings.some((filing) => filing[0] === values && filing[1] === value)
    for (const filing of before) {
      if (has(after, filing)) continue
      const [values, value] = filing
      const rows = values.get(value)
      rows?.remove(entry)
      if (rows?.size === 0) values.delete(value)
    }
    for (const filing of after) {
      if (has(before, filing)) continue
      const [values, value] = filing
      const rows = values.get(value) ?? new Ordered<Row>()
      rows.insert(entry)
      values.set(value, rows)
    }
  }

  #filings(row: Row): readonly Filing<Row>[] {
    const filings: Filing<Row>[] = []
    for (const [name, indexOf] of Object.entries(this.#options.indexes ?? {})) {
      const values = this.#indexes.get(name)
      const found = indexOf(row)
      if (values === undefined || found === undefined) continue
      for (const value of typeof found === 'string' ? [found] : found) filings.push([values, value])
    }
    return filings
  }
}
