import { describe, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator } from '../../conformance/simulators/huawei/index.ts'
import { codeOf, huaweiWire, replyOf, signed } from '../support/huawei-wire.ts'

const clouds = { huawei: createHuaweiSimulator, otc: createOtcSimulator } as const
const both = ['huawei', 'otc'] as const
const setUp = (cloud: keyof typeof clouds, options: Parameters<typeof createHuaweiSimulator>[0] = {}) => {
  const simulator = clouds[cloud](options)
  return { simulator, wire: huaweiWire(simulator), put: simulator.control.putKey }
}

const UNKNOWN = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'

describe.each(both)('creating and describing keys on %s', (cloud) => {
  test('gives the id alone, and describes the key as documented', async () => {
    const { wire } = setUp(cloud)
    const reply = await wire.succeeds('create-key', { key_alias: 'orders', key_description: 'for orders' })
    const info = reply['key_info'] as Record<string, string> // an object, as the examples show
    expect(Object.keys(info).sort()).toEqual(
      cloud === 'huawei' ? ['domain_id', 'key_id', 'region_id'] : ['domain_id', 'key_id'],
    )
    const described = (await wire.succeeds('describe-key', { key_id: info['key_id'] }))['key_info']
    expect(described).toEqual({
      key_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
      domain_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      key_alias: 'orders',
      realm: wire.region,
      key_spec: 'AES_256',
      key_usage: 'ENCRYPT_DECRYPT',
      key_description: 'for orders',
      creation_date: expect.stringMatching(/^\d{13}$/),
      scheduled_deletion_date: '',
      key_state: '2',
      default_key_flag: '0',
      key_type: '1',
      expiration_time: '',
      origin: 'kms',
      key_rotation_enabled: 'false',
      ...(cloud === 'huawei' && { sys_enterprise_project_id: '0', keystore_id: '0' }),
    })
  })

  test.each([
    [{}, 'KMS.0204'],
    [{ key_alias: '' }, 'KMS.1101'],
    [{ key_alias: 'has blank' }, 'KMS.1101'],
    [{ key_alias: 'obs/default' }, 'KMS.1101'],
    [{ key_alias: 'a'.repeat(256) }, 'KMS.1101'],
    [{ key_alias: 'a', key_spec: 'AES_512' }, 'KMS.1110'],
    [{ key_alias: 'a', key_usage: 'SIGN_VERIFY' }, 'KMS.0308'],
    [{ key_alias: 'a', key_spec: 'EC_P256', key_usage: 'ENCRYPT_DECRYPT' }, 'KMS.0308'],
    [{ key_alias: 'a', key_description: 'x'.repeat(256) }, 'KMS.1103'],
    [{ key_alias: 'a', origin: 'elsewhere' }, 'KMS.0308'],
    [{ key_alias: 'a', sequence: 'short' }, 'KMS.0206'],
    [{ key_alias: 'taken' }, 'KMS.1104'],
  ])('refuses %o', async (input, code) => {
    const { wire } = setUp(cloud)
    await wire.createKey({ key_alias: 'taken' })
    await wire.refuses('create-key', input, code)
  })

  test('signs with RSA unless told otherwise, and waits for external material', async () => {
    const { wire } = setUp(cloud)
    const describe = async (key_id: string) => (await wire.succeeds('describe-key', { key_id }))['key_info']
    expect(await describe(await wire.createKey({ key_spec: 'RSA_2048' }))).toMatchObject({ key_usage: 'SIGN_VERIFY' })
    const external = await wire.createKey({ origin: 'external' })
    expect(await describe(external)).toMatchObject({ origin: 'external', key_state: '5' })
  })

  test('stops at the quota', async () => {
    const { wire } = setUp(cloud, { limits: { keys: 1 } })
    await wire.createKey()
    await wire.refuses('create-key', { key_alias: 'more' }, 'KMS.1105')
    expect((await wire.send('GET', 'kms/user-quotas')).body).toEqual({
      quotas: {
        resources: [
          { type: 'CMK', used: 1, quota: 1 },
          { type: 'grant_per_CMK', used: 0, quota: 100 },
        ],
      },
    })
  })

  test('changes names and descriptions', async () => {
    const { wire } = setUp(cloud)
    const key_id = await wire.createKey({ key_alias: 'old' })
    await wire.createKey({ key_alias: 'taken' })
    expect(await wire.succeeds('update-key-alias', { key_id, key_alias: 'new' })).toEqual({
      key_info: { key_id, key_alias: 'new' },
    })
    expect(await wire.succeeds('update-key-description', { key_id, key_description: '' })).toEqual({
      key_info: { key_id, key_description: '' },
    })
    await wire.refuses('update-key-alias', { key_id, key_alias: 'taken' }, 'KMS.1104')
    await wire.createKey({ key_alias: 'old' })
  })

  test.each([
    ['describe-key', { key_id: 'nonsense' }, 'KMS.0205', 400],
    ['describe-key', { key_id: UNKNOWN.toUpperCase() }, 'KMS.0205', 400],
    ['describe-key', { key_id: UNKNOWN }, 'KMS.0207', 404],
    ['describe-key', {}, 'KMS.0204', 400],
    ['disable-key', { key_id: null }, 'KMS.0204', 400],
    ['enable-key', { key_id: 7 }, 'KMS.0205', 400],
    ['schedule-key-deletion', { key_id: UNKNOWN, pending_days: '6' }, 'KMS.1401', 400],
    ['schedule-key-deletion', { key_id: UNKNOWN, pending_days: '1097' }, 'KMS.1401', 400],
    ['schedule-key-deletion', { key_id: UNKNOWN, pending_days: 'soon' }, 'KMS.1401', 400],
    ['schedule-key-deletion', { key_id: UNKNOWN }, 'KMS.0204', 400],
    ['update-key-rotation-interval', { key_id: UNKNOWN, rotation_interval: 29 }, 'KMS.3001', 400],
    ['update-key-rotation-interval', { key_id: UNKNOWN, rotation_interval: 366 }, 'KMS.3001', 400],
    ['list-keys', { limit: '0' }, 'KMS.1601', 400],
    ['list-keys', { marker: '-1' }, 'KMS.1602', 400],
    ['list-keys', { key_state: '6' }, 'KMS.0308', 400],
  ])('%s refuses %o', async (verb, input, code, status) => {
    await setUp(cloud).wire.refuses(verb, input, code, status)
  })

  test('refuses what is no JSON, no object, or sent with another method', async () => {
    const { wire, simulator } = setUp(cloud)
    const ak = cloud === 'otc' ? 'test-otc' : 'test'
    const raw = async (method: string, body: string) =>
      codeOf(
        await replyOf(
          await simulator.fetch(signed({ ak, sk: 'test' }, { method, url: wire.url('kms/list-keys'), body })),
        ),
      )
    expect(await raw('POST', '{"limit":')).toBe('KMS.0202')
    expect(await raw('POST', '')).toBe('KMS.0202')
    expect(await raw('POST', '[]')).toBe('KMS.0214')
    expect(await raw('PUT', '{}')).toBe('KMS.0215')
    expect((await wire.send('PUT', 'kms/list-keys', {})).status).toBe(405)
  })
})

