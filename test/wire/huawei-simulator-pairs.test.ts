import {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  publicEncrypt,
  verify,
} from 'node:crypto'
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

describe('asymmetric encryption and re-encryption on Huawei', () => {
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }

  test('opens what was encrypted outside to the public key', async () => {
    const key_id = await wire.createKey({ key_spec: 'RSA_2048', key_usage: 'ENCRYPT_DECRYPT' })
    const { public_key } = await wire.succeeds('get-publickey', { key_id })
    const ciphertext = publicEncrypt({ key: String(public_key), ...oaep }, Buffer.from('from outside'))
    const encryption_algorithm = 'RSAES_OAEP_SHA_256'
    const opening = { key_id, cipher_text: base64(ciphertext), encryption_algorithm }
    expect(await wire.succeeds('decrypt-data', opening)).toMatchObject({ plain_text: 'from outside' })
    await wire.refuses('decrypt-data', { ...opening, key_id: undefined }, 'KMS.0204')
    await wire.refuses('decrypt-data', { ...opening, cipher_text: base64(Buffer.alloc(256)) }, 'KMS.0311')
    await wire.refuses('encrypt-data', { key_id, plain_text: 'x' }, 'KMS.2106')
    await wire.refuses('encrypt-data', { key_id, plain_text: 'x'.repeat(191), encryption_algorithm }, 'KMS.2108')
    const { cipher_text } = await wire.succeeds('encrypt-data', { key_id, plain_text: 'x', encryption_algorithm })
    expect(await wire.succeeds('decrypt-data', { ...opening, cipher_text })).toMatchObject({ plain_text: 'x' })
    await wire.refuses(
      'encrypt-data',
      { key_id: await wire.createKey(), plain_text: 'x', encryption_algorithm },
      'KMS.2105',
    )
  })

  test('moves data to another key and data keys to data keys', async () => {
    const [source, destination_key_id] = [await wire.createKey(), await wire.createKey()]
    const aad = 'bound'
    const { cipher_text } = await wire.succeeds('encrypt-data', {
      key_id: source,
      plain_text: 'moving',
      additional_authenticated_data: aad,
    })
    const moved = await wire.succeeds('re-encrypt', {
      cipher_text,
      destination_key_id,
      source_additional_authenticated_data: aad,
      destination_additional_authenticated_data: 'elsewhere',
    })
    expect(moved).toMatchObject({ key_id: destination_key_id, source_key_id: source })
    expect(
      await wire.succeeds('decrypt-data', {
        cipher_text: moved['cipher_text'],
        additional_authenticated_data: 'elsewhere',
      }),
    ).toMatchObject({ key_id: destination_key_id, plain_text: 'moving' })
    await wire.refuses('re-encrypt', { cipher_text, destination_key_id }, 'KMS.2201')

    const made = await wire.succeeds('create-datakey', { key_id: source, datakey_length: '256' })
    const again = await wire.succeeds('re-encrypt', {
      cipher_text: made['cipher_text'],
      destination_key_id,
      datakey_cipher_length: '32',
    })
    const opened = await wire.succeeds('decrypt-datakey', {
      key_id: destination_key_id,
      cipher_text: again['cipher_text'],
      datakey_cipher_length: '32',
    })
    expect(opened['data_key']).toBe(made['plain_text'])
  })

  test.each(['RSA_2048', 'ECC_NIST_P256', 'SM2'])('makes %s pairs whose private key is wrapped', async (key_spec) => {
    const key_id = await wire.createKey()
    const verb = key_spec.startsWith('RSA') ? 'create-rsa-datakey-pair' : 'create-ec-datakey-pair'
    const pair = await wire.succeeds(verb, { key_id, key_spec })
    const { private_key_plain_text, private_key_cipher_text, public_key } = pair
    const privateKey = createPrivateKey({ key: unhex(private_key_plain_text), format: 'der', type: 'pkcs8' })
    expect(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })).toEqual(unhex(public_key))
    const length = unhex(private_key_plain_text).length
    if (length <= 1_024) {
      const opened = await wire.succeeds('decrypt-datakey', {
        key_id,
        cipher_text: private_key_cipher_text,
        datakey_cipher_length: String(length),
      })
      expect(opened['data_key']).toBe(private_key_plain_text)
    }
    const without = await wire.succeeds(verb, { key_id, key_spec, with_plain_text: false })
    expect(without['private_key_plain_text']).toBeUndefined()
  })
})

