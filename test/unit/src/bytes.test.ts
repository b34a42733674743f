import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBase64, fromHex, fromPem, toBase64, toHex, toPem, toUtf8 } from '../../../src/bytes.ts'

const seeded = { seed: 42, numRuns: 200 }

describe('bytes', () => {
  test('come back from base64 and hex as they went, also as a view of a larger buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(8), (bytes, offset) => {
        const view = bytes.subarray(Math.min(offset, bytes.length))
        expect(fromBase64(toBase64(view))).toEqual(new Uint8Array(view))
        expect(fromHex(toHex(view))).toEqual(new Uint8Array(view))
        expect(fromHex(toHex(view).toUpperCase())).toEqual(new Uint8Array(view))
      }),
      seeded,
    )
  })

  test.each(['a', 'YQ', 'YQ=', 'YQ===', ' YQ==', 'YQ==\n', 'YR==', '_-8=', 'Y Q==', 'é'])(
    'are not read from %j as base64',
    (text) => {
      expect(fromBase64(text)).toBeUndefined()
    },
  )

  test.each(['a', 'abc', 'zz', '0x12', ' 12', '12 '])('are not read from %j as hex', (text) => {
    expect(fromHex(text)).toBeUndefined()
  })

  test('are not read from any text that is not exactly what they would be written as', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bytes = fromBase64(text)
        if (bytes !== undefined) expect(toBase64(bytes)).toBe(text)
        const hex = fromHex(text)
        if (hex !== undefined) expect(toHex(hex)).toBe(text.toLowerCase())
      }),
      seeded,
    )
  })

  test('own their memory: nothing of other callers stands beside them', () => {
    for (const bytes of [fromBase64('YWJj'), fromHex('616263'), toUtf8('abc')]) expect(bytes?.buffer.byteLength).toBe(3)
  })
})

describe('PEM', () => {
  const spki = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  const der = new Uint8Array(spki.export({ type: 'spki', format: 'der' }))

  test('is written as OpenSSL writes it, and read back', () => {
    expect(toPem(der)).toBe(spki.export({ type: 'spki', format: 'pem' }))
    expect(fromPem(toPem(der))).toEqual(der)
    expect(fromPem(`text before\r\n${toPem(der).replaceAll('\n', '\r\n')}`)).toEqual(der)
  })

  test('of nothing is nothing', () => {
    expect(toPem(new Uint8Array(0))).toBe('-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----\n')
  })

  test.each([
    '',
    'MFkw',
    '-----BEGIN PUBLIC KEY-----\nM\n-----END PUBLIC KEY-----',
    '-----BEGIN PRIVATE KEY-----\nMFkw\n-----END PRIVATE KEY-----',
  ])('is not read from %j', (text) => {
    expect(fromPem(text)).toBeUndefined()
  })
})
