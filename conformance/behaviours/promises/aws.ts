import type { Promises } from '../behaviour.ts'

/** A page of the API reference. */
function api(action: string): string {
  return `https://docs.aws.amazon.com/kms/latest/APIReference/API_${action}.html`
}

/** A page of the developer guide. */
function guide(page: string): string {
  return `https://docs.aws.amazon.com/kms/latest/developerguide/${page}.html`
}

/** What AWS KMS promises beside its table. */
export const awsPromises: Promises = {
  'every-kind-of-key-is-made': api('CreateKey'),
  'primary-waits-for-its-replicas': api('ScheduleKeyDeletion'),
  'decrypt-inverts-encrypt': api('Decrypt'),
  'context-is-bound': guide('encrypt_context'),
  'ciphertext-is-authenticated': api('Decrypt'),
  'wrong-key-is-named': api('Decrypt'),
  'plaintext-is-bounded': api('Encrypt'),
  're-encrypt-moves-a-ciphertext': api('ReEncrypt'),
  'data-key-comes-back': api('GenerateDataKey'),
  'public-key-encrypts-outside': api('GetPublicKey'),
  'random-is-random': api('GenerateRandom'),
  'replica-opens-primary-ciphertext': guide('multi-region-keys-overview'),
  'rsa-signature-verifies-outside': api('Sign'),
  'ecdsa-signature-verifies-outside': api('Sign'),
  'foreign-signature-is-invalid': api('Verify'),
  'foreign-mac-is-invalid': api('VerifyMac'),
  'imported-mac-key-is-used': guide('importing-keys'),
  'shared-secret-is-agreed': api('DeriveSharedSecret'),
  'usage-comes-before-state': api('Sign'),
  'wrong-secret-is-refused': 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html',
  'unknown-key-is-not-found': api('DescribeKey'),
  'alias-follows-update': api('UpdateAlias'),
  'alias-is-unique': api('CreateAlias'),
  'pages-are-complete': api('ListAliases'),
  'tags-are-kept': api('TagResource'),
  'removing-an-absent-tag-is-no-error': api('UntagResource'),
  'named-grant-is-made-once': api('CreateGrant'),
  'dry-run-changes-nothing': guide('testing-permissions'),
  'external-key-waits-for-material': guide('importing-keys-create-cmk'),
  'import-token-is-bound-to-its-key': api('ImportKeyMaterial'),
  'only-the-same-material-comes-back': guide('importing-keys'),
  'rotation-keeps-old-ciphertexts': api('RotateKeyOnDemand'),
  'deletion-happens-on-its-date': api('ScheduleKeyDeletion'),
  'cancelled-deletion-loses-nothing': api('CancelKeyDeletion'),
  'imported-material-expires': api('ImportKeyMaterial'),
  'import-token-expires': api('GetParametersForImport'),
  'automatic-rotation-happens': guide('rotate-keys'),
}
