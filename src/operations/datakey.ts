import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const dataKeyInput = z.strictObject({
  keyId: f.keyReference,
  /** Length of the data key; give this or `spec`, or neither for 32 bytes (OTC: 64). */
  lengthBytes: z.optional(f.lengthBytes),
  spec: z.optional(z.enum(f.DATA_KEY_SPECS)),
  context: z.optional(f.context),
  keyVersionId: z.optional(f.someText),
  grantTokens: z.optional(f.grantTokens),
  dryRun: z.optional(z.boolean()),
})

function oneLength(input: { lengthBytes?: number | undefined; spec?: string | undefined }): boolean {
  return input.lengthBytes === undefined || input.spec === undefined
}
const twoLengths = { error: 'give lengthBytes or spec, not both', path: ['lengthBytes'] }

const wrapped = z.object({
  /** Exactly the cloud's bytes: other tools' data keys work here and ours there. */
  ciphertext: f.bytes,
  keyId: f.text,
  keyArn: z.optional(f.text),
  keyVersionId: z.optional(f.text),
})

export const generateDataKey = operation({
  input: () => dataKeyInput.check(z.refine(oneLength, twoLengths)),
  output: () => z.extend(wrapped, { plaintext: f.bytes }),
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
      keyId: f.keyReference,
      /** The data key itself. */
      plaintext: f.someBytes,
      context: z.optional(f.context),
      grantTokens: z.optional(f.grantTokens),
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
        keyId: f.keyReference,
        ciphertext: f.someBytes,
        /** The length given when the data key was made; give this or `spec`, or neither for 32 bytes (OTC: 64). */
        lengthBytes: z.optional(f.lengthBytes),
        spec: z.optional(z.enum(f.DATA_KEY_SPECS)),
        context: z.optional(f.context),
        grantTokens: z.optional(f.grantTokens),
        dryRun: z.optional(z.boolean()),
      })
      .check(z.refine(oneLength, twoLengths)),
  output: () =>
    z.object({
      plaintext: f.bytes,
      keyId: f.text,
      keyArn: z.optional(f.text),
      keyVersionId: z.optional(f.text),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { lengthBytes: 'dataKeyBytes' },
})

const pairInput = z.strictObject({
  /** The symmetric key that encrypts the private key. */
  keyId: f.keyReference,
  pairSpec: z.enum(f.DATA_KEY_PAIR_SPECS),
  context: z.optional(f.context),
  grantTokens: z.optional(f.grantTokens),
  dryRun: z.optional(z.boolean()),
})

const pair = z.object({
  /** DER SubjectPublicKeyInfo. */
  publicKey: f.bytes,
  privateKeyCiphertext: f.bytes,
  keyId: f.text,
  keyArn: z.optional(f.text),
  pairSpec: z.enum([...f.DATA_KEY_PAIR_SPECS, 'UNKNOWN']),
})

export const generateDataKeyPair = operation({
  input: () => pairInput,
  /** `privateKey` is DER PKCS #8. */
  output: () => z.extend(pair, { privateKey: f.bytes }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['privateKey'] },
})

export const generateDataKeyPairWithoutPlaintext = operation({
  input: () => pairInput,
  output: () => pair,
  target: 'key',
  secrets: { input: ['grantTokens'] },
})
