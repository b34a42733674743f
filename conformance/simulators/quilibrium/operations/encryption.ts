/** Encrypt, Decrypt, ReEncrypt and data keys. */
import { type EncryptionAlgorithm, findSource } from '../../aws/encryption.ts'
import { requireState, resolveKey } from '../../aws/guards.ts'
import { handlerOf } from '../../aws/operations/index.ts'
import { familyOf, isSymmetric } from '../../aws/specs.ts'
import { type QCall, type QHandler, type QHandlers, type QInput, showing } from '../call.ts'
import { refusal } from '../errors.ts'

const OAEP: readonly EncryptionAlgorithm[] = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1']

/** No member says how an RSA ciphertext was made: the two ways are tried. */
const algorithmOf = (call: QCall, input: QInput<'Decrypt'>): EncryptionAlgorithm => {
  const { KeyId: keyId, CiphertextBlob: ciphertext, EncryptionContext: context, GrantTokens: grantTokens = [] } = input
  if (keyId === undefined || familyOf(resolveKey(call, keyId).spec) !== 'ASYMMETRIC') return 'SYMMETRIC_DEFAULT'
  const opens = (algorithm: EncryptionAlgorithm) =>
    findSource(call, { ciphertext, keyId, algorithm, context, grantTokens }).open() !== undefined
  return OAEP.find(opens) ?? 'RSAES_OAEP_SHA_256'
}

const decrypt: QHandler<'Decrypt'> = (call, input) =>
  handlerOf('Decrypt')(call, { ...input, EncryptionAlgorithm: algorithmOf(call, input) })

/** Both keys must be symmetric and enabled, nothing less: not even while their primary Region changes. */
const reEncrypt: QHandler<'ReEncrypt'> = (call, input) => {
  const named = [input.DestinationKeyId, input.SourceKeyId].filter((keyId) => keyId !== undefined)
  for (const keyId of named) if (!isSymmetric(resolveKey(call, keyId).spec)) throw refusal('InvalidKeyUsageException')
  requireState(resolveKey(call, input.DestinationKeyId))
  const source = findSource(call, {
    ciphertext: input.CiphertextBlob,
    keyId: input.SourceKeyId,
    algorithm: 'SYMMETRIC_DEFAULT',
    context: input.SourceEncryptionContext,
    grantTokens: input.GrantTokens ?? [],
  })
  requireState(source.key)
  return handlerOf('ReEncrypt')(call, input)
}

const pair = showing<'GenerateDataKeyPair'>(
  handlerOf('GenerateDataKeyPair'),
  'KeyId',
  'KeyPairSpec',
  'PrivateKeyCiphertextBlob',
  'PublicKey',
)

/** The private key is never plaintext outside; the syntax block has it a second time, encrypted, the samples have not. */
const generateDataKeyPair: QHandler<'GenerateDataKeyPair'> = async (call, input) => {
  const output = await pair(call, input)
  return call.readings.pairPrivateKey ? { ...output, PrivateKey: output?.['PrivateKeyCiphertextBlob'] } : output
}

export const encryption = {
  Encrypt: handlerOf('Encrypt'),
  Decrypt: showing(decrypt, 'KeyId', 'Plaintext', 'EncryptionAlgorithm'),
  ReEncrypt: showing(
    reEncrypt,
    'CiphertextBlob',
    'SourceKeyId',
    'KeyId',
    'SourceEncryptionAlgorithm',
    'DestinationEncryptionAlgorithm',
  ),
  GenerateDataKey: showing(handlerOf('GenerateDataKey'), 'KeyId', 'Plaintext', 'CiphertextBlob'),
  GenerateDataKeyWithoutPlaintext: showing(handlerOf('GenerateDataKeyWithoutPlaintext'), 'KeyId', 'CiphertextBlob'),
  GenerateDataKeyPair: generateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: pair,
} satisfies Partial<QHandlers>
