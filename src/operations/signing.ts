import * as z from 'zod'
import { operation } from './define.ts'
import * as f from './fields.ts'

const signInput = z.strictObject({
  keyId: f.keyReference,
  /** The message itself; give this or `digest`. */
  message: f.someBytes.optional(),
  /** The message's hash, made with the algorithm's hash function. */
  digest: f.someBytes.optional(),
  algorithm: z.enum(f.SIGNING_ALGORITHMS),
  /** Alibaba: the version that signs; sign takes the newest when absent. */
  keyVersionId: f.text.min(1).optional(),
  grantTokens: f.grantTokens.optional(),
  dryRun: z.boolean().optional(),
})

function oneMessage(input: { message?: Uint8Array | undefined; digest?: Uint8Array | undefined }): boolean {
  return (input.message === undefined) !== (input.digest === undefined)
}
const notOneMessage = { error: 'give message or digest: exactly one of them', path: ['message'] }

const signedBy = {
  keyId: f.text,
  keyArn: f.text.optional(),
  keyVersionId: f.text.optional(),
}

export const sign = operation({
  input: () => signInput.refine(oneMessage, notOneMessage),
  output: () => z.object({ signature: f.bytes, ...signedBy }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const verify = operation({
  input: () => signInput.extend({ signature: f.someBytes }).refine(oneMessage, notOneMessage),
  output: () =>
    z.object({
      /** `false` when the signature does not fit; never an exception. */
      valid: z.boolean(),
      keyId: f.text.optional(),
      keyArn: f.text.optional(),
      keyVersionId: f.text.optional(),
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const getPublicKey = operation({
  input: () =>
    z.strictObject({
      keyId: f.keyReference,
      keyVersionId: f.text.min(1).optional(),
      grantTokens: f.grantTokens.optional(),
    }),
  output: () =>
    z.object({
      /** DER SubjectPublicKeyInfo. */
      publicKey: f.bytes,
      pem: f.text,
      ...signedBy,
      spec: z.enum([...f.KEY_SPECS, 'UNKNOWN']).optional(),
      usage: z.enum([...f.KEY_USAGES, 'UNKNOWN']).optional(),
      /** As the cloud names them. */
      algorithms: z.array(f.text).optional(),
    }),
  target: 'key',
  secrets: { input: ['grantTokens'] },
})

const macInput = z.strictObject({
  keyId: f.keyReference,
  message: f.someBytes,
  algorithm: z.enum(f.MAC_ALGORITHMS),
  grantTokens: f.grantTokens.optional(),
  dryRun: z.boolean().optional(),
})

export const generateMac = operation({
  input: () => macInput,
  output: () => z.object({ mac: f.bytes, ...signedBy }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const verifyMac = operation({
  input: () => macInput.extend({ mac: f.someBytes }),
  output: () =>
    z.object({
      /** `false` when the code does not fit; never an exception. */
      valid: z.boolean(),
      keyId: f.text.optional(),
      keyArn: f.text.optional(),
      keyVersionId: f.text.optional(),
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
      grantTokens: f.grantTokens.optional(),
      dryRun: z.boolean().optional(),
    }),
  output: () => z.object({ sharedSecret: f.bytes, keyId: f.text, keyArn: f.text.optional() }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['sharedSecret'] },
})
