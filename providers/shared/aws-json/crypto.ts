import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { EncryptionAlgorithm } from '../../../src/operations/fields.ts'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { identityOf } from './key-reference.ts'
import { blob, optional, text } from './reply.ts'

type Context = Readonly<Record<string, string>> | undefined

/** An encryption context binds symmetric ciphertexts only; left out silently it would promise what does not hold. */
function contextFor(algorithm: string | undefined, context: Context, field: string): Context {
  const isSymmetric = algorithm === undefined || algorithm === 'SYMMETRIC_DEFAULT'
  if (isSymmetric || context === undefined || Object.keys(context).length === 0) return context
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: ${algorithm} takes no encryption context; leave it out`,
  )
}

export function cryptoCodecs(dialect: Dialect): Codecs<'encrypt' | 'decrypt' | 'reEncrypt' | 'generateRandom'> {
  const algorithm = (name: EncryptionAlgorithm | undefined, field: string) =>
    name && dialect.encryptionAlgorithms.write(name, field)

  return {
    encrypt: codec(dialect, {
      action: 'Encrypt',
      members: (input) => ({
        KeyId: input.keyId,
        Plaintext: toBase64(input.plaintext),
        EncryptionContext: contextFor(input.algorithm, input.context, 'context'),
        EncryptionAlgorithm: algorithm(input.algorithm, 'algorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ CiphertextBlob: blob, KeyId: text }),
      output: (reply) => ({ ciphertext: reply.CiphertextBlob, ...identityOf(reply.KeyId) }),
    }),

    decrypt: codec(dialect, {
      action: 'Decrypt',
      members: (input) => ({
        CiphertextBlob: toBase64(input.ciphertext),
        KeyId: input.keyId,
        EncryptionContext: contextFor(input.algorithm, input.context, 'context'),
        EncryptionAlgorithm: algorithm(input.algorithm, 'algorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ Plaintext: blob, KeyId: text, KeyMaterialId: optional(text) }),
      output: (reply) => ({
        plaintext: reply.Plaintext,
        ...identityOf(reply.KeyId),
        keyVersionId: reply.KeyMaterialId,
      }),
    }),

    reEncrypt: codec(dialect, {
      action: 'ReEncrypt',
      members: (input) => ({
        CiphertextBlob: toBase64(input.ciphertext),
        SourceKeyId: input.sourceKeyId,
        SourceEncryptionContext: contextFor(input.sourceAlgorithm, input.sourceContext, 'sourceContext'),
        SourceEncryptionAlgorithm: algorithm(input.sourceAlgorithm, 'sourceAlgorithm'),
        DestinationKeyId: input.destinationKeyId,
        DestinationEncryptionContext: contextFor(
          input.destinationAlgorithm,
          input.destinationContext,
          'destinationContext',
        ),
        DestinationEncryptionAlgorithm: algorithm(input.destinationAlgorithm, 'destinationAlgorithm'),
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () =>
        z.object({
          CiphertextBlob: blob,
          KeyId: text,
          SourceKeyId: optional(text),
          DestinationKeyMaterialId: optional(text),
        }),
      output: (reply) => ({
        ciphertext: reply.CiphertextBlob,
        ...identityOf(reply.KeyId),
        keyVersionId: reply.DestinationKeyMaterialId,
        sourceKeyId: reply.SourceKeyId === undefined ? undefined : identityOf(reply.SourceKeyId).keyId,
      }),
    }),

    generateRandom: codec(dialect, {
      action: 'GenerateRandom',
      members: (input) => ({ NumberOfBytes: input.lengthBytes }),
      reply: () => z.object({ Plaintext: blob }),
      output: (reply) => ({ bytes: reply.Plaintext }),
    }),
  }
}
