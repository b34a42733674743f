import { generateMaterial } from '../../shared/crypto/material.ts'
import type { PairSpec } from '../../shared/crypto/specs.ts'
import { type Call, keyInfo, ok, operation, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { integer, keyId, keyReference, NAME, oneOf, optional, required, text } from '../fields.ts'
import { isCustomKeystore, refusePendingDeletion, resolveCustomerKey, resolveKey } from '../guards.ts'
import { DOMAIN_ID } from '../projects.ts'
import { DAY_MS } from '../settle.ts'
import { cryptoSpecOf, familyOf, usagesOf } from '../specs.ts'
import { placeOf } from '../tables.ts'
import { type KeyRow, type KeySpec, type KeyState, type Material, STATE } from '../types.ts'
import { describeView } from '../views.ts'

/** A name no service reserves for its default key. */
const keyName = text('KMS.1101', { pattern: new RegExp(`${NAME.source.slice(0, -1)}(?<!/default)$`) })
const description = text('KMS.1103', { max: 255 })

/** Fresh key material: pairs from the source that may have made them ahead, secrets from the simulator's randomness. */
const freshMaterial = async ({ pairs, random }: Call, spec: KeySpec): Promise<Material> => {
  const cryptoSpec = cryptoSpecOf(spec)
  const { secret, publicKey } =
    familyOf(spec) === 'RSA'
      ? await pairs.take(cryptoSpec as PairSpec) // an RSA key is a pair
      : await generateMaterial(cryptoSpec, random.bytes)
  return { secret, ...(publicKey !== undefined && { publicKey }) }
}

const requireKeystore = (call: Call, keystoreId: string, origin: string): void => {
  if (!isCustomKeystore(keystoreId)) return
  const keystore = call.state.keystores.get(placeOf(call.projectId, keystoreId))
  if (keystore === undefined) throw refusal('KMS.8003')
  if (origin === 'external') throw refusal('KMS.0339')
  if (!keystore.enabled) throw refusal('KMS.0340')
}

const createKey = operation(
  ({ profile }) => ({
    key_alias: required(keyName),
    key_spec: optional(oneOf('KMS.1110', profile.keySpecs)),
    key_usage: optional(oneOf('KMS.0308', ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'])),
    key_description: optional(description),
    origin: optional(oneOf('KMS.0308', ['kms', 'external'])),
    enterprise_project_id: optional(text('KMS.0308', { max: 36 })),
    keystore_id: optional(text('KMS.0308', { max: 36 })),
    realm: optional(text('KMS.1102', { pattern: /^[a-zA-Z0-9_-]{1,255}$/ })),
  }),
  async (call, input) => {
    const { profile, state, projectId, region, quirks, limits, random, nowMs, activationMs } = call
    const { key_spec: spec = 'AES_256', origin = 'kms' } = input
    const usages = usagesOf(spec)
    const usage = input.key_usage ?? usages[0] ?? 'ENCRYPT_DECRYPT'
    if (!usages.includes(usage)) throw refusal('KMS.0308')
    const keystoreId = profile.hasEnterpriseProjects ? (input.keystore_id ?? '0') : '0'
    requireKeystore(call, keystoreId, origin)
    const namesake = state.keys.all('name', placeOf(projectId, input.key_alias))[0]
    const reply = (keyId: string) =>
      keyInfo(call, {
        key_id: keyId,
        domain_id: DOMAIN_ID,
        ...(profile.hasEnterpriseProjects && { region_id: region }),
      })
    if (quirks.pendingKeyIsReturned && namesake?.state === STATE.pendingDeletion) return reply(namesake.keyId)
    if (namesake !== undefined) throw refusal('KMS.1104')
    if (state.keys.count('customer', projectId) >= limits.keys) throw refusal('KMS.1105')
    const key: KeyRow = {
      keyId: random.uuid(),
      projectId,
      region,
      name: input.key_alias,
      description: input.key_description ?? '',
      spec,
      usage,
      origin,
      ...firstState(origin === 'external', nowMs, activationMs),
      createdAtMs: nowMs,
      createdBy: call.userId,
      isDefault: false,
      materials: origin === 'external' ? [] : [await freshMaterial(call, spec)],
      tags: [],
      keystoreId,
      enterpriseProjectId: profile.hasEnterpriseProjects ? (input.enterprise_project_id ?? '0') : '0',
    }
    saveKey(state, key)
    return reply(key.keyId)
  },
)

const firstState = (external: boolean, nowMs: number, activationMs: number): Pick<KeyRow, 'state' | 'activeAtMs'> => {
  if (external) return { state: STATE.pendingImport }
  return activationMs > 0 ? { state: STATE.creating, activeAtMs: nowMs + activationMs } : { state: STATE.enabled }
}

const switchReply = (call: Call, keyId: string, state: KeyState) => keyInfo(call, { key_id: keyId, key_state: state })

/** Only a disabled key can be enabled. An overdue rotation is made up for at once. */
const enableKey = operation({ key_id: keyId }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  if (call.quirks.repeatedSwitchSucceeds && key.state === STATE.enabled)
    return switchReply(call, key.keyId, STATE.enabled)
  if (key.state !== STATE.disabled) throw refusal('KMS.1201')
  const rotation = key.rotation && { ...key.rotation, nextAtMs: Math.max(key.rotation.nextAtMs, call.nowMs) }
  saveKey(call.state, { ...key, state: STATE.enabled, ...(rotation && { rotation }) })
  return switchReply(call, key.keyId, STATE.enabled)
})

/** Only an enabled key can be disabled. */
const disableKey = operation({ key_id: keyId }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  if (call.quirks.repeatedSwitchSucceeds && key.state === STATE.disabled)
    return switchReply(call, key.keyId, STATE.disabled)
  if (key.state !== STATE.enabled) throw refusal('KMS.1301')
  saveKey(call.state, { ...key, state: STATE.disabled })
  return switchReply(call, key.keyId, STATE.disabled)
})

const scheduleKeyDeletion = operation(
  { key_id: keyId, pending_days: required(integer('KMS.1401', { min: 7, max: 1096 })) },
  (call, input) => {
    const key = resolveCustomerKey(call, input.key_id)
    if (key.state === STATE.pendingDeletion) throw refusal('KMS.1402')
    const { activeAtMs: _, ...rest } = key
    const deletionAtMs = call.nowMs + input.pending_days * DAY_MS
    saveKey(call.state, { ...rest, state: STATE.pendingDeletion, deletionAtMs })
    return ok({ key_id: key.keyId, key_state: STATE.pendingDeletion })
  },
)

/** The state before the schedule is forgotten: disabled, or pending import where there is no material. */
const cancelKeyDeletion = operation({ key_id: keyId }, (call, input) => {
  const { deletionAtMs: _, ...key } = resolveCustomerKey(call, input.key_id)
  if (key.state !== STATE.pendingDeletion) throw refusal('KMS.1501')
  const lacksMaterial = key.origin === 'external' && key.materials.length === 0
  const state = lacksMaterial ? STATE.pendingImport : STATE.disabled
  saveKey(call.state, { ...key, state })
  return ok({ key_id: key.keyId, key_state: state })
})

const describeKey = operation(
  (settings) => ({ key_id: keyReference(settings) }),
  (call, input) => keyInfo(call, describeView(call, resolveKey(call, input.key_id))),
)

const updateKeyAlias = operation({ key_id: keyId, key_alias: required(keyName) }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  refusePendingDeletion(key)
  const namesakes = call.state.keys.all('name', placeOf(call.projectId, input.key_alias))
  if (namesakes.some((namesake) => namesake.keyId !== key.keyId)) throw refusal('KMS.1104')
  saveKey(call.state, { ...key, name: input.key_alias })
  return keyInfo(call, { key_id: key.keyId, key_alias: input.key_alias })
})

const updateKeyDescription = operation({ key_id: keyId, key_description: required(description) }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  refusePendingDeletion(key)
  saveKey(call.state, { ...key, description: input.key_description })
  return keyInfo(call, { key_id: key.keyId, key_description: input.key_description })
})

export const lifecycle = {
  'create-key': createKey,
  'enable-key': enableKey,
  'disable-key': disableKey,
  'schedule-key-deletion': scheduleKeyDeletion,
  'cancel-key-deletion': cancelKeyDeletion,
  'describe-key': describeKey,
  'update-key-alias': updateKeyAlias,
  'update-key-description': updateKeyDescription,
}
