import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hex, huaweiService, KEY_ID, otcService, refusal } from './service.ts'

// The example of the API reference, "Encrypting a DEK": 64 bytes and their SHA-256.
const DEK =
  '7549d9aea901767bf3c0b3e14b10722eaf6f59053bbd82045d04e075e809a0fe6ccab48f8e5efe74e4b18ff0512525e527b10331100f357bf42125d8d5ced94f'
const DIGEST = 'fbc8ac72b0785ca7fe33eb6776ce3990b11e32b299d9c0a9ee0305fb9540f797'
// "Decrypting a DEK": SHA-256 of 64 zero bytes.
const ZEROS_DIGEST = 'F5A5FD42D16A20302798EF6ED309979B43003D2320D9F0E8EA9831A92759FB4B'
const zeros = '00'.repeat(64)
const ciphertext = hex(`02009800${'ab'.repeat(184)}`)

const sm3 = (text: string) => createHash('sm3').update(hex(text)).digest('hex')

describe('encrypting a data key', () => {
  const sealed = { key_id: KEY_ID, cipher_text: '020098009273E14E6E8E95F5463BECDC27E80AF8', datakey_length: '64' }

  it('appends the digest as the example of the API reference does', async () => {
    for (const { kms, calls } of [
      huaweiService({ 'POST /kms/encrypt-datakey': sealed }),
      otcService({ 'POST /kms/encrypt-datakey': sealed }),
    ]) {
      expect(await kms.encryptDataKey({ keyId: KEY_ID, plaintext: hex(DEK) })).toEqual({
        keyId: KEY_ID,
        ciphertext: hex(sealed.cipher_text),
      })
      expect(calls.map(({ body }) => body)).toEqual([
        { key_id: KEY_ID, plain_text: DEK + DIGEST, datakey_plain_length: '64' },
      ])
    }
  })

  it('sends the SM3 digest when the key finds the SHA-256 one wrong, because it is an SM4 key', async () => {
    const { kms, calls } = huaweiService({ 'POST /kms/encrypt-datakey': [refusal(400, 'KMS.2103'), sealed] })
    expect(await kms.encryptDataKey({ keyId: KEY_ID, plaintext: hex(DEK) })).toMatchObject({ keyId: KEY_ID })
    expect(calls.map(({ body }) => body)).toMatchObject([{ plain_text: DEK + DIGEST }, { plain_text: DEK + sm3(DEK) }])
  })

  it('passes on any other refusal, and one of the SM3 digest too', async () => {
    const disabled = huaweiService({ 'POST /kms/encrypt-datakey': refusal(400, 'KMS.0209') })
    const input = { keyId: KEY_ID, plaintext: hex(DEK) }
    await expect(disabled.kms.encryptDataKey(input)).rejects.toMatchObject({ code: 'InvalidKeyState' })
    expect(disabled.calls).toHaveLength(1)
    const always = huaweiService({ 'POST /kms/encrypt-datakey': refusal(400, 'KMS.2103') })
    const expected = { code: 'InvalidInput', providerCode: 'KMS.2103', attempts: 2 }
    await expect(always.kms.encryptDataKey(input)).rejects.toMatchObject(expected)
  })
})

describe('decrypting a data key', () => {
  const decrypt = (reply: object) => {
    const { kms } = otcService({ 'POST /kms/decrypt-datakey': reply })
    return kms.decryptDataKey({ keyId: KEY_ID, ciphertext })
  }
  const whole = { data_key: zeros, datakey_length: '64', datakey_dgst: ZEROS_DIGEST }

  it('checks length and digest and returns the key that was asked with', async () => {
    expect(await decrypt(whole)).toEqual({ plaintext: new Uint8Array(64), keyId: KEY_ID })
    expect(await decrypt({ ...whole, datakey_length: 64, datakey_dgst: ZEROS_DIGEST.toLowerCase() })).toBeDefined()
  })

  it('accepts the SM3 digest of an SM4 key', async () => {
    expect((await decrypt({ ...whole, datakey_dgst: sm3(zeros) })).plaintext).toEqual(new Uint8Array(64))
  })

  it.each([
    ['a digest of something else', { ...whole, datakey_dgst: DIGEST }],
    ['one bit of the digest turned', { ...whole, datakey_dgst: ZEROS_DIGEST.replace(/^F/, 'E') }],
    ['one bit of the key turned', { ...whole, data_key: `01${zeros.slice(2)}` }],
    ['an empty-looking digest', { ...whole, datakey_dgst: '00' }],
    ['a length that is not the key’s', { ...whole, datakey_length: '32' }],
    ['a key of another length', { data_key: zeros.slice(2), datakey_length: '63', datakey_dgst: ZEROS_DIGEST }],
    ['a key that is not hexadecimal', { ...whole, data_key: 'zz' }],
    ['no digest', { data_key: zeros, datakey_length: '64' }],
    ['no length', { data_key: zeros, datakey_dgst: ZEROS_DIGEST }],
    ['no key', { datakey_length: '64', datakey_dgst: ZEROS_DIGEST }],
  ])('refuses %s without telling the key', async (_what, reply) => {
    const error = await decrypt(reply).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'InvalidResponse', attempts: 1 })
    expect(JSON.stringify(error)).not.toContain('0000')
  })

  it('expects the length that was given, or the default of the cloud', async () => {
    const digest = createHash('sha256').update(new Uint8Array(16)).digest('hex')
    const short = { data_key: '00'.repeat(16), datakey_length: '16', datakey_dgst: digest }
    const { kms } = huaweiService({ 'POST /kms/decrypt-datakey': short })
    const input = { keyId: KEY_ID, ciphertext }
    expect((await kms.decryptDataKey({ ...input, spec: 'AES_128' })).plaintext).toHaveLength(16)
    expect((await kms.decryptDataKey({ ...input, lengthBytes: 16 })).plaintext).toHaveLength(16)
    await expect(kms.decryptDataKey(input)).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})

describe('generating a data key', () => {
  it('returns exactly the bytes of the cloud, and checks that they are as many as asked for', async () => {
    const reply = { key_id: KEY_ID, plain_text: DEK.toUpperCase(), cipher_text: '0200AB' }
    const { kms } = otcService({ 'POST /kms/create-datakey': reply })
    expect(await kms.generateDataKey({ keyId: KEY_ID })).toEqual({
      keyId: KEY_ID,
      plaintext: hex(DEK),
      ciphertext: new Uint8Array([2, 0, 0xab]),
    })
    const { kms: wrong } = huaweiService({ 'POST /kms/create-datakey': reply })
    await expect(wrong.generateDataKey({ keyId: KEY_ID })).rejects.toMatchObject({ code: 'InvalidResponse' })
    expect(await wrong.generateDataKey({ keyId: KEY_ID, lengthBytes: 64 })).toMatchObject({ keyId: KEY_ID })
  })

  it('without plaintext reads the ciphertext alone', async () => {
    const { kms } = huaweiService({
      'POST /kms/create-datakey-without-plaintext': { key_id: KEY_ID, cipher_text: '0200' },
    })
    expect(await kms.generateDataKeyWithoutPlaintext({ keyId: KEY_ID })).toEqual({
      keyId: KEY_ID,
      ciphertext: new Uint8Array([2, 0]),
    })
  })
})
