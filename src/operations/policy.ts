import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const getKeyPolicy = operation({
  input: () => z.strictObject({ keyId: f.keyReference, policyName: f.text.min(1).optional() }),
  output: () =>
    z.object({
      /** JSON text. */
      policy: f.text,
      policyName: f.text.optional(),
    }),
  target: 'key',
})

export const putKeyPolicy = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** JSON text. */
      policy: f.text.min(1),
      policyName: f.text.min(1).optional(),
      /** AWS: accept a policy that locks the caller out. */
      bypassLockoutSafetyCheck: z.boolean().optional(),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { policy: 'policyCharacters' },
})

export const listKeyPolicies = operation({
  input: () => z.strictObject({ keyId: f.keyReference, limit: f.limit.optional(), cursor: f.cursor.optional() }),
  output: () => z.object({ policyNames: z.array(f.text), cursor: f.text.optional() }),
  target: 'key',
  limits: { limit: 'pageItems' },
})
