import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

/** The input of a call that is about a key and nothing else. */
const keyAlone = {
  /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
  keyId: f.keyReference,
}

export const enableKeyRotation = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Whole days between rotations, within `kms.limits.rotationPeriodDays`; 365 when absent. Q-KMS takes none. */
      periodDays: z.optional(z.int()),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { periodDays: 'rotationPeriodDays' },
})

export const disableKeyRotation = operation({
  input: () => z.strictObject(keyAlone),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
})

export const getKeyRotationStatus = operation({
  input: () => z.strictObject(keyAlone),
  output: () =>
    z.object({
      /** Whether the cloud rotates the key by itself; Alibaba: also while that rests, as the key is not enabled. */
      enabled: z.boolean(),
      /** Days between rotations, where the reply has it. */
      periodDays: z.optional(z.number()),
      /** When the key is rotated next, where the reply has it; never on Huawei and OTC. */
      nextRotationDate: z.optional(f.date),
      /** When the key was rotated last, where the reply has it: Alibaba, Huawei, OTC. */
      lastRotationDate: z.optional(f.date),
    }),
  target: 'key',
})

export const rotateKeyOnDemand = operation({
  input: () => z.strictObject(keyAlone),
  output: () =>
    z.object({
      /** The bare id, where the reply has it. */
      keyId: z.optional(f.text),
      /** ARN of the key, where the reply has it. */
      keyArn: z.optional(f.text),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
})

const keyVersion = z.object({
  /** The bare id of the key, where the reply has it. */
  keyId: z.optional(f.text),
  /** Names the version; on AWS the id of its key material. */
  keyVersionId: z.optional(f.text),
  /** When the version was made or, on AWS, rotated in. */
  createdAt: z.optional(f.date),
  /** AWS: what made it. */
  rotationType: z.optional(z.enum(['AUTOMATIC', 'ON_DEMAND', 'UNKNOWN'])),
})

export const createKeyVersion = operation({
  input: () => z.strictObject(keyAlone),
  output: () =>
    z.object({
      /** The bare id, without ARN or alias. */
      keyId: f.text,
      /** Names the new version. */
      keyVersionId: f.text,
      /** When the version was made. */
      createdAt: z.optional(f.date),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
})

export const listKeyVersions = operation({
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
      /** The versions of this page. */
      versions: z.array(keyVersion),
      /** Present while there is more: give it to the next call. */
      cursor: z.optional(f.text),
      /** Items on all pages together, where the reply has it: Alibaba. */
      total: z.optional(f.total),
    }),
  target: 'key',
  limits: { limit: 'pageItems' },
})
