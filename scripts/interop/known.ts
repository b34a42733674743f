import type { CaseResult } from '../../conformance/report/result.ts'
import { type Cause, causes } from './causes.ts'

/** The last day on which the lists hold: time for a look at what has changed since they were made. */
export const EXPIRES = '2027-11-30'

/**
 * A server's list of known differences, one entry per cause.
 *
 * @throws Error naming the deviations that no cause explains: a list that excuses what nobody understood is worth nothing.
 */
export function knownDifferencesOf(name: string, about: string, cases: readonly CaseResult[]): string {
  const deviations = cases.filter(({ verdict }) => verdict === 'deviates')
  const known = causes[name] ?? []
  const unexplained = deviations.filter((one) => causeOf(known, one) === undefined)
  if (unexplained.length > 0) {
    throw new Error(
      `${name}: no cause is known for\n${unexplained.map(({ id, reason }) => `  ${id}: ${reason}`).join('\n')}`,
    )
  }
  const differences = known.flatMap((cause) => {
    const ids = deviations.filter((one) => causeOf(known, one) === cause).map(({ id }) => id)
    return ids.length === 0 ? [] : [{ reason: cause.reason, link: cause.link, expires: EXPIRES, cases: ids.sort() }]
  })
  return `${JSON.stringify({ about, differences }, null, 2)}\n`
}

function causeOf(known: readonly Cause[], one: CaseResult): Cause | undefined {
  return known.find(({ explains }) => explains(one))
}
