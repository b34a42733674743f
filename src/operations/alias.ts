import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const aliasAndKey = {
  /** Starts with `alias/`; at most `kms.limits.aliasCharacters` characters. */
  alias: f.aliasName,
  /** The key that the alias is to stand for: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
  keyId: f.keyReference,
}

export const createAlias = operation({
  input: () => z.strictObject(aliasAndKey),
  output: () => f.acknowledgement,
  target: 'alias',
  mutates: true,
  idempotent: false,
  limits: { alias: 'aliasCharacters' },
})

export const updateAlias = operation({
  input: () => z.strictObject(aliasAndKey),
  output: () => f.acknowledgement,
  target: 'alias',
  mutates: true,
  limits: { alias: 'aliasCharacters' },
})

export const deleteAlias = operation({
  input: () =>
    z.strictObject({
      /** Starts with `alias/`; at most `kms.limits.aliasCharacters` characters. */
      alias: f.aliasName,
    }),
  output: () => f.acknowledgement,
  target: 'alias',
  mutates: true,
  idempotent: false,
  limits: { alias: 'aliasCharacters' },
})

export const listAliases = operation({
  input: () =>
    z.strictObject({
      /** Only the aliases of this key; its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: z.optional(f.keyReference),
      /** Items per page, within `kms.limits.aliasPageItems`; absent: the cloud's own number. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before; absent: the first page. */
      cursor: z.optional(f.cursor),
    }),
  output: () =>
    z.object({
      /** The aliases of this page. */
      aliases: z.array(
        z.object({
          /** The whole name, `alias/` included. */
          alias: f.text,
          /** ARN of the alias, where the reply has it. */
          aliasArn: z.optional(f.text),
          /** Id of the key that it stands for; absent where the reply names none. */
          keyId: z.optional(f.text),
          /** When the alias was made, where the reply has it. */
          createdAt: z.optional(f.date),
          /** When the alias was last changed, where the reply has it. */
          updatedAt: z.optional(f.date),
        }),
      ),
      /** Present while there is more: give it to the next call. */
      cursor: z.optional(f.text),
      /** Items on all pages together, where the reply has it: Alibaba. */
      total: z.optional(f.total),
    }),
  target: 'account',
  limits: { limit: 'aliasPageItems' },
})
