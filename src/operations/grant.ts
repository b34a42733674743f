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
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Who may use the key: an ARN, or a user or account id on Huawei and OTC. */
      grantee: f.someText,
      /** Huawei, OTC: what the grantee is; a user when absent. */
      granteeType: z.optional(z.enum(['USER', 'ACCOUNT'])),
      /** What the grant allows; which of them, the cloud decides. */
      operations: z.array(z.enum(f.GRANT_OPERATIONS)).check(z.minLength(1)),
      /** Who may give the grant up by `retireGrant`; named like `grantee`. */
      retiringPrincipal: z.optional(f.someText),
      /** AWS, Q-KMS: binds the grant to an encryption context. */
      constraints: z.optional(constraints),
      /** At most `kms.limits.nameCharacters` characters; on AWS it makes the call safe to repeat. */
      name: z.optional(f.someText),
      /** Tokens of grants that have not spread yet, at most 10; AWS. Secret. */
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      /** Names the grant when it is listed, revoked or retired. */
      grantId: f.text,
      /** AWS: works in `grantTokens` before the grant has spread. Secret. */
      grantToken: z.optional(f.text),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
  secrets: { input: ['grantTokens'], output: ['grantToken'] },
  limits: { name: 'nameCharacters' },
})

const grants = z.object({
  /** The grants of this page. */
  grants: z.array(
    z.object({
      /** Names the grant when it is revoked or retired. */
      grantId: f.text,
      /** The bare id of its key, where the reply has it. */
      keyId: z.optional(f.text),
      /** ARN of its key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** As it was given to `createGrant`. */
      name: z.optional(f.text),
      /** Who may use the key: an ARN, or a user or account id on Huawei and OTC. */
      grantee: z.optional(f.text),
      /** Who may give the grant up by `retireGrant`. */
      retiringPrincipal: z.optional(f.text),
      /** Who made the grant; on AWS the account. */
      issuingPrincipal: z.optional(f.text),
      /** What the grant allows; `UNKNOWN` for a word of the cloud that is in no list here. */
      operations: z.array(z.enum([...f.GRANT_OPERATIONS, 'UNKNOWN'])),
      /** AWS, Q-KMS: the encryption context that the grant is bound to. */
      constraints: z.optional(constraints),
      /** When the grant was made, where the reply has it. */
      createdAt: z.optional(f.date),
    }),
  ),
  /** Present while there is more: give it to the next call. */
  cursor: z.optional(f.text),
  /** Items on all pages together, where the reply has it: Huawei, OTC. */
  total: z.optional(f.total),
})

export const listGrants = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Only this grant; AWS, Q-KMS. */
      grantId: z.optional(f.someText),
      /** Only grants to this one; AWS, Q-KMS. */
      grantee: z.optional(f.someText),
      /** Items per page, within `kms.limits.grantPageItems`; absent: the cloud's own number. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before; absent: the first page. */
      cursor: z.optional(f.cursor),
    }),
  output: () => grants,
  target: 'key',
  limits: { limit: 'grantPageItems' },
})

export const revokeGrant = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** From `createGrant` or a listing. */
      grantId: f.someText,
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () => f.acknowledgement,
  target: 'grant',
  mutates: true,
  idempotent: false,
})

export const retireGrant = operation({
  input: () =>
    z
      .strictObject({
        /** AWS, Q-KMS: from `createGrant`; give this, or `keyId` and `grantId`. Secret. */
        grantToken: z.optional(f.someText),
        /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
        keyId: z.optional(f.keyReference),
        /** From `createGrant` or a listing. */
        grantId: z.optional(f.someText),
        /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS. */
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
      /** Items per page, within `kms.limits.grantPageItems`; absent: the cloud's own number. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before; absent: the first page. */
      cursor: z.optional(f.cursor),
    }),
  output: () => grants,
  target: 'account',
  limits: { limit: 'grantPageItems' },
})
