import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire } from '../support/aws-wire.ts'
import { Sha256 } from '../support/sha256.ts'

const REGION = 'eu-west-1'
const HOST = `kms.${REGION}.amazonaws.com`
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

interface Signing {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
  readonly region?: string
  readonly service?: string
  readonly signingDate?: Date
  readonly headers?: Readonly<Record<string, string>>
  readonly without?: string
  readonly body?: string
  readonly host?: string
}

/** A ListKeys request signed by Smithy's signer: an independent reading of the same rules. */
const signed = async (signing: Signing = {}): Promise<Request> => {
  const { accessKeyId = 'test', secretAccessKey = 'test', sessionToken, body = '{}', host = HOST } = signing
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    region: signing.region ?? REGION,
    service: signing.service ?? 'kms',
    sha256: Sha256,
  })
  const headers: Record<string, string> = {
    host,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.ListKeys',
    ...signing.headers,
  }
  if (signing.without !== undefined) delete headers[signing.without]
  const request = await signer.sign(
    { method: 'POST', protocol: 'https:', hostname: host, path: '/', query: {}, headers, body },
    { signingDate: signing.signingDate ?? new Date() },
  )
  return new Request(`https://${host}/`, { method: 'POST', headers: request.headers, body })
}

const altered = (request: Request, change: (headers: Headers) => void): Request => {
  const headers = new Headers(request.headers)
  change(headers)
  return new Request(request.url, { method: 'POST', headers, body: '{}' })
}

const answer = async (request: Request, simulator = createAwsSimulator()) => {
  const response = await simulator.fetch(request)
  const text = await response.text()
  const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text)
  return { status: response.status, headers: response.headers, code: body['__type'], message: body['message'], body }
}

test('a request signed by Smithy’s signer is accepted, with the headers of a real answer', async () => {
  const { status, headers, body } = await answer(await signed())
  expect([status, body]).toEqual([200, { Keys: [], Truncated: false }])
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.1')
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(5_000)
  expect(headers.get('content-length')).toBe(String('{"Keys":[],"Truncated":false}'.length))
})

test('whatever headers a client adds and signs, the signature over its own list is accepted', async () => {
  const name = fc.stringMatching(/^x-[a-z]{3,12}$/)
  const value = fc.stringMatching(/^[!-~]( {0,3}[!-~]){0,20}$/)
  const body = fc
    .record({ Limit: fc.integer({ min: 1, max: 1000 }), Note: fc.string() })
    .map((input) => JSON.stringify(input))
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 6 }), body, async (headers, text) => {
      const request = await signed({ headers: { ...headers, 'amz-sdk-request': 'attempt=1; max=3' }, body: text })
      expect((await answer(request)).status).toBe(200)
    }),
    { numRuns: 100 },
  )
})

test('a changed body, header or signature is refused', async () => {
  const good = await signed()
  const otherBody = new Request(good.url, { method: 'POST', headers: good.headers, body: '{"Limit":1}' })
  const otherHeader = altered(good, (headers) => headers.set('x-amz-target', 'TrentService.CreateKey'))
  const otherSignature = altered(good, (headers) =>
    headers.set('authorization', (good.headers.get('authorization') ?? '').replace(/Signature=./, 'Signature=x')),
  )
  for (const request of [otherBody, otherHeader, otherSignature])
    expect(await answer(request)).toMatchObject({ status: 400, code: 'InvalidSignatureException', message: MISMATCH })
})

test('a wrong secret is refused', async () => {
  const reply = await answer(await signed({ secretAccessKey: 'wrong' }))
  expect(reply).toMatchObject({ status: 400, code: 'InvalidSignatureException', message: MISMATCH })
})

test('an unknown access key is refused', async () => {
  const reply = await answer(await signed({ accessKeyId: 'nobody' }))
  expect(reply).toMatchObject({
    status: 400,
    code: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  })
})

test('a request without authorization is refused', async () => {
  const reply = await answer(altered(await signed(), (headers) => headers.delete('authorization')))
  expect(reply).toMatchObject({
    status: 400,
    code: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  })
})

describe('an incomplete authorization names what is missing', () => {
  test.each(['Credential', 'Signature', 'SignedHeaders'])('%s', async (parameter) => {
    const good = await signed()
    const request = altered(good, (headers) =>
      headers.set('authorization', (good.headers.get('authorization') ?? '').replace(`${parameter}=`, 'Other=')),
    )
    const { status, code, message } = await answer(request)
    expect([status, code]).toEqual([400, 'IncompleteSignatureException'])
    expect(message).toContain(`Authorization header requires '${parameter}' parameter.`)
  })

  test('a date', async () => {
    const reply = await answer(altered(await signed(), (headers) => headers.delete('x-amz-date')))
    expect([reply.status, reply.code]).toEqual([400, 'IncompleteSignatureException'])
  })
})

describe('the signature window is five minutes of real time', () => {
  const nowMs = Date.parse('2026-01-01T00:06:00Z')
  const at = async (date: string, advance = '0ms') => {
    const simulator = createAwsSimulator({ now: () => nowMs })
    simulator.control.clock.advance(advance)
    return answer(await signed({ signingDate: new Date(date) }), simulator)
  }

  test('before it the signature is expired', async () => {
    expect(await at('2026-01-01T00:00:00Z')).toMatchObject({
      status: 400,
      code: 'InvalidSignatureException',
      message: 'Signature expired: 20260101T000000Z is now earlier than 20260101T000100Z (20260101T000600Z - 5 min.)',
    })
  })

  test('after it the signature is not yet current', async () => {
    expect(await at('2026-01-01T00:12:00Z')).toMatchObject({
      status: 400,
      code: 'InvalidSignatureException',
      message:
        'Signature not yet current: 20260101T001200Z is still later than 20260101T001100Z (20260101T000600Z + 5 min.)',
    })
  })

  test('its edges are inside', async () => {
    expect((await at('2026-01-01T00:01:00Z')).status).toBe(200)
    expect((await at('2026-01-01T00:11:00Z')).status).toBe(200)
  })

  test('virtual time does not move it', async () => {
    expect((await at('2026-01-01T00:06:00Z', '400d')).status).toBe(200)
  })
})

