import type { KeyState } from '../../src/index.ts'
import { expected } from '../matrix/index.ts'
import type { PlannedCase } from '../plan.ts'
import type { Need } from '../scenarios/arrange.ts'
import { scenarioOf } from '../scenarios/index.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { lineageOf } from './pool.ts'

/** From the state in which a key is born outwards, so that a key goes through each of them once. */
const STATES: readonly KeyState[] = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
]
const NEEDS: readonly Need[] = ['nothing', 'use', 'material']

export function needOf({ uses, prepares }: Scenario): Need {
  if (uses === true) return 'material'
  return prepares === true ? 'use' : 'nothing'
}

/**
 * The same cases in the order in which keys are made and moved least: by kind of key, then by state, calls that leave
 * a key alone before calls that move it, and calls that spend a key at the very end.
 */
export function schedule(cases: readonly PlannedCase[]): readonly PlannedCase[] {
  const lineages = [...new Set(cases.map(lineage))]
  const rank = (one: PlannedCase): readonly number[] => {
    if (one.kind === 'behaviour') return [lineages.length]
    const { cell } = one
    const scenario = scenarioOf(cell)
    const claim = expected(cell)
    const moves = claim?.outcome !== 'reject' && cell.stateAfter !== undefined && cell.stateAfter !== cell.state
    return [
      lineages.indexOf(lineage(one)),
      scenario?.spends === true ? 1 : 0,
      STATES.indexOf(cell.state),
      moves ? 1 : 0,
      scenario === undefined ? 0 : NEEDS.indexOf(needOf(scenario)),
    ]
  }
  return cases
    .map((one, index) => ({ one, rank: [...rank(one), index] }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ one }) => one)
}

function lineage(one: PlannedCase): string {
  return one.kind === 'behaviour' ? '' : (lineageOf(one.cell.keyKind ?? 'symmetric', one.cell.state) ?? 'no call')
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const difference = left - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
