import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester, constraint } from '../support/aws-wire.ts'

// Every row is an answer of the real service: [R] recorded in localstack/localstack
// tests/aws/services/kms/test_kms.snapshot.json under the test named, [F] measured in us-east-1 by floci-io/floci
// KmsIntegrationTest.java (pull request 3968), [I] quoted in the public issue named. Rows without a mark are ours.

const simulator = createAwsSimulator({ seed: 'signing' })
const call = awsWire(simulator.fetch)
const { createKey, refuses, succeeds } = awsWireTester(call)
const text = new Uint8Array(Buffer.from('some important message'))
const unknownId = '11111111-2222-4333-8444-555555555555'
const incompatible = (algorithm: string, spec: string) =>
  `Algorithm ${algorithm} is incompatible with key spec ${spec}.`
const macAlgorithms = '[HMAC_SHA_384, HMAC_SHA_256, HMAC_SHA_224, HMAC_SHA_512]'

describe('Sign and Verify', () => {
  const specs = [
    ['RSA_2048', 'RSASSA_PSS_SHA_256', 32],
    ['RSA_2048', 'RSASSA_PSS_SHA_384', 48],
    ['RSA_2048', 'RSASSA_PSS_SHA_512', 64],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 32],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_384', 48],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 64],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 32],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 48],
    ['ECC_NIST_P521', 'ECDSA_SHA_512', 64],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 32],
    ['ECC_NIST_EDWARDS25519', 'ED25519_PH_SHA_512', 64],
  ] as const

  test.each(specs)(
    '%s with %s takes digests of %i bytes only [R test_sign_verify] [F]',
    async (spec, algorithm, length) => {
      const { keyId: KeyId } = simulator.control.putKey({ spec, usage: 'SIGN_VERIFY' })
      const input = { KeyId, SigningAlgorithm: algorithm, MessageType: 'DIGEST' }
      const message = `Digest is invalid length for algorithm ${algorithm}.`
      for (const wrong of [length - 1, length + 1]) {
        const Message = new Uint8Array(wrong)
        await refuses('Sign', { ...input, Message }, 'ValidationException', message)
        await refuses('Verify', { ...input, Message, Signature: text }, 'ValidationException', message)
      }
      const Message = new Uint8Array(length)
      const { Signature } = await succeeds('Sign', { ...input, Message })
      expect(await succeeds('Verify', { ...input, Message, Signature })).toMatchObject({ SignatureValid: true })
    },
  )

  test.each([...specs, ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 0] as const])(
    '%s with %s refuses every wrong signature without a message [R test_sign_verify] [F]',
    async (spec, algorithm, length) => {
      const { keyId: KeyId } = simulator.control.putKey({ spec, usage: 'SIGN_VERIFY' })
      const prehashed = algorithm === 'ED25519_PH_SHA_512'
      const Message = prehashed ? new Uint8Array(length) : text
      const input = { KeyId, SigningAlgorithm: algorithm, ...(prehashed && { MessageType: 'DIGEST' }) }
      const { Signature } = await succeeds('Sign', { ...input, Message })
      const right = new Uint8Array(Buffer.from(String(Signature), 'base64'))
      const tampered = right.map((byte, index) => (index === 10 ? byte ^ 1 : byte))
      for (const wrong of [tampered, text, right.subarray(1), new Uint8Array(6144)])
        await refuses('Verify', { ...input, Message, Signature: wrong }, 'KMSInvalidSignatureException')
      const other = Message.map((byte) => byte ^ 1)
      await refuses('Verify', { ...input, Message: other, Signature }, 'KMSInvalidSignatureException')
    },
  )

  test('the algorithm must be one of the key [F]', async () => {
    const rsa = simulator.control.putKey({ spec: 'RSA_2048', usage: 'SIGN_VERIFY' })
    const p256 = simulator.control.putKey({ spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' })
    for (const [key, algorithm, spec] of [
      [rsa, 'SYMMETRIC_DEFAULT', 'RSA_2048'],
      [rsa, 'ECDSA_SHA_256', 'RSA_2048'],
      [p256, 'ECDSA_SHA_384', 'ECC_NIST_P256'],
    ] as const) {
      const input = { KeyId: key.keyId, Message: text, SigningAlgorithm: algorithm }
      await refuses('Sign', input, 'InvalidKeyUsageException', incompatible(algorithm, spec))
      await refuses('Verify', { ...input, Signature: text }, 'InvalidKeyUsageException', incompatible(algorithm, spec))
    }
  })

  test('Ed25519 takes messages, Ed25519ph takes digests [F]', async () => {
    const { keyId: KeyId } = simulator.control.putKey({ spec: 'ECC_NIST_EDWARDS25519', usage: 'SIGN_VERIFY' })
    const Message = new Uint8Array(64)
    for (const [algorithm, type] of [
      ['ED25519_SHA_512', 'DIGEST'],
      ['ED25519_PH_SHA_512', 'RAW'],
    ]) {
      const input = { KeyId, Message, SigningAlgorithm: algorithm, MessageType: type }
      const message = `Message type ${type} is incompatible with algorithm ${algorithm}.`
      await refuses('Sign', input, 'ValidationException', message)
      await refuses('Verify', { ...input, Signature: text }, 'ValidationException', message)
    }
  })

  test('unknown algorithms and message types are named before the key is looked up [F]', async () => {
    const input = { KeyId: unknownId, Message: text }
    const list =
      'RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512, RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512, ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512, ED25519_SHA_512, ED25519_PH_SHA_512, SM2DSA, ML_DSA_SHAKE_256'
    const algorithm = constraint("'FOO'", 'signingAlgorithm', `satisfy enum value set: [${list}]`)
    await refuses('Sign', { ...input, SigningAlgorithm: 'FOO' }, 'ValidationException', algorithm)
    const type = constraint("'FOO'", 'messageType', 'satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]')
    const typed = { ...input, SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'FOO' }
    await refuses('Sign', typed, 'ValidationException', type)
    const missing = constraint('null', 'signingAlgorithm', 'not be null')
    await refuses('Sign', input, 'ValidationException', missing)
  })
})

