import { symbolOf } from './known.ts'
import type { CaseResult, Report } from './result.ts'
import { citedBy, describeExpected, describeObserved, isKnown, isUrl, VERDICT_MEANINGS } from './result.ts'

/** One case as the page's script shows it when its cell is opened; text only, no markup. */
export interface Story {
  readonly id: string
  readonly cloud: string
  readonly title: string
  readonly verdict: string
  readonly symbol: string
  readonly meaning: string
  readonly expected: string
  readonly observed: string
  /** What was compared: name, documented, seen; `differs` where that is why the case deviates. */
  readonly compared: readonly { name: string; expected: string; observed: string; differs: boolean }[]
  /** How the expectation is known: documented, recorded, inferred. */
  readonly evidence: string
  /** Why the verdict is what it is. */
  readonly reason?: string
  /** What the cloud said. */
  readonly message?: string
  readonly flow?: { readonly before: string; readonly call: string; readonly after: string }
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly known?: { readonly reason: string; readonly link: string; readonly expires: string }
  readonly sources: readonly { readonly title: string; readonly href?: string; readonly path?: string }[]
  readonly exchanges: NonNullable<CaseResult['exchanges']>
}

export function storyOf(one: CaseResult, report: Report): Story {
  const flow = flowOf(one)
  return {
    id: one.id,
    cloud: one.cloud,
    title: one.title,
    verdict: kindOf(one),
    symbol: symbolOf(one),
    meaning: isKnown(one) ? 'deviates as the list of known differences says' : VERDICT_MEANINGS[one.verdict],
    expected: describeExpected(one),
    observed: describeObserved(one),
    compared: comparison(one),
    evidence: one.expected?.evidence ?? 'documented',
    ...(one.reason && { reason: one.reason }),
    ...(one.observed?.message && { message: one.observed.message }),
    ...(flow && { flow }),
    facts: factsOf(one),
    ...(one.known && { known: one.known }),
    sources: citedBy(one).map((id) => sourceOf(id, report)),
    exchanges: one.exchanges ?? [],
  }
}

/** The verdict, or `known` for a deviation that is excused: what a cell is coloured and filtered by. */
export function kindOf(one: Pick<CaseResult, 'verdict' | 'known'>): CaseResult['verdict'] | 'known' {
  return isKnown(one) ? 'known' : one.verdict
}

const SAID = {
  accept: 'accepted',
  reject: 'refused',
  either: 'accepted or refused',
  impossible: 'cannot occur',
} as const

function comparison({ expected, observed }: CaseResult): Story['compared'] {
  if (expected === undefined && observed === undefined) return []
  const row = (name: string, wanted: string | undefined, seen: string | undefined, fits: boolean) =>
    wanted === undefined && seen === undefined
      ? []
      : [{ name, expected: wanted ?? '', observed: seen ?? '', differs: observed !== undefined && !fits }]
  const { outcome, errorCode, providerCodes = [], httpStatus, stateAfter } = expected ?? {}
  const unasked = <T>(wanted: T | undefined, seen: T | undefined) => wanted === undefined || wanted === seen
  // What belongs to the other outcome says nothing.
  const answered = outcome === 'either' || outcome === observed?.outcome
  const refused = outcome === 'reject' || observed?.outcome === 'reject'
  const settled = answered && observed?.outcome === 'accept'
  return [
    ...row('Outcome', outcome && SAID[outcome], observed && SAID[observed.outcome], outcome === undefined || answered),
    ...(refused
      ? [
          ...row('Error', errorCode, observed?.errorCode, !answered || unasked(errorCode, observed?.errorCode)),
          ...row(
            'Code of the cloud',
            providerCodes.length > 0 ? providerCodes.join(' or ') : undefined,
            observed?.providerCode,
            !answered || providerCodes.length === 0 || providerCodes.includes(observed?.providerCode ?? ''),
          ),
        ]
      : []),
    ...row(
      'HTTP status',
      httpStatus?.toString(),
      observed?.httpStatus?.toString(),
      !answered || unasked(httpStatus, observed?.httpStatus),
    ),
    ...row('State afterwards', stateAfter, observed?.stateAfter, !settled || unasked(stateAfter, observed?.stateAfter)),
  ]
}

function flowOf({ state, action, observed }: CaseResult): Story['flow'] {
  if (observed === undefined || state === undefined) return undefined
  return { before: observed.stateBefore ?? state, call: action, after: observed.stateAfter ?? 'not readable' }
}

function factsOf(one: CaseResult): Story['facts'] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Operation', one.operation ?? 'none; called through raw'],
    ['Key', [one.state, one.role, one.keyKind].filter(Boolean).join(', ') || undefined],
    ['Took', `${one.durationMs.toFixed(1)} ms`],
    ['Case', one.id],
  ]
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

function sourceOf(id: string, { sources }: Report): Story['sources'][number] {
  const known = Object.hasOwn(sources, id) ? sources[id] : undefined
  const { title, address, path } = known ?? { title: id, address: id, path: undefined }
  return { title, ...(isUrl(address) && { href: address }), ...(path && { path }) }
}
