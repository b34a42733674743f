import { describe, expect, test } from 'vitest'
import {
  createHuaweiSimulator,
  createOtcSimulator,
  DOMAIN_NAME,
  type HuaweiSimulator,
  projectIdOf,
} from '../../conformance/simulators/huawei/index.ts'
import { codeOf, huaweiWire, replyOf, type SigningKey, signed } from '../support/huawei-wire.ts'

const projectId = projectIdOf('cn-north-4')
const KMS = 'https://kms.cn-north-4.myhuaweicloud.com'
const IAM = 'https://iam.myhuaweicloud.com'
const LIST = `${KMS}/v1.0/${projectId}/kms/list-keys`

const password = (name = 'test', secret = 'test', domain = DOMAIN_NAME) => ({
  methods: ['password'],
  password: { user: { name, password: secret, domain: { name: domain } } },
})

const logIn = async (simulator: HuaweiSimulator, identity: object, scope?: object, headers = {}) => {
  const body = JSON.stringify({ auth: { identity, ...(scope !== undefined && { scope }) } })
  return replyOf(await simulator.fetch(new Request(`${IAM}/v3/auth/tokens`, { method: 'POST', headers, body })))
}

const tokenOf = async (simulator: HuaweiSimulator, scope: object = { project: { name: 'cn-north-4' } }) =>
  (await logIn(simulator, password(), scope)).headers.get('x-subject-token') ?? ''

const listWith = async (simulator: HuaweiSimulator, headers: Record<string, string>, url = LIST) =>
  replyOf(await simulator.fetch(new Request(url, { method: 'POST', headers, body: '{}' })))

const listSigned = async (
  simulator: HuaweiSimulator,
  key: SigningKey = { ak: 'test', sk: 'test' },
  more: { date?: Date; url?: string; headers?: Record<string, string> } = {},
) => {
  const { date, url = LIST, headers = {} } = more
  const request = { method: 'POST', url, body: '{}', headers }
  return replyOf(await simulator.fetch(signed(key, request, date && { date })))
}

/** A gateway's refusal: flat, with the id that the header has too. */
const flat = (reply: Awaited<ReturnType<typeof listWith>>, code: string) => {
  expect(Object.keys(reply.body).sort()).toEqual(['error_code', 'error_msg', 'request_id'])
  expect(reply.body['request_id']).toBe(reply.headers.get('x-request-id'))
  expect(reply.body['request_id']).toMatch(/^[0-9a-f]{32}$/)
  return [reply.status, reply.body['error_code']].join(' ') === `401 ${code}`
}

