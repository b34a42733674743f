import * as z from 'zod/mini'
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
  input: () => z.strictObject({ keyId: f.keyReference, tagKeys: z.array(f.someText) }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { tagKeys: 'tagsPerCall' },
})

export const listKeyTags = operation({
  input: () => z.strictObject({ keyId: f.keyReference, limit: z.optional(f.limit), cursor: z.optional(f.cursor) }),
  output: () => z.object({ tags: z.record(f.text, f.text), cursor: z.optional(f.text) }),
  target: 'key',
  limits: { limit: 'tagPageItems' },
})
