import * as z from 'zod/mini'
import { KEY_STATES } from '../key-state.ts'
import { operation } from './define.ts'
import * as f from './fields.ts'

/** What a cloud says of a key. What it does not say is absent. */
export const keyMetadata = z.object({
  /** The bare id, without ARN or alias. */
  keyId: f.text,
  keyArn: z.optional(f.text),
  state: z.enum(KEY_STATES),
  /** The state as the cloud wrote it. */
  providerState: f.text,
  spec: z.enum([...f.KEY_SPECS, 'UNKNOWN']),
  /** The kind of key as the cloud wrote it. */
  providerSpec: z.optional(f.text),
  usage: z.enum([...f.KEY_USAGES, 'UNKNOWN']),
  origin: z.enum([...f.KEY_ORIGINS, 'UNKNOWN']),
  createdAt: z.optional(f.date),
  /** When the key ceases to exist, while it is pending deletion. */
  deletionDate: z.optional(f.date),
  name: z.optional(f.text),
  description: z.optional(f.text),
  multiRegion: z.optional(z.boolean()),
  primaryVersionId: z.optional(f.text),
  /** When imported key material expires. */
  materialExpiresAt: z.optional(f.date),
  deletionProtection: z.optional(z.boolean()),
  /** `PROVIDER` for a key the cloud made for one of its services: it cannot be managed by the caller. */
  manager: z.optional(z.enum(['CUSTOMER', 'PROVIDER', 'UNKNOWN'])),
})

/** What a cloud says of a key. What it does not say is absent. */
export interface KeyMetadata extends z.output<typeof keyMetadata> {}

/** The shortest value of a tag that a cloud bounds: Open Telekom Cloud's. A UUID has 36. */
const IDEMPOTENCY_TAG_CHARACTERS = 43

const stateChange = z.object({
  keyId: f.text,
  /** Only where the reply carries it (Huawei, OTC, AWS scheduleKeyDeletion); else call `describeKey`. */
  state: z.optional(z.enum(KEY_STATES)),
})

export const createKey = operation({
  input: () =>
    z.strictObject({
      spec: z.optional(z.enum(f.KEY_SPECS)),
      usage: z.optional(z.enum(f.KEY_USAGES)),
      origin: z.optional(z.enum(f.KEY_ORIGINS)),
      description: z.optional(f.text),
      /** A unique name: Huawei and OTC only, where one is made up when absent. */
      name: z.optional(f.someText),
      tags: z.optional(f.tags),
      multiRegion: z.optional(z.boolean()),
      protectionLevel: z.optional(z.enum(f.PROTECTION_LEVELS)),
      /** A key policy as JSON text. */
      policy: z.optional(f.someText),
      /** AWS custom key store, Alibaba KMS instance, Huawei dedicated HSM store. */
      keyStoreId: z.optional(f.someText),
      /**
       * A value never used before, such as a UUID: it becomes a tag `polykms-idempotency` of the key, by which a key whose
       * creation failed unclearly is found again. Huawei and OTC find it by its name, with or without.
       */
      idempotencyTag: z.optional(f.someText.check(z.maxLength(IDEMPOTENCY_TAG_CHARACTERS))),
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
  input: () => z.strictObject({ keyId: f.keyReference, grantTokens: z.optional(f.grantTokens) }),
  output: () => keyMetadata,
  target: 'key',
})

export const listKeys = operation({
  input: () =>
    z.strictObject({
      /** Keys per page. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before. */
      cursor: z.optional(f.cursor),
      /** Only keys that match; a cloud that cannot filter refuses it. */
      filter: z.optional(
        z.strictObject({
          states: z.optional(z.array(z.enum(KEY_STATES)).check(z.minLength(1))),
          specs: z.optional(z.array(z.enum(f.KEY_SPECS)).check(z.minLength(1))),
          usages: z.optional(z.array(z.enum(f.KEY_USAGES)).check(z.minLength(1))),
          origins: z.optional(z.array(z.enum(f.KEY_ORIGINS)).check(z.minLength(1))),
        }),
      ),
    }),
  output: () =>
    z.object({
      keys: z.array(z.object({ keyId: f.text, keyArn: z.optional(f.text), metadata: z.optional(keyMetadata) })),
      /** Present while there is more. */
      cursor: z.optional(f.text),
      total: z.optional(f.total),
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
  input: () => z.strictObject({ keyId: f.keyReference, name: f.someText }),
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
      pendingDays: z.optional(z.int()),
    }),
  output: () => z.extend(stateChange, { deletionDate: z.optional(f.date) }),
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
  input: () => z.strictObject({ keyId: f.keyReference, enabled: z.boolean(), description: z.optional(f.text) }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
})

export const getKeyLastUsage = operation({
  input: () => z.strictObject({ keyId: f.keyReference }),
  output: () =>
    z.object({
      lastUsedAt: z.optional(f.date),
      /** The cloud's name of the call that used the key. */
      lastOperation: z.optional(f.text),
      /** Uses before this time are not known. */
      trackedSince: z.optional(f.date),
    }),
  target: 'key',
})
