import { deriveSharedSecret } from '../../shared/crypto/agreement.ts'
import { mac, verifyMac } from '../../shared/crypto/mac.ts'
import type { KeyMaterial } from '../../shared/crypto/material.ts'
import { canSign, type Signable, sign, signatureDigestBytes, verify } from '../../shared/crypto/signatures.ts'
import { type Call, ok, operation } from '../call.ts'
import { refusal } from '../errors.ts'
import { base64, hex, keyId, keyReference, oneOf, optional, required } from '../fields.ts'
import { requirePair, requireUsable, resolveKey } from '../guards.ts'
import type { Settings } from '../options.ts'
import { cryptoAlgorithmOf, cryptoSpecOf, familyOf, macAlgorithmOf, SIGNING_ALGORITHMS } from '../specs.ts'
import type { KeyRow } from '../types.ts'

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const materialOf = (key: KeyRow): KeyMaterial => {
  const material = key.materials.at(-1)
  if (material === undefined) throw new TypeError('a usable key has material')
  return { spec: cryptoSpecOf(key.spec), ...material }
}

const signingFields = (settings: Settings) => ({
  key_id: keyReference(settings),
  // "Less than 4,096 bytes" before base64.
  message: required(base64('KMS.0308', { bytes: { min: 1, max: 4_095 } })),
  signing_algorithm: required(oneOf('KMS.0308', SIGNING_ALGORITHMS)),
  message_type: optional(oneOf('KMS.0308', ['DIGEST', 'RAW'])),
})

interface SigningInput {
  readonly key_id: string
  readonly message: Uint8Array
  readonly signing_algorithm: string
  readonly message_type: 'DIGEST' | 'RAW' | undefined
}

/** What sign and verify check alike: pair, usage, algorithm, state, and a digest of the algorithm's length. */
const prepare = (call: Call, input: SigningInput) => {
  const key = resolveKey(call, input.key_id)
  requirePair(key, 'KMS.1115')
  if (key.usage !== 'SIGN_VERIFY') throw refusal('KMS.0334')
  const algorithm = cryptoAlgorithmOf(input.signing_algorithm)
  if (!canSign(cryptoSpecOf(key.spec), algorithm)) throw refusal('KMS.0332')
  requireUsable(call, key)
  const form = (input.message_type ?? 'DIGEST') === 'RAW' ? 'message' : 'digest'
  if (form === 'message' && algorithm === 'SM2DSA') throw refusal('KMS.0308')
  if (form === 'digest' && signatureDigestBytes(algorithm) !== input.message.length) throw refusal('KMS.0329')
  const signable: Signable = { form, bytes: input.message }
  return { key, algorithm, signable }
}

const signOperation = operation(signingFields, (call, input) => {
  const { key, algorithm, signable } = prepare(call, input)
  return ok({ key_id: key.keyId, signature: toBase64(sign(materialOf(key), algorithm, signable)) })
})

/** A signature that is not the key's is no error. */
const verifyOperation = operation(
  (settings) => ({ ...signingFields(settings), signature: required(base64('KMS.0308')) }),
  (call, input) => {
    const { key, algorithm, signable } = prepare(call, input)
    const publicKey = materialOf(key).publicKey ?? new Uint8Array()
    const valid = verify({ spec: cryptoSpecOf(key.spec), publicKey }, algorithm, signable, input.signature)
    return ok({ key_id: key.keyId, signature_valid: String(valid) })
  },
)

const pemOf = (spki: Uint8Array): string => {
  const body = toBase64(spki).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...body, '-----END PUBLIC KEY-----', ''].join('\r\n')
}

const getPublickey = operation(
  (settings) => ({ key_id: keyReference(settings) }),
  (call, input) => {
    const key = resolveKey(call, input.key_id)
    requirePair(key, 'KMS.0331')
    requireUsable(call, key)
    return ok({ key_id: key.keyId, public_key: pemOf(materialOf(key).publicKey ?? new Uint8Array()) })
  },
)

const macFields = {
  key_id: keyId,
  mac_algorithm: required(oneOf('KMS.0308', ['HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512', 'HMAC_SM3'])),
  message: required(base64('KMS.0308', { bytes: { min: 1, max: 4_096 } })),
}

const macKey = (call: Call, id: string, algorithm: string): KeyRow => {
  const key = resolveKey(call, id)
  if (key.usage !== 'GENERATE_VERIFY_MAC') throw refusal(key.usage === 'ENCRYPT_DECRYPT' ? 'KMS.0334' : 'KMS.0335')
  if (macAlgorithmOf(key.spec) !== algorithm) throw refusal('KMS.0332')
  requireUsable(call, key)
  return key
}

const generateMac = operation(macFields, (call, input) => {
  const key = macKey(call, input.key_id, input.mac_algorithm)
  const code = Buffer.from(mac(materialOf(key), input.message))
    .toString('hex')
    .toUpperCase()
  return ok({ key_id: key.keyId, mac_algorithm: input.mac_algorithm, mac: code })
})

const verifyMacOperation = operation({ ...macFields, mac: required(hex('KMS.0308')) }, (call, input) => {
  const key = macKey(call, input.key_id, input.mac_algorithm)
  const valid = verifyMac(materialOf(key), input.message, input.mac)
  return ok({ key_id: key.keyId, mac_algorithm: input.mac_algorithm, mac_valid: valid })
})

/** ECDH with the peer's SubjectPublicKeyInfo on the key's own curve. */
const deriveSharedSecretOperation = operation(
  {
    key_id: keyId,
    key_agreement_algorithm: required(oneOf('KMS.0308', ['ECDH'])),
    public_key: required(base64('KMS.0308', { bytes: { min: 1, max: 1_024 } })),
  },
  (call, input) => {
    const key = resolveKey(call, input.key_id)
    requirePair(key, 'KMS.0331')
    if (familyOf(key.spec) !== 'EC' && familyOf(key.spec) !== 'SM2') throw refusal('KMS.0332')
    if (key.usage === 'ENCRYPT_DECRYPT') throw refusal('KMS.0334')
    requireUsable(call, key)
    const shared = deriveSharedSecret(materialOf(key), input.public_key)
    if (shared === undefined) throw refusal('KMS.0308')
    return ok({
      key_id: key.keyId,
      key_agreement_algorithm: input.key_agreement_algorithm,
      shared_secret: toBase64(shared),
    })
  },
)

export const signing = {
  sign: signOperation,
  verify: verifyOperation,
  'get-publickey': getPublickey,
  'generate-mac': generateMac,
  'verify-mac': verifyMacOperation,
  'derive-shared-secret': deriveSharedSecretOperation,
}
