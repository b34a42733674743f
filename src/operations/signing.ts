import * as z from 'zod/mini'
import { operation } from './define.ts'
import * as f from './fields.ts'

const signInput = z.strictObject({
  /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
  keyId: f.keyReference,
  /** The message itself, within `kms.limits.messageBytes`; give this or `digest`. Secret. */
  message: z.optional(f.someBytes),
  /** The message's hash, made with the algorithm's hash function. */
  digest: z.optional(f.someBytes),
  /** One that the key's spec allows. */
  algorithm: z.enum(f.SIGNING_ALGORITHMS),
  /** Alibaba: the version that signs; sign takes the newest when absent, verify needs it once the key has several. */
  keyVersionId: z.optional(f.someText),
  /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
  grantTokens: z.optional(f.grantTokens),
  /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
  dryRun: z.optional(z.boolean()),
})

function oneMessage(input: { message?: Uint8Array | undefined; digest?: Uint8Array | undefined }): boolean {
  return (input.message === undefined) !== (input.digest === undefined)
}
const notOneMessage = { error: 'give message or digest: exactly one of them', path: ['message'] }

const signedBy = {
  /** The bare id of the key that was used. */
  keyId: f.text,
  /** ARN of that key, where the reply has it. */
  keyArn: z.optional(f.text),
  /** The version of the key that was used, where the reply has it. */
  keyVersionId: z.optional(f.text),
}

export const sign = operation({
  input: () => signInput.check(z.refine(oneMessage, notOneMessage)),
  output: () =>
    z.object({
      /** ECDSA and SM2 as ASN.1 DER. */
      signature: f.bytes,
      ...signedBy,
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const verify = operation({
  input: () =>
    z
      .extend(signInput, {
        /** The signature to check: ECDSA and SM2 as ASN.1 DER. */
        signature: f.someBytes,
      })
      .check(z.refine(oneMessage, notOneMessage)),
  output: () =>
    z.object({
      /** `false` when the signature does not fit; never an exception. */
      valid: z.boolean(),
      /** The bare id of the key that was used, where the reply has it. */
      keyId: z.optional(f.text),
      /** ARN of that key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** The version of the key that was used, where the reply has it. */
      keyVersionId: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const getPublicKey = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** Alibaba: which version; the newest when absent. */
      keyVersionId: z.optional(f.someText),
      /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
      grantTokens: z.optional(f.grantTokens),
    }),
  output: () =>
    z.object({
      /** DER SubjectPublicKeyInfo. */
      publicKey: f.bytes,
      /** The same as PEM. */
      pem: f.text,
      ...signedBy,
      /** Kind of key, where the reply has it; `UNKNOWN` for a word of the cloud that is in no list here. */
      spec: z.optional(z.enum([...f.KEY_SPECS, 'UNKNOWN'])),
      /** What the key is for, where the reply has it; `UNKNOWN` for a word of the cloud that is in no list here. */
      usage: z.optional(z.enum([...f.KEY_USAGES, 'UNKNOWN'])),
      /** As the cloud names them. */
      algorithms: z.optional(z.array(f.text)),
    }),
  target: 'key',
  secrets: { input: ['grantTokens'] },
})

const macInput = z.strictObject({
  /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
  keyId: f.keyReference,
  /** The message itself, within `kms.limits.messageBytes`. Secret. */
  message: f.someBytes,
  /** One that the key's spec allows. */
  algorithm: z.enum(f.MAC_ALGORITHMS),
  /** Tokens of grants that have not spread yet, at most 10; AWS, Q-KMS. Secret. */
  grantTokens: z.optional(f.grantTokens),
  /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS, Alibaba. */
  dryRun: z.optional(z.boolean()),
})

export const generateMac = operation({
  input: () => macInput,
  output: () =>
    z.object({
      /** The code, in full length. */
      mac: f.bytes,
      ...signedBy,
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const verifyMac = operation({
  input: () =>
    z.extend(macInput, {
      /** The code to check, in full length. */
      mac: f.someBytes,
    }),
  output: () =>
    z.object({
      /** `false` when the code does not fit; never an exception. */
      valid: z.boolean(),
      /** The bare id of the key that was used, where the reply has it. */
      keyId: z.optional(f.text),
      /** ARN of that key, where the reply has it. */
      keyArn: z.optional(f.text),
      /** The version of the key that was used, where the reply has it. */
      keyVersionId: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['message', 'grantTokens'] },
  limits: { message: 'messageBytes' },
})

export const deriveSharedSecret = operation({
  input: () =>
    z.strictObject({
      /** The key: its id, ARN or alias (`alias/…`), as far as the cloud takes them here. */
      keyId: f.keyReference,
      /** The other side's key, DER SubjectPublicKeyInfo. */
      publicKey: f.someBytes,
      /** Tokens of grants that have not spread yet, at most 10; AWS. Secret. */
      grantTokens: z.optional(f.grantTokens),
      /** Checks the permission, does nothing: `DryRunSucceeded` is what success rejects with. AWS. */
      dryRun: z.optional(z.boolean()),
    }),
  output: () =>
    z.object({
      /** As ECDH gives it: derive keys from it, do not use it as one. Secret. */
      sharedSecret: f.bytes,
      /** The bare id of the key that was used. */
      keyId: f.text,
      /** ARN of that key, where the reply has it. */
      keyArn: z.optional(f.text),
    }),
  target: 'key',
  secrets: { input: ['grantTokens'], output: ['sharedSecret'] },
})
