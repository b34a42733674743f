import { describe, expect, it } from 'vitest'
import { ok, PROJECT } from './service.ts'
import { disabled, gatewayRefusal, KEY, keyId, NOW, projects, world } from './world.ts'

describe('an access key', () => {
  it("signs as Huawei's own client does", async () => {
    const { kms, calls } = world({ credentials: KEY, projectId: PROJECT })
    await kms.disableKey({ keyId })
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({
      url: `https://kms.cn-north-4.myhuaweicloud.com/v1.0/${PROJECT}/kms/disable-key`,
      headers: {
        'content-type': 'application/json',
        host: 'kms.cn-north-4.myhuaweicloud.com',
        'x-project-id': PROJECT,
        'x-sdk-date': '20260115T120000Z',
        // The signature that @huaweicloud/huaweicloud-sdk-core 3.1.211 gives this request.
        authorization: expect.stringMatching(/a9a247f2cbfbd09ca1cbb943bb1e45cbba3a630553f1f58d47b03d0e566ad8e5$/),
      },
    })
  })

  it('that is temporary sends and signs its token', async () => {
    const credentials = { ...KEY, securityToken: 'TESTSECURITYTOKEN/+==' }
    const { kms, calls } = world({ credentials, projectId: PROJECT })
    await kms.disableKey({ keyId })
    expect(calls[0]?.headers['x-security-token']).toBe('TESTSECURITYTOKEN/+==')
    expect(calls[0]?.headers['authorization']).toContain(
      'f8c6982d2e1b8f8f3e87da2988fea5481a5aada77261ff35b56615545701bc02',
    )
  })

  it('signs in the derived form when told to, bound to region and service', async () => {
    const { kms, calls } = world({ credentials: KEY, projectId: PROJECT, signature: 'derived' })
    await kms.disableKey({ keyId })
    expect(calls[0]?.headers['authorization']).toMatch(
      /^V11-HMAC-SHA256 Credential=AKTESTHUAWEI00000001\/20260115\/cn-north-4\/kms, .*4a567447dc2a58c81ecc8b792132212d502c77d182c42e14ae50e8909ee98a19$/,
    )
  })

  it.each([
    ['accessKey', { accessKey: '', secretKey: 'x' }],
    ['secretKey', { accessKey: 'x', secretKey: '' }],
    ['token', { token: '' }],
    ['password', { username: 'x', domainName: 'y', password: '' }],
    ['username', { username: '', domainName: 'y', password: 'p' }],
    ['domainName', { username: 'x', password: 'p' }],
    ['credentials', {}],
  ])('without %s is refused before anything is sent', async (field, credentials) => {
    const { kms, calls } = world({ credentials: credentials as typeof KEY })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'Unauthenticated', field, attempts: 0 })
    expect(calls).toEqual([])
  })

  it('learns the time from a refusal, and signs with it from then on', async () => {
    const serverMs = NOW + 20 * 60_000
    const headers = { date: new Date(serverMs).toUTCString() }
    const { kms, calls } = world(
      { projectId: PROJECT },
      { kms: (_request, nth) => (nth === 1 ? gatewayRefusal(401, 'APIGW.0301', headers) : disabled) },
    )
    await kms.disableKey({ keyId })
    await kms.disableKey({ keyId })
    expect(calls.map(({ headers: sent }) => sent['x-sdk-date'])).toEqual([
      '20260115T120000Z',
      '20260115T122000Z',
      '20260115T122000Z',
    ])
  })

  it('with a wrong secret is not taken for a wrong clock, even where the clock is wrong too', async () => {
    const headers = { date: new Date(NOW + 20 * 60_000).toUTCString() }
    const skewed = world({ projectId: PROJECT }, { kms: () => gatewayRefusal(401, 'APIGW.0301', headers) })
    await expect(skewed.kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'Unauthenticated', attempts: 2 })
    const close = { date: new Date(NOW + 60_000).toUTCString() }
    const wrong = world({ projectId: PROJECT }, { kms: () => gatewayRefusal(401, 'APIGW.0301', close) })
    await expect(wrong.kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'Unauthenticated', attempts: 1 })
  })
})

describe('the project', () => {
  it('is looked up by the name of the region, once, and signed for', async () => {
    const { kms, calls, iam } = world({}, { iam: projects('cn-north-4', 'cn-north-4_team') })
    await Promise.all([kms.disableKey({ keyId }), kms.disableKey({ keyId })])
    await kms.disableKey({ keyId })
    expect(iam()).toHaveLength(1)
    expect(iam()[0]).toMatchObject({
      method: 'GET',
      url: 'https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4',
      body: '',
      headers: { authorization: expect.stringContaining('SignedHeaders=content-type;host;x-sdk-date') },
    })
    expect(iam()[0]?.headers).not.toHaveProperty('x-project-id')
    expect(calls.at(-1)).toMatchObject({
      url: expect.stringContaining(`/v1.0/${PROJECT}/kms/`),
      headers: { 'x-project-id': PROJECT },
    })
  })

  it('is looked up with a token too, and by another name when there is one', async () => {
    const { kms, calls, iam } = world(
      { credentials: { token: 'given' }, projectName: 'cn-north-4_team' },
      { iam: projects('cn-north-4_team') },
    )
    await kms.disableKey({ keyId })
    expect(iam()[0]).toMatchObject({
      url: expect.stringContaining('?name=cn-north-4_team'),
      headers: { 'x-auth-token': 'given' },
    })
    expect(calls[1]?.headers).toEqual({
      'content-type': 'application/json',
      'x-auth-token': 'given',
      'user-agent': expect.any(String),
    })
  })

  it.each([
    ['no project', []],
    ['two projects', ['cn-north-4', 'cn-north-4']],
    ['another project', ['cn-north-4_team']],
  ])('must be given when IAM knows %s of that name', async (_what, names) => {
    const { kms, iam } = world({}, { iam: projects(...names) })
    for (const _ of [1, 2]) {
      await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'InvalidInput', field: 'projectId' })
    }
    // A failure is not remembered: the user may have been given the project meanwhile.
    expect(iam()).toHaveLength(2)
  })

  it('is looked up again with the right time when the clock was wrong', async () => {
    const serverMs = NOW - 3_600_000
    const date = { date: new Date(serverMs).toUTCString() }
    const { kms, iam } = world(
      {},
      {
        iam: (request, nth, signal) =>
          nth === 1 ? gatewayRefusal(401, 'IAM.0101', date) : projects('cn-north-4')(request, nth, signal),
      },
    )
    await kms.disableKey({ keyId })
    expect(iam().map(({ headers }) => headers['x-sdk-date'])).toEqual(['20260115T120000Z', '20260115T110000Z'])
  })

  it.each([
    [401, 'Unauthenticated'],
    [403, 'AccessDenied'],
    [503, 'ServiceUnavailable'],
    [429, 'Throttled'],
  ])('that IAM refuses to look up with %i is a failure of kind %s', async (status, code) => {
    const { kms } = world({}, { iam: () => ({ status, headers: {}, body: '{"error":{"code":1,"message":"secret"}}' }) })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code, httpStatus: status, attempts: 0 })
  })

  it('in an odd reply of IAM is not guessed', async () => {
    const { kms } = world({}, { iam: () => ok({ projects: [{ name: 'cn-north-4' }] }) })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})
