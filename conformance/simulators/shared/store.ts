import { decodeRow, isJsonObject, type Json } from './json.ts'
import { type RowChange, Table, type TableContents, type TableDump, type TableOptions } from './table.ts'

const VERSION = 1

/** Everything a simulator knows, as JSON. It holds key material: whoever writes it to disk guards the file. */
export interface Snapshot {
  /** Of this format. */
  readonly version: typeof VERSION
  /** Every row, by table. */
  readonly tables: Readonly<Record<string, TableDump>>
}

const isSnapshot = (value: unknown): value is Snapshot =>
  isJsonObject(value) && value['version'] === VERSION && isJsonObject(value['tables'])

/** All tables of one simulator. Every change passes one listener, so that a log of changes is a complete record. */
export class Store {
  readonly #tables = new Map<string, Table<object>>()
  readonly #listeners: ((change: RowChange) => void)[] = []
  readonly #replaced: (() => void)[] = []

  /** Declares a table; each name once. */
  table<Row extends object>(name: string, options: TableOptions<Row> = {}): Table<Row> {
    if (this.#tables.has(name)) throw new TypeError(`table ${name} is declared twice`)
    const table = new Table<Row>(name, options, (change) => {
      for (const listener of this.#listeners) listener(change)
    })
    this.#tables.set(name, table as unknown as Table<object>) // the map only dumps, loads and clears
    return table
  }

  onChange(listener: (change: RowChange) => void): void {
    this.#listeners.push(listener)
  }

  /** Listens to what is no change of rows: a reset, or a restored snapshot. */
  onReplaced(listener: () => void): void {
    this.#replaced.push(listener)
  }

  /** Everything as it is at this moment. */
  contents(): readonly TableContents<object>[] {
    return [...this.#tables.values()].map((table) => table.contents())
  }

  snapshot(): Snapshot {
    const dumps = [...this.#tables].map(([name, table]) => [name, table.dump()] as const)
    return { version: VERSION, tables: Object.fromEntries(dumps) }
  }

  /** Replaces everything by a snapshot; tables it does not name become empty. What is none changes nothing. */
  restore(snapshot: unknown): void {
    if (!isSnapshot(snapshot))
      throw new TypeError(`not a simulator snapshot of version ${VERSION}: give what snapshot() returned`)
    const before = this.snapshot()
    try {
      this.#load(snapshot)
    } catch {
      this.#load(before)
      throw new TypeError('not a snapshot of this simulator')
    }
    this.#tellReplaced()
  }

  #load(snapshot: Snapshot): void {
    for (const [name, table] of this.#tables) {
      const dump = Object.hasOwn(snapshot.tables, name) ? snapshot.tables[name] : undefined
      if (dump === undefined) table.clear()
      else table.load(dump)
    }
  }

  /** Repeats one change of a log: `row` as `encodeRow` wrote it, or `undefined` for a deletion. Tells no listener. */
  replay(table: string, id: string, row: Json | undefined, seq?: number): void {
    const decoded = row === undefined ? undefined : decodeRow(row)
    this.#named(table).replay(id, typeof decoded === 'object' && decoded !== null ? decoded : undefined, seq)
  }

  /** Repeats that numbers below this one have been given out. */
  replayNextSeq(table: string, nextSeq: number): void {
    this.#named(table).raiseNextSeq(nextSeq)
  }

  reset(): void {
    for (const table of this.#tables.values()) table.clear()
    this.#tellReplaced()
  }

  #named(name: string): Table<object> {
    const table = this.#tables.get(name)
    if (table === undefined) throw new TypeError(`there is no table ${name}`)
    return table
  }

  #tellReplaced(): void {
    for (const listener of this.#replaced) listener()
  }
}
