/** Years have four digits in the clouds' replies. */
const END_OF_TIME_MS = Date.UTC(9999, 0)

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
])

/** Milliseconds of `'31d'`, `'12h'`, `'5m'`, `'30s'`, `'250ms'`, `'2w'` or of a plain number of milliseconds. */
export const durationMs = (duration: string | number): number => {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration) && duration >= 0) return duration
  } else {
    const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(duration) ?? []
    const unitMs = UNIT_MS.get(unit)
    if (unitMs !== undefined) return Number(count) * unitMs
  }
  throw new TypeError(`not a duration: ${String(duration)} (use milliseconds, or a number with ms, s, m, h, d or w)`)
}

/**
 * Two clocks in one. Keys, material and tokens age on `now()`, which tests push forward; signature windows, nonces
 * and `Date` headers stay on `wall()`, or no client could talk to a simulator that is a month ahead.
 */
export interface Clock {
  /** Virtual time: the wall clock plus all that was advanced, in ms since the epoch. */
  now(): number
  /** Real time in ms since the epoch. */
  wall(): number
  /** Pushes virtual time forward; gives the new virtual time in ms. There is no way back but a restored snapshot. */
  advance(duration: string | number): number
}

/** Where the offset lives, so that a snapshot of the store carries it. */
export interface OffsetCell {
  get(): number
  set(offsetMs: number): void
}

const memoryCell = (): OffsetCell => {
  let offsetMs = 0
  return {
    get: () => offsetMs,
    set: (value) => {
      offsetMs = value
    },
  }
}

export const createClock = (wall: () => number = Date.now, offset: OffsetCell = memoryCell()): Clock => {
  const now = () => wall() + offset.get()
  return {
    now,
    wall,
    advance: (duration) => {
      const offsetMs = offset.get() + durationMs(duration)
      if (wall() + offsetMs > END_OF_TIME_MS) throw new TypeError('the clock cannot be pushed beyond the year 9998')
      offset.set(offsetMs)
      return now()
    },
  }
}
