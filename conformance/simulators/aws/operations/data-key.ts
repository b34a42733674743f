/** GenerateDataKey and GenerateDataKeyPair, with and without plaintext (AWS KMS API reference). */
import { generatePortableMaterial } from '../../shared/crypto/material.ts'
import type { Call, Handlers } from '../call.ts'
import { refuseRecipient, requireMaterial } from '../crypto-guards.ts'
import { encryptFor } from '../encryption.ts'
import { refusal } from '../errors.ts'
import {
  recordUse,
  refuseDryRun,
  requireGrantTokens,
  requireOrigin,
  requireUsable,
  requireUsage,
  resolveKey,
} from '../guards.ts'
import type { Input } from '../inputs.ts'
import { cryptoSpecOf, isSymmetric } from '../specs.ts'
import type { KeyRecord } from '../types.ts'

type DataKeyInput = Input<'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext'> &
  Pick<Input<'GenerateDataKey'>, 'Recipient'>
type PairInput = Input<'GenerateDataKeyPair' | 'GenerateDataKeyPairWithoutPlaintext'> &
  Pick<Input<'GenerateDataKeyPair'>, 'Recipient'>

const requireWrappingKey = (call: Call, key: KeyRecord): void => {
  requireUsage(key, 'ENCRYPT_DECRYPT', call.action)
  requireUsable(key)
  if (!isSymmetric(key.spec))
    throw refusal('InvalidKeyUsageException', 'You cannot generate a data key with an asymmetric CMK')
}

/** The length asked for, in one of two ways; asking in none or both is refused whatever the key. */
const lengthOf = ({ KeySpec, NumberOfBytes }: DataKeyInput): number => {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined))
    throw refusal('ValidationException', 'Please specify either number of bytes or key spec.')
  return NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32)
}

const generateKey = (call: Call, input: DataKeyInput) => {
  const key = resolveKey(call, input.KeyId)
  requireGrantTokens(call, input.GrantTokens)
  const length = lengthOf(input)
  requireWrappingKey(call, key)
  refuseRecipient(input)
  refuseDryRun(input)
  const Plaintext = call.random.bytes(length)
  const CiphertextBlob = sealUnder(call, key, input.EncryptionContext, Plaintext)
  recordUse(call, key)
  return { CiphertextBlob, Plaintext, KeyId: key.arn, KeyMaterialId: requireMaterial(key).id }
}

const generatePair = async (call: Call, input: PairInput) => {
  const { KeyPairSpec } = input
  const key = resolveKey(call, input.KeyId)
  requireGrantTokens(call, input.GrantTokens)
  // Keys of custom key stores wrap no key pairs (key-state page, in the column Unavailable).
  requireOrigin(key, 'AWS_KMS', 'EXTERNAL')
  requireWrappingKey(call, key)
  if (KeyPairSpec === 'SM2' && call.partition !== 'aws-cn')
    throw refusal('UnsupportedOperationException', 'KeyPairSpec SM2 is not supported in this Region')
  refuseRecipient(input)
  refuseDryRun(input)
  // An RSA pair takes its time: what the key was when it was checked is what wraps the pair.
  const pair = await generatePortableMaterial(cryptoSpecOf(KeyPairSpec), call.random.bytes)
  const PrivateKeyCiphertextBlob = sealUnder(call, key, input.EncryptionContext, pair.secret)
  recordUse(call, key)
  return {
    PrivateKeyCiphertextBlob,
    PrivateKeyPlaintext: pair.secret,
    PublicKey: pair.publicKey,
    KeyId: key.arn,
    KeyPairSpec,
    KeyMaterialId: requireMaterial(key).id,
  }
}

const sealUnder = (call: Call, key: KeyRecord, context: DataKeyInput['EncryptionContext'], secret: Uint8Array) =>
  encryptFor(call, { key, algorithm: 'SYMMETRIC_DEFAULT', context }, secret)

export const dataKeys = {
  GenerateDataKey: generateKey,

  GenerateDataKeyWithoutPlaintext: (call, input) => {
    const { Plaintext: _, ...output } = generateKey(call, input)
    return output
  },

  GenerateDataKeyPair: generatePair,

  GenerateDataKeyPairWithoutPlaintext: async (call, input) => {
    const { PrivateKeyPlaintext: _, ...output } = await generatePair(call, input)
    return output
  },
} satisfies Pick<
  Handlers,
  'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext' | 'GenerateDataKeyPair' | 'GenerateDataKeyPairWithoutPlaintext'
>
