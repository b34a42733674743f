import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromHex, utf8 } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import {
  nonceBytes,
  open,
  type SealInput,
  seal,
  sealTagBytes,
} from '../../../../conformance/simulators/shared/crypto/seal.ts'
import { sm3 } from '../../../../conformance/simulators/shared/crypto/sm2.ts'

const aes: SealInput = {
  cipher: 'AES',
  key: fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
  nonce: fromHex('cafebabefacedbaddecaf888'),
  associatedData: fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
}
const sm4: SealInput = { ...aes, cipher: 'SM4', key: fromHex('0123456789abcdeffedcba9876543210') }

describe('AES-GCM', () => {
  test('gives test case 16 of the GCM specification (McGrew and Viega, appendix B)', () => {
    const plaintext = fromHex(
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
        '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    )
    const sealed = fromHex(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
        '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
        '76fc6ece0f4e1768cddf8853bb2d551b',
    )
    expect(seal(aes, plaintext)).toEqual(sealed)
    expect(open(aes, sealed)).toEqual(plaintext)
  })

  test.each([16, 24, 32])('seals with a key of %i bytes', (bytes) => {
    const input = { ...aes, key: aes.key.subarray(0, bytes) }
    expect(open(input, seal(input, utf8('text')))).toEqual(utf8('text'))
  })
})

describe('the hash and cipher under the SM4 construction', () => {
  test('SM3 of "abc" is that of GB/T 32905-2016, appendix A.1', () => {
    expect(sm3(utf8('abc'))).toEqual(fromHex('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'))
  })

  test('SM4 of its own key is that of GB/T 32907-2016, appendix A.1', () => {
    const block = createCipheriv('sm4-ecb', sm4.key, null).update(sm4.key)
    expect(new Uint8Array(block)).toEqual(fromHex('681edf34d206965e86b3e94f536e4246'))
  })
})

describe.each([
  ['AES', aes],
  ['SM4', sm4],
])('sealing with %s', (_name, input) => {
  const plaintext = utf8('a secret of some length')
  const sealed = seal(input, plaintext)

  test('adds the tag and nothing else', () => {
    expect(sealed.length).toBe(plaintext.length + sealTagBytes)
    expect(input.nonce.length).toBe(nonceBytes)
    expect(open(input, sealed)).toEqual(plaintext)
    expect(open(input, seal(input, new Uint8Array()))).toEqual(new Uint8Array())
  })

  test('notices a change of every single byte', () => {
    for (let index = 0; index < sealed.length; index++) {
      const changed = sealed.map((byte, at) => (at === index ? byte ^ 1 : byte))
      expect(open(input, changed)).toBeUndefined()
    }
  })

  test('notices other associated data, another nonce, another key, a cut and an addition', () => {
    const other = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte))
    expect(open({ ...input, associatedData: other(input.associatedData) }, sealed)).toBeUndefined()
    expect(open({ ...input, nonce: other(input.nonce) }, sealed)).toBeUndefined()
    expect(open({ ...input, key: other(input.key) }, sealed)).toBeUndefined()
    expect(open(input, sealed.subarray(1))).toBeUndefined()
    expect(open(input, new Uint8Array([...sealed, 0]))).toBeUndefined()
    expect(open(input, new Uint8Array(3))).toBeUndefined()
  })
})
