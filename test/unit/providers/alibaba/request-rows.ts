import type { Input, OperationName } from '../../../../src/index.ts'
import { base64, bytes, KEY_ID, VERSION_ID } from './service.ts'

const ARN = `acs:kms:cn-hangzhou:154035569884:key/${KEY_ID}`
const ALIAS_ARN = 'acs:kms:cn-hangzhou:154035569884:alias/orders'
const page = { PageNumber: '1', PageSize: '100' }

type Row<K extends OperationName> = [K, Input<K>, string, Record<string, string>]
const row = <K extends OperationName>(...cells: Row<K>) => cells

/** One request for one operation; the sample values are those of the API pages. */
export const rows = [
  row('createKey', {}, 'CreateKey', {
    KeySpec: 'Aliyun_AES_256',
    KeyUsage: 'ENCRYPT/DECRYPT',
    Origin: 'Aliyun_KMS',
  }),
  row(
    'createKey',
    {
      spec: 'SM4',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'EXTERNAL',
      description: 'key description example',
      tags: { 'disk-encryption': 'true' },
      protectionLevel: 'HSM',
      policy: '{}',
      keyStoreId: 'kst-bjj62d8f5e0sgtx8h8aaa',
    },
    'CreateKey',
    {
      KeySpec: 'Aliyun_SM4',
      KeyUsage: 'ENCRYPT/DECRYPT',
      Origin: 'EXTERNAL',
      Description: 'key description example',
      Tags: '[{"TagKey":"disk-encryption","TagValue":"true"}]',
      ProtectionLevel: 'HSM',
      Policy: '{}',
      DKMSInstanceId: 'kst-bjj62d8f5e0sgtx8h8aaa',
    },
  ),
  row('createKey', { spec: 'EC_SECP256K1' }, 'CreateKey', {
    KeySpec: 'EC_P256K',
    KeyUsage: 'SIGN/VERIFY',
    Origin: 'Aliyun_KMS',
  }),
  row('createKey', { spec: 'SM2', usage: 'ENCRYPT_DECRYPT' }, 'CreateKey', {
    KeySpec: 'EC_SM2',
    KeyUsage: 'ENCRYPT/DECRYPT',
    Origin: 'Aliyun_KMS',
  }),
  row('describeKey', { keyId: 'alias/orders' }, 'DescribeKey', { KeyId: 'alias/orders' }),
  row('describeKey', { keyId: ARN }, 'DescribeKey', { KeyId: ARN }),
  row('describeKey', { keyId: ALIAS_ARN }, 'DescribeKey', { KeyId: 'alias/orders' }),
  row('listKeys', {}, 'ListKeys', page),
  row('listKeys', { limit: 10, cursor: '3x10' }, 'ListKeys', { PageNumber: '3', PageSize: '10' }),
  row(
    'listKeys',
    { filter: { states: ['Enabled', 'Disabled'], specs: ['AES_256', 'SM2'], usages: ['SIGN_VERIFY'] } },
    'ListKeys',
    {
      ...page,
      Filters:
        '[{"Key":"KeyState","Values":["Enabled","Disabled"]},{"Key":"KeySpec","Values":["Aliyun_AES_256","EC_SM2"]},{"Key":"KeyUsage","Values":["SIGN/VERIFY"]}]',
    },
  ),
  row('listKeys', { filter: {} }, 'ListKeys', page),
  row('updateKeyDescription', { keyId: ARN, description: '' }, 'UpdateKeyDescription', {
    KeyId: KEY_ID,
    Description: '',
  }),
  row('enableKey', { keyId: KEY_ID }, 'EnableKey', { KeyId: KEY_ID }),
  row('disableKey', { keyId: ARN }, 'DisableKey', { KeyId: KEY_ID }),
  row('scheduleKeyDeletion', { keyId: KEY_ID }, 'ScheduleKeyDeletion', { KeyId: KEY_ID, PendingWindowInDays: '30' }),
  row('scheduleKeyDeletion', { keyId: KEY_ID, pendingDays: 7 }, 'ScheduleKeyDeletion', {
    KeyId: KEY_ID,
    PendingWindowInDays: '7',
  }),
  row('cancelKeyDeletion', { keyId: KEY_ID }, 'CancelKeyDeletion', { KeyId: KEY_ID }),
  row('setDeletionProtection', { keyId: KEY_ID, enabled: true, description: 'in use' }, 'SetDeletionProtection', {
    KeyId: KEY_ID,
    EnableDeletionProtection: 'true',
    DeletionProtectionDescription: 'in use',
  }),
  row('setDeletionProtection', { keyId: ARN, enabled: false }, 'SetDeletionProtection', {
    ProtectedResourceArn: ARN,
    EnableDeletionProtection: 'false',
  }),
  row('createAlias', { alias: 'alias/orders', keyId: KEY_ID }, 'CreateAlias', {
    AliasName: 'alias/orders',
    KeyId: KEY_ID,
  }),
  row('updateAlias', { alias: 'alias/orders', keyId: ARN }, 'UpdateAlias', {
    AliasName: 'alias/orders',
    KeyId: KEY_ID,
  }),
  row('deleteAlias', { alias: 'alias/orders' }, 'DeleteAlias', { AliasName: 'alias/orders' }),
  row('listAliases', {}, 'ListAliases', page),
  row('listAliases', { keyId: KEY_ID, limit: 5 }, 'ListAliasesByKeyId', {
    KeyId: KEY_ID,
    PageNumber: '1',
    PageSize: '5',
  }),
  row(
    'encrypt',
    { keyId: 'alias/orders', plaintext: bytes('Hello world'), context: { Example: 'Example' } },
    'Encrypt',
    {
      KeyId: 'alias/orders',
      Plaintext: 'SGVsbG8gd29ybGQ=',
      EncryptionContext: '{"Example":"Example"}',
    },
  ),
  row(
    'encrypt',
    { keyId: ARN, plaintext: bytes('a'), algorithm: 'SYMMETRIC_DEFAULT', context: {}, dryRun: true },
    'Encrypt',
    {
      KeyId: ARN,
      Plaintext: 'YQ==',
      DryRun: 'true',
    },
  ),
  row('decrypt', { ciphertext: bytes('blob'), context: { a: '1' }, dryRun: false }, 'Decrypt', {
    CiphertextBlob: base64('blob'),
    EncryptionContext: '{"a":"1"}',
  }),
  row(
    'reEncrypt',
    {
      ciphertext: bytes('blob'),
      destinationKeyId: ARN,
      sourceContext: { a: '1' },
      destinationContext: { b: '2' },
      dryRun: true,
    },
    'ReEncrypt',
    {
      CiphertextBlob: base64('blob'),
      DestinationKeyId: KEY_ID,
      SourceEncryptionContext: '{"a":"1"}',
      DestinationEncryptionContext: '{"b":"2"}',
      DryRun: 'true',
    },
  ),
  row('generateDataKey', { keyId: KEY_ID }, 'GenerateDataKey', { KeyId: KEY_ID }),
  row('generateDataKey', { keyId: KEY_ID, spec: 'AES_128', context: { a: '1' } }, 'GenerateDataKey', {
    KeyId: KEY_ID,
    KeySpec: 'AES_128',
    EncryptionContext: '{"a":"1"}',
  }),
  row('generateDataKeyWithoutPlaintext', { keyId: KEY_ID, lengthBytes: 64 }, 'GenerateDataKeyWithoutPlaintext', {
    KeyId: KEY_ID,
    NumberOfBytes: '64',
  }),
  row('encryptDataKey', { keyId: KEY_ID, plaintext: bytes('0123456789abcdef') }, 'Encrypt', {
    KeyId: KEY_ID,
    Plaintext: base64('0123456789abcdef'),
  }),
  row('decryptDataKey', { keyId: KEY_ID, ciphertext: bytes('blob') }, 'Decrypt', { CiphertextBlob: base64('blob') }),
  row(
    'sign',
    { keyId: ALIAS_ARN, keyVersionId: VERSION_ID, message: bytes('message'), algorithm: 'ECDSA_SHA_256' },
    'AsymmetricSign',
    {
      KeyId: 'alias/orders',
      KeyVersionId: VERSION_ID,
      Algorithm: 'ECDSA_SHA_256',
      Digest: 'q1MKE+RZFJgrefm34/uplM/R8/si9xzqGvvwK0YMbR0=',
    },
  ),
  row(
    'verify',
    {
      keyId: ARN,
      keyVersionId: VERSION_ID,
      digest: new Uint8Array(32),
      signature: bytes('sig'),
      algorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
    },
    'AsymmetricVerify',
    {
      KeyId: KEY_ID,
      KeyVersionId: VERSION_ID,
      Algorithm: 'RSA_PKCS1_SHA_256',
      Digest: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      Value: base64('sig'),
    },
  ),
  row('getPublicKey', { keyId: KEY_ID, keyVersionId: VERSION_ID }, 'GetPublicKey', {
    KeyId: KEY_ID,
    KeyVersionId: VERSION_ID,
  }),
  row('generateMac', { keyId: 'alias/mac', message: bytes('m'), algorithm: 'HMAC_SM3' }, 'GenerateMac', {
    KeyId: 'alias/mac',
    Algorithm: 'HMAC_SM3',
    Message: base64('m'),
  }),
  row('verifyMac', { keyId: KEY_ID, message: bytes('m'), mac: bytes('mac'), algorithm: 'HMAC_SHA_256' }, 'VerifyMac', {
    KeyId: KEY_ID,
    Algorithm: 'HMAC_SHA_256',
    Message: base64('m'),
    Mac: base64('mac'),
  }),
  row(
    'getParametersForImport',
    { keyId: KEY_ID, wrappingAlgorithm: 'SM2PKE', wrappingKeySpec: 'SM2' },
    'GetParametersForImport',
    { KeyId: KEY_ID, WrappingAlgorithm: 'SM2PKE', WrappingKeySpec: 'EC_SM2' },
  ),
  row(
    'importKeyMaterial',
    { keyId: KEY_ID, importToken: bytes('token'), encryptedMaterial: bytes('material') },
    'ImportKeyMaterial',
    {
      KeyId: KEY_ID,
      ImportToken: base64('token'),
      EncryptedKeyMaterial: base64('material'),
      KeyMaterialExpireUnix: '0',
    },
  ),
  row(
    'importKeyMaterial',
    {
      keyId: KEY_ID,
      importToken: bytes('t'),
      encryptedMaterial: bytes('m'),
      materialExpiresAt: new Date('2030-01-01T00:00:00.900Z'),
    },
    'ImportKeyMaterial',
    { KeyId: KEY_ID, ImportToken: base64('t'), EncryptedKeyMaterial: base64('m'), KeyMaterialExpireUnix: '1893456000' },
  ),
  row('deleteKeyMaterial', { keyId: KEY_ID }, 'DeleteKeyMaterial', { KeyId: KEY_ID }),
  row('enableKeyRotation', { keyId: KEY_ID }, 'UpdateRotationPolicy', {
    KeyId: KEY_ID,
    EnableAutomaticRotation: 'true',
    RotationInterval: '365d',
  }),
  row('enableKeyRotation', { keyId: KEY_ID, periodDays: 30 }, 'UpdateRotationPolicy', {
    KeyId: KEY_ID,
    EnableAutomaticRotation: 'true',
    RotationInterval: '30d',
  }),
  row('disableKeyRotation', { keyId: KEY_ID }, 'UpdateRotationPolicy', {
    KeyId: KEY_ID,
    EnableAutomaticRotation: 'false',
  }),
  row('getKeyRotationStatus', { keyId: 'alias/orders' }, 'DescribeKey', { KeyId: 'alias/orders' }),
  row('createKeyVersion', { keyId: 'alias/sign' }, 'CreateKeyVersion', { KeyId: 'alias/sign' }),
  row('listKeyVersions', { keyId: ARN, limit: 20 }, 'ListKeyVersions', {
    KeyId: KEY_ID,
    PageNumber: '1',
    PageSize: '20',
  }),
  row('tagKey', { keyId: KEY_ID, tags: { S1key1: 'S1val1', S1key2: 'S2val2' } }, 'TagResource', {
    KeyId: KEY_ID,
    Tags: '[{"TagKey":"S1key1","TagValue":"S1val1"},{"TagKey":"S1key2","TagValue":"S2val2"}]',
  }),
  row('untagKey', { keyId: KEY_ID, tagKeys: ['tagkey1', 'tagkey2'] }, 'UntagResource', {
    KeyId: KEY_ID,
    TagKeys: '["tagkey1","tagkey2"]',
  }),
  row('listKeyTags', { keyId: KEY_ID }, 'ListResourceTags', { KeyId: KEY_ID }),
  row('getKeyPolicy', { keyId: KEY_ID, policyName: 'default' }, 'GetKeyPolicy', {
    KeyId: KEY_ID,
    PolicyName: 'default',
  }),
  row('putKeyPolicy', { keyId: KEY_ID, policy: '{"Version":"1"}' }, 'SetKeyPolicy', {
    KeyId: KEY_ID,
    Policy: '{"Version":"1"}',
  }),
]
