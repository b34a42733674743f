import { createHmac, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deriveSharedSecret } from '../../../../conformance/simulators/shared/crypto/agreement.ts'
import { fromHex, utf8 } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import { curves } from '../../../../conformance/simulators/shared/crypto/curves.ts'
import { ecKeyOf, encodePrivateKey, encodePublicKey } from '../../../../conformance/simulators/shared/crypto/ec-keys.ts'
import { mac, verifyMac } from '../../../../conformance/simulators/shared/crypto/mac.ts'
import { generateMaterialSync, privateKeyOf } from '../../../../conformance/simulators/shared/crypto/material.ts'

describe('HMAC', () => {
  /** RFC 4231 §4.3, test case 2. */
  test.each([
    ['HMAC_224', 'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44'],
    ['HMAC_256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    ['HMAC_384', 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649'],
    [
      'HMAC_512',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  ] as const)('%s gives the vector of RFC 4231', (spec, expected) => {
    const material = { spec, secret: utf8('Jefe') }
    const message = utf8('what do ya want for nothing?')
    expect(mac(material, message)).toEqual(fromHex(expected))
    expect(verifyMac(material, message, fromHex(expected))).toBe(true)
    expect(verifyMac(material, message, fromHex(expected).subarray(1))).toBe(false)
    expect(verifyMac(material, utf8('another message'), fromHex(expected))).toBe(false)
  })

  test('HMAC_SM3 is HMAC over SM3', () => {
    const material = generateMaterialSync('HMAC_SM3')
    const expected = createHmac('sm3', material.secret).update('text').digest()
    expect(mac(material, utf8('text'))).toEqual(new Uint8Array(expected))
    expect(expected.length).toBe(32)
  })

  test('is refused to other keys', () => {
    expect(() => mac(generateMaterialSync('AES_256'), utf8('text'))).toThrow(TypeError)
  })
})

describe('key agreement', () => {
  test('gives the first P-256 vector of the NIST CAVP ECC CDH component test', () => {
    const own = ecKeyOf('EC_P256', 0x7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534n)
    if (own === undefined) throw new Error('no key')
    const peer = encodePublicKey('EC_P256', {
      x: 0x700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287n,
      y: 0xdb71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4acn,
    })
    const material = { spec: 'EC_P256', secret: encodePrivateKey('EC_P256', own) } as const
    expect(deriveSharedSecret(material, peer)).toEqual(
      fromHex('46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b'),
    )
  })

  test.each(['EC_P256', 'EC_P384', 'EC_P521', 'EC_SECP256K1'] as const)('%s agrees with OpenSSL', (spec) => {
    const [ours, theirs] = [generateMaterialSync(spec), generateMaterialSync(spec)]
    const secret = deriveSharedSecret(ours, theirs.publicKey ?? new Uint8Array())
    const publicKey = createPublicKey(privateKeyOf(ours.secret))
    expect(secret).toEqual(new Uint8Array(diffieHellman({ privateKey: privateKeyOf(theirs.secret), publicKey })))
    expect(secret?.length).toBe(curves[spec].bytes)
  })

  test('gives both sides of an SM2 exchange the same secret', () => {
    const [a, b] = [generateMaterialSync('SM2'), generateMaterialSync('SM2')]
    const secret = deriveSharedSecret(a, b.publicKey ?? new Uint8Array())
    expect(secret).toEqual(deriveSharedSecret(b, a.publicKey ?? new Uint8Array()))
    expect(secret?.length).toBe(32)
  })

  test('refuses a key of another curve, another kind and no key', () => {
    const ours = generateMaterialSync('EC_P256')
    const spki = (key: { export(options: { format: 'der'; type: 'spki' }): Buffer }) =>
      new Uint8Array(key.export({ format: 'der', type: 'spki' }))
    const p384 = generateMaterialSync('EC_P384').publicKey ?? new Uint8Array()
    expect(deriveSharedSecret(ours, p384)).toBeUndefined()
    expect(deriveSharedSecret(ours, spki(generateKeyPairSync('ed25519').publicKey))).toBeUndefined()
    expect(deriveSharedSecret(ours, utf8('not a key'))).toBeUndefined()
    expect(deriveSharedSecret(ours, new Uint8Array())).toBeUndefined()
  })

  test('is refused to keys without a curve', () => {
    expect(() => deriveSharedSecret(generateMaterialSync('ED25519'), new Uint8Array())).toThrow(TypeError)
  })
})
