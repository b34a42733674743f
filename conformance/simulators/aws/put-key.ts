import type { Kernel, PutKeyResult } from '../shared/engine.ts'
import { type Place, placeOf, saveKey } from './call.ts'
import { DAY_MS, keyRecord, newKeyId } from './keys.ts'
import { newMaterialSync } from './material.ts'
import { defaultPolicy } from './policy.ts'
import { usagesOf } from './specs.ts'
import type { Tables } from './tables.ts'
import type { KeyOrigin, KeyRecord, KeySpec, KeyState, KeyUsage } from './types.ts'
import { KEY_SPECS } from './vocabulary.ts'

/** Names of the portable client, accepted beside AWS's own so that one scenario can put keys into every cloud. */
const PORTABLE_SPECS: Readonly<Record<string, KeySpec>> = {
  AES_256: 'SYMMETRIC_DEFAULT',
  EC_P256: 'ECC_NIST_P256',
  EC_P384: 'ECC_NIST_P384',
  EC_P521: 'ECC_NIST_P521',
  EC_SECP256K1: 'ECC_SECG_P256K1',
  ED25519: 'ECC_NIST_EDWARDS25519',
}
const PORTABLE_ORIGINS: Readonly<Record<string, KeyOrigin>> = { PROVIDER: 'AWS_KMS', KEY_STORE: 'AWS_CLOUDHSM' }

const STATES: readonly KeyState[] = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
]
const ORIGINS: readonly KeyOrigin[] = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']
const USAGES: readonly KeyUsage[] = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT']
const DEFAULT_WINDOW_DAYS = 30
const DEFAULT_REGION = 'us-east-1'

/** A key to put, in AWS's words or in portable ones; what is absent is as in a new key. */
export interface PutKeyInput {
  /** AWS's name or the portable one; SYMMETRIC_DEFAULT by default. */
  readonly spec?: string
  /** AWS's name or the portable one; by default the one the state needs, else AWS_KMS. */
  readonly origin?: string
  /** Enabled by default. The key stays in it: nothing passes by itself but a deletion date and an expiry. */
  readonly state?: string
  /** The first that the spec allows, by default. */
  readonly usage?: string
  /** `true` is a primary. */
  readonly multiRegion?: boolean | 'PRIMARY' | 'REPLICA'
  /** `us-east-1` by default. */
  readonly region?: string
  /** Of a key that is there already: it changes its state and keeps everything else. */
  readonly keyId?: string
  /** Empty by default. */
  readonly description?: string
  /** Whether an EXTERNAL key has its material; by default all have but those in PendingImport. */
  readonly hasMaterial?: boolean
  /** When imported material expires, in ms since the epoch. */
  readonly validToMs?: number
  /** Of PendingDeletion and PendingReplicaDeletion; 30 by default. */
  readonly pendingDays?: number
}

/** The service in which keys are put. */
interface Home {
  readonly name: string
  readonly placeAt: (region: string) => Place
}

type OneOf = <Value extends string>(values: readonly Value[], given: string, what: string) => Value

const choosing =
  (name: string): OneOf =>
  (values, given, what) => {
    const value = values.find((candidate) => candidate === given)
    if (value === undefined) throw new TypeError(`${name} has no key ${what} ${given} (${values.join(', ')})`)
    return value
  }

const originFor = (state: KeyState): KeyOrigin => {
  if (state === 'PendingImport') return 'EXTERNAL'
  return state === 'Unavailable' ? 'AWS_CLOUDHSM' : 'AWS_KMS'
}

const roleFor = (input: PutKeyInput, state: KeyState): 'PRIMARY' | 'REPLICA' | undefined => {
  if (input.multiRegion === undefined)
    return state === 'PendingReplicaDeletion' || state === 'Updating' ? 'PRIMARY' : undefined
  if (input.multiRegion === false) return undefined
  return input.multiRegion === true ? 'PRIMARY' : input.multiRegion
}

const storeOf = (origin: KeyOrigin): Partial<KeyRecord> => {
  if (origin === 'AWS_CLOUDHSM')
    return { customKeyStoreId: 'cks-1234567890abcdef0', cloudHsmClusterId: 'cluster-1a23b4cdefg' }
  return origin === 'EXTERNAL_KEY_STORE'
    ? { customKeyStoreId: 'cks-1234567890abcdef0', xksKeyId: 'bb8562717f809024' }
    : {}
}

const datesOf = (state: KeyState, nowMs: number, windowDays: number): Partial<KeyRecord> => {
  if (state === 'PendingDeletion') return { deletionAtMs: nowMs + windowDays * DAY_MS }
  return state === 'PendingReplicaDeletion' ? { deletionWindowDays: windowDays } : {}
}

/** A key that is there already goes into the state with all that it has: material, aliases, grants, tags. */
const moveKey = (tables: Tables, key: KeyRecord, change: Partial<KeyRecord>): PutKeyResult => {
  const { passing: _passing, deletionAtMs: _date, deletionWindowDays: _window, ...kept } = key
  saveKey(tables, { ...kept, ...change })
  return { keyId: key.keyId, arn: key.arn }
}

/** `control.putKey`: a key in any state, with any origin, whether or not calls could bring it there. */
export const createPutKey = (tables: Tables, kernel: Kernel, { name, placeAt }: Home) => {
  const oneOf = choosing(name)
  return (input: PutKeyInput): PutKeyResult => {
    const spec = oneOf(KEY_SPECS, PORTABLE_SPECS[input.spec ?? ''] ?? input.spec ?? 'SYMMETRIC_DEFAULT', 'spec')
    const state = oneOf(STATES, input.state ?? 'Enabled', 'state')
    const origin = oneOf(ORIGINS, PORTABLE_ORIGINS[input.origin ?? ''] ?? input.origin ?? originFor(state), 'origin')
    const usage = oneOf(USAGES, input.usage ?? usagesOf(spec)[0] ?? '', 'usage')
    if (!usagesOf(spec).includes(usage)) throw new TypeError(`${name} has no ${spec} key for ${usage}`)
    const region = input.region ?? DEFAULT_REGION
    const existing = input.keyId === undefined ? undefined : tables.keys.get(placeOf(region, input.keyId))
    const nowMs = kernel.clock.now()
    const windowDays = input.pendingDays ?? DEFAULT_WINDOW_DAYS
    if (existing !== undefined) return moveKey(tables, existing, { state, ...datesOf(state, nowMs, windowDays) })
    const place = placeAt(region)
    const role = roleFor(input, state)
    const keyId = input.keyId ?? newKeyId(kernel.random, role !== undefined)
    const material =
      (input.hasMaterial ?? state !== 'PendingImport') ? newMaterialSync(keyId, spec, kernel.random) : undefined
    const key = keyRecord(place, {
      keyId,
      spec,
      usage,
      origin,
      state,
      policy: defaultPolicy(place),
      createdAtMs: nowMs,
      ...storeOf(origin),
      ...(input.description !== undefined && { description: input.description }),
      ...(role !== undefined && { multiRegion: { role } }),
      ...(material !== undefined && {
        materials: [{ ...material, ...(input.validToMs !== undefined && { validToMs: input.validToMs }) }],
        currentMaterialId: material.id,
      }),
      ...datesOf(state, nowMs, windowDays),
    })
    saveKey(tables, key)
    return { keyId, arn: key.arn }
  }
}
