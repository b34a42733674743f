import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const getKeyPolicy = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** `default`, the one name that the clouds know, when absent. */
      policyName: z.optional(f.someText),
    }),
  output: () =>
    z.object({
      /** JSON text. */
      policy: f.text,
      /** Name of the policy, where the reply has it. */
      policyName: z.optional(f.text),
    }),
  target: 'key',
})

export const putKeyPolicy = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** JSON text, at most `kms.limits.policyCharacters` characters. */
      policy: f.someText,
      /** `default`, the one name that the clouds know, when absent. */
      policyName: z.optional(f.someText),
      /** AWS, Q-KMS: accept a policy that locks the caller out; default `false`. */
      bypassLockoutSafetyCheck: z.optional(z.boolean()),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { policy: 'policyCharacters' },
})

export const listKeyPolicies = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Items per page, within `kms.limits.pageItems`; absent: the cloud's own number. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before; absent: the first page. */
      cursor: z.optional(f.cursor),
    }),
  output: () =>
    z.object({
      /** Names of the key's policies; for `policyName`. */
      policyNames: z.array(f.text),
      /** Present while there is more: give it to the next call. */
      cursor: z.optional(f.text),
    }),
  target: 'key',
  limits: { limit: 'pageItems' },
})
