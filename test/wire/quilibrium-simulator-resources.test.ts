import { constants, createPublicKey, generateKeyPairSync, publicEncrypt, verify } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createQuilibriumSimulator } from '../../conformance/simulators/index.ts'
import { quilibriumTester, quilibriumWire } from '../support/quilibrium-wire.ts'

// Pages of docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations, as in quilibrium-simulator.test.ts.

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const ARN = `arn:verenc:000000000000:key/${KEY_ID}`
const BASE64 = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/)
const EPOCH = expect.any(Number)

const simulator = createQuilibriumSimulator()
const call = quilibriumWire(simulator.fetch)
const { succeeds, refuses, stateOf } = quilibriumTester(call)
const { control } = simulator

beforeEach(() => control.reset())

const textOf = async (action: string, input: unknown): Promise<string> => {
  const { status, text } = await call(action, input)
  return `${status} ${text}`
}

describe('Sign, Verify and GetPublicKey', () => {
  const message = { KeyId: KEY_ID, Message: 'SGVsbG8gV29ybGQ=', MessageType: 'RAW' }

  test.each([
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384'],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256'],
    ['ECC_ED25519', 'EDDSA_ED25519'],
  ])('%s signs with %s; a signature that does not fit is false', async (spec, SigningAlgorithm) => {
    control.putKey({ keyId: KEY_ID, spec, usage: 'SIGN_VERIFY' })
    const signed = await succeeds('Sign', { ...message, SigningAlgorithm })
    const { Signature } = signed
    expect(signed).toEqual({ KeyId: ARN, Signature: BASE64, SigningAlgorithm })
    const input = { ...message, SigningAlgorithm, Signature }
    expect(await succeeds('Verify', input)).toEqual({ KeyId: ARN, SignatureValid: true, SigningAlgorithm })
    expect(await succeeds('Verify', { ...input, Message: 'YQ==' })).toEqual({
      KeyId: ARN,
      SignatureValid: false,
      SigningAlgorithm,
    })
  })

  test('the public key verifies the signature outside; its spec has the pages’ name', async () => {
    control.putKey({ keyId: KEY_ID, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' })
    const reply = await succeeds('GetPublicKey', { KeyId: KEY_ID })
    const { PublicKey } = reply
    expect(reply).toEqual({
      KeyId: ARN,
      PublicKey: BASE64,
      CustomerMasterKeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ECDSA_SHA_256'],
    })
    const { Signature } = await succeeds('Sign', { ...message, SigningAlgorithm: 'ECDSA_SHA_256' })
    const key = createPublicKey({ key: Buffer.from(String(PublicKey), 'base64'), format: 'der', type: 'spki' })
    expect(verify('sha256', Buffer.from('Hello World'), key, Buffer.from(String(Signature), 'base64'))).toBe(true)
  })

  test('the public key of an RSA key is the page’s first sample', async () => {
    control.putKey({ keyId: KEY_ID, spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' })
    expect(await succeeds('GetPublicKey', { KeyId: KEY_ID })).toEqual({
      KeyId: ARN,
      PublicKey: BASE64,
      CustomerMasterKeySpec: 'RSA_2048',
      KeyUsage: 'ENCRYPT_DECRYPT',
      EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
    })
  })
})

describe('GenerateMAC, VerifyMac and DeriveSharedSecret', () => {
  test('the MAC is a MAC, not a Mac; one that does not fit is false', async () => {
    control.putKey({ keyId: KEY_ID, spec: 'HMAC_256' })
    const input = { KeyId: KEY_ID, Message: 'SGVsbG8gV29ybGQ=', MacAlgorithm: 'HMAC_SHA_256' }
    const { MAC, ...rest } = await succeeds('GenerateMAC', input)
    expect({ MAC, ...rest }).toEqual({ KeyId: ARN, MAC: BASE64, MacAlgorithm: 'HMAC_SHA_256' })
    const valid = { KeyId: ARN, MacValid: true, MacAlgorithm: 'HMAC_SHA_256' }
    expect(await succeeds('VerifyMac', { ...input, Mac: MAC })).toEqual(valid)
    expect(await succeeds('VerifyMac', { ...input, Mac: 'YQ==' })).toEqual({ ...valid, MacValid: false })
  })

  test('two keys derive one secret, without an algorithm in request or reply', async () => {
    const { keyId: other } = control.putKey({ spec: 'ECC_NIST_P256', usage: 'KEY_AGREEMENT' })
    control.putKey({ keyId: KEY_ID, spec: 'ECC_NIST_P256', usage: 'DERIVE_SHARED_SECRET' })
    const ours = await succeeds('GetPublicKey', { KeyId: KEY_ID })
    expect(ours).toEqual({
      KeyId: ARN,
      PublicKey: BASE64,
      CustomerMasterKeySpec: 'ECC_NIST_P256',
      KeyUsage: 'DERIVE_SHARED_SECRET',
    })
    const { PublicKey } = await succeeds('GetPublicKey', { KeyId: other })
    const derived = await succeeds('DeriveSharedSecret', { KeyId: KEY_ID, PublicKey, RecipientInfo: 'YQ==' })
    expect(derived).toEqual({ KeyId: ARN, SharedSecret: BASE64 })
    const there = await succeeds('DeriveSharedSecret', { KeyId: other, PublicKey: ours['PublicKey'] })
    expect(there['SharedSecret']).toBe(derived['SharedSecret'])
  })
})

describe('aliases, tags and policies', () => {
  beforeEach(() => control.putKey({ keyId: KEY_ID }))

  test('an alias is made, moved, listed with epoch dates, and deleted, without answers', async () => {
    const { keyId: other } = control.putKey({})
    const AliasName = 'alias/ExampleAlias'
    expect(await textOf('CreateAlias', { AliasName, TargetKeyId: KEY_ID })).toBe('200 ')
    expect(await textOf('UpdateAlias', { AliasName, TargetKeyId: other })).toBe('200 ')
    const AliasArn = 'arn:verenc:000000000000:alias/ExampleAlias'
    expect(await succeeds('ListAliases', { KeyId: other })).toEqual({
      Aliases: [{ AliasArn, AliasName, CreationDate: EPOCH, LastUpdatedDate: EPOCH, TargetKeyId: other }],
      Truncated: false,
    })
    expect(await textOf('DeleteAlias', { AliasName })).toBe('200 ')
    expect(await succeeds('ListAliases', {})).toEqual({ Aliases: [], Truncated: false })
  })

  test('a tag set again has the new value; one that is not there is removed all the same', async () => {
    for (const TagValue of ['Test', 'Production'])
      expect(await textOf('TagResource', { KeyId: KEY_ID, Tags: [{ TagKey: 'Purpose', TagValue }] })).toBe('200 ')
    const Tags = [{ TagKey: 'Purpose', TagValue: 'Production' }]
    expect(await succeeds('ListResourceTags', { KeyId: KEY_ID })).toEqual({ Tags, Truncated: false })
    expect(await textOf('UntagResource', { KeyId: KEY_ID, TagKeys: ['Nothing', 'Purpose'] })).toBe('200 ')
    expect(await succeeds('ListResourceTags', { KeyId: KEY_ID })).toEqual({ Tags: [], Truncated: false })
  })

  test.each(['arn:aws:iam::000000000000:root', 'arn:verenc:000000000000:root'])(
    'a policy in favour of %s keeps the account in control; PutKeyPolicy answers {}',
    async (AWS) => {
      const Statement = [{ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }]
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
      const named = { KeyId: KEY_ID, PolicyName: 'default' }
      expect(await textOf('PutKeyPolicy', { ...named, Policy })).toBe('200 {}')
      const stored = await succeeds('GetKeyPolicy', named)
      expect(Object.keys(stored)).toEqual(['Policy'])
      expect(JSON.parse(String(stored['Policy']))).toEqual(JSON.parse(Policy))
      expect(await succeeds('ListKeyPolicies', { KeyId: KEY_ID })).toEqual({
        PolicyNames: ['default'],
        Truncated: false,
      })
    },
  )

  test('a policy is named in every request', async () => {
    await refuses('GetKeyPolicy', { KeyId: KEY_ID }, 'ValidationException')
    await refuses('PutKeyPolicy', { KeyId: KEY_ID, Policy: '{}' }, 'ValidationException')
  })
})

describe('grants', () => {
  const GranteePrincipal = 'arn:aws:iam::000000000000:role/ExampleRole'
  const RetiringPrincipal = 'arn:aws:iam::000000000000:role/AdminRole'

  test('are created, listed, revoked and retired', async () => {
    control.putKey({ keyId: KEY_ID })
    const input = { KeyId: KEY_ID, GranteePrincipal, RetiringPrincipal, Operations: ['Decrypt', 'Encrypt'] }
    const made = await succeeds('CreateGrant', { ...input, Name: 'ExampleGrant' })
    const { GrantId, GrantToken } = made
    expect(made).toEqual({ GrantId: expect.stringMatching(/^[0-9a-f]{64}$/), GrantToken: BASE64 })
    const grant = {
      CreationDate: EPOCH,
      GrantId,
      GranteePrincipal,
      IssuingAccount: 'arn:aws:iam::000000000000:root',
      KeyId: ARN,
      Name: 'ExampleGrant',
      Operations: ['Decrypt', 'Encrypt'],
      RetiringPrincipal,
    }
    expect(await succeeds('ListGrants', { KeyId: KEY_ID, GrantId })).toEqual({ Grants: [grant], Truncated: false })
    expect(await succeeds('ListRetirableGrants', { RetiringPrincipal })).toEqual({ Grants: [grant], Truncated: false })
    expect(await textOf('RetireGrant', { GrantToken })).toBe('200 ')
    const { GrantId: second } = await succeeds('CreateGrant', input)
    expect(await textOf('RevokeGrant', { KeyId: KEY_ID, GrantId: second })).toBe('200 ')
    expect(await succeeds('ListGrants', { KeyId: KEY_ID })).toEqual({ Grants: [], Truncated: false })
  })
})

describe('rotation', () => {
  test('is off, goes on without a period, and the status has one member', async () => {
    control.putKey({ keyId: KEY_ID })
    const status = () => textOf('GetKeyRotationStatus', { KeyId: KEY_ID })
    expect(await status()).toBe('200 {"KeyRotationEnabled":false}')
    expect(await textOf('EnableKeyRotation', { KeyId: KEY_ID, RotationPeriodInDays: 90 })).toBe('200 ')
    expect(await status()).toBe('200 {"KeyRotationEnabled":true}')
    expect(await textOf('DisableKeyRotation', { KeyId: KEY_ID })).toBe('200 ')
    expect(await status()).toBe('200 {"KeyRotationEnabled":false}')
  })
})

describe('imported material', () => {
  const wrapping = { KeyId: KEY_ID, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
  const material = Buffer.alloc(32, 7)

  const importIt = async (changes: object = {}) => {
    const parameters = await succeeds('GetParametersForImport', wrapping)
    expect(parameters).toEqual({ ImportToken: BASE64, KeyId: ARN, ParametersValidTo: EPOCH, PublicKey: BASE64 })
    const key = createPublicKey({
      key: Buffer.from(String(parameters['PublicKey']), 'base64'),
      format: 'der',
      type: 'spki',
    })
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const EncryptedKeyMaterial = new Uint8Array(publicEncrypt({ key, padding, oaepHash: 'sha256' }, material))
    const { ImportToken } = parameters
    const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE'
    return call('ImportKeyMaterial', { KeyId: KEY_ID, ImportToken, EncryptedKeyMaterial, ExpirationModel, ...changes })
  }

  test('is imported once, deleted with {}, and the same may come again', async () => {
    control.putKey({ keyId: KEY_ID, state: 'PendingImport' })
    expect(await importIt()).toMatchObject({ status: 200, text: '' })
    expect(await stateOf(KEY_ID)).toBe('Enabled')
    await refuses('GetParametersForImport', wrapping, 'KMSInvalidStateException')
    expect(await textOf('DeleteImportedKeyMaterial', { KeyId: KEY_ID })).toBe('200 {}')
    expect(await stateOf(KEY_ID)).toBe('PendingImport')
    await refuses('Encrypt', { KeyId: KEY_ID, Plaintext: 'YQ==' }, 'KMSInvalidStateException')
    expect(await importIt({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: Date.now() / 1_000 + 60 })).toMatchObject(
      { status: 200 },
    )
    control.clock.advance('2m')
    expect(await stateOf(KEY_ID)).toBe('PendingImport')
  })

  test('needs an expiration model, a token of its own, and OAEP', async () => {
    control.putKey({ keyId: KEY_ID, state: 'PendingImport' })
    expect((await importIt({ ExpirationModel: undefined })).body).toMatchObject({ __type: 'ValidationException' })
    expect((await importIt({ ImportToken: 'YQ==' })).body).toMatchObject({ __type: 'InvalidImportTokenException' })
    expect((await importIt({ EncryptedKeyMaterial: 'YQ==' })).body).toMatchObject({
      __type: 'InvalidCiphertextException',
    })
    await refuses(
      'GetParametersForImport',
      { ...wrapping, WrappingAlgorithm: 'RSAES_PKCS1_V1_5' },
      'ValidationException',
    )
    await refuses('GetParametersForImport', { ...wrapping, WrappingKeySpec: 'RSA_4096' }, 'ValidationException')
  })

  test('is not for keys of the service: parameters are not supported, an import is in no fitting state', async () => {
    control.putKey({ keyId: KEY_ID })
    await refuses('GetParametersForImport', wrapping, 'UnsupportedOperationException')
    const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE'
    const input = { KeyId: KEY_ID, ImportToken: 'YQ==', EncryptedKeyMaterial: 'YQ==', ExpirationModel }
    await refuses('ImportKeyMaterial', input, 'KMSInvalidStateException')
  })
})

test('an Ed25519 key made elsewhere signs as OpenSSL verifies', async () => {
  control.putKey({ keyId: KEY_ID, spec: 'ED25519', usage: 'SIGN_VERIFY' })
  const { PublicKey } = await succeeds('GetPublicKey', { KeyId: KEY_ID })
  const key = createPublicKey({ key: Buffer.from(String(PublicKey), 'base64'), format: 'der', type: 'spki' })
  const { Signature } = await succeeds('Sign', { KeyId: KEY_ID, Message: 'YQ==', SigningAlgorithm: 'EDDSA_ED25519' })
  const signature = Buffer.from(String(Signature), 'base64')
  expect(verify(null, Buffer.from('a'), key, signature)).toBe(true)
  const { publicKey: stranger } = generateKeyPairSync('ed25519')
  expect(verify(null, Buffer.from('a'), stranger, signature)).toBe(false)
})
