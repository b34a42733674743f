/** Sign and Verify (AWS KMS API reference; texts: floci-io/floci `KmsIntegrationTest.java`). */
import {
  type Signable,
  type SigningAlgorithm,
  sign,
  signatureDigestBytes,
  verify,
} from '../../shared/crypto/signatures.ts'
import type { Call, Handlers } from '../call.ts'
import { requireAlgorithm, requireMaterial, usableKey } from '../crypto-guards.ts'
import { refusal } from '../errors.ts'
import { recordUse, refuseDryRun } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { cryptoSpecOf } from '../specs.ts'
import type { KeyRecord } from '../types.ts'

type MessageInput = Input<'Sign' | 'Verify'>

/** SYMMETRIC_DEFAULT passes AWS's validation, but no key that signs has it. */
const requireSigningAlgorithm = (key: KeyRecord, algorithm: MessageInput['SigningAlgorithm']): SigningAlgorithm => {
  requireAlgorithm(key, algorithm)
  if (algorithm === 'SYMMETRIC_DEFAULT') throw new TypeError('a signing key lists SYMMETRIC_DEFAULT')
  return algorithm
}

const incompatibleType = (type: string, what: string) =>
  refusal('ValidationException', `Message type ${type} is incompatible with ${what}.`)

/** The message in the form its type says, if key, algorithm and type go together. */
const signableOf = (key: KeyRecord, algorithm: SigningAlgorithm, input: MessageInput): Signable => {
  const { Message: bytes, MessageType: type = 'RAW' } = input
  if (algorithm === 'ML_DSA_SHAKE_256') {
    if (type === 'DIGEST') throw incompatibleType(type, `key spec ${key.spec}`)
    // OpenSSL could sign mu, but Node gives no way to ask it to.
    if (type === 'EXTERNAL_MU')
      throw refusal('UnsupportedOperationException', 'The simulator cannot sign EXTERNAL_MU messages.')
    return { form: 'message', bytes }
  }
  if (type === 'EXTERNAL_MU') throw incompatibleType(type, `algorithm ${algorithm}`)
  if (algorithm === 'ED25519_SHA_512' && type === 'DIGEST') throw incompatibleType(type, `algorithm ${algorithm}`)
  if (algorithm === 'ED25519_PH_SHA_512' && type === 'RAW') throw incompatibleType(type, `algorithm ${algorithm}`)
  if (type === 'RAW') return { form: 'message', bytes }
  if (bytes.length !== signatureDigestBytes(algorithm))
    throw refusal('ValidationException', `Digest is invalid length for algorithm ${algorithm}.`)
  return { form: 'digest', bytes }
}

/** All checks the two operations share, in their order. */
const prepare = (call: Call, input: MessageInput) => {
  const key = usableKey(call, input, 'SIGN_VERIFY')
  const algorithm = requireSigningAlgorithm(key, input.SigningAlgorithm)
  const signable = signableOf(key, algorithm, input)
  refuseDryRun(input)
  const { secret, publicKey = new Uint8Array() } = requireMaterial(key)
  return { key, algorithm, signable, material: { spec: cryptoSpecOf(key.spec), secret, publicKey } }
}

export const signing = {
  Sign: (call, input) => {
    const { key, algorithm, signable, material } = prepare(call, input)
    const Signature = sign(material, algorithm, signable)
    recordUse(call, key)
    return { KeyId: key.arn, Signature, SigningAlgorithm: algorithm }
  },

  Verify: (call, input) => {
    const { key, algorithm, signable, material } = prepare(call, input)
    const SignatureValid = verify(material, algorithm, signable, input.Signature)
    if (!SignatureValid) throw refusal('KMSInvalidSignatureException')
    recordUse(call, key)
    return { KeyId: key.arn, SignatureValid, SigningAlgorithm: algorithm }
  },
} satisfies Pick<Handlers, 'Sign' | 'Verify'>
