import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// CreateKey, DescribeKey and what time does to keys: documented shapes to the letter, on a clock that stands still
// until it is pushed.

const START = '2026-03-01T12:00:00Z'
const bench = (options: Parameters<typeof createAlibabaSimulator>[0] = {}) => {
  const simulator = createAlibabaSimulator({ now: () => Date.parse(START), seed: 1, ...options })
  const call = alibabaWire(simulator.fetch, { timestamp: START })
  return { simulator, call, ...alibabaWireTester(call) }
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const KEY_ID = /^key-hzz[0-9a-f]{8}[0-9a-z]{10}$/

describe('CreateKey', () => {
  it('replies with the documented metadata of a symmetric key', async () => {
    const { call } = bench()
    const { status, headers, body } = await call('CreateKey')
    const metadata = body['KeyMetadata'] as Record<string, string> // as documented
    const KeyId = metadata['KeyId'] ?? ''
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8')
    expect(body).toEqual({
      RequestId: headers.get('x-acs-request-id'),
      KeyMetadata: {
        KeyId: expect.stringMatching(KEY_ID),
        Arn: `acs:kms:cn-hangzhou:000000000000:key/${KeyId}`,
        Creator: '000000000000',
        CreationDate: START,
        Description: '',
        KeySpec: 'Aliyun_AES_256',
        KeyUsage: 'ENCRYPT/DECRYPT',
        KeyState: 'Enabled',
        Origin: 'Aliyun_KMS',
        ProtectionLevel: 'SOFTWARE',
        PrimaryKeyVersion: expect.stringMatching(UUID),
        LastRotationDate: START,
        AutomaticRotation: 'Disabled',
        DeleteDate: '',
        MaterialExpireTime: '',
      },
    })
    expect(body['RequestId']).toMatch(UUID)
  })

  it('tells no primary version of a key pair', async () => {
    const { createKey, describe: metadataOf } = bench()
    const metadata = await metadataOf(await createKey({ KeySpec: 'EC_P256' }))
    expect(metadata).toMatchObject({ KeySpec: 'EC_P256', KeyUsage: 'SIGN/VERIFY' })
    expect(metadata).not.toHaveProperty('PrimaryKeyVersion')
  })

  it('keeps what it was given', async () => {
    const { createKey, describe: metadataOf, succeeds } = bench()
    const KeyId = await createKey({
      Description: '主密钥',
      EnableAutomaticRotation: true,
      RotationInterval: '365d',
      ProtectionLevel: 'HSM',
      Tags: '[{"TagKey":"disk-encryption","TagValue":"true"}]',
    })
    expect(await metadataOf(KeyId)).toMatchObject({
      Description: '主密钥',
      AutomaticRotation: 'Enabled',
      RotationInterval: '31536000s',
      NextRotationDate: '2027-03-01T12:00:00Z',
      ProtectionLevel: 'HSM',
      DeletionProtection: 'Disabled',
    })
    expect(await succeeds('ListResourceTags', { KeyId })).toEqual({
      Tags: { Tag: [{ KeyId, TagKey: 'disk-encryption', TagValue: 'true' }] },
    })
  })

  it('defaults the usage to signing where the spec can sign', async () => {
    const { createKey, describe: metadataOf } = bench()
    const usage = async (KeySpec: string) => (await metadataOf(await createKey({ KeySpec })))['KeyUsage']
    expect(await usage('RSA_2048')).toBe('SIGN/VERIFY')
    expect(await usage('EC_SM2')).toBe('SIGN/VERIFY')
    expect(await usage('Aliyun_SM4')).toBe('ENCRYPT/DECRYPT')
  })

  it('makes no key that cannot be', async () => {
    const { refuses, succeeds, call } = bench()
    const invalid = (input: Record<string, string | boolean>) => refuses('CreateKey', input, 400, 'InvalidParameter')
    await invalid({ KeySpec: 'AES_256' })
    await invalid({ KeySpec: 'EC_P256', KeyUsage: 'ENCRYPT/DECRYPT' })
    await invalid({ KeyUsage: 'SIGN/VERIFY' })
    await invalid({ Origin: 'external' })
    await invalid({ KeySpec: 'RSA_2048', Origin: 'EXTERNAL' })
    await invalid({ Origin: 'EXTERNAL', EnableAutomaticRotation: true, RotationInterval: '30d' })
    await invalid({ KeySpec: 'EC_P256', EnableAutomaticRotation: true, RotationInterval: '30d' })
    await invalid({ Description: 'x'.repeat(8_193) })
    const interval = 'The specified parameter RotationInterval is not valid.'
    for (const RotationInterval of ['6d', '731d', '7', '1w', '604799s'])
      await refuses('CreateKey', { EnableAutomaticRotation: true, RotationInterval }, 400, 'InvalidParameter', interval)
    await refuses('CreateKey', { EnableAutomaticRotation: true }, 400, 'MissingParameter')
    for (const KeySpec of ['Aliyun_AES_128', 'Aliyun_AES_192', 'Aliyun_DES3_192', 'HMAC_SHA_256'])
      await refuses('CreateKey', { KeySpec }, 400, 'UnsupportedOperation', 'This action is not supported.')
    await refuses('CreateKey', { DKMSInstanceId: 'kst-1' }, 403, 'Forbidden.DKMSInstanceNotFound')
    const elsewhere = { region: 'eu-central-1' }
    expect((await call('CreateKey', { KeySpec: 'EC_SM2' }, elsewhere)).body['Code']).toBe('UnsupportedOperation')
    expect((await call('CreateKey', { ProtectionLevel: 'HSM' }, elsewhere)).body).toMatchObject({
      Code: 'Unsupported.ProtectionLevel',
      Message: 'This protection level is not valid for this region',
    })
    expect(await succeeds('ListKeys')).toMatchObject({ TotalCount: 0 })
  })

  it('keeps keys to their region', async () => {
    const { createKey, call } = bench()
    const KeyId = await createKey()
    const { status, body } = await call('DescribeKey', { KeyId }, { region: 'cn-beijing' })
    expect({ status, body }).toMatchObject({
      status: 404,
      body: { Code: 'Forbidden.KeyNotFound', Message: 'The specified Key is not found.' },
    })
  })

  it('stops at the quota, which keys that wait for their deletion still use', async () => {
    const { createKey, refuses, succeeds, simulator } = bench({ limits: { keys: 2 } })
    await createKey()
    const KeyId = await createKey()
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    await refuses('CreateKey', {}, 400, 'Rejected.LimitExceeded')
    await refuses('CreateKey', { KeySpec: 'RSA_2048' }, 400, 'Rejected.LimitExceeded')
    simulator.control.clock.advance('7d')
    await createKey()
  })

  it('stops at the quota when several keys are made at once', async () => {
    const { call } = bench({ limits: { keys: 2 } })
    const replies = await Promise.all(Array.from({ length: 4 }, () => call('CreateKey', { KeySpec: 'RSA_2048' })))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 400, 400])
  })
})

