import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import {
  CreateAliasCommand,
  CreateGrantCommand,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DryRunOperationException,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  GetPublicKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  InvalidGrantTokenException,
  type KMSClient,
  KMSInvalidStateException,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AwsBench,
  createKeyWith,
  given,
  importInto,
  importKeyWith,
  spkiKey,
  startAwsBench,
} from '../support/aws-sdk.ts'

// AWS's own client against the simulator on a real port; whatever can be checked outside is checked with node:crypto.

let bench: AwsBench
let kms: KMSClient
const Plaintext = new Uint8Array(Buffer.from('attack at dawn'))
const context = { tenant: '42', purpose: 'test' }
const padding = constants.RSA_PKCS1_OAEP_PADDING

beforeAll(async () => {
  bench = await startAwsBench()
  kms = bench.client()
})

afterAll(() => bench.server.close())

describe('symmetric encryption', () => {
  test('comes back by id, alias and no key at all, under its context only', async () => {
    const KeyId = await createKeyWith(kms, {})
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/interop', TargetKeyId: KeyId }))
    const input = { KeyId: 'alias/interop', Plaintext, EncryptionContext: context }
    const { CiphertextBlob } = await kms.send(new EncryptCommand(input))
    const again = await kms.send(new EncryptCommand(input))
    expect(again.CiphertextBlob).not.toEqual(CiphertextBlob)
    for (const named of [{}, { KeyId }, { KeyId: 'alias/interop' }]) {
      const reply = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context, ...named }))
      expect(reply).toMatchObject({ KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
      expect(reply.Plaintext).toEqual(Plaintext)
    }
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toThrow(InvalidCiphertextException)
    const wrong = await createKeyWith(kms, {})
    const misnamed = new DecryptCommand({ CiphertextBlob, EncryptionContext: context, KeyId: wrong })
    await expect(kms.send(misnamed)).rejects.toThrow(IncorrectKeyException)
  })

  test('survives rotation, and names the material it was made with', async () => {
    const KeyId = await createKeyWith(kms, {})
    const before = await kms.send(new EncryptCommand({ KeyId, Plaintext }))
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }))
    bench.server.simulators[0]?.control.clock.advance('1h')
    const after = await kms.send(new EncryptCommand({ KeyId, Plaintext }))
    const old = await kms.send(new DecryptCommand({ CiphertextBlob: before.CiphertextBlob }))
    const fresh = await kms.send(new DecryptCommand({ CiphertextBlob: after.CiphertextBlob }))
    expect([old.Plaintext, fresh.Plaintext]).toEqual([Plaintext, Plaintext])
    expect(old.KeyMaterialId).not.toBe(fresh.KeyMaterialId)
  })

  test('works between the members of a multi-Region key, which answer with their own ARN', async () => {
    const KeyId = await createKeyWith(kms, { MultiRegion: true })
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }))
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }))
    bench.server.simulators[0]?.control.clock.advance('1h')
    const europe = bench.client('eu-west-1')
    const reply = await europe.send(new DecryptCommand({ CiphertextBlob }))
    expect(reply.Plaintext).toEqual(Plaintext)
    expect(reply.KeyId).toBe(KeyId.replace('us-east-1', 'eu-west-1'))
    const back = await europe.send(new EncryptCommand({ KeyId: given(reply.KeyId), Plaintext }))
    expect((await kms.send(new DecryptCommand({ CiphertextBlob: back.CiphertextBlob }))).Plaintext).toEqual(Plaintext)
  })

  test('with imported material stops when the material goes and resumes when the same comes back', async () => {
    const material = randomBytes(32)
    const KeyId = await importKeyWith(kms, {}, material)
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }))
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }))
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toThrow(KMSInvalidStateException)
    await importInto(kms, KeyId, material)
    expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Plaintext)
    const twin = await importKeyWith(kms, {}, material)
    const misnamed = new DecryptCommand({ CiphertextBlob, KeyId: twin })
    await expect(kms.send(misnamed)).rejects.toThrow(IncorrectKeyException)
  })

  test('takes the token of a grant and refuses others', async () => {
    const KeyId = await createKeyWith(kms, {})
    const grant = new CreateGrantCommand({
      KeyId,
      GranteePrincipal: 'arn:aws:iam::000000000000:user/test',
      Operations: ['Encrypt'],
    })
    const { GrantToken } = await kms.send(grant)
    const encrypt = (token: string) => kms.send(new EncryptCommand({ KeyId, Plaintext, GrantTokens: [token] }))
    expect((await encrypt(given(GrantToken))).KeyId).toBe(KeyId)
    await expect(encrypt('forged')).rejects.toThrow(InvalidGrantTokenException)
  })
})

