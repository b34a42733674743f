/**
 * What real AWS KMS answered, replayed on aliases, tags, rotation, import, policies. [R]: localstack/localstack
 * `tests/aws/services/kms/test_kms.snapshot.json`, test named. [F]: floci-io/floci `KmsIntegrationTest.java`.
 * [I]: an issue, named.
 */
import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester, constraint } from '../support/aws-wire.ts'

const simulator = createAwsSimulator()
const { control } = simulator
const call = awsWire(simulator.fetch)
const { createKey, refuses, succeeds } = awsWireTester(call)

const ACCOUNT = '000000000000'
const arnOf = (resource: string) => `arn:aws:kms:us-east-1:${ACCOUNT}:${resource}`
const UUID = '1234abcd-12ab-34cd-56ef-1234567890ab'

describe('aliases', () => {
  const create = (AliasName: string, TargetKeyId: string) => ({ AliasName, TargetKeyId })

  test('begin with their prefix [R test_create_alias]', async () => {
    const { id } = await createKey()
    const text =
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html'
    await refuses('CreateAlias', create('no-prefix', id), 'ValidationException', text)
  })

  test('hold no colon and nothing else that is strange [I hashicorp/terraform-provider-aws 12891]', async () => {
    const { id } = await createKey()
    const colon = 'alias/a:b contains invalid characters for an alias'
    await refuses('CreateAlias', create('alias/a:b', id), 'ValidationException', colon)
    const pattern = constraint("'alias/a b'", 'aliasName', 'satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$')
    await refuses('CreateAlias', create('alias/a b', id), 'ValidationException', pattern)
  })

  test('are taken once [I crossplane-contrib/provider-aws 1741]', async () => {
    const { id } = await createKey()
    await succeeds('CreateAlias', create('alias/taken', id))
    const text = `An alias with the name ${arnOf('alias/taken')} already exists`
    await refuses('CreateAlias', create('alias/taken', id), 'AlreadyExistsException', text)
  })

  test('of AWS cannot be made', async () => {
    const { id } = await createKey()
    const { status } = await call('CreateAlias', create('alias/aws/mine', id))
    expect(status).toBe(400)
    const { Aliases } = await succeeds('ListAliases', { KeyId: id })
    expect(Aliases).toEqual([])
  })

  test('move between keys of one kind [R test_update_alias]', async () => {
    const [from, to, hmac] = [await createKey(), await createKey(), control.putKey({ spec: 'HMAC_256' })]
    await succeeds('CreateAlias', create('alias/moves', from.id))
    await succeeds('UpdateAlias', create('alias/moves', to.arn))
    const { Aliases } = (await succeeds('ListAliases', { KeyId: to.id })) as { Aliases: Record<string, unknown>[] }
    expect(Aliases).toEqual([
      {
        AliasName: 'alias/moves',
        AliasArn: arnOf('alias/moves'),
        TargetKeyId: to.id,
        CreationDate: expect.any(Number),
        LastUpdatedDate: expect.any(Number),
      },
    ])
    const { status, body } = await call('UpdateAlias', create('alias/moves', hmac.keyId))
    expect([status, body['__type']]).toEqual([400, 'ValidationException'])
  })
})

test('TagResource overwrites, refuses reserved names, and UntagResource ignores what is not there [R]', async () => {
  const { id } = await createKey({ Tags: [{ TagKey: 'a', TagValue: '1' }] })
  const reserved = { KeyId: id, Tags: [{ TagKey: 'aws:x', TagValue: '1' }] }
  await refuses('TagResource', reserved, 'TagException', 'Tags beginning with aws: are reserved')
  await succeeds('TagResource', {
    KeyId: id,
    Tags: [
      { TagKey: 'a', TagValue: '2' },
      { TagKey: 'b', TagValue: '' },
    ],
  })
  await succeeds('UntagResource', { KeyId: id, TagKeys: ['b', 'never-there'] })
  expect(await succeeds('ListResourceTags', { KeyId: id })).toEqual({
    Tags: [{ TagKey: 'a', TagValue: '2' }],
    Truncated: false,
  })
})

