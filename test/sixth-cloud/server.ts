// server.ts
import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

interface Key {
  readonly id: string
  readonly note: string | undefined
  readonly madeMs: number
  readonly material: Buffer
  state: 'on' | 'off' | 'doomed'
  untilMs: number
}

/** A refusal in Acorn's own envelope. */
class Fault extends Error {
  readonly status: number
  readonly fault: string

  constructor(status: number, fault: string) {
    super(fault)
    this.status = status
    this.fault = fault
  }
}

const DAY_MS = 86_400_000
const WINDOW_MS = 5 * 60_000

type Body = Readonly<Record<string, unknown>>

/** Acorn Cloud as a function from `Request` to `Response`: for the access key `test` with the secret `test`. */
export function createAcorn() {
  let keys = new Map<string, Key>()
  let offsetMs = 0
  const now = () => Date.now() + offsetMs

  /** The key that a call names, in one of the states that the call allows. */
  const keyOf = (id: unknown, ...allowed: readonly Key['state'][]): Key => {
    const key = keys.get(String(id))
    if (key === undefined) throw new Fault(404, 'NO_KEY')
    if (allowed.includes(key.state)) return key
    throw new Fault(409, key.state === 'off' ? 'KEY_OFF' : 'KEY_STATE')
  }
  const shown = ({ id, state, note, madeMs, untilMs }: Key) => ({
    id,
    state,
    note,
    made: new Date(madeMs).toISOString(),
    ...(state === 'doomed' && { doomedUntil: new Date(untilMs).toISOString() }),
  })
  const switched = (key: Key, state: Key['state']) => {
    key.state = state
    return {}
  }

  const calls: Readonly<Record<string, (body: Body) => object>> = {
    'make-key': ({ note }) => {
      const material = randomBytes(32)
      const text = typeof note === 'string' ? note : undefined
      const key: Key = { id: randomUUID(), note: text, madeMs: now(), material, state: 'on', untilMs: 0 }
      keys.set(key.id, key)
      return { key: shown(key) }
    },
    'show-key': ({ id }) => ({ key: shown(keyOf(id, 'on', 'off', 'doomed')) }),
    'list-keys': ({ from, size = 50 }) => {
      const all = [...keys.values()]
      const start = from === undefined ? 0 : all.findIndex(({ id }) => id === from)
      if (start < 0) throw new Fault(400, 'BAD_REQUEST')
      const end = start + Number(size)
      return { keys: all.slice(start, end).map(shown), next: all[end]?.id }
    },
    'switch-on': ({ id }) => switched(keyOf(id, 'on', 'off'), 'on'),
    'switch-off': ({ id }) => switched(keyOf(id, 'on', 'off'), 'off'),
    'keep-key': ({ id }) => switched(keyOf(id, 'doomed'), 'off'),
    'delete-key': ({ id, days }) => {
      const key = keyOf(id, 'on', 'off')
      if (!Number.isInteger(days) || Number(days) < 7 || Number(days) > 30) throw new Fault(400, 'BAD_REQUEST')
      key.untilMs = now() + Number(days) * DAY_MS
      switched(key, 'doomed')
      return { key: shown(key) }
    },
    seal: ({ id, data, context }) => {
      const { material } = keyOf(id, 'on')
      const plain = Buffer.from(String(data), 'base64')
      if (plain.length === 0 || plain.length > 4096) throw new Fault(400, 'BAD_REQUEST')
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', material, iv).setAAD(canonical(context))
      const parts = [Buffer.from(String(id)), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]
      return { id, sealed: Buffer.concat(parts).toString('base64') }
    },
    open: ({ sealed, context }) => {
      const bytes = Buffer.from(String(sealed), 'base64')
      const id = bytes.subarray(0, 36).toString()
      if (bytes.length < 65 || !keys.has(id)) throw new Fault(400, 'BAD_SEAL')
      const decipher = createDecipheriv('aes-256-gcm', keyOf(id, 'on').material, bytes.subarray(36, 48))
      decipher.setAAD(canonical(context)).setAuthTag(bytes.subarray(-16))
      try {
        const data = Buffer.concat([decipher.update(bytes.subarray(48, -16)), decipher.final()])
        return { id, data: data.toString('base64') }
      } catch {
        throw new Fault(400, 'BAD_SEAL')
      }
    },
  }

  const fetch = async (request: Request): Promise<Response> => {
    const body = await request.text()
    const answer = (status: number, reply: object) =>
      Response.json(reply, { status, headers: { 'x-acorn-request': randomUUID() } })
    // What is due happens before the call sees it.
    for (const { id, state, untilMs } of keys.values()) if (state === 'doomed' && untilMs <= now()) keys.delete(id)
    try {
      verify(request, body)
      const call = calls[new URL(request.url).pathname.replace('/v1/', '')]
      if (call === undefined) throw new Fault(404, 'BAD_REQUEST')
      return answer(200, call(JSON.parse(body)))
    } catch (error) {
      if (error instanceof Fault) return answer(error.status, { fault: error.fault, text: `refused: ${error.fault}` })
      return answer(500, { fault: 'BROKEN' })
    }
  }

  return {
    fetch,
    advance: (durationMs: number) => {
      offsetMs += durationMs
    },
    reset: () => {
      keys = new Map()
      offsetMs = 0
    },
  }
}

function verify(request: Request, body: string): void {
  const time = request.headers.get('x-acorn-time') ?? ''
  const signed = [request.method, new URL(request.url).pathname, time, body].join('\n')
  const wanted = Buffer.from(`Acorn test:${createHmac('sha256', 'test').update(signed).digest('hex')}`)
  const given = Buffer.from(request.headers.get('authorization') ?? '')
  const fits = wanted.length === given.length && timingSafeEqual(wanted, given)
  // Signatures are judged by the real clock, whatever the keys' clock says.
  if (!fits || !(Math.abs(Date.parse(time) - Date.now()) <= WINDOW_MS)) throw new Fault(403, 'BAD_SIGNATURE')
}

/** The same bytes for the same context, in whatever order its entries come. */
function canonical(context: unknown): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(Object(context)).sort()))
}
