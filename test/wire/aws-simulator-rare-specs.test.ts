import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { supports } from '../../conformance/simulators/shared/crypto/specs.ts'
import { awsWire, awsWireTester } from '../support/aws-wire.ts'

const simulator = createAwsSimulator({ seed: 'rare' })
const call = awsWire(simulator.fetch)
const china = awsWireTester((action, input) => call(action, input, { region: 'cn-north-1' }))
const world = awsWireTester(call)
const text = new Uint8Array(Buffer.from('text'))
const bytesOf = (value: unknown) => Buffer.from(String(value), 'base64')

describe('SM2', () => {
  test('is sold in the China Regions only [floci-io/floci KmsIntegrationTest]', async () => {
    const input = { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }
    await world.refuses(
      'CreateKey',
      input,
      'UnsupportedOperationException',
      'KeySpec SM2 is not supported in this Region',
    )
    expect((await china.createKey(input)).arn).toMatch(/^arn:aws-cn:kms:cn-north-1:/)
  })

  test('signs messages and digests', async () => {
    const { id: KeyId } = await china.createKey({ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' })
    const input = { KeyId, SigningAlgorithm: 'SM2DSA' }
    for (const form of [{ Message: text }, { Message: new Uint8Array(32), MessageType: 'DIGEST' }]) {
      const { Signature } = await china.succeeds('Sign', { ...input, ...form })
      expect(await china.succeeds('Verify', { ...input, ...form, Signature })).toMatchObject({ SignatureValid: true })
    }
    const { Signature } = await china.succeeds('Sign', { ...input, Message: text })
    const other = { ...input, Message: new Uint8Array([1]), Signature }
    await china.refuses('Verify', other, 'KMSInvalidSignatureException')
  })

  test('encrypts up to 1024 bytes', async () => {
    const { id: KeyId } = await china.createKey({ KeySpec: 'SM2', KeyUsage: 'ENCRYPT_DECRYPT' })
    const input = { KeyId, EncryptionAlgorithm: 'SM2PKE' }
    const Plaintext = new Uint8Array(1024).fill(3)
    const { CiphertextBlob } = await china.succeeds('Encrypt', { ...input, Plaintext })
    const decrypted = await china.succeeds('Decrypt', { ...input, CiphertextBlob })
    expect(new Uint8Array(bytesOf(decrypted['Plaintext']))).toEqual(Plaintext)
    await china.refuses('Decrypt', { ...input, CiphertextBlob: text }, 'InvalidCiphertextException')
    const { body } = await call('Encrypt', { ...input, Plaintext: new Uint8Array(1025) }, { region: 'cn-north-1' })
    expect(body['__type']).toBe('ValidationException')
  })

  test('agrees on a secret', async () => {
    const input = { KeySpec: 'SM2', KeyUsage: 'KEY_AGREEMENT' }
    const [a, b] = [await china.createKey(input), await china.createKey(input)]
    const derive = async (own: string, peer: string) => {
      const { PublicKey } = await china.succeeds('GetPublicKey', { KeyId: peer })
      return china.succeeds('DeriveSharedSecret', { KeyId: own, PublicKey, KeyAgreementAlgorithm: 'ECDH' })
    }
    const secret = (await derive(a.id, b.id))['SharedSecret']
    expect((await derive(b.id, a.id))['SharedSecret']).toBe(secret)
    expect(bytesOf(secret).length).toBe(32)
  })
})

describe('ML-DSA', () => {
  test.skipIf(supports('ML_DSA_44'))('is refused, not imitated, where Node lacks it', async () => {
    const { status, body } = await call('CreateKey', { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' })
    expect({ status, code: body['__type'] }).toEqual({ status: 400, code: 'UnsupportedOperationException' })
  })

  /** Lengths: floci-io/floci KmsIntegrationTest. */
  test.runIf(supports('ML_DSA_44')).each([
    ['ML_DSA_44', 1334, 2420],
    ['ML_DSA_65', 1974, 3309],
    ['ML_DSA_87', 2614, 4627],
  ])('%s has public keys of %i and signatures of %i bytes, and takes no digests', async (KeySpec, keyBytes, signed) => {
    const { id: KeyId } = await world.createKey({ KeySpec, KeyUsage: 'SIGN_VERIFY' })
    const { PublicKey } = await world.succeeds('GetPublicKey', { KeyId })
    const input = { KeyId, SigningAlgorithm: 'ML_DSA_SHAKE_256', Message: text }
    const { Signature } = await world.succeeds('Sign', input)
    expect([bytesOf(PublicKey).length, bytesOf(Signature).length]).toEqual([keyBytes, signed])
    expect(await world.succeeds('Verify', { ...input, Signature })).toMatchObject({ SignatureValid: true })
    const message = `Message type DIGEST is incompatible with key spec ${KeySpec}.`
    await world.refuses('Sign', { ...input, MessageType: 'DIGEST' }, 'ValidationException', message)
    const other = { ...input, Message: new Uint8Array(2), Signature }
    await world.refuses('Verify', other, 'KMSInvalidSignatureException')
  })
})
