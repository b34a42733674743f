import { setupServer } from 'msw/node'
import { afterEach, describe, expect, test } from 'vitest'
import { createQuilibriumSimulator, type QuilibriumSimulatorOptions } from '../../conformance/simulators/index.ts'
import { mswHandlers } from '../../conformance/simulators/msw.ts'
import { quilibriumRequest, quilibriumWire } from '../support/quilibrium-wire.ts'

// Signing as in QuilibriumNetwork/qkms-sdk, packages/core/src/sigv4.ts; what it says of the server: any divergence is
// answered 400 with this message.

const refused = {
  status: 400,
  body: { __type: 'NotAuthorizedException', message: 'Request is missing required authentication parameters' },
}

const simulator = createQuilibriumSimulator()
const call = quilibriumWire(simulator.fetch)

afterEach(() => simulator.control.reset())

const answer = async (request: Request, options?: QuilibriumSimulatorOptions) => {
  const { fetch } = options === undefined ? simulator : createQuilibriumSimulator(options)
  const response = await fetch(request)
  return { status: response.status, body: await response.json() }
}

const resigned = (change: (headers: Headers) => void): Request => {
  const request = quilibriumRequest('ListKeys', {})
  const headers = new Headers(request.headers)
  change(headers)
  return new Request(request, { headers })
}

describe('a signature', () => {
  test('over the four headers of the vendor’s client is accepted', async () => {
    expect(await call('ListKeys', {})).toMatchObject({ status: 200, body: { Keys: [], Truncated: false } })
  })

  test('over more, as AWS’s SDKs make them, is accepted too', async () => {
    const moreHeaders = { 'x-amz-content-sha256': 'e3b0', 'x-amz-user-agent': 'aws-sdk-js/3' }
    expect((await call('ListKeys', {}, { moreHeaders })).status).toBe(200)
  })

  test('over more is refused by a server that signs exactly the four', async () => {
    const options: QuilibriumSimulatorOptions = { readings: { signedHeaders: 'fixed' } }
    expect(await answer(quilibriumRequest('ListKeys', {}), options)).toMatchObject({ status: 200 })
    const moreHeaders = { 'x-amz-user-agent': 'aws-sdk-js/3' }
    expect(await answer(quilibriumRequest('ListKeys', {}, { moreHeaders }), options)).toEqual(refused)
  })

  test.each([
    ['with another secret', quilibriumRequest('ListKeys', {}, { secret: 'wrong' })],
    ['with an access key nobody has', quilibriumRequest('ListKeys', {}, { accessKeyId: 'test' })],
    ['that is ten minutes old', quilibriumRequest('ListKeys', {}, { now: new Date(Date.now() - 600_000) })],
    ['with no authorization at all', resigned((headers) => headers.delete('authorization'))],
    ['of another body', new Request(quilibriumRequest('ListKeys', {}), { body: '{"Limit":1}' })],
    ['of another target', resigned((headers) => headers.set('x-amz-target', 'TrentService.ListAliases'))],
    ['of another media type', resigned((headers) => headers.set('content-type', 'application/json'))],
    [
      'for another service',
      resigned((headers) =>
        headers.set('authorization', (headers.get('authorization') ?? '').replace('/kms/', '/s3/')),
      ),
    ],
  ])('%s is refused', async (_what, request) => {
    expect(await answer(request)).toEqual(refused)
  })

  test('is refused when the server’s clock is off', async () => {
    simulator.control.faults.add({ kind: 'wrong-clock' })
    expect(await answer(quilibriumRequest('ListKeys', {}))).toEqual(refused)
  })

  test('holds for the query as well', async () => {
    expect((await call('CreateKey', {}, { query: 'async=1' })).status).toBe(200)
    const request = quilibriumRequest('CreateKey', {})
    expect(await answer(new Request(`${request.url}?async=1`, request))).toEqual(refused)
  })
})

