import type { Entry, Page } from './ordered.ts'
import type { PageQuery, RowChange, Rows, Table } from './table.ts'

/** For how long reads do not see a change. */
export interface LagSettings {
  /** How many later reads of a changed row do not (surely) see the change. */
  readonly calls: number
  /** `stale`: all of them see the old row; `alternating`: every other one does; `random`: as the seed has it. */
  readonly mode?: 'stale' | 'alternating' | 'random'
  /** `random`: the same seed and the same calls give the same reads; a whole number, 1 by default. */
  readonly seed?: number
}

const MODES: readonly string[] = ['stale', 'alternating', 'random']

const checkSettings = ({ calls, mode = 'stale', seed = 1 }: LagSettings): void => {
  if (!Number.isInteger(calls) || calls < 0) throw new TypeError('lag: calls must be a whole number from 0')
  if (!MODES.includes(mode)) throw new TypeError(`lag: mode must be one of ${MODES.join(', ')}`)
  if (!Number.isInteger(seed)) throw new TypeError('lag: seed must be a whole number')
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
const dice = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
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
  #roll = dice(1)
  #isPaused = false

  /** @throws TypeError naming what is wrong, since the settings may come from outside the process. */
  set(settings: LagSettings | undefined): void {
    if (settings !== undefined) checkSettings(settings)
    this.#settings = settings === undefined || settings.calls === 0 ? undefined : settings
    this.#shadows.clear()
    this.#roll = dice(settings?.seed ?? 1)
  }

  get settings(): LagSettings | undefined {
    return this.#settings
  }

  /** Lets something change without lag: what a control handle does is there at once. */
  without<T>(change: () => T): T {
    this.#isPaused = true
    try {
      return change()
    } finally {
      this.#isPaused = false
    }
  }

  /** Listens to the store. */
  readonly changed = (change: RowChange): void => {
    if (this.#settings === undefined) return
    if (this.#isPaused) {
      this.#shadows.delete(`${change.table}/${change.id}`)
      return
    }
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
    // A page is filled up with what is visible: one without entries would point to itself as the next one.
    const page = (query: PageQuery): Page<Row> => {
      const visible: Entry<Row>[] = []
      let more = true
      let next = query
      while (more && visible.length < query.limit) {
        const read = table.page({ ...next, limit: query.limit - visible.length })
        for (const { seq, id, row } of read.entries) {
          const shown = look(id, row)
          if (shown !== undefined) visible.push({ seq, id, row: shown })
        }
        more = read.more
        next = behind(next, read)
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
    const stale = this.#isStale(shadow.left)
    shadow.left -= 1
    if (shadow.left <= 0) this.#shadows.delete(place)
    return stale ? (shadow.before as Row | undefined) : fresh // a row of this very table
  }

  #isStale(left: number): boolean {
    switch (this.#settings?.mode) {
      case 'alternating':
        return left % 2 === 0
      case 'random':
        return this.#roll() < 0.5
      default:
        return true
    }
  }
}

/** The query for what follows a page. */
const behind = (query: PageQuery, { entries }: Page<object>): PageQuery => {
  if ('offset' in query) return { ...query, offset: query.offset + entries.length }
  const last = entries.at(-1)
  return last === undefined ? query : { ...query, after: last.seq }
}
