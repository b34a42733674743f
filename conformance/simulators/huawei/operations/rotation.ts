import { type Call, ok, operation, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { integer, keyId, required } from '../fields.ts'
import { requireRotatable, requireUsable, resolveCustomerKey, resolveKey } from '../guards.ts'
import { DAY_MS, rotated } from '../settle.ts'
import type { KeyRow, Rotation } from '../types.ts'
import { msString } from '../views.ts'

const DEFAULT_INTERVAL_DAYS = 365

const rotatable = (call: Call, id: string): KeyRow => {
  const key = resolveCustomerKey(call, id)
  requireRotatable(key)
  return key
}

/**
 * A switch that is already where it is wanted is refused before the state is looked at: real OTC answered KMS.2901 for
 * a key pending deletion (opentelekomcloud/terraform-provider-opentelekomcloud issue 1821).
 */
const enableKeyRotation = operation({ key_id: keyId }, (call, input) => {
  const key = rotatable(call, input.key_id)
  if (key.rotation?.enabled === true) throw refusal('KMS.2901')
  requireUsable(call, key)
  saveKey(call.state, {
    ...key,
    rotation: {
      count: 0,
      ...key.rotation,
      enabled: true,
      intervalDays: DEFAULT_INTERVAL_DAYS,
      nextAtMs: call.nowMs + DEFAULT_INTERVAL_DAYS * DAY_MS,
    },
  })
  return ok()
})

/** The rotation of a usable key whose rotation is on. */
const running = (call: Call, key: KeyRow): Rotation => {
  if (key.rotation?.enabled !== true) throw refusal('KMS.0313')
  requireUsable(call, key)
  return key.rotation
}

const disableKeyRotation = operation({ key_id: keyId }, (call, input) => {
  const key = rotatable(call, input.key_id)
  const rotation = running(call, key)
  saveKey(call.state, { ...key, rotation: { ...rotation, enabled: false } })
  return ok()
})

/** The running period becomes longer or shorter; it does not start anew. */
const updateKeyRotationInterval = operation(
  { key_id: keyId, rotation_interval: required(integer('KMS.3001', { min: 30, max: 365 })) },
  (call, input) => {
    const key = rotatable(call, input.key_id)
    const rotation = running(call, key)
    const startedAtMs = rotation.nextAtMs - rotation.intervalDays * DAY_MS
    const intervalDays = input.rotation_interval
    const nextAtMs = Math.max(startedAtMs + intervalDays * DAY_MS, call.nowMs)
    saveKey(call.state, { ...key, rotation: { ...rotation, intervalDays, nextAtMs } })
    return ok()
  },
)

const getKeyRotationStatus = operation({ key_id: keyId }, (call, input) => {
  const { rotation } = resolveKey(call, input.key_id)
  return ok({
    key_rotation_enabled: rotation?.enabled ?? false,
    rotation_interval: rotation?.intervalDays ?? DEFAULT_INTERVAL_DAYS,
    last_rotation_time: msString(rotation?.lastAtMs),
    number_of_rotations: rotation?.count ?? 0,
  })
})

const rotateOnDemand = operation({ key_id: keyId }, (call, input) => {
  const key = rotatable(call, input.key_id)
  requireUsable(call, key)
  saveKey(call.state, rotated(key, call.nowMs, call.random))
  return ok({ key_id: key.keyId })
})

export const rotation = {
  'enable-key-rotation': enableKeyRotation,
  'disable-key-rotation': disableKeyRotation,
  'update-key-rotation-interval': updateKeyRotationInterval,
  'get-key-rotation-status': getKeyRotationStatus,
  'rotate-on-demand': rotateOnDemand,
}
