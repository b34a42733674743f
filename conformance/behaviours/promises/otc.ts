import type { Promises } from '../behaviour.ts'

/** What Open Telekom Cloud KMS promises beside its table. */
export const otcPromises: Promises = {
  'decrypt-inverts-encrypt': 'otc-api',
  'context-is-bound': 'otc-api',
  'ciphertext-is-authenticated': 'otc-api',
  'wrong-key-is-named': 'otc-api',
  'random-is-random': 'otc-api',
  'rsa-signature-verifies-outside': 'otc-api',
  'ecdsa-signature-verifies-outside': 'otc-api',
  'foreign-signature-is-invalid': 'otc-api',
  'wrong-secret-is-refused': 'otc-api',
  'unknown-key-is-not-found': 'otc-api',
  'tags-are-kept': 'otc-api',
  'external-key-waits-for-material': 'otc-api',
  'import-token-is-bound-to-its-key': 'otc-api',
  'only-the-same-material-comes-back': 'otc-api',
  'data-key-digest-is-checked': 'otc-api',
  'login-token-expires': 'otc-api',
  'deletion-happens-on-its-date': 'otc-api',
  'cancelled-deletion-loses-nothing': 'otc-api',
  'imported-material-expires': 'otc-api',
  'import-token-expires': 'otc-api',
}
