import { describe, expect, it } from 'vitest'
import { sm2Digest } from '../../../../providers/alibaba/sm2-digest.ts'
import { toPem } from '../../../../src/index.ts'
import { base64, bytes, KEY_ID, refusal, service, VERSION_ID } from './service.ts'

const used = { KeyId: KEY_ID, KeyVersionId: VERSION_ID }
const metadata = { KeyId: KEY_ID, KeyState: 'Enabled', KeySpec: 'Aliyun_AES_256' }
const version = (id: string, created: string) => ({ KeyId: KEY_ID, KeyVersionId: id, CreationDate: created })
const one = { TotalCount: 1, KeyVersions: { KeyVersion: [version(VERSION_ID, '2024-01-01T00:00:00Z')] } }
const two = {
  TotalCount: 2,
  KeyVersions: {
    KeyVersion: [version('old', '2023-01-01T00:00:00Z'), version('new', '2024-01-01T00:00:00Z')],
  },
}
const actions = (calls: readonly { action: string }[]) => calls.map(({ action }) => action)

describe('symmetric decryption', () => {
  const Decrypt = { ...used, Plaintext: base64('Hello world') }

  it('needs no key, and no second request for a key named by id or ARN', async () => {
    for (const keyId of [undefined, KEY_ID, `acs:kms:cn-hangzhou:1:key/${KEY_ID}`]) {
      const { kms, calls } = service({ Decrypt })
      const output = await kms.decrypt({ ciphertext: bytes('blob'), keyId })
      expect({ ...output }).toStrictEqual({
        plaintext: bytes('Hello world'),
        keyId: KEY_ID,
        keyVersionId: VERSION_ID,
      })
      expect(actions(calls)).toEqual(['Decrypt'])
      expect(calls[0]?.parameters).not.toHaveProperty('KeyId')
    }
  })

  it('asks which key an alias means, and keeps the reply of the decryption as raw', async () => {
    const { kms, calls } = service({ Decrypt, DescribeKey: { KeyMetadata: metadata } })
    const output = await kms.decrypt({ ciphertext: bytes('blob'), keyId: 'alias/orders' })
    expect(actions(calls)).toEqual(['DescribeKey', 'Decrypt'])
    expect(output.raw).toMatchObject(Decrypt)
  })

  it('refuses the result of another key', async () => {
    const { kms } = service({ Decrypt, DescribeKey: { KeyMetadata: { ...metadata, KeyId: 'other' } } })
    for (const keyId of ['other', 'alias/orders']) {
      await expect(kms.decrypt({ ciphertext: bytes('blob'), keyId })).rejects.toMatchObject({ code: 'IncorrectKey' })
      const dataKey = kms.decryptDataKey({ ciphertext: bytes('blob'), keyId, lengthBytes: 11 })
      await expect(dataKey).rejects.toMatchObject({ code: 'IncorrectKey' })
    }
  })

  it('says how to read ciphertexts of literal text instead of guessing', async () => {
    const literal = { ...used, Plaintext: 'plain text!' }
    const strict = service({ Decrypt: literal }).kms.decrypt({ ciphertext: bytes('blob') })
    await expect(strict).rejects.toMatchObject({
      code: 'InvalidResponse',
      message: expect.stringContaining("plaintextEncoding: 'utf8'"),
    })
    await expect(strict).rejects.not.toMatchObject({ message: expect.stringContaining('plain text!') })
    const { kms } = service({ Decrypt: literal }, { plaintextEncoding: 'utf8' })
    await expect(kms.decrypt({ ciphertext: bytes('blob') })).resolves.toMatchObject({ plaintext: bytes('plain text!') })
  })
})

