/**
 * The page of EnableKey, whole: https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/enable-key
 *
 * The page shows the request, the empty reply and the names of six errors. What an error looks like on the wire, and how
 * a request is signed, is known from Quilibrium's own client only; the signatures below were computed by its signer
 * (https://github.com/QuilibriumNetwork/qkms-sdk packages/core/src/sigv4.ts, version 2.1.0).
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { type QuilibriumConfig, quilibrium } from '../../providers/quilibrium/index.ts'
import { createClient, type KmsError, type WireRequest, type WireResponse } from '../../src/index.ts'

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
const credentials = { accessKeyId: 'AKIAQKMSEXAMPLE', secretAccessKey: 'qkms/Secret+Example' }
const now = () => Date.parse('2026-07-01T12:00:00Z')

/** The page's reply: the status and one header, no body. */
const EMPTY: WireResponse = { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '' }

function clientAt(replies: readonly WireResponse[], config: Partial<QuilibriumConfig> = {}) {
  const sent: WireRequest[] = []
  const transport = async (request: WireRequest) => {
    sent.push(request)
    return replies[sent.length - 1] ?? EMPTY
  }
  return { kms: createClient(quilibrium({ credentials, ...config }), { transport, now }), sent }
}

function signed(region: string, signature: string): string {
  const scope = `20260701/${region}/kms/aws4_request`
  const headers = 'content-type;host;x-amz-date;x-amz-target'
  return `AWS4-HMAC-SHA256 Credential=AKIAQKMSEXAMPLE/${scope}, SignedHeaders=${headers}, Signature=${signature}`
}

describe('the request', () => {
  test('is the one on the page, signed as Quilibrium’s own client signs it', async () => {
    const { kms, sent } = clientAt([EMPTY])
    await kms.enableKey({ keyId })
    expect(sent).toEqual([
      {
        method: 'POST',
        url: 'https://qkms.quilibrium.com/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          host: 'qkms.quilibrium.com',
          'x-amz-date': '20260701T120000Z',
          'x-amz-target': 'TrentService.EnableKey',
          authorization: signed('us-east-1', '5b00e43b0def72cef052bd4f7067dde7a4ef19b7ca903a46cab4ecc52667b6d0'),
          'user-agent': expect.stringContaining('polykms'),
        },
        body: `{"KeyId":"${keyId}"}`,
      },
    ])
  })

  test.each<[string, Partial<QuilibriumConfig>, string, string]>([
    [
      'with the content type of the client',
      { contentType: 'application/json' },
      'us-east-1',
      'b1f37fce9953d7c383c3ef73d3f6bf80e4bbfd5bb6a363b34ffde9cdb3ceaf38',
    ],
    [
      'in another region',
      { region: 'eu-west-1' },
      'eu-west-1',
      'bc6f11a730fadce1d52f199827e5c21c5d91c2dd06af700f3a17f1bbd960daeb',
    ],
    [
      'at another address, whose last slash does not count',
      { endpoint: 'http://127.0.0.1:4580/' },
      'us-east-1',
      '7932dd82863a90c18750cc5465715c1f8df27ddec3fcd22a367d5a0736edbf48',
    ],
  ])('%s is signed as by that client', async (_name, config, region, signature) => {
    const { kms, sent } = clientAt([EMPTY], config)
    await kms.enableKey({ keyId })
    expect(sent[0]?.headers['authorization']).toBe(signed(region, signature))
    expect(sent[0]?.headers['content-type']).toBe(config.contentType ?? 'application/x-amz-json-1.1')
  })

  test('takes a key ARN as it is, in both spellings', async () => {
    for (const arn of [`arn:verenc:111122223333:key/${keyId}`, `arn:aws:verenc:111122223333:key/${keyId}`]) {
      const { kms, sent } = clientAt([EMPTY])
      expect({ ...(await kms.enableKey({ keyId: arn })) }).toEqual({ keyId })
      expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ KeyId: arn })
    }
  })

  test('reaches a socket with these headers, and none of AWS’s beside them', async () => {
    const requests: { request: IncomingMessage; body: string }[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        requests.push({ request, body })
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end()
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server's address
      await createClient(quilibrium({ credentials, endpoint })).enableKey({ keyId })
    } finally {
      server.closeAllConnections()
      server.close()
    }
    expect(requests).toHaveLength(1)
    const { request, body } = requests[0] ?? { request: undefined, body: '' }
    expect([request?.method, request?.url, body]).toEqual(['POST', '/', `{"KeyId":"${keyId}"}`])
    const names = Object.keys(request?.headers ?? {})
    expect(names.filter((name) => name.startsWith('x-amz-')).sort()).toEqual(['x-amz-date', 'x-amz-target'])
    expect(request?.headers['content-type']).toBe('application/x-amz-json-1.1')
  })
})