describe('RSA encryption', () => {
  const cases = [
    ['RSAES_OAEP_SHA_1', 'sha1'],
    ['RSAES_OAEP_SHA_256', 'sha256'],
  ] as const

  test.each(cases)('%s opens what was encrypted outside with the public key', async (EncryptionAlgorithm, oaepHash) => {
    const KeyId = await createKeyWith(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    const CiphertextBlob = publicEncrypt({ key: spkiKey(given(PublicKey)), padding, oaepHash }, Plaintext)
    const reply = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm }))
    expect(reply).toMatchObject({ KeyId, EncryptionAlgorithm })
    expect(reply.Plaintext).toEqual(Plaintext)
    expect(reply.KeyMaterialId).toBeUndefined()
  })

  test.each(cases)('%s can be opened outside with the private key that was imported', async (algorithm, oaepHash) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
    const KeyId = await importKeyWith(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }, pkcs8)
    const encrypted = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm: algorithm }))
    const open = (ciphertext: Uint8Array | undefined) =>
      new Uint8Array(privateDecrypt({ key: privateKey, padding, oaepHash }, given(ciphertext)))
    expect(open(encrypted.CiphertextBlob)).toEqual(Plaintext)

    const SourceKey = await createKeyWith(kms, {})
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: SourceKey, Plaintext }))
    const reEncrypted = await kms.send(
      new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyId, DestinationEncryptionAlgorithm: algorithm }),
    )
    expect(reEncrypted).toMatchObject({ SourceKeyId: SourceKey, KeyId, SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    expect(open(reEncrypted.CiphertextBlob)).toEqual(Plaintext)
  })
})

test('ReEncrypt moves a text to another key and another context', async () => {
  const [source, destination] = [await createKeyWith(kms, {}), await createKeyWith(kms, {})]
  const encrypted = await kms.send(new EncryptCommand({ KeyId: source, Plaintext, EncryptionContext: context }))
  const input = { CiphertextBlob: encrypted.CiphertextBlob, DestinationKeyId: destination }
  const moved = await kms.send(
    new ReEncryptCommand({ ...input, SourceEncryptionContext: context, DestinationEncryptionContext: { other: 'x' } }),
  )
  expect(moved).toMatchObject({ SourceKeyId: source, KeyId: destination })
  expect(moved.SourceKeyMaterialId).not.toBe(moved.DestinationKeyMaterialId)
  const { CiphertextBlob } = moved
  const decrypted = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { other: 'x' } }))
  expect(decrypted.Plaintext).toEqual(Plaintext)
  await expect(kms.send(new ReEncryptCommand(input))).rejects.toThrow(InvalidCiphertextException)
})

describe('data keys', () => {
  test('encrypt outside and come back through Decrypt', async () => {
    const KeyId = await createKeyWith(kms, {})
    const dataKey = await kms.send(
      new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: context }),
    )
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', given(dataKey.Plaintext), iv)
    const sealed = Buffer.concat([cipher.update(Plaintext), cipher.final()])
    const { CiphertextBlob } = dataKey
    const unwrapped = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }))
    const decipher = createDecipheriv('aes-256-gcm', given(unwrapped.Plaintext), iv).setAuthTag(cipher.getAuthTag())
    expect(new Uint8Array(Buffer.concat([decipher.update(sealed), decipher.final()]))).toEqual(Plaintext)
  })

  test('without plaintext are as long as asked', async () => {
    const KeyId = await createKeyWith(kms, {})
    const reply = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 77 }))
    const { CiphertextBlob } = reply
    expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext?.length).toBe(77)
  })

  test.each([
    'RSA_2048',
    'ECC_NIST_P256',
    'ECC_NIST_P384',
    'ECC_NIST_P521',
    'ECC_SECG_P256K1',
    'ECC_NIST_EDWARDS25519',
  ] as const)('of spec %s are pairs whose halves belong together', async (KeyPairSpec) => {
    const KeyId = await createKeyWith(kms, {})
    const pair = await kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec, EncryptionContext: context }))
    const key = Buffer.from(given(pair.PrivateKeyPlaintext))
    const derived = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
    expect(new Uint8Array(derived.export({ format: 'der', type: 'spki' }))).toEqual(pair.PublicKey)
    const CiphertextBlob = pair.PrivateKeyCiphertextBlob
    const unwrapped = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }))
    expect(unwrapped.Plaintext).toEqual(pair.PrivateKeyPlaintext)
    const silent = await kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec }))
    expect(silent).toMatchObject({ KeyId, KeyPairSpec })
    expect(silent).not.toHaveProperty('PrivateKeyPlaintext')
    expect(silent.PublicKey).not.toEqual(pair.PublicKey)
  })

  test('are not made in a dry run', async () => {
    const KeyId = await createKeyWith(kms, {})
    const dry = new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', DryRun: true })
    await expect(kms.send(dry)).rejects.toThrow(DryRunOperationException)
  })
})

test('GenerateRandom gives as many bytes as asked, other ones each time', async () => {
  const [a, b] = [
    await kms.send(new GenerateRandomCommand({ NumberOfBytes: 64 })),
    await kms.send(new GenerateRandomCommand({ NumberOfBytes: 64 })),
  ]
  expect(a.Plaintext?.length).toBe(64)
  expect(a.Plaintext).not.toEqual(b.Plaintext)
})
