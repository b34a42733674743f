import { randomBytes } from 'node:crypto'
import { base64, member, type RefusalCase, type Refusals } from '../compare.ts'
import type { AlibabaClients } from './clients.ts'

/** Status and code in an error of either of Alibaba Cloud's clients. */
export const refusalOf = (error: unknown): string => {
  const status = /\bcode: (\d{3}), /.exec(String(member(error, 'message')))?.[1]
  return `${status} ${member(error, 'data', 'Code')}`
}

const UNKNOWN = 'key-hzz0123456789abcdef0123'
const PLAINTEXT = Buffer.from('secret')
const AS_TEXT = base64(PLAINTEXT)

export const refusals = (clients: AlibabaClients): Refusals => {
  const { ours, sdk, speak, newKey, as } = clients

  /** A call that each state refuses in its own way. */
  const encrypting = (state: string, expected: string): RefusalCase => [
    expected,
    () => {
      const keyId = newKey({ state })
      return {
        ours: () => ours.encrypt({ keyId, plaintext: PLAINTEXT }),
        theirs: () => sdk('Encrypt', { KeyId: keyId, Plaintext: AS_TEXT }),
      }
    },
  ]
  const changing = (
    state: string,
    expected: string,
    operation: 'enableKey' | 'disableKey' | 'cancelKeyDeletion',
    action: string,
  ): RefusalCase => [
    expected,
    () => {
      const keyId = newKey({ state })
      return { ours: () => ours[operation]({ keyId }), theirs: () => sdk(action, { KeyId: keyId }) }
    },
  ]
  const listing = (expected: string, account: Parameters<typeof as>[0]): RefusalCase => [
    expected,
    () => {
      const stranger = as(account)
      return {
        ours: () => stranger.ours.listKeys({ limit: 5 }),
        theirs: () => stranger.sdk('ListKeys', { PageNumber: 1, PageSize: 5 }),
      }
    },
  ]

  return {
    'a key that does not exist': [
      '404 Forbidden.KeyNotFound',
      () => ({
        ours: () => ours.describeKey({ keyId: UNKNOWN }),
        theirs: () => sdk('DescribeKey', { KeyId: UNKNOWN }),
      }),
    ],
    'an alias that does not exist': [
      '404 Forbidden.AliasNotFound',
      () => ({
        ours: () => ours.deleteAlias({ alias: 'alias/nobody' }),
        theirs: () => sdk('DeleteAlias', { AliasName: 'alias/nobody' }),
      }),
    ],
    'a key version that does not exist': [
      '404 Forbidden.KeyVersionNotFound',
      () => {
        const keyId = newKey({ spec: 'EC_P256' })
        const keyVersionId = '01234567-89ab-cdef-0123-456789abcdef'
        return {
          ours: () => ours.getPublicKey({ keyId, keyVersionId }),
          theirs: () => sdk('GetPublicKey', { KeyId: keyId, KeyVersionId: keyVersionId }),
        }
      },
    ],
    'encrypting with a disabled key': encrypting('Disabled', '409 Rejected.Disabled'),
    'encrypting with a key pending deletion': encrypting('PendingDeletion', '409 Rejected.PendingDeletion'),
    'encrypting with a key without material': encrypting('PendingImport', '409 Rejected.PendingImport'),
    'encrypting with an unavailable key': encrypting('Unavailable', '409 Rejected.Unavailable'),
    'enabling a key pending deletion': changing(
      'PendingDeletion',
      '409 Rejected.StateModifiedFailed',
      'enableKey',
      'EnableKey',
    ),
    'disabling a key pending deletion': changing(
      'PendingDeletion',
      '409 Rejected.StateModifiedFailed',
      'disableKey',
      'DisableKey',
    ),
    'cancelling a deletion that is not scheduled': changing(
      'Enabled',
      '409 Rejected.StateModifiedFailed',
      'cancelKeyDeletion',
      'CancelKeyDeletion',
    ),
    'scheduling a deletion twice': [
      '409 Rejected.StateModifiedFailed',
      () => {
        const keyId = newKey({ state: 'PendingDeletion' })
        return {
          ours: () => ours.scheduleKeyDeletion({ keyId, pendingDays: 7 }),
          theirs: () => sdk('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 }),
        }
      },
    ],
    'scheduling the deletion of a protected key': [
      '409 Rejected.StateModifiedFailed',
      async () => {
        const keyId = newKey()
        await ours.setDeletionProtection({ keyId, enabled: true })
        return {
          ours: () => ours.scheduleKeyDeletion({ keyId, pendingDays: 7 }),
          theirs: () => sdk('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 }),
        }
      },
    ],
    'describing a key that is pending deletion anew': [
      '409 Rejected.PendingDeletion',
      () => {
        const keyId = newKey({ state: 'PendingDeletion' })
        return {
          ours: () => ours.updateKeyDescription({ keyId, description: 'new' }),
          theirs: () => sdk('UpdateKeyDescription', { KeyId: keyId, Description: 'new' }),
        }
      },
    ],
    'an alias that is taken': [
      '400 AliasAlreadyExists',
      async () => {
        const keyId = newKey()
        await ours.createAlias({ keyId, alias: 'alias/taken' })
        return {
          ours: () => ours.createAlias({ keyId, alias: 'alias/taken' }),
          theirs: () => sdk('CreateAlias', { KeyId: keyId, AliasName: 'alias/taken' }),
        }
      },
    ],
    'decrypting in another context': [
      '400 InvalidParameter',
      async () => {
        const { ciphertext } = await ours.encrypt({ keyId: newKey(), plaintext: PLAINTEXT, context: { a: '1' } })
        return {
          ours: () => ours.decrypt({ ciphertext, context: { a: '2' } }),
          theirs: () => sdk('Decrypt', { CiphertextBlob: base64(ciphertext), EncryptionContext: '{"a":"2"}' }),
        }
      },
    ],
    'decrypting what no key has encrypted': [
      '400 InvalidParameter',
      () => {
        const ciphertext = randomBytes(120)
        return {
          ours: () => ours.decrypt({ ciphertext }),
          theirs: () => sdk('Decrypt', { CiphertextBlob: base64(ciphertext) }),
        }
      },
    ],
    'decrypting with another key pair': [
      '400 InvalidParameter',
      async () => {
        const asked = { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' }
        const [made, keyId] = [newKey(asked), newKey(asked)]
        const algorithm = 'RSAES_OAEP_SHA_256'
        const { ciphertext } = await ours.encrypt({ keyId: made, plaintext: PLAINTEXT, algorithm })
        const [version] = (await ours.listKeyVersions({ keyId })).versions
        const theirs = { KeyId: keyId, KeyVersionId: version?.keyVersionId, Algorithm: algorithm }
        return {
          ours: () => ours.decrypt({ keyId, ciphertext, algorithm }),
          theirs: () => sdk('AsymmetricDecrypt', { ...theirs, CiphertextBlob: base64(ciphertext) }),
        }
      },
    ],
    'encrypting with a key for signatures': [
      '400 UnsupportedOperation',
      () => {
        const keyId = newKey({ spec: 'EC_P256' })
        return {
          ours: () => ours.encrypt({ keyId, plaintext: PLAINTEXT }),
          theirs: () => sdk('Encrypt', { KeyId: keyId, Plaintext: AS_TEXT }),
        }
      },
    ],
    'importing into a key of the service': [
      '400 Unsupported.Origin',
      () => {
        const keyId = newKey()
        const wrapping = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' } as const
        const theirs = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
        return {
          ours: () => ours.getParametersForImport({ keyId, ...wrapping }),
          theirs: () => sdk('GetParametersForImport', { KeyId: keyId, ...theirs }),
        }
      },
    ],
    'importing with a token that was never given out': [
      '400 InvalidImportToken',
      () => {
        const keyId = newKey({ state: 'PendingImport' })
        const [importToken, encryptedMaterial] = [randomBytes(64), randomBytes(256)]
        return {
          ours: () => ours.importKeyMaterial({ keyId, importToken, encryptedMaterial }),
          theirs: () =>
            sdk('ImportKeyMaterial', {
              KeyId: keyId,
              ImportToken: base64(importToken),
              EncryptedKeyMaterial: base64(encryptedMaterial),
              KeyMaterialExpireUnix: 0,
            }),
        }
      },
    ],
    'the policy of a key outside instances': [
      '400 Forbidden.KeyPolicyUnSupported',
      () => {
        const keyId = newKey()
        return { ours: () => ours.getKeyPolicy({ keyId }), theirs: () => speak('GetKeyPolicy', { KeyId: keyId }) }
      },
    ],
    'a wrong secret': listing('400 SignatureDoesNotMatch', { accessKeySecret: 'wrong' }),
    'an unknown access key': listing('404 InvalidAccessKeyId.NotFound', { accessKeyId: 'nobody' }),
    'a token that was never given out': listing('400 InvalidSecurityToken.Malformed', {
      securityToken: 'made-up',
    }),
  }
}
