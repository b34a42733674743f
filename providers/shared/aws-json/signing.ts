import * as z from 'zod/mini'
import { toBase64, toPem } from '../../../src/bytes.ts'
import type { ErrorFacts } from '../../../src/provider.ts'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { identityOf, optionalIdentityOf } from './key-reference.ts'
import { blob, optional, text } from './reply.ts'

type Signing = 'sign' | 'verify' | 'getPublicKey' | 'generateMac' | 'verifyMac' | 'deriveSharedSecret'

interface Signable {
  readonly message?: Uint8Array | undefined
  readonly digest?: Uint8Array | undefined
  readonly algorithm: string
}

/** ML-DSA has no DIGEST: its pre-hashed form is the 64-byte mu of FIPS 204, which binds the public key too. */
function messageMembers({ message, digest, algorithm }: Signable) {
  if (message !== undefined) return { Message: toBase64(message), MessageType: 'RAW' }
  const MessageType = algorithm === 'ML_DSA_SHAKE_256' ? 'EXTERNAL_MU' : 'DIGEST'
  return { Message: digest && toBase64(digest), MessageType }
}

/** Q-KMS spells the member in capitals. */
const generatedMac = z.pipe(
  z.object({ Mac: optional(blob), MAC: optional(blob), KeyId: text }),
  z.transform(({ Mac, MAC, KeyId: keyId }, context) => {
    const mac = Mac ?? MAC
    if (mac !== undefined) return { mac, keyId }
    context.issues.push({ code: 'custom', message: 'is missing', path: ['Mac'], input: undefined })
    return z.NEVER
  }),
)

export function signingCodecs(dialect: Dialect): Codecs<Signing> {
  // A mismatch is an answer, not a failure, though the service reports it as an error.
  const fromError = ({ providerCode }: ErrorFacts) =>
    providerCode !== undefined && dialect.mismatchCodes.includes(providerCode) ? { valid: false } : undefined

  return {
    sign: codec(dialect, {
      action: 'Sign',
      members: (input) => ({
        KeyId: input.keyId,
        ...messageMembers(input),
        SigningAlgorithm: dialect.signingAlgorithms.write(input.algorithm, 'algorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ Signature: blob, KeyId: text }),
      output: (reply, input) => ({
        signature: dialect.readSignature(reply.Signature, input.algorithm),
        ...identityOf(reply.KeyId),
      }),
    }),

    verify: codec(dialect, {
      action: 'Verify',
      members: (input) => ({
        KeyId: input.keyId,
        ...messageMembers(input),
        Signature: toBase64(input.signature),
        SigningAlgorithm: dialect.signingAlgorithms.write(input.algorithm, 'algorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ SignatureValid: z.boolean(), KeyId: optional(text) }),
      output: (reply) => ({ valid: reply.SignatureValid, ...optionalIdentityOf(reply.KeyId) }),
      fromError,
    }),

    getPublicKey: codec(dialect, {
      action: 'GetPublicKey',
      members: (input) => ({ KeyId: input.keyId, GrantTokens: input.grantTokens }),
      reply: () =>
        z.object({
          PublicKey: blob,
          KeyId: text,
          KeySpec: optional(text),
          CustomerMasterKeySpec: optional(text),
          KeyUsage: optional(text),
          EncryptionAlgorithms: optional(z.array(text)),
          SigningAlgorithms: optional(z.array(text)),
          KeyAgreementAlgorithms: optional(z.array(text)),
        }),
      output: (reply) => {
        const spec = reply.KeySpec ?? reply.CustomerMasterKeySpec
        const publicKey = dialect.readPublicKey(reply.PublicKey, spec)
        return {
          publicKey,
          pem: toPem(publicKey),
          ...identityOf(reply.KeyId),
          spec: spec === undefined ? undefined : dialect.keySpecs.read(spec),
          usage: reply.KeyUsage === undefined ? undefined : dialect.keyUsages.read(reply.KeyUsage),
          algorithms: reply.EncryptionAlgorithms ?? reply.SigningAlgorithms ?? reply.KeyAgreementAlgorithms,
        }
      },
    }),

    generateMac: codec(dialect, {
      action: dialect.generateMacAction,
      members: (input) => ({
        KeyId: input.keyId,
        Message: toBase64(input.message),
        MacAlgorithm: dialect.macAlgorithms.write(input.algorithm, 'algorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => generatedMac,
      output: (reply) => ({ mac: reply.mac, ...identityOf(reply.keyId) }),
    }),

    verifyMac: codec(dialect, {
      action: 'VerifyMac',
      members: (input) => ({
        KeyId: input.keyId,
        Message: toBase64(input.message),
        Mac: toBase64(input.mac),
        MacAlgorithm: dialect.macAlgorithms.write(input.algorithm, 'algorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ MacValid: z.boolean(), KeyId: optional(text) }),
      output: (reply) => ({ valid: reply.MacValid, ...optionalIdentityOf(reply.KeyId) }),
      fromError,
    }),

    deriveSharedSecret: codec(dialect, {
      action: 'DeriveSharedSecret',
      members: (input) => ({
        KeyId: input.keyId,
        KeyAgreementAlgorithm: dialect.keyAgreementAlgorithm,
        PublicKey: toBase64(input.publicKey),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ SharedSecret: blob, KeyId: text }),
      output: (reply) => ({ sharedSecret: reply.SharedSecret, ...identityOf(reply.KeyId) }),
    }),
  }
}
