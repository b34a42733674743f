import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const tagKey = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Values by name, as many as `kms.limits.tagsPerCall` allows. */
      tags: f.tags,
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { tags: 'tagsPerCall' },
})

export const untagKey = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Names of the tags that go, as many as `kms.limits.tagsPerCall` allows. */
      tagKeys: z.array(f.someText),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { tagKeys: 'tagsPerCall' },
})

export const listKeyTags = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Items per page, within `kms.limits.tagPageItems`; absent: the cloud's own number. AWS, Q-KMS. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before; absent: the first page. AWS, Q-KMS. */
      cursor: z.optional(f.cursor),
    }),
  output: () =>
    z.object({
      /** Values by name. */
      tags: z.record(f.text, f.text),
      /** Present while there is more: give it to the next call. */
      cursor: z.optional(f.text),
    }),
  target: 'key',
  limits: { limit: 'tagPageItems' },
})
