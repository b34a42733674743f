import { beforeEach, describe, expect, test } from 'vitest'
import { createQuilibriumSimulator } from '../../conformance/simulators/index.ts'
import { quilibriumTester, quilibriumWire } from '../support/quilibrium-wire.ts'

// Codes: the "Special Errors" table of each page under docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations.
// No page shows an error reply: envelope and status 400 are those of QuilibriumNetwork/qkms-sdk, client.ts.

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const OTHER_ID = '0987dcba-09fe-87dc-65ba-ab0987654321'
const BAD_ARN = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab'

const simulator = createQuilibriumSimulator({ limits: { enabledKeys: 1, tagsPerKey: 2, aliasesPerKey: 1, keys: 50 } })
const call = quilibriumWire(simulator.fetch)
const { succeeds, refuses, stateOf } = quilibriumTester(call)
const { control } = simulator

beforeEach(() => control.reset())

describe('the page of EnableKey, error by error', () => {
  const sample = { KeyId: KEY_ID }
  const arrangements: readonly (readonly [code: string, status: number, message: string, arrange: () => unknown])[] = [
    [
      'DependencyTimeoutException',
      500,
      'The system timed out while trying to fulfill the request.',
      () => control.faults.add({ kind: 'server-error', errorCode: 'DependencyTimeoutException' }),
    ],
    ['KMSInternalException', 500, 'An internal error occurred.', () => control.faults.add({ kind: 'server-error' })],
    [
      'KMSInvalidStateException',
      400,
      'The request was rejected because the key state is not valid for this operation.',
      () => control.putKey({ ...sample, keyId: KEY_ID, state: 'PendingImport' }),
    ],
    [
      'LimitExceededException',
      400,
      'The request was rejected because a quota was exceeded.',
      () => {
        control.putKey({ keyId: KEY_ID, state: 'Disabled' })
        control.putKey({ keyId: OTHER_ID })
      },
    ],
    [
      'NotFoundException',
      400,
      'The request was rejected because the specified key was not found.',
      () => control.putKey({ keyId: OTHER_ID }),
    ],
  ]

  test.each(arrangements)('%s', async (code, status, message, arrange) => {
    arrange()
    const reply = await call('EnableKey', sample)
    expect(reply.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect({ status: reply.status, body: reply.body }).toEqual({ status, body: { __type: code, message } })
  })

  test('InvalidArnException', async () => {
    control.putKey({ keyId: KEY_ID, state: 'Disabled' })
    for (const KeyId of [BAD_ARN, `arn:verenc:000000000000:grant/${KEY_ID}`, 'alias/ExampleAlias']) {
      const { status, body } = await call('EnableKey', { KeyId })
      const message = 'The key ARN provided is not valid.'
      expect({ status, body }).toEqual({ status: 400, body: { __type: 'InvalidArnException', message } })
    }
    expect(await stateOf(KEY_ID)).toBe('Disabled')
  })
})

describe('a key that is not there', () => {
  const codes = {
    NotFoundException: [
      ...['DescribeKey', 'EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'GetPublicKey'],
      ...['ListAliases', 'ListKeyPolicies', 'ListGrants', 'EnableKeyRotation', 'DisableKeyRotation'],
      ...['GetKeyRotationStatus', 'DeleteImportedKeyMaterial'],
    ],
    KMSNotFoundException: ['ListResourceTags'],
  }
  test.each(Object.entries(codes))('is %s to those whose page says so', async (code, actions) => {
    for (const action of actions) await refuses(action, { KeyId: KEY_ID }, code)
  })

  test.each([
    ['TagResource', { Tags: [{ TagKey: 'a', TagValue: 'b' }] }],
    ['UntagResource', { TagKeys: ['a'] }],
    ['ReplicateKey', { ReplicaRegion: 'eu-west-1' }],
  ])('is KMSNotFoundException to %s', async (action, input) => {
    await refuses(action, { KeyId: KEY_ID, ...input }, 'KMSNotFoundException')
  })

  test('may also be the key of a ciphertext, or one of another account', async () => {
    control.putKey({ keyId: KEY_ID })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: KEY_ID, Plaintext: 'YQ==' })
    await refuses('DescribeKey', { KeyId: `arn:verenc:111122223333:key/${KEY_ID}` }, 'NotFoundException')
    control.reset()
    await refuses('Decrypt', { CiphertextBlob }, 'NotFoundException')
  })
})

