import { FAULTS } from './faults.ts'
import type { FaultCell, Observed, SubjectResult } from './run.ts'

/** What came of one cell, in at most three characters. */
export function mark({ result, attempts, effects }: Omit<Observed, 'ambiguous'>): string {
  if (result === 'succeeds') return String(attempts)
  return effects === undefined ? '✗' : `✗${effects}`
}

export const LEGEND = [
  '1, 2  succeeded, at that attempt',
  '✗     failed at the first attempt and was not made again',
  '✗0 ✗1 the same of a call that changes something: the effect is there no times, once',
  '!     not as expected; listed below',
  '–     the cloud does not have the operation, and nothing is sent',
]

/** The matrix of one cloud, for a terminal. */
export function matrixText(cloud: string, results: readonly SubjectResult[]): string {
  const rows = results.filter((one) => one.cloud === cloud)
  const width = Math.max(...rows.map(({ subject }) => subject.length))
  const head = FAULTS.map(({ id }, index) => `${' '.repeat(width + 2 + index * 4)}${id}`)
  const lines = rows.map(({ subject, cells, left }) => {
    const marks = FAULTS.map(({ id }) => {
      const cell = cells.find((one) => one.fault === id)
      if (cell === undefined) return left === 'unsupported' ? '–' : left === undefined ? ' ' : '!'
      return `${mark(cell.observed)}${cell.fits ? '' : '!'}`
    })
    return `${subject.padEnd(width)}  ${marks.map((one) => one.padEnd(4)).join('')}`.trimEnd()
  })
  return [cloud, ...head, ...lines].join('\n')
}

/** Everything that is not as expected, a line each. */
export function unexpected(results: readonly SubjectResult[]): string[] {
  return results.flatMap(({ cloud, subject, left, cells }) => [
    ...(left === undefined || left === 'unsupported' ? [] : [`${cloud} ${subject}: not tried: ${left}`]),
    ...cells.filter(({ fits }) => !fits).map(sentence),
  ])
}

function sentence({ cloud, subject, fault, expected, observed }: FaultCell): string {
  return `${cloud} ${subject}, ${fault}: expected ${words(expected)}; observed ${words(observed)}`
}

function words({ result, code, attempts, effects, ambiguous }: Omit<Observed, 'code'> & { code?: string }): string {
  const parts = [`${result}${code === undefined ? '' : ` with ${code}`}${ambiguous ? ', ambiguous' : ''}`]
  parts.push(`${attempts} attempts`)
  if (effects !== undefined)
    parts.push(effects === 'other' ? 'another effect than that of one call' : `${effects} effects`)
  return parts.join(', ')
}
