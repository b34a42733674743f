import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const changedMaterial = z.object({
  /** The bare id, where the reply has it. */
  keyId: z.optional(f.text),
  /** ARN of the key, where the reply has it. */
  keyArn: z.optional(f.text),
  /** AWS: the id of the material. */
  keyMaterialId: z.optional(f.text),
})

export const getParametersForImport = operation({
  input: () =>
    z.strictObject({
      /** A key of origin `EXTERNAL`: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** How the material is going to be wrapped; which of them, the cloud decides. */
      wrappingAlgorithm: z.enum(f.WRAPPING_ALGORITHMS),
      /** Kind of the one-off wrapping key; every cloud has `RSA_2048`. */
      wrappingKeySpec: z.enum(f.WRAPPING_KEY_SPECS),
    }),
  output: () =>
    z.object({
      /** The bare id, without ARN or alias. */
      keyId: f.text,
      /** ARN of the key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** DER SubjectPublicKeyInfo of a one-off key to wrap the material with. */
      publicKey: f.bytes,
      /** Belongs to that public key: give it to `importKeyMaterial` as it is. Secret. */
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
      /** A key of origin `EXTERNAL`: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** From the same `getParametersForImport` as the public key. Secret. */
      importToken: f.someBytes,
      /** The material, wrapped with the public key of `getParametersForImport`. Secret. */
      encryptedMaterial: f.someBytes,
      /** Huawei, asymmetric keys: the private key, encrypted under the wrapped material. Secret. */
      encryptedPrivateKey: z.optional(f.someBytes),
      /** When the material expires; never, when absent. */
      materialExpiresAt: z.optional(f.date),
      /** AWS: a further material for rotation, or one that was there before. */
      importType: z.optional(z.enum(f.IMPORT_TYPES)),
    }),
  output: () => changedMaterial,
  target: 'key',
  mutates: true,
  idempotent: false,
  secrets: { input: ['importToken', 'encryptedMaterial', 'encryptedPrivateKey'] },
})

export const deleteKeyMaterial = operation({
  input: () =>
    z.strictObject({
      /** A key of origin `EXTERNAL`: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** AWS: which of several materials; the current one when absent. */
      keyMaterialId: z.optional(f.someText),
    }),
  output: () => changedMaterial,
  target: 'key',
  mutates: true,
})
