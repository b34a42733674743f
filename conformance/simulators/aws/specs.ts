/** What each key spec is for (developer guide, "Key spec reference") and how the shared cryptography calls it. */
import { type KeySpec as CryptoSpec, supports } from '../shared/crypto/specs.ts'
import type { KeySpec, KeyUsage } from './types.ts'

export type Family = 'SYMMETRIC' | 'ASYMMETRIC' | 'HMAC'

interface SpecFacts {
  readonly family: Family
  readonly usages: readonly KeyUsage[]
  readonly crypto: CryptoSpec
  readonly signing?: readonly string[]
}

const RSA_SIGNING = [
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
]

const rsa = (crypto: CryptoSpec): SpecFacts => ({
  family: 'ASYMMETRIC',
  usages: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  crypto,
  signing: RSA_SIGNING,
})
const ecc = (crypto: CryptoSpec, signing: string): SpecFacts => ({
  family: 'ASYMMETRIC',
  usages: ['SIGN_VERIFY', 'KEY_AGREEMENT'],
  crypto,
  signing: [signing],
})
const signer = (crypto: CryptoSpec, ...signing: readonly string[]): SpecFacts => ({
  family: 'ASYMMETRIC',
  usages: ['SIGN_VERIFY'],
  crypto,
  signing,
})
const hmac = (crypto: CryptoSpec): SpecFacts => ({ family: 'HMAC', usages: ['GENERATE_VERIFY_MAC'], crypto })

const FACTS: Readonly<Record<KeySpec, SpecFacts>> = {
  SYMMETRIC_DEFAULT: { family: 'SYMMETRIC', usages: ['ENCRYPT_DECRYPT'], crypto: 'AES_256' },
  RSA_2048: rsa('RSA_2048'),
  RSA_3072: rsa('RSA_3072'),
  RSA_4096: rsa('RSA_4096'),
  ECC_NIST_P256: ecc('EC_P256', 'ECDSA_SHA_256'),
  ECC_NIST_P384: ecc('EC_P384', 'ECDSA_SHA_384'),
  ECC_NIST_P521: ecc('EC_P521', 'ECDSA_SHA_512'),
  ECC_NIST_EDWARDS25519: signer('ED25519', 'ED25519_SHA_512', 'ED25519_PH_SHA_512'),
  ECC_SECG_P256K1: signer('EC_SECP256K1', 'ECDSA_SHA_256'),
  HMAC_224: hmac('HMAC_224'),
  HMAC_256: hmac('HMAC_256'),
  HMAC_384: hmac('HMAC_384'),
  HMAC_512: hmac('HMAC_512'),
  SM2: {
    family: 'ASYMMETRIC',
    usages: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'],
    crypto: 'SM2',
    signing: ['SM2DSA'],
  },
  ML_DSA_44: signer('ML_DSA_44', 'ML_DSA_SHAKE_256'),
  ML_DSA_65: signer('ML_DSA_65', 'ML_DSA_SHAKE_256'),
  ML_DSA_87: signer('ML_DSA_87', 'ML_DSA_SHAKE_256'),
}

export const familyOf = (spec: KeySpec): Family => FACTS[spec].family

export const isSymmetric = (spec: KeySpec): boolean => FACTS[spec].family === 'SYMMETRIC'

export const usagesOf = (spec: KeySpec): readonly KeyUsage[] => FACTS[spec].usages

/** The spec under which the shared cryptography knows the key. */
export const cryptoSpecOf = (spec: KeySpec): CryptoSpec => FACTS[spec].crypto

/** Whether the Region sells the spec (SM2: China only) and this Node's OpenSSL can make it (ML-DSA: not before Node 24). */
export const isOffered = (spec: KeySpec, partition: string): boolean =>
  (spec !== 'SM2' || partition === 'aws-cn') && supports(FACTS[spec].crypto)

const encryptionAlgorithmsOf = (spec: KeySpec): readonly string[] => {
  if (spec === 'SYMMETRIC_DEFAULT') return ['SYMMETRIC_DEFAULT']
  return spec === 'SM2' ? ['SM2PKE'] : ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']
}

/** The algorithm list of KeyMetadata and GetPublicKey: the one that fits the usage, the others are left out. */
export const algorithmsOf = (spec: KeySpec, usage: KeyUsage): Readonly<Record<string, readonly string[]>> => {
  switch (usage) {
    case 'ENCRYPT_DECRYPT':
      return { EncryptionAlgorithms: encryptionAlgorithmsOf(spec) }
    case 'SIGN_VERIFY':
      return { SigningAlgorithms: FACTS[spec].signing ?? [] }
    case 'GENERATE_VERIFY_MAC':
      return { MacAlgorithms: [spec.replace('HMAC_', 'HMAC_SHA_')] }
    default:
      return { KeyAgreementAlgorithms: ['ECDH'] }
  }
}
