import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const encrypt = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      plaintext: f.someBytes,
      /** Encryption context: not secret, and needed unchanged to decrypt. Symmetric keys only. */
      context: f.context.optional(),
      algorithm: z.enum(f.ENCRYPTION_ALGORITHMS).optional(),
      keyVersionId: f.text.min(1).optional(),
      grantTokens: f.grantTokens.optional(),
      /** Checks the permission, does nothing. */
      dryRun: z.boolean().optional(),
    }),
  output: () =>
    z.object({
      ciphertext: f.bytes,
      keyId: f.text,
      keyArn: f.text.optional(),
      keyVersionId: f.text.optional(),
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
      keyId: f.keyReference.optional(),
      context: f.context.optional(),
      algorithm: z.enum(f.ENCRYPTION_ALGORITHMS).optional(),
      keyVersionId: f.text.min(1).optional(),
      grantTokens: f.grantTokens.optional(),
      dryRun: z.boolean().optional(),
    }),
  output: () =>
    z.object({
      plaintext: f.bytes,
      keyId: f.text,
      keyArn: f.text.optional(),
      keyVersionId: f.text.optional(),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { ciphertext: 'ciphertextBytes' },
})

export const reEncrypt = operation({
  input: () =>
    z.strictObject({
      ciphertext: f.someBytes,
      sourceKeyId: f.keyReference.optional(),
      sourceContext: f.context.optional(),
      sourceAlgorithm: z.enum(f.ENCRYPTION_ALGORITHMS).optional(),
      destinationKeyId: f.keyReference,
      destinationContext: f.context.optional(),
      destinationAlgorithm: z.enum(f.ENCRYPTION_ALGORITHMS).optional(),
      /** Huawei: the ciphertext is a data key of this many bytes, and the result is one too. */
      lengthBytes: f.lengthBytes.optional(),
      grantTokens: f.grantTokens.optional(),
      dryRun: z.boolean().optional(),
    }),
  output: () =>
    z.object({
      ciphertext: f.bytes,
      keyId: f.text,
      keyArn: f.text.optional(),
      keyVersionId: f.text.optional(),
      sourceKeyId: f.text.optional(),
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
