import { describe, expect, it } from 'vitest'
import { toPem } from '../../../../src/index.ts'
import { base64, bytes, KEY_ID, REQUEST_ID, service, VERSION_ID } from './service.ts'

const ARN = `acs:kms:cn-qingdao:1540355698840000:key/${KEY_ID}`

/** CreateKey's sample of 2021, where what has no value is `""`. */
const created = {
  KeyMetadata: {
    KeyId: KEY_ID,
    Arn: ARN,
    Creator: '1540355698840000',
    CreationDate: '2021-04-12T06:00:54Z',
    Description: '',
    KeySpec: 'Aliyun_AES_256',
    KeyUsage: 'ENCRYPT/DECRYPT',
    KeyState: 'Enabled',
    Origin: 'Aliyun_KMS',
    ProtectionLevel: 'SOFTWARE',
    PrimaryKeyVersion: VERSION_ID,
    LastRotationDate: '2021-04-12T06:00:54Z',
    AutomaticRotation: 'Disabled',
    DeleteDate: '',
    MaterialExpireTime: '',
  },
}

/** DescribeKey's sample of 2024, a catalogue of every field. */
const described = {
  KeyMetadata: {
    ...created.KeyMetadata,
    DeletionProtection: 'Enabled',
    DeletionProtectionDescription: 'in use',
    NextRotationDate: '2025-05-20T06:34:21Z',
    RotationInterval: '31536000s',
    KeyState: 'PendingDeletion',
    Description: 'key description example',
    DeleteDate: '2024-05-26T18:22:03Z',
    MaterialExpireTime: '2024-07-06T18:22:03Z',
    Origin: 'EXTERNAL',
    AutomaticRotation: 'Suspended',
    DKMSInstanceId: 'kst-bjj62d8f5e0sgtx8h8aaa',
  },
}

describe('the metadata of a key', () => {
  it('leaves out what the service sends empty', async () => {
    const { kms } = service({ CreateKey: created })
    const key = await kms.createKey({})
    expect(Object.keys(key)).not.toContain('deletionDate')
    expect(key).toStrictEqual({
      keyId: KEY_ID,
      keyArn: ARN,
      state: 'Enabled',
      providerState: 'Enabled',
      spec: 'AES_256',
      providerSpec: 'Aliyun_AES_256',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'PROVIDER',
      createdAt: new Date('2021-04-12T06:00:54Z'),
      primaryVersionId: VERSION_ID,
    })
    expect(key.requestId).toBe(REQUEST_ID)
    expect(key.raw).toMatchObject(created)
  })

  it('reads every field that can be there', async () => {
    const { kms } = service({ DescribeKey: described })
    expect({ ...(await kms.describeKey({ keyId: 'alias/orders' })) }).toEqual({
      keyId: KEY_ID,
      keyArn: ARN,
      state: 'PendingDeletion',
      providerState: 'PendingDeletion',
      spec: 'AES_256',
      providerSpec: 'Aliyun_AES_256',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'EXTERNAL',
      createdAt: new Date('2021-04-12T06:00:54Z'),
      deletionDate: new Date('2024-05-26T18:22:03Z'),
      description: 'key description example',
      primaryVersionId: VERSION_ID,
      materialExpiresAt: new Date('2024-07-06T18:22:03Z'),
      deletionProtection: true,
    })
  })

  it.each([
    ['RSA_2048', 'RSA_2048'],
    ['RSA_3072', 'RSA_3072'],
    ['EC_P256', 'EC_P256'],
    ['EC_P256K', 'EC_SECP256K1'],
    ['EC_SM2', 'SM2'],
    ['Aliyun_SM4', 'SM4'],
    ['Aliyun_AES_128', 'AES_128'],
    ['Aliyun_AES_192', 'AES_192'],
    ['Aliyun_DES3_192', 'UNKNOWN'],
  ])('calls the key spec %s %s', async (theirs, ours) => {
    const { kms } = service({ DescribeKey: { KeyMetadata: { ...created.KeyMetadata, KeySpec: theirs } } })
    await expect(kms.describeKey({ keyId: KEY_ID })).resolves.toMatchObject({ spec: ours, providerSpec: theirs })
  })

  it('keeps a state, usage or origin it does not know as UNKNOWN, and its raw word', async () => {
    const strange = { ...created.KeyMetadata, KeyState: 'Sleeping', KeyUsage: 'GENERATE/VERIFY', Origin: 'MOON' }
    const { kms } = service({ DescribeKey: { KeyMetadata: strange } })
    await expect(kms.describeKey({ keyId: KEY_ID })).resolves.toMatchObject({
      state: 'Unknown',
      providerState: 'Sleeping',
      usage: 'UNKNOWN',
      origin: 'UNKNOWN',
    })
  })

  it('is refused, not guessed, when its shape is not the documented one', async () => {
    for (const metadata of [undefined, {}, { ...created.KeyMetadata, CreationDate: 'yesterday' }]) {
      const { kms } = service({ DescribeKey: { KeyMetadata: metadata } })
      await expect(kms.describeKey({ keyId: KEY_ID })).rejects.toMatchObject({ code: 'InvalidResponse' })
    }
  })
})

