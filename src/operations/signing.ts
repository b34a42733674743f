import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const signInput = z.strictObject({
  keyId: f.keyReference,
  /** The message itself; give this or `digest`. */
  message: z.optional(f.someBytes),
  /** The message's hash, made with the algorithm's hash function. */
  digest: z.optional(f.someBytes),
  algorithm: z.enum(f.SIGNING_ALGORITHMS),
  /** Alibaba: the version that signs; sign takes the newest when absent. */
  keyVersionId: z.optional(f.someText),
  grantTokens: z.optional(f.grantTokens),
  dryRun: z.optional(z.boolean()),
})

function oneMessage(input: { message?: Uint8Array | undefined; digest?: Uint8Array | undefined }): boolean {
  return (input.message === undefined) !== (input.digest === undefined)
}
const notOneMessage = { error: 'give message or digest: exactly one of them', path: ['message'] }

const signedBy = {
  keyId: f.text,
  keyArn: z.optional(f.text),
  keyVersionId: z.optional(f.text),
}

export const sign = operation({
  input: () => signInput.check(z.refine(oneMessage, notOneMessage)),
  output: () => z.object({ signature: f.bytes, ...signedBy }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const verify = operation({
  input: () => z.extend(signInput, { signature: f.someBytes }).check(z.refine(oneMessage, notOneMessage)),
  output: () =>
    z.object({
      /** `false` when the signature does not fit; never an exception. */
      valid: z.boolean(),
      keyId: z.optional(f.text),
      keyArn: z.optional(f.text),
      keyVersionId: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const getPublicKey = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      keyVersionId: z.optional(f.someText),
      grantTokens: z.optional(f.grantTokens),
    }),
  output: () =>
    z.object({
      /** DER SubjectPublicKeyInfo. */
      publicKey: f.bytes,
      pem: f.text,
      ...signedBy,
      spec: z.optional(z.enum([...f.KEY_SPECS, 'UNKNOWN'])),
      usage: z.optional(z.enum([...f.KEY_USAGES, 'UNKNOWN'])),
      /** As the cloud names them. */
      algorithms: z.optional(z.array(f.text)),
    }),
  target: 'key',
  secrets: { input: ['grantTokens'] },
})

const macInput = z.strictObject({
  keyId: f.keyReference,
  message: f.someBytes,
  algorithm: z.enum(f.MAC_ALGORITHMS),
  grantTokens: z.optional(f.grantTokens),
  dryRun: z.optional(z.boolean()),
})

export const generateMac = operation({
  input: () => macInput,
  output: () => z.object({ mac: f.bytes, ...signedBy }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const verifyMac = operation({
  input: () => z.extend(macInput, { mac: f.someBytes }),
  output: () =>
    z.object({
      /** `false` when the code does not fit; never an exception. */
      valid: z.boolean(),
      keyId: z.optional(f.text),
      keyArn: z.optional(f.text),
      keyVersionId: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const deriveSharedSecret = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      /** The other side's key, DER SubjectPublicKeyInfo. */
      publicKey: f.someBytes,
      grantTokens: z.optional(f.grantTokens),
      dryRun: z.optional(z.boolean()),
    }),
  output: () => z.object({ sharedSecret: f.bytes, keyId: f.text, keyArn: z.optional(f.text) }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['sharedSecret'] },
})