describe('what the vendor’s own signer signed, version 2.1.0', () => {
  const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
  const enableKey = `{"KeyId":"${keyId}"}`
  const createKey = '{"KeySpec":"ECC_SECG_P256K1","KeyUsage":"SIGN_VERIFY"}'
  const [documented, own] = ['application/x-amz-json-1.1', 'application/json']
  const vectors = [
    [
      'EnableKey',
      documented,
      'us-east-1',
      '',
      enableKey,
      '5b00e43b0def72cef052bd4f7067dde7a4ef19b7ca903a46cab4ecc52667b6d0',
    ],
    ['EnableKey', own, 'eu-west-1', '', enableKey, '222be29767e30f9549034d2c1147392620fb951bb9e5142115e55663f250d804'],
    [
      'CreateKey',
      own,
      'us-east-1',
      '?async=1',
      createKey,
      '9456c6a0099e44c05b5041fd25b1460e11a389be68ac26e9271119c1883877e1',
    ],
  ] as const

  test.each(
    vectors.flatMap((vector) => (['listed', 'fixed'] as const).map((reading) => [...vector, reading] as const)),
  )('%s as %s in %s%s is accepted', async (action, contentType, region, query, body, signature, signedHeaders) => {
    const { fetch, control } = createQuilibriumSimulator({
      now: () => Date.parse('2026-07-01T12:00:30Z'),
      credentials: [{ accessKeyId: 'AKIAQKMSEXAMPLE', secret: 'qkms/Secret+Example' }],
      readings: { signedHeaders },
    })
    control.putKey({ keyId, region, state: 'Disabled' })
    const headers = {
      'content-type': contentType,
      'x-amz-date': '20260701T120000Z',
      'x-amz-target': `TrentService.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIAQKMSEXAMPLE/20260701/${region}/kms/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${signature}`,
    }
    const send = (sent: string) =>
      fetch(new Request(`https://qkms.quilibrium.com/${query}`, { method: 'POST', headers, body: sent }))
    expect((await send(body)).status).toBe(200)
    expect((await send(`${body} `)).status).toBe(400)
  })
})

describe('a request', () => {
  test.each(['application/x-amz-json-1.1', 'application/json'])('may come as %s', async (contentType) => {
    const { status, headers } = await call('ListKeys', {}, { contentType })
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-amz-json-1.1'])
  })

  test.each(['application/x-www-form-urlencoded', 'text/plain'])('is no call as %s', async (contentType) => {
    const { status, body } = await call('ListKeys', {}, { contentType })
    expect({ status, body }).toEqual({ status: 400, body: { __type: 'UnknownOperationException' } })
  })

  test('is for the Region of its scope, one host for all; us-east-1 is the control’s', async () => {
    const { keyId } = simulator.control.putKey({})
    expect((await call('DescribeKey', { KeyId: keyId })).status).toBe(200)
    const elsewhere = await call('DescribeKey', { KeyId: keyId }, { region: 'eu-west-1' })
    expect(elsewhere.body).toMatchObject({ __type: 'NotFoundException' })
    expect(simulator.calls().map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1'])
  })

  test('has no id in the answer: no page shows one', async () => {
    const { headers } = await call('ListKeys', {})
    expect([...headers.keys()].sort()).toEqual(['content-length', 'content-type', 'date'])
  })

  test('is refused in this cloud’s envelope when faults are armed', async () => {
    simulator.control.faults.add({ kind: 'expired-token', count: 1 })
    expect(await answer(quilibriumRequest('ListKeys', {}))).toEqual(refused)
    simulator.control.faults.add({ kind: 'throttle', count: 1 })
    expect(await answer(quilibriumRequest('ListKeys', {}))).toMatchObject({
      status: 400,
      body: { __type: 'ThrottlingException' },
    })
  })
})

test('msw answers for the one host there is, and for no other', async () => {
  const server = setupServer(...mswHandlers(simulator))
  server.listen({ onUnhandledRequest: 'error' })
  try {
    expect(await quilibriumWire((request) => fetch(request))('ListKeys', {})).toMatchObject({ status: 200 })
    await expect(fetch('https://kms.us-east-1.amazonaws.com/')).rejects.toThrow()
  } finally {
    server.close()
  }
})