describe('plaintextEncoding utf8', () => {
  it('encrypts literal text, and refuses what is none', async () => {
    const { kms, calls } = service(
      { Encrypt: { ...used, CiphertextBlob: base64('blob') } },
      { plaintextEncoding: 'utf8' },
    )
    await kms.encrypt({ keyId: KEY_ID, plaintext: bytes('\ufeffgrüß dich') })
    expect(calls[0]?.parameters['Plaintext']).toBe('\ufeffgrüß dich')
    const binary = kms.encrypt({ keyId: KEY_ID, plaintext: new Uint8Array([0xff, 0xfe]) })
    await expect(binary).rejects.toMatchObject({ code: 'InvalidInput', field: 'plaintext', attempts: 0 })
  })

  it('leaves data keys alone: the service encrypts their base64 text', async () => {
    const { kms, calls } = service(
      {
        Encrypt: { ...used, CiphertextBlob: base64('blob') },
        Decrypt: { ...used, Plaintext: base64('0123456789abcdef') },
      },
      { plaintextEncoding: 'utf8' },
    )
    await kms.encryptDataKey({ keyId: KEY_ID, plaintext: bytes('0123456789abcdef') })
    expect(calls[0]?.parameters['Plaintext']).toBe(base64('0123456789abcdef'))
    const output = await kms.decryptDataKey({ keyId: KEY_ID, ciphertext: bytes('blob'), spec: 'AES_128' })
    expect(output.plaintext).toEqual(bytes('0123456789abcdef'))
  })
})

describe('decryptDataKey', () => {
  it.each([
    ['32 by default', {}, 32],
    ['the length', { lengthBytes: 64 }, 64],
    ['the spec', { spec: 'AES_128' }, 16],
    ['the spec', { spec: 'AES_256' }, 32],
  ] as const)('expects %s', async (_what, wanted, length) => {
    const reply = (size: number) => ({ ...used, Plaintext: Buffer.alloc(size, 7).toString('base64') })
    const right = service({ Decrypt: reply(length) }).kms
    const input = { keyId: KEY_ID, ciphertext: bytes('blob'), ...wanted }
    await expect(right.decryptDataKey(input)).resolves.toMatchObject({ plaintext: new Uint8Array(length).fill(7) })
    const wrong = service({ Decrypt: reply(length + 1) }).kms
    await expect(wrong.decryptDataKey(input)).rejects.toMatchObject({ code: 'InvalidCiphertext' })
  })
})

