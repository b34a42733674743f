import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { OperationName } from '../../../../src/index.ts'
import { bytes, created, described, failure, keyArn, keyId, later, read, seconds, service } from './service.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64')
const message = bytes(1)
const p1363 = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })

describe('replies', () => {
  it.each<[OperationName, object, unknown, object]>([
    ['listKeys', {}, { Keys: [{ KeyId: keyId, KeyArn: keyArn }], Truncated: false }, { keys: [{ keyId, keyArn }] }],
    ['listKeys', {}, { Keys: [], NextMarker: 'm', Truncated: true }, { keys: [], cursor: 'm' }],
    ['disableKey', { keyId }, undefined, { keyId }],
    ['updateKeyDescription', { keyId, description: 'd' }, undefined, {}],
    [
      'scheduleKeyDeletion',
      { keyId },
      { KeyId: keyArn, DeletionDate: seconds, KeyState: 'PendingDeletion', PendingWindowInDays: 30 },
      { keyId, state: 'PendingDeletion', deletionDate: later },
    ],
    ['cancelKeyDeletion', { keyId }, { KeyId: `arn:aws:verenc:1:key/${keyId}` }, { keyId }],
    [
      'listAliases',
      {},
      {
        Aliases: [{ AliasName: 'alias/a', AliasArn: 'arn:verenc:1:alias/a', CreationDate: seconds }],
        Truncated: false,
      },
      { aliases: [{ alias: 'alias/a', aliasArn: 'arn:verenc:1:alias/a', createdAt: later }] },
    ],
    [
      'encrypt',
      { keyId, plaintext: bytes(1) },
      { CiphertextBlob: 'AQ==', KeyId: keyArn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
      { ciphertext: bytes(1), keyId, keyArn },
    ],
    [
      'generateDataKeyPairWithoutPlaintext',
      { keyId, pairSpec: 'EC_SECP256K1' },
      {
        KeyId: keyArn,
        KeyPairSpec: 'ECC_SECG_P256K1',
        PrivateKeyCiphertextBlob: 'AQ==',
        PublicKey: base64(spki.slice(-64)),
      },
      { privateKeyCiphertext: bytes(1), publicKey: spki, keyId, keyArn, pairSpec: 'EC_SECP256K1' },
    ],
    [
      'generateMac',
      { keyId, message, algorithm: 'HMAC_SHA_256' },
      { KeyId: keyArn, MAC: 'AQ==', MacAlgorithm: 'HMAC_SHA_256' },
      { mac: bytes(1), keyId, keyArn },
    ],
    [
      'generateMac',
      { keyId, message, algorithm: 'HMAC_SHA_256' },
      { KeyId: keyId, Mac: 'AQ==' },
      { mac: bytes(1), keyId },
    ],
    [
      'deriveSharedSecret',
      { keyId, publicKey: bytes(1) },
      { KeyId: keyId, SharedSecret: 'AQ==' },
      { sharedSecret: bytes(1), keyId },
    ],
    [
      'getParametersForImport',
      { keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
      { KeyId: keyArn, ImportToken: 'AQ==', PublicKey: 'Ag==', ParametersValidTo: seconds },
      { keyId, keyArn, importToken: bytes(1), publicKey: bytes(2), expiresAt: later },
    ],
    ['importKeyMaterial', { keyId, importToken: bytes(1), encryptedMaterial: bytes(2) }, undefined, {}],
    ['deleteKeyMaterial', { keyId }, {}, {}],
    ['enableKeyRotation', { keyId }, undefined, {}],
    ['getKeyRotationStatus', { keyId }, { KeyRotationEnabled: true }, { enabled: true }],
    ['putKeyPolicy', { keyId, policy: '{}' }, {}, {}],
    ['getKeyPolicy', { keyId }, { Policy: '{}' }, { policy: '{}' }],
    ['listKeyPolicies', { keyId }, { PolicyNames: ['default'], Truncated: false }, { policyNames: ['default'] }],
    [
      'createGrant',
      { keyId, grantee: 'arn:aws:iam::1:root', operations: ['Decrypt'] },
      { GrantId: 'g', GrantToken: 't' },
      { grantId: 'g', grantToken: 't' },
    ],
    [
      'listGrants',
      { keyId },
      {
        Grants: [
          {
            GrantId: 'g',
            KeyId: keyArn,
            GranteePrincipal: 'arn:aws:iam::1:root',
            Operations: ['GenerateMAC', 'GenerateMac', 'Decrypt', 'Divine'],
            CreationDate: seconds,
          },
        ],
        Truncated: false,
      },
      {
        grants: [
          {
            grantId: 'g',
            keyId,
            keyArn,
            grantee: 'arn:aws:iam::1:root',
            operations: ['GenerateMac', 'GenerateMac', 'Decrypt', 'UNKNOWN'],
            createdAt: later,
          },
        ],
      },
    ],
    ['revokeGrant', { keyId, grantId: 'g' }, undefined, {}],
    ['listKeyTags', { keyId }, { Tags: [{ TagKey: 'a', TagValue: 'b' }], Truncated: false }, { tags: { a: 'b' } }],
    [
      'replicateKey',
      { keyId, region: 'us-west-2' },
      { ReplicaKeyMetadata: { ...created, KeyState: 'ENABLED', CreationDate: '2026-01-02T03:04:05Z' } },
      { keyId, keyArn, region: 'us-west-2', metadata: { ...described, providerState: 'ENABLED' } },
    ],
    ['updatePrimaryRegion', { keyId, region: 'us-west-2' }, undefined, {}],
  ])('of %s are read', async (operation, input, reply, output) => {
    expect(await read(operation, input, reply)).toEqual(output)
  })

  it.each(['CustomerMasterKeySpec', 'KeySpec'])(
    'of GetPublicKey give DER of a bare key, whose %s they name',
    async (member) => {
      const reply = {
        KeyId: keyArn,
        PublicKey: base64(spki.slice(-65)),
        [member]: 'ECC_SECG_P256K1',
        KeyUsage: 'SIGN_VERIFY',
        SigningAlgorithms: ['ECDSA_SHA_256'],
      }
      expect(await read('getPublicKey', { keyId }, reply)).toEqual({
        publicKey: spki,
        pem: publicKey.export({ type: 'spki', format: 'pem' }),
        keyId,
        keyArn,
        spec: 'EC_SECP256K1',
        usage: 'SIGN_VERIFY',
        algorithms: ['ECDSA_SHA_256'],
      })
    },
  )

  it('of Sign give DER, whichever of three forms they have', async () => {
    const { kms } = service(({ body }) => ({ KeyId: keyId, Signature: Object(body).Message }))
    const call = async (signature: Uint8Array) =>
      (await kms.sign({ keyId, message: signature, algorithm: 'ECDSA_SHA_256' })).signature
    const der = await call(p1363)
    expect(der[0]).toBe(0x30)
    expect(await call(Uint8Array.of(...p1363, 28))).toEqual(der)
    expect(await call(der)).toEqual(der)
    expect(await failure(call(bytes(1)))).toMatchObject({ code: 'InvalidResponse', operation: 'sign' })
  })
})

describe('a signature or code that does not fit', () => {
  const signature = bytes(1)
  const verifying = { keyId, message, signature, algorithm: 'ECDSA_SHA_256' } as const
  const checking = { keyId, message, mac: signature, algorithm: 'HMAC_SHA_256' } as const

  it('may be answered with false', async () => {
    expect(await read('verify', verifying, { KeyId: keyArn, SignatureValid: false })).toEqual({
      valid: false,
      keyId,
      keyArn,
    })
    expect(await read('verifyMac', checking, { KeyId: keyArn, MacValid: false })).toEqual({
      valid: false,
      keyId,
      keyArn,
    })
  })

  it.each([
    ['SignatureInvalidException', 'MacInvalidException'],
    ['KMSInvalidSignatureException', 'KMSInvalidMacException'],
  ])('may be answered with %s and %s', async (ofVerify, ofVerifyMac) => {
    expect(await read('verify', verifying, { __type: ofVerify })).toEqual({ valid: false })
    expect(await read('verifyMac', checking, { __type: ofVerifyMac })).toEqual({ valid: false })
  })

  it('is not taken from any other error', async () => {
    const { kms } = service(() => ({ __type: 'DisabledException' }))
    expect(await failure(kms.verify(verifying))).toMatchObject({ code: 'InvalidKeyState', keyState: 'Disabled' })
  })
})

describe('data keys', () => {
  it('are wrapped and unwrapped by Encrypt and Decrypt', async () => {
    const plaintext = new Uint8Array(32).fill(7)
    const { kms, sent } = service(({ action }) =>
      action === 'Encrypt'
        ? { CiphertextBlob: 'AQ==', KeyId: keyArn }
        : { Plaintext: base64(plaintext), KeyId: keyArn },
    )
    const { ciphertext } = await kms.encryptDataKey({ keyId, plaintext })
    expect((await kms.decryptDataKey({ keyId, ciphertext })).plaintext).toEqual(plaintext)
    expect(sent.map(({ action }) => action)).toEqual(['Encrypt', 'Decrypt'])
    expect(await failure(kms.decryptDataKey({ keyId, ciphertext, spec: 'AES_128' }))).toMatchObject({
      code: 'InvalidCiphertext',
    })
  })
})

describe('what no operation of ours covers', () => {
  it('is called by its own name: the parties of a threshold key, the tasks of a sidecar', async () => {
    const { kms, sent } = service(() => ({ Tasks: [] }))
    expect(await kms.raw('ListTasks', { Limit: 1 })).toEqual({ Tasks: [] })
    await kms.raw('CreateKey', {
      KeySpec: 'ECC_SECG_P256K1',
      Participants: ['service', 's'],
      Threshold: 2,
      TotalParties: 2,
    })
    expect(sent.map(({ action }) => action)).toEqual(['ListTasks', 'CreateKey'])
    expect(await failure(kms.raw('List Tasks', {}))).toMatchObject({ code: 'InvalidInput', field: 'action' })
  })
})
