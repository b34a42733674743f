import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromEnv, huawei } from '../../../../providers/huawei/index.ts'
import type { Provider } from '../../../../src/provider.ts'

const credentials = { accessKey: 'a', secretKey: 'b' }
const urlOf = (provider: Provider) => provider.raw('describe-key', {}).url

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the endpoint of Huawei Cloud', () => {
  it.each([
    ['cn-north-4', 'https://kms.cn-north-4.myhuaweicloud.com'],
    ['ap-southeast-1', 'https://kms.ap-southeast-1.myhuaweicloud.com'],
    ['eu-west-101', 'https://kms.eu-west-101.myhuaweicloud.eu'],
  ])('of %s is %s', (region, endpoint) => {
    expect(urlOf(huawei({ region, credentials }))).toBe(`${endpoint}/v1.0/{project_id}/kms/describe-key`)
  })

  it('can be any other', () => {
    const provider = huawei({ region: 'x', projectId: 'p', credentials, endpoint: 'http://127.0.0.1:4580/' })
    expect(urlOf(provider)).toBe('http://127.0.0.1:4580/v1.0/p/kms/describe-key')
  })
})

describe('the configuration of Huawei Cloud', () => {
  it.each([
    [{ region: '' }, 'region'],
    [{ region: 'CN North' }, 'region'],
    [{ credentials: 'secret-text' }, 'credentials'],
    [{ endpoint: 'kms.cn-north-4.myhuaweicloud.com' }, 'endpoint'],
    [{ iamEndpoint: 'ftp://iam' }, 'iamEndpoint'],
    [{ signature: 'legacy' }, 'signature'],
    [{ plaintextEncoding: 'hex' }, 'plaintextEncoding'],
    [{ contextEncoding: 'xml' }, 'contextEncoding'],
    [{ projectId: '' }, 'projectId'],
    [{ regoin: 'cn-north-4' }, 'regoin'],
  ])('%o is refused by name and without its value', (wrong, field) => {
    const config = { region: 'cn-north-4', credentials, ...wrong } as Parameters<typeof huawei>[0] // wrong on purpose
    expect(() => huawei(config)).toThrowError(
      expect.objectContaining({ code: 'InvalidInput', provider: 'huawei', field }),
    )
    expect(() => huawei(config)).not.toThrowError(/secret-text/)
  })

  it("comes from the environment as in Huawei's SDKs", async () => {
    vi.stubEnv('HUAWEICLOUD_SDK_AK', 'AKTESTHUAWEI00000001')
    vi.stubEnv('HUAWEICLOUD_SDK_SK', 'SkTestHuawei0000000000000000000000000001')
    vi.stubEnv('HUAWEICLOUD_SDK_SECURITY_TOKEN', 'TESTSECURITYTOKEN/+==')
    vi.stubEnv('HUAWEICLOUD_SDK_PROJECT_ID', '0123456789abcdef0123456789abcdef')
    vi.stubEnv('HUAWEICLOUD_SDK_REGION', 'cn-north-4')
    const provider = fromEnv()
    const request = provider.raw('disable-key', { key_id: '0d0466b0-e727-4d9c-b35d-f84bb474a37f' })
    const signed = await provider.authenticate(request, {
      now: () => new Date('2026-01-15T12:00:00Z'),
      send: () => Promise.reject(new Error('nothing to ask for')),
      signal: new AbortController().signal,
      refresh: false,
    })
    expect(signed.headers['authorization']).toContain(
      'f8c6982d2e1b8f8f3e87da2988fea5481a5aada77261ff35b56615545701bc02',
    )
    expect(urlOf(fromEnv({ region: 'eu-west-101', projectId: 'p' }))).toContain(
      'kms.eu-west-101.myhuaweicloud.eu/v1.0/p/',
    )
  })

  it('misses the region by name when the environment has none', () => {
    for (const name of ['HUAWEICLOUD_SDK_REGION', 'HUAWEICLOUD_REGION']) vi.stubEnv(name, '')
    expect(() => fromEnv()).toThrowError(expect.objectContaining({ code: 'InvalidInput', field: 'region' }))
  })
})
