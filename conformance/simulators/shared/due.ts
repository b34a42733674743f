interface Alarm {
  readonly atMs: number
  readonly id: string
}

const earlier = (a: Alarm, b: Alarm): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.id < b.id)

/** A heap of moments at which rows change by themselves. Alarms that a later change made void are left for the reader to skip. */
export class DueHeap {
  readonly #heap: Alarm[] = []

  push(atMs: number, id: string): void {
    const heap = this.#heap
    const alarm = { atMs, id }
    let child = heap.length
    heap.push(alarm)
    while (child > 0) {
      const parent = (child - 1) >>> 1
      const above = heap[parent]
      if (above === undefined || !earlier(alarm, above)) break
      heap[child] = above
      child = parent
    }
    heap[child] = alarm
  }

  /** Takes out the earliest alarm if it is due. */
  popDue(nowMs: number): Alarm | undefined {
    const heap = this.#heap
    const first = heap[0]
    if (first === undefined || first.atMs > nowMs) return undefined
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) this.#sink(last)
    return first
  }

  clear(): void {
    this.#heap.length = 0
  }

  #sink(alarm: Alarm): void {
    const heap = this.#heap
    let parent = 0
    for (;;) {
      let child = 2 * parent + 1
      const left = heap[child]
      if (left === undefined) break
      const right = heap[child + 1]
      const next = right !== undefined && earlier(right, left) ? right : left
      if (next === right) child += 1
      if (!earlier(next, alarm)) break
      heap[parent] = next
      parent = child
    }
    heap[parent] = alarm
  }
}