describe('listing keys', () => {
  test('goes page by page, in order of creation, with numbers as strings or not', async () => {
    const { wire } = setUp('otc')
    const ids = []
    for (let count = 0; count < 5; count++) ids.push(await wire.createKey())
    const first = await wire.succeeds('list-keys', { limit: '2', marker: '' })
    expect(first).toMatchObject({ keys: ids.slice(0, 2), next_marker: '2', truncated: 'true', total: 5 })
    const second = await wire.succeeds('list-keys', { limit: 2, marker: first['next_marker'] })
    expect(second).toMatchObject({ keys: ids.slice(2, 4), next_marker: '4' })
    const last = await wire.succeeds('list-keys', { limit: '2', marker: '4' })
    expect(last).toMatchObject({ keys: ids.slice(4), next_marker: '', truncated: 'false' })
    expect((last['key_details'] as object[])[0]).toMatchObject({ key_id: ids[4], key_state: '2' })
  })

  test('shows AES keys only on Huawei, unless asked for a spec or all', async () => {
    const { wire } = setUp('huawei')
    const aes = await wire.createKey()
    const ec = await wire.createKey({ key_spec: 'EC_P256' })
    const list = async (input: object) => (await wire.succeeds('list-keys', input))['keys']
    expect(await list({})).toEqual([aes])
    expect(await list({ key_spec: 'EC_P256' })).toEqual([ec])
    expect(await list({ key_spec: 'ALL' })).toEqual([aes, ec])
    await wire.succeeds('disable-key', { key_id: ec })
    expect(await list({ key_spec: 'ALL', key_state: '3' })).toEqual([ec])
    expect(await list({ key_spec: 'ALL', enterprise_project_id: 'all' })).toEqual([aes, ec])
    expect(await list({ key_spec: 'ALL', enterprise_project_id: UNKNOWN })).toEqual([])
  })

  test('shows all keys on OTC, which knows no such filter', async () => {
    const { wire } = setUp('otc')
    const keys = [await wire.createKey(), await wire.createKey({ key_spec: 'EC_P256' })]
    expect((await wire.succeeds('list-keys', { key_spec: 'AES_256' }))['keys']).toEqual(keys)
  })
})

describe('quirks', () => {
  test('of OTC: the name of a key pending deletion gives back that key, its rotation still on', async () => {
    const { wire, put } = setUp('otc', { quirks: { pendingKeyIsReturned: true } })
    const { keyId } = put({ name: 'again', state: '4', rotation: { enabled: true } })
    expect(await wire.createKey({ key_alias: 'again' })).toBe(keyId)
    await wire.refuses('enable-key-rotation', { key_id: keyId }, 'KMS.2901')
  })

  test('of OTC’s pages: key_info as an array, and {} after tag writes', async () => {
    const { wire } = setUp('otc', { quirks: { keyInfoIsArray: true, tagWritesAnswerObject: true } })
    const reply = await wire.call('create-key', { key_alias: 'a' })
    const [{ key_id }] = reply.body['key_info'] as [{ key_id: string }] // as this quirk has it
    expect((await wire.succeeds('disable-key', { key_id }))['key_info']).toEqual([{ key_id, key_state: '3' }])
    const tagged = await wire.send('POST', `kms/${key_id}/tags`, { tag: { key: 'a', value: '' } })
    expect([tagged.status, tagged.text]).toEqual([200, '{}'])
  })
})

test.each([
  ['huawei', '2016-10-29T02:00:00Z'],
  ['otc', '2018-09-05T08:18:05Z'],
] as const)('the versions of %s are told to anybody', async (cloud, updated) => {
  const { simulator } = setUp(cloud)
  const list = await replyOf(await simulator.fetch(new Request('http://127.0.0.1/')))
  expect(list.body).toMatchObject({ versions: [{ id: 'v1.0', status: 'CURRENT', updated }] })
  const one = await replyOf(await simulator.fetch(new Request('http://127.0.0.1/v1.0')))
  expect(one.body).toMatchObject({ version: { id: 'v1.0' } })
})