test('a request signed for another Region or service, or an incomplete header list, fails as a signature', async () => {
  const good = await signed()
  const noHost = altered(good, (headers) =>
    headers.set('authorization', (good.headers.get('authorization') ?? '').replace('host;', '')),
  )
  for (const request of [await signed({ region: 'us-west-2' }), await signed({ service: 's3' }), noHost])
    expect(await answer(request)).toMatchObject({ status: 400, code: 'InvalidSignatureException' })
})

describe('temporary credentials', () => {
  const session = {
    accessKeyId: 'session',
    secret: 'secret',
    sessionToken: 'token-1',
    expiresAtMs: Date.now() + 3_600_000,
  }
  const options = { credentials: [session] }
  const signing = { accessKeyId: 'session', secretAccessKey: 'secret' }

  test('work with their token', async () => {
    const request = await signed({ ...signing, sessionToken: 'token-1' })
    expect((await answer(request, createAwsSimulator(options))).status).toBe(200)
  })

  test('are unknown without it or with another', async () => {
    for (const request of [await signed(signing), await signed({ ...signing, sessionToken: 'token-2' })])
      expect((await answer(request, createAwsSimulator(options))).code).toBe('UnrecognizedClientException')
  })

  test('expire on virtual time', async () => {
    const simulator = createAwsSimulator(options)
    simulator.control.clock.advance('61m')
    expect(await answer(await signed({ ...signing, sessionToken: 'token-1' }), simulator)).toMatchObject({
      status: 400,
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
  })
})

describe('behind the signature', () => {
  const target = (name: string) => signed({ headers: { 'x-amz-target': name } })

  test('an unknown operation has no message', async () => {
    for (const name of ['TrentService.Encipher', 'TrentService.listKeys', 'DynamoDB.ListKeys', 'TrentService.toString'])
      expect(await answer(await target(name))).toMatchObject({
        status: 400,
        body: { __type: 'UnknownOperationException' },
      })
  })

  test('a request without target or of another protocol gets the framework’s answer', async () => {
    const body = { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }
    const noTarget = await signed({ without: 'x-amz-target' })
    const otherProtocol = await signed({ headers: { 'content-type': 'application/json' } })
    for (const request of [noTarget, otherProtocol]) expect(await answer(request)).toMatchObject({ status: 400, body })
  })

  test.each([
    ['not JSON', '{"Limit":', undefined],
    ['nothing', '', undefined],
    ['an array', '[]', 'START_ARRAY can not be converted to a Structure'],
    ['a string for an integer', '{"Limit":"5"}', 'STRING_VALUE can not be converted to an Integer'],
    ['a number for a string', '{"Marker":5}', 'NUMBER_VALUE can not be converted to a String'],
  ])('a body of %s is no request', async (_what, body, message) => {
    const reply = await answer(await signed({ body }))
    expect([reply.status, reply.code, reply.message]).toEqual([400, 'SerializationException', message])
  })

  test('null is absent and unknown members are ignored', async () => {
    expect((await answer(await signed({ body: '{"Marker":null,"Limit":null,"Novelty":{"a":[1]}}' }))).status).toBe(200)
  })

  test('a body beyond the limit is refused unread', async () => {
    const reply = await answer(await signed({ body: JSON.stringify({ Note: 'x'.repeat(2_000_000) }) }))
    expect([reply.status, reply.code]).toEqual([413, 'RequestEntityTooLargeException'])
  })
})

test('the Region is the endpoint’s, or the signer’s where the endpoint names none', async () => {
  const simulator = createAwsSimulator()
  const regions = new Map([
    ['kms.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['kms-fips.us-west-2.amazonaws.com', 'us-west-2'],
    ['kms.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['kms.eu-west-1.api.aws', 'eu-west-1'],
    ['kms-fips.us-east-1.api.aws', 'us-east-1'],
    ['vpce-0a1b2c3d4e5f-abcdefgh.kms.us-east-1.vpce.amazonaws.com', 'us-east-1'],
    ['127.0.0.1:4580', 'ap-southeast-2'],
  ])
  for (const [host, region] of regions) {
    expect((await answer(await signed({ host, region }), simulator)).status).toBe(200)
    expect(simulator.calls().at(-1)).toMatchObject({ action: 'ListKeys', region, status: 200, accessKeyId: 'test' })
  }
})

test('the call log holds neither bodies nor secrets', async () => {
  const simulator = createAwsSimulator()
  const call = awsWire(simulator.fetch)
  const { keyId } = simulator.control.putKey({})
  await call('Encrypt', { KeyId: keyId, Plaintext: new TextEncoder().encode('marked plaintext') })
  await call('Encrypt', { KeyId: 'marked-key-id', Plaintext: 'AA==' })
  const log = JSON.stringify(simulator.calls())
  expect(log).toContain('NotFoundException')
  for (const secret of ['marked plaintext', Buffer.from('marked plaintext').toString('base64'), 'Signature'])
    expect(log).not.toContain(secret)
})
