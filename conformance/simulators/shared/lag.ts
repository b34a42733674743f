import type { Entry, Page } from './ordered.ts'
import type { PageQuery, RowChange, Rows, Table } from './table.ts'

/** For how long reads do not see a change. */
export interface LagSettings {
  /** How many later reads of a changed row do not (surely) see the change. */
  readonly calls: number
  /** `stale`: all of them see the old row; `alternating`: every other one does. */
  readonly mode?: 'stale' | 'alternating'
}

const checkSettings = ({ calls, mode = 'stale' }: LagSettings): void => {
  if (!Number.isInteger(calls) || calls < 0) throw new TypeError('lag: calls must be a whole number from 0')
  if (mode !== 'stale' && mode !== 'alternating') throw new TypeError('lag: mode must be stale or alternating')
}

interface Shadow {
  readonly before: object | undefined
  left: number
}

/**
 * Eventual consistency on demand. Calls that only read get a lagging view of the tables; calls that change something
 * see the truth, or a stale row could be written back.
 */
export class Lag {
  #settings: LagSettings | undefined
  readonly #shadows = new Map<string, Shadow>()

  /** @throws TypeError naming what is wrong, since the settings may come from outside the process. */
  set(settings: LagSettings | undefined): void {
    if (settings !== undefined) checkSettings(settings)
    this.#settings = settings === undefined || settings.calls === 0 ? undefined : settings
    this.#shadows.clear()
  }

  get settings(): LagSettings | undefined {
    return this.#settings
  }

  /** Listens to the store. */
  readonly changed = (change: RowChange): void => {
    if (this.#settings === undefined) return
    const place = `${change.table}/${change.id}`
    // A second change within the lag keeps showing the oldest row.
    const shadow = this.#shadows.get(place)
    const before = shadow === undefined ? change.before : shadow.before
    this.#shadows.set(place, { before, left: this.#settings.calls })
  }

  /** The table as one reading call sees it: the same answer for the same row throughout that call. */
  view<Row extends object>(table: Table<Row>): Rows<Row> {
    if (this.#shadows.size === 0) return table
    const seen = new Map<string, Row | undefined>()
    const look = (id: string, fresh: Row | undefined): Row | undefined => {
      if (!seen.has(id)) seen.set(id, this.#look(table.name, id, fresh))
      return seen.get(id)
    }
    const page = (query: PageQuery): Page<Row> => {
      const { entries, more } = table.page(query)
      const visible: Entry<Row>[] = []
      for (const { seq, id, row } of entries) {
        const shown = look(id, row)
        if (shown !== undefined) visible.push({ seq, id, row: shown })
      }
      return { entries: visible, more }
    }
    return {
      get: (id) => look(id, table.get(id)),
      put: (id, row) => table.put(id, row),
      delete: (id) => table.delete(id),
      page,
      all: (index, value) =>
        page({ index: [index, value], limit: table.count(index, value) }).entries.map(({ row }) => row),
      count: (index, value) => table.count(index, value),
    }
  }

  #look<Row extends object>(table: string, id: string, fresh: Row | undefined): Row | undefined {
    const place = `${table}/${id}`
    const shadow = this.#shadows.get(place)
    if (shadow === undefined) return fresh
    const stale = this.#settings?.mode !== 'alternating' || shadow.left % 2 === 0
    shadow.left -= 1
    if (shadow.left <= 0) this.#shadows.delete(place)
    return stale ? (shadow.before as Row | undefined) : fresh // a row of this very table
  }
}