describe('rotation', () => {
  const { keyId: rsa, arn: rsaArn } = control.putKey({ spec: 'RSA_2048', usage: 'SIGN_VERIFY' })
  const hmac = control.putKey({ spec: 'HMAC_256' }).keyId

  test('on demand reports a disabled key before its spec [R …given_key_is_disabled]', async () => {
    const disabled = control.putKey({ spec: 'RSA_2048', state: 'Disabled' })
    const text = `${disabled.arn} is disabled.`
    await refuses('RotateKeyOnDemand', { KeyId: disabled.keyId }, 'DisabledException', text)
  })

  test('on demand of an unknown key [R …given_key_that_does_not_exist]', () =>
    refuses('RotateKeyOnDemand', { KeyId: UUID }, 'NotFoundException', `Key '${arnOf(`key/${UUID}`)}' does not exist`))

  test('is for symmetric keys, and says so without a message [R …given_non_symmetric_key] [F]', async () => {
    for (const KeyId of [rsa, hmac])
      for (const action of ['EnableKeyRotation', 'RotateKeyOnDemand'])
        await refuses(action, { KeyId }, 'UnsupportedOperationException')
    const external = control.putKey({ spec: 'HMAC_256', origin: 'EXTERNAL' })
    for (const action of ['EnableKeyRotation', 'RotateKeyOnDemand'])
      await refuses(action, { KeyId: external.keyId }, 'UnsupportedOperationException')
  })

  test('is switched off where it cannot be on, without complaint [F]', async () => {
    for (const KeyId of [rsa, hmac]) expect(await succeeds('DisableKeyRotation', { KeyId })).toEqual({})
    const status = await succeeds('GetKeyRotationStatus', { KeyId: rsa })
    expect(status).toEqual({ KeyRotationEnabled: false, KeyId: rsaArn })
  })

  test('has a period of 90 to 2,560 days [F]', async () => {
    const { keyId } = control.putKey({})
    const at = 'rotationPeriodInDays'
    const low = constraint("'89'", at, 'have value greater than or equal to 90')
    const high = constraint("'2561'", at, 'have value less than or equal to 2560')
    await refuses('EnableKeyRotation', { KeyId: keyId, RotationPeriodInDays: 89 }, 'ValidationException', low)
    await refuses('EnableKeyRotation', { KeyId: keyId, RotationPeriodInDays: 2561 }, 'ValidationException', high)
  })

  test('on demand ends at its limit, and answers with the ARN [R test_key_rotations_limits]', async () => {
    const { keyId, arn } = control.putKey({})
    for (let count = 0; count < 25; count += 1)
      expect(await succeeds('RotateKeyOnDemand', { KeyId: keyId })).toEqual({ KeyId: arn })
    const text = `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${arn}`
    await refuses('RotateKeyOnDemand', { KeyId: keyId }, 'LimitExceededException', text)
  })

  test.each(['SYMMETRIC_DEFAULT', 'RSA_4096'])(
    'on demand of a %s key that was never imported [R …with_no_key_material]',
    async (spec) => {
      const { keyId, arn } = control.putKey({ spec, origin: 'EXTERNAL', state: 'PendingImport' })
      await refuses('RotateKeyOnDemand', { KeyId: keyId }, 'KMSInvalidStateException', `${arn} is pending import.`)
    },
  )

  test('on demand of imported material needs more of it [R …for_no_pending_key_material]', async () => {
    const { keyId, arn } = control.putKey({ origin: 'EXTERNAL' })
    const text = `No available key material pending rotation for the key: ${arn}.`
    await refuses('RotateKeyOnDemand', { KeyId: keyId }, 'KMSInvalidStateException', text)
  })
})

