import * as z from 'zod/mini'
import { KEY_STATES } from '../key-state.ts'
import { operation } from './define.ts'
import * as f from './fields.ts'

/** What a cloud says of a key. What it does not say is absent. */
export const keyMetadata = z.object({
  /** The bare id, without ARN or alias. */
  keyId: f.text,
  /** AWS, Alibaba, Q-KMS. */
  keyArn: z.optional(f.text),
  /** `Unknown` for a word of the cloud that is in no list here. */
  state: z.enum(KEY_STATES),
  /** The state as the cloud wrote it. */
  providerState: f.text,
  /** `UNKNOWN` for a word of the cloud that is in no list here. */
  spec: z.enum([...f.KEY_SPECS, 'UNKNOWN']),
  /** The kind of key as the cloud wrote it. */
  providerSpec: z.optional(f.text),
  /** What the key is for; `UNKNOWN` for a word of the cloud that is in no list here. */
  usage: z.enum([...f.KEY_USAGES, 'UNKNOWN']),
  /** Where the key material comes from; `UNKNOWN` for a word of the cloud that is in no list here. */
  origin: z.enum([...f.KEY_ORIGINS, 'UNKNOWN']),
  /** When the key was made. */
  createdAt: z.optional(f.date),
  /** When the key ceases to exist, while it is pending deletion. */
  deletionDate: z.optional(f.date),
  /** Huawei, OTC: the key's one name, unique in the project. */
  name: z.optional(f.text),
  /** A text for people. */
  description: z.optional(f.text),
  /** AWS, Q-KMS: whether the key can have replicas in other Regions, or is one. */
  multiRegion: z.optional(z.boolean()),
  /** The version that encrypts: AWS, the id of its key material; Alibaba, symmetric keys. */
  primaryVersionId: z.optional(f.text),
  /** When imported key material expires. */
  materialExpiresAt: z.optional(f.date),
  /** Alibaba: whether the cloud refuses to delete the key. */
  deletionProtection: z.optional(z.boolean()),
  /** `PROVIDER` for a key the cloud made for one of its services: it cannot be managed by the caller. */
  manager: z.optional(z.enum(['CUSTOMER', 'PROVIDER', 'UNKNOWN'])),
})

/** What a cloud says of a key. What it does not say is absent. */
export interface KeyMetadata extends z.output<typeof keyMetadata> {}

/** The shortest value of a tag that a cloud bounds: Open Telekom Cloud's. A UUID has 36. */
const IDEMPOTENCY_TAG_CHARACTERS = 43

/** The input of a call that is about a key and nothing else. */
const keyAlone = {
  /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
  keyId: f.keyReference,
}

const stateChange = z.object({
  /** The bare id, without ARN or alias. */
  keyId: f.text,
  /** Only where the reply carries it (Huawei, OTC, AWS scheduleKeyDeletion); else call `describeKey`. */
  state: z.optional(z.enum(KEY_STATES)),
})

export const createKey = operation({
  input: () =>
    z.strictObject({
      /** Kind of key, of those that the cloud has; default: the cloud's symmetric one, `AES_256` (AWS in China: `SM4`). */
      spec: z.optional(z.enum(f.KEY_SPECS)),
      /** Default: what the cloud takes for the spec. AWS needs it for every key that is not symmetric. */
      usage: z.optional(z.enum(f.KEY_USAGES)),
      /** Default `PROVIDER`; AWS with `keyStoreId`: `KEY_STORE`. */
      origin: z.optional(z.enum(f.KEY_ORIGINS)),
      /** A text for people, at most `kms.limits.descriptionCharacters` characters. */
      description: z.optional(f.text),
      /** A unique name: Huawei and OTC only, where one is made up when absent. */
      name: z.optional(f.someText),
      /** Values by name, as many as `kms.limits.tagsPerCall` allows. */
      tags: z.optional(f.tags),
      /** AWS, Q-KMS: whether the key can have replicas in other Regions; default `false`. */
      multiRegion: z.optional(z.boolean()),
      /** Alibaba: where the key material is kept; the cloud chooses when absent. */
      protectionLevel: z.optional(z.enum(f.PROTECTION_LEVELS)),
      /** A key policy as JSON text, at most `kms.limits.policyCharacters` characters; AWS, Alibaba, Q-KMS. */
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
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
      grantTokens: z.optional(f.grantTokens),
    }),
  output: () => keyMetadata,
  target: 'key',
})

