import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromEnv, type OtcConfig, otc } from '../../../../providers/otc/index.ts'
import { authorization } from '../../../../providers/shared/sdk-hmac.ts'
import { createClient, type WireRequest } from '../../../../src/index.ts'
import { KEY_ID, ok, PROJECT } from '../huawei/service.ts'

const NOW = new Date('2026-01-15T12:00:00Z')
const KEY = { accessKey: 'AKTESTHUAWEI00000001', secretKey: 'SkTestHuawei0000000000000000000000000001' }

/** Every request of one call; IAM knows the project and issues tokens. */
async function requestsOf(provider: ReturnType<typeof otc>): Promise<WireRequest[]> {
  const requests: WireRequest[] = []
  const kms = createClient(provider, {
    now: () => NOW.getTime(),
    transport: async (request) => {
      requests.push(request)
      if (request.url.includes('/v3/projects')) {
        const name = new URL(request.url).searchParams.get('name')
        return ok({ projects: [{ id: PROJECT, name }] })
      }
      if (request.url.includes('/v3/auth/tokens')) {
        const body = { token: { expires_at: '2030-01-01T00:00:00.000000Z', project: { id: PROJECT } } }
        return { status: 201, headers: { 'x-subject-token': 'obtained' }, body: JSON.stringify(body) }
      }
      return ok({ key_info: { key_id: KEY_ID, key_state: '3' } })
    },
  })
  await kms.disableKey({ keyId: KEY_ID })
  return requests
}

describe('the endpoints of Open Telekom Cloud', () => {
  it.each([
    ['eu-de', 'https://kms.eu-de.otc.t-systems.com', 'https://iam.eu-de.otc.t-systems.com'],
    ['eu-nl', 'https://kms.eu-nl.otc.t-systems.com', 'https://iam.eu-nl.otc.t-systems.com'],
    ['eu-ch2', 'https://kms.eu-ch2.sc.otc.t-systems.com', 'https://iam-pub.eu-ch2.sc.otc.t-systems.com'],
  ])('of %s are %s and %s', async (region, kms, iam) => {
    const [lookUp, call] = await requestsOf(otc({ region, credentials: KEY }))
    expect(lookUp?.url).toBe(`${iam}/v3/projects?name=${region}`)
    expect(call?.url).toBe(`${kms}/v1.0/${PROJECT}/kms/disable-key`)
  })

  it('can be any others, IAM with or without its version', async () => {
    for (const iamEndpoint of [
      'https://iam.example.org/v3',
      'https://iam.example.org/v3/',
      'https://iam.example.org',
    ]) {
      const config = { region: 'eu-de', credentials: KEY, endpoint: 'http://127.0.0.1:4580', iamEndpoint }
      const [lookUp, call] = await requestsOf(otc(config))
      expect(lookUp?.url).toBe('https://iam.example.org/v3/projects?name=eu-de')
      expect(call?.url).toBe(`http://127.0.0.1:4580/v1.0/${PROJECT}/kms/disable-key`)
    }
  })
})

describe('an access key of Open Telekom Cloud', () => {
  const signed = async (config: Partial<OtcConfig>) => {
    const [request] = await requestsOf(otc({ region: 'eu-de', credentials: KEY, projectId: PROJECT, ...config }))
    return request
  }

  it.each([
    [{}, /^SDK-HMAC-SHA256 Credential=AKTESTHUAWEI00000001\/20260115\/\/\/sdk_request, /],
    [{ scoped: true }, /^SDK-HMAC-SHA256 Credential=AKTESTHUAWEI00000001\/20260115\/eu-de\/kms\/sdk_request, /],
    [{ signature: 'access' as const }, /^SDK-HMAC-SHA256 Access=AKTESTHUAWEI00000001, /],
  ])('with %o writes %s', async (config, header) => {
    expect((await signed(config))?.headers['authorization']).toMatch(header)
  })

  it('signs what it sends', async () => {
    const request = await signed({})
    if (request === undefined) throw new Error('nothing was sent')
    const { authorization: sent, 'user-agent': _agent, ...headers } = request.headers
    expect(Object.keys(headers).sort()).toEqual(['content-type', 'host', 'x-project-id', 'x-sdk-date'])
    expect(sent).toBe(authorization({ ...request, headers }, KEY, { form: 'legacy', date: NOW }))
  })
})

