import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import {
  decode,
  decodeAll,
  decodeInteger,
  encode,
  encodeInteger,
  tag,
} from '../../../../conformance/simulators/shared/crypto/der.ts'

describe('DER', () => {
  test('writes integers in their shortest signed form', () => {
    expect(encodeInteger(0n)).toEqual(fromHex('020100'))
    expect(encodeInteger(127n)).toEqual(fromHex('02017f'))
    expect(encodeInteger(128n)).toEqual(fromHex('02020080'))
    expect(encodeInteger(65536n)).toEqual(fromHex('0203010000'))
  })

  test('reads back every non-negative integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 600n }), (value) => {
        expect(decodeInteger(decode(encodeInteger(value)))).toBe(value)
      }),
    )
  })

  test('reads back contents of every length', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65535, 65536]) {
      const content = new Uint8Array(length).fill(7)
      expect(decode(encode(tag.octetString, content))).toEqual({ tag: tag.octetString, content })
    }
  })

  test.each([
    ['a length longer than the bytes', '04050102'],
    ['a length in more bytes than it needs', '04810101'],
    ['an indefinite length', '04800102030000'],
    ['a missing length', '04'],
    ['bytes after the end', '04010100'],
  ])('refuses %s', (_name, hex) => {
    expect(decode(fromHex(hex))).toBeUndefined()
  })

  test.each([
    ['negative', '0201ff'],
    ['padded', '02020001'],
    ['empty', '0200'],
  ])('refuses a %s integer', (_name, hex) => {
    expect(decodeInteger(decode(fromHex(hex)))).toBeUndefined()
  })

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(() => decodeAll(bytes)).not.toThrow()
      }),
    )
  })
})
