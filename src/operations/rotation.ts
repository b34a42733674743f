import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const enableKeyRotation = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Whole days between rotations. */
      periodDays: z.int().optional(),
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
      periodDays: z.number().optional(),
      nextRotationDate: f.date.optional(),
      lastRotationDate: f.date.optional(),
    }),
  target: 'key',
})

export const rotateKeyOnDemand = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => z.object({ keyId: f.text.optional(), keyArn: f.text.optional() }),
  target: 'key',
  mutates: true,
  idempotent: false,
})

const keyVersion = z.object({
  keyId: f.text.optional(),
  keyVersionId: f.text.optional(),
  /** When the version was made or, on AWS, rotated in. */
  createdAt: f.date.optional(),
  /** AWS: what made it. */
  rotationType: z.enum(['AUTOMATIC', 'ON_DEMAND', 'UNKNOWN']).optional(),
})

export const createKeyVersion = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => z.object({ keyId: f.text, keyVersionId: f.text, createdAt: f.date.optional() }),
  target: 'key',
  mutates: true,
  idempotent: false,
})

export const listKeyVersions = operation({
  input: () => z.strictObject({ keyId: f.keyReference, limit: f.limit.optional(), cursor: f.cursor.optional() }),
  output: () => z.object({ versions: z.array(keyVersion), cursor: f.text.optional(), total: f.total.optional() }),
  target: 'key',
  limits: { limit: 'pageItems' },
})
