import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const constraints = z.strictObject({
  /** The encryption context must be exactly this. */
  contextEquals: z.optional(f.context),
  /** The encryption context must contain these pairs. */
  contextSubset: z.optional(f.context),
})

export const createGrant = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Who may use the key: an ARN, or a user or account id on Huawei and OTC. */
      grantee: f.someText,
      /** Huawei, OTC: what the grantee is; a user when absent. */
      granteeType: z.optional(z.enum(['USER', 'ACCOUNT'])),
      operations: z.array(z.enum(f.GRANT_OPERATIONS)).check(z.minLength(1)),
      retiringPrincipal: z.optional(f.someText),
      constraints: z.optional(constraints),
      name: z.optional(f.someText),
      grantTokens: z.optional(f.grantTokens),
      dryRun: z.optional(z.boolean()),
    }),
  output: () => z.object({ grantId: f.text, grantToken: z.optional(f.text) }),
  target: 'key',
  mutates: true,
  idempotent: false,
  secrets: { input: ['grantTokens'], output: ['grantToken'] },
  limits: { name: 'nameCharacters' },
})

const grants = z.object({
  grants: z.array(
    z.object({
      grantId: f.text,
      keyId: z.optional(f.text),
      keyArn: z.optional(f.text),
      name: z.optional(f.text),
      grantee: z.optional(f.text),
      retiringPrincipal: z.optional(f.text),
      issuingPrincipal: z.optional(f.text),
      operations: z.array(z.enum([...f.GRANT_OPERATIONS, 'UNKNOWN'])),
      constraints: z.optional(constraints),
      createdAt: z.optional(f.date),
    }),
  ),
  cursor: z.optional(f.text),
  total: z.optional(f.total),
})

export const listGrants = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      grantId: z.optional(f.someText),
      grantee: z.optional(f.someText),
      limit: z.optional(f.limit),
      cursor: z.optional(f.cursor),
    }),
  output: () => grants,
  target: 'key',
  limits: { limit: 'grantPageItems' },
})

export const revokeGrant = operation({
  input: () => z.strictObject({ keyId: f.keyReference, grantId: f.someText, dryRun: z.optional(z.boolean()) }),
  output: () => f.acknowledgement,
  target: 'grant',
  mutates: true,
  idempotent: false,
})

export const retireGrant = operation({
  input: () =>
    z
      .strictObject({
        /** Give this, or `keyId` and `grantId`. */
        grantToken: z.optional(f.someText),
        keyId: z.optional(f.keyReference),
        grantId: z.optional(f.someText),
        dryRun: z.optional(z.boolean()),
      })
      .check(
        z.refine(
          (input) =>
            (input.grantToken !== undefined) !== (input.keyId !== undefined || input.grantId !== undefined) &&
            (input.keyId === undefined) === (input.grantId === undefined),
          { error: 'give grantToken, or keyId and grantId', path: ['grantToken'] },
        ),
      ),
  output: () => f.acknowledgement,
  target: 'grant',
  mutates: true,
  idempotent: false,
  secrets: { input: ['grantToken'] },
})

export const listRetirableGrants = operation({
  input: () =>
    z.strictObject({
      /** Absent: the caller itself (Huawei, OTC). AWS and Q-KMS need it. */
      retiringPrincipal: z.optional(f.someText),
      limit: z.optional(f.limit),
      cursor: z.optional(f.cursor),
    }),
  output: () => grants,
  target: 'account',
  limits: { limit: 'grantPageItems' },
})
