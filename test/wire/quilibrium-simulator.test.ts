import { beforeEach, describe, expect, test } from 'vitest'
import { createQuilibriumSimulator } from '../../conformance/simulators/index.ts'
import { quilibriumTester, quilibriumWire } from '../support/quilibrium-wire.ts'

// Requests and replies are the samples of docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations, one page a
// describe; ids as in the samples, the account is the simulator's, dates and blobs are what they must be.

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const OTHER_ID = '0987dcba-09fe-87dc-65ba-ab0987654321'
const ARN = `arn:verenc:000000000000:key/${KEY_ID}`
const OTHER_ARN = `arn:verenc:000000000000:key/${OTHER_ID}`
/** `2023-12-01T00:00:00-07:00` in the samples. */
const SAMPLE_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/
const BASE64 = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/)

const simulator = createQuilibriumSimulator()
const call = quilibriumWire(simulator.fetch)
const { succeeds, stateOf } = quilibriumTester(call)
const { control } = simulator

beforeEach(() => control.reset())

/** 200, the documented header, and no body at all. */
async function answersNothing(action: string, input: unknown): Promise<void> {
  const { status, headers, text } = await call(action, input)
  expect({ action, status, type: headers.get('content-type'), text }).toEqual({
    action,
    status: 200,
    type: 'application/x-amz-json-1.1',
    text: '',
  })
}

const samePoint = (iso: unknown, ms: number) => expect(Math.abs(Date.parse(String(iso)) - ms)).toBeLessThan(5_000)

