import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { type AlibabaParameters, alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// Paging, filters, aliases, tags: doubly nested lists, page numbers, and the quotas of both.

const bench = (options: Parameters<typeof createAlibabaSimulator>[0] = {}) => {
  const simulator = createAlibabaSimulator(options)
  const call = alibabaWire(simulator.fetch)
  const tester = alibabaWireTester(call)
  const keyIds = async (input: AlibabaParameters = {}) => {
    const { Keys } = await tester.succeeds('ListKeys', input)
    return (Keys as { Key: { KeyId: string }[] }).Key.map(({ KeyId }) => KeyId) // as documented
  }
  return { simulator, call, ...tester, keyIds }
}

describe('ListKeys', () => {
  it('pages by number, in numbers', async () => {
    const { simulator, succeeds, keyIds } = bench()
    const made = Array.from({ length: 12 }, () => simulator.control.putKey({}))
    const first = await succeeds('ListKeys')
    expect(first).toMatchObject({ TotalCount: 12, PageNumber: 1, PageSize: 10 })
    expect((first['Keys'] as { Key: unknown[] }).Key[0]).toEqual({ KeyId: made[0]?.keyId, KeyArn: made[0]?.arn })
    expect(await keyIds()).toEqual(made.slice(0, 10).map(({ keyId }) => keyId))
    expect(await keyIds({ PageNumber: 2 })).toEqual(made.slice(10).map(({ keyId }) => keyId))
    expect(await keyIds({ PageNumber: 3, PageSize: 5 })).toEqual(made.slice(10).map(({ keyId }) => keyId))
    expect(await succeeds('ListKeys', { PageNumber: 9 })).toEqual({
      TotalCount: 12,
      PageNumber: 9,
      PageSize: 10,
      Keys: { Key: [] },
    })
  })

  it('takes pages of 1 to 101 keys, from 1', async () => {
    const { succeeds, refuses } = bench()
    for (const PageSize of [1, 100, 101]) await succeeds('ListKeys', { PageSize })
    for (const PageSize of [0, 102, -1, 'ten']) await refuses('ListKeys', { PageSize }, 400, 'InvalidParameter')
    await refuses('ListKeys', { PageNumber: 0 }, 400, 'InvalidParameter')
  })

  it('lists one region, in every state', async () => {
    const { simulator, keyIds } = bench()
    const states = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable']
    const here = states.map((state) => simulator.control.putKey({ state }).keyId)
    simulator.control.putKey({ region: 'cn-beijing' })
    expect(await keyIds()).toEqual(here)
  })

  it('ANDs different filters and ORs the values and repetitions of one', async () => {
    const { simulator, succeeds, keyIds } = bench()
    const put = (kind: Parameters<typeof simulator.control.putKey>[0]) => simulator.control.putKey(kind).keyId
    const enabled = put({ tags: [{ TagKey: 'env', TagValue: 'prod' }] })
    const disabled = put({ state: 'Disabled' })
    const deleting = put({ state: 'PendingDeletion' })
    const pair = put({ spec: 'RSA_2048', usage: 'SIGN/VERIFY', protectionLevel: 'HSM' })
    const oss = put({ service: 'Oss' })
    await succeeds('CreateAlias', { KeyId: enabled, AliasName: 'alias/a' })
    const found = (...filters: unknown[]) => keyIds({ Filters: JSON.stringify(filters) })
    const symmetric = { Key: 'KeySpec', Values: ['Aliyun_AES_256'] }
    const twoStates = { Key: 'KeyState', Values: ['Enabled', 'Disabled'] }
    expect(await found(twoStates, { Key: 'KeyState', Values: ['PendingDeletion'] }, symmetric)).toEqual([
      enabled,
      disabled,
      deleting,
      oss,
    ])
    expect(await found({ Key: 'KeyUsage', Values: ['SIGN/VERIFY'] })).toEqual([pair])
    expect(await found({ Key: 'ProtectionLevel', Values: ['HSM'] })).toEqual([pair])
    expect(await found({ Key: 'CreatorType', Values: ['Service'] })).toEqual([oss])
    expect(await found({ Key: 'Creator', Values: ['Oss'] })).toEqual([oss])
    expect(await found({ Key: 'AliasName', Values: ['alias/a'] })).toEqual([enabled])
    expect(await found({ Key: 'TagKey', Values: ['env'] }, { Key: 'TagValue', Values: ['prod'] })).toEqual([enabled])
    expect(await found({ Key: 'KeyId', Values: [pair, oss] })).toEqual([pair, oss])
    expect(await found({ Key: 'KeyState', Values: [] })).toHaveLength(5)
    expect(await found({ Key: 'KeySpec', Values: ['Nothing'] })).toEqual([])
    expect(
      await succeeds('ListKeys', { Filters: JSON.stringify([symmetric]), PageSize: 2, PageNumber: 2 }),
    ).toMatchObject({
      TotalCount: 4,
      Keys: { Key: [{ KeyId: deleting }, { KeyId: oss }] },
    })
  })

  it.each([
    '{}',
    'nonsense',
    '[{"Key":"Nothing","Values":["x"]}]',
    '[{"Key":"KeyId","Values":"x"}]',
    `[{"Key":"KeyId","Values":${JSON.stringify(Array(11).fill('x'))}}]`,
    JSON.stringify(Array(11).fill({ Key: 'KeyId', Values: [] })),
  ])('takes no %.40s for filters', async (Filters) => {
    await bench().refuses('ListKeys', { Filters }, 400, 'InvalidParameter')
  })
})

describe('aliases', () => {
  it('are made, moved, listed, removed', async () => {
    const { createKey, succeeds } = bench()
    const [one, two] = [await createKey(), await createKey()]
    expect(await succeeds('CreateAlias', { KeyId: one, AliasName: 'alias/a' })).toEqual({})
    await succeeds('CreateAlias', { KeyId: one, AliasName: 'alias/dir/b_-1' })
    const shown = (name: string, KeyId: string) => ({
      AliasName: name,
      AliasArn: `acs:kms:cn-hangzhou:000000000000:${name}`,
      KeyId,
    })
    expect(await succeeds('ListAliases')).toEqual({
      TotalCount: 2,
      PageNumber: 1,
      PageSize: 10,
      Aliases: { Alias: [shown('alias/a', one), shown('alias/dir/b_-1', one)] },
    })
    await succeeds('UpdateAlias', { AliasName: 'alias/a', KeyId: two })
    expect(await succeeds('ListAliasesByKeyId', { KeyId: two })).toMatchObject({
      Aliases: { Alias: [shown('alias/a', two)] },
    })
    expect(await succeeds('DeleteAlias', { AliasName: 'alias/a' })).toEqual({})
    expect(await succeeds('ListAliasesByKeyId', { KeyId: two })).toMatchObject({
      TotalCount: 0,
      Aliases: { Alias: [] },
    })
    expect(await succeeds('ListAliases', { PageSize: 1, PageNumber: 1 })).toMatchObject({ TotalCount: 1 })
  })

  it('have a prefix, a length, characters, and one reserved beginning', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    for (const AliasName of ['a', 'alias/', 'alias/a b', 'alias/ä', 'alias/acs/oss', `alias/${'x'.repeat(256)}`])
      await refuses('CreateAlias', { KeyId, AliasName }, 400, 'InvalidParameter')
    await succeeds('CreateAlias', { KeyId, AliasName: `alias/${'x'.repeat(255)}` })
  })

  it('exist once per region, in upper and lower case apart', async () => {
    const { createKey, succeeds, refuses, simulator, call } = bench()
    const KeyId = await createKey()
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/a' })
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/A' })
    await refuses(
      'CreateAlias',
      { KeyId, AliasName: 'alias/a' },
      400,
      'AliasAlreadyExists',
      'AliasName Already Exists.',
    )
    const elsewhere = simulator.control.putKey({ region: 'cn-beijing' }).keyId
    const input = { KeyId: elsewhere, AliasName: 'alias/a' }
    expect((await call('CreateAlias', input, { region: 'cn-beijing' })).status).toBe(200)
  })

  it('point at keys that exist, named by id', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/a' })
    await refuses('CreateAlias', { KeyId: 'none', AliasName: 'alias/b' }, 404, 'Forbidden.KeyNotFound')
    await refuses('UpdateAlias', { AliasName: 'alias/a', KeyId: 'none' }, 404, 'Forbidden.KeyNotFound')
    await refuses('UpdateAlias', { AliasName: 'alias/b', KeyId }, 404, 'Forbidden.AliasNotFound')
    await refuses('DeleteAlias', { AliasName: 'alias/b' }, 404, 'Forbidden.AliasNotFound')
    const text = 'Alias is not valid for this api.'
    for (const action of ['EnableKey', 'DisableKey', 'CancelKeyDeletion', 'ListAliasesByKeyId', 'ListResourceTags'])
      await refuses(action, { KeyId: 'alias/a' }, 400, 'Unsupported.Alias', text)
    await refuses('CreateAlias', { KeyId: 'alias/a', AliasName: 'alias/c' }, 400, 'Unsupported.Alias', text)
  })

  it('stop at their quota', async () => {
    const { createKey, succeeds, refuses } = bench({ limits: { aliases: 1 } })
    const KeyId = await createKey()
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/a' })
    await refuses('CreateAlias', { KeyId, AliasName: 'alias/b' }, 400, 'Rejected.LimitExceeded')
  })
})