describe('DescribeKey', () => {
  it('takes an id, an alias and an ARN, and always tells the id', async () => {
    const { createKey, describe: metadataOf, succeeds, refuses } = bench()
    const KeyId = await createKey()
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/example' })
    for (const reference of [KeyId, 'alias/example', `acs:kms:cn-hangzhou:000000000000:key/${KeyId}`])
      expect(await metadataOf(reference)).toMatchObject({ KeyId })
    const missing = (reference: string, code: string, text: string) =>
      refuses('DescribeKey', { KeyId: reference }, 404, code, text)
    await missing('alias/none', 'Forbidden.AliasNotFound', 'The specified Alias is not found.')
    await missing('no-such-key', 'Forbidden.KeyNotFound', 'The specified Key is not found.')
    await missing(
      `acs:kms:cn-beijing:000000000000:key/${KeyId}`,
      'Forbidden.KeyNotFound',
      'The specified Key is not found.',
    )
    await missing(`acs:kms:cn-hangzhou:1:key/${KeyId}`, 'Forbidden.KeyNotFound', 'The specified Key is not found.')
  })
})

describe('UpdateKeyDescription', () => {
  it('replaces the text and takes an empty one', async () => {
    const { createKey, describe: metadataOf, succeeds, refuses } = bench()
    const KeyId = await createKey({ Description: 'old' })
    expect(await succeeds('UpdateKeyDescription', { KeyId, Description: 'new' })).toEqual({})
    expect(await metadataOf(KeyId)).toMatchObject({ Description: 'new' })
    await succeeds('UpdateKeyDescription', { KeyId, Description: '' })
    expect(await metadataOf(KeyId)).toMatchObject({ Description: '' })
    const text = 'The parameter "Description" is needed but not provided.'
    await refuses('UpdateKeyDescription', { KeyId }, 400, 'MissingParameter', text)
  })
})

