import { type CaseResult, isKnown, VERDICT_SYMBOLS } from './result.ts'

/** Stands for a deviation that a known-differences file excuses. */
export const KNOWN_SYMBOL = '≈'

/** The character that stands for a case. */
export function symbolOf(one: Pick<CaseResult, 'verdict' | 'known'>): string {
  return isKnown(one) ? KNOWN_SYMBOL : VERDICT_SYMBOLS[one.verdict]
}

/** The excused deviations, those of one cause together, in the order of their first case. */
export function knownDifferences(cases: readonly CaseResult[]): readonly KnownGroup[] {
  const groups = new Map<string, KnownGroup & { ids: string[] }>()
  for (const { id, verdict, known } of cases) {
    if (verdict !== 'deviates' || known === undefined) continue
    const cause = JSON.stringify([known.reason, known.link, known.expires])
    const group = groups.get(cause) ?? { ...known, ids: [] }
    group.ids.push(id)
    groups.set(cause, group)
  }
  return [...groups.values()]
}

export interface KnownGroup extends NonNullable<CaseResult['known']> {
  readonly ids: readonly string[]
}
