import { createHash } from 'node:crypto'
import { generateMaterialSync } from '../shared/crypto/material.ts'
import type { Kernel, PutKeyResult } from '../shared/engine.ts'
import type { Settings } from './options.ts'
import { findProject, projectIdOf } from './projects.ts'
import { DAY_MS } from './settle.ts'
import { cryptoSpecOf, usagesOf } from './specs.ts'
import { placeOf, type Tables } from './tables.ts'
import { type KeyOrigin, type KeyRow, type KeySpec, type KeyState, type Material, STATE } from './types.ts'

/** Names of the portable client, accepted beside the wire's so that one scenario can put keys into every cloud. */
const PORTABLE_STATES: Readonly<Record<string, KeyState>> = {
  Creating: STATE.creating,
  Enabled: STATE.enabled,
  Disabled: STATE.disabled,
  PendingDeletion: STATE.pendingDeletion,
  PendingImport: STATE.pendingImport,
  Frozen: STATE.frozen,
}
const PORTABLE_SPECS: Readonly<Record<string, KeySpec>> = { EC_SECP256K1: 'SECP256K1' }
const PORTABLE_ORIGINS: Readonly<Record<string, KeyOrigin>> = {
  PROVIDER: 'kms',
  EXTERNAL: 'external',
  KEY_STORE: 'kms',
}
const ORIGINS: readonly KeyOrigin[] = ['kms', 'external']
const DEFAULT_PENDING_DAYS = 30
const CUSTOM_KEYSTORE = '11111111-2222-3333-4444-555555555555'

/** A key to put, in Huawei Cloud's words or in portable ones; what is absent is as in a new key. */
export interface PutKeyInput {
  /** AES_256 by default. */
  readonly spec?: string
  /** `kms` or `external`; by default the one the state needs. */
  readonly origin?: string
  /** "1" … "7" or a portable name; enabled by default. The key stays in it until its deletion date, if it has one. */
  readonly state?: string
  /** The first that the spec allows, by default. */
  readonly usage?: string
  /** `key_alias`; made up by default. */
  readonly name?: string
  /** Empty by default. */
  readonly description?: string
  /** Region whose project gets the key; `cn-north-4` by default, on OTC `eu-de`. */
  readonly region?: string
  /** By default the project that the Region has anyway. */
  readonly projectId?: string
  /** Of a key that is there already: it changes its state and keeps everything else. */
  readonly keyId?: string
  /** A key that a cloud service made for itself. */
  readonly isDefault?: boolean
  /** Whether an external key has its material; by default all have but those pending import. */
  readonly hasMaterial?: boolean
  /** When imported material expires, in ms since the epoch. */
  readonly validToMs?: number
  /** Of a key pending deletion; 30 by default. */
  readonly pendingDays?: number
  /** A custom key store; origin `KEY_STORE` means one too. */
  readonly keystoreId?: string
  /** Automatic rotation; absent: off. */
  readonly rotation?: {
    /** Whether it is on. */
    readonly enabled: boolean
    /** Days between rotations; 365 by default. */
    readonly intervalDays?: number
  }
}

const pick = <Value extends string>(
  cloud: string,
  what: string,
  values: readonly Value[],
  portable: Readonly<Record<string, Value>>,
  given: string,
): Value => {
  const named = Object.hasOwn(portable, given) ? portable[given] : given
  const value = values.find((candidate) => candidate === named)
  if (value === undefined) throw new TypeError(`${cloud} has no key ${what} ${given} (${values.join(', ')})`)
  return value
}

const digestOf = (secret: Uint8Array): string => createHash('sha256').update(secret).digest('hex')

export const createPutKey =
  (tables: Tables, { clock, random }: Kernel, settings: Settings) =>
  (input: PutKeyInput): PutKeyResult => {
    const { profile } = settings
    const projectId = input.projectId ?? projectIdOf(input.region ?? profile.defaultRegion)
    const region = findProject(settings, projectId)?.region
    if (region === undefined) throw new TypeError(`${profile.cloud} has no project ${projectId}`)
    const nowMs = clock.now()
    const state = pick(profile.cloud, 'state', profile.states, PORTABLE_STATES, input.state ?? STATE.enabled)
    const known = input.keyId === undefined ? undefined : tables.keys.get(placeOf(projectId, input.keyId))
    const deletion = state === STATE.pendingDeletion && {
      deletionAtMs: nowMs + (input.pendingDays ?? DEFAULT_PENDING_DAYS) * DAY_MS,
    }

    if (known !== undefined) {
      const { deletionAtMs: _, activeAtMs: __, ...kept } = known
      const materials = state === STATE.pendingImport ? [] : known.materials
      tables.keys.put(placeOf(projectId, known.keyId), { ...kept, state, materials, ...deletion })
      return { keyId: known.keyId }
    }

    const spec = pick(profile.cloud, 'spec', profile.keySpecs, PORTABLE_SPECS, input.spec ?? 'AES_256')
    const originFor = state === STATE.pendingImport ? 'external' : 'kms'
    const origin = pick(profile.cloud, 'origin', ORIGINS, PORTABLE_ORIGINS, input.origin ?? originFor)
    const usages = usagesOf(spec)
    const usage = pick(profile.cloud, `usage (of ${spec})`, usages, {}, input.usage ?? usages[0] ?? '')
    const hasMaterial = input.hasMaterial ?? state !== STATE.pendingImport
    const { secret, publicKey } = generateMaterialSync(cryptoSpecOf(spec), random.bytes)
    const material: Material = { secret, ...(publicKey !== undefined && { publicKey }) }
    const keyId = input.keyId ?? random.uuid()
    const key: KeyRow = {
      keyId,
      projectId,
      region,
      name: input.name ?? `key-${keyId.slice(0, 8)}`,
      description: input.description ?? '',
      spec,
      usage,
      origin,
      state,
      createdAtMs: nowMs,
      isDefault: input.isDefault ?? false,
      materials: hasMaterial ? [material] : [],
      ...(origin === 'external' && hasMaterial && { importedDigest: digestOf(secret) }),
      ...(input.validToMs !== undefined && { materialExpiresAtMs: input.validToMs }),
      ...deletion,
      ...(input.rotation !== undefined && { rotation: rotationOf(input.rotation, nowMs) }),
      tags: [],
      keystoreId: input.keystoreId ?? (input.origin === 'KEY_STORE' ? CUSTOM_KEYSTORE : '0'),
      enterpriseProjectId: '0',
    }
    tables.keys.put(placeOf(projectId, keyId), key)
    return { keyId }
  }

const rotationOf = ({ enabled, intervalDays = 365 }: { enabled: boolean; intervalDays?: number }, nowMs: number) => ({
  enabled,
  intervalDays,
  nextAtMs: nowMs + intervalDays * DAY_MS,
  count: 0,
})
