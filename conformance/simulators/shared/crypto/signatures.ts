import { createHash, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { own, refusable } from './bytes.ts'
import { curves } from './curves.ts'
import { decodePrivateKey, decodePublicKey } from './ec-keys.ts'
import { signDigest, verifyDigest } from './ecdsa.ts'
import { ed25519phSign, ed25519phVerify } from './ed25519ph.ts'
import { asCurveSpec, type KeyMaterial, privateKeyOf, publicKeyOf } from './material.ts'
import { type RsaSignature, rsaSignDigest, rsaVerifyDigest, type ShaName } from './rsa.ts'
import { sm2Digest, sm2Sign, sm2Verify } from './sm2.ts'
import type { KeySpec } from './specs.ts'

export type SigningAlgorithm = keyof typeof signingAlgorithms

/** Families of keys that can make the signature, and the hash whose digest it is over. */
export const signingAlgorithms = {
  RSASSA_PKCS1_V1_5_SHA_256: {
    scheme: 'RSASSA_PKCS1_V1_5',
    hash: 'sha256',
    specs: ['RSA_2048', 'RSA_3072', 'RSA_4096'],
  },
  RSASSA_PKCS1_V1_5_SHA_384: {
    scheme: 'RSASSA_PKCS1_V1_5',
    hash: 'sha384',
    specs: ['RSA_2048', 'RSA_3072', 'RSA_4096'],
  },
  RSASSA_PKCS1_V1_5_SHA_512: {
    scheme: 'RSASSA_PKCS1_V1_5',
    hash: 'sha512',
    specs: ['RSA_2048', 'RSA_3072', 'RSA_4096'],
  },
  RSASSA_PSS_SHA_256: { scheme: 'RSASSA_PSS', hash: 'sha256', specs: ['RSA_2048', 'RSA_3072', 'RSA_4096'] },
  RSASSA_PSS_SHA_384: { scheme: 'RSASSA_PSS', hash: 'sha384', specs: ['RSA_2048', 'RSA_3072', 'RSA_4096'] },
  RSASSA_PSS_SHA_512: { scheme: 'RSASSA_PSS', hash: 'sha512', specs: ['RSA_2048', 'RSA_3072', 'RSA_4096'] },
  ECDSA_SHA_256: { scheme: 'ECDSA', hash: 'sha256', specs: ['EC_P256', 'EC_SECP256K1'] },
  ECDSA_SHA_384: { scheme: 'ECDSA', hash: 'sha384', specs: ['EC_P384'] },
  ECDSA_SHA_512: { scheme: 'ECDSA', hash: 'sha512', specs: ['EC_P521'] },
  ED25519_SHA_512: { scheme: 'ED25519', specs: ['ED25519'] },
  ED25519_PH_SHA_512: { scheme: 'ED25519PH', hash: 'sha512', specs: ['ED25519'] },
  SM2DSA: { scheme: 'SM2DSA', hash: 'sm3', specs: ['SM2'] },
  ML_DSA_SHAKE_256: { scheme: 'ML_DSA', specs: ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'] },
} as const satisfies Record<string, { scheme: string; hash?: string; specs: readonly KeySpec[] }>

/** A message, or what was made of it elsewhere: its digest under the algorithm's hash (SM2: SM3(Z ‖ M)). */
export interface Signable {
  readonly form: 'message' | 'digest'
  readonly bytes: Uint8Array
}

/** Length of the digest form; `undefined` for algorithms without one (Ed25519, ML-DSA). */
export function signatureDigestBytes(algorithm: SigningAlgorithm): number | undefined {
  const known = signingAlgorithms[algorithm]
  if (!('hash' in known)) return undefined
  return { sha256: 32, sha384: 48, sha512: 64, sm3: 32 }[known.hash]
}

/** Whether a key of that spec can sign with the algorithm. */
export function canSign(spec: KeySpec, algorithm: SigningAlgorithm): boolean {
  return signingAlgorithms[algorithm].specs.some((candidate) => candidate === spec)
}

/**
 * RSA and Ed25519: raw bytes; ECDSA and SM2: DER SEQUENCE of r and s.
 * @throws TypeError where `canSign` is false or the digest form does not exist: the caller checks before.
 */
export function sign(material: KeyMaterial, algorithm: SigningAlgorithm, input: Signable): Uint8Array {
  requireFit(material.spec, algorithm, input)
  const known = signingAlgorithms[algorithm]
  const { secret } = material
  switch (known.scheme) {
    case 'RSASSA_PKCS1_V1_5':
    case 'RSASSA_PSS':
      return signRsa(secret, known.scheme, known.hash, input)
    case 'ECDSA': {
      if (input.form === 'message') return own(nodeSign(known.hash, input.bytes, privateKeyOf(secret)))
      const { spec, key } = ecPrivateKey(material)
      return signDigest(curves[spec], key.d, input.bytes)
    }
    case 'SM2DSA': {
      const { key } = ecPrivateKey(material)
      return sm2Sign(key.d, input.form === 'digest' ? input.bytes : sm2Digest(key.point, input.bytes))
    }
    case 'ED25519PH':
      // The seed is the last 32 bytes of an Ed25519 PKCS #8 (RFC 8410 §7).
      return ed25519phSign(secret.slice(-32), input.form === 'digest' ? input.bytes : hashOf('sha512', input.bytes))
    default:
      return own(nodeSign(null, input.bytes, privateKeyOf(secret)))
  }
}

/** Whether the signature is that key's over the input; a malformed one is simply not. Throws as {@link sign}. */
export function verify(
  key: { readonly spec: KeySpec; readonly publicKey: Uint8Array },
  algorithm: SigningAlgorithm,
  input: Signable,
  signature: Uint8Array,
): boolean {
  requireFit(key.spec, algorithm, input)
  const known = signingAlgorithms[algorithm]
  const digest = () => (input.form === 'digest' || !('hash' in known) ? input.bytes : hashOf(known.hash, input.bytes))
  if (known.scheme === 'ED25519PH') return ed25519phVerify(key.publicKey.slice(-32), digest(), signature)
  if (known.scheme === 'ECDSA' || known.scheme === 'SM2DSA') {
    const spec = asCurveSpec(key.spec)
    const point = spec && decodePublicKey(spec, key.publicKey)
    if (spec === undefined || point === undefined) return false
    if (known.scheme === 'ECDSA') return verifyDigest(curves[spec], point, digest(), signature)
    return sm2Verify(point, input.form === 'digest' ? input.bytes : sm2Digest(point, input.bytes), signature)
  }
  const publicKey = publicKeyOf(key.publicKey)
  if (publicKey === undefined) return false
  if (known.scheme === 'RSASSA_PKCS1_V1_5' || known.scheme === 'RSASSA_PSS') {
    return rsaVerifyDigest(publicKey, known.scheme, known.hash, digest(), signature)
  }
  return refusable(() => nodeVerify(null, input.bytes, publicKey, signature)) ?? false
}

function requireFit(spec: KeySpec, algorithm: SigningAlgorithm, input: Signable): void {
  if (!canSign(spec, algorithm)) throw new TypeError(`a ${spec} key cannot sign with ${algorithm}`)
  if (input.form === 'digest' && signatureDigestBytes(algorithm) !== input.bytes.length) {
    throw new TypeError(`${algorithm} takes no digest of ${input.bytes.length} bytes`)
  }
}

function signRsa(pkcs8: Uint8Array, scheme: RsaSignature, hash: ShaName, input: Signable): Uint8Array {
  const digest = input.form === 'digest' ? input.bytes : hashOf(hash, input.bytes)
  return rsaSignDigest(privateKeyOf(pkcs8), scheme, hash, digest)
}

function ecPrivateKey({ spec, secret }: KeyMaterial) {
  const curveSpec = asCurveSpec(spec)
  const key = curveSpec && decodePrivateKey(curveSpec, secret)
  if (curveSpec === undefined || key === undefined) throw new TypeError(`stored ${spec} key is unreadable`)
  return { spec: curveSpec, key }
}

function hashOf(hash: ShaName | 'sm3', bytes: Uint8Array): Uint8Array {
  return own(createHash(hash).update(bytes).digest())
}
