import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { alibabaWire, now, queryOf, replyOf, signedV1, signedV3 } from '../support/alibaba-wire.ts'

describe.each(['V1', 'V3'] as const)('%s', (scheme) => {
  const setUp = (options: Parameters<typeof createAlibabaSimulator>[0] = {}) => {
    const simulator = createAlibabaSimulator(options)
    return { simulator, call: alibabaWire(simulator.fetch, { scheme }) }
  }

  it('knows no other access key', async () => {
    const { call } = setUp()
    const { status, body } = await call('ListKeys', {}, { accessKeyId: 'nobody' })
    expect({ status, body }).toMatchObject({
      status: 404,
      body: {
        Code: 'InvalidAccessKeyId.NotFound',
        Message: 'The Access Key ID provided does not exist in our records.',
      },
    })
  })

  it('accepts clocks that are up to 15 minutes off and no more', async () => {
    const moment = Date.parse('2026-03-01T12:00:00Z')
    const { call } = setUp({ now: () => moment })
    const codeAt = async (offsetMs: number) => {
      const timestamp = `${new Date(moment + offsetMs).toISOString().slice(0, 19)}Z`
      const { status, body } = await call('ListKeys', {}, { timestamp })
      return status === 200 ? 'accepted' : `${status} ${body['Code']}`
    }
    expect(await codeAt(-900_000)).toBe('accepted')
    expect(await codeAt(900_000)).toBe('accepted')
    expect(await codeAt(-901_000)).toBe('400 InvalidTimeStamp.Expired')
    expect(await codeAt(901_000)).toBe('400 InvalidTimeStamp.Expired')
  })

  it('stays on the wall clock when virtual time moves', async () => {
    const { simulator, call } = setUp()
    simulator.control.clock.advance('400d')
    expect((await call('ListKeys')).status).toBe(200)
  })

  it('refuses every call while its own clock is wrong', async () => {
    const { simulator, call } = setUp()
    simulator.control.faults.add({ kind: 'wrong-clock', count: 1 })
    expect((await call('ListKeys')).body['Code']).toBe('InvalidTimeStamp.Expired')
    expect((await call('ListKeys')).status).toBe(200)
  })

  it.each(['2026-03-01 12:00:00', '2026-03-01T12:00:00.000Z', '20260301T120000Z', 'now', ''])(
    'refuses %j as a timestamp',
    async (timestamp) => {
      const { call } = setUp()
      const { status, body } = await call('ListKeys', {}, { timestamp })
      expect({ status, code: body['Code'] }).toEqual({ status: 400, code: 'InvalidTimeStamp.Format' })
    },
  )

  it('accepts a nonce once per access key', async () => {
    const credentials = [
      { accessKeyId: 'test', secret: 'test' },
      { accessKeyId: 'other', secret: 'test' },
    ]
    const { call } = setUp({ credentials })
    expect((await call('ListKeys', {}, { nonce: 'once' })).status).toBe(200)
    const { status, body } = await call('DescribeRegions', {}, { nonce: 'once' })
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { Code: 'SignatureNonceUsed', Message: 'Specified signature nonce was used already.' },
    })
    expect((await call('ListKeys', {}, { nonce: 'once', accessKeyId: 'other' })).status).toBe(200)
  })

  it('uses no nonce up when the signature is wrong', async () => {
    const { call } = setUp()
    expect((await call('ListKeys', {}, { nonce: 'mine', secret: 'wrong' })).body['Code']).toBe('SignatureDoesNotMatch')
    expect((await call('ListKeys', {}, { nonce: 'mine' })).status).toBe(200)
  })

  it('remembers nonces across a snapshot and forgets them when their requests are too old', async () => {
    let wall = Date.parse('2026-03-01T12:00:00Z')
    const { simulator, call } = setUp({ now: () => wall })
    const used = { nonce: 'once', timestamp: '2026-03-01T12:00:00Z' }
    await call('ListKeys', {}, used)
    const snapshot = simulator.control.snapshot()
    simulator.control.restore(JSON.parse(JSON.stringify(snapshot)))
    expect((await call('ListKeys', {}, used)).body['Code']).toBe('SignatureNonceUsed')
    wall += 900_000
    expect((await call('ListKeys', {}, used)).body['Code']).toBe('SignatureNonceUsed')
    wall += 1_000
    expect((await call('ListKeys', {}, used)).body['Code']).toBe('InvalidTimeStamp.Expired')
    expect(simulator.control.snapshot().tables['nonces']?.rows).toEqual([])
  })

  it('lets temporary credentials in with their own token until it ends', async () => {
    const moment = Date.parse('2026-03-01T12:00:00Z')
    const { simulator, call } = setUp({
      now: () => moment,
      credentials: [
        { accessKeyId: 'test', secret: 'test' },
        { accessKeyId: 'STS.1', secret: 'test', sessionToken: 'token-1', expiresAtMs: moment + 3_600_000 },
        { accessKeyId: 'STS.2', secret: 'test', sessionToken: 'token-2' },
      ],
    })
    const timestamp = '2026-03-01T12:00:00Z'
    const codeOf = async (accessKeyId: string, token?: string) => {
      const { status, body } = await call('ListKeys', {}, { accessKeyId, timestamp, ...(token && { token }) })
      return `${status} ${body['Code']}`
    }
    expect(await codeOf('STS.1', 'token-1')).toBe('200 undefined')
    expect(await codeOf('STS.1')).toBe('400 MissingSecurityToken')
    expect(await codeOf('STS.1', 'token-2')).toBe('400 InvalidSecurityToken.MismatchWithAccessKey')
    expect(await codeOf('STS.1', 'token-3')).toBe('400 InvalidSecurityToken.Malformed')
    expect(await codeOf('test', 'token-1')).toBe('400 InvalidSecurityToken.MismatchWithAccessKey')
    simulator.control.clock.advance('1h')
    expect(await codeOf('STS.1', 'token-1')).toBe('400 InvalidSecurityToken.Expired')
    expect(await codeOf('STS.2', 'token-2')).toBe('200 undefined')
  })

  it('knows two methods, one version, its own actions', async () => {
    const { call } = setUp()
    const { status, body } = await call('ListKeys', {}, { method: 'PUT' })
    expect({ status, body }).toMatchObject({
      status: 403,
      body: { Code: 'UnsupportedHTTPMethod', Message: 'This http method is not supported.' },
    })
    expect((await call('ListKeys', {}, { method: 'GET' })).status).toBe(200)
    expect(await call('ListKeys', {}, { version: '2014-05-26' })).toMatchObject({
      status: 400,
      body: { Code: 'InvalidVersion' },
    })
    expect(await call('GenerateRandom')).toMatchObject({
      status: 404,
      body: {
        Code: 'InvalidAction.NotFound',
        Message: 'Specified api is not found, please check your url and method.',
      },
    })
    expect(await call('toString')).toMatchObject({ status: 404, body: { Code: 'InvalidAction.NotFound' } })
  })

  it('asks who is calling before it asks for what, and in this order', async () => {
    const { call } = setUp({ credentials: [{ accessKeyId: 'test', secret: 'test', sessionToken: 'token' }] })
    await call('ListKeys', {}, { nonce: 'used', token: 'token' })
    const wrong = { method: 'PUT', timestamp: 'x', accessKeyId: 'x', secret: 'x', nonce: 'used', version: 'x' }
    const steps: readonly [string, Partial<Record<keyof typeof wrong | 'token', string | undefined>>][] = [
      ['UnsupportedHTTPMethod', {}],
      ['InvalidTimeStamp.Format', { method: 'POST' }],
      ['InvalidAccessKeyId.NotFound', { timestamp: '2001-01-01T00:00:00Z' }],
      ['InvalidTimeStamp.Expired', { accessKeyId: 'test' }],
      ['MissingSecurityToken', { timestamp: now() }],
      ['SignatureDoesNotMatch', { token: 'token' }],
      ['SignatureNonceUsed', { secret: 'test' }],
      ['InvalidVersion', { nonce: 'fresh' }],
      ['InvalidAction.NotFound', { version: '2016-01-20', nonce: 'fresher' }],
    ]
    let caller: Record<string, string | undefined> = wrong
    for (const [code, mended] of steps) {
      caller = { ...caller, ...mended }
      expect((await call('Nothing', {}, caller as Parameters<typeof call>[2])).body['Code']).toBe(code) // all strings
    }
  })
})