describe('CreateKey', () => {
  const sample = { Description: 'Example symmetric encryption KMS key', KeyUsage: 'ENCRYPT_DECRYPT' }

  test.each([
    ['CustomerMasterKeySpec', 'SYMMETRIC_DEFAULT'],
    ['KeySpec', 'SYMMETRIC_DEFAULT'],
  ])('answers its first sample, whether the spec comes as %s or not', async (name, value) => {
    const { KeyMetadata } = (await succeeds('CreateKey', { ...sample, [name]: value })) as Record<
      string,
      { KeyId: string; CreationDate: string }
    >
    const { KeyId = '', CreationDate = '' } = KeyMetadata ?? {}
    expect(KeyId).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(CreationDate).toMatch(SAMPLE_DATE)
    samePoint(CreationDate, Date.now())
    expect(KeyMetadata).toEqual({
      AccountId: '000000000000',
      KeyId,
      Arn: `arn:verenc:000000000000:key/${KeyId}`,
      CreationDate,
      Enabled: true,
      Description: 'Example symmetric encryption KMS key',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'QKMS',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      MultiRegion: false,
    })
  })

  test('makes multi-Region keys, with an id of their own form', async () => {
    const { KeyMetadata } = await succeeds('CreateKey', { MultiRegion: true })
    expect(KeyMetadata).toMatchObject({ KeyId: expect.stringMatching(/^mrk-[0-9a-f]{32}$/), MultiRegion: true })
    expect(KeyMetadata).not.toHaveProperty('MultiRegionConfiguration')
  })

  test.each([
    ['QKMS', 'QKMS', 'Enabled'],
    ['AWS_KMS', 'QKMS', 'Enabled'],
    ['EXTERNAL', 'EXTERNAL', 'PendingImport'],
  ])('takes Origin %s', async (Origin, shown, state) => {
    const { KeyMetadata } = await succeeds('CreateKey', { Origin })
    expect(KeyMetadata).toMatchObject({ Origin: shown, KeyState: state, Enabled: state === 'Enabled' })
  })

  test.each([
    ['ECC_SECG_P256K1', 'SIGN_VERIFY', 'ECC_SECG_P256K1'],
    ['ECC_ED25519', 'SIGN_VERIFY', 'ECC_ED25519'],
    ['EDDSA_ED25519', 'SIGN_VERIFY', 'ECC_ED25519'],
    ['ECC_NIST_P256', 'DERIVE_SHARED_SECRET', 'ECC_NIST_P256'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', 'HMAC_256'],
  ])('takes what the vendor’s client sends: %s for %s', async (KeySpec, KeyUsage, shown) => {
    const threshold = { Participants: ['service', 'a1b2c3'], Threshold: 2, TotalParties: 2 }
    const { KeyMetadata } = await succeeds('CreateKey', { KeySpec, KeyUsage, Origin: 'AWS_KMS', ...threshold })
    expect(KeyMetadata).toMatchObject({ CustomerMasterKeySpec: shown, KeyUsage })
  })
})

describe('DescribeKey', () => {
  test('answers its sample', async () => {
    control.putKey({ keyId: KEY_ID, description: 'Example symmetric encryption key' })
    const { KeyMetadata } = (await succeeds('DescribeKey', { KeyId: KEY_ID })) as Record<
      string,
      { CreationDate: string }
    >
    expect(KeyMetadata?.CreationDate).toMatch(SAMPLE_DATE)
    expect(KeyMetadata).toEqual({
      AWSAccountId: '000000000000',
      Arn: ARN,
      CreationDate: KeyMetadata?.CreationDate,
      Description: 'Example symmetric encryption key',
      Enabled: true,
      KeyId: KEY_ID,
      KeyManager: 'CUSTOMER',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Origin: 'AWS_KMS',
      MultiRegion: false,
    })
  })

  test('takes ids and ARNs, also with the prefix that CancelKeyDeletion shows', async () => {
    control.putKey({ keyId: KEY_ID })
    for (const KeyId of [KEY_ID, ARN, ARN.replace('arn:', 'arn:aws:')])
      expect(await succeeds('DescribeKey', { KeyId })).toMatchObject({ KeyMetadata: { KeyId: KEY_ID } })
  })

  test('shows deletion, expiry, rotation and tags when there are any', async () => {
    const validToMs = Date.now() + 1_000_000
    control.putKey({ keyId: KEY_ID, origin: 'EXTERNAL', validToMs, state: 'PendingDeletion', pendingDays: 7 })
    const { KeyMetadata } = (await succeeds('DescribeKey', { KeyId: KEY_ID })) as Record<
      string,
      { DeletionDate: string; ValidTo: string }
    >
    expect(KeyMetadata).toMatchObject({
      KeyState: 'PendingDeletion',
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      Origin: 'EXTERNAL',
    })
    samePoint(KeyMetadata?.ValidTo, validToMs)
    samePoint(KeyMetadata?.DeletionDate, Date.now() + 7 * 86_400_000)
    control.putKey({ keyId: OTHER_ID })
    await succeeds('EnableKeyRotation', { KeyId: OTHER_ID })
    await succeeds('TagResource', { KeyId: OTHER_ID, Tags: [{ TagKey: 'a', TagValue: null }] })
    expect(await succeeds('DescribeKey', { KeyId: OTHER_ID })).toMatchObject({
      KeyMetadata: { KeyRotationEnabled: true, Tags: [{ TagKey: 'a', TagValue: '' }] },
    })
  })
})

describe('EnableKey and DisableKey', () => {
  test('answer nothing and move the key from Disabled to Enabled and back', async () => {
    control.putKey({ keyId: KEY_ID, state: 'Disabled' })
    await answersNothing('EnableKey', { KeyId: KEY_ID })
    expect(await stateOf(KEY_ID)).toBe('Enabled')
    await answersNothing('DisableKey', { KeyId: ARN })
    expect(await stateOf(KEY_ID)).toBe('Disabled')
  })
})

describe('ScheduleKeyDeletion and CancelKeyDeletion', () => {
  test('answer ARN, epoch date, state and days; then the ARN, with the key Disabled', async () => {
    control.putKey({ keyId: KEY_ID })
    const reply = await succeeds('ScheduleKeyDeletion', { KeyId: KEY_ID, PendingWindowInDays: 7 })
    const DeletionDate = Number(reply['DeletionDate'])
    expect(reply).toEqual({ KeyId: ARN, DeletionDate, KeyState: 'PendingDeletion', PendingWindowInDays: 7 })
    expect(DeletionDate * 1_000 - Date.now()).toBeGreaterThan(7 * 86_400_000 - 5_000)
    expect(await succeeds('CancelKeyDeletion', { KeyId: KEY_ID })).toEqual({ KeyId: ARN })
    expect(await stateOf(KEY_ID)).toBe('Disabled')
  })

  test('30 days are the default, and after them the key is gone', async () => {
    control.putKey({ keyId: KEY_ID })
    expect(await succeeds('ScheduleKeyDeletion', { KeyId: KEY_ID })).toMatchObject({ PendingWindowInDays: 30 })
    control.clock.advance('31d')
    expect((await call('DescribeKey', { KeyId: KEY_ID })).body).toMatchObject({ __type: 'NotFoundException' })
  })
})

describe('UpdateKeyDescription and ListKeys', () => {
  test('the description changes without an answer; keys are listed in pages, whether enabled or disabled', async () => {
    control.putKey({ keyId: KEY_ID })
    control.putKey({ keyId: OTHER_ID, state: 'Disabled' })
    await answersNothing('UpdateKeyDescription', { KeyId: KEY_ID, Description: 'new' })
    expect(await succeeds('DescribeKey', { KeyId: KEY_ID })).toMatchObject({ KeyMetadata: { Description: 'new' } })
    const first = await succeeds('ListKeys', { Limit: 1 })
    expect(first).toEqual({ Keys: [{ KeyId: KEY_ID, KeyArn: ARN }], NextMarker: expect.any(String), Truncated: true })
    expect(await succeeds('ListKeys', { Marker: first['NextMarker'] })).toEqual({
      Keys: [{ KeyId: OTHER_ID, KeyArn: OTHER_ARN }],
      Truncated: false,
    })
  })
})

describe('Encrypt, Decrypt and ReEncrypt', () => {
  test('answer exactly the members of their samples', async () => {
    control.putKey({ keyId: KEY_ID })
    control.putKey({ keyId: OTHER_ID })
    const EncryptionContext = { Department: 'Finance' }
    const encrypted = await succeeds('Encrypt', { KeyId: KEY_ID, Plaintext: 'SGVsbG8gV29ybGQ=', EncryptionContext })
    const { CiphertextBlob } = encrypted
    expect(encrypted).toEqual({ CiphertextBlob: BASE64, KeyId: ARN, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    expect(await succeeds('Decrypt', { CiphertextBlob, EncryptionContext })).toEqual({
      KeyId: ARN,
      Plaintext: 'SGVsbG8gV29ybGQ=',
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    })
    const reply = await succeeds('ReEncrypt', {
      CiphertextBlob,
      SourceKeyId: KEY_ID,
      DestinationKeyId: OTHER_ID,
      SourceEncryptionContext: EncryptionContext,
      DestinationEncryptionContext: { Purpose: 'Test' },
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    })
    expect(reply).toEqual({
      CiphertextBlob: BASE64,
      SourceKeyId: ARN,
      KeyId: OTHER_ARN,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    })
    const again = { CiphertextBlob: reply['CiphertextBlob'], EncryptionContext: { Purpose: 'Test' } }
    expect(await succeeds('Decrypt', again)).toMatchObject({ KeyId: OTHER_ARN, Plaintext: 'SGVsbG8gV29ybGQ=' })
  })

  test.each(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'])('%s decrypts without being named', async (algorithm) => {
    control.putKey({ keyId: KEY_ID, spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' })
    const input = { KeyId: KEY_ID, Plaintext: 'SGVsbG8gV29ybGQ=', EncryptionAlgorithm: algorithm }
    const { CiphertextBlob } = await succeeds('Encrypt', input)
    expect(await succeeds('Decrypt', { KeyId: KEY_ID, CiphertextBlob })).toEqual({
      KeyId: ARN,
      Plaintext: 'SGVsbG8gV29ybGQ=',
      EncryptionAlgorithm: algorithm,
    })
  })
})

describe('data keys', () => {
  beforeEach(() => control.putKey({ keyId: KEY_ID }))

  test('GenerateDataKey answers three members, without plaintext two', async () => {
    const whole = await succeeds('GenerateDataKey', { KeyId: KEY_ID, KeySpec: 'AES_256' })
    expect(whole).toEqual({ KeyId: ARN, Plaintext: BASE64, CiphertextBlob: BASE64 })
    const { Plaintext, CiphertextBlob } = whole
    expect(await succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext })
    expect(await succeeds('GenerateDataKeyWithoutPlaintext', { KeyId: KEY_ID, NumberOfBytes: 64 })).toEqual({
      KeyId: ARN,
      CiphertextBlob: BASE64,
    })
  })

  test.each(['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'])(
    '%s never shows the private key in plaintext',
    async (action) => {
      expect(await succeeds(action, { KeyId: KEY_ID, KeyPairSpec: 'ECC_NIST_P256' })).toEqual({
        KeyId: ARN,
        KeyPairSpec: 'ECC_NIST_P256',
        PrivateKeyCiphertextBlob: BASE64,
        PublicKey: BASE64,
      })
    },
  )
})
