import { describe, expect, it } from 'vitest'
import { PROJECT, refusal } from './service.ts'
import { disabled, gatewayRefusal, issue, KEY, keyId, NOW, projects, USER, world } from './world.ts'

describe('a login with a password', () => {
  it('obtains a token for the project and uses both', async () => {
    const { kms, calls, iam } = world({ credentials: USER }, { iam: issue() })
    await kms.disableKey({ keyId })
    expect(calls).toHaveLength(2)
    expect(iam()[0]).toMatchObject({
      method: 'POST',
      url: 'https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true',
      headers: { 'content-type': 'application/json;charset=utf8' },
    })
    expect(JSON.parse(iam()[0]?.body ?? '')).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'shop', password: USER.password, domain: { name: 'company' } } },
        },
        scope: { project: { name: 'cn-north-4' } },
      },
    })
    expect(calls[1]).toMatchObject({
      url: `https://kms.cn-north-4.myhuaweicloud.com/v1.0/${PROJECT}/kms/disable-key`,
      headers: { 'x-auth-token': 'token-1' },
    })
    expect(calls[1]?.headers).not.toHaveProperty('authorization')
  })

  it.each([
    [
      'a user id and a project id',
      { credentials: { userId: 'u1', password: 'p' }, projectId: PROJECT },
      {
        identity: { methods: ['password'], password: { user: { id: 'u1', password: 'p' } } },
        scope: { project: { id: PROJECT } },
      },
    ],
    [
      'a one-time password',
      { credentials: { userId: 'u1', password: 'p', passcode: '123456' } },
      {
        identity: {
          methods: ['password', 'totp'],
          password: { user: { id: 'u1', password: 'p' } },
          totp: { user: { id: 'u1', passcode: '123456' } },
        },
        scope: { project: { name: 'cn-north-4' } },
      },
    ],
    [
      'a token of another scope',
      { credentials: { sourceToken: 'wide' } },
      { identity: { methods: ['token'], token: { id: 'wide' } }, scope: { project: { name: 'cn-north-4' } } },
    ],
  ])('can be one with %s', async (_what, config, auth) => {
    const { kms, iam } = world(config, { iam: issue() })
    await kms.disableKey({ keyId })
    expect(iam().map(({ body }) => JSON.parse(body))).toEqual([{ auth }])
  })

  it('can take on an agency: the token of the own account opens the other one', async () => {
    const agency = { name: 'keys', domainName: 'customer' }
    const { kms, calls, iam } = world({ credentials: { ...USER, agency } }, { iam: issue() })
    await kms.disableKey({ keyId })
    const [own, assumed] = iam()
    expect(JSON.parse(own?.body ?? '')).toMatchObject({ auth: { scope: { domain: { name: 'company' } } } })
    expect(assumed?.headers['x-auth-token']).toBe('token-1')
    expect(JSON.parse(assumed?.body ?? '')).toEqual({
      auth: {
        identity: { methods: ['assume_role'], assume_role: { domain_name: 'customer', agency_name: 'keys' } },
        scope: { project: { name: 'cn-north-4' } },
      },
    })
    expect(calls.at(-1)?.headers['x-auth-token']).toBe('token-2')
  })

  it('happens once for concurrent calls, and once a day', async () => {
    const { kms, iam, clock } = world({ credentials: USER }, { iam: issue() })
    await Promise.all([1, 2, 3].map(() => kms.disableKey({ keyId })))
    expect(iam()).toHaveLength(1)
    clock.ms = NOW + 86_400_000 - 5 * 60_000 - 1
    await kms.disableKey({ keyId })
    expect(iam()).toHaveLength(1)
    clock.ms += 1
    await Promise.all([1, 2, 3].map(() => kms.disableKey({ keyId })))
    expect(iam()).toHaveLength(2)
  })

  it.each([
    ['the gateway says that it must be renewed', gatewayRefusal(401, 'APIGW.0307')],
    ['the gateway no longer knows it', gatewayRefusal(401, 'APIGW.0301')],
    ['the KMS calls it expired', refusal(403, 'KMS.0303')],
  ])('is repeated once when %s', async (_what, expired) => {
    const { kms, calls, iam } = world(
      { credentials: USER },
      { iam: issue(), kms: ({ headers }) => (headers['x-auth-token'] === 'token-1' ? expired : disabled) },
    )
    // Not idempotent, and still sent again: the refused request did nothing.
    expect(await kms.disableKey({ keyId })).toMatchObject({ state: 'Disabled' })
    expect(iam()).toHaveLength(2)
    expect(calls.map(({ headers }) => headers['x-auth-token'])).toEqual([undefined, 'token-1', undefined, 'token-2'])
  })

  it('is repeated once for all calls whose token was refused, also for one that hears of it later', async () => {
    let release: (() => void) | undefined
    const late = new Promise<void>((resolve) => {
      release = resolve
    })
    const { kms, iam } = world(
      { credentials: USER },
      {
        iam: issue(),
        kms: async ({ headers, body }) => {
          if (headers['x-auth-token'] !== 'token-1') return disabled
          if (body.includes('late')) await late
          return gatewayRefusal(401, 'APIGW.0307')
        },
      },
    )
    const slow = kms.enableKey({ keyId: 'late' })
    await Promise.all([1, 2, 3].map(() => kms.disableKey({ keyId })))
    expect(iam()).toHaveLength(2)
    release?.()
    await slow
    expect(iam()).toHaveLength(2)
  })

  it('is not repeated for ever', async () => {
    const { kms, calls, iam } = world(
      { credentials: USER },
      { iam: issue(), kms: () => gatewayRefusal(401, 'APIGW.0307') },
    )
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'CredentialsExpired', attempts: 2 })
    expect(iam()).toHaveLength(2)
    expect(calls).toHaveLength(4)
  })

  it('with a wrong password is tried once, whoever waits for it, and its secrets are told nowhere', async () => {
    const body = { error: { code: 401, message: `wrong: ${USER.password}`, title: 'Unauthorized' } }
    const { kms, calls } = world(
      { credentials: USER },
      { iam: () => ({ status: 401, headers: {}, body: JSON.stringify(body) }) },
    )
    const results = await Promise.allSettled([1, 2, 3].map(() => kms.disableKey({ keyId })))
    expect(calls).toHaveLength(1)
    for (const result of results) {
      if (result.status !== 'rejected') throw new Error('it was not refused')
      expect(result.reason).toMatchObject({ code: 'Unauthenticated', httpStatus: 401, attempts: 0 })
      expect(`${result.reason}${JSON.stringify(result.reason)}`).not.toContain(USER.password)
    }
  })

  it('keeps a token that still holds when it cannot be renewed early', async () => {
    const { kms, calls, clock } = world(
      { credentials: USER },
      {
        iam: (request, nth, signal) =>
          nth === 1 ? issue()(request, nth, signal) : { status: 503, headers: {}, body: '' },
      },
    )
    await kms.disableKey({ keyId })
    clock.ms = NOW + 86_400_000 - 60_000
    await kms.disableKey({ keyId })
    expect(calls.at(-1)?.headers['x-auth-token']).toBe('token-1')
    clock.ms = NOW + 86_400_000
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'ServiceUnavailable', httpStatus: 503 })
  })

  it('goes on for those who wait when the call that began it is given up', async () => {
    const { kms, iam } = world(
      { credentials: USER },
      {
        iam: (request, nth, signal) =>
          nth > 1
            ? issue()(request, nth, signal)
            : new Promise((_resolve, reject) => {
                signal.addEventListener('abort', () => reject(new Error('aborted')))
              }),
      },
    )
    const controller = new AbortController()
    const first = kms.disableKey({ keyId }, { signal: controller.signal })
    const second = kms.disableKey({ keyId })
    setTimeout(() => controller.abort(), 10)
    await expect(first).rejects.toMatchObject({ code: 'Aborted' })
    expect(await second).toMatchObject({ state: 'Disabled' })
    expect(iam()).toHaveLength(2)
  })

  it.each([
    ['no token', { status: 201, headers: {}, body: '{"token":{"expires_at":"2030-01-01T00:00:00Z"}}' }],
    ['no expiry', { status: 201, headers: { 'x-subject-token': 't' }, body: '{"token":{}}' }],
    ['no date', { status: 201, headers: { 'x-subject-token': 't' }, body: '{"token":{"expires_at":"soon"}}' }],
    ['no JSON', { status: 201, headers: { 'x-subject-token': 't' }, body: '<html>' }],
  ])('whose reply holds %s is refused', async (_what, response) => {
    const { kms } = world({ credentials: USER }, { iam: () => response })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'InvalidResponse', attempts: 0 })
  })

  it('looks the project up when the token does not name it', async () => {
    const { kms, calls } = world(
      { credentials: USER },
      {
        iam: (request, nth, signal) =>
          request.method === 'GET'
            ? projects('cn-north-4')(request, nth, signal)
            : {
                status: 201,
                headers: { 'x-subject-token': 't' },
                body: '{"token":{"expires_at":"2030-01-01T00:00:00Z"}}',
              },
      },
    )
    await kms.disableKey({ keyId })
    expect(calls.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v3/auth/tokens',
      '/v3/projects',
      `/v1.0/${PROJECT}/kms/disable-key`,
    ])
    expect(calls[1]?.headers['x-auth-token']).toBe('t')
  })
})

