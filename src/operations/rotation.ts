import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const enableKeyRotation = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Whole days between rotations. */
      periodDays: z.optional(z.int()),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { periodDays: 'rotationPeriodDays' },
})

export const disableKeyRotation = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
})

export const getKeyRotationStatus = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () =>
    z.object({
      enabled: z.boolean(),
      periodDays: z.optional(z.number()),
      nextRotationDate: z.optional(f.date),
      lastRotationDate: z.optional(f.date),
    }),
  target: 'key',
})

export const rotateKeyOnDemand = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => z.object({ keyId: z.optional(f.text), keyArn: z.optional(f.text) }),
  target: 'key',
  mutates: true,
  idempotent: false,
})

const keyVersion = z.object({
  keyId: z.optional(f.text),
  keyVersionId: z.optional(f.text),
  /** When the version was made or, on AWS, rotated in. */
  createdAt: z.optional(f.date),
  /** AWS: what made it. */
  rotationType: z.optional(z.enum(['AUTOMATIC', 'ON_DEMAND', 'UNKNOWN'])),
})

export const createKeyVersion = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => z.object({ keyId: f.text, keyVersionId: f.text, createdAt: z.optional(f.date) }),
  target: 'key',
  mutates: true,
  idempotent: false,
})

export const listKeyVersions = operation({
  input: () => z.strictObject({ keyId: f.keyReference, limit: z.optional(f.limit), cursor: z.optional(f.cursor) }),
  output: () => z.object({ versions: z.array(keyVersion), cursor: z.optional(f.text), total: z.optional(f.total) }),
  target: 'key',
  limits: { limit: 'pageItems' },
})
