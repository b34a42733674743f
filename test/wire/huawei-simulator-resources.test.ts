import { describe, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator, projectIdOf } from '../../conformance/simulators/huawei/index.ts'
import { codeOf, huaweiWire, replyOf } from '../support/huawei-wire.ts'

const clouds = { huawei: createHuaweiSimulator, otc: createOtcSimulator } as const
const both = ['huawei', 'otc'] as const
const setUp = (cloud: keyof typeof clouds, options: Parameters<typeof createHuaweiSimulator>[0] = {}) => {
  const simulator = clouds[cloud](options)
  return { simulator, wire: huaweiWire(simulator) }
}

describe('tags', () => {
  test.each(both)('are written, read and found (%s)', async (cloud) => {
    const { wire } = setUp(cloud)
    const key_id = await wire.createKey({ key_alias: 'tagged' })
    const other = await wire.createKey()
    expect((await wire.send('POST', `kms/${key_id}/tags`, { tag: { key: 'a', value: '1' } })).status).toBe(204)
    const tags = [
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
    ]
    const batch = { action: 'create', tags }
    expect((await wire.send('POST', `kms/${key_id}/tags/action`, batch)).status).toBe(204)
    expect((await wire.send('GET', `kms/${key_id}/tags`)).body).toEqual({ tags, existTagsNum: 2 })
    await wire.send('POST', `kms/${other}/tags`, { tag: { key: 'a', value: '3' } })
    expect((await wire.send('GET', 'kms/tags')).body).toEqual({
      tags: [
        { key: 'a', values: ['2', '3'] },
        { key: 'b', values: [''] },
      ],
    })
    const find = async (input: object) => (await wire.send('POST', 'kms/resource_instances/action', input)).body
    const found = await find({ action: 'filter', tags: [{ key: 'a', values: ['2'] }] })
    expect(found).toMatchObject({ resources: [{ resource_id: key_id, resource_name: 'tagged', tags }], total_count: 1 })
    const detail = (found['resources'] as { resource_detail: unknown }[])[0]?.resource_detail
    expect(Array.isArray(detail)).toBe(cloud === 'huawei')
    expect([detail].flat()).toMatchObject([{ key_id, key_state: 2, default_key_flag: 0 }])
    expect(await find({ action: 'count', tags: [{ key: 'a', values: [] }] })).toEqual({ total_count: 2 })
    expect(await find({ action: 'count', matches: [{ key: 'resource_name', value: 'tagged' }] })).toEqual({
      total_count: 1,
    })
    expect((await wire.send('DELETE', `kms/${key_id}/tags/a`)).status).toBe(204)
    const gone = await wire.send('DELETE', `kms/${key_id}/tags/a`)
    expect([gone.status, codeOf(gone)]).toEqual([404, 'KMS.0416'])
  })

  test('with characters that need encoding in the path are deleted', async () => {
    const { wire } = setUp('huawei')
    const key_id = await wire.createKey()
    await wire.send('POST', `kms/${key_id}/tags`, { tag: { key: 'cost center', value: 'ü' } })
    expect((await wire.send('DELETE', `kms/${key_id}/tags/cost%20center`)).status).toBe(204)
  })

  test.each([
    ['tags', { tag: { key: '', value: '' } }, 'KMS.0411'],
    ['tags', { tag: { key: 'k'.repeat(37), value: '' } }, 'KMS.0411'],
    ['tags', { tag: { key: 'k', value: 'v'.repeat(44) } }, 'KMS.0410'],
    ['tags', { tag: { key: 'a*b', value: '' } }, 'KMS.0406'],
    ['tags', { tag: { key: 'k', value: 'a=b' } }, 'KMS.0405'],
    ['tags/action', { action: 'rename', tags: [{ key: 'k', value: '' }] }, 'KMS.0404'],
    ['tags/action', { action: 'create', tags: [] }, 'KMS.0401'],
    [
      'tags/action',
      { action: 'create', tags: Array.from({ length: 11 }, (_, at) => ({ key: `k${at}`, value: '' })) },
      'KMS.0409',
    ],
  ])('%s refuses %o', async (path, input, code) => {
    const { wire } = setUp('huawei')
    const key_id = await wire.createKey()
    expect(codeOf(await wire.send('POST', `kms/${key_id}/${path}`, input))).toBe(code)
  })
})