describe('requests without a signature or a time', () => {
  it('are incomplete', async () => {
    const { fetch } = createAlibabaSimulator()
    const reply = await replyOf(await fetch(new Request('https://kms.cn-hangzhou.aliyuncs.com/?Action=ListKeys')))
    expect(reply).toMatchObject({ status: 400, body: { Code: 'IncompleteSignature' } })
  })

  it('lack the timestamp that the documented refusal names', async () => {
    const { fetch } = createAlibabaSimulator()
    const url = new URL(signedV1('ListKeys', {}).url)
    url.searchParams.delete('Timestamp')
    const headers = new Headers(signedV3('ListKeys', {}).headers)
    headers.delete('x-acs-date')
    const v3 = new Request('https://kms.cn-hangzhou.aliyuncs.com/', { method: 'POST', headers })
    for (const request of [new Request(url, { method: 'POST' }), v3])
      expect(await replyOf(await fetch(request))).toMatchObject({
        status: 400,
        body: {
          Code: 'IllegalTimestamp',
          Message: 'The input parameter "Timestamp" that is required for processing this request is not supplied.',
        },
      })
  })

  it("miss Action and Version by the gateway's words", async () => {
    const { fetch } = createAlibabaSimulator()
    for (const name of ['x-acs-action', 'x-acs-version']) {
      const empty = signedV3('ListKeys', {}, { headers: { [name]: '' } })
      const word = name === 'x-acs-action' ? 'Action' : 'Version'
      expect(await replyOf(await fetch(empty))).toMatchObject({
        status: 400,
        body: {
          Code: 'MissingParameter',
          Message: `The input parameter "${word}" that is mandatory for processing this request is not supplied.`,
        },
      })
    }
  })
})

describe("the caller's dialect", () => {
  it('is recognised by the head of a request, the caller by its access key', () => {
    const { recognise } = createAlibabaSimulator()
    expect(recognise(signedV3('ListKeys', {}))).toBe('caller')
    expect(recognise(signedV1('ListKeys', {}))).toBe('caller')
    expect(recognise(signedV1('ListKeys', {}, { inBody: 'all' }))).toBe('dialect')
    expect(recognise(signedV3('ListKeys', {}, { accessKeyId: 'nobody' }))).toBe('dialect')
    const form = { method: 'POST', body: queryOf({ Action: 'ListKeys' }) }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(recognise(new Request('http://127.0.0.1:4580/', { ...form, headers }))).toBe('dialect')
    expect(recognise(new Request('http://127.0.0.1:4580/v1.0/p/kms/list-keys', { ...form, headers }))).toBe('no')
    const aws = { 'x-amz-target': 'TrentService.ListKeys', authorization: 'AWS4-HMAC-SHA256 Credential=test/x' }
    expect(recognise(new Request('http://127.0.0.1:4580/', { method: 'POST', headers: aws }))).toBe('no')
  })
})
