import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// TagResource and its kin, the …Resources trio with repeated parameters, and policies of instance keys.

const bench = () => {
  const simulator = createAlibabaSimulator()
  return { simulator, ...alibabaWireTester(alibabaWire(simulator.fetch)) }
}
const json = (tags: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })))
const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']))

describe('TagResource', () => {
  it('adds and replaces, UntagResource removes what is there', async () => {
    const { createKey, succeeds } = bench()
    const KeyId = await createKey()
    expect(await succeeds('TagResource', { KeyId, Tags: json({ a: '1', b: '2' }) })).toEqual({})
    await succeeds('TagResource', { KeyId, Tags: json({ b: '3', c: '' }) })
    const listed = (...tags: (readonly [string, string])[]) => ({
      Tags: { Tag: tags.map(([TagKey, TagValue]) => ({ KeyId, TagKey, TagValue })) },
    })
    expect(await succeeds('ListResourceTags', { KeyId })).toEqual(listed(['a', '1'], ['b', '3'], ['c', '']))
    expect(await succeeds('UntagResource', { KeyId, TagKeys: '["a","none"]' })).toEqual({})
    expect(await succeeds('ListResourceTags', { KeyId })).toEqual(listed(['b', '3'], ['c', '']))
    await succeeds('UntagResource', { KeyId, TagKeys: '["b","c"]' })
    expect(await succeeds('ListResourceTags', { KeyId })).toEqual({ Tags: { Tag: [] } })
  })

  it('takes ten tags a call, twenty a key', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey({ Tags: json(numbered(20)) })
    await refuses('TagResource', { KeyId, Tags: json(numbered(11)) }, 400, 'InvalidParameter')
    await succeeds('TagResource', { KeyId, Tags: json(numbered(10)) })
    await refuses('TagResource', { KeyId, Tags: json({ another: 'v' }) }, 400, 'Rejected.LimitExceeded')
    await refuses('CreateKey', { Tags: json(numbered(21)) }, 400, 'InvalidParameter')
  })

  it.each([
    json({ 'a b': 'v' }),
    json({ 'aliyun-x': 'v' }),
    json({ 'acs:x': 'v' }),
    json({ ['k'.repeat(129)]: 'v' }),
    json({ k: 'v'.repeat(129) }),
    '[{"TagKey":"k","TagValue":"1"},{"TagKey":"k","TagValue":"2"}]',
    '[{"TagKey":"k"}]',
    '{"TagKey":"k","TagValue":"v"}',
  ])('takes no %.40s for tags', async (Tags) => {
    const { createKey, refuses } = bench()
    await refuses('TagResource', { KeyId: await createKey(), Tags }, 400, 'InvalidParameter')
  })

  it('wants one resource, of a kind that is there', async () => {
    const { createKey, refuses } = bench()
    const KeyId = await createKey()
    const Tags = json({ k: 'v' })
    await refuses('TagResource', { Tags }, 400, 'MissingParameter')
    await refuses('TagResource', { Tags, KeyId, SecretName: 's' }, 400, 'InvalidParameter')
    await refuses('TagResource', { Tags, SecretName: 's' }, 404, 'Forbidden.ResourceNotFound')
    await refuses('UntagResource', { KeyId, TagKeys: '[""]' }, 400, 'InvalidParameter')
  })
})