describe('the configuration of Open Telekom Cloud', () => {
  it.each([
    [{ region: 'EU' }, 'region'],
    [{ signature: 'derived' }, 'signature'],
    [{ contextEncoding: 'json' }, 'contextEncoding'],
    [{ scoped: 'yes' }, 'scoped'],
  ])('%o is refused by name', (wrong, field) => {
    const config = { region: 'eu-de', credentials: KEY, ...wrong } as OtcConfig // wrong on purpose
    expect(() => otc(config)).toThrowError(expect.objectContaining({ code: 'InvalidInput', provider: 'otc', field }))
  })

  describe('from the environment', () => {
    beforeEach(() => {
      for (const name of Object.keys(process.env)) if (name.startsWith('OS_')) vi.stubEnv(name, '')
      vi.stubEnv('OS_REGION_NAME', 'eu-de')
      vi.stubEnv('OS_AUTH_URL', 'https://iam.eu-de.otc.t-systems.com/v3')
    })
    afterEach(() => {
      vi.unstubAllEnvs()
    })

    it("takes an access key and the project's name as the Terraform provider does", async () => {
      vi.stubEnv('OS_ACCESS_KEY', KEY.accessKey)
      vi.stubEnv('OS_SECRET_KEY', KEY.secretKey)
      vi.stubEnv('OS_SECURITY_TOKEN', 'temporary')
      vi.stubEnv('OS_PROJECT_NAME', 'eu-de_shop')
      const [lookUp, call] = await requestsOf(fromEnv())
      expect(lookUp?.url).toBe('https://iam.eu-de.otc.t-systems.com/v3/projects?name=eu-de_shop')
      expect(call?.headers).toMatchObject({ 'x-security-token': 'temporary', 'x-project-id': PROJECT })
      expect(call?.headers['authorization']).toContain(`Credential=${KEY.accessKey}/`)
    })

    it('takes a password, and logs in with it', async () => {
      vi.stubEnv('OS_USERNAME', 'shop')
      vi.stubEnv('OS_PASSWORD', 'p')
      vi.stubEnv('OS_DOMAIN_NAME', 'OTC00000000001000000447')
      vi.stubEnv('OS_TENANT_NAME', 'eu-de_shop')
      const [login, call] = await requestsOf(fromEnv())
      expect(JSON.parse(login?.body ?? '')).toEqual({
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'shop', password: 'p', domain: { name: 'OTC00000000001000000447' } } },
          },
          scope: { project: { name: 'eu-de_shop' } },
        },
      })
      expect(call?.headers['x-auth-token']).toBe('obtained')
    })

    it('prefers a token to an access key, and that to a password, as the Terraform provider does', async () => {
      vi.stubEnv('OS_PASSWORD', 'p')
      vi.stubEnv('OS_USERNAME', 'u')
      vi.stubEnv('OS_ACCESS_KEY', KEY.accessKey)
      vi.stubEnv('OS_SECRET_KEY', KEY.secretKey)
      vi.stubEnv('OS_PROJECT_ID', PROJECT)
      expect((await requestsOf(fromEnv()))[0]?.headers['authorization']).toContain(KEY.accessKey)
      vi.stubEnv('OS_AUTH_TOKEN', 'given')
      expect((await requestsOf(fromEnv()))[0]?.headers['x-auth-token']).toBe('given')
    })

    it('lets options beat it', () => {
      expect(fromEnv({ region: 'eu-nl', projectId: 'p', credentials: KEY }).raw('describe-key', {}).url).toContain(
        'kms.eu-nl.',
      )
    })
  })
})
