export interface Sample {
  /** After a forced collection. */
  readonly heapBytes: number
  readonly handles: number
  /** Rows that a server holds: what it is to remember is no leak. */
  readonly rows: number
  /** Lines in the logs of calls, which have a bound of their own. */
  readonly lines: number
}

/** Of this very process, which must run with --expose-gc. */
export function sampleHere(): Sample {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc')
  globalThis.gc()
  globalThis.gc()
  return {
    heapBytes: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().length,
    rows: 0,
    lines: 0,
  }
}

/** What one remembered row may take, indexes included. */
const BYTES_PER_ROW = 1_024
/** What one line of a log of calls may take. */
const BYTES_PER_LINE = 256
/** Noise of a heap that neither grows nor shrinks: compiled code, caches with a bound. */
const NOISE_BYTES = 6_000_000
const NOISE_HANDLES = 80

export interface Growth {
  /** Of the regression line over the samples, from the first third's end to the last one. */
  readonly heapBytes: number
  readonly handles: number
  readonly isFlat: boolean
}

/** How much heap and handles grew once everything was warm. */
export function growthOf(samples: readonly Sample[]): Growth {
  const warm = samples.slice(Math.floor(samples.length / 3))
  const heapBytes = riseOf(
    warm.map((sample) => sample.heapBytes - sample.rows * BYTES_PER_ROW - sample.lines * BYTES_PER_LINE),
  )
  const handles = riseOf(warm.map((sample) => sample.handles))
  return { heapBytes, handles, isFlat: heapBytes <= NOISE_BYTES && handles <= NOISE_HANDLES }
}

/** How far the least-squares line rises over equally spaced values. */
function riseOf(values: readonly number[]): number {
  const last = values.length - 1
  const meanX = last / 2
  const meanY = values.reduce((sum, value) => sum + value, 0) / values.length
  const slope =
    values.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0) /
    values.reduce((sum, _value, x) => sum + (x - meanX) ** 2, 0)
  return slope * last
}
