import * as z from 'zod/mini'
import { present } from '../present.ts'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { cursorOf, items, nothing, optional, pageOf, text, timestamp } from './reply.ts'

export function aliasCodecs(dialect: Dialect): Codecs<'createAlias' | 'updateAlias' | 'deleteAlias' | 'listAliases'> {
  return {
    createAlias: codec(dialect, {
      action: 'CreateAlias',
      members: (input) => ({ AliasName: input.alias, TargetKeyId: input.keyId }),
      reply: () => nothing,
      output: () => ({}),
    }),
    updateAlias: codec(dialect, {
      action: 'UpdateAlias',
      members: (input) => ({ AliasName: input.alias, TargetKeyId: input.keyId }),
      reply: () => nothing,
      output: () => ({}),
    }),
    deleteAlias: codec(dialect, {
      action: 'DeleteAlias',
      members: (input) => ({ AliasName: input.alias }),
      reply: () => nothing,
      output: () => ({}),
    }),
    listAliases: codec(dialect, {
      action: 'ListAliases',
      members: (input) => ({ KeyId: input.keyId, Limit: input.limit, Marker: input.cursor }),
      reply: () =>
        pageOf({
          Aliases: items(
            z.object({
              AliasName: text,
              AliasArn: optional(text),
              TargetKeyId: optional(text),
              CreationDate: optional(timestamp),
              LastUpdatedDate: optional(timestamp),
            }),
          ),
        }),
      output: (reply) => ({
        aliases: reply.Aliases.map((entry) =>
          present({
            alias: entry.AliasName,
            aliasArn: entry.AliasArn,
            keyId: entry.TargetKeyId,
            createdAt: entry.CreationDate,
            updatedAt: entry.LastUpdatedDate,
          }),
        ),
        cursor: cursorOf(reply),
      }),
    }),
  }
}
