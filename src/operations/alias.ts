import * as z from 'zod'
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
      keyId: f.keyReference.optional(),
      limit: f.limit.optional(),
      cursor: f.cursor.optional(),
    }),
  output: () =>
    z.object({
      aliases: z.array(
        z.object({
          alias: f.text,
          aliasArn: f.text.optional(),
          keyId: f.text.optional(),
          createdAt: f.date.optional(),
          updatedAt: f.date.optional(),
        }),
      ),
      cursor: f.text.optional(),
      total: f.total.optional(),
    }),
  target: 'account',
  limits: { limit: 'aliasPageItems' },
})
