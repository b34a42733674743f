import type { AsymmetricEncryption } from '../shared/crypto/encryption.ts'
import type { SigningAlgorithm } from '../shared/crypto/signatures.ts'
import type { KeySpec as CryptoSpec } from '../shared/crypto/specs.ts'
import type { KeySpec, KeyUsage } from './types.ts'

export type AsymmetricFamily = 'RSA' | 'EC' | 'SM2' | 'ED25519'
export type Family = 'symmetric' | 'HMAC' | AsymmetricFamily

export const familyOf = (spec: KeySpec): Family => {
  if (spec === 'AES_256' || spec === 'SM4') return 'symmetric'
  if (spec.startsWith('HMAC')) return 'HMAC'
  if (spec.startsWith('RSA')) return 'RSA'
  return spec === 'SM2' || spec === 'ED25519' ? spec : 'EC'
}

/** The spec in the words of the shared cryptography. */
export const cryptoSpecOf = (spec: KeySpec): CryptoSpec => (spec === 'SECP256K1' ? 'EC_SECP256K1' : spec)

/** The usages a spec can have, its default first. */
export const usagesOf = (spec: KeySpec): readonly KeyUsage[] => {
  switch (familyOf(spec)) {
    case 'symmetric':
      return ['ENCRYPT_DECRYPT']
    case 'HMAC':
      return ['GENERATE_VERIFY_MAC']
    case 'RSA':
      return ['SIGN_VERIFY', 'ENCRYPT_DECRYPT']
    case 'SM2':
      return ['SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'KEY_AGREEMENT']
    case 'EC':
      return ['SIGN_VERIFY', 'KEY_AGREEMENT']
    default:
      return ['SIGN_VERIFY']
  }
}

const RSA_ALGORITHMS = ['RSASSA_PSS_SHA_', 'RSASSA_PKCS1_V1_5_SHA_'].flatMap((scheme) =>
  ['256', '384', '512'].map((bits) => `${scheme}${bits}`),
)

/** Every value `signing_algorithm` may have. */
export const SIGNING_ALGORITHMS = [
  ...RSA_ALGORITHMS,
  ...['ECDSA_SHA_256', 'ECDSA_SHA_384', 'ECDSA_SHA_512', 'SM2DSA_SM3', 'ED25519_SHA_512', 'ED25519_PH_SHA_512'],
]

/** `signing_algorithm` in the words of the shared cryptography. */
export const cryptoAlgorithmOf = (algorithm: string): SigningAlgorithm =>
  algorithm === 'SM2DSA_SM3' ? 'SM2DSA' : (algorithm as SigningAlgorithm) // one of SIGNING_ALGORITHMS

/** `encryption_algorithm` or `wrapping_algorithm` in the words of the shared cryptography. */
export const cryptoEncryptionOf = (algorithm: string): AsymmetricEncryption =>
  algorithm === 'SM2_ENCRYPT' ? 'SM2PKE' : (algorithm as AsymmetricEncryption) // one of the profile's algorithms

/** `mac_algorithm` by key spec. */
export const macAlgorithmOf = (spec: KeySpec): string =>
  spec === 'HMAC_SM3' ? 'HMAC_SM3' : spec.replace('HMAC_', 'HMAC_SHA_')

/** Private key specs of create-rsa-datakey-pair and create-ec-datakey-pair. */
export const PAIR_SPECS = {
  rsa: ['RSA_2048', 'RSA_3072', 'RSA_4096'],
  ec: ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'SM2'],
} as const

const EC_PAIRS: Readonly<Record<(typeof PAIR_SPECS.ec)[number], CryptoSpec>> = {
  ECC_NIST_P256: 'EC_P256',
  ECC_NIST_P384: 'EC_P384',
  ECC_NIST_P521: 'EC_P521',
  ECC_SECG_P256K1: 'EC_SECP256K1',
  SM2: 'SM2',
}

export const cryptoPairOf = (spec: (typeof PAIR_SPECS.rsa)[number] | (typeof PAIR_SPECS.ec)[number]): CryptoSpec =>
  spec in EC_PAIRS ? EC_PAIRS[spec as keyof typeof EC_PAIRS] : (spec as (typeof PAIR_SPECS.rsa)[number]) // the rest
