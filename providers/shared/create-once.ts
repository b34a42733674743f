import type { Input, Output } from '../../src/operations/index.ts'
import type { Caller, Codec, Composite } from '../../src/provider.ts'

/** The tag that carries `idempotencyTag`. */
export const IDEMPOTENCY_TAG = 'polykms-idempotency'

/** Keys whose tags are read at the same time: a few, as the quotas for reading tags are small. */
const KEYS_AT_ONCE = 8

type CreateKey = Codec<Input<'createKey'>, Output<'createKey'>>
type FindByTag = (value: string, call: Caller) => Promise<string | undefined>

/** The input with its one-time tag among the others. */
export function taggedOnce({ idempotencyTag, ...input }: Input<'createKey'>): Input<'createKey'> {
  return idempotencyTag === undefined ? input : { ...input, tags: { ...input.tags, [IDEMPOTENCY_TAG]: idempotencyTag } }
}

/** createKey of a cloud whose keys have no unique name: after an unclear failure the key is found by its one-time tag. */
export function createKeyOnce(
  codec: CreateKey,
  find: FindByTag = findByReadingTags,
): Composite<Input<'createKey'>, Output<'createKey'>> {
  const { refuses } = codec
  return {
    run: (input, call) => {
      const { idempotencyTag: value } = input
      if (value === undefined) return call.codec(codec, input)
      return call.codec(codec, taggedOnce(input), async () => {
        const keyId = await find(value, call)
        return keyId === undefined ? undefined : call.operation('describeKey', { keyId })
      })
    },
    ...(refuses === undefined ? {} : { refuses }),
  }
}

/** Where keys cannot be searched by tag: lists all keys and reads the tags of each. */
async function findByReadingTags(value: string, call: Caller): Promise<string | undefined> {
  let cursor: string | undefined
  do {
    const page = await call.operation('listKeys', cursor === undefined ? {} : { cursor })
    for (let at = 0; at < page.keys.length; at += KEYS_AT_ONCE) {
      const keyIds = page.keys.slice(at, at + KEYS_AT_ONCE).map(({ keyId }) => keyId)
      const carries = await Promise.all(keyIds.map((keyId) => hasTag(keyId, value, call)))
      const found = keyIds[carries.indexOf(true)]
      if (found !== undefined) return found
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}

async function hasTag(keyId: string, value: string, call: Caller): Promise<boolean> {
  let cursor: string | undefined
  do {
    const asked = cursor === undefined ? { keyId } : { keyId, cursor }
    // A key whose tags the caller may not read cannot be told from others: it counts as one without the tag.
    const page = await call.operation('listKeyTags', asked).catch(() => undefined)
    if (page?.tags[IDEMPOTENCY_TAG] === value) return true
    cursor = page?.cursor
  } while (cursor !== undefined)
  return false
}
