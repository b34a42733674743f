import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

const dataKeyInput = z.strictObject({
  keyId: f.keyReference,
  /** Length of the data key; give this or `spec`, or neither for 32 bytes (OTC: 64). */
  lengthBytes: f.lengthBytes.optional(),
  spec: z.enum(f.DATA_KEY_SPECS).optional(),
  context: f.context.optional(),
  keyVersionId: f.text.min(1).optional(),
  grantTokens: f.grantTokens.optional(),
  dryRun: z.boolean().optional(),
})

function oneLength(input: { lengthBytes?: number | undefined; spec?: string | undefined }): boolean {
  return input.lengthBytes === undefined || input.spec === undefined
}
const twoLengths = { error: 'give lengthBytes or spec, not both', path: ['lengthBytes'] }

const wrapped = z.object({
  /** Exactly the cloud's bytes: other tools' data keys work here and ours there. */
  ciphertext: f.bytes,
  keyId: f.text,
  keyArn: f.text.optional(),
  keyVersionId: f.text.optional(),
})

export const generateDataKey = operation({
  input: () => dataKeyInput.refine(oneLength, twoLengths),
  output: () => wrapped.extend({ plaintext: f.bytes }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { lengthBytes: 'dataKeyBytes' },
})

export const generateDataKeyWithoutPlaintext = operation({
  input: () => dataKeyInput.refine(oneLength, twoLengths),
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
      context: f.context.optional(),
      grantTokens: f.grantTokens.optional(),
      dryRun: z.boolean().optional(),
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
        lengthBytes: f.lengthBytes.optional(),
        spec: z.enum(f.DATA_KEY_SPECS).optional(),
        context: f.context.optional(),
        grantTokens: f.grantTokens.optional(),
        dryRun: z.boolean().optional(),
      })
      .refine(oneLength, twoLengths),
  output: () =>
    z.object({
      plaintext: f.bytes,
      keyId: f.text,
      keyArn: f.text.optional(),
      keyVersionId: f.text.optional(),
    }),
  target: 'ciphertext',
  secrets: { input: ['grantTokens'], output: ['plaintext'] },
  limits: { lengthBytes: 'dataKeyBytes' },
})

const pairInput = z.strictObject({
  /** The symmetric key that encrypts the private key. */
  keyId: f.keyReference,
  pairSpec: z.enum(f.DATA_KEY_PAIR_SPECS),
  context: f.context.optional(),
  grantTokens: f.grantTokens.optional(),
  dryRun: z.boolean().optional(),
})

const pair = z.object({
  /** DER SubjectPublicKeyInfo. */
  publicKey: f.bytes,
  privateKeyCiphertext: f.bytes,
  keyId: f.text,
  keyArn: f.text.optional(),
  pairSpec: z.enum([...f.DATA_KEY_PAIR_SPECS, 'UNKNOWN']),
})

export const generateDataKeyPair = operation({
  input: () => pairInput,
  /** `privateKey` is DER PKCS #8. */
  output: () => pair.extend({ privateKey: f.bytes }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['privateKey'] },
})

export const generateDataKeyPairWithoutPlaintext = operation({
  input: () => pairInput,
  output: () => pair,
  target: 'key',
  secrets: { input: ['grantTokens'] },
})
