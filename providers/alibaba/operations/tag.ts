import * as z from 'zod/mini'
import type { Bindings, Caller, Codec } from '../../../src/provider.ts'
import { IDEMPOTENCY_TAG } from '../../shared/create-once.ts'
import { once } from '../../shared/once.ts'
import { someText } from '../../shared/schemas.ts'
import { idAliasOrArn, idOnly } from '../reference.ts'
import { nested } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'

const tagList = once(() => z.object({ Tags: nested('Tag', z.object({ TagKey: z.string(), TagValue: z.string() })) }))

const NO_PAGES = 'ListResourceTags returns all tags of a key at once'

export function tags(request: ActionRequest): Pick<Bindings, 'tagKey' | 'untagKey' | 'listKeyTags'> {
  return {
    tagKey: {
      encode: ({ keyId, tags: given }) =>
        request('TagResource', { KeyId: idAliasOrArn(keyId), Tags: tagsParameter(given) }),
      decode: () => ({}),
    },
    untagKey: {
      encode: ({ keyId, tagKeys }) =>
        request('UntagResource', { KeyId: idOnly(keyId), TagKeys: JSON.stringify(tagKeys) }),
      decode: () => ({}),
    },
    listKeyTags: {
      encode: ({ keyId }) => request('ListResourceTags', { KeyId: idOnly(keyId) }),
      decode: (reply) => ({
        tags: Object.fromEntries(
          tagList()
            .parse(reply)
            .Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]),
        ),
      }),
      refuses: { limit: NO_PAGES, cursor: NO_PAGES },
    },
  }
}

const tagged = once(() => z.object({ TagResources: nested('TagResource', z.object({ ResourceId: someText })) }))

/** Finds the key with a one-time tag in one request. */
export function findByTag(request: ActionRequest, region: string) {
  const search: Codec<string, string | undefined> = {
    encode: (value) =>
      request('ListTagResources', {
        RegionId: region,
        ResourceType: 'key',
        'Tag.1.Key': IDEMPOTENCY_TAG,
        'Tag.1.Value': value,
      }),
    decode: (reply) => tagged().parse(reply).TagResources[0]?.ResourceId,
    idempotent: true,
  }
  return (value: string, call: Caller) => call.codec(search, value)
}

/** `Tags` is JSON text that the caller builds. */
export function tagsParameter(given: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(given).map(([TagKey, TagValue]) => ({ TagKey, TagValue })))
}
