import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

const constraints = z.strictObject({
  /** The encryption context must be exactly this. */
  contextEquals: f.context.optional(),
  /** The encryption context must contain these pairs. */
  contextSubset: f.context.optional(),
})

export const createGrant = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Who may use the key: an ARN, or a user or account id on Huawei and OTC. */
      grantee: f.text.min(1),
      /** Huawei, OTC: what the grantee is; a user when absent. */
      granteeType: z.enum(['USER', 'ACCOUNT']).optional(),
      operations: z.array(z.enum(f.GRANT_OPERATIONS)).min(1),
      retiringPrincipal: f.text.min(1).optional(),
      constraints: constraints.optional(),
      name: f.text.min(1).optional(),
      grantTokens: f.grantTokens.optional(),
      dryRun: z.boolean().optional(),
    }),
  output: () => z.object({ grantId: f.text, grantToken: f.text.optional() }),
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
      keyId: f.text.optional(),
      keyArn: f.text.optional(),
      name: f.text.optional(),
      grantee: f.text.optional(),
      retiringPrincipal: f.text.optional(),
      issuingPrincipal: f.text.optional(),
      operations: z.array(z.enum([...f.GRANT_OPERATIONS, 'UNKNOWN'])),
      constraints: constraints.optional(),
      createdAt: f.date.optional(),
    }),
  ),
  cursor: f.text.optional(),
  total: f.total.optional(),
})

export const listGrants = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      grantId: f.text.min(1).optional(),
      grantee: f.text.min(1).optional(),
      limit: f.limit.optional(),
      cursor: f.cursor.optional(),
    }),
  output: () => grants,
  target: 'key',
  limits: { limit: 'grantPageItems' },
})

export const revokeGrant = operation({
  input: () => z.strictObject({ keyId: f.keyReference, grantId: f.text.min(1), dryRun: z.boolean().optional() }),
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
        grantToken: f.text.min(1).optional(),
        keyId: f.keyReference.optional(),
        grantId: f.text.min(1).optional(),
        dryRun: z.boolean().optional(),
      })
      .refine(
        (input) =>
          (input.grantToken !== undefined) !== (input.keyId !== undefined || input.grantId !== undefined) &&
          (input.keyId === undefined) === (input.grantId === undefined),
        { error: 'give grantToken, or keyId and grantId', path: ['grantToken'] },
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
      retiringPrincipal: f.text.min(1).optional(),
      limit: f.limit.optional(),
      cursor: f.cursor.optional(),
    }),
  output: () => grants,
  target: 'account',
  limits: { limit: 'grantPageItems' },
})
