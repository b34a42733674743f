import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'
import { keyMetadata } from './lifecycle.ts'

export const replicateKey = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Where the replica goes. */
      region: f.text.min(1),
      /** Huawei: required, the replica's name. */
      name: f.text.min(1).optional(),
      /** Huawei: required, the project in the other region. */
      projectId: f.text.min(1).optional(),
      description: f.text.optional(),
      tags: f.tags.optional(),
      policy: f.text.min(1).optional(),
    }),
  output: () =>
    z.object({
      keyId: f.text,
      keyArn: f.text.optional(),
      region: f.text,
      /** The replica, where the cloud describes it. */
      metadata: keyMetadata.optional(),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
  limits: { description: 'descriptionCharacters', policy: 'policyCharacters', tags: 'tagsPerCall' },
})

export const updatePrimaryRegion = operation({
  input: () => z.strictObject({ keyId: f.keyReference, region: f.text.min(1) }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  idempotent: false,
})
