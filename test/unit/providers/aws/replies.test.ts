import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { OperationName } from '../../../../src/index.ts'
import { clientAnswered, read } from './reading.ts'

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`
const material = 'b'.repeat(64)
const created = new Date('2026-01-02T03:04:05.947Z')
const later = new Date('2026-02-02T00:00:00Z')
const seconds = (date: Date) => date.getTime() / 1000
const bytes = (...values: number[]) => Uint8Array.from(values)

const metadata = {
  AWSAccountId: '111122223333',
  KeyId: keyId,
  Arn: keyArn,
  CreationDate: seconds(created),
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
  CurrentKeyMaterialId: material,
}
const described = {
  keyId,
  keyArn,
  state: 'Enabled',
  providerState: 'Enabled',
  spec: 'AES_256',
  providerSpec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'PROVIDER',
  createdAt: created,
  description: '',
  multiRegion: false,
  primaryVersionId: material,
  manager: 'CUSTOMER',
}

describe('key metadata', () => {
  it('is read by createKey and describeKey', async () => {
    expect(await read('createKey', {}, { KeyMetadata: metadata })).toEqual(described)
    expect(await read('describeKey', { keyId }, { KeyMetadata: metadata })).toEqual(described)
  })

  it('tells when a key goes and when its material does', async () => {
    const KeyMetadata = {
      ...metadata,
      KeyState: 'PendingDeletion',
      DeletionDate: seconds(later),
      ValidTo: seconds(later),
      Origin: 'EXTERNAL',
    }
    expect(await read('describeKey', { keyId }, { KeyMetadata })).toMatchObject({
      state: 'PendingDeletion',
      origin: 'EXTERNAL',
      deletionDate: later,
      materialExpiresAt: later,
    })
  })

  it.each(['Creating', 'Disabled', 'PendingImport', 'PendingReplicaDeletion', 'Unavailable', 'Updating'])(
    'knows the state %s',
    async (KeyState) => {
      const reply = { KeyMetadata: { ...metadata, KeyState } }
      expect(await read('describeKey', { keyId }, reply)).toMatchObject({ state: KeyState, providerState: KeyState })
    },
  )

  it.each([
    ['ECC_SECG_P256K1', 'EC_SECP256K1'],
    ['ECC_NIST_EDWARDS25519', 'ED25519'],
    ['HMAC_384', 'HMAC_384'],
    ['ML_DSA_87', 'ML_DSA_87'],
    ['ML_KEM_768', 'UNKNOWN'],
  ])('calls the key spec %s %s', async (KeySpec, spec) => {
    const reply = { KeyMetadata: { ...metadata, KeySpec } }
    expect(await read('describeKey', { keyId }, reply)).toMatchObject({ spec, providerSpec: KeySpec })
  })

  it('calls the symmetric key of a region in China SM4', async () => {
    expect(await read('describeKey', { keyId }, { KeyMetadata: metadata }, 'cn-north-1')).toMatchObject({ spec: 'SM4' })
  })

  it.each(['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'])('calls the origin %s a key store', async (Origin) => {
    const reply = { KeyMetadata: { ...metadata, Origin } }
    expect(await read('describeKey', { keyId }, reply)).toMatchObject({ origin: 'KEY_STORE' })
  })

  it('keeps words that no table knows', async () => {
    const words = { KeyState: 'Hibernating', KeySpec: 'NEW', KeyUsage: 'NEW', Origin: 'NEW', KeyManager: 'NEW' }
    expect(await read('describeKey', { keyId }, { KeyMetadata: { ...metadata, ...words } })).toMatchObject({
      state: 'Unknown',
      providerState: 'Hibernating',
      spec: 'UNKNOWN',
      providerSpec: 'NEW',
      usage: 'UNKNOWN',
      origin: 'UNKNOWN',
      manager: 'UNKNOWN',
    })
  })

  it('is read from emulators that send null for what is absent', async () => {
    const nulls = { KeyUsage: null, MultiRegion: null, DeletionDate: null, KeyManager: 'AWS' }
    const output = await read('describeKey', { keyId }, { KeyMetadata: { ...metadata, ...nulls } })
    expect(output).toMatchObject({ usage: 'UNKNOWN', manager: 'PROVIDER' })
    expect(output).not.toHaveProperty('multiRegion')
  })
})

const spki = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
const der = spki.export({ type: 'spki', format: 'der' })

describe('replies', () => {
  it.each<[OperationName, object, unknown, object]>([
    ['listKeys', {}, { Keys: [{ KeyId: keyId, KeyArn: keyArn }], Truncated: false }, { keys: [{ keyId, keyArn }] }],
    ['listKeys', {}, { Keys: [], Truncated: true, NextMarker: 'm' }, { keys: [], cursor: 'm' }],
    ['listKeys', {}, { Keys: [], NextMarker: null }, { keys: [] }],
    ['enableKey', { keyId: keyArn }, undefined, { keyId }],
    ['disableKey', { keyId }, undefined, { keyId }],
    [
      'scheduleKeyDeletion',
      { keyId },
      { KeyId: keyArn, KeyState: 'PendingDeletion', DeletionDate: seconds(later), PendingWindowInDays: 30 },
      { keyId, state: 'PendingDeletion', deletionDate: later },
    ],
    ['cancelKeyDeletion', { keyId }, { KeyId: keyArn }, { keyId }],
    [
      'getKeyLastUsage',
      { keyId },
      { KeyId: keyArn, KeyLastUsage: { Operation: 'Sign', Timestamp: seconds(later) }, TrackingStartDate: 1.5565824e9 },
      { lastUsedAt: later, lastOperation: 'Sign', trackedSince: new Date('2019-04-30T00:00:00Z') },
    ],
    ['getKeyLastUsage', { keyId }, { KeyId: keyArn }, {}],
    [
      'listAliases',
      {},
      {
        Aliases: [
          { AliasName: 'alias/a', AliasArn: 'arn:a', TargetKeyId: keyId, CreationDate: 1, LastUpdatedDate: 2 },
          { AliasName: 'alias/aws/s3' },
        ],
        Truncated: false,
      },
      {
        aliases: [
          { alias: 'alias/a', aliasArn: 'arn:a', keyId, createdAt: new Date(1000), updatedAt: new Date(2000) },
          { alias: 'alias/aws/s3' },
        ],
      },
    ],
    [
      'encrypt',
      { keyId, plaintext: bytes(1) },
      { CiphertextBlob: '+/8=', KeyId: keyArn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
      { ciphertext: bytes(251, 255), keyId, keyArn },
    ],
    [
      'decrypt',
      { ciphertext: bytes(1) },
      { Plaintext: '', KeyId: keyArn, KeyMaterialId: material },
      { plaintext: bytes(), keyId, keyArn, keyVersionId: material },
    ],
    [
      'reEncrypt',
      { ciphertext: bytes(1), destinationKeyId: keyId },
      {
        CiphertextBlob: 'AQ==',
        KeyId: keyArn,
        SourceKeyId: 'arn:aws:kms:x:1:key/s',
        DestinationKeyMaterialId: material,
      },
      { ciphertext: bytes(1), keyId, keyArn, sourceKeyId: 's', keyVersionId: material },
    ],
    ['generateRandom', { lengthBytes: 1 }, { Plaintext: 'AQ==' }, { bytes: bytes(1) }],
    [
      'generateDataKey',
      { keyId },
      { CiphertextBlob: 'AQ==', Plaintext: 'Ag==', KeyId: keyArn, KeyMaterialId: material },
      { ciphertext: bytes(1), plaintext: bytes(2), keyId, keyArn, keyVersionId: material },
    ],
    [
      'generateDataKeyWithoutPlaintext',
      { keyId },
      { CiphertextBlob: 'AQ==', KeyId: keyArn },
      { ciphertext: bytes(1), keyId, keyArn },
    ],
    [
      'generateDataKeyPair',
      { keyId, pairSpec: 'EC_P256' },
      {
        PrivateKeyCiphertextBlob: 'AQ==',
        PrivateKeyPlaintext: 'Ag==',
        PublicKey: 'Aw==',
        KeyId: keyArn,
        KeyPairSpec: 'ECC_NIST_P256',
      },
      {
        privateKeyCiphertext: bytes(1),
        privateKey: bytes(2),
        publicKey: bytes(3),
        keyId,
        keyArn,
        pairSpec: 'EC_P256',
      },
    ],
    [
      'generateDataKeyPairWithoutPlaintext',
      { keyId, pairSpec: 'EC_P256' },
      { PrivateKeyCiphertextBlob: 'AQ==', PublicKey: 'Aw==', KeyId: keyArn, KeyPairSpec: 'NEW' },
      { privateKeyCiphertext: bytes(1), publicKey: bytes(3), keyId, keyArn, pairSpec: 'UNKNOWN' },
    ],
    [
      'sign',
      { keyId, message: bytes(1), algorithm: 'ECDSA_SHA_256' },
      { KeyId: keyArn, Signature: 'AQ==' },
      { signature: bytes(1), keyId, keyArn },
    ],
    [
      'verify',
      { keyId, message: bytes(1), signature: bytes(1), algorithm: 'ECDSA_SHA_256' },
      { KeyId: keyArn, SignatureValid: true },
      { valid: true, keyId, keyArn },
    ],
    [
      'getPublicKey',
      { keyId },
      {
        KeyId: keyArn,
        PublicKey: der.toString('base64'),
        KeySpec: 'ECC_NIST_P256',
        KeyUsage: 'SIGN_VERIFY',
        SigningAlgorithms: ['ECDSA_SHA_256'],
      },
      {
        publicKey: new Uint8Array(der),
        pem: spki.export({ type: 'spki', format: 'pem' }),
        keyId,
        keyArn,
        spec: 'EC_P256',
        usage: 'SIGN_VERIFY',
        algorithms: ['ECDSA_SHA_256'],
      },
    ],
    [
      'generateMac',
      { keyId, message: bytes(1), algorithm: 'HMAC_SHA_256' },
      { KeyId: keyArn, Mac: 'AQ==', MacAlgorithm: 'HMAC_SHA_256' },
      { mac: bytes(1), keyId, keyArn },
    ],
    [
      'verifyMac',
      { keyId, message: bytes(1), mac: bytes(1), algorithm: 'HMAC_SHA_256' },
      { KeyId: keyArn, MacValid: true },
      { valid: true, keyId, keyArn },
    ],
    [
      'deriveSharedSecret',
      { keyId, publicKey: bytes(1) },
      { KeyId: keyArn, SharedSecret: 'AQ==', KeyOrigin: 'AWS_KMS' },
      { sharedSecret: bytes(1), keyId, keyArn },
    ],
  ])('of %s are read', async (operation, input, reply, output) => {
    expect(await read(operation, input, reply)).toEqual(output)
  })

  it('carry the request id and the whole reply, where nobody logs them by accident', async () => {
    const output = await clientAnswered({ Keys: [], Truncated: false }).listKeys({})
    expect(output.requestId).toBe('request-1')
    expect(output.raw).toEqual({ Keys: [], Truncated: false })
    expect(Object.keys(output)).toEqual(['keys'])
  })
})
