import { randomBytes } from 'node:crypto'
import { base64, hex, type RefusalCase, type Refusals } from '../compare.ts'
import type { Account, HuaweiClients } from './clients.ts'

const UNKNOWN = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'
const PLAINTEXT = Buffer.from('secret')

export const refusals = ({ ours, send, post, newKey, as }: HuaweiClients): Refusals => {
  const encrypting = (key: Parameters<typeof newKey>[0], expected: string): RefusalCase => [
    expected,
    () => {
      const keyId = newKey(key)
      return {
        ours: () => ours.encrypt({ keyId, plaintext: PLAINTEXT }),
        theirs: () => post('encrypt-data', { key_id: keyId, plain_text: base64(PLAINTEXT) }),
      }
    },
  ]
  const switching = (
    state: string,
    expected: string,
    operation: 'enableKey' | 'disableKey' | 'scheduleKeyDeletion' | 'cancelKeyDeletion',
    verb: string,
    more: object = {},
  ): RefusalCase => [
    expected,
    () => {
      const keyId = newKey({ state })
      return { ours: () => ours[operation]({ keyId }), theirs: () => post(verb, { key_id: keyId, ...more }) }
    },
  ]
  const scheduling = { pending_days: '30' }
  const listing = (expected: string, account: Partial<Account>): RefusalCase => [
    expected,
    () => {
      const stranger = as(account)
      return {
        ours: () => stranger.ours.listKeys({ limit: 5 }),
        theirs: () => stranger.send('POST', 'list-keys', { limit: '5' }),
      }
    },
  ]

  return {
    'a key that does not exist': [
      '404 KMS.0207',
      () => ({
        ours: () => ours.describeKey({ keyId: UNKNOWN }),
        theirs: () => post('describe-key', { key_id: UNKNOWN }),
      }),
    ],
    'a key id of another form': [
      '400 KMS.0205',
      () => ({
        ours: () => ours.disableKey({ keyId: 'no-key' }),
        theirs: () => post('disable-key', { key_id: 'no-key' }),
      }),
    ],
    'encrypting with a disabled key': encrypting({ state: '3' }, '400 KMS.0209'),
    'encrypting with a key pending deletion': encrypting({ state: '4' }, '400 KMS.0210'),
    'encrypting with a frozen key': encrypting({ state: '7' }, '400 KMS.0320'),
    'encrypting with a key for signatures': encrypting({ spec: 'EC_P256' }, '400 KMS.1114'),
    'encrypting with a MAC key': encrypting({ spec: 'HMAC_256' }, '400 KMS.0341'),
    'enabling an enabled key': switching('2', '400 KMS.1201', 'enableKey', 'enable-key'),
    'enabling a key pending deletion': switching('4', '400 KMS.1201', 'enableKey', 'enable-key'),
    'disabling a disabled key': switching('3', '400 KMS.1301', 'disableKey', 'disable-key'),
    'scheduling a deletion twice': switching(
      '4',
      '400 KMS.1402',
      'scheduleKeyDeletion',
      'schedule-key-deletion',
      scheduling,
    ),
    'cancelling a deletion that is not scheduled': switching(
      '2',
      '400 KMS.1501',
      'cancelKeyDeletion',
      'cancel-key-deletion',
    ),
    'a name that is taken': [
      '400 KMS.1104',
      () => {
        newKey({ name: 'taken' })
        return {
          ours: () => ours.createKey({ name: 'taken' }),
          theirs: () => post('create-key', { key_alias: 'taken' }),
        }
      },
    ],
    'an alias that is taken': [
      '400 KMS.1104',
      async () => {
        const keyId = newKey()
        await ours.createAlias({ keyId, alias: 'alias/taken' })
        return {
          ours: () => ours.createAlias({ keyId, alias: 'alias/taken' }),
          theirs: () => send('POST', 'aliases', { key_id: keyId, alias: 'alias/taken' }),
        }
      },
    ],
    'decrypting in another context': [
      '400 KMS.2201',
      async () => {
        const { ciphertext } = await ours.encrypt({ keyId: newKey(), plaintext: PLAINTEXT, context: { a: '1' } })
        const theirs = { cipher_text: base64(ciphertext), additional_authenticated_data: '{"a":"2"}' }
        return {
          ours: () => ours.decrypt({ ciphertext, context: { a: '2' } }),
          theirs: () => post('decrypt-data', theirs),
        }
      },
    ],
    'decrypting what no key has encrypted': [
      '400 KMS.2201',
      () => {
        const ciphertext = randomBytes(180)
        return {
          ours: () => ours.decrypt({ ciphertext }),
          theirs: () => post('decrypt-data', { cipher_text: base64(ciphertext) }),
        }
      },
    ],
    'opening a data key with another key': [
      '400 KMS.2201',
      async () => {
        const { ciphertext } = await ours.generateDataKey({ keyId: newKey(), lengthBytes: 32 })
        const keyId = newKey()
        const theirs = { key_id: keyId, cipher_text: hex(ciphertext), datakey_cipher_length: '32' }
        return {
          ours: () => ours.decryptDataKey({ keyId, ciphertext, lengthBytes: 32 }),
          theirs: () => post('decrypt-datakey', theirs),
        }
      },
    ],
    'opening a data key as one of another length': [
      '400 KMS.2204',
      async () => {
        const keyId = newKey()
        const { ciphertext } = await ours.generateDataKey({ keyId, lengthBytes: 32 })
        const theirs = { key_id: keyId, cipher_text: hex(ciphertext), datakey_cipher_length: '64' }
        return {
          ours: () => ours.decryptDataKey({ keyId, ciphertext, lengthBytes: 64 }),
          theirs: () => post('decrypt-datakey', theirs),
        }
      },
    ],
    'signing with a symmetric key': [
      '400 KMS.1115',
      () => {
        const keyId = newKey()
        const digest = randomBytes(32)
        const theirs = { key_id: keyId, message: base64(digest), signing_algorithm: 'ECDSA_SHA_256' }
        return {
          ours: () => ours.sign({ keyId, digest, algorithm: 'ECDSA_SHA_256' }),
          theirs: () => post('sign', theirs),
        }
      },
    ],
    'switching rotation off where it is not on': [
      '400 KMS.0313',
      () => {
        const keyId = newKey()
        return {
          ours: () => ours.disableKeyRotation({ keyId }),
          theirs: () => post('disable-key-rotation', { key_id: keyId }),
        }
      },
    ],
    'switching rotation on twice': [
      '400 KMS.2901',
      () => {
        const keyId = newKey({ rotation: { enabled: true } })
        return {
          ours: () => ours.enableKeyRotation({ keyId }),
          theirs: () => post('enable-key-rotation', { key_id: keyId }),
        }
      },
    ],
    'removing a tag that is not there': [
      '404 KMS.0416',
      () => {
        const keyId = newKey()
        return {
          ours: () => ours.untagKey({ keyId, tagKeys: ['none'] }),
          theirs: () => send('DELETE', `${keyId}/tags/none`),
        }
      },
    ],
    'a grant that does not exist': [
      '400 KMS.2501',
      () => {
        const [keyId, grantId] = [newKey(), 'a'.repeat(64)]
        return {
          ours: () => ours.revokeGrant({ keyId, grantId }),
          theirs: () => post('revoke-grant', { key_id: keyId, grant_id: grantId }),
        }
      },
    ],
    'importing into a key of the service': [
      '400 KMS.0309',
      () => {
        const keyId = newKey()
        const wrapping = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' } as const
        const theirs = { key_id: keyId, wrapping_algorithm: 'RSAES_OAEP_SHA_256' }
        return {
          ours: () => ours.getParametersForImport({ keyId, ...wrapping }),
          theirs: () => post('get-parameters-for-import', theirs),
        }
      },
    ],
    'importing with a token that was never given out': [
      '400 KMS.2605',
      () => {
        const keyId = newKey({ state: '5' })
        const [importToken, encryptedMaterial] = [randomBytes(300), randomBytes(256)]
        const theirs = { import_token: base64(importToken), encrypted_key_material: base64(encryptedMaterial) }
        return {
          ours: () => ours.importKeyMaterial({ keyId, importToken, encryptedMaterial }),
          theirs: () => post('import-key-material', { key_id: keyId, ...theirs }),
        }
      },
    ],
    'a wrong secret': listing('401 APIGW.0301', { secretKey: 'wrong' }),
    'an unknown access key': listing('401 APIGW.0301', { accessKey: 'nobody' }),
    'a token that was never given out': listing('401 APIGW.0301', { securityToken: 'made-up' }),
    'an unknown project': listing('403 KMS.0321', { projectId: 'f'.repeat(32) }),
  }
}
