/** The words of Q-KMS for what AWS calls otherwise (docs.quilibrium.com, key operations; QuilibriumNetwork/qkms-sdk, types.ts). */
import type { KeyOrigin, KeyRecord, KeySpec, KeyState, KeyUsage } from '../aws/types.ts'

/** Key specs that can be made here. The pages name the first five and say "etc."; HMAC and P-384/521 are AWS's, Ed25519 the client's. */
export const SPECS = {
  SYMMETRIC_DEFAULT: 'SYMMETRIC_DEFAULT',
  RSA_2048: 'RSA_2048',
  RSA_3072: 'RSA_3072',
  RSA_4096: 'RSA_4096',
  ECC_NIST_P256: 'ECC_NIST_P256',
  ECC_NIST_P384: 'ECC_NIST_P384',
  ECC_NIST_P521: 'ECC_NIST_P521',
  ECC_SECG_P256K1: 'ECC_SECG_P256K1',
  ECC_ED25519: 'ECC_NIST_EDWARDS25519',
  EDDSA_ED25519: 'ECC_NIST_EDWARDS25519',
  HMAC_224: 'HMAC_224',
  HMAC_256: 'HMAC_256',
  HMAC_384: 'HMAC_384',
  HMAC_512: 'HMAC_512',
} as const satisfies Readonly<Record<string, KeySpec>>

/** Specs that the client names and `shared/crypto` has not: refused, but not as unknown. */
export const SPECS_OUT_OF_REACH = [
  'ECC_BLS12_381',
  'ECC_BLS48_581',
  'ECC_DECAF_448',
  'ECC_ED448',
  'EDDSA_ED448',
] as const

export type Spec = keyof typeof SPECS

export const isWithinReach = (spec: string): spec is Spec => Object.hasOwn(SPECS, spec)

export const specWord = (spec: KeySpec): string => (spec === 'ECC_NIST_EDWARDS25519' ? 'ECC_ED25519' : spec)

export const USAGES = {
  ENCRYPT_DECRYPT: 'ENCRYPT_DECRYPT',
  SIGN_VERIFY: 'SIGN_VERIFY',
  GENERATE_VERIFY_MAC: 'GENERATE_VERIFY_MAC',
  DERIVE_SHARED_SECRET: 'KEY_AGREEMENT',
} as const satisfies Readonly<Record<string, KeyUsage>>

export const usageWord = (usage: KeyUsage): string => (usage === 'KEY_AGREEMENT' ? 'DERIVE_SHARED_SECRET' : usage)

export const ORIGINS = {
  QKMS: 'AWS_KMS',
  AWS_KMS: 'AWS_KMS',
  EXTERNAL: 'EXTERNAL',
} as const satisfies Readonly<Record<string, KeyOrigin>>

export const SIGNING_ALGORITHMS = {
  RSASSA_PSS_SHA_256: 'RSASSA_PSS_SHA_256',
  RSASSA_PSS_SHA_384: 'RSASSA_PSS_SHA_384',
  RSASSA_PSS_SHA_512: 'RSASSA_PSS_SHA_512',
  RSASSA_PKCS1_V1_5_SHA_256: 'RSASSA_PKCS1_V1_5_SHA_256',
  RSASSA_PKCS1_V1_5_SHA_384: 'RSASSA_PKCS1_V1_5_SHA_384',
  RSASSA_PKCS1_V1_5_SHA_512: 'RSASSA_PKCS1_V1_5_SHA_512',
  ECDSA_SHA_256: 'ECDSA_SHA_256',
  ECDSA_SHA_384: 'ECDSA_SHA_384',
  ECDSA_SHA_512: 'ECDSA_SHA_512',
  EDDSA_ED25519: 'ED25519_SHA_512',
} as const

/** Ed25519 has one signing algorithm here, where AWS has two. */
export const signingWords = (algorithms: readonly string[]): readonly string[] =>
  algorithms
    .map((algorithm) => (algorithm === 'ED25519_SHA_512' ? 'EDDSA_ED25519' : algorithm))
    .filter((algorithm) => algorithm !== 'ED25519_PH_SHA_512')

/** The state as every page but ReplicateKey's writes it. */
export const stateWord = (state: KeyState): string => (state === 'Updating' ? 'UPDATING' : state)

/** The state as ReplicateKey's page lists its values: ENABLED, PENDING_IMPORT … */
export const replicaStateWord = (state: KeyState): string => state.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

/** AWS's words in a text of ours. */
export const inOwnWords = (text: string): string =>
  text.replaceAll('KEY_AGREEMENT', 'DERIVE_SHARED_SECRET').replaceAll('ECC_NIST_EDWARDS25519', 'ECC_ED25519')

export const isScheduledForDeletion = ({ state }: KeyRecord): boolean =>
  state === 'PendingDeletion' || state === 'PendingReplicaDeletion'
