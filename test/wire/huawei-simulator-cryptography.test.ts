import { createDecipheriv, createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator } from '../../conformance/simulators/huawei/index.ts'
import { huaweiWire } from '../support/huawei-wire.ts'

const huawei = createHuaweiSimulator({ seed: 'crypto', limits: { keys: 1_000 } })
const otc = createOtcSimulator({ seed: 'crypto', limits: { keys: 1_000 } })
const wires = { huawei: huaweiWire(huawei), otc: huaweiWire(otc) } as const
const both = ['huawei', 'otc'] as const
const wire = wires.huawei

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64')
const unhex = (text: unknown): Buffer => Buffer.from(String(text), 'hex')
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').toUpperCase()

describe.each(both)('small data on %s', (cloud) => {
  const { createKey, succeeds, refuses } = wires[cloud]

  test('comes back as the literal text it was, line breaks included', async () => {
    const key_id = await createKey()
    for (const plain_text of ['a', 'grüße 你好', 'two\nlines', 'x'.repeat(4_096)]) {
      const { cipher_text, ...rest } = await succeeds('encrypt-data', { key_id, plain_text })
      expect(rest).toEqual({ key_id })
      expect(await succeeds('decrypt-data', { cipher_text })).toEqual({
        key_id,
        plain_text,
        ...(cloud === 'huawei' && { plain_text_base64: base64(plain_text) }),
      })
    }
  })

  test('has the published size and layout', async () => {
    const key_id = await createKey()
    for (const [bytes, size] of [
      [1, 140],
      [16, 140],
      [17, 156],
      [4_096, 4_220],
    ] as const) {
      const { cipher_text } = await succeeds('encrypt-data', { key_id, plain_text: 'x'.repeat(bytes) })
      const blob = Buffer.from(String(cipher_text), 'base64')
      const length = blob.readUInt16LE(2)
      expect([blob.length, length + 36, blob.readUInt16BE(0)]).toEqual([size, size, 0x0200])
      expect(blob.subarray(length - 36, length).toString()).toBe(key_id)
      expect(blob.subarray(length, length + 4)).toEqual(Buffer.alloc(4))
    }
  })

  test('is bound to its context and to every byte', async () => {
    const key_id = await createKey()
    const encryption_context = { tenant: '42', purpose: 'test' }
    const { cipher_text } = await succeeds('encrypt-data', { key_id, plain_text: 'x', encryption_context })
    const reordered = { purpose: 'test', tenant: '42' }
    await succeeds('decrypt-data', { cipher_text, encryption_context: reordered })
    await refuses('decrypt-data', { cipher_text }, 'KMS.2201')
    await refuses('decrypt-data', { cipher_text, encryption_context: { tenant: '42' } }, 'KMS.2201')
    const bytes = Buffer.from(String(cipher_text), 'base64')
    for (const place of [5, 30, 60, bytes.length - 34, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
      await refuses('decrypt-data', { cipher_text: base64(changed), encryption_context }, 'KMS.2201')
    }
  })

  test.each([
    [{ plain_text: '' }, 'KMS.2101'],
    [{ plain_text: 'x'.repeat(4_097) }, 'KMS.2101'],
    [{ plain_text: 'ü'.repeat(2_049) }, 'KMS.2101'],
    [{ plain_text: 'x', encryption_context: { a: 1 } }, 'KMS.0208'],
    [{ plain_text: 'x', encryption_context: { a: 'x'.repeat(8_192) } }, 'KMS.0208'],
    [{}, 'KMS.0204'],
  ])('refuses %o', async (input, code) => {
    await refuses('encrypt-data', { key_id: await createKey(), ...input }, code)
  })

  test('answers garbage, ciphertext of no key, and data keys', async () => {
    const key_id = await createKey()
    await refuses('decrypt-data', { cipher_text: 'A'.repeat(188) }, 'KMS.2201')
    await refuses('decrypt-data', { cipher_text: '!'.repeat(188) }, 'KMS.2201')
    await refuses('decrypt-data', { cipher_text: 'AAAA' }, 'KMS.2201')
    const { cipher_text } = await succeeds('create-datakey-without-plaintext', { key_id, datakey_length: '512' })
    await refuses('decrypt-data', { cipher_text: base64(unhex(cipher_text)) }, 'KMS.2201')
  })

  test.each([
    ['EC_P256', undefined, 'KMS.1114'],
    ['HMAC_256', undefined, 'KMS.0341'],
    ['RSA_2048', 'SIGN_VERIFY', cloud === 'huawei' ? 'KMS.0335' : 'KMS.0325'],
  ])('cannot be encrypted with a %s key', async (key_spec, key_usage, code) => {
    const key_id = await createKey({ key_spec, ...(key_usage && { key_usage }) })
    await refuses('encrypt-data', { key_id, plain_text: 'x' }, code)
  })
})

describe.each(both)('data keys on %s', (cloud) => {
  const { createKey, succeeds, refuses } = wires[cloud]

  test('are made of 64 bytes, wrapped to 188, and come back with their digest', async () => {
    const key_id = await createKey()
    const made = await succeeds('create-datakey', { key_id, datakey_length: '512' })
    expect(made['plain_text']).toMatch(/^[0-9A-F]{128}$/)
    expect(made['cipher_text']).toMatch(/^[0-9A-F]{376}$/)
    const { cipher_text } = made
    const opened = await succeeds('decrypt-datakey', { key_id, cipher_text, datakey_cipher_length: '64' })
    expect(opened).toEqual({
      data_key: made['plain_text'],
      datakey_length: '64',
      datakey_dgst: sha256(unhex(made['plain_text'])),
    })
    const lower = String(cipher_text).toLowerCase()
    await succeeds('decrypt-datakey', { key_id, cipher_text: lower, datakey_cipher_length: 64 })
  })

  test('are wrapped with the digest behind them, which is checked', async () => {
    const key_id = await createKey()
    // The check pair of the published pages.
    const dataKey =
      '7549d9aea901767bf3c0b3e14b10722eaf6f59053bbd82045d04e075e809a0fe6ccab48f8e5efe74e4b18ff0512525e527b10331100f357bf42125d8d5ced94f'
    const digest = 'fbc8ac72b0785ca7fe33eb6776ce3990b11e32b299d9c0a9ee0305fb9540f797'
    const datakey_plain_length = '64'
    const wrapped = await succeeds('encrypt-datakey', { key_id, plain_text: dataKey + digest, datakey_plain_length })
    expect(wrapped).toMatchObject({ key_id, datakey_length: '64' })
    const { cipher_text } = wrapped
    const opened = await succeeds('decrypt-datakey', { key_id, cipher_text, datakey_cipher_length: '64' })
    expect(opened).toMatchObject({ data_key: dataKey.toUpperCase(), datakey_dgst: digest.toUpperCase() })
    const wrong = dataKey + digest.replace(/^f/, 'e')
    await refuses('encrypt-datakey', { key_id, plain_text: wrong, datakey_plain_length }, 'KMS.2103')
    await refuses('encrypt-datakey', { key_id, plain_text: dataKey, datakey_plain_length }, 'KMS.2104')
    await refuses('encrypt-datakey', { key_id, plain_text: 'zz', datakey_plain_length }, 'KMS.2101')
    await refuses('encrypt-datakey', { key_id, plain_text: dataKey, datakey_plain_length: '0' }, 'KMS.2102')
  })

  test('do not open under another key, in another context, or as another length', async () => {
    const key_id = await createKey()
    const encryption_context = { a: 'b' }
    const { cipher_text } = await succeeds('create-datakey', { key_id, datakey_length: '512', encryption_context })
    const opening = { cipher_text, datakey_cipher_length: '64' }
    await succeeds('decrypt-datakey', { key_id, ...opening, encryption_context })
    await refuses('decrypt-datakey', { key_id, ...opening }, 'KMS.2201')
    await refuses('decrypt-datakey', { key_id: await createKey(), ...opening, encryption_context }, 'KMS.2201')
    const wrongLength = { key_id, cipher_text, datakey_cipher_length: '32', encryption_context }
    await refuses('decrypt-datakey', wrongLength, cloud === 'huawei' ? 'KMS.2204' : 'KMS.2202')
  })

  test.each([
    ['EC_P256', 'KMS.0325'],
    ['HMAC_256', 'KMS.0341'],
  ])('are refused with a %s key', async (key_spec, code) => {
    await refuses('create-datakey', { key_id: await createKey({ key_spec }), datakey_length: '512' }, code)
  })
})

describe('lengths', () => {
  test.each([
    [{}, 32],
    [{ key_spec: 'AES_128' }, 16],
    [{ key_spec: 'HMAC_384' }, 48],
    [{ datakey_length: '8' }, 1],
    [{ datakey_length: '8192', key_spec: 'AES_128' }, 1_024],
  ])('of data keys on Huawei: %o gives %i bytes', async (input, bytes) => {
    const made = await wire.succeeds('create-datakey', { key_id: await wire.createKey(), ...input })
    expect(unhex(made['plain_text']).length).toBe(bytes)
  })

  test.each([
    ['huawei', 'create-datakey', { datakey_length: '0' }, 'KMS.1901'],
    ['huawei', 'create-datakey', { datakey_length: '8200' }, 'KMS.1901'],
    ['huawei', 'create-datakey', { datakey_length: '12' }, 'KMS.1903'],
    ['huawei', 'create-datakey', { key_spec: 'AES_512' }, 'KMS.1902'],
    ['huawei', 'create-datakey-without-plaintext', { datakey_length: '8200' }, 'KMS.2001'],
    ['otc', 'create-datakey', {}, 'KMS.0204'],
    ['otc', 'create-datakey', { datakey_length: '256' }, 'KMS.1901'],
    ['otc', 'create-datakey-without-plaintext', { datakey_length: '256' }, 'KMS.2001'],
  ] as const)('%s: %s refuses %o', async (cloud, verb, input, code) => {
    await wires[cloud].refuses(verb, { key_id: await wires[cloud].createKey(), ...input }, code)
  })

  test.each([
    ['huawei', '8', 200],
    ['huawei', '8192', 200],
    ['huawei', '12', 'KMS.1802'],
    ['huawei', '8200', 'KMS.1801'],
    ['otc', '512', 200],
    ['otc', '256', 'KMS.1801'],
  ] as const)('%s: %s random bits give %s', async (cloud, random_data_length, expected) => {
    if (expected !== 200) return wires[cloud].refuses('gen-random', { random_data_length }, expected)
    const { random_data } = await wires[cloud].succeeds('gen-random', { random_data_length })
    expect(random_data).toMatch(new RegExp(`^[0-9A-F]{${Number(random_data_length) / 4}}$`))
  })

  test('of Huawei’s additional data end at 128 bytes', async () => {
    const key_id = await wire.createKey()
    const input = { key_id, plain_text: 'x' }
    const aad = 'ü'.repeat(64)
    const { cipher_text } = await wire.succeeds('encrypt-data', { ...input, additional_authenticated_data: aad })
    await wire.succeeds('decrypt-data', { cipher_text, additional_authenticated_data: aad })
    await wire.refuses('decrypt-data', { cipher_text, additional_authenticated_data: 'other' }, 'KMS.2201')
    await wire.refuses('encrypt-data', { ...input, additional_authenticated_data: `${aad}x` }, 'KMS.0308')
  })
})

test('SM4 keys digest with SM3, and their blobs open only there', async () => {
  const key_id = await wire.createKey({ key_spec: 'SM4' })
  const made = await wire.succeeds('create-datakey', { key_id, key_spec: 'SM4' })
  const dataKey = unhex(made['plain_text'])
  const { datakey_dgst } = await wire.succeeds('decrypt-datakey', {
    key_id,
    cipher_text: made['cipher_text'],
    datakey_cipher_length: '16',
  })
  expect(String(datakey_dgst).toLowerCase()).toBe(createHash('sm3').update(dataKey).digest('hex'))
  // The data key is a real SM4 key.
  expect(() => createDecipheriv('sm4-ctr', dataKey, Buffer.alloc(16))).not.toThrow()
})
