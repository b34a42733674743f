import { KmsFailure } from '../../src/errors.ts'
import type {
  KeyOrigin,
  KeySpec,
  KeyUsage,
  SigningAlgorithm,
  WrappingAlgorithm,
  WrappingKeySpec,
} from '../../src/operations/fields.ts'

/** Words of ours and Alibaba's, both ways. */
export interface Vocabulary<W extends string> {
  /** Alibaba's word; refuses, naming the field, a value this cloud does not have. */
  encode(field: string, word: W): string
  /** Our word; `UNKNOWN` for one that is not listed. */
  decode(theirs: string): W | 'UNKNOWN'
}

function vocabulary<W extends string>(words: readonly (readonly [W, string])[], without: string): Vocabulary<W> {
  const theirs = new Map<string, string>(words)
  const ours = new Map<string, W>(words.map(([word, their]) => [their, word]))
  return {
    encode(field, word) {
      const found = theirs.get(word)
      if (found !== undefined) return found
      throw new KmsFailure({ code: 'Unsupported', field }, `${field}: ${word}: ${without}`)
    },
    decode: (their) => ours.get(their) ?? 'UNKNOWN',
  }
}

const CREATE_KEY = 'https://github.com/aliyun/aliyun-openapi-meta metadatas/kms/CreateKey.json'

/** Key specs; the HMAC ones of 2026 are named on no public page. */
export const specs = vocabulary<KeySpec>(
  [
    ['AES_256', 'Aliyun_AES_256'],
    ['AES_192', 'Aliyun_AES_192'],
    ['AES_128', 'Aliyun_AES_128'],
    ['SM4', 'Aliyun_SM4'],
    ['RSA_2048', 'RSA_2048'],
    ['RSA_3072', 'RSA_3072'],
    ['EC_P256', 'EC_P256'],
    ['EC_SECP256K1', 'EC_P256K'],
    ['SM2', 'EC_SM2'],
  ],
  `Alibaba Cloud documents no such key spec (${CREATE_KEY})`,
)

export const usages = vocabulary<KeyUsage>(
  [
    ['ENCRYPT_DECRYPT', 'ENCRYPT/DECRYPT'],
    ['SIGN_VERIFY', 'SIGN/VERIFY'],
  ],
  `Alibaba Cloud documents no such key usage (${CREATE_KEY})`,
)

export const origins = vocabulary<KeyOrigin>(
  [
    ['PROVIDER', 'Aliyun_KMS'],
    ['EXTERNAL', 'EXTERNAL'],
  ],
  `Alibaba Cloud documents no such origin (${CREATE_KEY})`,
)

export const signingAlgorithms = vocabulary<SigningAlgorithm>(
  [
    ['RSASSA_PSS_SHA_256', 'RSA_PSS_SHA_256'],
    ['RSASSA_PKCS1_V1_5_SHA_256', 'RSA_PKCS1_SHA_256'],
    ['ECDSA_SHA_256', 'ECDSA_SHA_256'],
    ['SM2DSA', 'SM2DSA'],
  ],
  'Alibaba Cloud signs with SHA-256 or SM3 only (https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Key/AsymmetricSign.md)',
)

const IMPORT =
  'Alibaba Cloud documents no such wrapping (https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Key/GetParametersForImport.md)'

export const wrappingAlgorithms = vocabulary<WrappingAlgorithm>(
  [
    ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_256'],
    ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_1'],
    ['RSAES_PKCS1_V1_5', 'RSAES_PKCS1_V1_5'],
    ['SM2PKE', 'SM2PKE'],
  ],
  IMPORT,
)

export const wrappingKeySpecs = vocabulary<WrappingKeySpec>(
  [
    ['RSA_2048', 'RSA_2048'],
    ['SM2', 'EC_SM2'],
  ],
  IMPORT,
)
