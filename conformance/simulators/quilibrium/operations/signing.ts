/** Signatures, MACs, key agreement and public keys. */

import { requireMaterial, usableKey } from '../../aws/crypto-guards.ts'
import { AwsRefusal } from '../../aws/errors.ts'
import { recordUse, requireGrantTokens, requireState, resolveKey } from '../../aws/guards.ts'
import { currentMaterial } from '../../aws/material.ts'
import { handlerOf } from '../../aws/operations/index.ts'
import { algorithmsOf, cryptoSpecOf, familyOf } from '../../aws/specs.ts'
import { deriveSharedSecret } from '../../shared/crypto/agreement.ts'
import type { QCall, QHandler, QHandlers } from '../call.ts'
import { barePublicKey, bareSignature, derSignature } from '../encodings.ts'
import { refusal } from '../errors.ts'
import { specOf } from '../metadata.ts'
import { SIGNING_ALGORITHMS, signingWords, usageWord } from '../words.ts'

const isBare = ({ readings }: QCall): boolean => readings.encodings === 'raw'

const sign: QHandler<'Sign'> = async (call, input) => {
  const output = await handlerOf('Sign')(call, {
    ...input,
    SigningAlgorithm: SIGNING_ALGORITHMS[input.SigningAlgorithm],
  })
  const key = resolveKey(call, input.KeyId)
  const signature = output?.['Signature']
  const Signature = isBare(call) && signature instanceof Uint8Array ? bareSignature(key, signature) : signature
  return { KeyId: key.arn, Signature, SigningAlgorithm: input.SigningAlgorithm }
}

/** Runs a verification; one that fails is `false` in the text of the pages and an exception in their error tables. */
const verdict = async (call: QCall, code: string, run: () => unknown): Promise<boolean> => {
  try {
    await run()
    return true
  } catch (error) {
    if (call.readings.failedVerification === 'false' && error instanceof AwsRefusal && error.code === code) return false
    throw error
  }
}

const verify: QHandler<'Verify'> = async (call, input) => {
  const { Signature, SigningAlgorithm, ...rest } = input
  const SignatureValid = await verdict(call, 'KMSInvalidSignatureException', () =>
    handlerOf('Verify')(call, {
      ...rest,
      SigningAlgorithm: SIGNING_ALGORITHMS[SigningAlgorithm],
      Signature: isBare(call) ? derSignature(resolveKey(call, input.KeyId), Signature) : Signature,
    }),
  )
  return { KeyId: resolveKey(call, input.KeyId).arn, SignatureValid, SigningAlgorithm }
}

const generateMac: QHandler<'GenerateMAC'> = async (call, input) => {
  const output = await handlerOf('GenerateMac')(call, input)
  return { KeyId: output?.['KeyId'], MAC: output?.['Mac'], MacAlgorithm: input.MacAlgorithm }
}

const verifyMac: QHandler<'VerifyMac'> = async (call, input) => {
  const MacValid = await verdict(call, 'KMSInvalidMacException', () => handlerOf('VerifyMac')(call, input))
  return { KeyId: resolveKey(call, input.KeyId).arn, MacValid, MacAlgorithm: input.MacAlgorithm }
}

/** `RecipientInfo` is "used only by some key agreement algorithms": by none here. */
const agree: QHandler<'DeriveSharedSecret'> = (call, input) => {
  const key = usableKey(call, { KeyId: input.KeyId }, 'KEY_AGREEMENT')
  const own = { spec: cryptoSpecOf(key.spec), secret: requireMaterial(key).secret }
  const SharedSecret = deriveSharedSecret(own, input.PublicKey)
  if (SharedSecret === undefined) throw refusal('InvalidPublicKeyException')
  recordUse(call, key)
  return { KeyId: key.arn, SharedSecret }
}

/** The key must be asymmetric and its state Enabled: no other will do, as it does in AWS. */
const getPublicKey: QHandler<'GetPublicKey'> = (call, input) => {
  const key = resolveKey(call, input.KeyId)
  requireGrantTokens(call, input.GrantTokens)
  requireState(key)
  const spki = currentMaterial(key)?.publicKey
  if (familyOf(key.spec) !== 'ASYMMETRIC' || spki === undefined) throw refusal('UnsupportedOperationException')
  const { EncryptionAlgorithms, SigningAlgorithms } = algorithmsOf(key.spec, key.usage)
  return {
    KeyId: key.arn,
    PublicKey: isBare(call) ? barePublicKey(key, spki) : spki,
    ...specOf(call, key),
    KeyUsage: usageWord(key.usage),
    EncryptionAlgorithms,
    ...(SigningAlgorithms !== undefined && { SigningAlgorithms: signingWords(SigningAlgorithms) }),
  }
}

export const signing = {
  Sign: sign,
  Verify: verify,
  GenerateMAC: generateMac,
  VerifyMac: verifyMac,
  DeriveSharedSecret: agree,
  GetPublicKey: getPublicKey,
} satisfies Partial<QHandlers>