describe('the reply', () => {
  test.each(['', '{}'])('with the body %j says nothing but that it is done', async (body) => {
    const { kms } = clientAt([{ ...EMPTY, body }])
    const output = await kms.enableKey({ keyId })
    // No state: the page promises `Enabled`, the reply does not say so.
    expect({ ...output }).toEqual({ keyId })
    expect(output.raw).toEqual({})
  })
})

/** An error as the client expects it: `__type` and a message in lower case. */
function refusal(code: string, status: number, message = `${code} happened`): WireResponse {
  return { ...EMPTY, status, body: JSON.stringify({ __type: code, message }) }
}

async function failureOf(call: Promise<unknown>): Promise<KmsError> {
  return call.then(
    () => {
      throw new Error('the call did not fail')
    },
    (error: KmsError) => error,
  )
}

describe('the six errors of the page', () => {
  test.each([
    ['InvalidArnException', 'InvalidInput'],
    ['KMSInvalidStateException', 'InvalidKeyState'],
    ['LimitExceededException', 'QuotaExceeded'],
    ['NotFoundException', 'KeyNotFound'],
  ])('%s is %s, once and for all', async (providerCode, code) => {
    const { kms, sent } = clientAt([refusal(providerCode, 400)])
    const error = await failureOf(kms.enableKey({ keyId }))
    expect(error).toMatchObject({
      provider: 'quilibrium',
      operation: 'enableKey',
      code,
      providerCode,
      httpStatus: 400,
      keyId,
      keyState: undefined,
      retryable: false,
      ambiguous: false,
      attempts: 1,
    })
    expect(error.message).toContain(`${providerCode} happened`)
    expect(sent).toHaveLength(1)
  })

  test.each(['DependencyTimeoutException', 'KMSInternalException'])('%s passes', async (providerCode) => {
    // No page gives a status: neither decides.
    for (const status of [500, 400]) {
      const { kms, sent } = clientAt([refusal(providerCode, status), EMPTY])
      expect({ ...(await kms.enableKey({ keyId })) }).toEqual({ keyId })
      expect(sent).toHaveLength(2)
    }
  })

  test.each(['DependencyTimeoutException', 'KMSInternalException'])('%s that lasts leaves it open', async (code) => {
    const { kms } = clientAt([refusal(code, 500)])
    expect(await failureOf(kms.enableKey({ keyId }, { retries: 0 }))).toMatchObject({
      code: 'ServiceUnavailable',
      providerCode: code,
      httpStatus: 500,
      retryable: true,
      ambiguous: true,
      attempts: 1,
    })
  })
})

describe('errors that the page does not have', () => {
  test('a signature that is not accepted is the one error that the client knows; it is not retried', async () => {
    const { kms, sent } = clientAt([refusal('NotAuthorizedException', 400)])
    expect(await failureOf(kms.enableKey({ keyId }))).toMatchObject({
      code: 'Unauthenticated',
      providerCode: 'NotAuthorizedException',
      httpStatus: 400,
      retryable: false,
    })
    expect(sent).toHaveLength(1)
  })

  test.each<[string, WireResponse, string]>([
    ['a plain text', { status: 500, headers: {}, body: 'internal error' }, 'ServiceUnavailable'],
    ['the redirect of a doubled slash', { status: 301, headers: { location: '/' }, body: '' }, 'InvalidResponse'],
  ])('%s is read too', async (_name, reply, code) => {
    const { kms, sent } = clientAt([reply])
    expect(await failureOf(kms.enableKey({ keyId }, { retries: 0 }))).toMatchObject({ code, providerCode: undefined })
    expect(sent).toHaveLength(1)
  })
})
