import { type Call, type Handler, type Handlers, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireOrigin, requireState, resolveKeyOnly } from '../guards.ts'
import { DAY_MS, familyMembers, rotate } from '../keys.ts'
import { pageOfList } from '../paging.ts'
import { isSymmetric } from '../specs.ts'
import type { KeyRecord, Material } from '../types.ts'

const DEFAULT_PERIOD_DAYS = 365
/** An automatic rotation this close refuses one on demand (API reference, ConflictException). */
const CONFLICT_MS = 20 * 60_000

const isPendingDeletion = ({ state }: KeyRecord): boolean =>
  state === 'PendingDeletion' || state === 'PendingReplicaDeletion'

/** Imported symmetric keys and keys in custom stores have no automatic rotation; that is checked before the state. */
const requireRotatableOrigin = (key: KeyRecord): void => {
  if (isSymmetric(key.spec)) requireOrigin(key, 'AWS_KMS')
}

const requirePrimary = (key: KeyRecord): void => {
  if (key.multiRegion?.role === 'REPLICA')
    throw refusal('UnsupportedOperationException', `${key.arn} is not a multi-region primary key.`)
}

const enableKeyRotation: Handler<'EnableKeyRotation'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireRotatableOrigin(key)
  requireState(key, 'Updating')
  if (!isSymmetric(key.spec)) throw refusal('UnsupportedOperationException')
  requirePrimary(key)
  const running = key.rotation?.enabled === true ? key.rotation : undefined
  const periodDays = input.RotationPeriodInDays ?? running?.periodDays ?? DEFAULT_PERIOD_DAYS
  const unchanged = running !== undefined && running.periodDays === periodDays
  const nextAtMs = unchanged ? running.nextAtMs : call.nowMs + periodDays * DAY_MS
  saveKey(call, { ...key, rotation: { enabled: true, periodDays, nextAtMs } })
  return undefined
}

/** Nothing to do, and no refusal, for keys that cannot rotate (floci-io/floci KmsIntegrationTest). */
const disableKeyRotation: Handler<'DisableKeyRotation'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireRotatableOrigin(key)
  requireState(key, 'Updating')
  if (key.rotation !== undefined) {
    requirePrimary(key)
    saveKey(call, { ...key, rotation: { ...key.rotation, enabled: false } })
  }
  return undefined
}

/** Replicas follow their primary. */
const rotationOf = (call: Call, key: KeyRecord): KeyRecord['rotation'] => {
  const primary = familyMembers(call, key).find(({ multiRegion }) => multiRegion?.role === 'PRIMARY')
  return (primary ?? key).rotation
}

const getKeyRotationStatus: Handler<'GetKeyRotationStatus'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireOrigin(key, 'AWS_KMS')
  const rotation = rotationOf(call, key)
  const enabled = rotation?.enabled === true && !isPendingDeletion(key)
  return {
    KeyRotationEnabled: enabled,
    KeyId: key.arn,
    ...(enabled && { RotationPeriodInDays: rotation.periodDays, NextRotationDate: new Date(rotation.nextAtMs) }),
    ...(key.rotating !== undefined && { OnDemandRotationStartDate: new Date(key.rotating.startedAtMs) }),
  }
}

const checkOnDemand = (call: Call, key: KeyRecord): void => {
  requirePrimary(key)
  const soon = key.rotation?.enabled === true && key.rotation.nextAtMs - call.nowMs <= CONFLICT_MS
  if (key.rotating !== undefined || soon) throw refusal('ConflictException')
  if (key.onDemandRotations >= call.limits.onDemandRotations)
    throw refusal(
      'LimitExceededException',
      `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.arn}`,
    )
  if (key.origin === 'EXTERNAL' && !key.materials.some(({ pendingRotation }) => pendingRotation === true))
    throw refusal('KMSInvalidStateException', `No available key material pending rotation for the key: ${key.arn}.`)
}

const rotateKeyOnDemand: Handler<'RotateKeyOnDemand'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireOrigin(key, 'AWS_KMS', 'EXTERNAL')
  requireState(key, 'Updating')
  if (!isSymmetric(key.spec)) throw refusal('UnsupportedOperationException')
  checkOnDemand(call, key)
  const counted = { ...key, onDemandRotations: key.onDemandRotations + 1 }
  if (call.timing.rotationMs <= 0) {
    saveKey(call, counted)
    rotate(call, call.random, counted, call.nowMs, 'ON_DEMAND')
  } else {
    const rotating = { startedAtMs: call.nowMs, untilMs: call.nowMs + call.timing.rotationMs }
    saveKey(call, { ...counted, rotating })
  }
  return { KeyId: key.arn }
}

const stateOf = (key: KeyRecord, material: Material): string => {
  if (material.pendingRotation === true) return 'PENDING_ROTATION'
  return material.id === key.currentMaterialId ? 'CURRENT' : 'NON_CURRENT'
}

const importedFacts = (material: Material) => ({
  KeyMaterialDescription: material.description,
  ImportState: material.secret === undefined ? 'PENDING_IMPORT' : 'IMPORTED',
  ...(material.secret !== undefined &&
    (material.validToMs === undefined
      ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
      : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(material.validToMs) })),
})

const listKeyRotations: Handler<'ListKeyRotations'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireOrigin(key, 'AWS_KMS', 'EXTERNAL')
  if (!isSymmetric(key.spec)) throw refusal('UnsupportedOperationException')
  const all = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL'
  const materials = key.materials.filter((material) => all || material.rotatedAtMs !== undefined)
  const filter = `${key.keyId}|${all}`
  const { rows, ...end } = pageOfList(call, input, { usual: 100, most: 1000 }, materials, filter)
  const Rotations = rows.map((material) => ({
    KeyId: key.keyId,
    KeyMaterialId: material.id,
    KeyMaterialState: stateOf(key, material),
    ...(key.origin === 'EXTERNAL' && importedFacts(material)),
    ...(material.rotatedAtMs !== undefined && { RotationDate: new Date(material.rotatedAtMs) }),
    RotationType: material.rotationType,
  }))
  return { Rotations, ...end }
}

export const rotation = {
  EnableKeyRotation: enableKeyRotation,
  DisableKeyRotation: disableKeyRotation,
  GetKeyRotationStatus: getKeyRotationStatus,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ListKeyRotations: listKeyRotations,
} satisfies Partial<Handlers>
