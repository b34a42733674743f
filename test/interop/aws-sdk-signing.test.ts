import {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto'
import {
  DeriveSharedSecretCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  InvalidKeyUsageException,
  type KMSClient,
  KMSInvalidMacException,
  KMSInvalidSignatureException,
  SignCommand,
  type SigningAlgorithmSpec,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AwsBench, createKeyWith, given, importKeyWith, spkiKey, startAwsBench } from '../support/aws-sdk.ts'

// AWS's own client against the simulator on a real port; every signature, MAC and secret is checked with node:crypto.

let bench: AwsBench
let kms: KMSClient
const Message = new Uint8Array(Buffer.from('signed in the cloud'))

beforeAll(async () => {
  bench = await startAwsBench()
  kms = bench.client()
})

afterAll(() => bench.server.close())

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
const pkcs1 = { padding: constants.RSA_PKCS1_PADDING }
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = (namedCurve: string) => () => generateKeyPairSync('ec', { namedCurve })

const cases = [
  ['RSA_2048', 'RSASSA_PSS_SHA_256', 'sha256', pss, rsa],
  ['RSA_2048', 'RSASSA_PSS_SHA_384', 'sha384', pss, rsa],
  ['RSA_2048', 'RSASSA_PSS_SHA_512', 'sha512', pss, rsa],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'sha256', pkcs1, rsa],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_384', 'sha384', pkcs1, rsa],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 'sha512', pkcs1, rsa],
  ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256', {}, ec('prime256v1')],
  ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384', {}, ec('secp384r1')],
  ['ECC_NIST_P521', 'ECDSA_SHA_512', 'sha512', {}, ec('secp521r1')],
  ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256', {}, ec('secp256k1')],
] as const

type Spec = (typeof cases)[number][0]

/** One key of a spec serves all its algorithms: RSA keys take long to make. */
function onePerSpec<T>(make: (spec: Spec) => Promise<T>): (spec: Spec) => Promise<T> {
  const made = new Map<Spec, Promise<T>>()
  return (spec) => {
    const value = made.get(spec) ?? make(spec)
    made.set(spec, value)
    return value
  }
}

const usage = { KeyUsage: 'SIGN_VERIFY' } as const
const createdKey = onePerSpec((KeySpec) => createKeyWith(kms, { KeySpec, ...usage }))
const importedKey = onePerSpec(async (KeySpec) => {
  const privateKey = given(cases.find(([name]) => name === KeySpec))[4]().privateKey
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  return { privateKey, KeyId: await importKeyWith(kms, { KeySpec, ...usage }, pkcs8) }
})

describe.each(cases)('%s with %s', (KeySpec, SigningAlgorithm, hash, options) => {
  const digest = new Uint8Array(createHash(hash).update(Message).digest())
  const forms = [
    { Message, MessageType: 'RAW' },
    { Message: digest, MessageType: 'DIGEST' },
  ] as const

  test('signs messages and digests so that OpenSSL verifies the message', async () => {
    const KeyId = await createdKey(KeySpec)
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    const key = spkiKey(given(PublicKey))
    for (const form of forms) {
      const reply = await kms.send(new SignCommand({ KeyId, SigningAlgorithm, ...form }))
      expect(reply).toMatchObject({ KeyId, SigningAlgorithm })
      expect(verify(hash, Message, { key, ...options }, given(reply.Signature))).toBe(true)
      for (const checked of forms) {
        const input = { KeyId, SigningAlgorithm, Signature: reply.Signature, ...checked }
        expect(await kms.send(new VerifyCommand(input))).toMatchObject({ KeyId, SignatureValid: true })
      }
    }
  })

  test('verifies what OpenSSL signed with the imported private key, and nothing else', async () => {
    const { privateKey, KeyId } = await importedKey(KeySpec)
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
    expect(PublicKey).toEqual(new Uint8Array(spki))
    const Signature = sign(hash, Message, { key: privateKey, ...options })
    for (const form of forms) {
      const input = { KeyId, SigningAlgorithm, Signature, ...form }
      expect(await kms.send(new VerifyCommand(input))).toMatchObject({ SignatureValid: true })
      const changed = form.Message.map((byte) => byte ^ 1)
      const wrong = new VerifyCommand({ ...input, Message: changed })
      await expect(kms.send(wrong)).rejects.toThrow(KMSInvalidSignatureException)
    }
  })
})

