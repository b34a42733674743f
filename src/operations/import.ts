import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

export const getParametersForImport = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      wrappingAlgorithm: z.enum(f.WRAPPING_ALGORITHMS),
      wrappingKeySpec: z.enum(f.WRAPPING_KEY_SPECS),
    }),
  output: () =>
    z.object({
      keyId: f.text,
      keyArn: z.optional(f.text),
      /** DER SubjectPublicKeyInfo of a one-off key to wrap the material with. */
      publicKey: f.bytes,
      importToken: f.bytes,
      /** When token and public key end. */
      expiresAt: f.date,
    }),
  target: 'key',
  mutates: true,
  secrets: { output: ['importToken'] },
})

export const importKeyMaterial = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      importToken: f.someBytes,
      /** The material, wrapped with the public key of `getParametersForImport`. */
      encryptedMaterial: f.someBytes,
      /** Huawei, asymmetric keys: the private key, encrypted under the wrapped material. */
      encryptedPrivateKey: z.optional(f.someBytes),
      /** When the material expires; never, when absent. */
      materialExpiresAt: z.optional(f.date),
      /** AWS: a further material for rotation, or one that was there before. */
      importType: z.optional(z.enum(f.IMPORT_TYPES)),
    }),
  output: () => z.object({ keyId: z.optional(f.text), keyArn: z.optional(f.text), keyMaterialId: z.optional(f.text) }),
  target: 'key',
  mutates: true,
  idempotent: false,
  secrets: { input: ['importToken', 'encryptedMaterial', 'encryptedPrivateKey'] },
})

export const deleteKeyMaterial = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** AWS: which of several materials; the current one when absent. */
      keyMaterialId: z.optional(f.someText),
    }),
  output: () => z.object({ keyId: z.optional(f.text), keyArn: z.optional(f.text), keyMaterialId: z.optional(f.text) }),
  target: 'key',
  mutates: true,
})