describe('an operation on another origin', () => {
  const wrap = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
  test.each([
    ['GetParametersForImport', 'AWS_KMS', wrap],
    ['ImportKeyMaterial', 'AWS_KMS', { ImportToken: 'AA==', EncryptedKeyMaterial: 'AA==' }],
    ['DeleteImportedKeyMaterial', 'AWS_KMS', {}],
    ['EnableKeyRotation', 'EXTERNAL', {}],
    ['DisableKeyRotation', 'EXTERNAL', {}],
    ['EnableKeyRotation', 'AWS_CLOUDHSM', {}],
    ['RotateKeyOnDemand', 'AWS_CLOUDHSM', {}],
    ['GetKeyRotationStatus', 'EXTERNAL_KEY_STORE', {}],
    ['ListKeyRotations', 'AWS_CLOUDHSM', {}],
  ])('%s on %s is refused whatever the state [R test_get_parameters_for_import] [F]', async (action, origin, rest) => {
    for (const state of ['Enabled', 'Disabled', 'PendingDeletion', 'Creating']) {
      const { keyId, arn } = control.putKey({ origin, state })
      const text = `${arn} origin is ${origin} which is not valid for this operation.`
      await refuses(action, { ...rest, KeyId: keyId }, 'UnsupportedOperationException', text)
    }
  })
})

describe('other refusals', () => {
  test('replicating a replica [R test_replicate_replica_key_should_fail]', async () => {
    const { keyId, arn } = control.putKey({ multiRegion: 'REPLICA' })
    const input = { KeyId: keyId, ReplicaRegion: 'us-west-2' }
    await refuses('ReplicateKey', input, 'UnsupportedOperationException', `${arn} is not a multi-region primary key.`)
  })

  test.each([1, 6, 31, 365])('a waiting period of %d days [I Skyscanner/kms-issuer 8]', async (days) => {
    const { keyId } = control.putKey({})
    const input = { KeyId: keyId, PendingWindowInDays: days }
    await refuses('ScheduleKeyDeletion', input, 'ValidationException', 'PendingWindowInDays must be between 7 and 30')
  })

  test('PKCS #1 v1.5 wrapping, since October 2023 [F]', async () => {
    const { keyId } = control.putKey({ state: 'PendingImport' })
    const input = { KeyId: keyId, WrappingAlgorithm: 'RSAES_PKCS1_V1_5', WrappingKeySpec: 'RSA_2048' }
    expect((await call('GetParametersForImport', input)).body['__type']).toBe('UnsupportedOperationException')
  })

  test('a policy that locks its author out, unless asked for', async () => {
    const Policy = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Encrypt', Resource: '*' }],
    })
    const text = 'The new key policy will not allow you to update the key policy in the future.'
    await refuses('CreateKey', { Policy }, 'MalformedPolicyDocumentException', text)
    await succeeds('CreateKey', { Policy, BypassPolicyLockoutSafetyCheck: true })
  })

  test('custom key stores, of which the account has none', async () => {
    expect(await succeeds('DescribeCustomKeyStores', {})).toEqual({ CustomKeyStores: [], Truncated: false })
    for (const action of ['Connect', 'Disconnect', 'Delete', 'Update'])
      await refuses(`${action}CustomKeyStore`, { CustomKeyStoreId: 'cks-1' }, 'CustomKeyStoreNotFoundException')
    await refuses('DescribeCustomKeyStores', { CustomKeyStoreId: 'cks-1' }, 'CustomKeyStoreNotFoundException')
    const created = { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1' }
    await refuses('CreateKey', created, 'CustomKeyStoreNotFoundException')
  })
})

test('policies: the default one, one of one’s own, and only the name default [R test_get_put_list_key_policies]', async () => {
  const { id } = await createKey()
  const first = await succeeds('GetKeyPolicy', { KeyId: id })
  expect(first['PolicyName']).toBe('default')
  expect(JSON.parse(String(first['Policy']))).toEqual({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  })
  const own = { Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: ['kms:Put*'], Resource: '*' } }
  await succeeds('PutKeyPolicy', { KeyId: id, PolicyName: 'default', Policy: JSON.stringify(own) })
  const second = await succeeds('GetKeyPolicy', { KeyId: id, PolicyName: 'default' })
  expect(JSON.parse(String(second['Policy']))).toEqual(own)
  expect(await succeeds('ListKeyPolicies', { KeyId: id })).toEqual({ PolicyNames: ['default'], Truncated: false })
  expect((await call('GetKeyPolicy', { KeyId: id, PolicyName: 'other' })).body['__type']).toBe('NotFoundException')
})
