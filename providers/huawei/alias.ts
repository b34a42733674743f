import * as z from 'zod/mini'
import { KmsFailure } from '../../src/errors.ts'
import type { Input, Output } from '../../src/operations/index.ts'
import type { Bindings, Caller, Codec } from '../../src/provider.ts'
import { bareKeyId, type Dialect, post, request } from '../shared/kms-v1/dialect.ts'
import { maybe, noOutput, oneOf, time, word } from '../shared/kms-v1/values.ts'
import { once } from '../shared/once.ts'

const ALIASES = '/v1.0/{project_id}/kms/aliases'

const aliasPage = z.object({
  aliases: z.nullish(
    z.array(
      z.object({
        alias: z.string(),
        alias_urn: maybe(z.string()),
        key_id: maybe(z.string()),
        create_time: maybe(time),
        update_time: maybe(time),
      }),
    ),
  ),
  page_info: z.nullish(z.object({ next_marker: maybe(word) })),
})

const aliasReply = once(() => oneOf(aliasPage))

/**
 * Aliases: many per key, all starting with `alias/`. The one name of a key, `key_alias`, is something else.
 *
 * @see https://github.com/huaweicloud/terraform-provider-huaweicloud huaweicloud/services/dew/resource_huaweicloud_kms_alias.go
 */
export function aliasing(
  dialect: Dialect,
): Pick<Bindings, 'createAlias' | 'updateAlias' | 'deleteAlias' | 'listAliases'> {
  const remove: Codec<{ readonly alias: string; readonly keyId: string }, Record<string, never>> = {
    encode: ({ alias, keyId }) => request(dialect, 'DELETE', ALIASES, { key_id: keyId, aliases: [alias] }),
    decode: noOutput,
  }
  return {
    createAlias: {
      encode: ({ alias, keyId }) => request(dialect, 'POST', ALIASES, { key_id: bareKeyId(keyId), alias }),
      decode: noOutput,
    },
    updateAlias: {
      encode: ({ alias, keyId }) => post(dialect, 'alias/associate', { alias, target_key_id: bareKeyId(keyId) }),
      decode: noOutput,
    },
    deleteAlias: {
      run: async ({ alias }, call) => call.codec(remove, { alias, keyId: await keyOfAlias(alias, call) }),
    },
    listAliases: {
      encode: ({ keyId, limit, cursor }) => {
        const query = new URLSearchParams()
        if (keyId !== undefined) query.set('key_id', bareKeyId(keyId))
        if (limit !== undefined) query.set('limit', String(limit))
        if (cursor !== undefined) query.set('marker', cursor)
        const search = query.toString().replaceAll('+', '%20')
        return request(dialect, 'GET', search === '' ? ALIASES : `${ALIASES}?${search}`)
      },
      decode: readAliases,
    },
  }
}

/** The request to delete an alias names its key too. */
async function keyOfAlias(alias: string, call: Caller): Promise<string> {
  let cursor: string | undefined
  do {
    const asked: Input<'listAliases'> = cursor === undefined ? {} : { cursor }
    const page = await call.operation('listAliases', asked)
    const keyId = page.aliases.find((entry) => entry.alias === alias)?.keyId
    if (keyId !== undefined) return keyId
    cursor = page.cursor
  } while (cursor !== undefined)
  throw new KmsFailure({ code: 'AliasNotFound' }, `there is no ${alias}; listAliases shows those there are`)
}

// The SDK's model is a list of such objects; the Terraform provider reads one object.
function readAliases(reply: unknown): Output<'listAliases'> {
  const { aliases, page_info: info } = aliasReply().parse(reply)
  return {
    aliases: (aliases ?? []).map((entry) => ({
      alias: entry.alias,
      ...(entry.alias_urn !== undefined && { aliasArn: entry.alias_urn }),
      ...(entry.key_id !== undefined && { keyId: entry.key_id }),
      ...(entry.create_time !== undefined && { createdAt: entry.create_time }),
      ...(entry.update_time !== undefined && { updatedAt: entry.update_time }),
    })),
    ...(info?.next_marker !== undefined && { cursor: info.next_marker }),
  }
}
