import { requireGrantTokens, resolveKey, resolveKeyOnly } from '../../aws/guards.ts'
import { handlerOf } from '../../aws/operations/index.ts'
import type { QCall, QHandler, QHandlers } from '../call.ts'
import { refusal } from '../errors.ts'
import { describedMetadata } from '../metadata.ts'
import { isScheduledForDeletion } from '../words.ts'
import { createKey } from './create-key.ts'

const describeKey: QHandler<'DescribeKey'> = (call, input) => {
  const key = resolveKey(call, input.KeyId)
  requireGrantTokens(call, input.GrantTokens)
  return { KeyMetadata: describedMetadata(call, key) }
}

const checkEnabledQuota = (call: QCall): void => {
  if (call.enabledKeys === Number.POSITIVE_INFINITY) return
  const { entries } = call.keys.page({ limit: call.limits.keys, index: ['region', call.region] })
  if (entries.filter(({ row }) => row.state === 'Enabled').length >= call.enabledKeys)
    throw refusal('LimitExceededException')
}

/** Whether a call about a key scheduled for deletion is answered as done, without anything being done. */
const isIdle = (call: QCall, keyId: string, reading: 'accepted' | 'refused'): boolean =>
  reading === 'accepted' && isScheduledForDeletion(resolveKeyOnly(call, keyId))

/** "Enabling a KMS key that is scheduled for deletion does not cancel its deletion": either way, state and date stay. */
const enableKey: QHandler<'EnableKey'> = (call, input) => {
  if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) return undefined
  if (resolveKeyOnly(call, input.KeyId).state === 'Disabled') checkEnabledQuota(call)
  return handlerOf('EnableKey')(call, input)
}

const disableKey: QHandler<'DisableKey'> = (call, input) =>
  isIdle(call, input.KeyId, call.readings.disablePendingDeletion) ? undefined : handlerOf('DisableKey')(call, input)

const cancelKeyDeletion: QHandler<'CancelKeyDeletion'> = async (call, input) => {
  const { arn } = resolveKeyOnly(call, input.KeyId)
  await handlerOf('CancelKeyDeletion')(call, input)
  return { KeyId: arn.replace('arn:verenc', call.readings.cancelledArn) }
}

export const lifecycle = {
  CreateKey: createKey,
  DescribeKey: describeKey,
  ListKeys: handlerOf('ListKeys'),
  EnableKey: enableKey,
  DisableKey: disableKey,
  ScheduleKeyDeletion: handlerOf('ScheduleKeyDeletion'),
  CancelKeyDeletion: cancelKeyDeletion,
  UpdateKeyDescription: handlerOf('UpdateKeyDescription'),
} satisfies Partial<QHandlers>