describe('agreement and MACs', () => {
  test('agree with OpenSSL', async () => {
    const key_id = await wire.createKey({ key_spec: 'EC_P256' })
    const peer = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const { public_key } = await wire.succeeds('get-publickey', { key_id })
    const reply = await wire.succeeds('derive-shared-secret', {
      key_id,
      key_agreement_algorithm: 'ECDH',
      public_key: base64(peer.publicKey.export({ format: 'der', type: 'spki' })),
    })
    const expected = diffieHellman({ privateKey: peer.privateKey, publicKey: createPublicKey(String(public_key)) })
    expect(reply['shared_secret']).toBe(base64(expected))
  })

  test.each(['HMAC_256', 'HMAC_384', 'HMAC_512', 'HMAC_SM3'])('are made and checked with %s', async (key_spec) => {
    const key_id = await wire.createKey({ key_spec })
    const mac_algorithm = key_spec === 'HMAC_SM3' ? 'HMAC_SM3' : key_spec.replace('HMAC_', 'HMAC_SHA_')
    const input = { key_id, mac_algorithm, message: base64('message') }
    const { mac } = await wire.succeeds('generate-mac', input)
    expect(mac).toMatch(/^[0-9A-F]+$/)
    expect(await wire.succeeds('verify-mac', { ...input, mac })).toEqual({ key_id, mac_algorithm, mac_valid: true })
    const wrong = { ...input, message: base64('other'), mac: String(mac).toLowerCase() }
    expect((await wire.succeeds('verify-mac', wrong))['mac_valid']).toBe(false)
    await wire.refuses('generate-mac', { ...input, key_id: await wire.createKey() }, 'KMS.0334')
    const signer = await wire.createKey({ key_spec: 'EC_P256' })
    await wire.refuses('generate-mac', { ...input, key_id: signer }, 'KMS.0335')
  })

  test('are HMACs under the very secret the snapshot holds', async () => {
    const { keyId } = huawei.control.putKey({ spec: 'HMAC_256' })
    const snapshot = JSON.stringify(huawei.control.snapshot())
    const row = new RegExp(`"keyId":"${keyId}".*?"secret":\\{"\\$bytes":"([^"]+)"`).exec(snapshot)
    const { mac } = await wire.succeeds('generate-mac', {
      key_id: keyId,
      mac_algorithm: 'HMAC_SHA_256',
      message: base64('m'),
    })
    const expected = createHmac('sha256', Buffer.from(row?.[1] ?? '', 'base64'))
      .update('m')
      .digest('hex')
    expect(String(mac).toLowerCase()).toBe(expected)
  })
})

describe.each(both)('signatures on %s', (cloud) => {
  const { createKey, succeeds, refuses } = wires[cloud]
  const message = Buffer.from('to be signed')
  const digest = createHash('sha256').update(message).digest()

  test.each([
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', {}],
    [
      'RSA_2048',
      'RSASSA_PSS_SHA_256',
      { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    ],
    ['EC_P256', 'ECDSA_SHA_256', {}],
  ])('of %s keys with %s verify outside and inside', async (key_spec, signing_algorithm, options) => {
    const key_id = await createKey({ key_spec })
    const { public_key } = await succeeds('get-publickey', { key_id })
    expect(public_key).toMatch(/^-----BEGIN PUBLIC KEY-----\r\n/)
    const input = { key_id, signing_algorithm, message: base64(digest) }
    const { signature } = await succeeds('sign', input)
    const key = { key: String(public_key), ...options }
    expect(verify('sha256', message, key, Buffer.from(String(signature), 'base64'))).toBe(true)
    const raw = { key_id, signing_algorithm, message: base64(message), message_type: 'RAW' }
    expect(await succeeds('verify', { ...raw, signature })).toEqual({ key_id, signature_valid: 'true' })
    const other = { ...raw, message: base64('another') }
    expect((await succeeds('verify', { ...other, signature }))['signature_valid']).toBe('false')
  })

  test.each([
    ['AES_256', {}, 'ECDSA_SHA_256', 'KMS.1115'],
    ['HMAC_256', {}, 'ECDSA_SHA_256', 'KMS.0341'],
    ['EC_P256', {}, 'ECDSA_SHA_384', 'KMS.0332'],
    ['EC_P256', {}, 'NONSENSE', 'KMS.0308'],
    ['EC_P256', { message: base64('not a digest') }, 'ECDSA_SHA_256', 'KMS.0329'],
    ['EC_P256', { message: base64(Buffer.alloc(4_096)), message_type: 'RAW' }, 'ECDSA_SHA_256', 'KMS.0308'],
  ])('are refused: %s %o %s', async (key_spec, more, signing_algorithm, code) => {
    const key_id = await createKey({ key_spec })
    await refuses('sign', { key_id, signing_algorithm, message: base64(digest), ...more }, code)
  })

  test('cannot be made by a key for encryption; a symmetric key has no public part', async () => {
    const key_id = await createKey({ key_spec: 'RSA_2048', key_usage: 'ENCRYPT_DECRYPT' })
    const input = { key_id, signing_algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', message: base64(digest) }
    await refuses('sign', input, 'KMS.0334')
    await refuses('get-publickey', { key_id: await createKey() }, 'KMS.0331')
  })
})
