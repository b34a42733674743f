/** A row with its place in the order of creation. */
export interface Entry<Row> {
  readonly seq: number
  readonly id: string
  row: Row
}

/** Where a page begins: behind a sequence number, or at an offset (for clouds that page by number). */
export type PageStart = { readonly after?: number } | { readonly offset: number }

export interface Page<Row> {
  readonly entries: readonly Readonly<Entry<Row>>[]
  /** More rows follow the last entry. */
  readonly more: boolean
}

/** Rows in order of creation. Finding the start of a page costs log n, a page costs its length. */
export class Ordered<Row> {
  readonly #entries: Entry<Row>[] = []

  get size(): number {
    return this.#entries.length
  }

  insert(entry: Entry<Row>): void {
    const last = this.#entries.at(-1)
    if (last === undefined || last.seq < entry.seq) this.#entries.push(entry)
    else this.#entries.splice(this.#firstAfter(entry.seq), 0, entry)
  }

  remove(entry: Entry<Row>): void {
    const place = this.#firstAfter(entry.seq - 1)
    if (this.#entries[place]?.seq === entry.seq) this.#entries.splice(place, 1)
  }

  page(start: PageStart, limit: number): Page<Row> {
    const first = 'offset' in start ? start.offset : start.after === undefined ? 0 : this.#firstAfter(start.after)
    const entries = this.#entries.slice(first, first + limit)
    return { entries, more: first + entries.length < this.#entries.length }
  }

  /** The place of the first entry whose sequence number is greater than `seq`. */
  #firstAfter(seq: number): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = this.#entries[middle]
      if (entry !== undefined && entry.seq <= seq) low = middle + 1
      else high = middle
    }
    return low
  }
}