describe('GenerateMac and VerifyMac', () => {
  test.each(['HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512'])('%s round-trips', async (KeySpec) => {
    const key = await createKey({ KeySpec, KeyUsage: 'GENERATE_VERIFY_MAC' })
    const input = { KeyId: key.id, Message: text, MacAlgorithm: KeySpec.replace('_', '_SHA_') }
    const { Mac } = await succeeds('GenerateMac', input)
    expect(await succeeds('VerifyMac', { ...input, Mac })).toMatchObject({ MacValid: true, KeyId: key.arn })
  })

  test('an id of no known form is invalid [R test_generate_and_verify_mac]', async () => {
    const input = { KeyId: 'key_id', Message: text, MacAlgorithm: 'HMAC_SHA_256' }
    await refuses('GenerateMac', input, 'NotFoundException', "Invalid keyId 'key_id'")
    await refuses('VerifyMac', { ...input, Mac: text }, 'NotFoundException', "Invalid keyId 'key_id'")
  })

  test('the algorithm must be that of the key [R test_invalid_generate_mac, test_invalid_verify_mac]', async () => {
    const small = await createKey({ KeySpec: 'HMAC_224', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const input = { KeyId: small.id, Message: text, MacAlgorithm: 'HMAC_SHA_256' }
    await refuses('GenerateMac', input, 'InvalidKeyUsageException', incompatible('HMAC_SHA_256', 'HMAC_224'))
    const key = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const verify = { KeyId: key.id, Message: text, MacAlgorithm: 'HMAC_SHA_512', Mac: text }
    await refuses('VerifyMac', verify, 'InvalidKeyUsageException', incompatible('HMAC_SHA_512', 'HMAC_256'))
  })

  test('an unknown algorithm is named [R test_invalid_generate_mac, test_invalid_verify_mac]', async () => {
    const message = constraint("'INVALID'", 'macAlgorithm', `satisfy enum value set: ${macAlgorithms}`)
    const input = { KeyId: unknownId, Message: text, MacAlgorithm: 'INVALID' }
    await refuses('GenerateMac', input, 'ValidationException', message)
    await refuses('VerifyMac', { ...input, Mac: text }, 'ValidationException', message)
  })

  test('a wrong MAC has no message [R test_invalid_verify_mac]', async () => {
    const key = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const input = { KeyId: key.id, MacAlgorithm: 'HMAC_SHA_256' }
    const { Mac } = await succeeds('GenerateMac', { ...input, Message: text })
    const Message = new Uint8Array(Buffer.from('some different important message'))
    await refuses('VerifyMac', { ...input, Message, Mac }, 'KMSInvalidMacException')
    await refuses('VerifyMac', { ...input, Message: text, Mac: text }, 'KMSInvalidMacException')
  })
})

describe('GetPublicKey', () => {
  test('is answered by a disabled key [F]', async () => {
    const { keyId, arn } = simulator.control.putKey({ spec: 'RSA_2048', usage: 'SIGN_VERIFY', state: 'Disabled' })
    const body = await succeeds('GetPublicKey', { KeyId: keyId })
    expect(body).toMatchObject({ KeyId: arn, KeySpec: 'RSA_2048', CustomerMasterKeySpec: 'RSA_2048' })
    expect(body['SigningAlgorithms']).toHaveLength(6)
    expect(body['EncryptionAlgorithms']).toBeUndefined()
  })

  test('is unsupported for symmetric and HMAC keys, without a message [F]', async () => {
    const hmac = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const symmetric = await createKey()
    for (const key of [hmac, symmetric])
      await refuses('GetPublicKey', { KeyId: key.id }, 'UnsupportedOperationException')
  })

  test('asks for the state before the kind of key [F]', async () => {
    const hmac = simulator.control.putKey({ spec: 'HMAC_256', state: 'PendingDeletion' })
    await refuses('GetPublicKey', { KeyId: hmac.keyId }, 'KMSInvalidStateException', `${hmac.arn} is pending deletion.`)
    const external = await createKey({ Origin: 'EXTERNAL' })
    const message = `${external.arn} is pending import.`
    await refuses('GetPublicKey', { KeyId: external.id }, 'KMSInvalidStateException', message)
  })
})
