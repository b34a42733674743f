import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const createAlias = operation({
  input: () => z.strictObject({ alias: f.aliasName, keyId: f.keyReference }),
  output: () => f.acknowledgement,
  target: 'alias',
  mutates: true,
  idempotent: false,
  limits: { alias: 'aliasCharacters' },
})

export const updateAlias = operation({
  input: () => z.strictObject({ alias: f.aliasName, keyId: f.keyReference }),
  output: () => f.acknowledgement,
  target: 'alias',
  mutates: true,
  limits: { alias: 'aliasCharacters' },
})

export const deleteAlias = operation({
  input: () => z.strictObject({ alias: f.aliasName }),
  output: () => f.acknowledgement,
  target: 'alias',
  mutates: true,
  idempotent: false,
  limits: { alias: 'aliasCharacters' },
})

export const listAliases = operation({
  input: () =>
    z.strictObject({
      /** Only the aliases of this key. */
      keyId: z.optional(f.keyReference),
      limit: z.optional(f.limit),
      cursor: z.optional(f.cursor),
    }),
  output: () =>
    z.object({
      aliases: z.array(
        z.object({
          alias: f.text,
          aliasArn: z.optional(f.text),
          keyId: z.optional(f.text),
          createdAt: z.optional(f.date),
          updatedAt: z.optional(f.date),
        }),
      ),
      cursor: z.optional(f.text),
      total: z.optional(f.total),
    }),
  target: 'account',
  limits: { limit: 'aliasPageItems' },
})
