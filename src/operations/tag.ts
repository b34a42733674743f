import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const tagKey = operation({
  input: () => z.strictObject({ keyId: f.keyReference, tags: f.tags }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { tags: 'tagsPerCall' },
})

export const untagKey = operation({
  input: () => z.strictObject({ keyId: f.keyReference, tagKeys: z.array(z.string().min(1)) }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { tagKeys: 'tagsPerCall' },
})

export const listKeyTags = operation({
  input: () => z.strictObject({ keyId: f.keyReference, limit: f.limit.optional(), cursor: f.cursor.optional() }),
  output: () => z.object({ tags: z.record(f.text, f.text), cursor: f.text.optional() }),
  target: 'key',
  limits: { limit: 'tagPageItems' },
})
