import * as z from 'zod'
import { KEY_STATES } from '../key-state.ts'
import { operation } from './define.ts'
import * as f from './fields.ts'

/** What a cloud says of a key. What it does not say is absent. */
export const keyMetadata = z.object({
  /** The bare id, without ARN or alias. */
  keyId: f.text,
  keyArn: f.text.optional(),
  state: z.enum(KEY_STATES),
  /** The state as the cloud wrote it. */
  providerState: f.text,
  spec: z.enum([...f.KEY_SPECS, 'UNKNOWN']),
  /** The kind of key as the cloud wrote it. */
  providerSpec: f.text.optional(),
  usage: z.enum([...f.KEY_USAGES, 'UNKNOWN']),
  origin: z.enum([...f.KEY_ORIGINS, 'UNKNOWN']),
  createdAt: f.date.optional(),
  /** When the key ceases to exist, while it is pending deletion. */
  deletionDate: f.date.optional(),
  name: f.text.optional(),
  description: f.text.optional(),
  multiRegion: z.boolean().optional(),
  primaryVersionId: f.text.optional(),
  /** When imported key material expires. */
  materialExpiresAt: f.date.optional(),
  deletionProtection: z.boolean().optional(),
  /** `PROVIDER` for a key the cloud made for one of its services: it cannot be managed by the caller. */
  manager: z.enum(['CUSTOMER', 'PROVIDER', 'UNKNOWN']).optional(),
})

/** What a cloud says of a key. What it does not say is absent. */
export interface KeyMetadata extends z.output<typeof keyMetadata> {}

/** The shortest value of a tag that a cloud bounds: Open Telekom Cloud's. A UUID has 36. */
const IDEMPOTENCY_TAG_CHARACTERS = 43

const stateChange = z.object({
  keyId: f.text,
  /** Only where the reply carries it (Huawei, OTC, AWS scheduleKeyDeletion); else call `describeKey`. */
  state: z.enum(KEY_STATES).optional(),
})

export const createKey = operation({
  input: () =>
    z.strictObject({
      spec: z.enum(f.KEY_SPECS).optional(),
      usage: z.enum(f.KEY_USAGES).optional(),
      origin: z.enum(f.KEY_ORIGINS).optional(),
      description: f.text.optional(),
      /** A unique name: Huawei and OTC only, where one is made up when absent. */
      name: f.text.min(1).optional(),
      tags: f.tags.optional(),
      multiRegion: z.boolean().optional(),
      protectionLevel: z.enum(f.PROTECTION_LEVELS).optional(),
      /** A key policy as JSON text. */
      policy: f.text.min(1).optional(),
      /** AWS custom key store, Alibaba KMS instance, Huawei dedicated HSM store. */
      keyStoreId: f.text.min(1).optional(),
      /**
       * A value never used before, such as a UUID: it becomes a tag `polykms-idempotency` of the key, by which a key whose
       * creation failed unclearly is found again. Huawei and OTC find it by its name, with or without.
       */
      idempotencyTag: f.text.min(1).max(IDEMPOTENCY_TAG_CHARACTERS).optional(),
    }),
  output: () => keyMetadata,
  target: 'account',
  mutates: true,
  idempotent: false,
  limits: {
    description: 'descriptionCharacters',
    name: 'nameCharacters',
    policy: 'policyCharacters',
    tags: 'tagsPerCall',
  },
})

export const describeKey = operation({
  input: () => z.strictObject({ keyId: f.keyReference, grantTokens: f.grantTokens.optional() }),
  output: () => keyMetadata,
  target: 'key',
})

export const listKeys = operation({
  input: () =>
    z.strictObject({
      /** Keys per page. */
      limit: f.limit.optional(),
      /** `cursor` of the page before. */
      cursor: f.cursor.optional(),
      /** Only keys that match; a cloud that cannot filter refuses it. */
      filter: z
        .strictObject({
          states: z.array(z.enum(KEY_STATES)).min(1).optional(),
          specs: z.array(z.enum(f.KEY_SPECS)).min(1).optional(),
          usages: z.array(z.enum(f.KEY_USAGES)).min(1).optional(),
          origins: z.array(z.enum(f.KEY_ORIGINS)).min(1).optional(),
        })
        .optional(),
    }),
  output: () =>
    z.object({
      keys: z.array(z.object({ keyId: f.text, keyArn: f.text.optional(), metadata: keyMetadata.optional() })),
      /** Present while there is more. */
      cursor: f.text.optional(),
      total: f.total.optional(),
    }),
  target: 'account',
  limits: { limit: 'pageItems' },
})

export const updateKeyDescription = operation({
  input: () => z.strictObject({ keyId: f.keyReference, description: f.text }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { description: 'descriptionCharacters' },
})

export const updateKeyName = operation({
  input: () => z.strictObject({ keyId: f.keyReference, name: f.text.min(1) }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { name: 'nameCharacters' },
})

export const enableKey = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => stateChange,
  target: 'key',
  mutates: true,
})

export const disableKey = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => stateChange,
  target: 'key',
  mutates: true,
})

export const scheduleKeyDeletion = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** Whole days until the key is gone; 30 when absent. */
      pendingDays: z.int().optional(),
    }),
  output: () => stateChange.extend({ deletionDate: f.date.optional() }),
  target: 'key',
  mutates: true,
  idempotent: false,
  limits: { pendingDays: 'pendingDays' },
})

export const cancelKeyDeletion = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () => stateChange,
  target: 'key',
  mutates: true,
  idempotent: false,
})

export const setDeletionProtection = operation({
  input: () => z.strictObject({ keyId: f.keyReference, enabled: z.boolean(), description: f.text.optional() }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
})

export const getKeyLastUsage = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () =>
    z.object({
      lastUsedAt: f.date.optional(),
      /** The cloud's name of the call that used the key. */
      lastOperation: f.text.optional(),
      /** Uses before this time are not known. */
      trackedSince: f.date.optional(),
    }),
  target: 'key',
})