export const listKeys = operation({
  input: () =>
    z.strictObject({
      /** Items per page, within `kms.limits.pageItems`; absent: the cloud's own number. */
      limit: z.optional(f.limit),
      /** `cursor` of the page before; absent: the first page. */
      cursor: z.optional(f.cursor),
      /** Only keys that match; a cloud that cannot filter refuses it. */
      filter: z.optional(
        z.strictObject({
          /** In one of these states. Alibaba; Huawei and OTC, one state only. */
          states: z.optional(z.array(z.enum(KEY_STATES)).check(z.minLength(1))),
          /** Of one of these kinds. Alibaba; Huawei, one kind only. */
          specs: z.optional(z.array(z.enum(f.KEY_SPECS)).check(z.minLength(1))),
          /** With one of these usages. Alibaba. */
          usages: z.optional(z.array(z.enum(f.KEY_USAGES)).check(z.minLength(1))),
          /** Of one of these origins. None of the five clouds has it. */
          origins: z.optional(z.array(z.enum(f.KEY_ORIGINS)).check(z.minLength(1))),
        }),
      ),
    }),
  output: () =>
    z.object({
      /** The keys of this page. */
      keys: z.array(
        z.object({
          /** The bare id, without ARN or alias. */
          keyId: f.text,
          /** ARN of the key, where the reply has it. */
          keyArn: z.optional(f.text),
          /** What `describeKey` would say, where the listing says it already: Huawei, OTC. */
          metadata: z.optional(keyMetadata),
        }),
      ),
      /** Present while there is more: give it to the next call. */
      cursor: z.optional(f.text),
      /** Items on all pages together, where the reply has it: Alibaba, Huawei, OTC. */
      total: z.optional(f.total),
    }),
  target: 'account',
  limits: { limit: 'pageItems' },
})

export const updateKeyDescription = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** The new text for people, at most `kms.limits.descriptionCharacters` characters. */
      description: f.text,
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { description: 'descriptionCharacters' },
})

export const updateKeyName = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** The new name, unique in the project; at most `kms.limits.nameCharacters` characters. */
      name: f.someText,
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
  limits: { name: 'nameCharacters' },
})

export const enableKey = operation({
  input: () => z.strictObject(keyAlone),
  output: () => stateChange,
  target: 'key',
  mutates: true,
})

export const disableKey = operation({
  input: () => z.strictObject(keyAlone),
  output: () => stateChange,
  target: 'key',
  mutates: true,
})

export const scheduleKeyDeletion = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Whole days until the key is gone, within `kms.limits.pendingDays`; 30 when absent. */
      pendingDays: z.optional(z.int()),
    }),
  output: () =>
    z.extend(stateChange, {
      /** When the key ceases to exist, where the reply has it: AWS, Q-KMS. */
      deletionDate: z.optional(f.date),
    }),
  target: 'key',
  mutates: true,
  idempotent: false,
  limits: { pendingDays: 'pendingDays' },
})

export const cancelKeyDeletion = operation({
  input: () => z.strictObject(keyAlone),
  output: () => stateChange,
  target: 'key',
  mutates: true,
  idempotent: false,
})

export const setDeletionProtection = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** `true`: the cloud refuses to delete the key until this is `false` again. */
      enabled: z.boolean(),
      /** Why the key is protected; only with `enabled: true`. */
      description: z.optional(f.text),
    }),
  output: () => f.acknowledgement,
  target: 'key',
  mutates: true,
})

export const getKeyLastUsage = operation({
  input: () => z.strictObject(keyAlone),
  output: () =>
    z.object({
      /** Absent for a key that was not used since `trackedSince`. */
      lastUsedAt: z.optional(f.date),
      /** The cloud's name of the call that used the key. */
      lastOperation: z.optional(f.text),
      /** Uses before this time are not known. */
      trackedSince: z.optional(f.date),
    }),
  target: 'key',
})
