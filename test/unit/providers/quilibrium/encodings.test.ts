import { createPublicKey, ECDH, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readPublicKey, readSignature } from '../../../../providers/quilibrium/encodings.ts'

const CURVES = [
  ['ECC_NIST_P256', 'prime256v1', 'ECDSA_SHA_256', 'sha256', 32],
  ['ECC_SECG_P256K1', 'secp256k1', 'ECDSA_SHA_256', 'sha256', 32],
  ['ECC_NIST_P384', 'secp384r1', 'ECDSA_SHA_384', 'sha384', 48],
  ['ECC_NIST_P521', 'secp521r1', 'ECDSA_SHA_512', 'sha512', 66],
] as const

const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ type: 'spki', format: 'der' }))

/** The bare point at the end of a SubjectPublicKeyInfo: 04‖x‖y. */
function pointOf(key: KeyObject, coordinateBytes: number): Uint8Array {
  return spkiOf(key).slice(-(1 + 2 * coordinateBytes))
}

describe('a public key', () => {
  describe.each(CURVES)('%s', (spec, namedCurve, _algorithm, _hash, coordinateBytes) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve })
    const point = pointOf(publicKey, coordinateBytes)

    it('is SubjectPublicKeyInfo, whatever it came as', () => {
      const compressed = ECDH.convertKey(point, namedCurve, undefined, undefined, 'compressed')
      const forms = {
        spki: spkiOf(publicKey),
        point,
        bare: point.slice(1),
        compressed: new Uint8Array(compressed as Buffer),
      } // no encoding was asked for
      for (const [form, bytes] of Object.entries(forms)) {
        expect(readPublicKey(bytes, spec), form).toEqual(spkiOf(publicKey))
      }
    })

    it('is refused if it is no point of the curve', () => {
      const off = Uint8Array.from(point)
      off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
      for (const bytes of [off, point.slice(0, -1), point.slice(2), new Uint8Array(0)]) {
        expect(() => readPublicKey(bytes, spec)).toThrow(`nor a bare key of ${spec}`)
      }
    })
  })

  it.each(['ECC_ED25519', 'EDDSA_ED25519'])('%s is SubjectPublicKeyInfo, whatever it came as', (spec) => {
    const { publicKey } = generateKeyPairSync('ed25519')
    for (const bytes of [spkiOf(publicKey), spkiOf(publicKey).slice(-32)]) {
      expect(readPublicKey(bytes, spec)).toEqual(spkiOf(publicKey))
    }
  })

  it('in DER is left alone, of whatever kind it is', () => {
    const rsa = spkiOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
    expect(readPublicKey(rsa, 'RSA_2048')).toBe(rsa)
    expect(readPublicKey(rsa, undefined)).toBe(rsa)
    expect(() => createPublicKey({ key: Buffer.from(rsa), type: 'spki', format: 'der' })).not.toThrow()
  })

  it('that is bare, of a kind without a name or another curve’s, is refused', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const point = pointOf(publicKey, 32)
    for (const spec of ['ECC_BLS12_381', 'RSA_2048', 'ECC_ED25519', 'ECC_NIST_P384', 'ECC_SECG_P256K1', undefined]) {
      expect(() => readPublicKey(point, spec)).toThrow('nor a bare key of')
    }
  })

  it('whose first bytes only look like DER is still a bare one', () => {
    const bare = Uint8Array.of(0x30, 0x30, ...new Uint8Array(30))
    expect(readPublicKey(bare, 'ECC_ED25519').slice(-32)).toEqual(bare)
  })
})

describe('a signature', () => {
  const message = Buffer.from('message')

  describe.each(CURVES)('with %s', (_spec, namedCurve, algorithm, hash, halfBytes) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    const fits = (signature: Uint8Array) => verify(hash, message, { key: publicKey, dsaEncoding: 'der' }, signature)

    it('is DER, whatever it came as', () => {
      // Often enough that r or s begins with a high bit, and with a zero.
      for (let count = 0; count < 300; count += 1) {
        const raw = new Uint8Array(sign(hash, message, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
        expect(raw).toHaveLength(2 * halfBytes)
        const der = readSignature(raw, algorithm)
        expect(fits(der)).toBe(true)
        expect(readSignature(Uint8Array.of(...raw, 27), algorithm)).toEqual(der)
        expect(readSignature(der, algorithm)).toBe(der)
      }
    })

    it('made by OpenSSL is left alone', () => {
      const der = new Uint8Array(sign(hash, message, privateKey))
      expect(readSignature(der, algorithm)).toBe(der)
    })
  })

  it('writes numbers as DER wants them', () => {
    const raw = new Uint8Array(64)
    raw[31] = 0x7f
    raw[62] = 0x80
    expect(readSignature(raw, 'ECDSA_SHA_256')).toEqual(
      Uint8Array.of(0x30, 0x08, 0x02, 0x01, 0x7f, 0x02, 0x03, 0x00, 0x80, 0x00),
    )
    expect(readSignature(new Uint8Array(64), 'ECDSA_SHA_256')).toEqual(
      Uint8Array.of(0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00),
    )
  })

  it('of another length is refused', () => {
    for (const length of [0, 1, 63, 66, 96]) {
      expect(() => readSignature(new Uint8Array(length), 'ECDSA_SHA_256')).toThrow('no ECDSA_SHA_256 signature')
    }
  })

  it('of another algorithm is left alone', () => {
    for (const algorithm of ['RSASSA_PSS_SHA_256', 'ED25519_SHA_512'] as const) {
      const signature = new Uint8Array(64)
      expect(readSignature(signature, algorithm)).toBe(signature)
    }
  })
})
