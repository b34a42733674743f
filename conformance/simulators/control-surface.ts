/**
 * The control handle over HTTP, for tests in other languages: JSON under `/_polykms/`. The header `x-polykms-control: 1`
 * is required, because no web page can send it to another origin without asking first.
 */
import { isIP } from 'node:net'
import { overviewOf } from './overview.ts'
import { servePage } from './serve-page.ts'
import type { Answer, IncomingRequest, RequestHead } from './shared/http.ts'
import { isJsonObject, type JsonObject, parseJson } from './shared/json.ts'
import type { LagSettings } from './shared/lag.ts'
import type { AnySimulator } from './shared/simulator.ts'

export const CONTROL_PREFIX = '/_polykms/'
const CONTROL_HEADER = 'x-polykms-control'

/** Snapshots of large simulators come back this way; keys by the hundred thousand take some hundred MB. */
export const CONTROL_LIMIT_BYTES = 1_073_741_824

class BadRequest extends Error {}

const reply = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const bodyOf = ({ body: bytes }: IncomingRequest): JsonObject => {
  if (bytes === undefined) throw new BadRequest('the body is too large')
  const text = Buffer.from(bytes).toString('utf8')
  const body = text === '' ? {} : parseJson(text)
  if (!isJsonObject(body)) throw new BadRequest('the body must be a JSON object')
  return body
}

/** The simulators a request is about: the one named by `cloud` in query or body, else all. */
const chosen = (simulators: readonly AnySimulator[], url: URL, body: JsonObject): readonly AnySimulator[] => {
  const cloud = body['cloud'] ?? url.searchParams.get('cloud')
  if (cloud === null) return simulators
  const found = simulators.filter((simulator) => simulator.cloud === cloud)
  if (found.length === 0)
    throw new BadRequest(`cloud must be one of ${simulators.map((simulator) => simulator.cloud).join(', ')}`)
  return found
}

const only = (simulators: readonly AnySimulator[]): AnySimulator => {
  const [simulator, ...others] = simulators
  if (simulator === undefined || others.length > 0) throw new BadRequest('name one cloud')
  return simulator
}

const stateOf = ({ cloud, control }: AnySimulator) => ({
  cloud,
  now: new Date(control.clock.now()).toISOString(),
  faults: control.faults.list(),
  lag: control.lagSettings() ?? null,
})

const objectOf = (body: JsonObject, name: string): JsonObject => {
  const value = body[name]
  if (!isJsonObject(value)) throw new BadRequest(`${name} must be an object`)
  return value
}

const advance = (simulators: readonly AnySimulator[], body: JsonObject): void => {
  const by = body['advance']
  if (typeof by !== 'string' && typeof by !== 'number') throw new BadRequest("advance must be a duration, as '31d'")
  for (const { control } of simulators) control.clock.advance(by)
}

/** `add`: faults, `clear`: true, `lag`: settings or null; `clear` comes first. */
const setFaults = (simulators: readonly AnySimulator[], body: JsonObject): void => {
  const { add = [], lag } = body as { add?: unknown; lag?: LagSettings | null } // the kernel checks what it is given
  if (!Array.isArray(add)) throw new BadRequest('add must be a list of faults')
  for (const { control } of simulators) {
    if (body['clear'] === true) control.faults.clear()
    control.faults.add(...add)
    if (lag !== undefined) control.lag(lag ?? undefined)
  }
}

const routes: Readonly<Record<string, (simulators: readonly AnySimulator[], body: JsonObject) => unknown>> = {
  'GET state': (simulators) => ({ clouds: simulators.map(stateOf) }),
  'PUT state': (simulators, body) => {
    const key = objectOf(body, 'key') as never // each engine checks its own kind of input
    return only(simulators).control.putKey(key)
  },
  'POST clock': (simulators, body) => {
    advance(simulators, body)
    return { clouds: simulators.map(stateOf) }
  },
  'POST faults': (simulators, body) => {
    setFaults(simulators, body)
    return { clouds: simulators.map(stateOf) }
  },
  'POST reset': (simulators) => {
    for (const { control } of simulators) control.reset()
    return { clouds: simulators.map(stateOf) }
  },
  'GET snapshot': (simulators) =>
    Object.fromEntries(simulators.map(({ cloud, control }) => [cloud, control.snapshot()])),
  'PUT snapshot': (simulators, body) => {
    for (const { cloud, control } of simulators) if (body[cloud] !== undefined) control.restore(body[cloud])
    return { clouds: simulators.map(stateOf) }
  },
  'GET overview': overviewOf,
  'GET calls': (simulators) => ({ calls: simulators.flatMap((simulator) => simulator.calls()) }),
}

/** What a body may hold beside `cloud`: a member that nobody reads is a mistake, and must not look as if it had worked. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'PUT state': ['key'],
  'POST clock': ['advance'],
  'POST faults': ['add', 'clear', 'lag'],
  'POST reset': [],
}

const checkMembers = (name: string, simulators: readonly AnySimulator[], body: JsonObject): void => {
  const known = ['cloud', ...(MEMBERS[name] ?? simulators.map(({ cloud }) => cloud))]
  const unknown = Object.keys(body).find((member) => !known.includes(member))
  if (unknown !== undefined) throw new BadRequest(`${name} knows no ${unknown}; its members are ${known.join(', ')}`)
}

/**
 * A page whose own name was made to point here could send any header. Such names have dots; addresses, `localhost` and
 * the names of containers have none, or are addresses.
 */
const isLocalName = (hostname: string): boolean =>
  !hostname.includes('.') || hostname.endsWith('.localhost') || isIP(hostname) !== 0

/** Browsers say where a request comes from; other clients say nothing. */
const isForeign = ({ url, headers }: RequestHead): boolean => {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  return (origin !== null && origin !== `http://${url.host}`) || site === 'cross-site' || site === 'same-site'
}

const isPage = ({ method, url }: RequestHead): boolean => method === 'GET' && url.pathname === CONTROL_PREFIX

/** Answers a request under {@link CONTROL_PREFIX}; the page there may be looked at without the header. */
export const answerControl = (request: IncomingRequest, simulators: readonly AnySimulator[]): Answer => {
  const { url } = request
  if (isPage(request) && isLocalName(url.hostname)) return servePage()
  if (isForeign(request)) return reply(403, { error: 'no page of another origin may control the simulators' })
  if (request.headers.get(CONTROL_HEADER) !== '1')
    return reply(403, { error: `the header ${CONTROL_HEADER}: 1 is required` })
  if (!isLocalName(url.hostname)) return reply(403, { error: 'call the control surface by address or local name' })
  const path = url.pathname.slice(CONTROL_PREFIX.length)
  const name = `${request.method} ${path}`
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined
  if (route === undefined) return reply(404, { error: `no such control: ${name}`, controls: Object.keys(routes) })
  try {
    const body = bodyOf(request)
    if (request.method !== 'GET') checkMembers(name, simulators, body)
    return reply(200, route(chosen(simulators, url, body), body))
  } catch (error) {
    if (error instanceof BadRequest || error instanceof TypeError) return reply(400, { error: error.message })
    throw error
  }
}
