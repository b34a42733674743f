import * as z from 'zod/mini'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { mapped, someText } from '../schemas.ts'
import { createKey } from './create-key.ts'
import { bareKeyId, type Dialect, NO_GRANT_TOKENS, post } from './dialect.ts'
import { keyDetails, toMetadata } from './key-details.ts'
import { listKeys } from './list-keys.ts'
import { noOutput, oneOf, word } from './values.ts'
import { keyState } from './vocabulary.ts'

const described = once(() => z.object({ key_info: oneOf(keyDetails) }))

/** Days until a key is gone when the caller does not say: both clouds want a number. */
export const DEFAULT_PENDING_DAYS = 30

type Lifecycle = Pick<
  Bindings,
  | 'createKey'
  | 'describeKey'
  | 'listKeys'
  | 'updateKeyDescription'
  | 'updateKeyName'
  | 'enableKey'
  | 'disableKey'
  | 'scheduleKeyDeletion'
  | 'cancelKeyDeletion'
>

export function lifecycle(dialect: Dialect): Lifecycle {
  return {
    createKey: createKey(dialect),
    describeKey: {
      refuses: { grantTokens: NO_GRANT_TOKENS },
      encode: ({ keyId }) => post(dialect, 'describe-key', { key_id: keyId }),
      decode: (reply) => toMetadata(described().parse(reply).key_info),
    },
    listKeys: listKeys(dialect),
    updateKeyDescription: {
      encode: ({ keyId, description }) =>
        post(dialect, 'update-key-description', { key_id: bareKeyId(keyId), key_description: description }),
      decode: noOutput,
    },
    updateKeyName: {
      encode: ({ keyId, name }) => post(dialect, 'update-key-alias', { key_id: bareKeyId(keyId), key_alias: name }),
      decode: noOutput,
    },
    enableKey: stateChange(dialect, 'enable-key'),
    disableKey: stateChange(dialect, 'disable-key'),
    scheduleKeyDeletion: {
      encode: ({ keyId, pendingDays = DEFAULT_PENDING_DAYS }) =>
        post(dialect, 'schedule-key-deletion', { key_id: bareKeyId(keyId), pending_days: String(pendingDays) }),
      decode: newState,
    },
    cancelKeyDeletion: stateChange(dialect, 'cancel-key-deletion'),
  }
}

function stateChange(
  dialect: Dialect,
  verb: string,
): Codec<Input<'enableKey' | 'disableKey' | 'cancelKeyDeletion'>, Output<'enableKey'>> {
  return {
    // A repetition is refused: KMS.1201, KMS.1301 and KMS.1501 mean that the key is already there.
    idempotent: false,
    encode: ({ keyId }) => post(dialect, verb, { key_id: bareKeyId(keyId) }),
    decode: newState,
  }
}

const status = z.object({ key_id: someText, key_state: word })
/** Enabling and disabling wrap the status in `key_info`, scheduling and cancelling do not. */
const changed = once(() =>
  z.union([mapped(z.object({ key_info: oneOf(status) }), ({ key_info: info }) => info), status]),
)

function newState(reply: unknown): Output<'enableKey'> {
  const { key_id: keyId, key_state: state } = changed().parse(reply)
  return { keyId, state: keyState(state) }
}
