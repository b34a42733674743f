/** Alibaba Cloud's words for kinds of keys, and what each kind can do (CreateKey and AsymmetricSign/Encrypt pages). */
import type { AsymmetricEncryption } from '../shared/crypto/encryption.ts'
import type { SigningAlgorithm } from '../shared/crypto/signatures.ts'
import type { KeySpec as MaterialSpec } from '../shared/crypto/specs.ts'

export type KeyUsage = 'ENCRYPT/DECRYPT' | 'SIGN/VERIFY' | 'GENERATE_MAC/VERIFY_MAC'
export type KeyOrigin = 'Aliyun_KMS' | 'EXTERNAL'
export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'Unavailable'
export type ProtectionLevel = 'SOFTWARE' | 'HSM'

type KeyFamily = 'symmetric' | 'asymmetric' | 'mac'

/** Who may have such a key from CreateKey: anybody, regions with SM hardware, KMS instances, or nobody yet. */
type Offer = 'everywhere' | 'sm-regions' | 'instances' | 'unnamed'

interface SpecFacts {
  readonly family: KeyFamily
  readonly material: MaterialSpec
  readonly usages: readonly KeyUsage[]
  readonly offer: Offer
}

const BOTH: readonly KeyUsage[] = ['SIGN/VERIFY', 'ENCRYPT/DECRYPT']

const symmetric = (material: MaterialSpec, offer: Offer): SpecFacts => ({
  family: 'symmetric',
  material,
  usages: ['ENCRYPT/DECRYPT'],
  offer,
})

const asymmetric = (material: MaterialSpec, usages: readonly KeyUsage[], offer: Offer = 'everywhere'): SpecFacts => ({
  family: 'asymmetric',
  material,
  usages,
  offer,
})

const mac = (material: MaterialSpec): SpecFacts => ({
  family: 'mac',
  material,
  usages: ['GENERATE_MAC/VERIFY_MAC'],
  offer: 'unnamed',
})

const specs = {
  Aliyun_AES_256: symmetric('AES_256', 'everywhere'),
  Aliyun_AES_192: symmetric('AES_192', 'instances'),
  Aliyun_AES_128: symmetric('AES_128', 'instances'),
  Aliyun_SM4: symmetric('SM4', 'sm-regions'),
  RSA_2048: asymmetric('RSA_2048', BOTH),
  RSA_3072: asymmetric('RSA_3072', BOTH),
  EC_P256: asymmetric('EC_P256', ['SIGN/VERIFY']),
  EC_P256K: asymmetric('EC_SECP256K1', ['SIGN/VERIFY']),
  EC_SM2: asymmetric('SM2', BOTH, 'sm-regions'),
  // The published pages do not name the specs of HMAC keys; here they are called as the one algorithm each can do.
  HMAC_SHA_224: mac('HMAC_224'),
  HMAC_SHA_256: mac('HMAC_256'),
  HMAC_SHA_384: mac('HMAC_384'),
  HMAC_SHA_512: mac('HMAC_512'),
  HMAC_SM3: mac('HMAC_SM3'),
} as const satisfies Record<string, SpecFacts>

export type KeySpec = keyof typeof specs

export const KEY_SPECS = Object.keys(specs) as readonly KeySpec[] // the keys of this very literal

/** The first usage is the default: signing where the spec can sign (CreateKey, SDK of July 2026). */
export const factsOf = (spec: KeySpec): SpecFacts => specs[spec]

/** A spec that only KMS instances have or had; CreateKey knows its name. */
export const RETIRED_SPECS: readonly string[] = ['Aliyun_DES3_192']

export const SIGNING = {
  RSA_PSS_SHA_256: 'RSASSA_PSS_SHA_256',
  RSA_PKCS1_SHA_256: 'RSASSA_PKCS1_V1_5_SHA_256',
  ECDSA_SHA_256: 'ECDSA_SHA_256',
  SM2DSA: 'SM2DSA',
} as const satisfies Record<string, SigningAlgorithm>

export type Signing = keyof typeof SIGNING

export type Encryption = Exclude<AsymmetricEncryption, 'RSAES_PKCS1_V1_5'>

export const ENCRYPTIONS: readonly Encryption[] = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1', 'SM2PKE']

/** Whether a key pair of that spec can encrypt with the algorithm. */
export const canEncrypt = (spec: KeySpec, algorithm: AsymmetricEncryption): boolean =>
  algorithm === 'SM2PKE' ? spec === 'EC_SM2' : spec === 'RSA_2048' || spec === 'RSA_3072'

/** Each MAC algorithm belongs to the one spec of its name. */
export const MACS = ['HMAC_SM3', 'HMAC_SHA_224', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'] as const
