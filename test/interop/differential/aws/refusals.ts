import { randomBytes } from 'node:crypto'
import type { RefusalCase, Refusals } from '../compare.ts'
import type { Account, AwsClients } from './clients.ts'

const UNKNOWN = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'
const PLAINTEXT = Buffer.from('secret')

export const refusals = ({ ours, sdk, newKey, as }: AwsClients): Refusals => {
  const encrypting = (key: Parameters<typeof newKey>[0], expected: string): RefusalCase => [
    expected,
    () => {
      const keyId = newKey(key)
      return {
        ours: () => ours.encrypt({ keyId, plaintext: PLAINTEXT }),
        theirs: () => sdk.encrypt({ KeyId: keyId, Plaintext: PLAINTEXT }),
      }
    },
  ]
  const switching = (
    state: string,
    operation: 'enableKey' | 'disableKey' | 'scheduleKeyDeletion' | 'cancelKeyDeletion',
  ): RefusalCase => [
    '400 KMSInvalidStateException',
    () => {
      const keyId = newKey({ state })
      return { ours: () => ours[operation]({ keyId }), theirs: () => sdk[operation]({ KeyId: keyId }) }
    },
  ]
  const listing = (expected: string, account: Partial<Account>): RefusalCase => [
    expected,
    () => {
      const stranger = as(account)
      return { ours: () => stranger.ours.listKeys({ limit: 5 }), theirs: () => stranger.sdk.listKeys({ Limit: 5 }) }
    },
  ]
  const wrapping = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' } as const
  const theirWrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const

  return {
    'a key that does not exist': [
      '400 NotFoundException',
      () => ({
        ours: () => ours.describeKey({ keyId: UNKNOWN }),
        theirs: () => sdk.describeKey({ KeyId: UNKNOWN }),
      }),
    ],
    'an alias that does not exist': [
      '400 NotFoundException',
      () => ({
        ours: () => ours.deleteAlias({ alias: 'alias/nobody' }),
        theirs: () => sdk.deleteAlias({ AliasName: 'alias/nobody' }),
      }),
    ],
    'a key ARN that is none': [
      '400 InvalidArnException',
      () => ({
        ours: () => ours.describeKey({ keyId: 'arn:aws:kms:us-east-1:000000000000:thing/1' }),
        theirs: () => sdk.describeKey({ KeyId: 'arn:aws:kms:us-east-1:000000000000:thing/1' }),
      }),
    ],
    'encrypting with a disabled key': encrypting({ state: 'Disabled' }, '400 DisabledException'),
    'encrypting with a key pending deletion': encrypting({ state: 'PendingDeletion' }, '400 KMSInvalidStateException'),
    'encrypting with a key without material': encrypting({ state: 'PendingImport' }, '400 KMSInvalidStateException'),
    'encrypting with a key for signatures': encrypting({ spec: 'EC_P256' }, '400 InvalidKeyUsageException'),
    'enabling a key pending deletion': switching('PendingDeletion', 'enableKey'),
    'disabling a key pending deletion': switching('PendingDeletion', 'disableKey'),
    'scheduling a deletion twice': switching('PendingDeletion', 'scheduleKeyDeletion'),
    'cancelling a deletion that is not scheduled': switching('Enabled', 'cancelKeyDeletion'),
    'an alias that is taken': [
      '400 AlreadyExistsException',
      async () => {
        const [keyId, alias] = [newKey(), 'alias/taken']
        await ours.createAlias({ keyId, alias })
        return {
          ours: () => ours.createAlias({ keyId, alias }),
          theirs: () => sdk.createAlias({ TargetKeyId: keyId, AliasName: alias }),
        }
      },
    ],
    'decrypting in another context': [
      '400 InvalidCiphertextException',
      async () => {
        const { ciphertext } = await ours.encrypt({ keyId: newKey(), plaintext: PLAINTEXT, context: { a: '1' } })
        return {
          ours: () => ours.decrypt({ ciphertext, context: { a: '2' } }),
          theirs: () => sdk.decrypt({ CiphertextBlob: ciphertext, EncryptionContext: { a: '2' } }),
        }
      },
    ],
    'decrypting with another key than made the ciphertext': [
      '400 IncorrectKeyException',
      async () => {
        const { ciphertext } = await ours.encrypt({ keyId: newKey(), plaintext: PLAINTEXT })
        const keyId = newKey()
        return {
          ours: () => ours.decrypt({ ciphertext, keyId }),
          theirs: () => sdk.decrypt({ CiphertextBlob: ciphertext, KeyId: keyId }),
        }
      },
    ],
    'decrypting what no key has encrypted': [
      '400 InvalidCiphertextException',
      () => {
        const ciphertext = randomBytes(180)
        return {
          ours: () => ours.decrypt({ ciphertext }),
          theirs: () => sdk.decrypt({ CiphertextBlob: ciphertext }),
        }
      },
    ],
    'trying whether encryption would be allowed': [
      '400 DryRunOperationException',
      () => {
        const keyId = newKey()
        return {
          ours: () => ours.encrypt({ keyId, plaintext: PLAINTEXT, dryRun: true }),
          theirs: () => sdk.encrypt({ KeyId: keyId, Plaintext: PLAINTEXT, DryRun: true }),
        }
      },
    ],
    'signing with a symmetric key': [
      '400 InvalidKeyUsageException',
      () => {
        const [keyId, digest] = [newKey(), randomBytes(32)]
        const theirs = {
          KeyId: keyId,
          Message: digest,
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        } as const
        return {
          ours: () => ours.sign({ keyId, digest, algorithm: 'ECDSA_SHA_256' }),
          theirs: () => sdk.sign(theirs),
        }
      },
    ],
    'rotating a key pair': [
      '400 UnsupportedOperationException',
      () => {
        const keyId = newKey({ spec: 'EC_P256' })
        return {
          ours: () => ours.enableKeyRotation({ keyId }),
          theirs: () => sdk.enableKeyRotation({ KeyId: keyId }),
        }
      },
    ],
    'a grant that does not exist': [
      '400 NotFoundException',
      () => {
        const [keyId, grantId] = [newKey(), 'a'.repeat(64)]
        return {
          ours: () => ours.revokeGrant({ keyId, grantId }),
          theirs: () => sdk.revokeGrant({ KeyId: keyId, GrantId: grantId }),
        }
      },
    ],
    'a policy that is no policy': [
      '400 MalformedPolicyDocumentException',
      () => {
        const keyId = newKey()
        return {
          ours: () => ours.putKeyPolicy({ keyId, policy: '{}' }),
          theirs: () => sdk.putKeyPolicy({ KeyId: keyId, Policy: '{}' }),
        }
      },
    ],
    'importing into a key of the service': [
      '400 UnsupportedOperationException',
      () => {
        const keyId = newKey()
        return {
          ours: () => ours.getParametersForImport({ keyId, ...wrapping }),
          theirs: () => sdk.getParametersForImport({ KeyId: keyId, ...theirWrapping }),
        }
      },
    ],
    'importing with a token that was never given out': [
      '400 InvalidImportTokenException',
      () => {
        const keyId = newKey({ state: 'PendingImport' })
        const [importToken, encryptedMaterial] = [randomBytes(300), randomBytes(256)]
        const theirs = { ImportToken: importToken, EncryptedKeyMaterial: encryptedMaterial }
        return {
          ours: () => ours.importKeyMaterial({ keyId, importToken, encryptedMaterial }),
          theirs: () =>
            sdk.importKeyMaterial({ KeyId: keyId, ...theirs, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
        }
      },
    ],
    'replicating a key of one Region': [
      '400 UnsupportedOperationException',
      () => {
        const keyId = newKey()
        return {
          ours: () => ours.replicateKey({ keyId, region: 'eu-west-1' }),
          theirs: () => sdk.replicateKey({ KeyId: keyId, ReplicaRegion: 'eu-west-1' }),
        }
      },
    ],
    'a page that never was': [
      '400 InvalidMarkerException',
      () => ({
        ours: () => ours.listKeys({ cursor: 'nowhere' }),
        theirs: () => sdk.listKeys({ Marker: 'nowhere' }),
      }),
    ],
    'a wrong secret': listing('400 InvalidSignatureException', { secretAccessKey: 'wrong' }),
    'an unknown access key': listing('400 UnrecognizedClientException', { accessKeyId: 'nobody' }),
    'a token that was never given out': listing('400 UnrecognizedClientException', { sessionToken: 'made-up' }),
  }
}
