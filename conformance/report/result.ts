import * as z from 'zod'

/*
 * The result of a conformance run, as it is written to disk and read back. Everything that shows a run (JSON, JUnit,
 * text, Markdown, HTML) is a pure function of a Report. Names of clouds, states, kinds and codes are plain strings:
 * a run may concern a cloud that is not ours.
 */

/** What became of a case. Their meaning is in {@link VERDICT_MEANINGS}. */
export const VERDICTS = [
  'conforms',
  'deviates',
  'undocumented',
  'unsupported',
  'unreachable',
  'impossible',
  'error',
] as const
export type Verdict = (typeof VERDICTS)[number]

export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  conforms: 'answered as expected',
  deviates: 'answered otherwise than expected',
  undocumented: 'no source says what to expect; what happened is recorded',
  unsupported: 'refused before the network, as it must be where the cloud has no such operation',
  unreachable: 'this target cannot be brought into the state',
  impossible: 'no key that the operation takes is ever in the state',
  error: 'the suite, the network or the credentials failed; says nothing about the cloud',
}

/** One character each, told apart without colour. */
export const VERDICT_SYMBOLS: Readonly<Record<Verdict, string>> = {
  conforms: '✓',
  deviates: '✗',
  undocumented: '?',
  unsupported: '∅',
  unreachable: '○',
  impossible: '·',
  error: '!',
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

const text = z.string().min(1)
const httpStatus = z.int().min(100).max(599)

const expectedSchema = z.object({
  outcome: z.enum(['accept', 'reject', 'either', 'impossible']),
  errorCode: text.optional().describe('polykms error code'),
  providerCodes: z.array(text).optional().describe('codes of the cloud, any one of which fits'),
  httpStatus: httpStatus.optional(),
  stateAfter: text.optional(),
  evidence: z.enum(['recorded', 'documented', 'inferred']).optional(),
  source: text.optional().describe('key into sources'),
})

const observedSchema = z.object({
  outcome: z.enum(['accept', 'reject']),
  errorCode: text.optional(),
  providerCode: text.optional(),
  httpStatus: httpStatus.optional(),
  stateBefore: text.optional().describe('what the key showed when the call was made'),
  stateAfter: text.optional(),
  message: z.string().optional().describe('what the cloud said, redacted'),
})

const exchangeSchema = z.object({
  step: z.enum(['arrange', 'before', 'call', 'after']).describe('bringing the key there, looking at it, the question'),
  action: text.describe('wire name of the call, or method and path'),
  status: z.int().min(0).max(599).describe('HTTP status; 0 where no answer came'),
  code: text.optional().describe('code of the cloud in a refusal'),
  times: z.int().min(1).describe('so many in a row'),
  sent: text.optional().describe('the request of the question itself: ids are references, secrets are gone'),
  answered: text.optional(),
})
export type Exchange = DeepReadonly<z.output<typeof exchangeSchema>>

const knownSchema = z.object({
  reason: text,
  link: z.url({ protocol: /^https?$/ }).describe('where the difference is told or can be seen'),
  expires: z.iso.date().describe('the last day, in UTC, on which the difference is excused'),
})

export const caseResultSchema = z.object({
  id: text,
  cloud: text,
  kind: z.enum(['cell', 'behaviour']),
  action: text.describe('wire name of the action'),
  operation: text.optional().describe('polykms operation; absent where the action is called through raw'),
  state: text.optional().describe('key state when the call is made; absent for most behaviours'),
  role: text.optional().describe('which key of the call is in the state'),
  keyKind: text.optional(),
  title: text,
  verdict: z.enum(VERDICTS),
  expected: expectedSchema.optional().describe('absent where undocumented'),
  observed: observedSchema.optional().describe('absent where nothing was called'),
  reason: z.string().optional().describe('why the verdict is what it is'),
  known: knownSchema.optional().describe('only where the verdict is deviates: a known difference, which is no failure'),
  exchanges: z.array(exchangeSchema).optional().describe('what went over the wire, redacted'),
  sources: z.array(text).describe('keys into sources, or URLs'),
  durationMs: z.number().min(0),
})
export type CaseResult = DeepReadonly<z.output<typeof caseResultSchema>>

const sourceSchema = z.object({ title: text, address: text, path: text.optional() })
export type ReportSource = DeepReadonly<z.output<typeof sourceSchema>>

export const provenanceSchema = z.object({
  suiteVersion: text,
  commit: text
    .optional()
    .describe('of the suite, where it is run from a checkout; "-dirty" behind it if changed since'),
  matrixEdition: text,
  node: text,
  platform: text,
  clouds: z.array(text).min(1),
  target: text.describe('simulator, endpoint, live, or the name of a target that is not ours'),
  via: text.optional().describe('msw or direct'),
  endpoint: text.optional(),
  region: text.optional().describe('asked for; absent: each cloud the one in regions'),
  regions: z.record(text, text).optional().describe('by cloud, the region that was called'),
  accounts: z.record(text, text).optional().describe('by cloud, a short hash of the account that was used'),
  mode: text.optional().describe('what else was asked of the run, such as certify'),
  runId: text.optional().describe('what a live run marks its keys with'),
  seed: z.union([z.int(), text]).optional(),
  started: z.iso.datetime(),
  finished: z.iso.datetime(),
  filter: z.string().optional(),
})
export type Provenance = DeepReadonly<z.output<typeof provenanceSchema>>

const count = z.int().min(0)
const tallySchema = z.object({
  passed: count.describe('conforms + unsupported'),
  failed: count.describe('deviates + error, known differences left out'),
  skipped: count.describe('undocumented + unreachable + impossible'),
  known: count.optional().describe('deviations that are known differences; absent if there are none'),
  verdicts: z.record(z.enum(VERDICTS), count),
})
export type Tally = DeepReadonly<z.output<typeof tallySchema>>

export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  run: provenanceSchema,
  tally: tallySchema,
  sources: z.record(text, sourceSchema),
  cases: z.array(caseResultSchema).min(1),
})
export type Report = DeepReadonly<z.output<typeof reportSchema>>

