import type { Provider } from '../../src/provider.ts'
import { commonBindings, commonLimits, missingBindings } from '../shared/kms-v1/common.ts'
import { createKmsV1Provider } from '../shared/kms-v1/provider.ts'
import { generateRandom } from '../shared/kms-v1/random.ts'
import { createSession } from '../shared/kms-v1/session.ts'
import { aliasing } from './alias.ts'
import { configFromEnv, type HuaweiConfig, parseHuaweiConfig } from './config.ts'
import { dataKeyPairs } from './data-key-pair.ts'
import { huaweiDialect } from './dialect.ts'
import { encryptDataKey } from './encrypt-data-key.ts'
import { macAndAgreement } from './mac.ts'
import { quotas } from './quotas.ts'
import { reEncrypt } from './re-encrypt.ts'
import { regions } from './region.ts'
import { rotateKeyOnDemand } from './rotate.ts'

export type { CredentialSource } from '../shared/credentials.ts'
export type { ContextEncoding } from '../shared/kms-v1/context.ts'
export type {
  AccessKeyCredentials,
  Agency,
  KmsV1Credentials,
  LoginCredentials,
  PasswordCredentials,
  SourceTokenCredentials,
  TokenCredentials,
} from '../shared/kms-v1/credentials.ts'
export type { HuaweiConfig, HuaweiCredentials } from './config.ts'

/** The API reference; its list of APIs is cn.zh-cn/API参考/API概览.md. */
const API = 'https://github.com/huaweicloudDocs/dew cn.zh-cn/API参考'

/**
 * Huawei Cloud Key Management Service (DEW), API v1.0.
 *
 * @param config - `region` and `credentials`; the project is looked up unless `projectId` is given.
 * @throws `KmsError` `InvalidInput`, naming the option that is wrong.
 * @see https://support.huaweicloud.com/intl/en-us/api-dew/dew_02_0002.html
 * @example
 * ```ts
 * const kms = createClient(huawei({ region: 'cn-north-4', credentials: { accessKey, secretKey } }))
 * ```
 */
export function huawei(config: HuaweiConfig): Provider {
  const parsed = parseHuaweiConfig(config)
  const dialect = huaweiDialect(parsed)
  return createKmsV1Provider({
    id: 'huawei',
    dialect,
    quotas,
    session: createSession({ ...parsed, scope: { region: parsed.region, service: 'kms' } }),
    bindings: {
      ...commonBindings(dialect),
      ...missingBindings(API),
      ...aliasing(dialect),
      ...dataKeyPairs(dialect),
      ...macAndAgreement(dialect),
      ...regions(dialect),
      encryptDataKey: encryptDataKey(dialect),
      generateRandom: generateRandom(dialect),
      reEncrypt: reEncrypt(dialect),
      rotateKeyOnDemand: rotateKeyOnDemand(dialect),
    },
    limits: {
      ...commonLimits(API, parsed.plaintextEncoding),
      // 128 to 5648 characters of base64.
      ciphertextBytes: { min: 94, max: 4236, source: `${API} (decrypt-data)` },
      dataKeyBytes: { min: 1, max: 1024, default: 32, source: `${API} (create-datakey: 8 to 8192 bits)` },
      randomBytes: { min: 1, max: 1024, source: `${API} (gen-random: 8 to 8192 bits)` },
      aliasCharacters: { min: 7, max: 255, source: `${API} (aliases)`, evidence: 'inferred' },
      aliasPageItems: {
        min: 1,
        max: 50,
        source:
          'https://github.com/huaweicloud/terraform-provider-huaweicloud huaweicloud/services/dew/resource_huaweicloud_kms_alias.go',
        evidence: 'inferred',
      },
    },
  })
}

/**
 * Huawei Cloud KMS configured by `HUAWEICLOUD_SDK_AK`, `_SK`, `_SECURITY_TOKEN`, `_PROJECT_ID`, `_REGION` and
 * `_IAM_ENDPOINT`.
 *
 * @param overrides - Options that beat the environment.
 */
export function fromEnv(overrides: Partial<HuaweiConfig> = {}): Provider {
  return huawei(configFromEnv(process.env, overrides))
}