describe('Ed25519', () => {
  test('signs messages so that OpenSSL verifies them, and digests as RFC 8032 §7.3 does', async () => {
    const seed = '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42'
    const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex')
    const KeyId = await importKeyWith(kms, { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }, pkcs8)
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    expect(PublicKey?.length).toBe(44)

    const pure: SigningAlgorithmSpec = 'ED25519_SHA_512'
    const signed = await kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm: pure }))
    expect(verify(null, Message, spkiKey(given(PublicKey)), given(signed.Signature))).toBe(true)
    const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const Signature = sign(null, Message, privateKey)
    const check = new VerifyCommand({ KeyId, Message, SigningAlgorithm: pure, Signature })
    expect(await kms.send(check)).toMatchObject({ SignatureValid: true })

    const abc = createHash('sha512').update('abc').digest()
    const prehashed = await kms.send(
      new SignCommand({ KeyId, Message: abc, MessageType: 'DIGEST', SigningAlgorithm: 'ED25519_PH_SHA_512' }),
    )
    expect(Buffer.from(given(prehashed.Signature)).toString('hex')).toBe(
      '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
    )
  })
})

describe('MACs', () => {
  test.each([
    ['HMAC_224', 'HMAC_SHA_224', 'sha224', 28],
    ['HMAC_256', 'HMAC_SHA_256', 'sha256', 32],
    ['HMAC_384', 'HMAC_SHA_384', 'sha384', 48],
    ['HMAC_512', 'HMAC_SHA_512', 'sha512', 128],
  ] as const)(
    'of %s are those node:crypto computes with the imported key',
    async (KeySpec, MacAlgorithm, hash, length) => {
      const material = new Uint8Array(length).fill(length)
      const KeyId = await importKeyWith(kms, { KeySpec, KeyUsage: 'GENERATE_VERIFY_MAC' }, material)
      const outside = new Uint8Array(createHmac(hash, material).update(Message).digest())
      const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message }))
      expect(Mac).toEqual(outside)
      const check = new VerifyMacCommand({ KeyId, MacAlgorithm, Message, Mac: outside })
      expect(await kms.send(check)).toMatchObject({ KeyId, MacValid: true, MacAlgorithm })
      const cut = new VerifyMacCommand({ KeyId, MacAlgorithm, Message, Mac: outside.subarray(1) })
      await expect(kms.send(cut)).rejects.toThrow(KMSInvalidMacException)
    },
  )
})

describe('key agreement', () => {
  test.each([
    ['ECC_NIST_P256', 'prime256v1', 32],
    ['ECC_NIST_P384', 'secp384r1', 48],
    ['ECC_NIST_P521', 'secp521r1', 66],
  ] as const)('%s gives both sides the same secret', async (KeySpec, namedCurve, length) => {
    const KeyId = await createKeyWith(kms, { KeySpec, KeyUsage: 'KEY_AGREEMENT' })
    const own = await kms.send(new GetPublicKeyCommand({ KeyId }))
    expect(own).toMatchObject({ KeyUsage: 'KEY_AGREEMENT', KeyAgreementAlgorithms: ['ECDH'] })
    const peer = generateKeyPairSync('ec', { namedCurve })
    const PublicKey = peer.publicKey.export({ format: 'der', type: 'spki' })
    const input = { KeyId, PublicKey, KeyAgreementAlgorithm: 'ECDH' } as const
    const reply = await kms.send(new DeriveSharedSecretCommand(input))
    const outside = diffieHellman({ privateKey: peer.privateKey, publicKey: spkiKey(given(own.PublicKey)) })
    expect(reply).toMatchObject({ KeyId, KeyAgreementAlgorithm: 'ECDH', KeyOrigin: 'AWS_KMS' })
    expect(reply.SharedSecret).toEqual(new Uint8Array(outside))
    expect(reply.SharedSecret?.length).toBe(length)
  })

  test('is refused to a signing key', async () => {
    const KeyId = await createKeyWith(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    const input = { KeyId, PublicKey, KeyAgreementAlgorithm: 'ECDH' } as const
    await expect(kms.send(new DeriveSharedSecretCommand(input))).rejects.toThrow(InvalidKeyUsageException)
  })
})
