import * as z from 'zod/mini'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { cursorOf, items, nothing, pageOf, text } from './reply.ts'

/** A record of tags as the list that goes out. */
export function writeTags(tags: Readonly<Record<string, string>> | undefined) {
  return tags && Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
}

export function tagCodecs(dialect: Dialect): Codecs<'tagKey' | 'untagKey' | 'listKeyTags'> {
  return {
    tagKey: codec(dialect, {
      action: 'TagResource',
      members: (input) => ({ KeyId: input.keyId, Tags: writeTags(input.tags) }),
      reply: () => nothing,
      output: () => ({}),
    }),
    untagKey: codec(dialect, {
      action: 'UntagResource',
      members: (input) => ({ KeyId: input.keyId, TagKeys: input.tagKeys }),
      reply: () => nothing,
      output: () => ({}),
    }),
    listKeyTags: codec(dialect, {
      action: 'ListResourceTags',
      members: (input) => ({ KeyId: input.keyId, Limit: input.limit, Marker: input.cursor }),
      reply: () => pageOf({ Tags: items(z.object({ TagKey: text, TagValue: text })) }),
      output: (reply) => ({
        tags: Object.fromEntries(reply.Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
        cursor: cursorOf(reply),
      }),
    }),
  }
}