describe('an ARN that is none of Q-KMS', () => {
  test('is InvalidArnException where the page lists it, else no such key', async () => {
    for (const action of ['DescribeKey', 'DisableKey', 'ListAliases', 'ListGrants', 'ListResourceTags'])
      await refuses(action, { KeyId: BAD_ARN }, 'InvalidArnException')
    await refuses('GetPublicKey', { KeyId: BAD_ARN }, 'NotFoundException')
    await refuses('Encrypt', { KeyId: BAD_ARN, Plaintext: 'YQ==' }, 'NotFoundException')
    await refuses('ReplicateKey', { KeyId: BAD_ARN, ReplicaRegion: 'eu-west-1' }, 'KMSNotFoundException')
  })

  test('nor does an alias name a key', async () => {
    control.putKey({ keyId: KEY_ID })
    await succeeds('CreateAlias', { AliasName: 'alias/ExampleAlias', TargetKeyId: KEY_ID })
    for (const KeyId of ['alias/ExampleAlias', 'arn:verenc:000000000000:alias/ExampleAlias']) {
      await refuses('DescribeKey', { KeyId }, 'InvalidArnException')
      await refuses('Encrypt', { KeyId, Plaintext: 'YQ==' }, 'NotFoundException')
    }
  })
})

describe('codes that AWS does not have', () => {
  test('TooManyTagsException, where AWS has TagException', async () => {
    control.putKey({ keyId: KEY_ID })
    const Tags = ['a', 'b', 'c'].map((TagKey) => ({ TagKey, TagValue: '' }))
    await refuses('TagResource', { KeyId: KEY_ID, Tags }, 'TooManyTagsException')
    await refuses('CreateKey', { Tags }, 'TagException')
    await refuses('TagResource', { KeyId: KEY_ID, Tags: [{ TagKey: 'aws:a', TagValue: '' }] }, 'TagException')
    expect(await succeeds('ListResourceTags', { KeyId: KEY_ID })).toEqual({ Tags: [], Truncated: false })
  })

  test('InvalidAliasNameException for every name that breaks the rules of the page', async () => {
    control.putKey({ keyId: KEY_ID })
    for (const AliasName of ['ExampleAlias', 'alias/', 'alias/aws/mine', 'alias/a:b', 'alias/a b', 'alias/ä'])
      await refuses('CreateAlias', { AliasName, TargetKeyId: KEY_ID }, 'InvalidAliasNameException')
    expect(await succeeds('ListAliases', {})).toEqual({ Aliases: [], Truncated: false })
  })

  test('InvalidPublicKeyException', async () => {
    control.putKey({ keyId: KEY_ID, spec: 'ECC_NIST_P256', usage: 'DERIVE_SHARED_SECRET' })
    await refuses('DeriveSharedSecret', { KeyId: KEY_ID, PublicKey: 'YQ==' }, 'InvalidPublicKeyException')
  })
})

describe('where AWS has a code that the page has not', () => {
  test('another key than the ciphertext’s makes it an invalid ciphertext', async () => {
    control.putKey({ keyId: KEY_ID })
    control.putKey({ keyId: OTHER_ID })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: KEY_ID, Plaintext: 'YQ==' })
    await refuses('Decrypt', { CiphertextBlob, KeyId: OTHER_ID }, 'InvalidCiphertextException')
    const input = { CiphertextBlob, SourceKeyId: OTHER_ID, DestinationKeyId: OTHER_ID }
    await refuses('ReEncrypt', input, 'InvalidCiphertextException')
    await refuses('Decrypt', { CiphertextBlob, EncryptionContext: { a: 'b' } }, 'InvalidCiphertextException')
  })

  test('a disabled key is in an invalid state for data key pairs, disabled for data keys', async () => {
    control.putKey({ keyId: KEY_ID, state: 'Disabled' })
    const pair = { KeyId: KEY_ID, KeyPairSpec: 'ECC_NIST_P256' }
    await refuses('GenerateDataKeyPair', pair, 'KMSInvalidStateException')
    await refuses('GenerateDataKeyPairWithoutPlaintext', pair, 'KMSInvalidStateException')
    await refuses('GenerateDataKey', { KeyId: KEY_ID, KeySpec: 'AES_256' }, 'DisabledException')
  })
})