/**
 * Puts a run together.
 *
 * @throws Error if there are no cases, if two share an id, or if a case cites a source that nobody described: a
 * report that shows nothing, or cannot say where a claim comes from, is an engine failure.
 */
export function createReport(
  run: Provenance,
  cases: readonly CaseResult[],
  sources: Readonly<Record<string, ReportSource>> = {},
): Report {
  if (cases.length === 0) throw new Error('a run without cases proves nothing: no report is written')
  const ids = new Set<string>()
  const cited = new Set<string>()
  for (const one of cases) {
    if (ids.has(one.id)) throw new Error(`two cases are named ${one.id}`)
    ids.add(one.id)
    for (const source of citedBy(one)) cited.add(source)
  }
  const known = Object.fromEntries(Object.entries(sources).filter(([id]) => cited.has(id)))
  for (const id of cited) if (!Object.hasOwn(known, id) && !isUrl(id)) throw new Error(`source ${id} is not described`)
  return reportSchema.parse({ schemaVersion: 1, run, tally: tally(cases), sources: known, cases })
}

export function tally(cases: readonly Pick<CaseResult, 'verdict' | 'known'>[]): Tally {
  const verdicts = { ...NO_VERDICTS }
  for (const { verdict } of cases) verdicts[verdict] += 1
  const known = cases.filter(isKnown).length
  return {
    passed: verdicts.conforms + verdicts.unsupported,
    failed: verdicts.deviates + verdicts.error - known,
    skipped: verdicts.undocumented + verdicts.unreachable + verdicts.impossible,
    ...(known > 0 && { known }),
    verdicts,
  }
}

const NO_VERDICTS: Readonly<Record<Verdict, number>> = {
  conforms: 0,
  deviates: 0,
  undocumented: 0,
  unsupported: 0,
  unreachable: 0,
  impossible: 0,
  error: 0,
}

/** The last line of every run: `N passed, N failed, N skipped`, and `, N known` where differences were excused. */
export function closingLine({ passed, failed, skipped, known }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped${known === undefined ? '' : `, ${known} known`}`
}

/** Cases that make a run fail. */
export function failures(cases: readonly CaseResult[]): readonly CaseResult[] {
  return cases.filter((one) => (one.verdict === 'deviates' || one.verdict === 'error') && !isKnown(one))
}

/** Is the case a deviation that is excused? */
export function isKnown({ verdict, known }: Pick<CaseResult, 'verdict' | 'known'>): boolean {
  return verdict === 'deviates' && known !== undefined
}

/** Every source id or URL that a case cites, each once. */
export function citedBy({ sources, expected }: CaseResult): readonly string[] {
  return [...new Set([...(expected?.source ? [expected.source] : []), ...sources])]
}

export function isUrl(address: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(address)
}

/** `refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (recorded)`; `accepted, HTTP 200, then Disabled (documented)` */
export function describeExpected({ expected }: CaseResult): string {
  if (!expected) return 'nothing is documented'
  const { outcome, errorCode, providerCodes = [], evidence, stateAfter } = expected
  const status = statusText(expected.httpStatus)
  const then = stateAfter ? `then ${stateAfter}` : ''
  const refusal = listed(errorCode, providerCodes.join(' or '), outcome === 'either' ? '' : status)
  const refused = refusal ? `refused as ${refusal}` : 'refused'
  const said = {
    accept: listed('accepted', status, then),
    reject: refused,
    either: `accepted or ${refused}`,
    impossible: 'cannot occur',
  }[outcome]
  return evidence ? `${said} (${evidence})` : said
}

/** `refused as InvalidKeyState, KMSInvalidStateException, HTTP 400; state afterwards PendingDeletion` */
export function describeObserved({ observed }: CaseResult): string {
  if (!observed) return 'nothing was called'
  const { outcome, errorCode, providerCode, httpStatus: status, stateAfter } = observed
  const detail = listed(errorCode, providerCode, statusText(status))
  const refused = detail ? `refused as ${detail}` : 'refused'
  const said = outcome === 'accept' ? listed('accepted', detail) : refused
  return stateAfter ? `${said}; state afterwards ${stateAfter}` : said
}

function listed(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(', ')
}

function statusText(status: number | undefined): string {
  return status === undefined ? '' : `HTTP ${status}`
}
