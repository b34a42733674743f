import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromEnv, type QuilibriumConfig, quilibrium } from '../../../../providers/quilibrium/index.ts'
import { KmsError } from '../../../../src/index.ts'

const credentials = { accessKeyId: 'AKIAQKMS', secretAccessKey: 'hunter2hunter2' }

function requestOf(config: Partial<QuilibriumConfig>, action = 'ListKeys') {
  return quilibrium({ credentials, ...config }).raw(action, {})
}

/** What a configuration is refused with, given as a stranger might. */
function refusalOf(make: () => unknown): KmsError {
  try {
    make()
  } catch (error) {
    if (error instanceof KmsError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

/** The value of the Authorization header that a configuration leads to. */
async function authorizationOf(config: QuilibriumConfig): Promise<string> {
  const provider = quilibrium(config)
  const context = {
    now: () => new Date(0),
    send: () => Promise.reject(new Error('not asked')),
    signal: new AbortController().signal,
    refresh: false,
  }
  return (await provider.authenticate(provider.raw('ListKeys', {}), context)).headers['authorization'] ?? ''
}

describe('a configuration', () => {
  it('needs credentials only', () => {
    expect(requestOf({})).toEqual({
      method: 'POST',
      url: 'https://qkms.quilibrium.com/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.ListKeys' },
      body: '{}',
    })
  })

  it('signs for us-east-1, or the region it names, and never for that of an ARN', async () => {
    expect(await authorizationOf({ credentials })).toContain('/us-east-1/kms/aws4_request')
    expect(await authorizationOf({ credentials, region: 'eu-west-1' })).toContain('/eu-west-1/kms/aws4_request')
  })

  it.each([
    ['http://127.0.0.1:4580', 'http://127.0.0.1:4580/'],
    ['https://qkms.example.com///', 'https://qkms.example.com/'],
    ['https://example.com/qkms/', 'https://example.com/qkms/'],
  ])('may have the endpoint %s, whose slashes at the end do not count', (endpoint, url) => {
    expect(requestOf({ endpoint }).url).toBe(url)
  })

  it('may have the content type of Quilibrium’s own client', () => {
    expect(requestOf({ contentType: 'application/json' }).headers['content-type']).toBe('application/json')
  })

  it('may have keys made without waiting for them, which concerns CreateKey alone', () => {
    expect(requestOf({ asyncCreateKey: true }, 'CreateKey').url).toBe('https://qkms.quilibrium.com/?async=1')
    expect(requestOf({ asyncCreateKey: true }, 'Sign').url).toBe('https://qkms.quilibrium.com/')
    expect(requestOf({}, 'CreateKey').url).toBe('https://qkms.quilibrium.com/')
  })

  it('signs the query of such a CreateKey as Quilibrium’s own client does', async () => {
    const provider = quilibrium({
      credentials: { accessKeyId: 'AKIAQKMSEXAMPLE', secretAccessKey: 'qkms/Secret+Example' },
      asyncCreateKey: true,
    })
    const signed = await provider.authenticate(provider.raw('CreateKey', {}), {
      now: () => new Date('2026-07-01T12:00:00Z'),
      send: () => Promise.reject(new Error('not asked')),
      signal: new AbortController().signal,
      refresh: false,
    })
    // https://github.com/QuilibriumNetwork/qkms-sdk packages/core/src/sigv4.ts computed it.
    expect(signed.headers['authorization']).toMatch(
      /Signature=4b1c8de780a1d83b0e35598dfb3b723b6592a090411c2319ddc85e5ce302831b$/,
    )
  })

  it('may have a function for its credentials', async () => {
    expect(await authorizationOf({ credentials: async () => credentials })).toContain('Credential=AKIAQKMS/')
  })

  it('signs a session token that it is given, though no page knows one', async () => {
    const authorization = await authorizationOf({ credentials: { ...credentials, sessionToken: 'token' } })
    expect(authorization).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target')
  })

  it.each<[string, object | undefined, string]>([
    ['without credentials', {}, 'credentials'],
    ['with credentials of another type', { credentials: 'AKIAQKMS' }, 'credentials'],
    ['without an access key', { credentials: { secretAccessKey: 'hunter2' } }, 'credentials.accessKeyId'],
    [
      'with the names of other clouds',
      { credentials: { accessKey: 'a', secretKey: 'hunter2' } },
      'credentials.accessKeyId',
    ],
    [
      'with a line break in a secret',
      { credentials: { ...credentials, secretAccessKey: 'hunter2\n' } },
      'credentials.secretAccessKey',
    ],
    ['with an empty region', { credentials, region: '' }, 'region'],
    ['with a region that is no word', { credentials, region: 'us east' }, 'region'],
    ['with an endpoint that is no URL', { credentials, endpoint: 'qkms.quilibrium.com' }, 'endpoint'],
    ['with an endpoint that has a query', { credentials, endpoint: 'https://x/?async=1' }, 'endpoint'],
    ['with another content type', { credentials, contentType: 'text/plain' }, 'contentType'],
    ['with another member for key specs', { credentials, keySpecMember: 'Spec' }, 'keySpecMember'],
    ['with a word for yes', { credentials, asyncCreateKey: 'yes' }, 'asyncCreateKey'],
    ['with an unknown option', { credentials, appId: 'x' }, 'appId'],
    ['when it is none', undefined, ''],
  ])('%s is refused, naming the field', (_name, config, field) => {
    const error = refusalOf(() => quilibrium(config as QuilibriumConfig)) // what JavaScript callers can do
    expect(error).toMatchObject({ code: 'InvalidInput', provider: 'quilibrium', operation: 'configure', field })
    expect(error.message).toContain(field)
    expect(error.message).not.toContain('hunter2')
  })
})

describe('the environment', () => {
  afterEach(() => vi.unstubAllEnvs())

  function stub(variables: Readonly<Record<string, string>>) {
    for (const name of ['QKMS_APP_ID', 'QKMS_APP_SECRET', 'QKMS_SERVER']) vi.stubEnv(name, variables[name])
  }

  const keys = { QKMS_APP_ID: 'AKIAENV', QKMS_APP_SECRET: 'env-secret' }

  it('gives what Quilibrium’s own client reads from it', () => {
    stub({ ...keys, QKMS_SERVER: 'https://qkms.example.com/' })
    expect(fromEnv().raw('ListKeys', {}).url).toBe('https://qkms.example.com/')
  })

  it('may leave the server out, or empty', () => {
    stub(keys)
    expect(fromEnv().raw('ListKeys', {}).url).toBe('https://qkms.quilibrium.com/')
    stub({ ...keys, QKMS_SERVER: '' })
    expect(fromEnv().raw('ListKeys', {}).url).toBe('https://qkms.quilibrium.com/')
  })

  it('yields to overrides', () => {
    stub({ ...keys, QKMS_SERVER: 'https://qkms.example.com' })
    const provider = fromEnv({ endpoint: 'http://127.0.0.1:4580', region: 'eu-west-1' })
    expect(provider.raw('ListKeys', {}).url).toBe('http://127.0.0.1:4580/')
    stub({})
    expect(fromEnv({ credentials }).id).toBe('quilibrium')
  })

  it.each([
    ['QKMS_APP_ID', 'credentials.accessKeyId'],
    ['QKMS_APP_SECRET', 'credentials.secretAccessKey'],
  ])('without %s is refused, naming it', (name, field) => {
    stub({ ...keys, [name]: '' })
    const error = refusalOf(() => fromEnv())
    expect(error).toMatchObject({ code: 'InvalidInput', provider: 'quilibrium', operation: 'configure', field })
    expect(error.message).toContain(`set ${name}`)
    expect(error.message).not.toContain('env-secret')
  })
})
