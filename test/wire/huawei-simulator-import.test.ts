import {
  constants,
  createCipheriv,
  createPublicKey,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator } from '../../conformance/simulators/huawei/index.ts'
import { codeOf, huaweiWire } from '../support/huawei-wire.ts'

const clouds = { huawei: createHuaweiSimulator, otc: createOtcSimulator } as const
const both = ['huawei', 'otc'] as const

const setUp = (cloud: keyof typeof clouds) => {
  const simulator = clouds[cloud]()
  return { simulator, advance: simulator.control.clock.advance, ...huaweiWire(simulator) }
}

const OAEP_SHA_256 = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }

/** What an owner of key material sends back. */
const wrap = (parameters: Readonly<Record<string, unknown>>, material: Uint8Array, padding: object = OAEP_SHA_256) => {
  const key = createPublicKey({
    key: Buffer.from(String(parameters['public_key']), 'base64'),
    format: 'der',
    type: 'spki',
  })
  return publicEncrypt({ key, ...padding }, material).toString('base64')
}

const importFlow = async (cloud: keyof typeof clouds) => {
  const { createKey, succeeds, ...more } = setUp(cloud)
  const key_id = await createKey({ origin: 'external' })
  const wrapping_algorithm = 'RSAES_OAEP_SHA_256'
  const parameters = await succeeds('get-parameters-for-import', { key_id, wrapping_algorithm })
  const importing = (material: Uint8Array, rest: object = {}) => ({
    key_id,
    import_token: parameters['import_token'],
    encrypted_key_material: wrap(parameters, material),
    ...rest,
  })
  return { key_id, parameters, importing, createKey, succeeds, ...more }
}

