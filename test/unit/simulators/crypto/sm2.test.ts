import { createPrivateKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromHex, fromInteger, utf8 } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import { decodeSequence } from '../../../../conformance/simulators/shared/crypto/der.ts'
import {
  decodePrivateKey,
  ecKeyOf,
  encodePrivateKey,
} from '../../../../conformance/simulators/shared/crypto/ec-keys.ts'
import { encodeSignature } from '../../../../conformance/simulators/shared/crypto/ecdsa.ts'
import {
  sm2Decrypt,
  sm2Digest,
  sm2Encrypt,
  sm2Sign,
  sm2Verify,
} from '../../../../conformance/simulators/shared/crypto/sm2.ts'

/** GM/T 0003.5-2012, appendices A.2 (signature) and C.2 (encryption): the same key and the same k. */
const d = 0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8n
const k = fromHex('59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21')
const key = ecKeyOf('SM2', d)
if (key === undefined) throw new Error('no key')
const other = ecKeyOf('SM2', d + 1n)
if (other === undefined) throw new Error('no key')

describe('SM2 signature', () => {
  const digest = sm2Digest(key.point, utf8('message digest'))
  const signature = encodeSignature(
    0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n,
    0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan,
  )

  test('derives the public key of the standard', () => {
    expect(key.point).toEqual({
      x: 0x09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020n,
      y: 0xccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13n,
    })
  })

  test('digests Z and the message as the standard does', () => {
    expect(digest).toEqual(fromHex('f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640'))
  })

  test('signs as the standard does', () => {
    expect(sm2Sign(d, digest, () => k)).toEqual(signature)
  })

  test('verifies its own signatures and no others', () => {
    expect(sm2Verify(key.point, digest, signature)).toBe(true)
    expect(sm2Verify(key.point, digest, sm2Sign(d, digest))).toBe(true)
    expect(sm2Verify(other.point, digest, signature)).toBe(false)
    expect(sm2Verify(key.point, digest.toReversed(), signature)).toBe(false)
    expect(sm2Verify(key.point, digest, signature.subarray(1))).toBe(false)
  })

  test('binds the user id', () => {
    expect(sm2Digest(key.point, utf8('message digest'), 'ALICE123@YAHOO.COM')).not.toEqual(digest)
  })
})

describe('SM2 encryption', () => {
  const plaintext = utf8('encryption standard')

  test('encrypts as the standard does, in the order C1 C3 C2', () => {
    const parts = decodeSequence(sm2Encrypt(key.point, plaintext, () => k))?.map((part) =>
      Buffer.from(part.content).toString('hex'),
    )
    expect(parts).toEqual([
      '04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73',
      '00e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0',
      '59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766',
      '21886ca989ca9c7d58087307ca93092d651efa',
    ])
  })

  test('decrypts texts of every length with its own key only', () => {
    for (const length of [1, 32, 33, 1024]) {
      const text = new Uint8Array(length).fill(9)
      const ciphertext = sm2Encrypt(key.point, text)
      expect(sm2Decrypt(d, ciphertext)).toEqual(text)
      expect(sm2Decrypt(d + 1n, ciphertext)).toBeUndefined()
    }
  })

  test('notices a change of every single byte', () => {
    const ciphertext = sm2Encrypt(key.point, plaintext)
    for (let index = 0; index < ciphertext.length; index++) {
      const changed = ciphertext.map((byte, at) => (at === index ? byte ^ 1 : byte))
      expect(sm2Decrypt(d, changed)).toBeUndefined()
    }
  })
})

test('an SM2 private key is stored in the bytes that OpenSSL reads', () => {
  const pkcs8 = encodePrivateKey('SM2', key)
  expect(() => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })).not.toThrow()
  expect(decodePrivateKey('SM2', pkcs8)).toEqual(key)
  expect(fromInteger(key.d, 32).length).toBe(32)
})
