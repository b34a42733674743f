import { http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { readRpc } from '../../conformance/simulators/alibaba/rpc.ts'
import { mswHandlers } from '../../conformance/simulators/msw.ts'
import { serve } from '../../conformance/simulators/serve.ts'
import { type AlibabaParameters, alibabaWire, alibabaWireTester, replyOf, signedV1 } from '../support/alibaba-wire.ts'

// Regions, the account's own actions, and the three ways to reach the simulator.

const bench = (options: Parameters<typeof createAlibabaSimulator>[0] = {}) => {
  const simulator = createAlibabaSimulator(options)
  const call = alibabaWire(simulator.fetch)
  return { simulator, call, ...alibabaWireTester(call) }
}

describe('the region', () => {
  it('is that of the public or VPC host, else RegionId, else Hangzhou', async () => {
    const { simulator, call } = bench()
    const arnOf = async (reply: Promise<{ body: Record<string, unknown> }>) =>
      ((await reply).body['KeyMetadata'] as Record<string, string>)['Arn']?.split(':')[2] // as documented
    expect(await arnOf(call('CreateKey', { RegionId: 'us-west-1' }, { region: 'eu-central-1' }))).toBe('eu-central-1')
    const reply = async (host: string, input: Record<string, string>) => {
      const url = new URL(signedV1('CreateKey', input).url)
      return replyOf(await simulator.fetch(new Request(`https://${host}/${url.search}`, { method: 'POST' })))
    }
    expect(await arnOf(reply('kms-vpc.ap-southeast-1.aliyuncs.com', {}))).toBe('ap-southeast-1')
    expect(await arnOf(reply('127.0.0.1:4580', { RegionId: 'us-west-1' }))).toBe('us-west-1')
    expect(await arnOf(reply('127.0.0.1:4580', {}))).toBe('cn-hangzhou')
  })

  it('is among those DescribeRegions lists', async () => {
    const { succeeds } = bench()
    const { Regions } = await succeeds('DescribeRegions')
    const regions = (Regions as { Region: { RegionId: string }[] }).Region.map(({ RegionId }) => RegionId) // as documented
    expect(regions).toHaveLength(36)
    expect(regions).toContain('cn-hangzhou')
  })
})

describe('a parameter that came twice', () => {
  it('counts as it came first, in the query before the form', () => {
    const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' })
    const url = new URL('https://kms.cn-hangzhou.aliyuncs.com/?PageSize=1&PageSize=2')
    const body = new Uint8Array(Buffer.from('PageSize=3&PageNumber=4&Description=a+b%2Bc'))
    const { parameters } = readRpc({ method: 'POST', url, headers, body })
    expect([...parameters.keys()].sort()).toEqual(['Description', 'PageNumber', 'PageSize'])
    expect(parameters.get('PageSize')).toBe('1')
    expect(parameters.get('PageNumber')).toBe('4')
    expect(parameters.get('Description')).toBe('a b+c')
  })
})

describe('the account', () => {
  it('has its service open', async () => {
    const { succeeds, refuses } = bench()
    expect(await succeeds('DescribeAccountKmsStatus')).toEqual({ AccountStatus: 'Enabled' })
    await refuses('OpenKmsService', {}, 400, 'Forbidden.Opened', 'Your kms service has been opened.')
  })

  it('gets random passwords of the kinds it wants', async () => {
    const { succeeds, refuses } = bench()
    const password = async (input: AlibabaParameters = {}) =>
      String((await succeeds('GetRandomPassword', input))['RandomPassword'])
    expect(await password()).toHaveLength(32)
    expect(await password({ PasswordLength: 128, ExcludePunctuation: true, ExcludeCharacters: 'abc' })).toMatch(
      /^[d-zA-Z0-9]{128}$/,
    )
    expect(await password({ ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true })).toMatch(
      /^\d{32}$/,
    )
    for (let n = 0; n < 20; n += 1)
      expect(await password({ PasswordLength: 8 })).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*\W|.*_)/)
    const none = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }
    await refuses('GetRandomPassword', none, 400, 'InvalidParameter')
  })
})

describe('mounted', () => {
  it('answers through msw for public and VPC hosts of every region, and for no other', async () => {
    const simulator = createAlibabaSimulator()
    const unhandled: string[] = []
    const server = setupServer(
      ...mswHandlers(simulator),
      http.all('*', ({ request }) => {
        unhandled.push(new URL(request.url).host)
        return new Response(null, { status: 204 })
      }),
    )
    server.listen({ onUnhandledRequest: 'error' })
    try {
      for (const host of [
        'kms.cn-hangzhou.aliyuncs.com',
        'kms-vpc.us-east-1.aliyuncs.com',
        'ecs.cn-hangzhou.aliyuncs.com',
      ])
        await globalThis.fetch(`https://${host}/${new URL(signedV1('ListKeys', {}).url).search}`, { method: 'POST' })
    } finally {
      server.close()
    }
    expect(unhandled).toEqual(['ecs.cn-hangzhou.aliyuncs.com'])
    expect(simulator.calls()).toMatchObject([
      { region: 'cn-hangzhou', status: 200 },
      { region: 'us-east-1', status: 200 },
    ])
  })

  it('answers on a port beside the other clouds, V1 with everything in the form included', async () => {
    const server = await serve({ port: 0 })
    try {
      for (const request of [signedV1('ListKeys', {}), signedV1('ListKeys', {}, { inBody: 'all' })]) {
        const { search } = new URL(request.url)
        const body = await request.text()
        const headers = body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
        const init = { method: 'POST', headers, ...(body !== '' && { body }) }
        expect(await replyOf(await fetch(`${server.url}/${search}`, init))).toMatchObject({ status: 200 })
      }
    } finally {
      await server.close()
    }
  })
})