describe('rotation', () => {
  it.each([
    ['Enabled', true],
    ['Suspended', true],
    ['Disabled', false],
  ])('is read from DescribeKey: %s means %s', async (AutomaticRotation, enabled) => {
    const { kms } = service({ DescribeKey: { KeyMetadata: { ...described.KeyMetadata, AutomaticRotation } } })
    expect({ ...(await kms.getKeyRotationStatus({ keyId: KEY_ID })) }).toEqual({
      enabled,
      periodDays: 365,
      nextRotationDate: new Date('2025-05-20T06:34:21Z'),
      lastRotationDate: new Date('2021-04-12T06:00:54Z'),
    })
  })

  it.each([
    ['604800s', 7],
    ['7d', 7],
    ['168h', 7],
    ['10080m', 7],
  ])('reads the interval %s as %i days', async (RotationInterval, periodDays) => {
    const { kms } = service({ DescribeKey: { KeyMetadata: { ...described.KeyMetadata, RotationInterval } } })
    await expect(kms.getKeyRotationStatus({ keyId: KEY_ID })).resolves.toMatchObject({ periodDays })
  })

  it('refuses an interval of another form', async () => {
    const { kms } = service({ DescribeKey: { KeyMetadata: { ...described.KeyMetadata, RotationInterval: 'soon' } } })
    await expect(kms.getKeyRotationStatus({ keyId: KEY_ID })).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})

describe('other replies', () => {
  const used = { KeyId: KEY_ID, KeyVersionId: VERSION_ID }
  const by = { keyId: KEY_ID, keyVersionId: VERSION_ID }

  it('name the key that the caller named when the service sends nothing but a request id', async () => {
    const { kms } = service({ EnableKey: {}, ScheduleKeyDeletion: {}, DeleteKeyMaterial: {} })
    expect({ ...(await kms.enableKey({ keyId: ARN })) }).toStrictEqual({ keyId: KEY_ID })
    expect({ ...(await kms.scheduleKeyDeletion({ keyId: KEY_ID })) }).toStrictEqual({ keyId: KEY_ID })
    expect({ ...(await kms.deleteKeyMaterial({ keyId: KEY_ID })) }).toStrictEqual({ keyId: KEY_ID })
  })

  it('of data keys hold raw bytes', async () => {
    const wrapped = { ...used, CiphertextBlob: base64('blob') }
    const { kms } = service({
      GenerateDataKey: { ...wrapped, Plaintext: base64('0123456789abcdef') },
      GenerateDataKeyWithoutPlaintext: wrapped,
    })
    expect({ ...(await kms.generateDataKey({ keyId: KEY_ID, spec: 'AES_128' })) }).toStrictEqual({
      ...by,
      plaintext: bytes('0123456789abcdef'),
      ciphertext: bytes('blob'),
    })
    expect({ ...(await kms.generateDataKeyWithoutPlaintext({ keyId: KEY_ID })) }).toStrictEqual({
      ...by,
      ciphertext: bytes('blob'),
    })
  })

  it('of import hold public key and token as bytes, and the time both end', async () => {
    const { kms } = service({
      GetParametersForImport: {
        KeyId: KEY_ID,
        ImportToken: base64('token'),
        PublicKey: base64('public key'),
        TokenExpireTime: '2018-01-25T00:01:02Z',
      },
    })
    const input = { keyId: KEY_ID, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' } as const
    expect({ ...(await kms.getParametersForImport(input)) }).toStrictEqual({
      keyId: KEY_ID,
      importToken: bytes('token'),
      publicKey: bytes('public key'),
      expiresAt: new Date('2018-01-25T00:01:02Z'),
    })
  })

  it('of verification are booleans, also when they arrive as text', async () => {
    for (const [Value, valid] of [
      [true, true],
      [false, false],
      ['true', true],
      ['False', false],
    ] as const) {
      const { kms } = service({ AsymmetricVerify: { ...used, Value }, VerifyMac: { KeyId: KEY_ID, Value } })
      const digest = { keyVersionId: VERSION_ID, digest: new Uint8Array(32), algorithm: 'ECDSA_SHA_256' } as const
      const verified = await kms.verify({ keyId: KEY_ID, ...digest, signature: bytes('s') })
      expect({ ...verified }).toStrictEqual({ ...by, valid })
      const mac = await kms.verifyMac({ keyId: KEY_ID, message: bytes('m'), mac: bytes('x'), algorithm: 'HMAC_SM3' })
      expect({ ...mac }).toStrictEqual({ keyId: KEY_ID, valid })
    }
  })

  it('of GetPublicKey hold PEM with real or with written line breaks', async () => {
    const pem = toPem(bytes('x'.repeat(100)))
    for (const PublicKey of [pem, pem.replaceAll('\n', '\\n')]) {
      const { kms } = service({ GetPublicKey: { ...used, PublicKey } })
      const key = await kms.getPublicKey({ keyId: KEY_ID, keyVersionId: VERSION_ID })
      expect({ ...key }).toStrictEqual({ ...by, publicKey: bytes('x'.repeat(100)), pem })
    }
    const { kms } = service({ GetPublicKey: { ...used, PublicKey: 'none' } })
    const broken = kms.getPublicKey({ keyId: KEY_ID, keyVersionId: VERSION_ID })
    await expect(broken).rejects.toMatchObject({ code: 'InvalidResponse' })
  })

  it('of CreateKeyVersion, GenerateMac and GetKeyPolicy are read', async () => {
    const { kms } = service({
      CreateKeyVersion: { KeyVersion: { ...used, CreationDate: '2019-08-02T10:38:27Z' } },
      GenerateMac: { KeyId: KEY_ID, Algorithm: 'HMAC_SM3', Mac: base64('mac') },
      GetKeyPolicy: { Policy: '{"Version":"1"}' },
    })
    const version = await kms.createKeyVersion({ keyId: KEY_ID })
    expect({ ...version }).toStrictEqual({ ...by, createdAt: new Date('2019-08-02T10:38:27Z') })
    const mac = await kms.generateMac({ keyId: KEY_ID, message: bytes('m'), algorithm: 'HMAC_SM3' })
    expect({ ...mac }).toStrictEqual({ keyId: KEY_ID, mac: bytes('mac') })
    expect({ ...(await kms.getKeyPolicy({ keyId: KEY_ID })) }).toStrictEqual({ policy: '{"Version":"1"}' })
  })
})
