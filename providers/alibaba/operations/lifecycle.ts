import * as z from 'zod/mini'
import { isKmsError, KmsError, KmsFailure } from '../../../src/errors.ts'
import type { KeySpec, KeyUsage } from '../../../src/operations/fields.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Caller, Codec } from '../../../src/provider.ts'
import { createKeyOnce } from '../../shared/create-once.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { decodeMetadata } from '../key-metadata.ts'
import { PROVIDER_STATES } from '../key-state.ts'
import { DEFAULT_PENDING_DAYS } from '../limits.ts'
import { cursorAfter, pageOf } from '../paging.ts'
import { idAliasOrArn, idOnly } from '../reference.ts'
import { count, nested, optionalText } from '../reply.ts'
import { origins, specs, usages } from '../vocabulary.ts'
import type { ActionRequest } from '../wire.ts'
import { findByTag, tagsParameter } from './tag.ts'
import { NO_GRANTS } from './unsupported.ts'

type Lifecycle = Pick<
  Bindings,
  | 'createKey'
  | 'describeKey'
  | 'listKeys'
  | 'updateKeyDescription'
  | 'enableKey'
  | 'disableKey'
  | 'scheduleKeyDeletion'
  | 'cancelKeyDeletion'
  | 'setDeletionProtection'
>

export function lifecycle(request: ActionRequest, region: string): Lifecycle {
  const scheduleDeletion: Codec<Input<'scheduleKeyDeletion'>, Output<'scheduleKeyDeletion'>> = {
    encode: ({ keyId, pendingDays = DEFAULT_PENDING_DAYS }) =>
      request('ScheduleKeyDeletion', { KeyId: idOnly(keyId), PendingWindowInDays: pendingDays }),
    decode: (_reply, { keyId }) => ({ keyId: idOnly(keyId) }),
  }
  return {
    createKey: createKeyOnce(
      {
        encode: (input) => request('CreateKey', createParameters(input)),
        decode: decodeMetadata,
        refuses: {
          name: 'Alibaba Cloud names keys by alias only; call createAlias',
          multiRegion: 'Alibaba Cloud has no multi-Region keys',
        },
      },
      findByTag(request, region),
    ),
    describeKey: {
      encode: ({ keyId }) => request('DescribeKey', { KeyId: idAliasOrArn(keyId) }),
      decode: decodeMetadata,
      refuses: { grantTokens: NO_GRANTS },
    },
    listKeys: {
      encode: (input) => {
        const { number, size } = pageOf(input)
        return request('ListKeys', { PageNumber: number, PageSize: size, Filters: filters(input.filter) })
      },
      decode: (reply, input) => {
        const { Keys: keys, TotalCount } = keyPage().parse(reply)
        return present({
          keys: keys.map(({ KeyId, KeyArn }) => present({ keyId: KeyId, keyArn: KeyArn })),
          cursor: cursorAfter(pageOf(input), keys.length, TotalCount),
          total: TotalCount,
        })
      },
    },
    updateKeyDescription: {
      encode: ({ keyId, description }) =>
        request('UpdateKeyDescription', { KeyId: idOnly(keyId), Description: description }),
      decode: () => ({}),
    },
    enableKey: stateChange(request, 'EnableKey'),
    disableKey: stateChange(request, 'DisableKey'),
    cancelKeyDeletion: stateChange(request, 'CancelKeyDeletion'),
    scheduleKeyDeletion: {
      run: (input, call) => call.codec(scheduleDeletion, input).catch((error) => rethrow(error, input.keyId, call)),
    },
    setDeletionProtection: {
      encode: ({ keyId, enabled, description }) => {
        if (!enabled && description !== undefined) {
          const problem = 'description: takes effect only when protection is switched on; leave it out'
          throw new KmsFailure({ code: 'InvalidInput', field: 'description' }, problem)
        }
        const id = idOnly(keyId)
        // The ARN is the older of the two ways to name the key, and the only one that reaches other accounts' keys.
        const target = id === keyId ? { KeyId: id } : { ProtectedResourceArn: keyId }
        return request('SetDeletionProtection', {
          ...target,
          EnableDeletionProtection: enabled,
          DeletionProtectionDescription: description,
        })
      },
      decode: () => ({}),
    },
  }
}

