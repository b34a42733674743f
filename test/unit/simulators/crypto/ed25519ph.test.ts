import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concat, fromHex } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import { ed25519phSign, ed25519phVerify } from '../../../../conformance/simulators/shared/crypto/ed25519ph.ts'

function sha512(text: string): Uint8Array {
  return new Uint8Array(createHash('sha512').update(text).digest())
}

/** RFC 8032 §7.3, "TEST abc". */
const seed = fromHex('833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42')
const publicKey = fromHex('ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf')
const digest = sha512('abc')
const signature = fromHex(
  '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aa' +
    'a10b8c61e636062aaad11c2a26083406',
)

describe('Ed25519ph', () => {
  test('signs as RFC 8032 §7.3 does', () => {
    expect(ed25519phSign(seed, digest)).toEqual(signature)
  })

  test('verifies that signature and no changed one', () => {
    expect(ed25519phVerify(publicKey, digest, signature)).toBe(true)
    for (let index = 0; index < signature.length; index++) {
      const changed = signature.map((byte, at) => (at === index ? byte ^ 1 : byte))
      expect(ed25519phVerify(publicKey, digest, changed)).toBe(false)
    }
    expect(ed25519phVerify(publicKey, sha512('abd'), signature)).toBe(false)
    expect(ed25519phVerify(publicKey, digest, signature.subarray(1))).toBe(false)
  })

  test('refuses public keys that name no point', () => {
    expect(ed25519phVerify(new Uint8Array(32).fill(0xff), digest, signature)).toBe(false)
    expect(ed25519phVerify(fromHex('02'.padEnd(64, '0')), digest, signature)).toBe(false)
    expect(ed25519phVerify(publicKey.subarray(1), digest, signature)).toBe(false)
  })

  test('is another scheme than pure Ed25519 over the same bytes', () => {
    const der = Buffer.from(concat(fromHex('302e020100300506032b657004220420'), seed))
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
    expect(new Uint8Array(spki.subarray(-32))).toEqual(publicKey)
    expect(ed25519phVerify(publicKey, digest, new Uint8Array(sign(null, digest, key)))).toBe(false)
  })
})
