import { createRequire } from 'node:module'
import type credentialLibrary from '@alicloud/credentials'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type AlibabaConfig, alibaba, fromEnv } from '../../../../providers/alibaba/index.ts'
import { KmsError } from '../../../../src/index.ts'
import { refusal, service } from './service.ts'

const credentials = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }

async function endpointOf(config: Partial<AlibabaConfig>): Promise<string> {
  const { kms, calls } = service({ EnableKey: {} }, config)
  await kms.enableKey({ keyId: 'key' })
  return calls[0]?.request.url ?? ''
}

describe('the endpoint', () => {
  it.each([
    [{}, 'https://kms.cn-hangzhou.aliyuncs.com/'],
    [{ region: 'eu-central-1' }, 'https://kms.eu-central-1.aliyuncs.com/'],
    [{ network: 'public' }, 'https://kms.cn-hangzhou.aliyuncs.com/'],
    [{ network: 'vpc' }, 'https://kms-vpc.cn-hangzhou.aliyuncs.com/'],
    [{ region: 'cn-shanghai-finance-1', network: 'vpc' }, 'https://kms-vpc.cn-shanghai-finance-1.aliyuncs.com/'],
    [{ endpoint: 'http://127.0.0.1:4580' }, 'http://127.0.0.1:4580/'],
    [{ endpoint: 'https://kms.example.com/' }, 'https://kms.example.com/'],
  ] as const)('for %o is %s', async (config, url) => {
    expect(await endpointOf(config)).toBe(url)
  })
})

describe('a configuration that cannot work', () => {
  it.each([
    ['no region', { region: '' }, 'region'],
    ['a region that is a host', { region: 'evil.example/' }, 'region'],
    ['no credentials', { credentials: undefined }, 'credentials'],
    ['half an access key', { credentials: { accessKeyId: 'testid' } }, 'credentials'],
    ['an empty secret', { credentials: { accessKeyId: 'testid', accessKeySecret: '' } }, 'credentials'],
    ['an unknown signature', { signature: 'v4' }, 'signature'],
    ['an unknown place', { parametersIn: 'header' }, 'parametersIn'],
    ['an unknown network', { network: 'moon' }, 'network'],
    ['network and endpoint', { network: 'vpc', endpoint: 'https://kms.example.com' }, 'network'],
    ['a VPC that does not exist', { network: 'vpc', region: 'cn-hangzhou-finance' }, 'network'],
    ['an endpoint without scheme', { endpoint: 'kms.example.com' }, 'endpoint'],
    ['an unknown encoding', { plaintextEncoding: 'hex' }, 'plaintextEncoding'],
    ['an unknown option', { secretAccessKey: 'AKsecret' }, 'secretAccessKey'],
  ])('is refused, naming the field and no value: %s', (_what, wrong, field) => {
    const config = { region: 'cn-hangzhou', credentials, ...wrong } as unknown as AlibabaConfig // wrong on purpose
    const make = () => alibaba(config)
    expect(make).toThrow(KmsError)
    expect(make).toThrow(expect.objectContaining({ code: 'InvalidInput', provider: 'alibaba', field, attempts: 0 }))
    expect(make).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/testid|AKsecret|evil/) }))
  })
})

describe('fromEnv', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('reads the variables of the official tools', async () => {
    vi.stubEnv('ALIBABA_CLOUD_REGION_ID', 'ap-southeast-1')
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'STS.env')
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'env-secret')
    vi.stubEnv('ALIBABA_CLOUD_SECURITY_TOKEN', 'env-token')
    const provider = fromEnv()
    const request = provider.raw('DescribeRegions', {})
    expect(request.url).toBe('https://kms.ap-southeast-1.aliyuncs.com/')
    const signed = await provider.authenticate(request, context())
    expect(signed.headers).toMatchObject({
      'x-acs-security-token': 'env-token',
      authorization: expect.stringContaining('Credential=STS.env,'),
    })
  })

  it('treats an empty token as none, and lets overrides win', async () => {
    vi.stubEnv('ALIBABA_CLOUD_REGION_ID', '')
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'env')
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'env-secret')
    vi.stubEnv('ALIBABA_CLOUD_SECURITY_TOKEN', '')
    const provider = fromEnv({ region: 'cn-beijing', network: 'vpc' })
    const request = provider.raw('DescribeRegions', {})
    expect(request.url).toBe('https://kms-vpc.cn-beijing.aliyuncs.com/')
    const signed = await provider.authenticate(request, context())
    expect(signed.headers).not.toHaveProperty('x-acs-security-token')
    expect(() => fromEnv()).toThrow(expect.objectContaining({ code: 'InvalidInput', field: 'region' }))
  })

  it('names the variable that is missing', () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', '')
    expect(() => fromEnv({ region: 'cn-beijing' })).toThrow('ALIBABA_CLOUD_ACCESS_KEY_ID')
    expect(fromEnv({ region: 'cn-beijing', credentials }).id).toBe('alibaba')
  })
})

describe('credentials', () => {
  it('of the official library plug in as a function', async () => {
    // CommonJS: vitest and Node disagree on what its default import is.
    const library: typeof credentialLibrary = createRequire(import.meta.url)('@alicloud/credentials')
    const client = new library.default(new library.Config({ type: 'sts', securityToken: 'token', ...credentials }))
    const { kms, calls } = service({ EnableKey: {} }, { credentials: () => client.getCredential() })
    await kms.enableKey({ keyId: 'key' })
    expect(calls[0]?.request.headers).toMatchObject({
      'x-acs-accesskey-id': 'testid',
      'x-acs-security-token': 'token',
    })
  })

  it('are fetched again once when the service calls them expired', async () => {
    const source = vi
      .fn()
      .mockResolvedValueOnce({ ...credentials, securityToken: 'old' })
      .mockResolvedValueOnce({ ...credentials, securityToken: 'new' })
    const expired = refusal(400, 'InvalidSecurityToken.Expired')
    const { kms, calls } = service({ EnableKey: [expired, {}] }, { credentials: source }, { retries: 1 })
    await kms.enableKey({ keyId: 'key' })
    expect(calls.map(({ request }) => request.headers['x-acs-security-token'])).toEqual(['old', 'new'])
  })

  it('are kept until five minutes before they expire', async () => {
    let nowMs = Date.parse('2024-01-02T03:00:00Z')
    const source = vi.fn(async () => ({ ...credentials, expiration: '2024-01-02T04:00:00Z' }))
    const { kms } = service({ EnableKey: {} }, { credentials: source }, { now: () => nowMs })
    await kms.enableKey({ keyId: 'key' })
    nowMs = Date.parse('2024-01-02T03:54:59Z')
    await kms.enableKey({ keyId: 'key' })
    expect(source).toHaveBeenCalledTimes(1)
    nowMs = Date.parse('2024-01-02T03:55:01Z')
    await kms.enableKey({ keyId: 'key' })
    expect(source).toHaveBeenCalledTimes(2)
  })

  it('without a part are refused before anything is sent', async () => {
    const { kms, calls } = service({}, { credentials: async () => ({ accessKeyId: 'testid' }) })
    await expect(kms.enableKey({ keyId: 'key' })).rejects.toMatchObject({ code: 'Unauthenticated', attempts: 0 })
    expect(calls).toEqual([])
  })
})

function context() {
  const send = () => Promise.reject(new Error('no login is needed'))
  return { now: () => new Date(), send, signal: new AbortController().signal, refresh: false }
}
