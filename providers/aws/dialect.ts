import {
  DATA_KEY_PAIR_SPECS,
  ENCRYPTION_ALGORITHMS,
  GRANT_OPERATIONS,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_USAGES,
  MAC_ALGORITHMS,
  SIGNING_ALGORITHMS,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
} from '../../src/operations/fields.ts'
import type { Dialect } from '../shared/aws-json/dialect.ts'
import { sameWords, vocabulary } from '../shared/aws-json/vocabulary.ts'
import { partitionOf } from './endpoint.ts'
import { keyState } from './key-state.ts'

const CURVES = {
  EC_P256: 'ECC_NIST_P256',
  EC_P384: 'ECC_NIST_P384',
  EC_P521: 'ECC_NIST_P521',
  EC_SECP256K1: 'ECC_SECG_P256K1',
  ED25519: 'ECC_NIST_EDWARDS25519',
} as const

const RSA = { RSA_2048: 'RSA_2048', RSA_3072: 'RSA_3072', RSA_4096: 'RSA_4096' } as const

/** Regions in China make SM4 keys where the others make AES-256 keys, under the same word. */
function keySpecs(region: string) {
  const symmetric =
    partitionOf(region).id === 'aws-cn' ? { SM4: 'SYMMETRIC_DEFAULT' } : { AES_256: 'SYMMETRIC_DEFAULT' }
  return vocabulary(KEY_SPECS, {
    ...symmetric,
    ...RSA,
    ...CURVES,
    SM2: 'SM2',
    HMAC_224: 'HMAC_224',
    HMAC_256: 'HMAC_256',
    HMAC_384: 'HMAC_384',
    HMAC_512: 'HMAC_512',
    ML_DSA_44: 'ML_DSA_44',
    ML_DSA_65: 'ML_DSA_65',
    ML_DSA_87: 'ML_DSA_87',
  })
}

/**
 * AWS's own words.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
 */
export function awsDialect(region: string, request: Dialect['request']): Dialect {
  return {
    request,
    keySpecs: keySpecs(region),
    keyUsages: sameWords(KEY_USAGES),
    // An external key store needs an `XksKeyId` besides, for which the operation table has no field: `raw` takes it.
    origins: vocabulary(
      KEY_ORIGINS,
      { PROVIDER: 'AWS_KMS', EXTERNAL: 'EXTERNAL', KEY_STORE: 'AWS_CLOUDHSM' },
      { EXTERNAL_KEY_STORE: 'KEY_STORE' },
    ),
    pairSpecs: vocabulary(DATA_KEY_PAIR_SPECS, { ...RSA, ...CURVES, SM2: 'SM2' }),
    encryptionAlgorithms: sameWords(ENCRYPTION_ALGORITHMS),
    signingAlgorithms: sameWords(SIGNING_ALGORITHMS),
    macAlgorithms: sameWords(MAC_ALGORITHMS.filter((name) => name !== 'HMAC_SM3')),
    wrappingAlgorithms: sameWords(WRAPPING_ALGORITHMS),
    wrappingKeySpecs: sameWords(WRAPPING_KEY_SPECS),
    grantOperations: sameWords(
      GRANT_OPERATIONS.filter((name) => name !== 'EncryptDataKey' && name !== 'DecryptDataKey'),
    ),
    keyState,
    keySpecMember: 'KeySpec',
    generateMacAction: 'GenerateMac',
    keyAgreementAlgorithm: 'ECDH',
    policyName: undefined,
    mismatchCodes: ['KMSInvalidSignatureException', 'KMSInvalidMacException'],
    readPublicKey: (bytes) => bytes,
    readSignature: (bytes) => bytes,
  }
}
