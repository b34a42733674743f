import { type Handler, type Handlers, placeOf, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireState, resolveKey, resolveKeyOnly } from '../guards.ts'
import { DAY_MS, inState, pendingDeletion, replicasOf } from '../keys.ts'
import { isComplete } from '../material.ts'
import { keyMetadata } from '../metadata.ts'
import { pageOf } from '../paging.ts'
import type { KeyRecord } from '../types.ts'
import { createKey } from './create-key.ts'

const DEFAULT_WINDOW_DAYS = 30

const describeKey: Handler<'DescribeKey'> = (call, input) => ({
  KeyMetadata: keyMetadata(call, resolveKey(call, input.KeyId)),
})

const listKeys: Handler<'ListKeys'> = (call, input) => {
  const { rows, ...end } = pageOf(call, input, { usual: 100, most: 1000 }, call.keys, ['region', call.region])
  return { Keys: rows.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...end }
}

/** A rotation that came due while the key was disabled happens now, not in the past. */
const withRotationResumed = (key: KeyRecord, nowMs: number): KeyRecord =>
  key.rotation === undefined
    ? key
    : { ...key, rotation: { ...key.rotation, nextAtMs: Math.max(key.rotation.nextAtMs, nowMs) } }

/** Succeeds on an unavailable key too, which keeps that state until its store is connected again (key-state page, note 4). */
const enableKey: Handler<'EnableKey'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireState(key, 'Disabled', 'Unavailable')
  if (key.state === 'Disabled') saveKey(call, withRotationResumed({ ...key, state: 'Enabled' }, call.nowMs))
  return undefined
}

const disableKey: Handler<'DisableKey'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireState(key, 'Disabled', 'Unavailable')
  if (key.state === 'Enabled') saveKey(call, { ...key, state: 'Disabled' })
  return undefined
}

const scheduleKeyDeletion: Handler<'ScheduleKeyDeletion'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  const windowDays = input.PendingWindowInDays ?? DEFAULT_WINDOW_DAYS
  if (windowDays < 7 || windowDays > 30)
    throw refusal('ValidationException', 'PendingWindowInDays must be between 7 and 30')
  requireState(key, 'Creating', 'Disabled', 'PendingImport', 'Unavailable')
  const waits = key.multiRegion?.role === 'PRIMARY' && replicasOf(call, key).length > 0
  const scheduled: KeyRecord = waits
    ? { ...inState(key, 'PendingReplicaDeletion'), deletionWindowDays: windowDays }
    : pendingDeletion(key, call.nowMs, windowDays)
  saveKey(call, scheduled)
  return {
    KeyId: key.arn,
    ...(!waits && { DeletionDate: new Date(call.nowMs + windowDays * DAY_MS) }),
    KeyState: scheduled.state,
    PendingWindowInDays: windowDays,
  }
}

const cancelKeyDeletion: Handler<'CancelKeyDeletion'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  if (key.state !== 'PendingDeletion' && key.state !== 'PendingReplicaDeletion')
    throw refusal('KMSInvalidStateException', `${key.arn} is not pending deletion.`)
  const { deletionAtMs: _, deletionWindowDays: __, ...kept } = key
  const usable = key.origin !== 'EXTERNAL' || isComplete(key)
  saveKey(call, { ...kept, state: usable ? 'Disabled' : 'PendingImport' })
  return { KeyId: key.arn }
}

const updateKeyDescription: Handler<'UpdateKeyDescription'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireState(key, 'Creating', 'Disabled', 'PendingImport', 'Unavailable', 'Updating')
  saveKey(call, { ...key, description: input.Description })
  return undefined
}

const getKeyLastUsage: Handler<'GetKeyLastUsage'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  const usage = call.usages.get(placeOf(key.region, key.keyId))
  return {
    KeyId: key.arn,
    ...(usage !== undefined && {
      KeyLastUsage: {
        Operation: usage.operation,
        Timestamp: new Date(usage.atMs),
        CloudTrailEventId: usage.eventId,
        KmsRequestId: usage.requestId,
      },
    }),
    TrackingStartDate: new Date(key.createdAtMs),
    KeyCreationDate: new Date(key.createdAtMs),
  }
}

export const lifecycle = {
  CreateKey: createKey,
  DescribeKey: describeKey,
  ListKeys: listKeys,
  EnableKey: enableKey,
  DisableKey: disableKey,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  CancelKeyDeletion: cancelKeyDeletion,
  UpdateKeyDescription: updateKeyDescription,
  GetKeyLastUsage: getKeyLastUsage,
} satisfies Partial<Handlers>
