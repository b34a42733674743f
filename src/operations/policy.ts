import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const getKeyPolicy = operation({
  input: () => z.strictObject({ keyId: f.keyReference, policyName: z.optional(f.someText) }),
  output: () =>
    z.object({
      /** JSON text. */
      policy: f.text,
      policyName: z.optional(f.text),
    }),
  target: 'key',
})

export const putKeyPolicy = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** JSON text. */
      policy: f.someText,
      policyName: z.optional(f.someText),
      /** AWS: accept a policy that locks the caller out. */
      bypassLockoutSafetyCheck: z.optional(z.boolean()),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { policy: 'policyCharacters' },
})

export const listKeyPolicies = operation({
  input: () => z.strictObject({ keyId: f.keyReference, limit: z.optional(f.limit), cursor: z.optional(f.cursor) }),
  output: () => z.object({ policyNames: z.array(f.text), cursor: z.optional(f.text) }),
  target: 'key',
  limits: { limit: 'pageItems' },
})
