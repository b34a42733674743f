import * as z from 'zod/mini'

/** Kinds of key, named once for every cloud; `UNKNOWN` is only ever an output. */
export const KEY_SPECS = [
  'AES_256',
  'AES_192',
  'AES_128',
  'SM4',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_P256',
  'EC_P384',
  'EC_P521',
  'EC_SECP256K1',
  'ED25519',
  'SM2',
  'HMAC_224',
  'HMAC_256',
  'HMAC_384',
  'HMAC_512',
  'HMAC_SM3',
  'ML_DSA_44',
  'ML_DSA_65',
  'ML_DSA_87',
] as const
/** One of {@link KEY_SPECS}. */
export type KeySpec = (typeof KEY_SPECS)[number]

/** What a key is for; a key has one usage for life. */
export const KEY_USAGES = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'] as const
/** One of {@link KEY_USAGES}. */
export type KeyUsage = (typeof KEY_USAGES)[number]

/** Where the key material comes from: the cloud, an import by the caller, or a key store of the caller's. */
export const KEY_ORIGINS = ['PROVIDER', 'EXTERNAL', 'KEY_STORE'] as const
/** One of {@link KEY_ORIGINS}. */
export type KeyOrigin = (typeof KEY_ORIGINS)[number]

/** Where key material is kept, on clouds that offer both. */
export const PROTECTION_LEVELS = ['SOFTWARE', 'HSM'] as const
/** One of {@link PROTECTION_LEVELS}. */
export type ProtectionLevel = (typeof PROTECTION_LEVELS)[number]

/** Kinds of symmetric data key; `lengthBytes` asks for any other length. */
export const DATA_KEY_SPECS = ['AES_256', 'AES_128'] as const
/** One of {@link DATA_KEY_SPECS}. */
export type DataKeySpec = (typeof DATA_KEY_SPECS)[number]

/** Kinds of key pair that `generateDataKeyPair` makes; which of them, each cloud decides. */
export const DATA_KEY_PAIR_SPECS = [
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_P256',
  'EC_P384',
  'EC_P521',
  'EC_SECP256K1',
  'ED25519',
  'SM2',
] as const
/** One of {@link DATA_KEY_PAIR_SPECS}. */
export type DataKeyPairSpec = (typeof DATA_KEY_PAIR_SPECS)[number]

/** `SYMMETRIC_DEFAULT` is the cloud's own choice for a symmetric key and needs no mention. */
export const ENCRYPTION_ALGORITHMS = ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'] as const
/** One of {@link ENCRYPTION_ALGORITHMS}. */
export type EncryptionAlgorithm = (typeof ENCRYPTION_ALGORITHMS)[number]

/** Signing algorithms in AWS's spelling; `SM2DSA` is SM2 with SM3. */
export const SIGNING_ALGORITHMS = [
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'ECDSA_SHA_256',
  'ECDSA_SHA_384',
  'ECDSA_SHA_512',
  'ED25519_SHA_512',
  'ED25519_PH_SHA_512',
  'SM2DSA',
  'ML_DSA_SHAKE_256',
] as const
/** One of {@link SIGNING_ALGORITHMS}. */
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

/** Algorithms of message authentication codes. */
export const MAC_ALGORITHMS = ['HMAC_SHA_224', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512', 'HMAC_SM3'] as const
/** One of {@link MAC_ALGORITHMS}. */
export type MacAlgorithm = (typeof MAC_ALGORITHMS)[number]

/** How key material is encrypted on its way to an import. */
export const WRAPPING_ALGORITHMS = [
  'RSAES_OAEP_SHA_256',
  'RSAES_OAEP_SHA_1',
  'RSAES_PKCS1_V1_5',
  'RSA_AES_KEY_WRAP_SHA_256',
  'RSA_AES_KEY_WRAP_SHA_1',
  'SM2PKE',
] as const
/** One of {@link WRAPPING_ALGORITHMS}. */
export type WrappingAlgorithm = (typeof WRAPPING_ALGORITHMS)[number]

/** Kinds of wrapping key that a cloud hands out for an import. */
export const WRAPPING_KEY_SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'SM2'] as const
/** One of {@link WRAPPING_KEY_SPECS}. */
export type WrappingKeySpec = (typeof WRAPPING_KEY_SPECS)[number]

/** Whether imported material is new to the key or one it had before. */
export const IMPORT_TYPES = ['NEW_KEY_MATERIAL', 'EXISTING_KEY_MATERIAL'] as const
/** One of {@link IMPORT_TYPES}. */
export type ImportType = (typeof IMPORT_TYPES)[number]

/** What a grant can allow. */
export const GRANT_OPERATIONS = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'EncryptDataKey',
  'DecryptDataKey',
  'Sign',
  'Verify',
  'GetPublicKey',
  'GenerateMac',
  'VerifyMac',
  'DeriveSharedSecret',
  'DescribeKey',
  'CreateGrant',
  'RetireGrant',
] as const
/** One of {@link GRANT_OPERATIONS}. */
export type GrantOperation = (typeof GRANT_OPERATIONS)[number]

/** Any bytes. Not `z.instanceof`, which would refuse a `Buffer` or a view of a shared buffer at compile time. */
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, {
  error: 'must be a Uint8Array',
})

/** At least one byte. */
export const someBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength > 0, {
  error: 'must be a Uint8Array of at least 1 byte; Buffer.from(text) makes one of text',
})

export const text = z.string()
/** At least one character. */
export const someText = text.check(z.minLength(1))

/** A key id, key ARN, alias (`alias/…`) or alias ARN. */
export const keyReference = someText.check(z.maxLength(2048))

export const aliasName = z
  .string()
  .check(z.minLength(7), z.maxLength(1024), z.regex(/^alias\//, 'must start with "alias/"'))

export const context = z.record(text, text)
export const tags = z.record(someText, text)
export const grantTokens = z.array(someText).check(z.maxLength(10))
export const limit = z.int().check(z.minimum(1))
export const cursor = someText
/** How many there are on all pages; only from a cloud whose pages are numbered or counted, where a change moves items. */
export const total = z.int().check(z.minimum(0))
export const date = z.date()
export const lengthBytes = z.int().check(z.minimum(1))

/** A reply that says little more than "done". */
export const acknowledgement = z.object({
  /** Only where the reply carries it. */
  keyId: z.optional(text),
})
