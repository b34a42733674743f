import { generateMaterial, generateMaterialSync, importMaterial, type KeyMaterial } from '../shared/crypto/material.ts'
import { type KeySpec as CryptoSpec, supports } from '../shared/crypto/specs.ts'
import type { Random } from '../shared/random.ts'
import type { KeySpec } from './types.ts'

/** AWS's names of the asymmetric and HMAC specs, in the words of the simulators' cryptography. */
const cryptoSpecs = {
  RSA_2048: 'RSA_2048',
  RSA_3072: 'RSA_3072',
  RSA_4096: 'RSA_4096',
  ECC_NIST_P256: 'EC_P256',
  ECC_NIST_P384: 'EC_P384',
  ECC_NIST_P521: 'EC_P521',
  ECC_SECG_P256K1: 'EC_SECP256K1',
  ECC_NIST_EDWARDS25519: 'ED25519',
  SM2: 'SM2',
  HMAC_224: 'HMAC_224',
  HMAC_256: 'HMAC_256',
  HMAC_384: 'HMAC_384',
  HMAC_512: 'HMAC_512',
  ML_DSA_44: 'ML_DSA_44',
  ML_DSA_65: 'ML_DSA_65',
  ML_DSA_87: 'ML_DSA_87',
} as const satisfies Record<Exclude<KeySpec, 'SYMMETRIC_DEFAULT'>, CryptoSpec>

/** SYMMETRIC_DEFAULT is AES-256, in the China Regions SM4 (AWS KMS developer guide, "Key spec reference"). */
export const cryptoSpecOf = (spec: KeySpec, partition: string): CryptoSpec =>
  spec === 'SYMMETRIC_DEFAULT' ? (partition === 'aws-cn' ? 'SM4' : 'AES_256') : cryptoSpecs[spec]

/** Whether this Node can make and use such keys; ML-DSA needs Node 24.6. */
export const supportsSpec = (spec: KeySpec, partition: string): boolean => supports(cryptoSpecOf(spec, partition))

/** New material: `secret`, and `publicKey` for asymmetric specs. RSA keys are made in OpenSSL's own threads. */
export const makeMaterial = (spec: KeySpec, partition: string, random: Random): Promise<KeyMaterial> =>
  generateMaterial(cryptoSpecOf(spec, partition), random.bytes)

/** The same for callers that cannot wait. */
export const makeMaterialNow = (spec: KeySpec, partition: string, random: Random): KeyMaterial =>
  generateMaterialSync(cryptoSpecOf(spec, partition), random.bytes)

/** Imported material in its one canonical form; `undefined` if its type, curve or length is not that of the spec. */
export const checkMaterial = (spec: KeySpec, partition: string, bytes: Uint8Array): KeyMaterial | undefined =>
  importMaterial(cryptoSpecOf(spec, partition), bytes)
