import * as z from 'zod/mini'
import type { Input } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { bareKeyId, type Dialect, pathPart, request } from './dialect.ts'
import { noOutput } from './values.ts'

const ONE_PAGE = 'this cloud returns all tags of a key at once'

const tagList = once(() =>
  z.object({ tags: z.nullish(z.array(z.object({ key: z.string(), value: z.nullish(z.string()) }))) }),
)

export function tagging(dialect: Dialect): Pick<Bindings, 'tagKey' | 'untagKey' | 'listKeyTags'> {
  const path = (keyId: string) => `/v1.0/{project_id}/kms/${pathPart(bareKeyId(keyId), 'keyId')}/tags`
  const remove: Codec<{ readonly keyId: string; readonly tagKey: string }, Record<string, never>> = {
    // A tag that is gone answers 404 KMS.0416.
    idempotent: false,
    encode: ({ keyId, tagKey }) => request(dialect, 'DELETE', `${path(keyId)}/${pathPart(tagKey, 'tagKeys')}`),
    decode: noOutput,
  }
  return {
    tagKey: {
      encode: ({ keyId, tags }) =>
        request(dialect, 'POST', `${path(keyId)}/action`, { action: 'create', tags: wireTags(tags) }),
      decode: noOutput,
    },
    untagKey: {
      // Deleting several at once wants their values too, which the caller may not know.
      run: async ({ keyId, tagKeys }, call) => {
        for (const tagKey of tagKeys) await call.codec(remove, { keyId, tagKey })
        return {}
      },
    },
    listKeyTags: {
      refuses: { limit: ONE_PAGE, cursor: ONE_PAGE },
      encode: ({ keyId }) => request(dialect, 'GET', path(keyId)),
      decode: (reply) => {
        const { tags } = tagList().parse(reply)
        return { tags: Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value ?? ''])) }
      },
    },
  }
}

export function wireTags(tags: Input<'tagKey'>['tags']): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}
