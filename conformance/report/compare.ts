import { type CaseResult, describeObserved, failures, isKnown, type Provenance, type Report } from './result.ts'

/** What became of a case between two runs. */
export const CHANGES = ['regressed', 'fixed', 'changed', 'added', 'removed'] as const
export type Change = (typeof CHANGES)[number]

export const CHANGE_MEANINGS: Readonly<Record<Change, string>> = {
  regressed: 'fails now, or passed and is gone or not judged any more',
  fixed: 'failed, and passes now',
  changed: 'another verdict or another answer, and no failure for it',
  added: 'only in the second run',
  removed: 'only in the first run',
}

export interface Difference {
  readonly id: string
  readonly change: Change
  /** Verdict and answer; absent where the case was not in that run. */
  readonly before?: Said
  readonly after?: Said
}

export interface Said {
  /** `known` for a deviation that is excused. */
  readonly verdict: CaseResult['verdict'] | 'known'
  readonly observed: string
}

export interface Comparison {
  readonly before: Provenance
  readonly after: Provenance
  readonly counts: Readonly<Record<Change | 'same', number>>
  /** In the order of the runs; cases that are the same are left out. */
  readonly differences: readonly Difference[]
}

/** What changed from one run to another, case by case. */
export function compareReports(before: Report, after: Report): Comparison {
  const old = new Map(before.cases.map((one) => [one.id, one]))
  const now = new Map(after.cases.map((one) => [one.id, one]))
  const ids = [...new Set([...now.keys(), ...old.keys()])]
  const differences = ids.flatMap((id) => difference(id, old.get(id), now.get(id)))
  const count = (change: Change) => differences.filter((one) => one.change === change).length
  const [regressed, fixed, changed, added, removed] = CHANGES.map(count)
  return {
    before: before.run,
    after: after.run,
    counts: {
      same: ids.length - differences.length,
      regressed: regressed ?? 0,
      fixed: fixed ?? 0,
      changed: changed ?? 0,
      added: added ?? 0,
      removed: removed ?? 0,
    },
    differences,
  }
}

function difference(id: string, before: CaseResult | undefined, after: CaseResult | undefined): readonly Difference[] {
  const change = changeOf(before, after)
  if (change === undefined) return []
  return [{ id, change, ...(before && { before: said(before) }), ...(after && { after: said(after) }) }]
}

function changeOf(before: CaseResult | undefined, after: CaseResult | undefined): Change | undefined {
  if (before === undefined) return after !== undefined && fails(after) ? 'regressed' : 'added'
  if (after === undefined) return passes(before) ? 'regressed' : 'removed'
  if (!fails(before) && fails(after)) return 'regressed'
  if (passes(before) && !passes(after) && !fails(after)) return isKnown(after) ? 'changed' : 'regressed'
  if (fails(before) && passes(after)) return 'fixed'
  const [old, now] = [said(before), said(after)]
  return old.verdict === now.verdict && old.observed === now.observed ? undefined : 'changed'
}

function fails(one: CaseResult): boolean {
  return failures([one]).length > 0
}

function passes({ verdict }: CaseResult): boolean {
  return verdict === 'conforms' || verdict === 'unsupported'
}

function said(one: CaseResult): Said {
  return { verdict: isKnown(one) ? 'known' : one.verdict, observed: describeObserved(one) }
}