describe('TagResources', () => {
  const scope = { RegionId: 'cn-hangzhou', ResourceType: 'key' }

  it('tags several keys, lists them by id and by tag, removes tags from several', async () => {
    const { createKey, succeeds } = bench()
    const [one, two] = [await createKey(), await createKey()]
    const both = { ...scope, 'ResourceId.1': one, 'ResourceId.2': two }
    const tags = { 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod', 'Tag.2.Key': 'team', 'Tag.2.Value': 'a' }
    expect(await succeeds('TagResources', { ...both, ...tags })).toEqual({})
    const row = (ResourceId: string, TagKey: string, TagValue: string) => ({
      ResourceType: 'key',
      ResourceId,
      TagKey,
      TagValue,
    })
    const all = [row(one, 'env', 'prod'), row(one, 'team', 'a'), row(two, 'env', 'prod'), row(two, 'team', 'a')]
    expect(await succeeds('ListTagResources', both)).toEqual({ TagResources: { TagResource: all } })
    await succeeds('UntagResources', { ...scope, 'ResourceId.1': one, 'TagKey.1': 'env', All: true })
    expect(await succeeds('ListTagResources', { ...scope, 'Tag.1.Key': 'env' })).toEqual({
      TagResources: { TagResource: all.slice(2) },
    })
    const wanted = { ...scope, 'Tag.1.Key': 'team', 'Tag.1.Value': 'b' }
    expect(await succeeds('ListTagResources', wanted)).toEqual({ TagResources: { TagResource: [] } })
    await succeeds('UntagResources', { ...both, All: true })
    expect(await succeeds('ListTagResources', both)).toEqual({ TagResources: { TagResource: [] } })
  })

  it('changes all or none', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const input = { ...scope, 'ResourceId.1': KeyId, 'ResourceId.2': 'none', 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' }
    await refuses('TagResources', input, 404, 'InvalidResourceId.NotFound', 'The specified ResourceId is not found.')
    await refuses('UntagResources', { ...scope, 'ResourceId.1': 'none', All: true }, 404, 'InvalidResourceId.NotFound')
    expect(await succeeds('ListResourceTags', { KeyId })).toEqual({ Tags: { Tag: [] } })
    const elsewhere = { ...scope, RegionId: 'cn-beijing', 'ResourceId.1': KeyId }
    await refuses('ListTagResources', elsewhere, 404, 'InvalidResourceId.NotFound')
    const secret = { ...scope, ResourceType: 'secret', 'ResourceId.1': KeyId }
    await refuses('ListTagResources', secret, 404, 'InvalidResourceId.NotFound')
  })

  it('names what is wrong with a tag', async () => {
    const { createKey, refuses } = bench()
    const base = { ...scope, 'ResourceId.1': await createKey() }
    const tagged = (key: string, value: string) => ({ ...base, 'Tag.1.Key': key, 'Tag.1.Value': value })
    await refuses('TagResources', tagged('acs:k', 'v'), 400, 'InvalidParameter.TagKey')
    await refuses('TagResources', tagged('k', 'v?'), 400, 'InvalidParameter.TagValue')
    const twice = { ...tagged('k', 'v'), 'Tag.2.Key': 'k', 'Tag.2.Value': 'w' }
    await refuses('TagResources', twice, 400, 'Duplicate.TagKey', 'The specified tagKey is duplicate.')
    await refuses('TagResources', base, 400, 'MissingParameter')
    await refuses('ListTagResources', scope, 400, 'MissingParameter')
  })

  it('lists 200 rows a page', async () => {
    const { simulator, succeeds } = bench()
    const tags = Object.keys(numbered(20)).map((TagKey) => ({ TagKey, TagValue: 'v' }))
    for (let made = 0; made < 11; made += 1) simulator.control.putKey({ tags })
    const wanted = { ...scope, 'Tag.1.Key': 'k0' }
    const first = await succeeds('ListTagResources', wanted)
    expect((first['TagResources'] as { TagResource: unknown[] }).TagResource).toHaveLength(200)
    const rest = await succeeds('ListTagResources', { ...wanted, NextToken: String(first['NextToken']) })
    expect((rest['TagResources'] as { TagResource: unknown[] }).TagResource).toHaveLength(20)
    expect(rest).not.toHaveProperty('NextToken')
  })
})

describe('a key policy', () => {
  const Policy = '{"Version":"1","Statement":[]}'

  it('is for keys of a KMS instance', async () => {
    const { simulator, createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const text = 'The specified key does not support key policy.'
    await refuses('SetKeyPolicy', { KeyId, Policy }, 400, 'Forbidden.KeyPolicyUnSupported', text)
    await refuses('GetKeyPolicy', { KeyId }, 400, 'Forbidden.KeyPolicyUnSupported', text)
    const instance = simulator.control.putKey({ instanceId: 'kst-1' }).keyId
    await refuses('GetKeyPolicy', { KeyId: instance }, 404, 'Forbidden.ResourceNotFound', 'Policy not found.')
    await refuses('SetKeyPolicy', { KeyId: instance, Policy: '[]' }, 400, 'InvalidParameter')
    expect(await succeeds('SetKeyPolicy', { KeyId: instance, Policy, PolicyName: 'default' })).toEqual({})
    expect(await succeeds('GetKeyPolicy', { KeyId: instance })).toEqual({ Policy })
  })
})
