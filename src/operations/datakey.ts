import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const dataKeyInput = z.strictObject({
  /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
  keyId: f.keyReference,
  /** Length of the data key, within `kms.limits.dataKeyBytes`; give this or `spec`, or neither for 32 bytes (OTC: 64). */
  lengthBytes: z.optional(f.lengthBytes),
  /** The length by its name: `AES_256` is 32 bytes, `AES_128` 16. OTC takes none. */
  spec: z.optional(z.enum(f.DATA_KEY_SPECS)),
  /** Encryption context: not secret, and needed unchanged to decrypt. */
  context: z.optional(f.context),
  /** The version that encrypts; refused by all five clouds, which choose it themselves. */
  keyVersionId: z.optional(f.someText),
  /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
  grantTokens: z.optional(f.grantTokens),
  /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
  dryRun: z.optional(z.boolean()),
})

function oneLength(input: { lengthBytes?: number | undefined; spec?: string | undefined }): boolean {
  return input.lengthBytes === undefined || input.spec === undefined
}
const twoLengths = { error: 'give lengthBytes or spec, not both', path: ['lengthBytes'] }

const wrapped = z.object({
  /** Exactly the cloud's bytes: other tools' data keys work here and ours there. */
  ciphertext: f.bytes,
  /** The bare id of the key that was used. */
  keyId: f.text,
  /** ARN of that key, where the reply has it. */
  keyArn: z.optional(f.text),
  /** The version of the key that was used (AWS: the id of its material), where the reply has it. */
  keyVersionId: z.optional(f.text),
})

export const generateDataKey = operation({
  input: () => dataKeyInput.check(z.refine(oneLength, twoLengths)),
  output: () =>
    z.extend(wrapped, {
      /** The data key in the clear: erase it after use. Secret. */
      plaintext: f.bytes,
    }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { lengthBytes: 'dataKeyBytes' },
})

export const generateDataKeyWithoutPlaintext = operation({
  input: () => dataKeyInput.check(z.refine(oneLength, twoLengths)),
  output: () => wrapped,
  target: 'key',
  secrets: { input: ['grantTokens'] },
  limits: { lengthBytes: 'dataKeyBytes' },
})

export const encryptDataKey = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** The data key itself, within `kms.limits.dataKeyBytes`. Secret. */
      plaintext: f.someBytes,
      /** Encryption context: not secret, and needed unchanged to decrypt. */
      context: z.optional(f.context),
      /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () => wrapped,
  target: 'key',
  secrets: { input: ['plaintext', 'grantTokens'] },
  limits: { plaintext: 'dataKeyBytes' },
})

export const decryptDataKey = operation({
  input: () =>
    z
      .strictObject({
        /** The key that made the ciphertext: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
        keyId: f.keyReference,
        /** The encrypted data key, unchanged. */
        ciphertext: f.someBytes,
        /** The length given when the data key was made; give this or `spec`, or neither for 32 bytes (OTC: 64). */
        lengthBytes: z.optional(f.lengthBytes),
        /** The length by its name: `AES_256` is 32 bytes, `AES_128` 16. OTC takes none. */
        spec: z.optional(z.enum(f.DATA_KEY_SPECS)),
        /** The encryption context that was given to encrypt. */
        context: z.optional(f.context),
        /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
        grantTokens: z.optional(f.grantTokens),
        /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
        dryRun: z.optional(z.boolean()),
      })
      .check(z.refine(oneLength, twoLengths)),
  output: () =>
    z.object({
      /** The data key in the clear: erase it after use. Secret. */
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
  limits: { lengthBytes: 'dataKeyBytes' },
})

const pairInput = z.strictObject({
  /** The symmetric key that encrypts the private key. */
  keyId: f.keyReference,
  /** The kind of pair; which of them, the cloud decides. */
  pairSpec: z.enum(f.DATA_KEY_PAIR_SPECS),
  /** Encryption context of the private key: not secret, and needed unchanged to decrypt. */
  context: z.optional(f.context),
  /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
  grantTokens: z.optional(f.grantTokens),
  /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS. */
  dryRun: z.optional(z.boolean()),
})

const pair = z.object({
  /** DER SubjectPublicKeyInfo. */
  publicKey: f.bytes,
  /** The private key, encrypted: exactly the cloud's bytes. */
  privateKeyCiphertext: f.bytes,
  /** The bare id of the key that was used. */
  keyId: f.text,
  /** ARN of that key, where the reply has it. */
  keyArn: z.optional(f.text),
  /** The kind of pair that was made; `UNKNOWN` for a word of the cloud that is in no list here. */
  pairSpec: z.enum([...f.DATA_KEY_PAIR_SPECS, 'UNKNOWN']),
})

export const generateDataKeyPair = operation({
  input: () => pairInput,
  output: () =>
    z.extend(pair, {
      /** DER PKCS #8, in the clear: erase it after use. Secret. */
      privateKey: f.bytes,
    }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['privateKey'] },
})

export const generateDataKeyPairWithoutPlaintext = operation({
  input: () => pairInput,
  output: () => pair,
  target: 'key',
  secrets: { input: ['grantTokens'] },
})
