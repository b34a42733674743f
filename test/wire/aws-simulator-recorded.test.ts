/**
 * What real AWS KMS answered about the key a request names, and to CreateKey. [R]: localstack/localstack
 * `tests/aws/services/kms/test_kms.snapshot.json`, test named. [F]: floci-io/floci `KmsIntegrationTest.java`.
 * [I]: an issue, named. The cryptographic operations have their own files.
 */
import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester, constraint } from '../support/aws-wire.ts'

const simulator = createAwsSimulator()
const { control } = simulator
const call = awsWire(simulator.fetch)
const { refuses, succeeds } = awsWireTester(call)

const ACCOUNT = '000000000000'
const arnOf = (resource: string, region = 'us-east-1') => `arn:aws:kms:${region}:${ACCOUNT}:${resource}`
const UUID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const MRK = `mrk-${'0'.repeat(32)}`

/** Every operation that takes a key but no alias, with the rest of a valid request. */
const KEY_ONLY: Readonly<Record<string, Record<string, unknown>>> = {
  CancelKeyDeletion: {},
  CreateGrant: { Operations: ['Encrypt'], GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root` },
  DeleteImportedKeyMaterial: {},
  DisableKey: {},
  DisableKeyRotation: {},
  EnableKey: {},
  EnableKeyRotation: {},
  GetKeyLastUsage: {},
  GetKeyPolicy: {},
  GetKeyRotationStatus: {},
  GetParametersForImport: { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
  ImportKeyMaterial: { ImportToken: 'AA==', EncryptedKeyMaterial: 'AA==' },
  ListGrants: {},
  ListKeyPolicies: {},
  ListKeyRotations: {},
  ListResourceTags: {},
  PutKeyPolicy: { Policy: '{}' },
  ReplicateKey: { ReplicaRegion: 'us-west-2' },
  RevokeGrant: { GrantId: 'x' },
  RotateKeyOnDemand: {},
  ScheduleKeyDeletion: {},
  TagResource: { Tags: [] },
  UntagResource: { TagKeys: [] },
  UpdateKeyDescription: { Description: 'x' },
  UpdatePrimaryRegion: { PrimaryRegion: 'us-west-2' },
}

describe('the key of a request', () => {
  test.each([
    ['of a well-formed unknown id [R test_get_key_does_not_exist]', UUID, UUID],
    ['of an unknown id in capitals [F]', UUID.toUpperCase(), UUID.toUpperCase()],
    ['of an unknown ARN [R test_get_key_does_not_exist]', arnOf(`key/${UUID}`), UUID],
    ['of an unknown multi-Region id [R test_get_key_does_not_exist]', MRK, MRK],
  ])('%s does not exist', async (_what, given, id) => {
    await refuses('DescribeKey', { KeyId: given }, 'NotFoundException', `Key '${arnOf(`key/${id}`)}' does not exist`)
  })

  test.each(['fake-key-id', '134f2428cec14b25a1ae9048164dba47', 'mrk-fake-key-id'])(
    '%s is no id [R test_get_key_invalid_uuid]',
    async (id) => {
      await refuses('DescribeKey', { KeyId: id }, 'NotFoundException', `Invalid keyId '${id}'`)
      await refuses('DescribeKey', { KeyId: arnOf(`key/${id}`) }, 'NotFoundException', `Invalid keyId ${id}`) // [F]
    },
  )

  test('lives in one Region [R test_get_key_in_different_region]', async () => {
    const { keyId, arn } = control.putKey({ region: 'eu-west-1' })
    await refuses('DescribeKey', { KeyId: keyId }, 'NotFoundException', `Key '${arnOf(`key/${keyId}`)}' does not exist`)
    await refuses('DescribeKey', { KeyId: arn }, 'NotFoundException', 'Invalid arn eu-west-1')
    const alias = arnOf('alias/there', 'eu-west-1')
    await refuses('DescribeKey', { KeyId: alias }, 'NotFoundException', 'Invalid arn eu-west-1') // [F]
  })

  test('cannot be named by an alias that is not there [F] [I sigstore/cosign 1474]', async () => {
    const text = `Alias ${arnOf('alias/nowhere')} is not found.`
    for (const KeyId of ['alias/nowhere', arnOf('alias/nowhere')])
      await refuses('DescribeKey', { KeyId }, 'NotFoundException', text)
    for (const AliasName of ['alias/nowhere', 'alias/aws/nothing']) {
      const gone = `Alias ${arnOf(AliasName)} is not found.`
      await refuses('DeleteAlias', { AliasName }, 'NotFoundException', gone)
      await refuses('UpdateAlias', { AliasName, TargetKeyId: UUID }, 'NotFoundException', gone)
    }
  })

  test.each(Object.entries(KEY_ONLY))('%s takes no alias, existing or not [F]', async (action, rest) => {
    const { keyId } = control.putKey({})
    const existing = `alias/for-${action}`
    await succeeds('CreateAlias', { AliasName: existing, TargetKeyId: keyId })
    for (const KeyId of [existing, arnOf(existing), 'alias/nowhere', arnOf('alias/nowhere')])
      await refuses(
        action,
        { ...rest, KeyId },
        'InvalidArnException',
        'Key Aliases are not supported for this operation.',
      )
  })

  test.each(Object.entries(KEY_ONLY))(
    '%s requires it and its form before anything is looked up [F]',
    async (action, rest) => {
      await refuses(action, rest, 'ValidationException', constraint('null', 'keyId', 'not be null'))
      const pattern = constraint("'ключ'", 'keyId', 'satisfy regular expression pattern: ^\\p{ASCII}+$')
      await refuses(action, { ...rest, KeyId: 'ключ' }, 'ValidationException', pattern)
    },
  )

  test('violations are joined [F]', async () => {
    await refuses(
      'DescribeKey',
      { KeyId: '' },
      'ValidationException',
      "2 validation errors detected: Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'keyId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\p{ASCII}+$",
    )
  })
})

describe('CreateKey', () => {
  const invalid = (input: Record<string, unknown>, text: string) =>
    refuses('CreateKey', input, 'ValidationException', text)

  test('needs a usage unless it is symmetric [R test_hmac_create_key_invalid_operations]', () =>
    invalid(
      { KeySpec: 'HMAC_256' },
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    ))

  test('names the specs it knows [R test_hmac_create_key_invalid_operations]', () =>
    invalid(
      { KeySpec: 'HMAC_random', KeyUsage: 'GENERATE_VERIFY_MAC' },
      constraint(
        "'HMAC_random'",
        'keySpec',
        'satisfy enum value set: [RSA_2048, ECC_NIST_P384, ECC_NIST_P256, ECC_NIST_P521, HMAC_384, RSA_3072, ECC_SECG_P256K1, RSA_4096, SYMMETRIC_DEFAULT, HMAC_256, HMAC_224, HMAC_512]',
      ),
    ))

  test('names the usages it knows [R test_hmac_create_key_invalid_operations]', () =>
    invalid(
      { KeyUsage: 'RANDOM' },
      constraint("'RANDOM'", 'keyUsage', 'satisfy enum value set: [ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC]'),
    ))

  test('refuses a usage the spec cannot serve [R test_derive_shared_secret]', () =>
    invalid(
      { KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' },
      'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048',
    ))

  test('refuses tags that repeat, are too many or are reserved [R test_create_key_with_*]', async () => {
    const tag = (TagKey: string) => ({ TagKey, TagValue: 'v' })
    await refuses('CreateKey', { Tags: [tag('a'), tag('a')] }, 'TagException', 'Duplicate tag keys')
    const many = Array.from({ length: 51 }, (_, index) => tag(`key-${index}`))
    await refuses('CreateKey', { Tags: many }, 'TagException', 'Too many tags')
    for (const key of ['aws:key', 'AWS:key'])
      await refuses('CreateKey', { Tags: [tag(key)] }, 'TagException', 'Tags beginning with aws: are reserved')
  })

  test('refuses tags that are too long [R test_key_with_long_tag_value_raises_error]', async () => {
    const longValue = 'v'.repeat(257)
    const value = constraint(`'${longValue}'`, 'tags.1.member.tagValue', 'have length less than or equal to 256')
    await invalid({ Tags: [{ TagKey: 'k', TagValue: longValue }] }, value)
    const longKey = 'k'.repeat(129)
    const key = constraint(`'${longKey}'`, 'tags.1.member.tagKey', 'have length less than or equal to 128')
    await invalid({ Tags: [{ TagKey: longKey, TagValue: 'v' }] }, key)
  })

  test('offers SM2 in China alone [F]', async () => {
    const input = { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }
    await refuses('CreateKey', input, 'UnsupportedOperationException', 'KeySpec SM2 is not supported in this Region')
  })

  test('with nothing makes a symmetric key with the metadata AWS returns [R test_create_key]', async () => {
    const { KeyMetadata } = (await succeeds('CreateKey', {})) as { KeyMetadata: Record<string, unknown> }
    expect(KeyMetadata).toEqual({
      AWSAccountId: ACCOUNT,
      KeyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Arn: arnOf(`key/${KeyMetadata['KeyId']}`),
      CreationDate: expect.any(Number),
      Enabled: true,
      Description: '',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(Math.abs(Number(KeyMetadata['CreationDate']) - Date.now() / 1_000)).toBeLessThan(5)
  })

  test('of origin EXTERNAL waits for its material [R test_import_key_symmetric]', async () => {
    const { KeyMetadata } = (await succeeds('CreateKey', { Origin: 'EXTERNAL' })) as {
      KeyMetadata: Record<string, unknown>
    }
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingImport', Enabled: false, Origin: 'EXTERNAL' })
    for (const absent of ['CurrentKeyMaterialId', 'ExpirationModel', 'ValidTo'])
      expect(KeyMetadata).not.toHaveProperty(absent)
  })

  test.each([
    ['RSA_2048', 'SIGN_VERIFY', 'SigningAlgorithms', 6],
    ['RSA_2048', 'ENCRYPT_DECRYPT', 'EncryptionAlgorithms', 2],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', 'KeyAgreementAlgorithms', 1],
    ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', 'SigningAlgorithms', 2],
    ['HMAC_384', 'GENERATE_VERIFY_MAC', 'MacAlgorithms', 1],
  ])('of spec %s for %s lists its %s and no others [R]', async (KeySpec, KeyUsage, list, count) => {
    const { KeyMetadata } = (await succeeds('CreateKey', { KeySpec, KeyUsage })) as {
      KeyMetadata: Record<string, unknown>
    }
    const lists = Object.keys(KeyMetadata).filter((name) => name.endsWith('Algorithms'))
    expect(lists).toEqual([list])
    expect(KeyMetadata[list]).toHaveLength(count)
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
  })
})
