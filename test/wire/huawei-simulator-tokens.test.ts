import { describe, expect, test } from 'vitest'
import {
  createHuaweiSimulator,
  DOMAIN_NAME,
  type HuaweiSimulator,
  type HuaweiSimulatorOptions,
  projectIdOf,
} from '../../conformance/simulators/huawei/index.ts'
import { passcodeAt } from '../../conformance/simulators/huawei/totp.ts'
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

describe('tokens', () => {
  test('are issued as documented and let their holder call for 24 hours', async () => {
    const simulator = createHuaweiSimulator()
    const reply = await logIn(simulator, password(), { project: { id: projectId } })
    expect(reply.status).toBe(201)
    const token = reply.headers.get('x-subject-token') ?? ''
    const { expires_at, issued_at, project, methods } = reply.body['token'] as Record<string, string> // as documented
    expect(issued_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(Date.parse(expires_at ?? '') - Date.parse(issued_at ?? '')).toBe(86_400_000)
    expect({ project, methods }).toMatchObject({
      project: { id: projectId, name: 'cn-north-4' },
      methods: ['password'],
    })
    expect((await listWith(simulator, { 'x-auth-token': token })).status).toBe(200)
    simulator.control.clock.advance('23h')
    expect((await listWith(simulator, { 'x-auth-token': token })).status).toBe(200)
    simulator.control.clock.advance('2h')
    expect(flat(await listWith(simulator, { 'x-auth-token': token }), 'APIGW.0307')).toBe(true)
  })

  test.each([
    ['a wrong password', password('test', 'wrong'), 401],
    ['an unknown user', password('nobody'), 401],
    ['another account', password('test', 'test', 'elsewhere'), 401],
    ['no method', { password: {} }, 400],
    ['a method nobody knows', { methods: ['magic'] }, 401],
    ['no password', { methods: ['password'], password: { user: { name: 'test' } } }, 400],
    ['a token that never was', { methods: ['token'], token: { id: 'x' } }, 401],
  ])('are refused for %s, in the Keystone shape', async (_, identity, status) => {
    const reply = await logIn(createHuaweiSimulator(), identity)
    expect(reply.status).toBe(status)
    expect(reply.body).toEqual({ error: { code: status, message: expect.any(String), title: expect.any(String) } })
    expect(reply.headers.has('x-subject-token')).toBe(false)
  })

  test('are refused for a project that is not there', async () => {
    const reply = await logIn(createHuaweiSimulator(), password(), { project: { name: 'nowhere' } })
    expect([reply.status, codeOf(reply)]).toEqual([404, 404])
  })

  test('of another project, or of the whole account, do not open this one', async () => {
    const simulator = createHuaweiSimulator()
    for (const scope of [{ project: { name: 'cn-east-3' } }, { domain: { name: DOMAIN_NAME } }]) {
      const reply = await listWith(simulator, { 'x-auth-token': await tokenOf(simulator, scope) })
      expect([reply.status, reply.body]).toEqual([
        403,
        { error: { error_code: 'KMS.0321', error_msg: expect.any(String) } },
      ])
    }
  })

  test('of a project in another Region are refused by the host of this one', async () => {
    const simulator = createHuaweiSimulator()
    const token = await tokenOf(simulator, { project: { name: 'cn-east-3' } })
    const url = LIST.replace(projectId, projectIdOf('cn-east-3'))
    const reply = await listWith(simulator, { 'x-auth-token': token }, url)
    expect([reply.status, codeOf(reply)]).toEqual([403, 'KMS.0305'])
  })

  test('are re-scoped without a longer life', async () => {
    const simulator = createHuaweiSimulator()
    const first = await tokenOf(simulator, { domain: { name: DOMAIN_NAME } })
    simulator.control.clock.advance('20h')
    const second = await logIn(simulator, { methods: ['token'], token: { id: first } }, { project: { id: projectId } })
    const token = second.headers.get('x-subject-token') ?? ''
    expect((await listWith(simulator, { 'x-auth-token': token })).status).toBe(200)
    simulator.control.clock.advance('5h')
    expect((await listWith(simulator, { 'x-auth-token': token })).status).toBe(401)
  })

  test('can be refused by KMS itself instead of by the gateway', async () => {
    const simulator = createHuaweiSimulator({ tokensCheckedBy: 'service' })
    const token = await tokenOf(simulator)
    const codeFor = async (headers: Record<string, string>) => {
      const reply = await listWith(simulator, headers)
      return [reply.status, (reply.body['error'] as Record<string, unknown> | undefined)?.['error_code']] // the KMS shape
    }
    expect(await codeFor({})).toEqual([403, 'KMS.0301'])
    expect(await codeFor({ 'x-auth-token': 'garbage' })).toEqual([403, 'KMS.0302'])
    simulator.control.clock.advance('25h')
    expect(await codeFor({ 'x-auth-token': token })).toEqual([403, 'KMS.0303'])
  })

  test('are checked by IAM', async () => {
    const simulator = createHuaweiSimulator()
    const token = await tokenOf(simulator)
    const check = async (subject: string) => {
      const headers = { 'x-auth-token': token, 'x-subject-token': subject }
      return (await simulator.fetch(new Request(`${IAM}/v3/auth/tokens`, { headers }))).status
    }
    expect(await check(token)).toBe(200)
    expect(await check('another')).toBe(404)
  })

  test('of an agency, and of a user with a second factor', async () => {
    const totpSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    const options: HuaweiSimulatorOptions = {
      agencies: ['ops'],
      users: [
        { name: 'test', password: 'test' },
        { name: 'careful', password: 'pw', totpSecret },
      ],
    }
    const simulator = createHuaweiSimulator(options)
    const identity = { methods: ['assume_role'], assume_role: { domain_name: DOMAIN_NAME, agency_name: 'ops' } }
    const scope = { project: { id: projectId } }
    const headers = { 'x-auth-token': await tokenOf(simulator) }
    expect((await logIn(simulator, identity, scope, headers)).status).toBe(201)
    expect((await logIn(simulator, identity, scope)).status).toBe(401)
    const careful = password('careful', 'pw')
    expect((await logIn(simulator, careful, scope)).status).toBe(401)
    const totp = { user: { passcode: passcodeAt(totpSecret, Date.now()) } }
    expect((await logIn(simulator, { ...careful, methods: ['password', 'totp'], totp }, scope)).status).toBe(201)
    // RFC 6238, appendix B, first row, cut to six digits.
    expect(passcodeAt(totpSecret, 59_000)).toBe('287082')
  })
})

describe('projects', () => {
  test('are found by the name of the Region, with a token or a signature', async () => {
    const simulator = createHuaweiSimulator()
    const url = `${IAM}/v3/projects?name=cn-north-4`
    const byToken = await simulator.fetch(new Request(url, { headers: { 'x-auth-token': await tokenOf(simulator) } }))
    const bySignature = await simulator.fetch(signed({ ak: 'test', sk: 'test' }, { method: 'GET', url, body: '' }))
    for (const reply of [await replyOf(byToken), await replyOf(bySignature)]) {
      expect(reply.status).toBe(200)
      expect(reply.body['projects']).toMatchObject([{ id: projectId, name: 'cn-north-4', enabled: true }])
    }
    expect((await simulator.fetch(new Request(url))).status).toBe(401)
  })

  test('that the signature does not name, or that are nobody’s, are refused', async () => {
    const simulator = createHuaweiSimulator()
    const headers = { 'x-project-id': projectIdOf('cn-east-3') }
    const mismatch = await listSigned(simulator, undefined, { headers })
    expect([mismatch.status, codeOf(mismatch)]).toEqual([403, 'KMS.0321'])
    const url = LIST.replace(projectId, 'f'.repeat(32))
    const unknown = await listSigned(simulator, undefined, { url })
    expect([unknown.status, codeOf(unknown)]).toEqual([403, 'KMS.0321'])
  })

  test('keep their keys apart', async () => {
    const simulator = createHuaweiSimulator({ projects: [{ id: 'a'.repeat(32), name: 'cn-north-4_sub' }] })
    const key_id = simulator.control.putKey({ projectId: 'a'.repeat(32) }).keyId
    await huaweiWire(simulator).refuses('describe-key', { key_id }, 'KMS.0207', 404)
  })
})
