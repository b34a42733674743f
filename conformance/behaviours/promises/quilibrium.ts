import type { Promises } from '../behaviour.ts'

/** A page of the API reference. */
function page(slug: string): string {
  return `https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/${slug}`
}

/** What Quilibrium Q-KMS promises beside its table. */
export const quilibriumPromises: Promises = {
  'decrypt-inverts-encrypt': page('decrypt'),
  're-encrypt-moves-a-ciphertext': page('re-encrypt'),
  'data-key-comes-back': page('generate-data-key'),
  'ecdsa-signature-verifies-outside': page('sign'),
  'foreign-signature-is-invalid': page('verify'),
  'foreign-mac-is-invalid': page('verify-mac'),
  'shared-secret-is-agreed': page('derive-shared-secret'),
  'wrong-secret-is-refused': 'https://github.com/QuilibriumNetwork/qkms-sdk',
  'unknown-key-is-not-found': page('describe-key'),
  'alias-follows-update': page('update-alias'),
  'alias-is-unique': page('create-alias'),
  'pages-are-complete': page('list-aliases'),
  'tags-are-kept': page('tag-resource'),
  'removing-an-absent-tag-is-no-error': page('untag-resource'),
  'import-token-is-bound-to-its-key': page('import-key-material'),
  'deletion-happens-on-its-date': page('schedule-key-deletion'),
  'enabling-does-not-cancel-deletion': page('enable-key'),
  'cancelled-deletion-loses-nothing': page('cancel-key-deletion'),
}