describe.each(both)('key material on %s', (cloud) => {
  test('is imported, used, deleted, and imported again only as it was', async () => {
    const { key_id, parameters, importing, succeeds, refuses, stateOf } = await importFlow(cloud)
    expect(parameters).toEqual({
      key_id,
      import_token: expect.stringMatching(/^[0-9a-zA-Z+/=]{200,6144}$/),
      expiration_time: expect.any(Number),
      public_key: expect.any(String),
    })
    const token = Buffer.from(String(parameters['import_token']), 'base64')
    expect([token.subarray(0, 4).toString('hex'), token.subarray(4, 40).toString()]).toEqual(['00008806', key_id])
    const material = randomBytes(32)
    expect(await succeeds('import-key-material', importing(material))).toEqual({})
    expect(await stateOf(key_id)).toBe('2')
    const { cipher_text } = await succeeds('encrypt-data', { key_id, plain_text: 'x' })
    expect(await succeeds('delete-imported-key-material', { key_id })).toEqual({})
    expect(await stateOf(key_id)).toBe('5')
    await refuses('decrypt-data', { cipher_text }, 'KMS.1301')
    await refuses('import-key-material', importing(randomBytes(32)), 'KMS.2606')
    await succeeds('import-key-material', importing(material))
    expect(await succeeds('decrypt-data', { cipher_text })).toMatchObject({ plain_text: 'x' })
    await refuses('import-key-material', importing(material), 'KMS.0310')
    await refuses('enable-key-rotation', { key_id }, 'KMS.0312')
  })

  test('in two keys opens only what each of them sealed', async () => {
    const { key_id, importing, createKey, succeeds, refuses } = await importFlow(cloud)
    const material = randomBytes(32)
    await succeeds('import-key-material', importing(material))
    const twin = await createKey({ origin: 'external' })
    const wrapping_algorithm = 'RSAES_OAEP_SHA_256'
    const parameters = await succeeds('get-parameters-for-import', { key_id: twin, wrapping_algorithm })
    const { import_token } = parameters
    const encrypted_key_material = wrap(parameters, material)
    await succeeds('import-key-material', { key_id: twin, import_token, encrypted_key_material })
    const { cipher_text } = await succeeds('create-datakey', { key_id, datakey_length: '512' })
    const opening = { cipher_text, datakey_cipher_length: '64' }
    await succeeds('decrypt-datakey', { key_id, ...opening })
    await refuses('decrypt-datakey', { key_id: twin, ...opening }, 'KMS.2201')
  })

  test('is refused with a wrong length, token, key or padding', async () => {
    const { key_id, importing, createKey, refuses } = await importFlow(cloud)
    const good = importing(randomBytes(32))
    await refuses('import-key-material', importing(randomBytes(16)), 'KMS.2604')
    const forged = Buffer.from(String(good.import_token), 'base64')
    forged.writeUInt8(forged.readUInt8(100) ^ 1, 100)
    await refuses('import-key-material', { ...good, import_token: forged.toString('base64') }, 'KMS.2605')
    await refuses('import-key-material', { ...good, import_token: 'short' }, 'KMS.2605')
    const other = await createKey({ origin: 'external' })
    await refuses('import-key-material', { ...good, key_id: other }, 'KMS.2603')
    const garbage = randomBytes(256).toString('base64')
    await refuses('import-key-material', { ...good, encrypted_key_material: garbage }, 'KMS.0311')
    const past = Math.floor(Date.now() / 1_000) - 60
    await refuses('import-key-material', importing(randomBytes(32), { expiration_time: past }), 'KMS.2602')
    await refuses('import-key-material', { key_id }, 'KMS.0204')
  })

  test('is not taken with a token of yesterday', async () => {
    const { importing, advance, refuses } = await importFlow(cloud)
    const input = importing(randomBytes(32))
    advance('25h')
    await refuses('import-key-material', input, 'KMS.2601')
  })

  test('ends at its time, and the key waits for it again', async () => {
    const { key_id, importing, advance, succeeds, refuses, stateOf } = await importFlow(cloud)
    const expiration_time = Math.floor(Date.now() / 1_000) + 7_200
    await succeeds('import-key-material', importing(randomBytes(32), { expiration_time }))
    const described = (await succeeds('describe-key', { key_id }))['key_info']
    expect(described).toMatchObject({ expiration_time: `${expiration_time}000`, key_state: '2' })
    advance('3h')
    expect(await stateOf(key_id)).toBe('5')
    await refuses('encrypt-data', { key_id, plain_text: 'x' }, 'KMS.1301')
    expect((await succeeds('describe-key', { key_id }))['key_info']).toMatchObject({ expiration_time: '' })
  })

  test('that ends while the key is pending deletion leaves it pending import after a cancel', async () => {
    const { key_id, importing, advance, succeeds } = await importFlow(cloud)
    const expiration_time = Math.floor(Date.now() / 1_000) + 7_200
    await succeeds('import-key-material', importing(randomBytes(32), { expiration_time }))
    await succeeds('schedule-key-deletion', { key_id, pending_days: '7' })
    advance('3h')
    expect((await succeeds('cancel-key-deletion', { key_id }))['key_state']).toBe('5')
  })

  test('of a pair travels under a temporary key', async () => {
    const { createKey, succeeds, refuses } = setUp(cloud)
    const key_id = await createKey({ origin: 'external', key_spec: 'EC_P256' })
    await refuses('get-publickey', { key_id }, 'KMS.1301')
    const parameters = await succeeds('get-parameters-for-import', {
      key_id,
      wrapping_algorithm: 'RSAES_OAEP_SHA_256',
    })
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const temporary = randomBytes(32)
    const cipher = createCipheriv('id-aes256-wrap-pad', temporary, Buffer.from('a65959a6', 'hex'))
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
    const encrypted_privatekey = Buffer.concat([cipher.update(pkcs8), cipher.final()]).toString('base64')
    const base = { key_id, import_token: parameters['import_token'] }
    const wrapped = (key: Uint8Array) => ({ ...base, encrypted_key_material: wrap(parameters, key) })
    await refuses('import-key-material', wrapped(temporary), 'KMS.2608')
    await refuses('import-key-material', { ...wrapped(randomBytes(24)), encrypted_privatekey }, 'KMS.2610')
    await refuses('import-key-material', { ...wrapped(randomBytes(32)), encrypted_privatekey }, 'KMS.2609')
    await succeeds('import-key-material', { ...wrapped(temporary), encrypted_privatekey })
    const { public_key } = await succeeds('get-publickey', { key_id })
    const spki = (key: Parameters<typeof createPublicKey>[0]) =>
      createPublicKey(key).export({ format: 'der', type: 'spki' })
    expect(spki(String(public_key))).toEqual(publicKey.export({ format: 'der', type: 'spki' }))
    await refuses('delete-imported-key-material', { key_id }, 'KMS.2702')
  })

  test('is not imported into HMAC keys or keys of the cloud’s own making', async () => {
    const { createKey, refuses } = setUp(cloud)
    const wrapping_algorithm = 'RSAES_OAEP_SHA_256'
    const hmac = await createKey({ origin: 'external', key_spec: 'HMAC_256' })
    await refuses('get-parameters-for-import', { key_id: hmac, wrapping_algorithm }, 'KMS.0341')
    await refuses('get-parameters-for-import', { key_id: await createKey(), wrapping_algorithm }, 'KMS.0309')
    await refuses('delete-imported-key-material', { key_id: await createKey() }, 'KMS.0309')
  })

  test.each(['RSAES_PKCS1_V1_5', 'RSAES_OAEP_SHA_1'])('is wrapped with %s on OTC only', async (wrapping_algorithm) => {
    const { createKey, call, succeeds } = setUp(cloud)
    const key_id = await createKey({ origin: 'external' })
    const reply = await call('get-parameters-for-import', { key_id, wrapping_algorithm })
    if (cloud === 'huawei') return expect([reply.status, codeOf(reply)]).toEqual([400, 'KMS.0308'])
    const padding =
      wrapping_algorithm === 'RSAES_PKCS1_V1_5'
        ? { padding: constants.RSA_PKCS1_PADDING }
        : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
    const { import_token } = reply.body
    const encrypted_key_material = wrap(reply.body, randomBytes(32), padding)
    return expect(await succeeds('import-key-material', { key_id, import_token, encrypted_key_material })).toEqual({})
  })
})