describe('a given token', () => {
  it('that is refused cannot be renewed', async () => {
    const { kms, calls } = world(
      { credentials: { token: 'given' }, projectId: PROJECT },
      { kms: () => gatewayRefusal(401, 'APIGW.0301') },
    )
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'Unauthenticated', attempts: 1 })
    expect(calls).toHaveLength(1)
  })
})

describe('a function of credentials', () => {
  it('is asked again when the service calls its token or temporary key expired', async () => {
    for (const kind of ['token', 'temporary key']) {
      let asked = 0
      const credentials = () => {
        asked += 1
        return kind === 'token' ? { token: `t${asked}` } : { ...KEY, securityToken: `t${asked}` }
      }
      const { kms, calls } = world(
        { credentials, projectId: PROJECT },
        { kms: (_request, nth) => (nth === 1 ? gatewayRefusal(401, 'APIGW.0301') : disabled) },
      )
      await kms.disableKey({ keyId })
      const header = kind === 'token' ? 'x-auth-token' : 'x-security-token'
      expect(calls.map(({ headers }) => headers[header])).toEqual(['t1', 't2'])
    }
  })

  it('is asked once for a permanent key that is simply wrong', async () => {
    let asked = 0
    const credentials = async () => {
      asked += 1
      return KEY
    }
    const { kms } = world({ credentials, projectId: PROJECT }, { kms: () => gatewayRefusal(401, 'APIGW.0301') })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'Unauthenticated' })
    expect(asked).toBe(1)
  })

  it('is asked again shortly before what it returned expires', async () => {
    let asked = 0
    const credentials = () => {
      asked += 1
      return { ...KEY, expiresAt: new Date(NOW + 3_600_000) }
    }
    const { kms, clock } = world({ credentials, projectId: PROJECT })
    await kms.disableKey({ keyId })
    await kms.disableKey({ keyId })
    expect(asked).toBe(1)
    clock.ms = NOW + 3_600_000 - 5 * 60_000
    await kms.disableKey({ keyId })
    expect(asked).toBe(2)
  })

  it('may return a user who logs in', async () => {
    const { kms, calls } = world({ credentials: async () => USER }, { iam: issue() })
    await kms.disableKey({ keyId })
    expect(calls.at(-1)?.headers['x-auth-token']).toBe('token-1')
  })

  it('that fails is told as missing credentials, without what it threw', async () => {
    const { kms } = world({
      credentials: () => {
        throw new Error(`could not read ${KEY.secretKey}`)
      },
    })
    const error = await kms.disableKey({ keyId }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'Unauthenticated' })
    expect(String(error)).not.toContain(KEY.secretKey)
  })
})
