import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { isKmsError, KmsFailure, withKeyId } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Codec, Composite } from '../../../src/provider.ts'
import { type Dialect, post } from './dialect.ts'
import { keyIdReply, oneOf } from './values.ts'
import { KEY_USAGES, wireWord } from './vocabulary.ts'

/** create-key answers with an id alone and takes no tags, so it is up to three requests. */
export function createKey(dialect: Dialect): Composite<Input<'createKey'>, Output<'createKey'>> {
  const create: Codec<Input<'createKey'>, string> = {
    encode: ({ name, spec, usage, origin, description, keyStoreId }) =>
      post(dialect, 'create-key', {
        key_alias: name,
        key_spec: spec && wireWord(dialect.keySpecs, spec, 'spec'),
        key_usage: usage && wireWord(KEY_USAGES, usage, 'usage'),
        key_description: description,
        origin: wireOrigin(origin, keyStoreId),
        keystore_id: keyStoreId,
      }),
    decode: (reply) => z.object({ key_info: oneOf(keyIdReply) }).parse(reply).key_info.key_id,
  }
  return {
    refuses: {
      multiRegion: 'create-key has no such field',
      protectionLevel: 'every key of this cloud is kept in hardware; there is nothing to choose',
      policy: 'keys of this cloud have no policy: access is given by IAM policies and grants',
      ...(dialect.keyStores ? {} : { keyStoreId: 'this cloud has no key stores' }),
    },
    run: async (input, call) => {
      // The name is mandatory and unique here, and unknown to the other clouds.
      const keyId = await call.codec(create, { ...input, name: input.name ?? `key-${randomUUID()}` })
      return naming(keyId, async () => {
        const { tags = {} } = input
        if (Object.keys(tags).length > 0) await call.operation('tagKey', { keyId, tags })
        return call.operation('describeKey', { keyId })
      })
    },
  }
}

/** A key in a store is told by the store; its `origin` on the wire is still `kms`. */
function wireOrigin(origin: Input<'createKey'>['origin'], keyStoreId: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  if (origin === 'KEY_STORE' && keyStoreId === undefined) {
    throw new KmsFailure({ code: 'InvalidInput', field: 'keyStoreId' }, 'keyStoreId: needed with origin KEY_STORE')
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
