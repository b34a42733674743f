import * as z from 'zod/mini'
import { type Codecs, codec, type Dialect, type Members } from './dialect.ts'
import { identityOf } from './key-reference.ts'
import { blob, optional, text } from './reply.ts'

type DataKey =
  | 'generateDataKey'
  | 'generateDataKeyWithoutPlaintext'
  | 'generateDataKeyPair'
  | 'generateDataKeyPairWithoutPlaintext'

interface DataKeyInput {
  readonly keyId: string
  readonly lengthBytes?: number | undefined
  readonly spec?: string | undefined
  readonly context?: Readonly<Record<string, string>> | undefined
  readonly grantTokens?: readonly string[] | undefined
  readonly dryRun?: boolean | undefined
}

/** The service wants exactly one of the two lengths, so the default is spelt out. */
function dataKeyMembers(input: DataKeyInput): Members {
  return {
    KeyId: input.keyId,
    NumberOfBytes: input.lengthBytes,
    KeySpec: input.lengthBytes === undefined ? (input.spec ?? 'AES_256') : undefined,
    EncryptionContext: input.context,
    GrantTokens: input.grantTokens,
    DryRun: input.dryRun,
  }
}

const dataKey = z.object({ CiphertextBlob: blob, KeyId: text, KeyMaterialId: optional(text) })

function readDataKey(reply: z.output<typeof dataKey>) {
  return { ciphertext: reply.CiphertextBlob, ...identityOf(reply.KeyId), keyVersionId: reply.KeyMaterialId }
}

const pair = z.object({ PublicKey: blob, PrivateKeyCiphertextBlob: blob, KeyId: text, KeyPairSpec: optional(text) })

export function dataKeyCodecs(dialect: Dialect): Codecs<DataKey> {
  const readPair = (reply: z.output<typeof pair>) => ({
    publicKey: dialect.readPublicKey(reply.PublicKey, reply.KeyPairSpec),
    privateKeyCiphertext: reply.PrivateKeyCiphertextBlob,
    ...identityOf(reply.KeyId),
    pairSpec: dialect.pairSpecs.read(reply.KeyPairSpec),
  })

  return {
    generateDataKey: codec(dialect, {
      action: 'GenerateDataKey',
      members: dataKeyMembers,
      reply: () => z.extend(dataKey, { Plaintext: blob }),
      output: (reply) => ({ plaintext: reply.Plaintext, ...readDataKey(reply) }),
    }),

    generateDataKeyWithoutPlaintext: codec(dialect, {
      action: 'GenerateDataKeyWithoutPlaintext',
      members: dataKeyMembers,
      reply: () => dataKey,
      output: readDataKey,
    }),

    generateDataKeyPair: codec(dialect, {
      action: 'GenerateDataKeyPair',
      members: (input) => ({
        KeyId: input.keyId,
        KeyPairSpec: dialect.pairSpecs.write(input.pairSpec, 'pairSpec'),
        EncryptionContext: input.context,
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.extend(pair, { PrivateKeyPlaintext: blob }),
      output: (reply) => ({ ...readPair(reply), privateKey: reply.PrivateKeyPlaintext }),
    }),

    generateDataKeyPairWithoutPlaintext: codec(dialect, {
      action: 'GenerateDataKeyPairWithoutPlaintext',
      members: (input) => ({
        KeyId: input.keyId,
        KeyPairSpec: dialect.pairSpecs.write(input.pairSpec, 'pairSpec'),
        EncryptionContext: input.context,
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => pair,
      output: readPair,
    }),
  }
}
