import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'
import { keyMetadata } from './lifecycle.ts'

export const replicateKey = operation({
  input: () =>
    z.strictObject({
      /** The multi-Region key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Where the replica goes. */
      region: f.someText,
      /** Huawei: required, the replica's name. */
      name: z.optional(f.someText),
      /** Huawei: required, the project in the other region. */
      projectId: z.optional(f.someText),
      /** The replica's own text for people, at most `kms.limits.descriptionCharacters` characters. */
      description: z.optional(f.text),
      /** The replica's own tags: values by name, as many as `kms.limits.tagsPerCall` allows. */
      tags: z.optional(f.tags),
      /** AWS, Q-KMS: the replica's own policy as JSON text, at most `kms.limits.policyCharacters` characters. */
      policy: z.optional(f.someText),
    }),
  output: () =>
    z.object({
      /** The bare id of the replica. */
      keyId: f.text,
      /** ARN of the replica, where the reply has it. */
      keyArn: z.optional(f.text),
      /** Where the replica is. */
      region: f.text,
      /** The replica, where the reply describes it: AWS, Q-KMS. */
      metadata: z.optional(keyMetadata),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
  limits: { description: 'descriptionCharacters', policy: 'policyCharacters', tags: 'tagsPerCall' },
})

export const updatePrimaryRegion = operation({
  input: () =>
    z.strictObject({
      /** The present primary key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Where the replica is that becomes the primary key. */
      region: f.someText,
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  idempotent: false,
})
