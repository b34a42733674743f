import { createHash } from 'node:crypto'
import type { OperationName } from '../../../../src/index.ts'
import { base64, bytes, KEY_ID, OTHER_KEY_ID } from './service.ts'

/** Operation, input, method and path after the project, body. */
export type RequestRow = readonly [OperationName, object, string, unknown]

const key = { key_id: KEY_ID }
const keyId = KEY_ID
const plaintext = bytes('a data key of thirty-two bytes !')
const sha256 = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
const blob = new Uint8Array(256).fill(7)
const blob64 = Buffer.from(blob).toString('base64')
const blobHex = Buffer.from(blob).toString('hex')
const context = { tenant: '42', app: 'shop' }

/** What both clouds are sent alike. Bodies follow the request examples of the API references. */
export const commonRows: readonly RequestRow[] = [
  ['createKey', { name: 'orders' }, 'POST /kms/create-key', { key_alias: 'orders' }],
  [
    'createKey',
    { name: 'orders', spec: 'RSA_2048', usage: 'SIGN_VERIFY', origin: 'EXTERNAL', description: 'signs' },
    'POST /kms/create-key',
    {
      key_alias: 'orders',
      key_spec: 'RSA_2048',
      key_usage: 'SIGN_VERIFY',
      key_description: 'signs',
      origin: 'external',
    },
  ],
  ['createKey', { name: 'o', origin: 'PROVIDER' }, 'POST /kms/create-key', { key_alias: 'o', origin: 'kms' }],
  ['describeKey', { keyId }, 'POST /kms/describe-key', key],
  [
    'updateKeyDescription',
    { keyId, description: '' },
    'POST /kms/update-key-description',
    { ...key, key_description: '' },
  ],
  ['updateKeyName', { keyId, name: 'bills' }, 'POST /kms/update-key-alias', { ...key, key_alias: 'bills' }],
  ['enableKey', { keyId }, 'POST /kms/enable-key', key],
  ['disableKey', { keyId }, 'POST /kms/disable-key', key],
  ['scheduleKeyDeletion', { keyId }, 'POST /kms/schedule-key-deletion', { ...key, pending_days: '30' }],
  ['scheduleKeyDeletion', { keyId, pendingDays: 7 }, 'POST /kms/schedule-key-deletion', { ...key, pending_days: '7' }],
  ['cancelKeyDeletion', { keyId }, 'POST /kms/cancel-key-deletion', key],
  [
    'encrypt',
    { keyId, plaintext },
    'POST /kms/encrypt-data',
    { ...key, plain_text: base64(Buffer.from(plaintext).toString()) },
  ],
  ['decrypt', { ciphertext: blob }, 'POST /kms/decrypt-data', { cipher_text: blob64 }],
  ['decrypt', { ciphertext: blob, keyId }, 'POST /kms/decrypt-data', { cipher_text: blob64 }],
  [
    'sign',
    { keyId, message: bytes('hi'), algorithm: 'RSASSA_PSS_SHA_256' },
    'POST /kms/sign',
    { ...key, message: 'aGk=', message_type: 'RAW', signing_algorithm: 'RSASSA_PSS_SHA_256' },
  ],
  [
    'sign',
    { keyId, digest: blob.slice(0, 32), algorithm: 'ECDSA_SHA_256' },
    'POST /kms/sign',
    {
      ...key,
      message: Buffer.from(blob.slice(0, 32)).toString('base64'),
      message_type: 'DIGEST',
      signing_algorithm: 'ECDSA_SHA_256',
    },
  ],
  [
    'verify',
    { keyId, message: bytes('hi'), algorithm: 'RSASSA_PKCS1_V1_5_SHA_512', signature: blob },
    'POST /kms/verify',
    {
      ...key,
      message: 'aGk=',
      message_type: 'RAW',
      signing_algorithm: 'RSASSA_PKCS1_V1_5_SHA_512',
      signature: blob64,
    },
  ],
  ['getPublicKey', { keyId }, 'POST /kms/get-publickey', key],
  [
    'getParametersForImport',
    { keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
    'POST /kms/get-parameters-for-import',
    { ...key, wrapping_algorithm: 'RSAES_OAEP_SHA_256' },
  ],
  [
    'importKeyMaterial',
    { keyId, importToken: blob, encryptedMaterial: blob },
    'POST /kms/import-key-material',
    { ...key, import_token: blob64, encrypted_key_material: blob64 },
  ],
  [
    'importKeyMaterial',
    {
      keyId,
      importToken: blob,
      encryptedMaterial: blob,
      encryptedPrivateKey: blob,
      materialExpiresAt: new Date('2030-01-02T03:04:05.678Z'),
    },
    'POST /kms/import-key-material',
    {
      ...key,
      import_token: blob64,
      encrypted_key_material: blob64,
      encrypted_privatekey: blob64,
      expiration_time: 1893553445,
    },
  ],
  ['deleteKeyMaterial', { keyId }, 'POST /kms/delete-imported-key-material', key],
  ['enableKeyRotation', { keyId }, 'POST /kms/enable-key-rotation', key],
  ['disableKeyRotation', { keyId }, 'POST /kms/disable-key-rotation', key],
  ['getKeyRotationStatus', { keyId }, 'POST /kms/get-key-rotation-status', key],
  [
    'tagKey',
    { keyId, tags: { env: 'test', 'cost center': '7' } },
    `POST /kms/${KEY_ID}/tags/action`,
    {
      action: 'create',
      tags: [
        { key: 'env', value: 'test' },
        { key: 'cost center', value: '7' },
      ],
    },
  ],
  ['untagKey', { keyId, tagKeys: ['cost center'] }, `DELETE /kms/${KEY_ID}/tags/cost%20center`, undefined],
  ['listKeyTags', { keyId }, `GET /kms/${KEY_ID}/tags`, undefined],
  [
    'createGrant',
    { keyId, grantee: '13gg44z4g2sglzk0egw0u726zoyzvrs8', operations: ['DescribeKey', 'GenerateDataKey'] },
    'POST /kms/create-grant',
    {
      ...key,
      grantee_principal: '13gg44z4g2sglzk0egw0u726zoyzvrs8',
      operations: ['describe-key', 'create-datakey'],
    },
  ],
  [
    'createGrant',
    {
      keyId,
      grantee: 'a1',
      granteeType: 'ACCOUNT',
      operations: ['CreateGrant', 'RetireGrant', 'GenerateDataKeyWithoutPlaintext', 'EncryptDataKey', 'DecryptDataKey'],
      retiringPrincipal: 'b2',
      name: 'shop',
    },
    'POST /kms/create-grant',
    {
      ...key,
      grantee_principal: 'a1',
      grantee_principal_type: 'domain',
      operations: [
        'create-grant',
        'retire-grant',
        'create-datakey-without-plaintext',
        'encrypt-datakey',
        'decrypt-datakey',
      ],
      retiring_principal: 'b2',
      name: 'shop',
    },
  ],
  ['listGrants', { keyId }, 'POST /kms/list-grants', key],
  ['listGrants', { keyId, limit: 5, cursor: '10' }, 'POST /kms/list-grants', { ...key, limit: '5', marker: '10' }],
  ['revokeGrant', { keyId, grantId: 'f'.repeat(64) }, 'POST /kms/revoke-grant', { ...key, grant_id: 'f'.repeat(64) }],
  ['retireGrant', { keyId, grantId: 'f'.repeat(64) }, 'POST /kms/retire-grant', { ...key, grant_id: 'f'.repeat(64) }],
  ['listRetirableGrants', { limit: 5 }, 'POST /kms/list-retirable-grants', { limit: '5' }],
]

/** What only Huawei Cloud is sent. */
export const huaweiRows: readonly RequestRow[] = [
  [
    'createKey',
    { name: 'o', spec: 'EC_SECP256K1', usage: 'KEY_AGREEMENT', origin: 'KEY_STORE', keyStoreId: '1' },
    'POST /kms/create-key',
    { key_alias: 'o', key_spec: 'SECP256K1', key_usage: 'KEY_AGREEMENT', origin: 'kms', keystore_id: '1' },
  ],
  ['listKeys', {}, 'POST /kms/list-keys', { key_spec: 'ALL' }],
  [
    'listKeys',
    { limit: 10, cursor: '20', filter: { states: ['PendingDeletion'], specs: ['SM2'] } },
    'POST /kms/list-keys',
    { key_spec: 'SM2', limit: '10', marker: '20', key_state: '4' },
  ],
  [
    'encrypt',
    { keyId, plaintext, context },
    'POST /kms/encrypt-data',
    {
      ...key,
      plain_text: base64(Buffer.from(plaintext).toString()),
      additional_authenticated_data: '{"app":"shop","tenant":"42"}',
    },
  ],
  [
    'encrypt',
    { keyId, plaintext: bytes('hi'), algorithm: 'RSAES_OAEP_SHA_256' },
    'POST /kms/encrypt-data',
    { ...key, plain_text: 'aGk=', encryption_algorithm: 'RSAES_OAEP_SHA_256' },
  ],
  [
    'decrypt',
    { keyId, ciphertext: blob, algorithm: 'SM2PKE' },
    'POST /kms/decrypt-data',
    { ...key, cipher_text: blob64, encryption_algorithm: 'SM2_ENCRYPT' },
  ],
  [
    'reEncrypt',
    { ciphertext: blob, destinationKeyId: OTHER_KEY_ID, sourceContext: context, destinationContext: { app: 'x' } },
    'POST /kms/re-encrypt',
    {
      cipher_text: blob64,
      destination_key_id: OTHER_KEY_ID,
      source_additional_authenticated_data: '{"app":"shop","tenant":"42"}',
      destination_additional_authenticated_data: '{"app":"x"}',
    },
  ],
  [
    'reEncrypt',
    {
      ciphertext: blob,
      sourceKeyId: KEY_ID,
      sourceAlgorithm: 'RSAES_OAEP_SHA_1',
      destinationKeyId: OTHER_KEY_ID,
      destinationAlgorithm: 'SM2PKE',
    },
    'POST /kms/re-encrypt',
    {
      cipher_text: blob64,
      source_key_id: KEY_ID,
      source_encryption_algorithm: 'RSAES_OAEP_SHA_1',
      destination_key_id: OTHER_KEY_ID,
      destination_encryption_algorithm: 'SM2_ENCRYPT',
    },
  ],
  [
    'reEncrypt',
    { ciphertext: blob, destinationKeyId: OTHER_KEY_ID, lengthBytes: 32 },
    'POST /kms/re-encrypt',
    { cipher_text: blobHex, destination_key_id: OTHER_KEY_ID, datakey_cipher_length: '32' },
  ],
  ['generateDataKey', { keyId }, 'POST /kms/create-datakey', { ...key, datakey_length: '256' }],
  ['generateDataKey', { keyId, spec: 'AES_128' }, 'POST /kms/create-datakey', { ...key, datakey_length: '128' }],
  [
    'generateDataKeyWithoutPlaintext',
    { keyId, lengthBytes: 1024, context: { app: 'x' } },
    'POST /kms/create-datakey-without-plaintext',
    { ...key, datakey_length: '8192', additional_authenticated_data: '{"app":"x"}' },
  ],
  [
    'encryptDataKey',
    { keyId, plaintext },
    'POST /kms/encrypt-datakey',
    {
      ...key,
      plain_text: Buffer.from(plaintext).toString('hex') + sha256(plaintext),
      datakey_plain_length: '32',
    },
  ],
  [
    'decryptDataKey',
    { keyId, ciphertext: blob },
    'POST /kms/decrypt-datakey',
    { ...key, cipher_text: blobHex, datakey_cipher_length: '32' },
  ],
  [
    'decryptDataKey',
    { keyId, ciphertext: blob, lengthBytes: 17 },
    'POST /kms/decrypt-datakey',
    { ...key, cipher_text: blobHex, datakey_cipher_length: '17' },
  ],
  [
    'generateDataKeyPair',
    { keyId, pairSpec: 'RSA_3072' },
    'POST /kms/create-rsa-datakey-pair',
    { ...key, key_spec: 'RSA_3072', with_plain_text: true },
  ],
  [
    'generateDataKeyPairWithoutPlaintext',
    { keyId, pairSpec: 'EC_SECP256K1' },
    'POST /kms/create-ec-datakey-pair',
    { ...key, key_spec: 'ECC_SECG_P256K1', with_plain_text: false },
  ],
  ['generateRandom', { lengthBytes: 5 }, 'POST /kms/gen-random', { random_data_length: '40' }],
  [
    'sign',
    { keyId, digest: blob.slice(0, 32), algorithm: 'SM2DSA' },
    'POST /kms/sign',
    {
      ...key,
      message: Buffer.from(blob.slice(0, 32)).toString('base64'),
      message_type: 'DIGEST',
      signing_algorithm: 'SM2DSA_SM3',
    },
  ],
  [
    'generateMac',
    { keyId, message: bytes('hi'), algorithm: 'HMAC_SM3' },
    'POST /kms/generate-mac',
    { ...key, mac_algorithm: 'HMAC_SM3', message: 'aGk=' },
  ],
  [
    'verifyMac',
    { keyId, message: bytes('hi'), algorithm: 'HMAC_SHA_256', mac: blob.slice(0, 32) },
    'POST /kms/verify-mac',
    { ...key, mac_algorithm: 'HMAC_SHA_256', message: 'aGk=', mac: '07'.repeat(32) },
  ],
  [
    'deriveSharedSecret',
    { keyId, publicKey: blob },
    'POST /kms/derive-shared-secret',
    { ...key, key_agreement_algorithm: 'ECDH', public_key: blob64 },
  ],
  [
    'getParametersForImport',
    { keyId, wrappingAlgorithm: 'SM2PKE', wrappingKeySpec: 'SM2' },
    'POST /kms/get-parameters-for-import',
    { ...key, wrapping_algorithm: 'SM2_ENCRYPT' },
  ],
  ['rotateKeyOnDemand', { keyId }, 'POST /kms/rotate-on-demand', key],
  [
    'createGrant',
    { keyId, grantee: 'a1', granteeType: 'USER', operations: ['Encrypt', 'Decrypt'] },
    'POST /kms/create-grant',
    {
      ...key,
      grantee_principal: 'a1',
      grantee_principal_type: 'user',
      operations: ['encrypt-data', 'decrypt-data'],
    },
  ],
  ['createAlias', { alias: 'alias/o', keyId }, 'POST /kms/aliases', { ...key, alias: 'alias/o' }],
  [
    'updateAlias',
    { alias: 'alias/o', keyId },
    'POST /kms/alias/associate',
    { alias: 'alias/o', target_key_id: KEY_ID },
  ],
  ['listAliases', {}, 'GET /kms/aliases', undefined],
  [
    'listAliases',
    { keyId, limit: 50, cursor: 'a b/ü' },
    `GET /kms/aliases?key_id=${KEY_ID}&limit=50&marker=a%20b%2F%C3%BC`,
    undefined,
  ],
  ['deleteAlias', { alias: 'alias/o' }, 'GET /kms/aliases', undefined],
  [
    'replicateKey',
    { keyId, region: 'cn-east-3', name: 'copy', projectId: 'p2', description: 'd', tags: { a: 'b' } },
    `POST /v2/kms/keys/${KEY_ID}/replicate`,
    {
      ...key,
      replica_region: 'cn-east-3',
      key_alias: 'copy',
      replica_project_id: 'p2',
      key_description: 'd',
      tags: [{ key: 'a', value: 'b' }],
    },
  ],
  [
    'updatePrimaryRegion',
    { keyId, region: 'cn-east-3' },
    `PUT /v2/kms/keys/${KEY_ID}/update-primary-region`,
    { ...key, primary_region: 'cn-east-3' },
  ],
]

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
