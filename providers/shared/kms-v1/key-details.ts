import * as z from 'zod/mini'
import type { Output } from '../../../src/operations/index.ts'
import { present } from '../present.ts'
import { someText } from '../schemas.ts'
import { maybe, time, word } from './values.ts'
import { ALL_KEY_SPECS, KEY_USAGES, keyState, ownWord } from './vocabulary.ts'

/** The description of a key, as describe-key and list-keys give it; older replies leave fields out. */
export const keyDetails = z.object({
  key_id: someText,
  key_state: word,
  key_spec: maybe(z.string()),
  key_usage: maybe(z.string()),
  origin: maybe(z.string()),
  keystore_id: maybe(z.string()),
  key_alias: maybe(z.string()),
  key_description: z.nullish(z.string()),
  creation_date: maybe(time),
  scheduled_deletion_date: maybe(time),
  expiration_time: maybe(time),
  default_key_flag: maybe(word),
})

/** `key_alias` is the key's one name; the aliases that start with `alias/` are something else. */
export function toMetadata(details: z.output<typeof keyDetails>): Output<'describeKey'> {
  return present({
    keyId: details.key_id,
    state: keyState(details.key_state),
    providerState: details.key_state,
    spec: ownWord(ALL_KEY_SPECS, details.key_spec),
    providerSpec: details.key_spec,
    usage: ownWord(KEY_USAGES, details.key_usage),
    origin: originOf(details.origin, details.keystore_id),
    createdAt: details.creation_date,
    deletionDate: details.scheduled_deletion_date,
    name: details.key_alias,
    description: details.key_description ?? undefined,
    materialExpiresAt: details.expiration_time,
    manager: managerOf(details.default_key_flag),
  })
}

// Stores 0, 1 and 2 are the cloud's own; any other is a customer's:
// https://github.com/huaweicloud/huaweicloud-sdk-python-v3 huaweicloudsdkkms/v2/model/create_key_request_body.py
const SHARED_STORES: ReadonlySet<string | undefined> = new Set([undefined, '0', '1', '2'])

function originOf(origin: string | undefined, store: string | undefined): Output<'describeKey'>['origin'] {
  if (origin === 'external') return 'EXTERNAL'
  if (origin !== 'kms') return 'UNKNOWN'
  return SHARED_STORES.has(store) ? 'PROVIDER' : 'KEY_STORE'
}

function managerOf(flag: string | undefined): Output<'describeKey'>['manager'] {
  if (flag === undefined) return undefined
  return flag === '1' ? 'PROVIDER' : flag === '0' ? 'CUSTOMER' : 'UNKNOWN'
}
