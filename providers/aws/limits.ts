import type { Limits } from '../../src/limits.ts'

const API = 'https://docs.aws.amazon.com/kms/latest/APIReference'
const GUIDE = 'https://docs.aws.amazon.com/kms/latest/developerguide'

/** AWS KMS's bounds. */
export const limits: Limits = {
  pendingDays: { min: 7, max: 30, default: 30, source: `${API}/API_ScheduleKeyDeletion.html` },
  rotationPeriodDays: { min: 90, max: 2560, default: 365, source: `${API}/API_EnableKeyRotation.html` },
  plaintextBytes: { min: 1, max: 4096, source: `${API}/API_Encrypt.html` },
  ciphertextBytes: { min: 1, max: 6144, source: `${API}/API_Decrypt.html` },
  messageBytes: { min: 1, max: 4096, source: `${API}/API_Sign.html` },
  dataKeyBytes: { min: 1, max: 1024, default: 32, source: `${API}/API_GenerateDataKey.html` },
  randomBytes: { min: 1, max: 1024, source: `${API}/API_GenerateRandom.html` },
  pageItems: { min: 1, max: 1000, default: 100, source: `${API}/API_ListKeys.html` },
  tagPageItems: { min: 1, max: 50, default: 50, source: `${API}/API_ListResourceTags.html` },
  aliasPageItems: { min: 1, max: 100, default: 50, source: `${API}/API_ListAliases.html` },
  grantPageItems: { min: 1, max: 100, default: 50, source: `${API}/API_ListGrants.html` },
  descriptionCharacters: { min: 0, max: 8192, source: `${API}/API_CreateKey.html` },
  /** Of a grant: keys have no name of their own. */
  nameCharacters: { min: 1, max: 256, source: `${API}/API_CreateGrant.html` },
  aliasCharacters: { min: 1, max: 256, source: `${API}/API_CreateAlias.html` },
  policyCharacters: { min: 1, max: 32_768, source: `${GUIDE}/resource-limits.html` },
  tagsPerCall: { min: 0, max: 50, source: `${GUIDE}/resource-limits.html` },
}
