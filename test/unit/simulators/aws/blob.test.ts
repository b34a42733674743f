import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBlob, readBlob, sealBlob } from '../../../../conformance/simulators/aws/blob.ts'

const bytes = (length: number) => new Uint8Array(randomBytes(length))
const key = {
  keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  materialId: Buffer.from(bytes(32)).toString('hex'),
  secret: bytes(32),
}
const seal = (plaintext: Uint8Array, context?: Record<string, string>) => sealBlob(key, bytes(12), context, plaintext)
const open = (blob: Uint8Array, context?: Record<string, string>) => {
  const read = readBlob(blob)
  return read && openBlob(read, key.secret, context)
}

describe('a ciphertext blob', () => {
  test('names its key and material, and looks like those of AWS in base64', () => {
    const blob = seal(bytes(32))
    expect(readBlob(blob)).toMatchObject({ keyId: key.keyId, materialId: key.materialId })
    expect(Buffer.from(blob).toString('base64')).toMatch(/^AQICAH/)
  })

  test('names multi-Region keys too', () => {
    const keyId = `mrk-${Buffer.from(bytes(16)).toString('hex')}`
    expect(readBlob(sealBlob({ ...key, keyId }, bytes(12), {}, bytes(1)))?.keyId).toBe(keyId)
  })

  test('of the longest plaintext is shorter than the longest ciphertext that Decrypt takes', () => {
    expect(seal(bytes(4096)).length).toBeLessThanOrEqual(6144)
  })

  test('opens to its plaintext under equal contexts, whatever their order', () => {
    const plaintext = bytes(100)
    const context = { a: '1', b: '2' }
    expect(open(seal(plaintext, context), { b: '2', a: '1' })).toEqual(plaintext)
    expect(open(seal(plaintext, {}))).toEqual(plaintext)
    expect(open(seal(plaintext), {})).toEqual(plaintext)
  })

  test('does not open after any bit of it is flipped, a cut or an addition', () => {
    const blob = seal(bytes(5), { a: '1' })
    for (let bit = 0; bit < 8 * blob.length; bit++) {
      const flipped = blob.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(open(flipped, { a: '1' })).toBeUndefined()
    }
    for (let length = 0; length < blob.length; length++) expect(open(blob.subarray(0, length))).toBeUndefined()
    expect(open(new Uint8Array([...blob, 0]), { a: '1' })).toBeUndefined()
  })

  test('does not open under any other context', () => {
    const contexts = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 })
    const canonical = (context: Record<string, string>) => JSON.stringify(Object.entries(context).toSorted())
    fc.assert(
      fc.property(contexts, contexts, (context, other) => {
        const opened = open(seal(bytes(1), context), other)
        expect(opened !== undefined).toBe(canonical(context) === canonical(other))
      }),
    )
  })

  test.each([
    ['pairs that run into each other', { ab: 'c' }, { a: 'bc' }],
    ['one pair instead of two', { a: '1', b: '2' }, { a: '1b2' }],
    ['another letter case', { Key: 'v' }, { key: 'v' }],
    ['key and value exchanged', { a: 'b' }, { b: 'a' }],
  ])('tells apart %s', (_name, context, other) => {
    expect(open(seal(bytes(1), context), other)).toBeUndefined()
  })

  test('is never found in bytes from elsewhere', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
        expect(readBlob(garbage)).toBeUndefined()
      }),
    )
  })
})