describe('asymmetric keys', () => {
  const input = { keyId: 'alias/sign', digest: new Uint8Array(32), algorithm: 'RSASSA_PSS_SHA_256' } as const
  const rsa = { keyId: KEY_ID, algorithm: 'RSAES_OAEP_SHA_256' } as const

  it('sign, encrypt and give their public key with the newest version', async () => {
    const { kms, calls } = service({
      ListKeyVersions: two,
      AsymmetricSign: { KeyId: KEY_ID, KeyVersionId: 'new', Value: base64('sig') },
      AsymmetricEncrypt: { KeyId: KEY_ID, KeyVersionId: 'new', CiphertextBlob: base64('blob') },
      GetPublicKey: { KeyId: KEY_ID, KeyVersionId: 'new', PublicKey: toPem(bytes('der')) },
    })
    const signed = await kms.sign(input)
    expect({ ...signed }).toStrictEqual({ signature: bytes('sig'), keyId: KEY_ID, keyVersionId: 'new' })
    await expect(kms.encrypt({ ...rsa, plaintext: bytes('p') })).resolves.toMatchObject({ keyVersionId: 'new' })
    await expect(kms.getPublicKey({ keyId: KEY_ID })).resolves.toMatchObject({ keyVersionId: 'new' })
    const uses = calls.filter(({ action }) => action !== 'ListKeyVersions')
    expect(uses.map(({ parameters }) => parameters['KeyVersionId'])).toEqual(['new', 'new', 'new'])
    expect(uses[1]?.parameters).toMatchObject({ Plaintext: base64('p'), Algorithm: 'RSAES_OAEP_SHA_256' })
  })

  it('find the newest version on every page, and of two of one second the one listed first', async () => {
    const full = Array.from({ length: 100 }, (_, index) => version(`v${index}`, '2023-01-01T00:00:00Z'))
    const pages = [
      { TotalCount: 102, KeyVersions: { KeyVersion: full } },
      {
        TotalCount: 102,
        KeyVersions: { KeyVersion: [version('x', '2024-01-01T00:00:00Z'), version('y', '2024-01-01T00:00:00Z')] },
      },
    ]
    const { kms, calls } = service({
      ListKeyVersions: pages,
      AsymmetricSign: { KeyId: KEY_ID, Value: base64('sig') },
    })
    await kms.sign(input)
    expect(actions(calls)).toEqual(['ListKeyVersions', 'ListKeyVersions', 'AsymmetricSign'])
    expect(calls[2]?.parameters['KeyVersionId']).toBe('x')
  })

  it('verify and decrypt without a version while there is only one', async () => {
    const { kms, calls } = service({
      ListKeyVersions: one,
      AsymmetricVerify: { ...used, Value: true },
      AsymmetricDecrypt: { ...used, Plaintext: base64('p') },
    })
    await expect(kms.verify({ ...input, signature: bytes('s') })).resolves.toMatchObject({ valid: true })
    await expect(kms.decrypt({ ...rsa, ciphertext: bytes('c') })).resolves.toMatchObject({ plaintext: bytes('p') })
    expect(calls[1]?.parameters['KeyVersionId']).toBe(VERSION_ID)
    expect(calls[3]?.parameters).toEqual({
      ...used,
      Algorithm: 'RSAES_OAEP_SHA_256',
      CiphertextBlob: base64('c'),
    })
  })

  it('need the version to verify and decrypt once there are several', async () => {
    const { kms, calls } = service({ ListKeyVersions: two })
    const refused = { code: 'InvalidInput', field: 'keyVersionId' }
    await expect(kms.verify({ ...input, signature: bytes('s') })).rejects.toMatchObject(refused)
    await expect(kms.decrypt({ ...rsa, ciphertext: bytes('c') })).rejects.toMatchObject(refused)
    expect(actions(calls)).toEqual(['ListKeyVersions', 'ListKeyVersions'])
    const source = {
      ciphertext: bytes('c'),
      sourceKeyId: KEY_ID,
      sourceAlgorithm: 'SM2PKE',
      destinationKeyId: 'd',
    } as const
    await expect(kms.reEncrypt(source)).rejects.toMatchObject({ code: 'InvalidInput', field: 'sourceKeyId' })
  })

  it('without any version listed are an invalid reply', async () => {
    const { kms } = service({ ListKeyVersions: { TotalCount: 0, KeyVersions: { KeyVersion: [] } } })
    await expect(kms.sign(input)).rejects.toMatchObject({ code: 'InvalidResponse' })
    await expect(kms.verify({ ...input, signature: bytes('s') })).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})

describe('an SM2 signature', () => {
  // The example of GB/T 32918.5-2017, annex A.2.
  const point =
    '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
  const digest = 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640'
  const spki = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d03420004${point}`, 'hex')

  it('is made over SM3 of Z and message', () => {
    expect(Buffer.from(sm2Digest(spki, bytes('message digest'))).toString('hex')).toBe(digest)
  })

  it('fetches the public key of the version for it, but not for a ready digest', async () => {
    const { kms, calls } = service({
      ListKeyVersions: two,
      GetPublicKey: { KeyId: KEY_ID, KeyVersionId: 'new', PublicKey: toPem(spki) },
      AsymmetricSign: { KeyId: KEY_ID, KeyVersionId: 'new', Value: base64('sig') },
    })
    await kms.sign({ keyId: KEY_ID, message: bytes('message digest'), algorithm: 'SM2DSA' })
    expect(actions(calls)).toEqual(['ListKeyVersions', 'GetPublicKey', 'AsymmetricSign'])
    expect(calls[1]?.parameters['KeyVersionId']).toBe('new')
    expect(calls[2]?.parameters).toMatchObject({ Digest: Buffer.from(digest, 'hex').toString('base64') })
    await kms.sign({ keyId: KEY_ID, digest: Buffer.from(digest, 'hex'), algorithm: 'SM2DSA', keyVersionId: 'new' })
    expect(actions(calls)).toEqual(['ListKeyVersions', 'GetPublicKey', 'AsymmetricSign', 'AsymmetricSign'])
  })

  it('is not made with a key of another curve', () => {
    const other = Buffer.from(spki)
    other.writeUInt8(0x2e, 21)
    expect(() => sm2Digest(other, bytes('m'))).toThrow('no SM2 key')
    expect(() => sm2Digest(bytes('short'), bytes('m'))).toThrow('no SM2 key')
  })
})

describe('reEncrypt', () => {
  const reply = { KeyId: 'source', KeyVersionId: 'source-version', CiphertextBlob: base64('new') }

  it('reads the key of the reply as the source, and gives the destination the caller named', async () => {
    const { kms, calls } = service({ ReEncrypt: reply, DescribeKey: { KeyMetadata: metadata } })
    const output = await kms.reEncrypt({
      ciphertext: bytes('old'),
      sourceKeyId: 'source',
      destinationKeyId: 'alias/orders',
    })
    expect({ ...output }).toStrictEqual({ ciphertext: bytes('new'), keyId: KEY_ID, sourceKeyId: 'source' })
    expect(actions(calls)).toEqual(['DescribeKey', 'ReEncrypt'])
    expect(calls[1]?.parameters).toEqual({ CiphertextBlob: base64('old'), DestinationKeyId: KEY_ID })
  })

  it('refuses the result of another source key', async () => {
    const { kms } = service({ ReEncrypt: reply })
    const call = kms.reEncrypt({ ciphertext: bytes('old'), sourceKeyId: 'another', destinationKeyId: KEY_ID })
    await expect(call).rejects.toMatchObject({ code: 'IncorrectKey' })
  })

  it('names key, version and algorithm of a public-key ciphertext', async () => {
    const { kms, calls } = service({ ReEncrypt: reply, ListKeyVersions: one })
    await kms.reEncrypt({
      ciphertext: bytes('old'),
      sourceKeyId: 'source',
      sourceAlgorithm: 'RSAES_OAEP_SHA_1',
      destinationKeyId: KEY_ID,
    })
    expect(calls[1]?.parameters).toEqual({
      CiphertextBlob: base64('old'),
      SourceKeyId: 'source',
      SourceKeyVersionId: VERSION_ID,
      SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_1',
      DestinationKeyId: KEY_ID,
    })
  })
})

describe('a refused ScheduleKeyDeletion', () => {
  const ScheduleKeyDeletion = refusal(409, 'Rejected.StateModifiedFailed')

  it('is DeletionProtected when the key says so, and keeps what the service said', async () => {
    const { kms } = service({
      ScheduleKeyDeletion,
      DescribeKey: { KeyMetadata: { ...metadata, DeletionProtection: 'Enabled' } },
    })
    await expect(kms.scheduleKeyDeletion({ keyId: KEY_ID })).rejects.toMatchObject({
      code: 'DeletionProtected',
      providerCode: 'Rejected.StateModifiedFailed',
      httpStatus: 409,
      keyId: KEY_ID,
      attempts: 1,
    })
  })

  it.each([
    ['is not protected', { KeyMetadata: { ...metadata, DeletionProtection: 'Disabled' } }],
    [
      'is pending deletion',
      { KeyMetadata: { ...metadata, KeyState: 'PendingDeletion', DeletionProtection: 'Enabled' } },
    ],
    ['cannot be read', refusal(403, 'Forbidden.NoPermission')],
  ])('stays what it was when the key %s', async (_what, DescribeKey) => {
    const { kms } = service({ ScheduleKeyDeletion, DescribeKey })
    await expect(kms.scheduleKeyDeletion({ keyId: KEY_ID })).rejects.toMatchObject({
      code: 'InvalidKeyState',
      providerCode: 'Rejected.StateModifiedFailed',
    })
  })

  it('asks nothing when the code explains itself', async () => {
    const { kms, calls } = service({ ScheduleKeyDeletion: refusal(404, 'Forbidden.KeyNotFound') })
    await expect(kms.scheduleKeyDeletion({ keyId: KEY_ID })).rejects.toMatchObject({ code: 'KeyNotFound' })
    expect(actions(calls)).toEqual(['ScheduleKeyDeletion'])
  })
})
