import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const encrypt = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      plaintext: f.someBytes,
      /** Encryption context: not secret, and needed unchanged to decrypt. Symmetric keys only. */
      context: z.optional(f.context),
      algorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      keyVersionId: z.optional(f.someText),
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      ciphertext: f.bytes,
      keyId: f.text,
      keyArn: z.optional(f.text),
      keyVersionId: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['plaintext', 'grantTokens'] },
  limits: { plaintext: 'plaintextBytes' },
})

export const decrypt = operation({
  input: () =>
    z.strictObject({
      ciphertext: f.someBytes,
      /** Symmetric keys: optional, and checked against the key that made the ciphertext. */
      keyId: z.optional(f.keyReference),
      context: z.optional(f.context),
      algorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      keyVersionId: z.optional(f.someText),
      grantTokens: z.optional(f.grantTokens),
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      plaintext: f.bytes,
      keyId: f.text,
      keyArn: z.optional(f.text),
      keyVersionId: z.optional(f.text),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { ciphertext: 'ciphertextBytes' },
})

export const reEncrypt = operation({
  input: () =>
    z.strictObject({
      ciphertext: f.someBytes,
      sourceKeyId: z.optional(f.keyReference),
      sourceContext: z.optional(f.context),
      sourceAlgorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      destinationKeyId: f.keyReference,
      destinationContext: z.optional(f.context),
      destinationAlgorithm: z.optional(z.enum(f.ENCRYPTION_ALGORITHMS)),
      /** Huawei: the ciphertext is a data key of this many bytes, and the result is one too. */
      lengthBytes: z.optional(f.lengthBytes),
      grantTokens: z.optional(f.grantTokens),
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      ciphertext: f.bytes,
      keyId: f.text,
      keyArn: z.optional(f.text),
      keyVersionId: z.optional(f.text),
      sourceKeyId: z.optional(f.text),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'] },
  limits: { ciphertext: 'ciphertextBytes' },
})

export const generateRandom = operation({
  input: () => z.strictObject({ lengthBytes: f.lengthBytes }),
  output: () => z.object({ bytes: f.bytes }),
  target: 'account',
  secrets: { output: ['bytes'] },
  limits: { lengthBytes: 'randomBytes' },
})
