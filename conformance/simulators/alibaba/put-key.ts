import type { Kernel, PutKeyResult } from '../shared/engine.ts'
import { saveKey, saveVersion } from './call.ts'
import { keyRecord, newKeyId } from './operations/create-key.ts'
import { DEFAULT_REGION } from './rpc.ts'
import { placeOf, type Tables } from './tables.ts'
import type { Tag } from './types.ts'
import { digestOf, newMaterialSync, versionOf } from './versions.ts'
import {
  factsOf,
  KEY_SPECS,
  type KeyOrigin,
  type KeySpec,
  type KeyState,
  type KeyUsage,
  type ProtectionLevel,
} from './vocabulary.ts'

/** Names of the portable client, accepted beside Alibaba's own so that one scenario can put keys into every cloud. */
const PORTABLE_SPECS: Readonly<Record<string, KeySpec>> = {
  AES_256: 'Aliyun_AES_256',
  AES_192: 'Aliyun_AES_192',
  AES_128: 'Aliyun_AES_128',
  SM4: 'Aliyun_SM4',
  SM2: 'EC_SM2',
  EC_SECP256K1: 'EC_P256K',
  HMAC_224: 'HMAC_SHA_224',
  HMAC_256: 'HMAC_SHA_256',
  HMAC_384: 'HMAC_SHA_384',
  HMAC_512: 'HMAC_SHA_512',
}
const PORTABLE_ORIGINS: Readonly<Record<string, KeyOrigin>> = { PROVIDER: 'Aliyun_KMS' }
const PORTABLE_USAGES: Readonly<Record<string, KeyUsage>> = {
  ENCRYPT_DECRYPT: 'ENCRYPT/DECRYPT',
  SIGN_VERIFY: 'SIGN/VERIFY',
  GENERATE_VERIFY_MAC: 'GENERATE_MAC/VERIFY_MAC',
}

const STATES: readonly KeyState[] = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable']
const ORIGINS: readonly KeyOrigin[] = ['Aliyun_KMS', 'EXTERNAL']
const USAGES: readonly KeyUsage[] = ['ENCRYPT/DECRYPT', 'SIGN/VERIFY', 'GENERATE_MAC/VERIFY_MAC']
const LEVELS: readonly ProtectionLevel[] = ['SOFTWARE', 'HSM']
const DAY_MS = 86_400_000
const DEFAULT_WINDOW_DAYS = 30

/** A key to put, in Alibaba Cloud's words or in portable ones; what is absent is as in a new key. */
export interface PutKeyInput {
  /** Alibaba's name or the portable one; Aliyun_AES_256 by default. HMAC keys are made in no other way. */
  readonly spec?: string
  /** Alibaba's name or the portable one; EXTERNAL for PendingImport, else Aliyun_KMS by default. */
  readonly origin?: string
  /** Enabled by default. The key stays in it: nothing passes by itself but a deletion date, an expiry, a rotation. */
  readonly state?: string
  /** The first that the spec allows, by default. */
  readonly usage?: string
  /** `cn-hangzhou` by default. */
  readonly region?: string
  /** An id of its own; of a key that is there already, which then changes its state and keeps everything else. */
  readonly keyId?: string
  /** Empty by default. */
  readonly description?: string
  /** None by default. */
  readonly tags?: readonly Tag[]
  /** `SOFTWARE` (default) or `HSM`. */
  readonly protectionLevel?: string
  /** Makes it the default key of a cloud service of that name. */
  readonly service?: string
  /** Makes it a key of a KMS instance, which has a policy. */
  readonly instanceId?: string
  /** Whether an EXTERNAL key has its material; by default all have but those in PendingImport. */
  readonly hasMaterial?: boolean
  /** When imported material expires, in ms since the epoch. */
  readonly validToMs?: number
  /** How long ago it was made; 0 by default. */
  readonly ageDays?: number
  /** Of PendingDeletion; 30 by default. */
  readonly pendingDays?: number
}

const oneOf = <Value extends string>(values: readonly Value[], given: string, what: string): Value => {
  const value = values.find((candidate) => candidate === given)
  if (value === undefined) throw new TypeError(`Alibaba Cloud has no key ${what} ${given} (${values.join(', ')})`)
  return value
}

/** The kind of key that is wanted, in Alibaba's words. */
const kindOf = (input: PutKeyInput) => {
  const spec = oneOf(KEY_SPECS, PORTABLE_SPECS[input.spec ?? ''] ?? input.spec ?? 'Aliyun_AES_256', 'spec')
  const state = oneOf(STATES, input.state ?? 'Enabled', 'state')
  const { usages } = factsOf(spec)
  const usage = oneOf(USAGES, PORTABLE_USAGES[input.usage ?? ''] ?? input.usage ?? usages[0] ?? '', 'usage')
  if (!usages.includes(usage)) throw new TypeError(`Alibaba Cloud has no ${spec} key for ${usage}`)
  const usualOrigin = state === 'PendingImport' ? 'EXTERNAL' : 'Aliyun_KMS'
  const origin = oneOf(ORIGINS, PORTABLE_ORIGINS[input.origin ?? ''] ?? input.origin ?? usualOrigin, 'origin')
  const protectionLevel = oneOf(LEVELS, input.protectionLevel ?? 'SOFTWARE', 'protection level')
  return { spec, state, usage, origin, protectionLevel }
}

/** `control.putKey`: a key of any kind in any state, whether or not calls could bring it there. */
export const createPutKey =
  (tables: Tables, kernel: Kernel, account: string) =>
  (input: PutKeyInput): PutKeyResult => {
    const kind = kindOf(input)
    const region = input.region ?? DEFAULT_REGION
    const nowMs = kernel.clock.now()
    const deleteAtMs =
      kind.state === 'PendingDeletion' ? nowMs + (input.pendingDays ?? DEFAULT_WINDOW_DAYS) * DAY_MS : undefined
    const known = input.keyId === undefined ? undefined : tables.keys.get(placeOf(region, input.keyId))
    if (known !== undefined) {
      saveKey(tables, { ...known, state: kind.state, deleteAtMs })
      return { keyId: known.keyId, arn: known.arn }
    }
    const createdAtMs = nowMs - (input.ageDays ?? 0) * DAY_MS
    const versionId = kernel.random.uuid()
    const hasMaterial = input.hasMaterial ?? kind.state !== 'PendingImport'
    const material = hasMaterial ? newMaterialSync(kind.spec, kernel.random) : undefined
    const imported = kind.origin === 'EXTERNAL' ? material : undefined
    const key = keyRecord(
      { region, account },
      {
        ...kind,
        keyId: input.keyId ?? newKeyId(kernel.random, region, createdAtMs),
        createdAtMs,
        description: input.description ?? '',
        tags: input.tags ?? [],
        primaryVersionId: factsOf(kind.spec).family === 'asymmetric' ? undefined : versionId,
        instanceId: input.instanceId,
        materialDigest: imported && digestOf(imported.secret),
        materialExpiresAtMs: imported && input.validToMs,
        deleteAtMs,
        ...(input.service !== undefined && { creator: input.service, creatorType: 'Service' }),
      },
    )
    saveVersion(tables, versionOf(key, versionId, createdAtMs, material))
    saveKey(tables, key)
    return { keyId: key.keyId, arn: key.arn }
  }
