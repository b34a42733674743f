import { describe, expect, it } from 'vitest'
import { alibaba } from '../../../../providers/alibaba/index.ts'
import type { KmsClient, OperationName } from '../../../../src/index.ts'
import { operationNames } from '../../../../src/index.ts'
import { rows } from './request-rows.ts'
import { bytes, KEY_ID, parametersOf, service } from './service.ts'

/** What leaves for one call; the service refuses everything, which does not matter here. */
async function sent(operation: OperationName, input: unknown, config?: Parameters<typeof service>[1]) {
  const { kms, calls } = service({}, config)
  const call = kms[operation] as (input: unknown) => Promise<unknown> // one of many signatures, chosen by the row
  await expect(call(input)).rejects.toMatchObject({ providerCode: 'InvalidAction.NotFound' })
  return calls
}

describe('every documented request', () => {
  it.each(rows)('%s sends %o as %s', async (operation, input, action, parameters) => {
    const [first] = await sent(operation, input)
    expect(first).toMatchObject({ action, parameters })
    expect(first?.parameters).toEqual(parameters)
    expect(first?.request).toMatchObject({
      method: 'POST',
      url: 'https://kms.cn-hangzhou.aliyuncs.com/',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'x-acs-action': action,
        'x-acs-version': '2016-01-20',
      },
    })
  })

  it('is covered above for every operation that this cloud has', () => {
    const { bindings } = alibaba({
      region: 'cn-hangzhou',
      credentials: { accessKeyId: 'a', accessKeySecret: 'b' },
    })
    const supported = operationNames.filter((name) => !('unsupported' in bindings[name]))
    expect([...new Set(rows.map(([operation]) => operation))].sort()).toEqual(supported.sort())
  })

  it('keeps plaintext out of every URL unless the query is asked for', async () => {
    const input = { keyId: KEY_ID, plaintext: bytes('Hello world') }
    const [body] = await sent('encrypt', input)
    expect(body?.request.url).not.toContain('Plaintext')
    const [v1] = await sent('encrypt', input, { signature: 'v1' })
    expect(v1?.request.url).not.toContain('Plaintext')
    expect(v1?.parameters).toMatchObject({ Action: 'Encrypt', Plaintext: 'SGVsbG8gd29ybGQ=' })
    const [query] = await sent('encrypt', input, { parametersIn: 'query' })
    expect(query?.request).toMatchObject({
      url: `https://kms.cn-hangzhou.aliyuncs.com/?KeyId=${KEY_ID}&Plaintext=SGVsbG8gd29ybGQ%3D`,
      body: '',
    })
    expect(query?.request.headers).not.toHaveProperty('content-type')
  })
})

describe('raw', () => {
  const raw = alibaba({ region: 'cn-hangzhou', credentials: { accessKeyId: 'a', accessKeySecret: 'b' } }).raw

  it('numbers lists, spells objects in lists by member, and writes other objects as JSON', () => {
    const request = raw('TagResources', {
      RegionId: 'cn-hangzhou',
      ResourceId: ['key-hzz62f1cb66fa42qo0001'],
      Tag: [
        { Key: 'env', Value: 'prod' },
        { Key: 'team', Value: 'a b' },
      ],
      EncryptionContext: { Example: 'Example' },
      Plaintext: bytes('Hello world'),
      All: false,
      PageSize: 10,
      Absent: undefined,
      Nothing: null,
    })
    expect(request.headers['x-acs-action']).toBe('TagResources')
    expect(parametersOf(request)).toEqual({
      RegionId: 'cn-hangzhou',
      'ResourceId.1': 'key-hzz62f1cb66fa42qo0001',
      'Tag.1.Key': 'env',
      'Tag.1.Value': 'prod',
      'Tag.2.Key': 'team',
      'Tag.2.Value': 'a b',
      EncryptionContext: '{"Example":"Example"}',
      Plaintext: 'SGVsbG8gd29ybGQ=',
      All: 'false',
      PageSize: '10',
    })
  })

  it('sends no body where there are no parameters', () => {
    const request = raw('DescribeRegions', {})
    expect(request).toMatchObject({ url: 'https://kms.cn-hangzhou.aliyuncs.com/', body: '' })
    expect(request.headers).not.toHaveProperty('content-type')
  })

  it('resolves with the parsed reply', async () => {
    const kms: KmsClient = service({ DescribeRegions: { Regions: { Region: [{ RegionId: 'cn-hangzhou' }] } } }).kms
    await expect(kms.raw('DescribeRegions')).resolves.toMatchObject({
      Regions: { Region: [{ RegionId: 'cn-hangzhou' }] },
    })
  })
})
