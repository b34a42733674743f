import type { Input, OperationName } from '../../../../src/operations/index.ts'
import { bytes, keyArn, keyId } from './service.ts'

/** One call in our words, and the action and members that the operation's page documents for it. */
export interface RequestRow {
  readonly operation: OperationName
  readonly input: object
  readonly action: string
  readonly members: object
}

function row<K extends OperationName>(operation: K, input: Input<K>, action: string, members: object): RequestRow {
  return { operation, input, action, members }
}

const KeyId = keyId
const page = { limit: 7, cursor: 'marker' }
const Page = { Limit: 7, Marker: 'marker' }
const context = { tenant: '42' }
const EncryptionContext = context
const grantTokens = ['token']
const GrantTokens = grantTokens
const tags = { tenant: '42', empty: '' }
const Tags = [
  { TagKey: 'tenant', TagValue: '42' },
  { TagKey: 'empty', TagValue: '' },
]
const principal = 'arn:aws:iam::111122223333:root'
const message = bytes(1, 2)
const Message = 'AQI='

// https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations: the page is the action in kebab-case.
const keys: readonly RequestRow[] = [
  row('createKey', {}, 'CreateKey', {}),
  row('createKey', { origin: 'PROVIDER' }, 'CreateKey', {}),
  row(
    'createKey',
    {
      spec: 'EC_P384',
      usage: 'KEY_AGREEMENT',
      origin: 'EXTERNAL',
      description: 'd',
      multiRegion: true,
      policy: '{}',
      tags,
    },
    'CreateKey',
    {
      CustomerMasterKeySpec: 'ECC_NIST_P384',
      KeyUsage: 'DERIVE_SHARED_SECRET',
      Origin: 'EXTERNAL',
      Description: 'd',
      MultiRegion: true,
      Policy: '{}',
      Tags,
    },
  ),
  row('createKey', { spec: 'AES_256' }, 'CreateKey', { CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' }),
  row('createKey', { spec: 'ED25519' }, 'CreateKey', { CustomerMasterKeySpec: 'ECC_ED25519' }),
  row('describeKey', { keyId: keyArn, grantTokens }, 'DescribeKey', { KeyId: keyArn, GrantTokens }),
  row('listKeys', page, 'ListKeys', Page),
  row('updateKeyDescription', { keyId, description: '' }, 'UpdateKeyDescription', { KeyId, Description: '' }),
  row('enableKey', { keyId }, 'EnableKey', { KeyId }),
  row('disableKey', { keyId }, 'DisableKey', { KeyId }),
  row('scheduleKeyDeletion', { keyId }, 'ScheduleKeyDeletion', { KeyId }),
  row('scheduleKeyDeletion', { keyId, pendingDays: 7 }, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }),
  row('cancelKeyDeletion', { keyId }, 'CancelKeyDeletion', { KeyId }),
  row('createAlias', { alias: 'alias/a', keyId }, 'CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId }),
  row('updateAlias', { alias: 'alias/a', keyId }, 'UpdateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId }),
  row('deleteAlias', { alias: 'alias/a' }, 'DeleteAlias', { AliasName: 'alias/a' }),
  row('listAliases', { keyId, ...page }, 'ListAliases', { KeyId, ...Page }),
]

const cryptography: readonly RequestRow[] = [
  row('encrypt', { keyId, plaintext: bytes(1, 2), context, algorithm: 'SYMMETRIC_DEFAULT', grantTokens }, 'Encrypt', {
    KeyId,
    Plaintext: 'AQI=',
    EncryptionContext,
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    GrantTokens,
  }),
  row('encrypt', { keyId, plaintext: bytes(1), algorithm: 'RSAES_OAEP_SHA_1' }, 'Encrypt', {
    KeyId,
    Plaintext: 'AQ==',
    EncryptionAlgorithm: 'RSAES_OAEP_SHA_1',
  }),
  row('decrypt', { ciphertext: bytes(1), keyId, context, grantTokens }, 'Decrypt', {
    CiphertextBlob: 'AQ==',
    KeyId,
    EncryptionContext,
    GrantTokens,
  }),
  row(
    'reEncrypt',
    {
      ciphertext: bytes(1),
      sourceKeyId: keyId,
      sourceContext: context,
      sourceAlgorithm: 'SYMMETRIC_DEFAULT',
      destinationKeyId: keyArn,
      destinationContext: { b: '1' },
      destinationAlgorithm: 'SYMMETRIC_DEFAULT',
      grantTokens,
    },
    'ReEncrypt',
    {
      CiphertextBlob: 'AQ==',
      SourceKeyId: KeyId,
      SourceEncryptionContext: context,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationKeyId: keyArn,
      DestinationEncryptionContext: { b: '1' },
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      GrantTokens,
    },
  ),
  row('generateDataKey', { keyId }, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256' }),
  row('generateDataKey', { keyId, lengthBytes: 48, context, grantTokens }, 'GenerateDataKey', {
    KeyId,
    NumberOfBytes: 48,
    EncryptionContext,
    GrantTokens,
  }),
  row('generateDataKeyWithoutPlaintext', { keyId, spec: 'AES_128' }, 'GenerateDataKeyWithoutPlaintext', {
    KeyId,
    KeySpec: 'AES_128',
  }),
  row(
    'generateDataKeyPairWithoutPlaintext',
    { keyId, pairSpec: 'EC_SECP256K1', context, grantTokens },
    'GenerateDataKeyPairWithoutPlaintext',
    { KeyId, KeyPairSpec: 'ECC_SECG_P256K1', EncryptionContext, GrantTokens },
  ),
  row('sign', { keyId, message, algorithm: 'RSASSA_PSS_SHA_256', grantTokens }, 'Sign', {
    KeyId,
    Message,
    MessageType: 'RAW',
    SigningAlgorithm: 'RSASSA_PSS_SHA_256',
    GrantTokens,
  }),
  row('sign', { keyId, digest: message, algorithm: 'ED25519_SHA_512' }, 'Sign', {
    KeyId,
    Message,
    MessageType: 'DIGEST',
    SigningAlgorithm: 'EDDSA_ED25519',
  }),
  row('verify', { keyId, message, signature: bytes(1), algorithm: 'ECDSA_SHA_384', grantTokens }, 'Verify', {
    KeyId,
    Message,
    MessageType: 'RAW',
    Signature: 'AQ==',
    SigningAlgorithm: 'ECDSA_SHA_384',
    GrantTokens,
  }),
  row('getPublicKey', { keyId, grantTokens }, 'GetPublicKey', { KeyId, GrantTokens }),
  row('generateMac', { keyId, message, algorithm: 'HMAC_SHA_224', grantTokens }, 'GenerateMAC', {
    KeyId,
    Message,
    MacAlgorithm: 'HMAC_SHA_224',
    GrantTokens,
  }),
  row('verifyMac', { keyId, message, mac: bytes(1), algorithm: 'HMAC_SHA_512' }, 'VerifyMac', {
    KeyId,
    Message,
    Mac: 'AQ==',
    MacAlgorithm: 'HMAC_SHA_512',
  }),
  row('deriveSharedSecret', { keyId, publicKey: bytes(1) }, 'DeriveSharedSecret', { KeyId, PublicKey: 'AQ==' }),
]

const management: readonly RequestRow[] = [
  row(
    'getParametersForImport',
    { keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_1', wrappingKeySpec: 'RSA_2048' },
    'GetParametersForImport',
    { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_1', WrappingKeySpec: 'RSA_2048' },
  ),
  row('importKeyMaterial', { keyId, importToken: bytes(1), encryptedMaterial: bytes(2) }, 'ImportKeyMaterial', {
    KeyId,
    ImportToken: 'AQ==',
    EncryptedKeyMaterial: 'Ag==',
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
  }),
  row(
    'importKeyMaterial',
    {
      keyId,
      importToken: bytes(1),
      encryptedMaterial: bytes(2),
      materialExpiresAt: new Date('2030-01-01T00:00:00Z'),
    },
    'ImportKeyMaterial',
    {
      KeyId,
      ImportToken: 'AQ==',
      EncryptedKeyMaterial: 'Ag==',
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      ValidTo: 1_893_456_000,
    },
  ),
  row('deleteKeyMaterial', { keyId }, 'DeleteImportedKeyMaterial', { KeyId }),
  row('enableKeyRotation', { keyId }, 'EnableKeyRotation', { KeyId }),
  row('disableKeyRotation', { keyId }, 'DisableKeyRotation', { KeyId }),
  row('getKeyRotationStatus', { keyId }, 'GetKeyRotationStatus', { KeyId }),
  row('tagKey', { keyId, tags }, 'TagResource', { KeyId, Tags }),
  row('untagKey', { keyId, tagKeys: ['a'] }, 'UntagResource', { KeyId, TagKeys: ['a'] }),
  row('listKeyTags', { keyId, ...page }, 'ListResourceTags', { KeyId, ...Page }),
  row(
    'createGrant',
    {
      keyId,
      grantee: principal,
      operations: ['Decrypt', 'GenerateMac'],
      retiringPrincipal: principal,
      constraints: { contextEquals: context, contextSubset: { b: '1' } },
      name: 'n',
    },
    'CreateGrant',
    {
      KeyId,
      GranteePrincipal: principal,
      Operations: ['Decrypt', 'GenerateMAC'],
      RetiringPrincipal: principal,
      Constraints: { EncryptionContextEquals: EncryptionContext, EncryptionContextSubset: { b: '1' } },
      Name: 'n',
    },
  ),
  row('listGrants', { keyId, grantId: 'g', grantee: principal, ...page }, 'ListGrants', {
    KeyId,
    GrantId: 'g',
    GranteePrincipal: principal,
    ...Page,
  }),
  row('revokeGrant', { keyId, grantId: 'g' }, 'RevokeGrant', { KeyId, GrantId: 'g' }),
  row('retireGrant', { grantToken: 't' }, 'RetireGrant', { GrantToken: 't' }),
  row('retireGrant', { keyId, grantId: 'g' }, 'RetireGrant', { KeyId, GrantId: 'g' }),
  row('listRetirableGrants', { retiringPrincipal: principal, ...page }, 'ListRetirableGrants', {
    RetiringPrincipal: principal,
    ...Page,
  }),
  row('getKeyPolicy', { keyId }, 'GetKeyPolicy', { KeyId, PolicyName: 'default' }),
  row('putKeyPolicy', { keyId, policy: '{}', bypassLockoutSafetyCheck: true }, 'PutKeyPolicy', {
    KeyId,
    PolicyName: 'default',
    Policy: '{}',
    BypassPolicyLockoutSafetyCheck: true,
  }),
  row('listKeyPolicies', { keyId, ...page }, 'ListKeyPolicies', { KeyId, ...Page }),
  row('replicateKey', { keyId, region: 'us-west-2', description: 'd', policy: '{}', tags }, 'ReplicateKey', {
    KeyId,
    ReplicaRegion: 'us-west-2',
    Description: 'd',
    Policy: '{}',
    Tags,
  }),
  row('updatePrimaryRegion', { keyId, region: 'us-west-2' }, 'UpdatePrimaryRegion', {
    KeyId,
    PrimaryRegion: 'us-west-2',
  }),
]

/** Every operation that is one request, with every documented member at least once. */
export const requestRows: readonly RequestRow[] = [...keys, ...cryptography, ...management]
