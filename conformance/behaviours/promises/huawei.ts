import type { Promises } from '../behaviour.ts'

/** What Huawei Cloud KMS promises beside its table. */
export const huaweiPromises: Promises = {
  'decrypt-inverts-encrypt': 'huawei-api',
  'context-is-bound': 'huawei-api',
  'ciphertext-is-authenticated': 'huawei-api',
  'wrong-key-is-named': 'huawei-api',
  'data-key-comes-back': 'huawei-api',
  'random-is-random': 'huawei-api',
  'rsa-signature-verifies-outside': 'huawei-api',
  'ecdsa-signature-verifies-outside': 'huawei-api',
  'foreign-signature-is-invalid': 'huawei-api',
  'foreign-mac-is-invalid': 'huawei-api',
  'shared-secret-is-agreed': 'huawei-api',
  'wrong-secret-is-refused': 'huawei-api',
  'unknown-key-is-not-found': 'huawei-api',
  'tags-are-kept': 'huawei-api',
  'external-key-waits-for-material': 'huawei-api',
  'import-token-is-bound-to-its-key': 'huawei-api',
  'only-the-same-material-comes-back': 'huawei-api',
  'data-key-digest-is-checked': 'huawei-api',
  'login-token-expires': 'huawei-api',
  'deletion-happens-on-its-date': 'huawei-api',
  'cancelled-deletion-loses-nothing': 'huawei-api',
  'imported-material-expires': 'huawei-api',
  'import-token-expires': 'huawei-api',
}
