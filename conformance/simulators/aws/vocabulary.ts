/** The named shapes of botocore's kms service-2 model that requests use. */
import {
  blob,
  boolean,
  choice,
  integer,
  list,
  optional,
  required,
  secretBlob,
  stringMap,
  structure,
  text,
} from './shapes.ts'
import type { KeySpec } from './types.ts'

/** Named in refusals as recorded (localstack/localstack test_kms.snapshot.json, test_hmac_create_key_invalid_operations). */
const RECORDED_KEY_SPECS = [
  'RSA_2048',
  'ECC_NIST_P384',
  'ECC_NIST_P256',
  'ECC_NIST_P521',
  'HMAC_384',
  'RSA_3072',
  'ECC_SECG_P256K1',
  'RSA_4096',
  'SYMMETRIC_DEFAULT',
  'HMAC_256',
  'HMAC_224',
  'HMAC_512',
] as const

const LATER_KEY_SPECS = ['SM2', 'ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87', 'ECC_NIST_EDWARDS25519'] as const

export const KEY_SPECS: readonly KeySpec[] = [...RECORDED_KEY_SPECS, ...LATER_KEY_SPECS]

/** The service also demands ASCII, though the public model does not say so (floci-io/floci KmsIntegrationTest). */
export const keyId = text(1, 2048, '^\\p{ASCII}+$')
export const aliasName = text(1, 256, '^[a-zA-Z0-9:/_-]+$')
export const keySpec = choice(KEY_SPECS, RECORDED_KEY_SPECS)
export const customerMasterKeySpec = choice([...RECORDED_KEY_SPECS, 'SM2'] as const, RECORDED_KEY_SPECS)
export const keyUsage = choice(['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'] as const, [
  'ENCRYPT_DECRYPT',
  'SIGN_VERIFY',
  'GENERATE_VERIFY_MAC',
])
export const origin = choice(['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const)
export const description = text(0, 8192)
export const policy = text(1, 131_072, '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+')
export const policyName = text(1, 128, '[\\w]+')
export const tag = structure({ TagKey: required(text(1, 128)), TagValue: required(text(0, 256)) })
export const tags = list(tag)
export const tagKeys = list(text(1, 128))
export const region = text(1, 32, '^([a-z]+-){2,3}\\d+$')
export const customKeyStoreId = text(1, 64)
export const customKeyStoreName = text(1, 256)
export const xksKeyId = text(1, 128, '^[a-zA-Z0-9-_.]+$')
export const limit = integer(1, 1000)
export const marker = text(1, 1024, '[\\u0020-\\u00FF]*')
/** The service refuses outside 7-30 in its own words, after these bounds. */
export const pendingWindowInDays = integer(1, 365)
export const rotationPeriodInDays = integer(90, 2560)
export const includeKeyMaterial = choice(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY'] as const)

export const ciphertext = blob(6144)
export const plaintext = secretBlob(4096)
export const peerPublicKey = blob(8192)
export const encryptionContext = stringMap
export const encryptionAlgorithm = choice([
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'SM2PKE',
  'SYMMETRIC_DEFAULT',
] as const)

const SIGNING_ALGORITHMS = [
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

/** SYMMETRIC_DEFAULT passes this check and fails later as incompatible with the key spec (floci-io/floci KmsIntegrationTest). */
export const signingAlgorithm = choice([...SIGNING_ALGORITHMS, 'SYMMETRIC_DEFAULT'] as const, SIGNING_ALGORITHMS)
export const macAlgorithm = choice(['HMAC_SHA_384', 'HMAC_SHA_256', 'HMAC_SHA_224', 'HMAC_SHA_512'] as const)
export const keyAgreementAlgorithm = choice(['ECDH'] as const)
export const messageType = choice(['RAW', 'DIGEST', 'EXTERNAL_MU'] as const)
/** A bad value is answered with CreateKey's specs (floci-io/floci KmsIntegrationTest, boto/boto3 issue 3428). */
export const dataKeySpec = choice(['AES_256', 'AES_128'] as const, RECORDED_KEY_SPECS)
export const dataKeyPairSpec = choice([
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'SM2',
  'ECC_NIST_EDWARDS25519',
] as const)
export const numberOfBytes = integer(1, 1024)
export const recipient = structure({
  KeyEncryptionAlgorithm: optional(choice(['RSAES_OAEP_SHA_256'] as const)),
  AttestationDocument: optional(blob(262_144)),
})
export const dryRunModifiers = list(choice(['IGNORE_CIPHERTEXT'] as const))
export const wrappingAlgorithm = choice([
  'RSAES_PKCS1_V1_5',
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'RSA_AES_KEY_WRAP_SHA_1',
  'RSA_AES_KEY_WRAP_SHA_256',
  'SM2PKE',
] as const)
export const wrappingKeySpec = choice(['RSA_2048', 'RSA_3072', 'RSA_4096', 'SM2'] as const)
export const expirationModel = choice(['KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE'] as const)
export const importType = choice(['NEW_KEY_MATERIAL', 'EXISTING_KEY_MATERIAL'] as const)
export const keyMaterialDescription = text(0, 256, '^[a-zA-Z0-9:/_\\s.-]+$')
export const keyMaterialId = text(64, 64, '^[a-f0-9]+$')

export const grantId = text(1, 128)
export const grantToken = text(1, 8192)
export const grantTokens = list(grantToken, 10)
export const grantName = text(1, 256, '^[a-zA-Z0-9:/_-]+$')
export const principal = text(1, 256, '^[\\w+=,.@:/-]+$')
export const servicePrincipal = text(1, 128, '^([A-Za-z0-9\\-]+)\\.([A-Za-z0-9\\-]+)(\\.[A-Za-z0-9\\-]+)+$')
export const grantOperations = list(
  choice([
    'Decrypt',
    'Encrypt',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'ReEncryptFrom',
    'ReEncryptTo',
    'Sign',
    'Verify',
    'GetPublicKey',
    'CreateGrant',
    'RetireGrant',
    'DescribeKey',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'GenerateMac',
    'VerifyMac',
    'DeriveSharedSecret',
  ] as const),
)
export const grantConstraints = structure({
  EncryptionContextSubset: optional(stringMap),
  EncryptionContextEquals: optional(stringMap),
  SourceArn: optional(text(20, 512, '^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$')),
})

export const flag = boolean