describe('the gateway', () => {
  test('refuses a request without credentials, a garbage token and an empty one', async () => {
    const simulator = createHuaweiSimulator()
    for (const headers of [{}, { 'x-auth-token': 'garbage' }, { 'x-auth-token': '' }])
      expect(flat(await listWith(simulator, headers as Record<string, string>), 'APIGW.0301')).toBe(true)
    expect((await listWith(simulator, { 'x-auth-token': 'garbage' })).body['error_msg']).toBe(
      'Incorrect IAM authentication information: decrypt token fail',
    )
  })

  test('refuses an unknown access key by name', async () => {
    const reply = await listSigned(createHuaweiSimulator(), { ak: 'NOBODY', sk: 'test' })
    expect(flat(reply, 'APIGW.0301')).toBe(true)
    expect(reply.body['error_msg']).toBe('Incorrect IAM authentication information: ak NOBODY not exist')
  })

  test.each([
    ['huawei', createHuaweiSimulator, 'test', 'verify aksk signature fail, canonicalRequest:POST|/v1.0/'],
    ['otc', createOtcSimulator, 'test-otc', 'verify aksk signature fail, canonical_request:POST|/v1.0/'],
  ] as const)('shows the canonical request to who signs with a wrong secret (%s)', async (_, create, ak, words) => {
    const reply = await listSigned(create(), { ak, sk: 'wrong' })
    expect(flat(reply, 'APIGW.0301')).toBe(true)
    expect(reply.body['error_msg']).toContain(words)
  })

  test('keeps the security token out of what it shows', async () => {
    const credentials = [{ accessKeyId: 'temp', secret: 's', sessionToken: 'SECRETTOKEN' }]
    const reply = await listSigned(createHuaweiSimulator({ credentials }), {
      ak: 'temp',
      sk: 'wrong',
      securityToken: 'SECRETTOKEN',
    })
    expect(reply.text).toContain('x-security-token:***')
    expect(reply.text).not.toContain('SECRETTOKEN')
  })

  test.each([
    ['14 minutes fast', 14, 200],
    ['14 minutes slow', -14, 200],
    ['16 minutes fast', 16, 401],
    ['16 minutes slow', -16, 401],
  ])('answers a clock that is %s', async (_, minutes, status) => {
    const date = new Date(Date.now() + minutes * 60_000)
    expect((await listSigned(createHuaweiSimulator(), undefined, { date })).status).toBe(status)
  })

  test('refuses everybody while its own clock is wrong', async () => {
    const simulator = createHuaweiSimulator()
    simulator.control.faults.add({ kind: 'wrong-clock', count: 1 })
    expect((await listSigned(simulator)).status).toBe(401)
    expect((await listSigned(simulator)).status).toBe(200)
  })

  test('blocks an access key for five minutes after six wrong signatures in a row', async () => {
    const simulator = createHuaweiSimulator()
    for (let attempt = 0; attempt < 5; attempt++) await listSigned(simulator, { ak: 'test', sk: 'wrong' })
    expect((await listSigned(simulator)).status).toBe(200)
    for (let attempt = 0; attempt < 6; attempt++) await listSigned(simulator, { ak: 'test', sk: 'wrong' })
    const blocked = await listSigned(simulator)
    expect(blocked.body['error_msg']).toContain('AK access failed to reach the limit,forbidden.')
    simulator.control.clock.advance('6m')
    expect((await listSigned(simulator)).status).toBe(200)
  })

  test.each([
    ['SDK-HMAC-SM3 Access=test, SignedHeaders=x-sdk-date, Signature=00'],
    ['SDK-ECDSA-P256-SHA256 Access=test, SignedHeaders=x-sdk-date, Signature=00'],
    ['SDK-HMAC-SHA256 Access=test'],
    ['SDK-HMAC-SHA256 garbage'],
  ])('refuses %s', async (authorization) => {
    const headers = { authorization, 'x-sdk-date': '20260115T120000Z' }
    expect(flat(await listWith(createHuaweiSimulator(), headers), 'APIGW.0301')).toBe(true)
  })

  test('does not take a signature for another path, body or query', async () => {
    const simulator = createHuaweiSimulator()
    const good = signed({ ak: 'test', sk: 'test' }, { method: 'POST', url: LIST, body: '{}' })
    const headers = good.headers
    const sent = async (url: string, body: string) =>
      (await simulator.fetch(new Request(url, { method: 'POST', headers, body: Buffer.from(body) }))).status
    expect(await sent(LIST, '{}')).toBe(200)
    expect(await sent(LIST, '{ }')).toBe(401)
    expect(await sent(`${LIST}?limit=1`, '{}')).toBe(401)
    expect(await sent(LIST.replace('list-keys', 'gen-random'), '{}')).toBe(401)
  })

  test('takes a declared payload hash only if it is the body’s, or says that it is left out', async () => {
    const simulator = createHuaweiSimulator()
    const statusWith = async (hash: string) =>
      (await listSigned(simulator, undefined, { headers: { 'x-sdk-content-sha256': hash } })).status
    expect(await statusWith('UNSIGNED-PAYLOAD')).toBe(200)
    expect(await statusWith('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')).toBe(200)
    expect(await statusWith('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe(401)
  })

  test('knows no path that is not published, before it asks who calls', async () => {
    const simulator = createHuaweiSimulator()
    const reply = await listWith(simulator, {}, `${KMS}/v1.0/${projectId}/kms/no-such-call`)
    expect(reply.status).toBe(404)
    expect(reply.body).toMatchObject({
      error_code: 'APIGW.0101',
      error_msg: 'The API does not exist or has not been published in the environment',
    })
  })

  test('lets the documented rates bite where it is told to', async () => {
    const simulator = createHuaweiSimulator({ rateLimited: true, now: () => 1_700_000_000_000 })
    const date = new Date(1_700_000_000_000)
    for (let call = 0; call < 20; call++) expect((await listSigned(simulator, undefined, { date })).status).toBe(200)
    const reply = await listSigned(simulator, undefined, { date })
    expect([reply.status, codeOf(reply)]).toEqual([429, 'APIGW.0308'])
  })
})

describe('temporary access keys', () => {
  const credentials = [{ accessKeyId: 'temp', secret: 's', sessionToken: 'T', expiresAtMs: Date.now() + 3_600_000 }]

  test('need their security token, and end on the virtual clock', async () => {
    const simulator = createHuaweiSimulator({ credentials })
    expect((await listSigned(simulator, { ak: 'temp', sk: 's', securityToken: 'T' })).status).toBe(200)
    expect(flat(await listSigned(simulator, { ak: 'temp', sk: 's' }), 'APIGW.0301')).toBe(true)
    expect(flat(await listSigned(simulator, { ak: 'temp', sk: 's', securityToken: 'X' }), 'APIGW.0301')).toBe(true)
    simulator.control.clock.advance('2h')
    expect(flat(await listSigned(simulator, { ak: 'temp', sk: 's', securityToken: 'T' }), 'APIGW.0307')).toBe(true)
  })

  test('are issued for a token, for 15 minutes to 24 hours', async () => {
    const simulator = createHuaweiSimulator()
    const token = await tokenOf(simulator)
    const issue = async (seconds?: string) => {
      const identity = { methods: ['token'], ...(seconds && { token: { id: token, duration_seconds: seconds } }) }
      const headers: Record<string, string> = seconds === undefined ? { 'x-auth-token': token } : {}
      const body = JSON.stringify({ auth: { identity } })
      const url = `${IAM}/v3.0/OS-CREDENTIAL/securitytokens`
      return replyOf(await simulator.fetch(new Request(url, { method: 'POST', headers, body })))
    }
    const issued = await issue()
    expect(issued.status).toBe(201)
    const {
      access: ak = '',
      secret: sk = '',
      securitytoken: securityToken = '',
    } = issued.body['credential'] as Record<string, string> // as documented
    expect((await listSigned(simulator, { ak, sk, securityToken })).status).toBe(200)
    expect((await issue('86400')).status).toBe(201)
    const refused = await issue('60')
    expect([refused.status, refused.body['error_code']]).toEqual([400, 'IAM.0007'])
  })
})

test('faults speak in the envelope of who answers', async () => {
  const simulator = createHuaweiSimulator()
  const wire = huaweiWire(simulator)
  const strike = async (kind: 'throttle' | 'server-error' | 'expired-token') => {
    simulator.control.faults.add({ kind, count: 1 })
    const reply = await wire.call('list-keys', {})
    return [reply.status, codeOf(reply)]
  }
  expect(await strike('throttle')).toEqual([429, 'APIGW.0308'])
  expect(await strike('server-error')).toEqual([500, 'KMS.0101'])
  expect(await strike('expired-token')).toEqual([401, 'APIGW.0307'])
  simulator.control.faults.add({ kind: 'server-error', count: 1 })
  const reply = await logIn(simulator, password())
  expect([reply.status, reply.body['error']]).toEqual([500, expect.objectContaining({ code: 500 })])
})

test('a body beyond the gateway’s 12 MB and one beyond what KMS reads are refused by each', async () => {
  const simulator = createHuaweiSimulator()
  const big = await huaweiWire(simulator).call('list-keys', { padding: 'x'.repeat(100_000) })
  expect([big.status, codeOf(big)]).toEqual([400, 'KMS.0203'])
  const body = 'x'.repeat(13 * 1_048_576)
  const huge = await replyOf(await simulator.fetch(new Request(LIST, { method: 'POST', body })))
  expect([huge.status, codeOf(huge)]).toEqual([413, 'APIGW.0201'])
})
