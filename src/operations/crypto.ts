import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const encrypt = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** At most `kms.limits.plaintextBytes` bytes, asymmetric keys fewer. Secret. */
      plaintext: f.someBytes,
      /** Encryption context: not secret, and needed unchanged to decrypt. Symmetric keys only. */
      context: z.optional(f.context),
      /** Default `SYMMETRIC_DEFAULT`; asymmetric keys need another. */
      algorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      /** Alibaba, asymmetric keys: the version that encrypts; the newest when absent. */
      keyVersionId: z.optional(f.someText),
      /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      /** The cloud's bytes, unchanged. */
      ciphertext: f.bytes,
      /** The bare id of the key that was used. */
      keyId: f.text,
      /** ARN of that key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** The version of the key that was used, where the reply has it. */
      keyVersionId: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['plaintext', 'grantTokens'] },
  limits: { plaintext: 'plaintextBytes' },
})

export const decrypt = operation({
  input: () =>
    z.strictObject({
      /** What `encrypt` gave, unchanged; within `kms.limits.ciphertextBytes`. */
      ciphertext: f.someBytes,
      /** Symmetric keys: optional, and checked against the key that made the ciphertext. */
      keyId: z.optional(f.keyReference),
      /** The encryption context that was given to encrypt. */
      context: z.optional(f.context),
      /** The one that encrypted; default `SYMMETRIC_DEFAULT`. Q-KMS takes none. */
      algorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      /** Alibaba, asymmetric keys: the version that encrypted; needed once the key has several. */
      keyVersionId: z.optional(f.someText),
      /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      /** What was encrypted. Secret. */
      plaintext: f.bytes,
      /** The bare id of the key that was used. */
      keyId: f.text,
      /** ARN of that key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** The version of the key that was used (AWS: the id of its material), where the reply has it. */
      keyVersionId: z.optional(f.text),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { ciphertext: 'ciphertextBytes' },
})

export const reEncrypt = operation({
  input: () =>
    z.strictObject({
      /** What is encrypted already, unchanged; within `kms.limits.ciphertextBytes`. */
      ciphertext: f.someBytes,
      /** The key that made the ciphertext. Symmetric keys: optional, and checked. */
      sourceKeyId: z.optional(f.keyReference),
      /** The encryption context that was given to encrypt. */
      sourceContext: z.optional(f.context),
      /** The one that encrypted; default `SYMMETRIC_DEFAULT`. Q-KMS has no other here. */
      sourceAlgorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      /** The key that encrypts anew: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      destinationKeyId: f.keyReference,
      /** Encryption context of the new ciphertext. Symmetric keys only. */
      destinationContext: z.optional(f.context),
      /** Default `SYMMETRIC_DEFAULT`; asymmetric keys need another. Alibaba and Q-KMS have no other here. */
      destinationAlgorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      /** Huawei: the ciphertext is a data key of this many bytes, and the result is one too. */
      lengthBytes: z.optional(f.lengthBytes),
      /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      /** The cloud's bytes, unchanged. */
      ciphertext: f.bytes,
      /** The bare id of the key that encrypted anew. */
      keyId: f.text,
      /** ARN of that key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** The version of that key (AWS: the id of its material), where the reply has it. */
      keyVersionId: z.optional(f.text),
      /** The bare id of the key that had made the ciphertext, where the reply has it. */
      sourceKeyId: z.optional(f.text),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'] },
  limits: { ciphertext: 'ciphertextBytes' },
})

export const generateRandom = operation({
  input: () =>
    z.strictObject({
      /** How many bytes, within `kms.limits.randomBytes`. */
      lengthBytes: f.lengthBytes,
    }),
  output: () =>
    z.object({
      /** As many as were asked for. Secret. */
      bytes: f.bytes,
    }),
  target: 'account',
  secrets: { output: ['bytes'] },
  limits: { lengthBytes: 'randomBytes' },
})
