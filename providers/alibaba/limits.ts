import type { Limits } from '../../src/limits.ts'
import { MAX_PAGE_ITEMS } from './paging.ts'

export const DEFAULT_PENDING_DAYS = 30
export const DEFAULT_ROTATION_DAYS = 365
export const DEFAULT_DATA_KEY_BYTES = 32

const DOCS = 'https://github.com/AlibabaCloudDocs/kms'
const HELP = 'https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-'

/** Alibaba Cloud's documented bounds. */
export const limits: Limits = {
  /** Older pages say 7 to 30. */
  pendingDays: { min: 7, max: 366, default: DEFAULT_PENDING_DAYS, source: `${HELP}schedulekeydeletion` },
  /** Keys of a KMS instance take up to 365; newer help pages fix 365 for all others. */
  rotationPeriodDays: {
    min: 7,
    max: 730,
    default: DEFAULT_ROTATION_DAYS,
    source: `${HELP}updaterotationpolicy`,
  },
  /** "6 KB": read as decoded bytes. An RSA key takes far less, by its modulus. */
  plaintextBytes: { min: 1, max: 6144, source: `${DOCS} cn.zh-CN/API参考/API列表/Encrypt.md`, evidence: 'inferred' },
  dataKeyBytes: {
    min: 1,
    max: 1024,
    default: DEFAULT_DATA_KEY_BYTES,
    source: `${DOCS} intl.en-US/API Reference/Key/GenerateDataKey.md`,
  },
  pageItems: {
    min: 1,
    max: MAX_PAGE_ITEMS,
    default: MAX_PAGE_ITEMS,
    source: `${DOCS} cn.zh-CN/API参考/密钥/ListKeys.md`,
  },
  aliasPageItems: {
    min: 1,
    max: MAX_PAGE_ITEMS,
    default: MAX_PAGE_ITEMS,
    source: `${DOCS} cn.zh-CN/API参考/密钥/ListAliases.md`,
  },
  descriptionCharacters: { min: 0, max: 8192, source: `${DOCS} intl.en-US/API Reference/Key/CreateKey.md` },
  /** `alias/` and 1 to 255 characters; the operation table stops at 256 in all. */
  aliasCharacters: { min: 7, max: 261, source: `${DOCS} cn.zh-CN/API参考 (CreateAlias)` },
  /** Documented in bytes. */
  policyCharacters: { min: 1, max: 32_768, source: `${HELP}createkey` },
  /** Of a key, all in all; the oldest page of TagResource says 10. */
  tagsPerCall: { min: 0, max: 20, source: `${HELP}createkey` },
}
