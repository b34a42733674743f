import type { Bindings, Provider, Unsupported } from '../../src/provider.ts'
import { commonBindings, commonLimits, missingBindings } from '../shared/kms-v1/common.ts'
import { encryptionContext } from '../shared/kms-v1/context.ts'
import { encryptDataKeyCodec } from '../shared/kms-v1/data-key.ts'
import type { Dialect } from '../shared/kms-v1/dialect.ts'
import { createKmsV1Provider } from '../shared/kms-v1/provider.ts'
import { createSession } from '../shared/kms-v1/session.ts'
import {
  COMMON_GRANT_OPERATIONS,
  COMMON_KEY_SPECS,
  COMMON_SIGNING_ALGORITHMS,
  SYMMETRIC_ENCRYPTION,
} from '../shared/kms-v1/vocabulary.ts'
import { configFromEnv, type OtcConfig, parseOtcConfig } from './config.ts'
import { quotas } from './quotas.ts'
import { generateRandomInParts } from './random.ts'

export type { CredentialSource } from '../shared/credentials.ts'
export type {
  AccessKeyCredentials,
  Agency,
  KmsV1Credentials,
  LoginCredentials,
  PasswordCredentials,
  SourceTokenCredentials,
  TokenCredentials,
} from '../shared/kms-v1/credentials.ts'
export type { OtcConfig, OtcCredentials } from './config.ts'

const API = 'https://github.com/opentelekomcloud-docs/key-management-service api-ref/source/apis'
const CHANGES = 'https://github.com/opentelekomcloud-docs/key-management-service api-ref/source/change_history.rst'

/** The one length that Open Telekom Cloud documents for data keys and random data: 512 bits. */
const DATA_KEY_BYTES = 64

/**
 * Key Management Service of Open Telekom Cloud (T Cloud Public), API v1.0.
 *
 * @param config - `region` and `credentials`; the project is looked up unless `projectId` is given.
 * @throws `KmsError` `InvalidInput`, naming the option that is wrong.
 * @see https://docs.otc.t-systems.com/key-management-service/api-ref/
 * @example
 * ```ts
 * const kms = createClient(otc({ region: 'eu-de', credentials: { accessKey, secretKey } }))
 * ```
 */
export function otc(config: OtcConfig): Provider {
  const parsed = parseOtcConfig(config)
  const dialect = otcDialect(parsed)
  return createKmsV1Provider({
    quotas,
    id: 'otc',
    dialect,
    session: createSession(parsed),
    bindings: {
      ...commonBindings(dialect),
      ...missingBindings(API),
      ...notOnOtc,
      encryptDataKey: encryptDataKeyCodec(dialect, 'sha256'),
      generateRandom: generateRandomInParts(dialect, DATA_KEY_BYTES),
    },
    limits: {
      ...commonLimits(API, parsed.plaintextEncoding),
      // 188 to 5648 characters of base64.
      ciphertextBytes: { min: 139, max: 4236, source: `${API} (decrypt-data)` },
      dataKeyBytes: {
        min: DATA_KEY_BYTES,
        max: DATA_KEY_BYTES,
        default: DATA_KEY_BYTES,
        source: `${API} (create-datakey)`,
      },
      // gen-random makes 64 bytes at a time; how many times is ours to bound, at what Huawei Cloud makes at once.
      randomBytes: { min: 1, max: 1024, source: `${API} (gen-random)`, evidence: 'inferred' },
    },
  })
}

/**
 * Open Telekom Cloud KMS configured by `OS_ACCESS_KEY` and `OS_SECRET_KEY`, `OS_TOKEN`, or `OS_USERNAME` and
 * `OS_PASSWORD`, with `OS_REGION`, `OS_PROJECT_NAME`, `OS_USER_DOMAIN_NAME` and `OS_AUTH_URL`.
 *
 * @param overrides - Options that beat the environment.
 */
export function fromEnv(overrides: Partial<OtcConfig> = {}): Provider {
  return otc(configFromEnv(process.env, overrides))
}

function otcDialect(config: ReturnType<typeof parseOtcConfig>): Dialect {
  return {
    endpoint: config.endpoint,
    projectId: config.projectId,
    plaintextEncoding: config.plaintextEncoding,
    contextFields: encryptionContext,
    keySpecs: COMMON_KEY_SPECS,
    listedSpecs: undefined,
    keyStores: false,
    // Encryption with RSA keys is not documented: encrypt-data has no field for an algorithm.
    encryptionAlgorithms: SYMMETRIC_ENCRYPTION,
    signingAlgorithms: COMMON_SIGNING_ALGORITHMS,
    wrappingAlgorithms: {
      RSAES_OAEP_SHA_256: 'RSAES_OAEP_SHA_256',
      RSAES_OAEP_SHA_1: 'RSAES_OAEP_SHA_1',
      RSAES_PKCS1_V1_5: 'RSAES_PKCS1_V1_5',
    },
    grantOperations: COMMON_GRANT_OPERATIONS,
    defaultDataKeyBytes: DATA_KEY_BYTES,
    dataKeyLengths: 'default only',
  }
}

const noAlias: Unsupported = {
  unsupported:
    'Open Telekom Cloud documented an alias API from February 2025 and withdrew it in summer 2025; updateKeyName gives a key its one name',
  source: CHANGES,
}
const noMac: Unsupported = {
  unsupported: 'Open Telekom Cloud documented an HMAC API from February 2025 and withdrew it in December 2025',
  source: CHANGES,
}

function huaweiOnly(what: string): Unsupported {
  return { unsupported: `Open Telekom Cloud has no API to ${what}`, source: API }
}

/** What Huawei Cloud's KMS has and this one has not. */
const notOnOtc = {
  createAlias: noAlias,
  updateAlias: noAlias,
  deleteAlias: noAlias,
  listAliases: noAlias,
  generateMac: noMac,
  verifyMac: noMac,
  reEncrypt: huaweiOnly('re-encrypt'),
  generateDataKeyPair: huaweiOnly('make key pairs'),
  generateDataKeyPairWithoutPlaintext: huaweiOnly('make key pairs'),
  deriveSharedSecret: huaweiOnly('derive a shared secret'),
  rotateKeyOnDemand: huaweiOnly('rotate a key at once'),
  replicateKey: huaweiOnly('copy a key into another region'),
  updatePrimaryRegion: huaweiOnly('change the primary region of a key'),
} as const satisfies Partial<Bindings>
