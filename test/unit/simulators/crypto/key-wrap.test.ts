import { describe, expect, test } from 'vitest'
import { fromHex } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import {
  aesKeyUnwrap,
  aesKeyUnwrapPadded,
  aesKeyWrap,
  aesKeyWrapPadded,
} from '../../../../conformance/simulators/shared/crypto/key-wrap.ts'

describe('AES key wrap', () => {
  const kek = fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
  const key = fromHex('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f')
  const wrapped = fromHex('28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21')

  test('gives the vector of RFC 3394 §4.6', () => {
    expect(aesKeyWrap(kek, key)).toEqual(wrapped)
    expect(aesKeyUnwrap(kek, wrapped)).toEqual(key)
  })

  test('refuses a changed byte and another key', () => {
    expect(
      aesKeyUnwrap(
        kek,
        wrapped.map((byte, index) => (index === 9 ? byte ^ 1 : byte)),
      ),
    ).toBeUndefined()
    expect(aesKeyUnwrap(kek.toReversed(), wrapped)).toBeUndefined()
  })
})

describe('AES key wrap with padding', () => {
  const kek = fromHex('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8')

  test.each([
    ['c37b7e6492584340bed12207808941155068f738', '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a'],
    ['466f7250617369', 'afbeb0f07dfbf5419200f2ccb50bb24f'],
  ])('gives the vector of RFC 5649 §6 for %s', (key, wrapped) => {
    expect(aesKeyWrapPadded(kek, fromHex(key))).toEqual(fromHex(wrapped))
    expect(aesKeyUnwrapPadded(kek, fromHex(wrapped))).toEqual(fromHex(key))
  })

  test('wraps every length from 1', () => {
    for (let length = 1; length < 40; length++) {
      const key = new Uint8Array(length).fill(length)
      expect(aesKeyUnwrapPadded(kek, aesKeyWrapPadded(kek, key))).toEqual(key)
    }
  })

  test('refuses a changed byte, a cut and nothing at all', () => {
    const wrapped = aesKeyWrapPadded(kek, new Uint8Array(32))
    expect(
      aesKeyUnwrapPadded(
        kek,
        wrapped.map((byte, index) => (index === 3 ? byte ^ 1 : byte)),
      ),
    ).toBeUndefined()
    expect(aesKeyUnwrapPadded(kek, wrapped.subarray(8))).toBeUndefined()
    expect(aesKeyUnwrapPadded(kek, new Uint8Array())).toBeUndefined()
  })
})
