import { hmacSha256, sameText } from '../shared/crypto/digests.ts'
import type { Credential, Engine, Exchange, Kernel, PutKeyResult, Refusal } from '../shared/engine.ts'
import type { ReceivedRequest, Reply, RequestHead } from '../shared/http.ts'
import { isJsonObject, parseJson } from '../shared/json.ts'
import { calls, Fault, type Key } from './calls.ts'

/** What control may say of a key; any kind but Acorn's one is refused. */
export interface PutKeyInput {
  /** Made up if not given. */
  readonly keyId?: string
  /** `Enabled` if not given. */
  readonly state?: string
  readonly [of: string]: unknown
}

const STATES: ReadonlyMap<string, Key['state']> = new Map([
  ['on', 'on'],
  ['off', 'off'],
  ['doomed', 'doomed'],
  ['Enabled', 'on'],
  ['Disabled', 'off'],
  ['PendingDeletion', 'doomed'],
])

/** Words in which control may ask for what every key of Acorn's is. */
const ONE_KIND: ReadonlySet<unknown> = new Set([undefined, 'AES_256', 'ENCRYPT_DECRYPT', 'PROVIDER'])

const WINDOW_MS = 5 * 60_000
const AUTHORIZATION = /^Acorn ([^:\s]+):([0-9a-f]{64})$/

const refusals: Readonly<Record<Refusal, Fault>> = {
  throttle: new Fault(429, 'SLOW_DOWN'),
  'server-error': new Fault(500, 'BROKEN'),
  'internal-error': new Fault(500, 'BROKEN'),
  'expired-token': new Fault(403, 'BAD_SIGNATURE'),
  'access-denied': new Fault(403, 'BAD_SIGNATURE'),
  'too-large': new Fault(413, 'BAD_REQUEST'),
}

const actionOf = ({ url }: RequestHead): string => /^\/v1\/([a-z-]+)$/.exec(url.pathname)?.[1] ?? '?'

const callerOf = ({ headers }: RequestHead): string | undefined =>
  AUTHORIZATION.exec(headers.get('authorization') ?? '')?.[1]

const verify = ({ method, url, headers, body }: ReceivedRequest, known: readonly Credential[], wallMs: number) => {
  const [, id, given = ''] = AUTHORIZATION.exec(headers.get('authorization') ?? '') ?? []
  const secret = known.find(({ accessKeyId }) => accessKeyId === id)?.secret
  const time = headers.get('x-acorn-time') ?? ''
  const signed = [method, url.pathname, time, Buffer.from(body).toString('utf8')].join('\n')
  const isSigned = secret !== undefined && sameText(hmacSha256(secret, signed).toString('hex'), given)
  if (!isSigned || !(Math.abs(Date.parse(time) - wallMs) <= WINDOW_MS)) throw new Fault(403, 'BAD_SIGNATURE')
}

const reply = ({ requestId, wallMs }: Exchange, status: number, says: object): Reply => ({
  status,
  headers: {
    'content-type': 'application/json',
    date: new Date(wallMs).toUTCString(),
    'x-acorn-request': requestId,
  },
  body: JSON.stringify(says),
})

const refused = (exchange: Exchange, { status, fault }: Fault): Reply => ({
  ...reply(exchange, status, { fault, text: `refused: ${fault}` }),
  errorCode: fault,
})

/** Acorn Cloud KMS as an engine of the simulator kernel. */
export const createAcornEngine = ({ store, clock, random, credentials }: Kernel): Engine<PutKeyInput> => {
  const keys = store.table<Key>('keys', { dueAtMs: ({ untilMs }) => untilMs })

  const answer = (exchange: Exchange): Reply => {
    const { request, identity, nowMs } = exchange
    verify(request, credentials, exchange.wallMs)
    const call = request.method === 'POST' ? calls.get(identity.action) : undefined
    const body = parseJson(Buffer.from(request.body).toString('utf8'))
    if (call === undefined || !isJsonObject(body)) throw new Fault(400, 'BAD_REQUEST')
    const { says, keyId } = call({ keys: exchange.rows(keys), random, nowMs, body })
    return { ...reply(exchange, 200, says), ...(keyId !== undefined && { keyId }) }
  }

  return {
    cloud: 'acorn',
    hosts: [/^https?:\/\/kms\.acorn\.example(:\d+)?(\/|$)/i],
    recognise: (request) => {
      if (!request.headers.has('x-acorn-time')) return 'no'
      const caller = callerOf(request)
      return credentials.some(({ accessKeyId }) => accessKeyId === caller) ? 'caller' : 'dialect'
    },
    identify: (request) => {
      const accessKeyId = callerOf(request)
      return { action: actionOf(request), ...(accessKeyId !== undefined && { accessKeyId }) }
    },
    onlyReads: (action) => /^(show-key|list-keys|seal|open)$/.test(action),
    settle: (nowMs) => {
      for (let due = keys.takeDue(nowMs); due !== undefined; due = keys.takeDue(nowMs)) keys.delete(due.id)
    },
    handle: (exchange) => {
      try {
        return answer(exchange)
      } catch (error) {
        if (error instanceof Fault) return refused(exchange, error)
        throw error
      }
    },
    refuse: (kind, exchange) => refused(exchange, refusals[kind]),
    putKey: ({ keyId, state = 'Enabled', spec, usage, origin, multiRegion, service, instanceId }): PutKeyResult => {
      const own = STATES.get(state)
      if (own === undefined) throw new TypeError(`Acorn has no key state ${state}`)
      const isOther = [spec, usage, origin, multiRegion, service, instanceId].some((word) => !ONE_KIND.has(word))
      if (isOther) throw new TypeError('Acorn has one kind of key')
      const id = keyId ?? random.uuid()
      const { untilMs: _, ...before } = keys.get(id) ?? {
        keyId: id,
        createdAtMs: clock.now(),
        material: random.bytes(32),
      }
      keys.put(id, { ...before, state: own })
      return { keyId: id }
    },
  }
}
