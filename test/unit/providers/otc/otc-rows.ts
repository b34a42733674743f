import { blob, blobHex, context, key, keyId, type RequestRow, sha256 } from '../huawei/row-parts.ts'
import { bytes } from '../huawei/service.ts'

const otcKey = new Uint8Array(64).fill(1)

/** What only Open Telekom Cloud is sent. */
export const otcRows: readonly RequestRow[] = [
  ['listKeys', {}, 'POST /kms/list-keys', {}],
  ['listKeys', { limit: 10, filter: { states: ['Disabled'] } }, 'POST /kms/list-keys', { limit: '10', key_state: '3' }],
  [
    'encrypt',
    { keyId, plaintext: bytes('hi'), context },
    'POST /kms/encrypt-data',
    { ...key, plain_text: 'aGk=', encryption_context: context },
  ],
  ['generateDataKey', { keyId }, 'POST /kms/create-datakey', { ...key, datakey_length: '512' }],
  [
    'generateDataKeyWithoutPlaintext',
    { keyId, lengthBytes: 64, context },
    'POST /kms/create-datakey-without-plaintext',
    { ...key, datakey_length: '512', encryption_context: context },
  ],
  [
    'encryptDataKey',
    { keyId, plaintext: otcKey },
    'POST /kms/encrypt-datakey',
    { ...key, plain_text: '01'.repeat(64) + sha256(otcKey), datakey_plain_length: '64' },
  ],
  [
    'decryptDataKey',
    { keyId, ciphertext: blob, context },
    'POST /kms/decrypt-datakey',
    { ...key, cipher_text: blobHex, datakey_cipher_length: '64', encryption_context: context },
  ],
  ['generateRandom', { lengthBytes: 5 }, 'POST /kms/gen-random', { random_data_length: '512' }],
  [
    'getParametersForImport',
    { keyId, wrappingAlgorithm: 'RSAES_PKCS1_V1_5', wrappingKeySpec: 'RSA_2048' },
    'POST /kms/get-parameters-for-import',
    { ...key, wrapping_algorithm: 'RSAES_PKCS1_V1_5' },
  ],
]
