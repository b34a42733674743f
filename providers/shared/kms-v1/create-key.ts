import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { isKmsError, KmsFailure, withKeyId } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Caller, Codec, Composite } from '../../../src/provider.ts'
import { taggedOnce } from '../create-once.ts'
import { once } from '../once.ts'
import { type Dialect, post } from './dialect.ts'
import { keyIdReply, oneOf } from './values.ts'
import { KEY_USAGES, wireWord } from './vocabulary.ts'

const created = once(() => z.object({ key_info: oneOf(keyIdReply) }))

/** create-key answers with an id alone and takes no tags, so it is up to three requests. */
export function createKey(dialect: Dialect): Composite<Input<'createKey'>, Output<'createKey'>> {
  const create: Codec<Input<'createKey'>, string> = {
    // A second key of the same name is refused (KMS.1104), so the request can be repeated without making one.
    idempotent: true,
    encode: ({ name, spec, usage, origin, description, keyStoreId }) =>
      post(dialect, 'create-key', {
        key_alias: name,
        key_spec: spec && wireWord(dialect.keySpecs, spec, 'spec'),
        key_usage: usage && wireWord(KEY_USAGES, usage, 'usage'),
        key_description: description,
        origin: wireOrigin(origin, keyStoreId),
        keystore_id: keyStoreId,
      }),
    decode: (reply) => created().parse(reply).key_info.key_id,
  }
  return {
    refuses: {
      multiRegion: 'create-key has no such field',
      protectionLevel: 'every key of this cloud is kept in hardware; there is nothing to choose',
      policy: 'keys of this cloud have no policy: access is given by IAM policies and grants',
      ...(dialect.keyStores ? {} : { keyStoreId: 'this cloud has no key stores' }),
    },
    run: async (given, call) => {
      const input = taggedOnce(given)
      // The name is mandatory and unique here, and unknown to the other clouds.
      const named = { ...input, name: input.name ?? `key-${randomUUID()}` }
      const keyId = await call.codec(create, named, () => findCreated(named, call))
      return naming(keyId, async () => {
        const { tags = {} } = input
        if (Object.keys(tags).length > 0) await call.operation('tagKey', { keyId, tags })
        return call.operation('describeKey', { keyId })
      })
    },
  }
}

/** How far the service's clock may be behind ours before a key of this call is taken for somebody's older one. */
const CLOCK_TOLERANCE_MS = 60_000
/** Keys per page when one is looked for: as many as a page can have. */
const LOOK_UP_KEYS = 1000

/**
 * The key of that name, if this call has made it: it is not older than the call, and as it was asked for. An older one
 * is somebody's who used the name before.
 */
async function findCreated(wanted: Input<'createKey'>, call: Caller): Promise<string | undefined> {
  let cursor: string | undefined
  do {
    const page = await call.operation('listKeys', { limit: LOOK_UP_KEYS, ...(cursor !== undefined && { cursor }) })
    for (const { keyId, metadata } of page.keys) {
      if (metadata === undefined || metadata.name !== wanted.name) continue
      const { createdAt, spec, description = '' } = metadata
      const isNew = createdAt !== undefined && createdAt.getTime() >= call.startedMs - CLOCK_TOLERANCE_MS
      const fits = spec === (wanted.spec ?? spec) && description === (wanted.description ?? '')
      return isNew && fits ? keyId : undefined
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}

/** A key in a store is told by the store; its `origin` on the wire is still `kms`. */
function wireOrigin(origin: Input<'createKey'>['origin'], keyStoreId: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  if (origin === 'KEY_STORE' && keyStoreId === undefined) {
    throw new KmsFailure(
      { code: 'InvalidInput', field: 'keyStoreId' },
      'keyStoreId: is needed with origin KEY_STORE: the id of the store',
    )
  }
  return origin === 'EXTERNAL' ? 'external' : 'kms'
}

/** Runs what follows the creation: should it fail, the error names the key that is already there. */
async function naming<T>(keyId: string, rest: () => Promise<T>): Promise<T> {
  try {
    return await rest()
  } catch (error) {
    if (isKmsError(error)) throw withKeyId(error, keyId)
    throw error instanceof KmsFailure ? new KmsFailure({ ...error.facts, keyId }, error.message) : error
  }
}
