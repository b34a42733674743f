import { concat } from '../shared/crypto/bytes.ts'
import { nonceBytes, open, seal } from '../shared/crypto/seal.ts'
import type { JsonObject } from '../shared/json.ts'
import type { Random } from '../shared/random.ts'
import type { Rows } from '../shared/table.ts'

/** A key of Acorn's. */
export interface Key {
  readonly keyId: string
  readonly state: 'on' | 'off' | 'doomed'
  readonly note?: string
  readonly createdAtMs: number
  /** Absent on a doomed key that control put: it stays. */
  readonly untilMs?: number
  readonly material: Uint8Array
}

/** What a call is answered from. */
export interface Call {
  readonly keys: Rows<Key>
  readonly random: Random
  readonly nowMs: number
  readonly body: JsonObject
}

/** What a call says, and the key it was about. */
export interface Answered {
  readonly says: object
  readonly keyId?: string
}

/** A refusal in Acorn's own envelope. */
export class Fault extends Error {
  readonly status: number
  readonly fault: string

  constructor(status: number, fault: string) {
    super(fault)
    this.status = status
    this.fault = fault
  }
}

const DAY_MS = 86_400_000
const MAX_BYTES = 4_096
const MAX_PAGE = 50
const ID_BYTES = 36

const bad = () => new Fault(400, 'BAD_REQUEST')

/** The key that a call names, in one of the states that the call allows. */
const keyOf = ({ keys }: Call, id: unknown, ...allowed: readonly Key['state'][]): Key => {
  if (typeof id !== 'string') throw bad()
  const key = keys.get(id)
  if (key === undefined) throw new Fault(404, 'NO_KEY')
  if (allowed.includes(key.state)) return key
  throw new Fault(409, key.state === 'off' ? 'KEY_OFF' : 'KEY_STATE')
}

const shown = ({ keyId, state, note, createdAtMs, untilMs }: Key) => ({
  id: keyId,
  state,
  note,
  made: new Date(createdAtMs).toISOString(),
  ...(state === 'doomed' && untilMs !== undefined && { doomedUntil: new Date(untilMs).toISOString() }),
})

const put = ({ keys }: Call, key: Key): Answered => {
  keys.put(key.keyId, key)
  return { says: { key: shown(key) }, keyId: key.keyId }
}

const switched = (call: Call, { untilMs: _, ...key }: Key, state: Key['state']): Answered => {
  const { keyId } = put(call, { ...key, state })
  return { says: {}, ...(keyId !== undefined && { keyId }) }
}

const bytesOf = (value: unknown): Buffer => {
  if (typeof value !== 'string' || !/^[\w+/]*={0,2}$/.test(value)) throw bad()
  return Buffer.from(value, 'base64')
}

/** The same bytes for the same context, in whatever order its entries come. */
const canonical = (context: unknown): Buffer => {
  if (context !== undefined && (typeof context !== 'object' || context === null)) throw bad()
  return Buffer.from(JSON.stringify(Object.entries(context ?? {}).sort()))
}

/** Acorn's calls, one by one as its page has them. */
export const calls: ReadonlyMap<string, (call: Call) => Answered> = new Map<string, (call: Call) => Answered>([
  [
    'make-key',
    (call) => {
      const { note } = call.body
      if (note !== undefined && typeof note !== 'string') throw bad()
      const keyId = call.random.uuid()
      const material = call.random.bytes(32)
      return put(call, { keyId, state: 'on', createdAtMs: call.nowMs, material, ...(note !== undefined && { note }) })
    },
  ],
  [
    'list-keys',
    ({ keys, body: { from, size = MAX_PAGE } }) => {
      if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_PAGE) throw bad()
      if (from !== undefined && !/^\d+$/.test(String(from))) throw bad()
      const { entries, more } = keys.page({ after: Number(from ?? 0), limit: size })
      const next = more ? String(entries.at(-1)?.seq) : undefined
      return { says: { keys: entries.map(({ row }) => shown(row)), next } }
    },
  ],
  [
    'show-key',
    (call) => {
      const key = keyOf(call, call.body['id'], 'on', 'off', 'doomed')
      return { says: { key: shown(key) }, keyId: key.keyId }
    },
  ],
  ['switch-on', (call) => switched(call, keyOf(call, call.body['id'], 'on', 'off'), 'on')],
  ['switch-off', (call) => switched(call, keyOf(call, call.body['id'], 'on', 'off'), 'off')],
  ['keep-key', (call) => switched(call, keyOf(call, call.body['id'], 'doomed'), 'off')],
  [
    'delete-key',
    (call) => {
      const { id, days } = call.body
      const key = keyOf(call, id, 'on', 'off')
      if (typeof days !== 'number' || !Number.isInteger(days) || days < 7 || days > 30) throw bad()
      return put(call, { ...key, state: 'doomed', untilMs: call.nowMs + days * DAY_MS })
    },
  ],
  [
    'seal',
    (call) => {
      const { id, data, context } = call.body
      const { keyId, material } = keyOf(call, id, 'on')
      const plain = bytesOf(data)
      if (plain.length === 0 || plain.length > MAX_BYTES) throw bad()
      const nonce = call.random.bytes(nonceBytes)
      const sealed = seal({ cipher: 'AES', key: material, nonce, associatedData: canonical(context) }, plain)
      return {
        says: { id: keyId, sealed: Buffer.from(concat(Buffer.from(keyId), nonce, sealed)).toString('base64') },
        keyId,
      }
    },
  ],
  [
    'open',
    (call) => {
      const { sealed, context } = call.body
      const bytes = bytesOf(sealed)
      const id = bytes.subarray(0, ID_BYTES).toString()
      if (call.keys.get(id) === undefined) throw new Fault(400, 'BAD_SEAL')
      const { keyId, material } = keyOf(call, id, 'on')
      const nonce = bytes.subarray(ID_BYTES, ID_BYTES + nonceBytes)
      if (nonce.length < nonceBytes) throw new Fault(400, 'BAD_SEAL')
      const input = { cipher: 'AES', key: material, nonce, associatedData: canonical(context) } as const
      const data = open(input, bytes.subarray(ID_BYTES + nonceBytes))
      if (data === undefined) throw new Fault(400, 'BAD_SEAL')
      return { says: { id: keyId, data: Buffer.from(data).toString('base64') }, keyId }
    },
  ],
])
