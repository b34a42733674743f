import { describe, expect, it } from 'vitest'
import { KEY_ID, service, VERSION_ID } from './service.ts'

const ARN = `acs:kms:cn-qingdao:1540355698840000:key/${KEY_ID}`

describe('lists', () => {
  const key = { KeyId: KEY_ID, KeyArn: ARN }

  it('are unwrapped from their two levels, and paged by number until the total is reached', async () => {
    const reply = { TotalCount: 5, PageNumber: 1, PageSize: 2, Keys: { Key: [key, { KeyId: 'key-2' }] } }
    const { kms, calls } = service({ ListKeys: [reply, reply, { ...reply, Keys: { Key: [key] } }] })
    const first = await kms.listKeys({ limit: 2 })
    expect({ ...first }).toStrictEqual({
      keys: [{ keyId: KEY_ID, keyArn: ARN }, { keyId: 'key-2' }],
      cursor: '2x2',
      total: 5,
    })
    const second = await kms.listKeys({ limit: 2, cursor: '2x2' })
    expect(second.cursor).toBe('3x2')
    // The cursor alone is enough.
    const last = await kms.listKeys({ cursor: '3x2' })
    expect({ ...last }).toStrictEqual({ keys: [{ keyId: KEY_ID, keyArn: ARN }], total: 5 })
    expect(calls.map(({ parameters }) => parameters)).toEqual([
      { PageNumber: '1', PageSize: '2' },
      { PageNumber: '2', PageSize: '2' },
      { PageNumber: '3', PageSize: '2' },
    ])
  })

  it('end at a page without items, whatever the total says', async () => {
    for (const Keys of [{ Key: [] }, {}]) {
      const { kms } = service({ ListKeys: { TotalCount: 1000, Keys } })
      expect({ ...(await kms.listKeys({})) }).toStrictEqual({ keys: [], total: 1000 })
    }
  })

  it('go on after a full page when no total is sent, and take a total that arrives as text', async () => {
    const full = { Keys: { Key: [key] } }
    await expect(service({ ListKeys: full }).kms.listKeys({ limit: 1 })).resolves.toMatchObject({ cursor: '2x1' })
    const text = { ...full, TotalCount: '1', PageNumber: '1' }
    expect(await service({ ListKeys: text }).kms.listKeys({ limit: 1 })).not.toHaveProperty('cursor')
  })

  it.each([
    ['a foreign cursor', { cursor: 'AAAA' }, 'cursor'],
    ['a page of zero', { cursor: '0x10' }, 'cursor'],
    ['another page size than before', { cursor: '2x10', limit: 20 }, 'limit'],
    ['more than 100 a page', { limit: 101 }, 'limit'],
  ])('refuse %s before sending anything', async (_what, input, field) => {
    const { kms, calls } = service({})
    await expect(kms.listKeys(input)).rejects.toMatchObject({ code: 'InvalidInput', field, attempts: 0 })
    expect(calls).toEqual([])
  })

  it('are refused when their items are not of the documented shape, without showing values', async () => {
    const { kms } = service({ ListKeys: { Keys: { Key: [{ KeyId: 17 }] } } })
    await expect(kms.listKeys({})).rejects.toMatchObject({
      code: 'InvalidResponse',
      message: expect.stringContaining('Keys.Key.0.KeyId'),
    })
  })

  it('of aliases, versions and tags are read', async () => {
    const { kms } = service({
      ListAliases: {
        TotalCount: 1,
        Aliases: { Alias: [{ AliasName: 'alias/a', KeyId: KEY_ID, AliasArn: 'acs:kms:cn-hangzhou:1:alias/a' }] },
      },
      ListKeyVersions: {
        TotalCount: 1,
        KeyVersions: {
          KeyVersion: [{ KeyId: KEY_ID, KeyVersionId: VERSION_ID, CreationDate: '2016-03-25T10:42:40Z' }],
        },
      },
      ListResourceTags: { Tags: { Tag: [{ KeyId: KEY_ID, TagKey: 'S1key1', TagValue: 'S1val1' }] } },
    })
    expect({ ...(await kms.listAliases({})) }).toStrictEqual({
      aliases: [{ alias: 'alias/a', aliasArn: 'acs:kms:cn-hangzhou:1:alias/a', keyId: KEY_ID }],
      total: 1,
    })
    expect({ ...(await kms.listKeyVersions({ keyId: KEY_ID })) }).toStrictEqual({
      versions: [{ keyId: KEY_ID, keyVersionId: VERSION_ID, createdAt: new Date('2016-03-25T10:42:40Z') }],
      total: 1,
    })
    expect({ ...(await kms.listKeyTags({ keyId: KEY_ID })) }).toStrictEqual({ tags: { S1key1: 'S1val1' } })
  })
})
