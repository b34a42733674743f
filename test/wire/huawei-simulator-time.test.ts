import { describe, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator } from '../../conformance/simulators/huawei/index.ts'
import { huaweiWire } from '../support/huawei-wire.ts'

const clouds = { huawei: createHuaweiSimulator, otc: createOtcSimulator } as const
const both = ['huawei', 'otc'] as const

const setUp = (cloud: keyof typeof clouds) => {
  const simulator = clouds[cloud]()
  return { simulator, advance: simulator.control.clock.advance, ...huaweiWire(simulator) }
}

describe.each(both)('rotation on %s', (cloud) => {
  test('turns with its interval, counts, and keeps old ciphertexts open', async () => {
    const { createKey, succeeds, refuses, advance } = setUp(cloud)
    const key_id = await createKey()
    const status = () => succeeds('get-key-rotation-status', { key_id })
    expect(await status()).toEqual({
      key_rotation_enabled: false,
      rotation_interval: 365,
      last_rotation_time: '',
      number_of_rotations: 0,
    })
    await refuses('update-key-rotation-interval', { key_id, rotation_interval: 30 }, 'KMS.0313')
    expect(await succeeds('enable-key-rotation', { key_id })).toEqual({})
    await succeeds('update-key-rotation-interval', { key_id, rotation_interval: 30 })
    const old = await succeeds('encrypt-data', { key_id, plain_text: 'old' })
    advance('29d')
    expect((await status())['number_of_rotations']).toBe(0)
    advance('2d')
    const turned = await status()
    expect(turned).toMatchObject({ key_rotation_enabled: true, rotation_interval: 30, number_of_rotations: 1 })
    expect(turned['last_rotation_time']).toMatch(/^\d{13}$/)
    advance('60d')
    expect((await status())['number_of_rotations']).toBe(3)
    const young = await succeeds('encrypt-data', { key_id, plain_text: 'young' })
    const blob = Buffer.from(String(young['cipher_text']), 'base64')
    expect(blob.readUInt32BE(blob.readUInt16LE(2))).toBe(3)
    for (const [{ cipher_text }, plain_text] of [
      [old, 'old'],
      [young, 'young'],
    ] as const)
      expect(await succeeds('decrypt-data', { cipher_text })).toMatchObject({ key_id, plain_text })
    await succeeds('disable-key-rotation', { key_id })
    advance('400d')
    expect(await status()).toMatchObject({ key_rotation_enabled: false, number_of_rotations: 3 })
  })

  test('waits while the key is disabled and is made up for when it is enabled', async () => {
    const { createKey, succeeds, advance } = setUp(cloud)
    const key_id = await createKey()
    await succeeds('enable-key-rotation', { key_id })
    await succeeds('disable-key', { key_id })
    advance('800d')
    const count = async () => (await succeeds('get-key-rotation-status', { key_id }))['number_of_rotations']
    expect(await count()).toBe(0)
    await succeeds('enable-key', { key_id })
    expect(await count()).toBe(1)
  })

  test.each([
    ['RSA_2048', 'KMS.0324'],
    ['EC_P256', 'KMS.0325'],
    ['HMAC_256', 'KMS.0341'],
  ])('is refused for %s keys', async (key_spec, code) => {
    const { createKey, refuses } = setUp(cloud)
    await refuses('enable-key-rotation', { key_id: await createKey({ key_spec }) }, code)
  })
})

test('Huawei rotates on demand', async () => {
  const { createKey, succeeds } = setUp('huawei')
  const key_id = await createKey()
  expect(await succeeds('rotate-on-demand', { key_id })).toEqual({ key_id })
  expect(await succeeds('get-key-rotation-status', { key_id })).toMatchObject({
    key_rotation_enabled: false,
    number_of_rotations: 1,
  })
})

describe.each(both)('deletion on %s', (cloud) => {
  test('happens on its date and takes the key’s name, grants and ciphertexts with it', async () => {
    const { createKey, succeeds, refuses, advance, stateOf } = setUp(cloud)
    const key_id = await createKey({ key_alias: 'name' })
    const { cipher_text } = await succeeds('encrypt-data', { key_id, plain_text: 'x' })
    const grant = { key_id, grantee_principal: 'a', operations: ['describe-key'] }
    const { grant_id } = await succeeds('create-grant', grant)
    await succeeds('schedule-key-deletion', { key_id, pending_days: '7' })
    const described = (await succeeds('describe-key', { key_id }))['key_info'] as Record<string, string>
    const days = (Number(described['scheduled_deletion_date']) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(7, 2)
    await refuses('create-key', { key_alias: 'name' }, 'KMS.1104')
    advance('6d')
    expect(await stateOf(key_id)).toBe('4')
    advance('25h')
    await refuses('describe-key', { key_id }, 'KMS.0207', 404)
    await refuses('cancel-key-deletion', { key_id }, 'KMS.0207', 404)
    await refuses('decrypt-data', { cipher_text }, 'KMS.0207', 404)
    await refuses('revoke-grant', { key_id, grant_id }, 'KMS.0207', 404)
    await createKey({ key_alias: 'name' })
  })

  test('is forgotten when it is cancelled', async () => {
    const { createKey, succeeds, advance, stateOf } = setUp(cloud)
    const key_id = await createKey()
    await succeeds('schedule-key-deletion', { key_id, pending_days: '7' })
    await succeeds('cancel-key-deletion', { key_id })
    expect((await succeeds('describe-key', { key_id }))['key_info']).toMatchObject({ scheduled_deletion_date: '' })
    advance('30d')
    expect(await stateOf(key_id)).toBe('3')
  })
})

test('a snapshot brings back keys, tokens and the clock; the same seed makes the same ids', async () => {
  const options = { seed: 7 }
  const [first, second] = [createHuaweiSimulator(options), createHuaweiSimulator(options)]
  const key_id = await huaweiWire(first).createKey({ key_alias: 'a' })
  expect(await huaweiWire(second).createKey({ key_alias: 'a' })).toBe(key_id)
  const { cipher_text } = await huaweiWire(first).succeeds('encrypt-data', { key_id, plain_text: 'kept' })
  const copy = createHuaweiSimulator()
  copy.control.restore(JSON.parse(JSON.stringify(first.control.snapshot())))
  expect(await huaweiWire(copy).succeeds('decrypt-data', { cipher_text })).toMatchObject({ plain_text: 'kept' })
})

test('lag shows the state before the last change to reads, and to reads alone', async () => {
  const { simulator, createKey, succeeds, refuses, stateOf } = setUp('huawei')
  const key_id = await createKey()
  simulator.control.lag({ calls: 2 })
  await succeeds('disable-key', { key_id })
  expect(await stateOf(key_id)).toBe('2')
  await refuses('disable-key', { key_id }, 'KMS.1301')
  expect(await stateOf(key_id)).toBe('2')
  expect(await stateOf(key_id)).toBe('3')
})
