import { arnOf, type Call, type Handlers, NOTHING, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireAnyKey, requireEditable, requireKey, requireStateAmong } from '../guards.ts'
import { describedOf } from '../metadata.ts'
import type { KeyRecord } from '../types.ts'
import { missingParameter } from '../validate.ts'
import { hasMaterial, saveAndCatchUp } from '../versions.ts'

const DAY_MS = 86_400_000

type LifecycleAction =
  | 'DescribeKey'
  | 'UpdateKeyDescription'
  | 'EnableKey'
  | 'DisableKey'
  | 'ScheduleKeyDeletion'
  | 'CancelKeyDeletion'
  | 'SetDeletionProtection'

/** The key of SetDeletionProtection, by its ARN or (since 2025) its id. */
const protectedKey = (call: Call, arn: string | undefined, keyId: string | undefined): KeyRecord => {
  if (arn === undefined) {
    if (keyId === undefined) throw missingParameter('ProtectedResourceArn')
    return requireKey(call, keyId)
  }
  if (!/^acs:kms:[^:]+:[^:]+:key\/.+$/.test(arn)) throw refusal('InvalidParameter')
  const prefix = arnOf(call, 'key/')
  if (!arn.startsWith(prefix)) throw refusal('Forbidden.KeyNotFound')
  return requireKey(call, arn.slice(prefix.length))
}

export const lifecycle: Handlers<LifecycleAction> = {
  DescribeKey: (call, input) => ({ KeyMetadata: describedOf(requireAnyKey(call, input.KeyId)) }),

  UpdateKeyDescription: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireEditable(key)
    saveKey(call, { ...key, description: input.Description })
    return NOTHING
  },

  EnableKey: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireStateAmong(key, 'Enabled', 'Disabled')
    saveAndCatchUp(call, call.random, { ...key, state: 'Enabled' }, call.nowMs)
    return NOTHING
  },

  DisableKey: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireStateAmong(key, 'Enabled', 'Disabled')
    saveKey(call, { ...key, state: 'Disabled' })
    return NOTHING
  },

  ScheduleKeyDeletion: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireStateAmong(key, 'Enabled', 'Disabled', 'PendingImport')
    if (key.deletionProtection !== undefined) throw refusal('Rejected.StateModifiedFailed')
    const deleteAtMs = call.nowMs + input.PendingWindowInDays * DAY_MS
    saveKey(call, { ...key, state: 'PendingDeletion', deleteAtMs })
    return NOTHING
  },

  CancelKeyDeletion: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireStateAmong(key, 'PendingDeletion')
    // Enabled even if it was disabled before; but no key is Enabled without material.
    const state = hasMaterial(call, key) ? 'Enabled' : 'PendingImport'
    saveAndCatchUp(call, call.random, { ...key, state, deleteAtMs: undefined }, call.nowMs)
    return NOTHING
  },

  SetDeletionProtection: (call, input) => {
    const { ProtectedResourceArn: arn, KeyId: keyId, KmsInstanceId: instanceId } = input
    if (instanceId !== undefined && arn === undefined && keyId === undefined)
      throw refusal('Forbidden.DKMSInstanceNotFound')
    const key = protectedKey(call, arn, keyId)
    requireEditable(key)
    const description = input.DeletionProtectionDescription ?? ''
    saveKey(call, { ...key, deletionProtection: input.EnableDeletionProtection ? { description } : undefined })
    return NOTHING
  },
}