describe.each(both)('grants on %s', (cloud) => {
  const grant = { grantee_principal: 'a'.repeat(32), operations: ['describe-key', 'create-datakey'] }

  test('are given, listed, retired and revoked', async () => {
    const { wire } = setUp(cloud)
    const key_id = await wire.createKey()
    const { grant_id } = await wire.succeeds('create-grant', { key_id, ...grant, name: 'g' })
    expect(grant_id).toMatch(/^[0-9a-f]{64}$/)
    const listed = await wire.succeeds('list-grants', { key_id })
    const issuer = (listed['grants'] as Record<string, string>[])[0]?.['issuing_principal'] ?? ''
    expect(listed).toEqual({
      grants: [
        {
          key_id,
          grant_id,
          grantee_principal: grant.grantee_principal,
          grantee_principal_type: 'user',
          operations: grant.operations,
          issuing_principal: expect.stringMatching(/^[0-9a-f]{32}$/),
          creation_date: expect.stringMatching(/^\d{13}$/),
          name: 'g',
        },
      ],
      next_marker: '',
      truncated: 'false',
      total: 1,
    })
    const second = await wire.succeeds('create-grant', { key_id, ...grant, retiring_principal: issuer })
    const retirable = await wire.succeeds('list-retirable-grants', {})
    expect(retirable['grants']).toMatchObject([{ grant_id: second['grant_id'], key_id }])
    await wire.succeeds('retire-grant', { key_id, grant_id: second['grant_id'] })
    await wire.succeeds('revoke-grant', { key_id, grant_id })
    await wire.refuses('revoke-grant', { key_id, grant_id }, 'KMS.2501')
  })

  test.each([
    [{ operations: ['create-grant'] }, 'KMS.2401'],
    [{ operations: ['sign'] }, 'KMS.0308'],
    [{ operations: [] }, 'KMS.0308'],
    [{ grantee_principal: 'not-an-id' }, 'KMS.2402'],
    [{ retiring_principal: 'not-an-id' }, 'KMS.2402'],
  ])('are refused for %o', async (input, code) => {
    const { wire } = setUp(cloud)
    await wire.refuses('create-grant', { key_id: await wire.createKey(), ...grant, ...input }, code)
  })

  test('of one key are not found under another, and stop at the quota', async () => {
    const { wire } = setUp(cloud, { limits: { grantsPerKey: 1 } })
    const key_id = await wire.createKey()
    const { grant_id } = await wire.succeeds('create-grant', { key_id, ...grant })
    await wire.refuses('revoke-grant', { key_id: await wire.createKey(), grant_id }, 'KMS.2502')
    await wire.refuses('revoke-grant', { key_id, grant_id: 'short' }, 'KMS.2501')
    await wire.refuses('create-grant', { key_id, ...grant }, 'KMS.2404')
  })

  test('are revoked by the creator of the key, and retired by whom they name', async () => {
    const names = ['owner', 'other']
    const { simulator } = setUp(cloud, { credentials: names.map((accessKeyId) => ({ accessKeyId, secret: 'test' })) })
    const [owner, other] = [huaweiWire(simulator, 'owner'), huaweiWire(simulator, 'other')]
    const key_id = await owner.createKey()
    const give = async (more: object) =>
      (await owner.succeeds('create-grant', { key_id, ...grant, ...more }))['grant_id']
    // The other user's id shows as the issuer of a grant of his own.
    const his = await other.createKey()
    await other.succeeds('create-grant', { key_id: his, ...grant })
    const [shown] = (await other.succeeds('list-grants', { key_id: his }))['grants'] as Record<string, string>[]
    const userId = shown?.['issuing_principal']
    const plain = await give({})
    await other.refuses('revoke-grant', { key_id, grant_id: plain }, 'KMS.0306', 403)
    await other.refuses('retire-grant', { key_id, grant_id: plain }, 'KMS.0306', 403)
    await owner.succeeds('revoke-grant', { key_id, grant_id: plain })
    const retirable = await give({ retiring_principal: userId })
    await other.succeeds('retire-grant', { key_id, grant_id: retirable })
    const received = { grantee_principal: userId, operations: ['describe-key', 'retire-grant'] }
    await other.succeeds('retire-grant', { key_id, grant_id: await give(received) })
    const useless = { grantee_principal: userId, operations: ['describe-key'] }
    await other.refuses('retire-grant', { key_id, grant_id: await give(useless) }, 'KMS.0306', 403)
  })

  test('let whom they name encrypt with the key only on Huawei', async () => {
    const { wire } = setUp(cloud)
    const reply = await wire.call('create-grant', {
      key_id: await wire.createKey(),
      ...grant,
      operations: ['encrypt-data'],
    })
    expect(reply.status).toBe(cloud === 'huawei' ? 200 : 400)
  })
})

