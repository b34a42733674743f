import { createECDH, createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concat, fromHex, fromInteger } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import { curves, encodePoint, multiply, onCurve } from '../../../../conformance/simulators/shared/crypto/curves.ts'
import { decodeSequence, encode, encodeInteger, tag } from '../../../../conformance/simulators/shared/crypto/der.ts'
import {
  decodePrivateKey,
  decodePublicKey,
  encodePrivateKey,
  encodePublicKey,
} from '../../../../conformance/simulators/shared/crypto/ec-keys.ts'
import { encodeSignature, signDigest, verifyDigest } from '../../../../conformance/simulators/shared/crypto/ecdsa.ts'
import { keySpecs } from '../../../../conformance/simulators/shared/crypto/specs.ts'

const nist = [
  ['EC_P256', 'sha256'],
  ['EC_P384', 'sha384'],
  ['EC_P521', 'sha512'],
  ['EC_SECP256K1', 'sha256'],
] as const

/** RFC 6979 appendices A.2.5, A.2.6 and A.2.7: message "sample" under the hash of the curve's size. */
const rfc6979 = [
  {
    spec: 'EC_P256',
    hash: 'sha256',
    d: 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n,
    k: 0xa6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60n,
    r: 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n,
    s: 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n,
  },
  {
    spec: 'EC_P384',
    hash: 'sha384',
    d: 0x6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5n,
    k: 0x94ed910d1a099dad3254e9242ae85abde4ba15168eaf0ca87a555fd56d10fbca2907e3e83ba95368623b8c4686915cf9n,
    r: 0x94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46n,
    s: 0x99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8n,
  },
  {
    spec: 'EC_P521',
    hash: 'sha512',
    d: 0x0fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538n,
    k: 0x1dae2ea071f8110dc26882d4d5eae0621a3256fc8847fb9022e2b7d28e6f10198b1574fdd03a9053c08a1854a168aa5a57470ec97dd5ce090124ef52a2f7ecbffd3n,
    r: 0x0c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fan,
    s: 0x0617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67an,
  },
] as const

describe.each(Object.entries(curves))('the curve %s', (_spec, curve) => {
  test('has its base point on it, and the order takes it to infinity', () => {
    expect(onCurve(curve, curve.g)).toBe(true)
    expect(multiply(curve, curve.n, curve.g)).toBeUndefined()
    expect(multiply(curve, curve.n - 1n, curve.g)).toEqual({ x: curve.g.x, y: curve.p - curve.g.y })
  })
})

describe.each(nist)('%s beside OpenSSL', (spec, hash) => {
  const curve = curves[spec]
  const pair = generateKeyPairSync('ec', { namedCurve: keySpecs[spec].openssl })
  const pkcs8 = new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
  const spki = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }))
  const key = decodePrivateKey(spec, pkcs8)
  const message = Buffer.from('to be signed')
  const digest = createHash(hash).update(message).digest()
  if (key === undefined) throw new Error('key not read')

  test('reads and writes keys in the same bytes', () => {
    expect(encodePrivateKey(spec, key)).toEqual(pkcs8)
    expect(encodePublicKey(spec, key.point)).toEqual(spki)
    expect(decodePublicKey(spec, spki)).toEqual(key.point)
    expect(decodePrivateKey('SM2', pkcs8)).toBeUndefined()
  })

  test('multiplies the base point to the same public key', () => {
    const ecdh = createECDH(keySpecs[spec].openssl)
    ecdh.setPrivateKey(fromInteger(key.d, curve.bytes))
    expect(encodePoint(curve, key.point)).toEqual(new Uint8Array(ecdh.getPublicKey()))
  })

  test('signs a digest so that OpenSSL verifies the message', () => {
    expect(verify(hash, message, pair.publicKey, signDigest(curve, key.d, digest))).toBe(true)
  })

  test('verifies by the digest what OpenSSL signed as a message', () => {
    const signature = new Uint8Array(sign(hash, message, pair.privateKey))
    expect(verifyDigest(curve, key.point, digest, signature)).toBe(true)
    expect(
      verifyDigest(
        curve,
        key.point,
        digest.map((byte) => byte ^ 1),
        signature,
      ),
    ).toBe(false)
  })

  test('refuses signatures out of range and in other encodings', () => {
    const signature = signDigest(curve, key.d, digest)
    const [r, s] = decodeSequence(signature) ?? []
    if (r === undefined || s === undefined) throw new Error('signature not read')
    const refused = [
      encodeSignature(0n, 1n),
      encodeSignature(1n, 0n),
      encodeSignature(curve.n, 1n),
      encodeSignature(1n, curve.n),
      encode(tag.sequence, encodeInteger(1n)),
      concat(signature, Uint8Array.of(0)),
      concat(r.content, s.content),
      new Uint8Array(),
    ]
    for (const candidate of refused) expect(verifyDigest(curve, key.point, digest, candidate)).toBe(false)
  })
})

test.each(rfc6979)('$spec signs "sample" as RFC 6979 does', ({ spec, hash, d, k, r, s }) => {
  const curve = curves[spec]
  const digest = createHash(hash).update('sample').digest()
  // The scalar is drawn from whole bytes and shifted to the order's length.
  const shift = BigInt(8 * curve.bytes - curve.n.toString(2).length)
  expect(signDigest(curve, d, digest, () => fromInteger(k << shift, curve.bytes))).toEqual(encodeSignature(r, s))
})

test('a public key off the curve is no public key', () => {
  const point = encodePoint(curves.EC_P256, { x: 1n, y: 1n })
  const spki = concat(fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'), point)
  expect(decodePublicKey('EC_P256', spki)).toBeUndefined()
  expect(() => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })).toThrow()
})
