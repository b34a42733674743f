import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'
import { keyMetadata } from './lifecycle.ts'

export const replicateKey = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Where the replica goes. */
      region: f.someText,
      /** Huawei: required, the replica's name. */
      name: z.optional(f.someText),
      /** Huawei: required, the project in the other region. */
      projectId: z.optional(f.someText),
      description: z.optional(f.text),
      tags: z.optional(f.tags),
      policy: z.optional(f.someText),
    }),
  output: () =>
    z.object({
      keyId: f.text,
      keyArn: z.optional(f.text),
      region: f.text,
      /** The replica, where the cloud describes it. */
      metadata: z.optional(keyMetadata),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
  limits: { description: 'descriptionCharacters', policy: 'policyCharacters', tags: 'tagsPerCall' },
})

export const updatePrimaryRegion = operation({
  input: () => z.strictObject({ keyId: f.keyReference, region: f.someText }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  idempotent: false,
})