describe('aliases', () => {
  test('are made, moved, listed and deleted on Huawei', async () => {
    const { wire } = setUp('huawei')
    const [key_id, target_key_id] = [await wire.createKey(), await wire.createKey()]
    const made = await wire.send('POST', 'kms/aliases', { key_id, alias: 'alias/a' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ key_id, alias: 'alias/a', alias_urn: expect.stringMatching(/:alias:a$/) })
    expect(codeOf(await wire.send('POST', 'kms/aliases', { key_id, alias: 'alias/a' }))).toBe('KMS.1104')
    expect(codeOf(await wire.send('POST', 'kms/aliases', { key_id, alias: 'a' }))).toBe('KMS.1101')
    const moved = await wire.send('POST', 'kms/alias/associate', { alias: 'alias/a', target_key_id })
    expect([moved.status, moved.body['key_id']]).toEqual([200, target_key_id])
    const listed = await wire.send('GET', `kms/aliases?key_id=${target_key_id}&limit=50&marker=`)
    expect(listed.body).toMatchObject({
      aliases: [{ alias: 'alias/a' }],
      page_info: { next_marker: '', current_count: 1 },
    })
    expect((await wire.send('DELETE', 'kms/aliases', { key_id, aliases: ['alias/a'] })).status).toBe(404)
    const deleted = await wire.send('DELETE', 'kms/aliases', { key_id: target_key_id, aliases: ['alias/a'] })
    expect([deleted.status, deleted.text]).toEqual([204, ''])
  })

  test('are gone from OTC, and back if asked for; there a key is also known by its name', async () => {
    const { wire } = setUp('otc')
    const key_id = await wire.createKey({ key_alias: 'named' })
    expect((await wire.send('POST', 'kms/aliases', { key_id, alias: 'alias/a' })).status).toBe(404)
    expect(await wire.succeeds('describe-key', { key_id: 'alias/named' })).toMatchObject({ key_info: { key_id } })
    await wire.succeeds('encrypt-data', { key_id: 'kms:eu-de-ring0:abc:alias:named', plain_text: 'x' })
    await wire.refuses('describe-key', { key_id: 'alias/unknown' }, 'KMS.0207', 404)
    await wire.refuses('disable-key', { key_id: 'alias/named' }, 'KMS.0205')
    const { wire: older } = setUp('otc', { features: { aliases: true } })
    const id = await older.createKey()
    expect((await older.send('POST', 'kms/aliases', { key_id: id, alias: 'alias/a' })).status).toBe(201)
    await older.succeeds('describe-key', { key_id: 'alias/a' })
  })

  test('are no key ids on Huawei', async () => {
    const { wire } = setUp('huawei')
    await wire.createKey({ key_alias: 'named' })
    await wire.refuses('describe-key', { key_id: 'alias/named' }, 'KMS.0205')
  })
})