function stateChange(request: ActionRequest, action: string): Codec<{ keyId: string }, { keyId: string }> {
  return {
    encode: ({ keyId }) => request(action, { KeyId: idOnly(keyId) }),
    decode: (_reply, { keyId }) => ({ keyId: idOnly(keyId) }),
  }
}

const keyPage = once(() =>
  z.object({
    Keys: nested('Key', z.object({ KeyId: someText, KeyArn: optionalText })),
    TotalCount: z.optional(count),
  }),
)

/** Spec, usage and origin always go along: pages disagree on the defaults, and regions differ. */
function createParameters(input: Input<'createKey'>) {
  const spec = input.spec ?? 'AES_256'
  return {
    KeySpec: specs.encode('spec', spec),
    KeyUsage: usages.encode('usage', input.usage ?? defaultUsage(spec)),
    Origin: origins.encode('origin', input.origin ?? 'PROVIDER'),
    Description: input.description,
    ProtectionLevel: input.protectionLevel,
    DKMSInstanceId: input.keyStoreId,
    Policy: input.policy,
    Tags: input.tags === undefined ? undefined : tagsParameter(input.tags),
  }
}

/** The service's own, as its newest SDK tells: a key that can sign is for signing. */
function defaultUsage(spec: KeySpec): KeyUsage {
  return /^(AES|SM4)/.test(spec) ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY'
}

/** `Filters`: entries are AND-ed, values of an entry OR-ed. */
function filters(filter: Input<'listKeys'>['filter']): string | undefined {
  if (filter === undefined) return undefined
  if (filter.origins !== undefined) {
    const problem = 'filter.origins: Alibaba Cloud filters by state, spec and usage only; describeKey tells the origin'
    throw new KmsFailure({ code: 'Unsupported', field: 'filter.origins' }, problem)
  }
  const absent = filter.states?.find((state) => !PROVIDER_STATES.some((one) => one === state))
  if (absent !== undefined) {
    const problem = `filter.states: no key of Alibaba Cloud is ever ${absent}; allowed are ${PROVIDER_STATES.join(', ')}`
    throw new KmsFailure({ code: 'Unsupported', field: 'filter.states' }, problem)
  }
  const entries = [
    { Key: 'KeyState', Values: filter.states },
    { Key: 'KeySpec', Values: filter.specs?.map((spec) => specs.encode('filter.specs', spec)) },
    { Key: 'KeyUsage', Values: filter.usages?.map((usage) => usages.encode('filter.usages', usage)) },
  ].filter(({ Values }) => Values !== undefined)
  return entries.length === 0 ? undefined : JSON.stringify(entries)
}

/**
 * No page says which code a deletion-protected key gets, so after a refusal that nothing else explains the key is
 * asked. Failing to read it leaves the refusal as it was.
 */
async function rethrow(error: unknown, keyId: string, call: Caller): Promise<never> {
  if (!isKmsError(error) || error.httpStatus === undefined || error.httpStatus >= 500) throw error
  if (!['InvalidKeyState', 'Unmapped', 'Unsupported', 'AccessDenied', 'InvalidInput'].includes(error.code)) throw error
  const key = await call.operation('describeKey', { keyId }).catch(() => undefined)
  if (!key?.deletionProtection || key.state === 'PendingDeletion') throw error
  const message = error.message.replace(`: ${error.code}`, ': DeletionProtected')
  const how = 'deletion protection is on; setDeletionProtection switches it off'
  throw new KmsError(`${message} (${how})`, { ...error, code: 'DeletionProtected' })
}
