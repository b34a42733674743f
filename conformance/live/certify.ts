import { beyondReach, type Matrix } from '../matrix/index.ts'
import { type PlannedCase, plan } from '../plan.ts'
import type { CaseResult } from '../run.ts'

/**
 * What a certifying run must not have left out: cases without a result, and cases that were not reached although the
 * matrix knows no reason.
 */
export function leftOut(results: readonly CaseResult[], cloud: string, matrix: Matrix): readonly string[] {
  const verdicts = new Map(results.map(({ id, verdict }) => [id, verdict]))
  return plan({ cloud, matrix })
    .filter((one) => {
      const verdict = verdicts.get(one.id)
      return verdict === undefined || (verdict === 'unreachable' && !isBeyond(one))
    })
    .map(({ id }) => id)
}

function isBeyond(one: PlannedCase): boolean {
  return one.kind === 'cell' ? beyondReach(one.cell) !== undefined : one.behaviour.takesTime === true
}