describe('what only Huawei has', () => {
  test('replicates keys, whose ciphertexts open in both Regions', async () => {
    const { wire, simulator } = setUp('huawei')
    const key_id = await wire.createKey()
    const { cipher_text } = await wire.succeeds('encrypt-data', { key_id, plain_text: 'x' })
    const target = { replica_region: 'cn-east-3', replica_project_id: projectIdOf('cn-east-3') }
    const replicated = await wire.send(
      'POST',
      `kms/keys/${key_id}/replicate`,
      { key_id, key_alias: 'replica', ...target },
      'v2',
    )
    expect(replicated.body).toMatchObject({ key_id, region: 'cn-east-3' })
    const twice = { key_id, key_alias: 'replica', ...target }
    expect(codeOf(await wire.send('POST', `kms/keys/${key_id}/replicate`, twice, 'v2'))).toBe('KMS.1104')
    const other = await wire.createKey()
    const named = await wire.send('POST', `kms/keys/${other}/replicate`, { ...twice, key_id: other }, 'v2')
    expect(codeOf(named)).toBe('KMS.1104')
    const login = await simulator.fetch(
      new Request('https://iam.myhuaweicloud.com/v3/auth/tokens', {
        method: 'POST',
        body: JSON.stringify({
          auth: {
            identity: {
              methods: ['password'],
              password: { user: { name: 'test', password: 'test', domain: { name: '000000000000' } } },
            },
            scope: { project: { name: 'cn-east-3' } },
          },
        }),
      }),
    )
    const opened = await simulator.fetch(
      new Request(`https://kms.cn-east-3.myhuaweicloud.com/v1.0/${projectIdOf('cn-east-3')}/kms/decrypt-data`, {
        method: 'POST',
        headers: { 'x-auth-token': login.headers.get('x-subject-token') ?? '' },
        body: JSON.stringify({ cipher_text }),
      }),
    )
    expect((await replyOf(opened)).body).toMatchObject({ key_id, plain_text: 'x' })
    const moved = await wire.send(
      'PUT',
      `kms/keys/${key_id}/update-primary-region`,
      { key_id, primary_region: 'cn-east-3' },
      'v2',
    )
    expect(moved.body).toEqual({ key_id, primary_region: 'cn-east-3' })
    const { regions } = (await wire.send('GET', 'kms/regions?limit=2&offset=0', undefined, 'v2')).body
    expect(regions).toHaveLength(2)
  })

  test('keeps key stores, and no external key in one', async () => {
    const { wire } = setUp('huawei')
    const made = await wire.send('POST', 'keystores', { keystore_alias: 'hsm', hsm_cluster_id: 'c', hsm_ca_cert: 'x' })
    const { keystore_id } = made.body['keystore'] as Record<string, string> // as documented
    expect((await wire.send('GET', 'keystores')).body).toMatchObject({ total: 1, keystores: [{ keystore_id }] })
    await wire.refuses('create-key', { key_alias: 'a', keystore_id }, 'KMS.0340')
    expect((await wire.send('POST', `keystores/${keystore_id}/enable`)).body).toEqual({
      keystore: { keystore_id, keystore_state: '2' },
    })
    await wire.refuses('create-key', { key_alias: 'a', keystore_id, origin: 'external' }, 'KMS.0339')
    const key_id = await wire.createKey({ keystore_id })
    await wire.refuses('enable-key-rotation', { key_id }, 'KMS.0338')
    await wire.send('DELETE', `keystores/${keystore_id}`)
    const gone = await wire.send('GET', `keystores/${keystore_id}`)
    expect([gone.status, codeOf(gone)]).toEqual([400, 'KMS.8003'])
  })

  test.each(['re-encrypt', 'rotate-on-demand', 'create-rsa-datakey-pair', 'derive-shared-secret', 'generate-mac'])(
    '%s is not published on OTC',
    async (verb) => {
      const reply = await setUp('otc').wire.call(verb, {})
      expect([reply.status, codeOf(reply)]).toEqual([404, 'APIGW.0101'])
    },
  )
})
