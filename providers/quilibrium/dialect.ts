import {
  DATA_KEY_PAIR_SPECS,
  ENCRYPTION_ALGORITHMS,
  GRANT_OPERATIONS,
  type GrantOperation,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_USAGES,
  MAC_ALGORITHMS,
  SIGNING_ALGORITHMS,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
} from '../../src/operations/fields.ts'
import type { Dialect } from '../shared/aws-json/dialect.ts'
import { requestsTo } from '../shared/aws-json/request.ts'
import { sameWords, vocabulary } from '../shared/aws-json/vocabulary.ts'
import type { CheckedConfig } from './config.ts'
import { readPublicKey, readSignature } from './encodings.ts'
import { keyState } from './key-state.ts'

const PAIRS = {
  RSA_2048: 'RSA_2048',
  RSA_3072: 'RSA_3072',
  RSA_4096: 'RSA_4096',
  EC_P256: 'ECC_NIST_P256',
  EC_P384: 'ECC_NIST_P384',
  EC_P521: 'ECC_NIST_P521',
  EC_SECP256K1: 'ECC_SECG_P256K1',
} as const

/** A grant names an operation as the operation names itself; encrypting a data key is encrypting. */
const grantWords = (name: GrantOperation) => (name === 'GenerateMac' ? 'GenerateMAC' : name)

/**
 * Q-KMS's words.
 *
 * Its pages give only samples of key specs and signing algorithms, in AWS's spelling, which is therefore taken for the
 * rest of RSA, ECDSA and HMAC too (inferred). Ed25519 is spelt by its own client alone.
 *
 * @see https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/create-key
 */
export function quilibriumDialect(config: CheckedConfig): Dialect {
  return {
    request: requests(config),
    keySpecs: vocabulary(
      KEY_SPECS,
      {
        AES_256: 'SYMMETRIC_DEFAULT',
        ...PAIRS,
        // https://github.com/QuilibriumNetwork/qkms-sdk packages/node/src/resources/wallets.ts; types.ts has both.
        ED25519: 'ECC_ED25519',
        HMAC_224: 'HMAC_224',
        HMAC_256: 'HMAC_256',
        HMAC_384: 'HMAC_384',
        HMAC_512: 'HMAC_512',
      },
      { EDDSA_ED25519: 'ED25519' },
    ),
    keyUsages: vocabulary(KEY_USAGES, {
      ENCRYPT_DECRYPT: 'ENCRYPT_DECRYPT',
      SIGN_VERIFY: 'SIGN_VERIFY',
      GENERATE_VERIFY_MAC: 'GENERATE_VERIFY_MAC',
      KEY_AGREEMENT: 'DERIVE_SHARED_SECRET',
    }),
    // Only EXTERNAL is ever sent: the pages disagree on what the service's own origin is called.
    origins: vocabulary(KEY_ORIGINS, { EXTERNAL: 'EXTERNAL' }, { QKMS: 'PROVIDER', AWS_KMS: 'PROVIDER' }),
    pairSpecs: vocabulary(DATA_KEY_PAIR_SPECS, PAIRS),
    encryptionAlgorithms: sameWords(ENCRYPTION_ALGORITHMS.filter((name) => name !== 'SM2PKE')),
    signingAlgorithms: vocabulary(SIGNING_ALGORITHMS, {
      RSASSA_PSS_SHA_256: 'RSASSA_PSS_SHA_256',
      RSASSA_PSS_SHA_384: 'RSASSA_PSS_SHA_384',
      RSASSA_PSS_SHA_512: 'RSASSA_PSS_SHA_512',
      RSASSA_PKCS1_V1_5_SHA_256: 'RSASSA_PKCS1_V1_5_SHA_256',
      RSASSA_PKCS1_V1_5_SHA_384: 'RSASSA_PKCS1_V1_5_SHA_384',
      RSASSA_PKCS1_V1_5_SHA_512: 'RSASSA_PKCS1_V1_5_SHA_512',
      ECDSA_SHA_256: 'ECDSA_SHA_256',
      ECDSA_SHA_384: 'ECDSA_SHA_384',
      ECDSA_SHA_512: 'ECDSA_SHA_512',
      // https://github.com/QuilibriumNetwork/qkms-sdk packages/core/src/wallets/solana-provider.ts
      ED25519_SHA_512: 'EDDSA_ED25519',
    }),
    macAlgorithms: sameWords(MAC_ALGORITHMS.filter((name) => name !== 'HMAC_SM3')),
    wrappingAlgorithms: sameWords(
      WRAPPING_ALGORITHMS.filter((name) => name === 'RSAES_OAEP_SHA_1' || name === 'RSAES_OAEP_SHA_256'),
    ),
    wrappingKeySpecs: sameWords(WRAPPING_KEY_SPECS.filter((name) => name === 'RSA_2048')),
    grantOperations: vocabulary(
      GRANT_OPERATIONS,
      Object.fromEntries(
        GRANT_OPERATIONS.filter((name) => name !== 'EncryptDataKey' && name !== 'DecryptDataKey').map((name) => [
          name,
          grantWords(name),
        ]),
      ),
      { GenerateMac: 'GenerateMac' },
    ),
    keyState,
    keySpecMember: config.keySpecMember,
    generateMacAction: 'GenerateMAC',
    keyAgreementAlgorithm: undefined,
    policyName: 'default',
    // The text of the pages says `false`, their tables an error of Q-KMS's own, the protocol an error of AWS's.
    mismatchCodes: [
      'SignatureInvalidException',
      'MacInvalidException',
      'KMSInvalidSignatureException',
      'KMSInvalidMacException',
    ],
    readPublicKey,
    readSignature,
  }
}

/** https://github.com/QuilibriumNetwork/qkms-sdk packages/core/src/client.ts */
function requests({ endpoint, contentType, asyncCreateKey }: CheckedConfig): Dialect['request'] {
  const request = requestsTo(endpoint, contentType)
  return (action, members) => {
    const built = request(action, members)
    return asyncCreateKey && action === 'CreateKey' ? { ...built, url: `${built.url}?async=1` } : built
  }
}
