/** Median, smallest and largest of the ratios within each repetition. */
export interface Ratio {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** Each value to the one of the same repetition: what disturbed the machine then disturbed both. */
export function ratio(values: readonly number[], base: readonly number[]): Ratio {
  const all = values.map((value, index) => value / (base[index] ?? Number.NaN))
  return { median: median(all), min: Math.min(...all), max: Math.max(...all) }
}
