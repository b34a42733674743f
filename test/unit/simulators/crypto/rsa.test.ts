import {
  constants,
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  maxRsaPlaintextBytes,
  type RsaEncryption,
  rsaDecrypt,
  rsaEncrypt,
  rsaSignDigest,
  rsaVerifyDigest,
} from '../../../../conformance/simulators/shared/crypto/rsa.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const text = new Uint8Array([1, 2, 3, 0, 4])
const oaep = [
  ['RSAES_OAEP_SHA_1', 'sha1'],
  ['RSAES_OAEP_SHA_256', 'sha256'],
] as const

describe.each(oaep)('%s beside OpenSSL', (scheme, oaepHash) => {
  const padding = constants.RSA_PKCS1_OAEP_PADDING

  test('encrypts what OpenSSL decrypts, and the reverse', () => {
    const ours = rsaEncrypt(publicKey, scheme, text) ?? new Uint8Array()
    expect(new Uint8Array(privateDecrypt({ key: privateKey, padding, oaepHash }, ours))).toEqual(text)
    const theirs = publicEncrypt({ key: publicKey, padding, oaepHash }, text)
    expect(rsaDecrypt(privateKey, scheme, theirs)).toEqual(text)
  })
})

test('OAEP with SHA-256 uses SHA-256 in its mask generation too, as WebCrypto does', async () => {
  const { subtle } = globalThis.crypto
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const key = await subtle.importKey('spki', spki, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt'])
  const ciphertext = await subtle.encrypt({ name: 'RSA-OAEP' }, key, text)
  expect(rsaDecrypt(privateKey, 'RSAES_OAEP_SHA_256', new Uint8Array(ciphertext))).toEqual(text)
})

describe.each<[RsaEncryption, number]>([
  ['RSAES_OAEP_SHA_1', 214],
  ['RSAES_OAEP_SHA_256', 190],
  ['RSAES_PKCS1_V1_5', 245],
])('%s', (scheme, limit) => {
  test('takes as much as RFC 8017 §7 allows and not a byte more', () => {
    expect(maxRsaPlaintextBytes(scheme, 2048)).toBe(limit)
    const longest = new Uint8Array(limit).fill(5)
    const ciphertext = rsaEncrypt(publicKey, scheme, longest) ?? new Uint8Array()
    expect(ciphertext.length).toBe(256)
    expect(rsaDecrypt(privateKey, scheme, ciphertext)).toEqual(longest)
    expect(rsaEncrypt(publicKey, scheme, new Uint8Array(limit + 1))).toBeUndefined()
  })

  test('opens nothing that is not its own', () => {
    const ciphertext = rsaEncrypt(publicKey, scheme, text) ?? new Uint8Array()
    expect(rsaDecrypt(other.privateKey, scheme, ciphertext)).toBeUndefined()
    expect(rsaDecrypt(privateKey, scheme, ciphertext.subarray(1))).toBeUndefined()
    expect(rsaDecrypt(privateKey, scheme, new Uint8Array())).toBeUndefined()
    expect(rsaDecrypt(privateKey, scheme, new Uint8Array(256).fill(0xff))).toBeUndefined()
  })
})

test('PKCS #1 v1.5 decrypts what OpenSSL encrypted', () => {
  const theirs = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, text)
  expect(rsaDecrypt(privateKey, 'RSAES_PKCS1_V1_5', theirs)).toEqual(text)
})

describe.each(['sha256', 'sha384', 'sha512'] as const)('signing a %s digest', (hash) => {
  const message = randomBytes(100)
  const digest = new Uint8Array(createHash(hash).update(message).digest())
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

  test('PKCS #1 v1.5 gives the bytes OpenSSL gives for the message', () => {
    const signature = rsaSignDigest(privateKey, 'RSASSA_PKCS1_V1_5', hash, digest)
    expect(signature).toEqual(new Uint8Array(sign(hash, message, privateKey)))
    expect(rsaVerifyDigest(publicKey, 'RSASSA_PKCS1_V1_5', hash, digest, signature)).toBe(true)
  })

  test('PSS is verified by OpenSSL over the message, and the reverse', () => {
    const ours = rsaSignDigest(privateKey, 'RSASSA_PSS', hash, digest)
    expect(verify(hash, message, { key: publicKey, ...pss }, ours)).toBe(true)
    const theirs = new Uint8Array(sign(hash, message, { key: privateKey, ...pss }))
    expect(rsaVerifyDigest(publicKey, 'RSASSA_PSS', hash, digest, theirs)).toBe(true)
  })

  test('PSS refuses a salt of another length than the digest', () => {
    for (const saltLength of [0, 20, digest.length + 1]) {
      const signature = new Uint8Array(sign(hash, message, { key: privateKey, padding: pss.padding, saltLength }))
      expect(rsaVerifyDigest(publicKey, 'RSASSA_PSS', hash, digest, signature)).toBe(false)
    }
  })

  test.each(['RSASSA_PKCS1_V1_5', 'RSASSA_PSS'] as const)('%s refuses every changed part', (scheme) => {
    const signature = rsaSignDigest(privateKey, scheme, hash, digest)
    const refuses = (key: typeof publicKey, over: Uint8Array, candidate: Uint8Array) =>
      expect(rsaVerifyDigest(key, scheme, hash, over, candidate)).toBe(false)
    refuses(other.publicKey, digest, signature)
    refuses(
      publicKey,
      digest.map((byte) => byte ^ 1),
      signature,
    )
    refuses(
      publicKey,
      digest,
      signature.map((byte, index) => (index === 200 ? byte ^ 1 : byte)),
    )
    refuses(publicKey, digest, signature.subarray(1))
    refuses(publicKey, digest, new Uint8Array([0, ...signature]))
    refuses(publicKey, digest, new Uint8Array(256).fill(0xff))
    refuses(publicKey, digest, new Uint8Array(256))
    refuses(publicKey, digest, new Uint8Array())
  })
})

test('the two signature schemes do not accept each other', () => {
  const digest = new Uint8Array(32)
  const pkcs1 = rsaSignDigest(privateKey, 'RSASSA_PKCS1_V1_5', 'sha256', digest)
  const pss = rsaSignDigest(privateKey, 'RSASSA_PSS', 'sha256', digest)
  expect(rsaVerifyDigest(publicKey, 'RSASSA_PSS', 'sha256', digest, pkcs1)).toBe(false)
  expect(rsaVerifyDigest(publicKey, 'RSASSA_PKCS1_V1_5', 'sha256', digest, pss)).toBe(false)
  expect(pss).not.toEqual(rsaSignDigest(privateKey, 'RSASSA_PSS', 'sha256', digest))
})