describe('the rest of the codes', () => {
  test('policies, quotas, specs, usages, markers, tokens and grant ids', async () => {
    control.putKey({ keyId: KEY_ID })
    const hmac = control.putKey({ spec: 'HMAC_256' }).keyId
    await refuses('CreateKey', { Policy: '{' }, 'MalformedPolicyDocumentException')
    await refuses('CreateKey', { KeySpec: 'ECC_BLS12_381', KeyUsage: 'SIGN_VERIFY' }, 'UnsupportedOperationException')
    await refuses('CreateKey', { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }, 'ValidationException')
    await refuses('CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' }, 'ValidationException')
    await refuses('CreateKey', { KeySpec: 'RSA_2048', CustomerMasterKeySpec: 'RSA_3072' }, 'ValidationException')
    const external = { Origin: 'EXTERNAL', KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }
    await refuses('CreateKey', external, 'UnsupportedOperationException')
    await refuses('Encrypt', { KeyId: hmac, Plaintext: 'YQ==' }, 'InvalidKeyUsageException')
    await refuses('GetPublicKey', { KeyId: KEY_ID }, 'UnsupportedOperationException')
    await refuses('EnableKeyRotation', { KeyId: hmac }, 'UnsupportedOperationException')
    await refuses('DeleteImportedKeyMaterial', { KeyId: KEY_ID }, 'UnsupportedOperationException')
    await refuses('ListKeyPolicies', { KeyId: KEY_ID, Marker: 'eyJ' }, 'InvalidMarkerException')
    await refuses('DescribeKey', { KeyId: KEY_ID, GrantTokens: ['none'] }, 'InvalidGrantTokenException')
    await refuses('RevokeGrant', { KeyId: KEY_ID, GrantId: 'a-b' }, 'InvalidGrantIdException')
    await refuses('RevokeGrant', { KeyId: KEY_ID, GrantId: 'ab' }, 'NotFoundException')
    await succeeds('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KEY_ID })
    await refuses('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KEY_ID }, 'AlreadyExistsException')
    await refuses('CreateAlias', { AliasName: 'alias/b', TargetKeyId: KEY_ID }, 'LimitExceededException')
  })

  test('a key that is unavailable for a while is a fault of the server’s', async () => {
    control.putKey({ keyId: KEY_ID })
    control.faults.add({ kind: 'server-error', errorCode: 'KeyUnavailableException', count: 1 })
    await refuses('Encrypt', { KeyId: KEY_ID, Plaintext: 'YQ==' }, 'KeyUnavailableException', 500)
    await succeeds('Encrypt', { KeyId: KEY_ID, Plaintext: 'YQ==' })
  })

  test('a fault that asks for no error of a server’s is a mistake, and the call log says whose', async () => {
    control.faults.add({ kind: 'server-error', errorCode: 'NotFoundException', count: 1 })
    await refuses('ListKeys', {}, 'KMSInternalException', 500)
    expect(simulator.calls().at(-1)?.defect).toMatch(/^TypeError /)
  })

  test('operations without a page are unknown, whether AWS or the vendor’s client has them', async () => {
    for (const action of [
      'GenerateRandom',
      'RotateKeyOnDemand',
      'ListKeyRotations',
      'GetKeyLastUsage',
      'GenerateMac',
      'ListTasks',
    ])
      expect((await call(action, {})).body).toEqual({ __type: 'UnknownOperationException' })
  })

  test('what a message says of a vocabulary is Q-KMS’s', async () => {
    const { body } = await call('CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'DERIVE_SHARED_SECRET' })
    expect(body).toEqual({
      __type: 'ValidationException',
      message: 'KeyUsage DERIVE_SHARED_SECRET is not compatible with KeySpec RSA_2048',
    })
  })
})