describe('a scheduled deletion', () => {
  it('happens on its date and takes versions and aliases with it', async () => {
    const { simulator, createKey, describe: metadataOf, succeeds, refuses } = bench()
    const KeyId = await createKey()
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/gone' })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext: 'dGV4dA==' })
    expect(await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })).toEqual({})
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'PendingDeletion', DeleteDate: '2026-03-08T12:00:00Z' })
    simulator.control.clock.advance('167h')
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'PendingDeletion' })
    simulator.control.clock.advance('1h')
    await refuses('DescribeKey', { KeyId }, 404, 'Forbidden.KeyNotFound')
    await refuses('CancelKeyDeletion', { KeyId }, 404, 'Forbidden.KeyNotFound')
    await refuses('Decrypt', { CiphertextBlob: String(CiphertextBlob) }, 404, 'Forbidden.KeyNotFound')
    expect(await succeeds('ListAliases')).toMatchObject({ TotalCount: 0, Aliases: { Alias: [] } })
    expect(await succeeds('ListKeys')).toMatchObject({ TotalCount: 0, Keys: { Key: [] } })
  })

  it('takes 7 to 366 days, which must be said', async () => {
    const { createKey, refuses, succeeds } = bench()
    const KeyId = await createKey()
    for (const days of [6, 367, 7.5, 'a week'])
      await refuses('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: days }, 400, 'InvalidParameter')
    await refuses('ScheduleKeyDeletion', { KeyId }, 400, 'MissingParameter')
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 366 })
  })

  it('leaves no date behind when it is cancelled', async () => {
    const { simulator, createKey, describe: metadataOf, succeeds } = bench()
    const KeyId = await createKey()
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    await succeeds('CancelKeyDeletion', { KeyId })
    simulator.control.clock.advance('400d')
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Enabled', DeleteDate: '' })
  })

  it('is refused while the key is protected', async () => {
    const { createKey, describe: metadataOf, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const arn = `acs:kms:cn-hangzhou:000000000000:key/${KeyId}`
    const description = { DeletionProtectionDescription: 'in use' }
    await succeeds('SetDeletionProtection', {
      ProtectedResourceArn: arn,
      EnableDeletionProtection: true,
      ...description,
    })
    expect(await metadataOf(KeyId)).toMatchObject({
      DeletionProtection: 'Enabled',
      DeletionProtectionDescription: 'in use',
    })
    await refuses('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, 409, 'Rejected.StateModifiedFailed')
    await succeeds('DisableKey', { KeyId })
    await succeeds('SetDeletionProtection', { KeyId, EnableDeletionProtection: false, ...description })
    expect(await metadataOf(KeyId)).toMatchObject({ DeletionProtection: 'Disabled' })
    expect(await metadataOf(KeyId)).not.toHaveProperty('DeletionProtectionDescription')
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
  })

  it('is protected by an ARN of a key, or an id', async () => {
    const { refuses } = bench()
    const set = { EnableDeletionProtection: true }
    await refuses('SetDeletionProtection', set, 400, 'MissingParameter')
    await refuses('SetDeletionProtection', { ...set, ProtectedResourceArn: 'key-1' }, 400, 'InvalidParameter')
    const arn = 'acs:kms:cn-hangzhou:000000000000:key/none'
    await refuses('SetDeletionProtection', { ...set, ProtectedResourceArn: arn }, 404, 'Forbidden.KeyNotFound')
    await refuses('SetDeletionProtection', { ...set, KmsInstanceId: 'kst-1' }, 403, 'Forbidden.DKMSInstanceNotFound')
  })
})
