import type { CaseResult } from '../../conformance/report/result.ts'
import { isUnknownOperation } from './table-2022.ts'

/** Why a server deviates, and the cases that it explains. */
export interface Cause {
  readonly reason: string
  /** The place in the server's source, or its issue, that shows it. */
  readonly link: string
  readonly explains: (one: CaseResult) => boolean
}

const MOTO = 'https://github.com/getmoto/moto/blob/5.2.5/moto/kms'
const LOCAL_KMS = 'https://github.com/nsmithuk/local-kms/blob/e4d9425700fe6617ec37062adec06c9a3dc75fb7/src'

const named =
  (...ids: readonly string[]) =>
  ({ id }: CaseResult) =>
    ids.includes(id)

/** A cell that was to be refused, or accepted, and was not. */
const accepted = ({ expected, observed }: CaseResult): boolean =>
  expected?.outcome === 'reject' && observed?.outcome === 'accept'

const of =
  (...actions: readonly string[]) =>
  (one: CaseResult) =>
    one.kind === 'cell' && actions.includes(one.action)

const LIFECYCLE = ['EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion']
const POLICY = ['GetKeyPolicy', 'PutKeyPolicy']
const GRANTS = ['CreateGrant', 'ListGrants', 'RetireGrant', 'RevokeGrant']

/** Per server; the first cause that fits a case explains it. */
export const causes: Readonly<Record<string, readonly Cause[]>> = {
  moto: [
    {
      reason: 'The operation is missing: moto answers HTTP 500 with a page of its web server.',
      link: `${MOTO}/responses.py`,
      explains: (one) => isUnknownOperation(one) || one.id === 'aws/shared-secret-is-agreed',
    },
    {
      reason: 'Enabling, disabling, scheduling and cancelling set the new state whatever the old one is.',
      link: `${MOTO}/models.py#L568`,
      explains: (one) => accepted(one) && of(...LIFECYCLE)(one),
    },
    {
      reason: 'The state of a key is kept and shown, but no other operation looks at it.',
      link: `${MOTO}/models.py#L589`,
      explains: accepted,
    },
    {
      reason: 'Policies are found under the name "default" only; AWS takes a missing PolicyName for it.',
      link: `${MOTO}/responses.py#L808`,
      explains: of(...POLICY),
    },
    {
      reason: 'A key of origin EXTERNAL is made Enabled and with material of its own.',
      link: `${MOTO}/models.py#L377`,
      explains: named('aws/external-key-waits-for-material'),
    },
    {
      reason: 'A primary key with replicas goes to PendingDeletion, as if it had none.',
      link: `${MOTO}/models.py#L580`,
      explains: named('aws/primary-waits-for-its-replicas'),
    },
    {
      reason: 'A ciphertext of another key, or of a key of another Region, is refused as AccessDeniedException.',
      link: `${MOTO}/models.py#L603`,
      explains: named('aws/wrong-key-is-named', 'aws/replica-opens-primary-ciphertext'),
    },
    {
      reason: 'Encryption with an RSA key uses a symmetric cipher inside: what the public key encrypts does not open.',
      link: `${MOTO}/utils.py#L350`,
      explains: named('aws/public-key-encrypts-outside'),
    },
    {
      reason: 'PSS signatures have the longest salt; those of AWS have one as long as the digest.',
      link: `${MOTO}/utils.py#L194`,
      explains: named('aws/rsa-signature-verifies-outside'),
    },
    {
      reason: 'A key of another usage is refused as ValidationException, not as InvalidKeyUsageException.',
      link: `${MOTO}/models.py#L730`,
      explains: named('aws/usage-comes-before-state'),
    },
    {
      reason: 'Signatures of requests are read for the account and the Region, and not verified.',
      link: 'https://docs.getmoto.org/en/latest/docs/iam.html',
      explains: named('aws/wrong-secret-is-refused'),
    },
    {
      reason: 'CreateGrant looks neither at a grant of the same name nor at DryRun.',
      link: `${MOTO}/responses.py#L303`,
      explains: named('aws/named-grant-is-made-once', 'aws/dry-run-changes-nothing'),
    },
    {
      reason: 'CreateKey does not tell the usage of a key that was made without naming one.',
      link: `${MOTO}/models.py#L377`,
      explains: named('aws/every-kind-of-key-is-made'),
    },
  ],
  'local-kms': [
    {
      reason: 'Grants are missing: Local KMS answers HTTP 501.',
      link: 'https://github.com/nsmithuk/local-kms/issues/31',
      explains: (one) =>
        (isUnknownOperation(one) && of(...GRANTS)(one)) ||
        named('aws/named-grant-is-made-once', 'aws/dry-run-changes-nothing')(one),
    },
    {
      reason: 'The operation is missing: Local KMS answers HTTP 501.',
      link: `${LOCAL_KMS}/server.go#L82`,
      explains: (one) => isUnknownOperation(one) || one.id === 'aws/rotation-keeps-old-ciphertexts',
    },
    {
      reason: 'A key whose deletion is cancelled becomes Enabled.',
      link: `${LOCAL_KMS}/handler/cancel_key_deletion.go#L56`,
      explains: named('aws/CancelKeyDeletion/PendingDeletion'),
    },
    {
      reason: 'EnableKey and DisableKey refuse only keys pending deletion: one without material can be enabled.',
      link: `${LOCAL_KMS}/handler/enable_key.go#L56`,
      explains: (one) => accepted(one) && of('EnableKey', 'DisableKey')(one),
    },
    {
      reason: 'GetPublicKey is refused for a disabled key, as the pages of 2022 said.',
      link: `${LOCAL_KMS}/handler/get_public_key.go`,
      explains: of('GetPublicKey'),
    },
    {
      reason: 'DeleteImportedKeyMaterial is refused while the deletion of the key is pending.',
      link: `${LOCAL_KMS}/handler/delete_imported_key_material.go#L55`,
      explains: of('DeleteImportedKeyMaterial'),
    },
    {
      reason: 'PolicyName must be given; AWS takes a missing one for "default".',
      link: `${LOCAL_KMS}/handler/get_key_policy.go#L28`,
      explains: of(...POLICY),
    },
    {
      reason: 'A ciphertext of another key is refused as InvalidCiphertextException, not as IncorrectKeyException.',
      link: `${LOCAL_KMS}/handler/decrypt.go`,
      explains: named('aws/wrong-key-is-named'),
    },
    {
      reason: 'PSS signatures have the longest salt; those of AWS have one as long as the digest.',
      link: `${LOCAL_KMS}/cmk/rsa_key.go#L149`,
      explains: named('aws/rsa-signature-verifies-outside'),
    },
    {
      reason: 'Signatures of requests are not verified.',
      link: `${LOCAL_KMS}/server.go#L36`,
      explains: named('aws/wrong-secret-is-refused'),
    },
    {
      reason:
        'CreateKey makes no HMAC keys (they came after this revision), none for key agreement, no multi-Region ones, and none to import into but symmetric ones.',
      link: 'https://github.com/nsmithuk/local-kms/pull/70',
      explains: named('aws/every-kind-of-key-is-made'),
    },
  ],
}
