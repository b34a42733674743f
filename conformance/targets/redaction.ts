import { secretHeaders, secretParameters } from '../../src/redact.ts'
import type { WireRequest, WireResponse } from '../../src/wire.ts'
import type { Exchange } from '../target.ts'
import { REMOVED, type References } from './references.ts'
import { classOf } from './vocabulary.ts'

const TIME = '‹time›'
/** More of a list than this tells nothing new. */
const MAX_ITEMS = 3
const MAX_TEXT = 8_000

/** A cloud's own word: a state, an algorithm, a code, a region, a media type. */
const WORD = /^[A-Za-z0-9][A-Za-z0-9 ._:/;=-]{0,63}$/

export interface RedactedExchange {
  readonly facts: Pick<Exchange, 'action' | 'status' | 'code'>
  readonly papers: Pick<Exchange, 'sent' | 'answered'>
}

/**
 * One request and its reply as a report may show them, whatever the dialect: ids are references, secrets are gone.
 *
 * The reply is absent where none came. Ids of requests are numbered only where the papers are `shown`, so that the
 * numbers do not tell how often something was polled.
 */
export function redactExchange(
  request: WireRequest,
  reply: WireResponse | undefined,
  references: References,
  shown: boolean,
): RedactedExchange {
  for (const secret of [...secretHeaders(request.headers), ...secretParameters(request.url)]) references.secret(secret)
  if (reply !== undefined) for (const secret of secretHeaders(reply.headers)) references.secret(secret)
  const sent = { name: '', asked: true, accepted: true, shown, references }
  const path = pathOf(request.url, references)
  const query = told(queryOf(request.url), sent)
  const body = bodyOf(request.body, request.headers['content-type'], sent)
  const line = `${request.method} ${path}`
  const action = actionOf(request, line)
  const papers = { sent: paper([line, ...headersOf(request.headers, sent)], [query, body]) }
  if (reply === undefined) return { facts: { action, status: 0 }, papers }
  const { status } = reply
  const answer = { ...sent, asked: false, accepted: status < 400 }
  const said = bodyOf(reply.body, reply.headers['content-type'], answer)
  const code = codeOf(said)
  const answered = paper([`HTTP ${status}`, ...headersOf(reply.headers, answer)], [said])
  return { facts: { action, status, ...(code !== undefined && { code }) }, papers: { ...papers, answered } }
}

interface Place {
  readonly name: string
  readonly asked: boolean
  /** Not a refusal: `message` is then what is signed, not what is said. */
  readonly accepted: boolean
  readonly shown: boolean
  readonly references: References
}

function paper(head: readonly string[], bodies: readonly unknown[]): string {
  const shown = bodies.filter((body) => body !== undefined && text(body) !== '{}').map((body) => text(body))
  const whole = [head.join('\n'), ...shown].join('\n\n')
  return whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT)}…` : whole
}

function text(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2)
}

/** What names the call: a header of AWS or Alibaba, the path elsewhere. */
function actionOf({ headers }: WireRequest, line: string): string {
  const named = headers['x-amz-target']?.split('.').at(-1) ?? headers['x-acs-action']
  return named !== undefined && /^[A-Za-z]{1,64}$/.test(named) ? named : line
}

const SHOWN_HEADERS =
  /^(x-amz-target|x-acs-action|x-acs-version|content-type|x-project-id|x-[a-z-]*request-?id|x-iam-trace-id)$/

function headersOf(headers: Readonly<Record<string, string>>, place: Place): readonly string[] {
  const shown = Object.entries(headers).filter(([name]) => SHOWN_HEADERS.test(name))
  return shown.map(([name, value]) => `${name}: ${String(redactValue(value, { ...place, name }))}`)
}

/** Version and nouns stay; the project, keys and what a caller named are referred to or removed. */
function pathOf(url: string, references: References): string {
  const segments = new URL(url).pathname.split('/').slice(1)
  const shown = segments.map((segment, index) => {
    if (segments[index - 1] === 'tags' && segment !== 'action') return REMOVED
    if (segment === '' || /^(v\d(\.\d)?|[a-z][a-z_-]{0,60})$/.test(segment)) return segment
    const isProject = /^v\d/.test(segments[index - 1] ?? '')
    return references.id(isProject ? 'project' : 'key', decoded(segment))
  })
  return `/${shown.join('/')}`
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function queryOf(url: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(url).searchParams)
}

function bodyOf(body: string, type: string | undefined, place: Place): unknown {
  if (body === '') return undefined
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null) return told(parsed, place)
  } catch {
    if (type?.includes('form-urlencoded')) return told(Object.fromEntries(new URLSearchParams(body)), place)
  }
  place.references.secret(body)
  return REMOVED
}

function redactValue(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MAX_ITEMS).map((item) => redactValue(item, place))
    return value.length > MAX_ITEMS ? [...shown, `and ${value.length - MAX_ITEMS} more`] : shown
  }
  if (typeof value === 'object' && value !== null) return fields(value, place)
  return leaf(value, place)
}

function fields(value: object, place: Place): Readonly<Record<string, unknown>> {
  const shown: [string, unknown][] = []
  let others = 0
  for (const [name, member] of Object.entries(value)) {
    const result = shownMember(name, member, place)
    if (result === undefined) others += 1
    else shown.push([name, result.shown])
  }
  return Object.fromEntries([...shown, ...(others > 0 ? [['‹other fields›', others] as const] : [])])
}

function shownMember(name: string, member: unknown, place: Place): { readonly shown: unknown } | undefined {
  const found = classOf(name, place.accepted || place.asked)
  const inner = { ...place, name }
  switch (found?.class) {
    case undefined:
      return undefined
    case 'secret':
      return { shown: member === '' || typeof member === 'boolean' ? member : REMOVED }
    case 'free':
      return { shown: member === '' || member === 'true' || member === 'false' ? member : REMOVED }
    default:
      return { shown: redactValue(member, inner) }
  }
}

/** Secrets first: whatever else a message holds is then compared with them. */
function told(body: object, place: Place): unknown {
  collect(body, place)
  return redactValue(body, place)
}

/** Secrets may stand deep in what is not shown at all. */
function collect(value: unknown, place: Place): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (classOf(name, place.accepted || place.asked)?.class === 'secret') collectAll(member, place)
    else collect(member, place)
  }
}

function collectAll(value: unknown, place: Place): void {
  if (typeof value === 'string') place.references.secret(value)
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collectAll(one, place)
}

function leaf(value: unknown, { name, accepted, asked, shown, references }: Place): unknown {
  if (value === null || typeof value === 'boolean' || value === '') return value
  const found = classOf(name, accepted || asked)
  if (found?.class === 'time') return TIME
  if (found?.class === 'id' && found.kind === 'request' && !shown) return REMOVED
  if (found?.class === 'id') return references.id(found.kind, String(value))
  if (typeof value === 'number') return found?.class === 'word' && Math.abs(value) < 1_000_000 ? value : REMOVED
  if (typeof value !== 'string') return REMOVED
  if (found?.class === 'message') return references.clean(value)
  if (found?.class !== 'word' || !WORD.test(value)) return REMOVED
  return references.hides(value) ? REMOVED : value
}

/** The cloud's own code in a refusal; AWS writes it behind a namespace. */
function codeOf(said: unknown): string | undefined {
  if (typeof said !== 'object' || said === null) return undefined
  for (const [name, value] of Object.entries(said)) {
    if (name === 'error') return codeOf(value)
    if (/^(__type|Code|error_code)$/.test(name) && typeof value === 'string' && value !== REMOVED)
      return value.split('#').at(-1)
  }
  return undefined
}
