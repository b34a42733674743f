import { contextFields } from '../shared/kms-v1/context.ts'
import type { Dialect } from '../shared/kms-v1/dialect.ts'
import {
  ALL_KEY_SPECS,
  COMMON_GRANT_OPERATIONS,
  COMMON_SIGNING_ALGORITHMS,
  SYMMETRIC_ENCRYPTION,
} from '../shared/kms-v1/vocabulary.ts'
import type { parseHuaweiConfig } from './config.ts'

/** What Huawei Cloud has beyond the common dialect: SM algorithms, key stores, data keys of any length. */
export function huaweiDialect(config: ReturnType<typeof parseHuaweiConfig>): Dialect {
  return {
    endpoint: config.endpoint,
    projectId: config.projectId,
    plaintextEncoding: config.plaintextEncoding,
    contextFields: contextFields(config.contextEncoding),
    keySpecs: ALL_KEY_SPECS,
    listedSpecs: ALL_KEY_SPECS,
    keyStores: true,
    encryptionAlgorithms: { ...SYMMETRIC_ENCRYPTION, RSAES_OAEP_SHA_256: 'RSAES_OAEP_SHA_256', SM2PKE: 'SM2_ENCRYPT' },
    signingAlgorithms: {
      ...COMMON_SIGNING_ALGORITHMS,
      SM2DSA: 'SM2DSA_SM3',
      ED25519_SHA_512: 'ED25519_SHA_512',
      ED25519_PH_SHA_512: 'ED25519_PH_SHA_512',
    },
    wrappingAlgorithms: { RSAES_OAEP_SHA_256: 'RSAES_OAEP_SHA_256', SM2PKE: 'SM2_ENCRYPT' },
    grantOperations: { ...COMMON_GRANT_OPERATIONS, Encrypt: 'encrypt-data', Decrypt: 'decrypt-data' },
    defaultDataKeyBytes: 32,
    dataKeyLengths: 'any',
  }
}
