import type { MatrixCloud } from '../../conformance/matrix/index.ts'
import type { KmsErrorCode } from '../../src/index.ts'
import type { FaultCase } from './faults.ts'
import type { Subject } from './subjects.ts'

/** What must come of one operation under one fault on one cloud. */
export interface Expected {
  readonly result: 'succeeds' | 'fails'
  readonly code?: KmsErrorCode
  /** Requests of the operation's own action that were tried. */
  readonly attempts: number
  /** Times the effect is there afterwards; `undefined` for an operation that changes nothing. */
  readonly effects: 0 | 1 | undefined
  /** Set on the error when nobody knows whether it happened. */
  readonly ambiguous: boolean
}

/** The clouds of which it is written down here what becomes of their calls under faults. */
export const FAULT_CLOUDS = ['aws', 'alibaba', 'huawei', 'otc', 'quilibrium'] as const satisfies readonly MatrixCloud[]
export type FaultCloud = (typeof FAULT_CLOUDS)[number]

type Clouds = readonly FaultCloud[]
type Table = { readonly [S in Subject]?: Clouds }
const ALL: Clouds = FAULT_CLOUDS
const V1: Clouds = ['huawei', 'otc']
const JSON_1_1: Clouds = ['aws', 'quilibrium']

/**
 * Operations of which a second request is not the first one again, with where: it would make a second thing, or be
 * refused although the first succeeded.
 */
const NOT_REPEATABLE: Table = {
  // A second key. Huawei Cloud and Open Telekom Cloud refuse a name that is taken, which settles it.
  createKey: ['aws', 'alibaba', 'quilibrium'],
  'createKey with a one-time tag': ['aws', 'alibaba', 'quilibrium'],
  // A second replica, version, rotation or grant. AWS hands out a grant of the same name again.
  replicateKey: ALL,
  createKeyVersion: ALL,
  rotateKeyOnDemand: ALL,
  createGrant: ['alibaba', 'huawei', 'otc', 'quilibrium'],
  'createGrant without a name': ALL,
  // Refused as there already, or as no longer there.
  createAlias: ALL,
  deleteAlias: ALL,
  revokeGrant: ALL,
  retireGrant: ALL,
  scheduleKeyDeletion: ALL,
  cancelKeyDeletion: ALL,
  updatePrimaryRegion: ALL,
  enableKey: V1,
  disableKey: V1,
  enableKeyRotation: V1,
  disableKeyRotation: V1,
  deleteKeyMaterial: V1,
  untagKey: V1,
  // Refused because the key has its material then. Alibaba Cloud takes the same material again at any time.
  importKeyMaterial: ['aws', 'huawei', 'otc', 'quilibrium'],
}

/** Operations that leave something changed. A wrapping key for an import ends by itself and does not count. */
const CHANGES = new Set<Subject>([
  'createKey',
  'createKey with a one-time tag',
  'replicateKey',
  'createKeyVersion',
  'rotateKeyOnDemand',
  'createGrant',
  'createGrant without a name',
  'createAlias',
  'deleteAlias',
  'updateAlias',
  'revokeGrant',
  'retireGrant',
  'scheduleKeyDeletion',
  'cancelKeyDeletion',
  'updatePrimaryRegion',
  'enableKey',
  'disableKey',
  'enableKeyRotation',
  'disableKeyRotation',
  'deleteKeyMaterial',
  'importKeyMaterial',
  'tagKey',
  'untagKey',
  'putKeyPolicy',
  'setDeletionProtection',
  'updateKeyDescription',
  'updateKeyName',
])

/** Operations whose reply says nothing that is read: an empty body is as good as any. */
const READS_NOTHING: Table = {
  updateKeyDescription: ALL,
  updateKeyName: ALL,
  createAlias: ALL,
  updateAlias: ALL,
  deleteAlias: ALL,
  importKeyMaterial: ALL,
  deleteKeyMaterial: ALL,
  enableKeyRotation: ALL,
  disableKeyRotation: ALL,
  tagKey: ALL,
  untagKey: ALL,
  revokeGrant: ALL,
  retireGrant: ALL,
  putKeyPolicy: ALL,
  updatePrimaryRegion: ALL,
  setDeletionProtection: ALL,
  enableKey: [...JSON_1_1, 'alibaba'],
  disableKey: [...JSON_1_1, 'alibaba'],
  cancelKeyDeletion: ['alibaba'],
  rotateKeyOnDemand: ['aws'],
  scheduleKeyDeletion: ['alibaba'],
}

/** Replies with status 204, which have no body to be malformed. */
const WITHOUT_BODY: Table = { tagKey: V1, untagKey: V1, deleteAlias: ['huawei'] }

/** No page of Q-KMS has a code for credentials that have expired: they are refused like wrong ones, which stay wrong. */
const EXPIRY_UNTOLD: Clouds = ['quilibrium']

/** Where the one thing that was made is found again, so that nobody needs to ask for it twice. */
const FOUND_AGAIN: Table = { 'createKey with a one-time tag': ['aws', 'alibaba', 'quilibrium'] }

const has = (table: Table, subject: Subject, cloud: FaultCloud) => table[subject]?.includes(cloud) ?? false

/** The rules, in the order in which they decide. */
export function expectedOf(cloud: FaultCloud, subject: Subject, fault: FaultCase): Expected {
  const effects = CHANGES.has(subject) ? 1 : undefined
  const { hitsBody } = fault
  const harmless =
    (hitsBody !== undefined && has(WITHOUT_BODY, subject, cloud)) ||
    (hitsBody === 'emptied' && has(READS_NOTHING, subject, cloud))
  const foundAgain = fault.tells === 'unclear' && fault.effect && has(FOUND_AGAIN, subject, cloud)
  if (harmless || foundAgain) return { result: 'succeeds', attempts: 1, effects, ambiguous: false }
  if (fault.code === 'CredentialsExpired' && EXPIRY_UNTOLD.includes(cloud)) {
    return { result: 'fails', code: 'Unauthenticated', attempts: 1, effects: effects && 0, ambiguous: false }
  }
  if (fault.tells !== 'unclear' || !has(NOT_REPEATABLE, subject, cloud)) {
    return { result: 'succeeds', attempts: 2, effects, ambiguous: false }
  }
  return { result: 'fails', code: fault.code, attempts: 1, effects: fault.effect ? 1 : 0, ambiguous: true }
}
