import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { TransportFailure } from '../../../src/errors.ts'
import { fetchTransport } from '../../../src/fetch-transport.ts'
import { FAKE_URL, fakeProvider, key, rejection } from '../../support/fake-provider.ts'
import { closedPort, post, startServer } from '../../support/server.ts'
import { closeTo } from '../../support/timing.ts'

const { signal } = new AbortController()
const MIB = 1024 * 1024
const failureOf = async (promise: Promise<unknown>) => {
  const error = await rejection(promise)
  return error instanceof TransportFailure ? `${error.kind}: ${error.message}` : error
}

describe('fetchTransport', () => {
  test('hands over the request as it is, and gives back the response as it is', async () => {
    const requests: Request[] = []
    const transport = fetchTransport(async (request) => {
      requests.push(request.clone())
      return new Response('{"a":"é"}', { status: 418, headers: { 'X-Request-Id': 'R' } })
    })
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Encrypt' }
    const url = 'https://kms.test/a%2Fb?x=%20%2B'
    const reply = await transport(post(url, { headers, body: ' {"é":1} ' }), signal)
    expect(reply).toEqual({
      status: 418,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'x-request-id': 'R' },
      body: '{"a":"é"}',
    })
    expect(requests[0]).toMatchObject({ method: 'POST', url, redirect: 'manual' })
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toEqual(headers)
    expect(await requests[0]?.text()).toBe(' {"é":1} ')
  })

  test('sends no body for an empty one, and reads none as empty', async () => {
    const transport = fetchTransport(
      async (request) => new Response(null, { status: request.body === null ? 204 : 500 }),
    )
    expect(await transport(post('https://kms.test/', { method: 'GET', body: '' }), signal)).toEqual({
      status: 204,
      headers: {},
      body: '',
    })
  })

  test('lets the handler know when the call is given up', async () => {
    const transport = fetchTransport(
      (request) =>
        new Promise((_resolve, reject) => request.signal.addEventListener('abort', () => reject(new Error('secret')))),
    )
    const kms = createClient(fakeProvider(), { transport })
    const call = kms.enableKey({ keyId: 'k' }, { timeoutMs: 50, retries: 0 })
    expect(await closeTo(50, rejection(call))).toMatchObject({ code: 'Timeout', ambiguous: true })
    const controller = new AbortController()
    const stopped = failureOf(transport(post('https://kms.test/'), controller.signal))
    controller.abort()
    expect(await stopped).toBe('cut: FETCH_FAILED')
  })

  test('repeats nothing of what a handler throws', async () => {
    const thrown = [new Error('secret'), 'secret', Object.assign(new TypeError('secret'), { cause: 'secret' })]
    for (const reason of thrown) {
      expect(await failureOf(fetchTransport(() => Promise.reject(reason))(post('https://kms.test/'), signal))).toBe(
        'cut: FETCH_FAILED',
      )
    }
    const oversized = new TransportFailure('oversized', 'by the handler')
    expect(await rejection(fetchTransport(() => Promise.reject(oversized))(post('https://kms.test/'), signal))).toBe(
      oversized,
    )
    expect(
      await failureOf(
        fetchTransport(() => {
          throw new Error('secret')
        })(post('https://kms.test/'), signal),
      ),
    ).toBe('cut: FETCH_FAILED')
  })

  test.each([
    ['a header that is none', { headers: { 'x-a': 'secret\r\nx-b: c' } }],
    ['a URL that is none', { url: 'https://' }],
    ['a body where none may be', { method: 'GET', body: 'secret' }],
  ] as const)('refuses %s before the handler is asked, and repeats nothing of it', async (_what, change) => {
    let asked = 0
    const transport = fetchTransport(async () => {
      asked += 1
      return new Response()
    })
    expect(await failureOf(transport({ ...post('https://kms.test/'), ...change }, signal))).toBe(
      'impossible: the request cannot be written as HTTP',
    )
    expect(asked).toBe(0)
  })

  test.each(['with its length', 'without its length'])('refuses 50 MB %s, and does not read them', async (how) => {
    let givenBytes = 0
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        givenBytes += MIB
        controller.enqueue(new Uint8Array(MIB))
        if (givenBytes >= 50 * MIB) controller.close()
      },
      cancel: () => {
        cancelled = true
      },
    })
    const headers: Record<string, string> = how === 'with its length' ? { 'content-length': String(50 * MIB) } : {}
    const failure = failureOf(
      fetchTransport(async () => new Response(stream, { headers }))(post('https://kms.test/'), signal),
    )
    expect(await failure).toBe('oversized: more than 8388608 bytes')
    expect(givenBytes).toBeLessThanOrEqual(10 * MIB)
    expect(cancelled).toBe(true)
  })

  test('calls a body that breaks off, or was read already, cut', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('secret')) })
    expect(await failureOf(fetchTransport(async () => new Response(broken))(post('https://kms.test/'), signal))).toBe(
      'cut: FETCH_FAILED',
    )
    const read = async () => {
      const response = new Response('{}')
      await response.text()
      return response
    }
    expect(await failureOf(fetchTransport(read)(post('https://kms.test/'), signal))).toBe('cut: FETCH_FAILED')
  })

  test('carries the global fetch: same answers, redirects not followed, closed ports told', async () => {
    const transport = fetchTransport((request) => fetch(request))
    const other = await startServer((_request, response) => response.end('{}'))
    const server = await startServer((_request, response) => response.writeHead(307, { location: other.url }).end())
    const request = post(server.url, { headers: { authorization: 'secret' } })
    expect(await transport(request, signal)).toMatchObject({ status: 307, headers: { location: other.url } })
    expect(other.connections).toHaveLength(0)
    expect(await failureOf(transport(post(`http://127.0.0.1:${await closedPort()}`), signal))).toBe('cut: FETCH_FAILED')
  })
})

describe('the default transport under msw', () => {
  const kms = () => createClient(fakeProvider())
  const intercept = (...handlers: Parameters<typeof setupServer>) => {
    const server = setupServer(...handlers)
    server.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => server.close())
  }

  test('is intercepted: bytes and headers arrive as they were signed', async () => {
    const seen: unknown[] = []
    intercept(
      http.post(`${FAKE_URL}Describe`, async ({ request }) => {
        seen.push(request.headers.get('authorization'), request.headers.get('content-type'), await request.text())
        return HttpResponse.json(key, { headers: { 'x-request-id': 'r-1' } })
      }),
    )
    const result = await kms().describeKey({ keyId: 'ключ' })
    expect(result).toMatchObject(key)
    expect(result.requestId).toBe('r-1')
    expect(seen).toEqual(['signed', 'application/json', '{"keyId":"ключ"}'])
  })

  test('reports a network error of msw as a cut connection', async () => {
    intercept(http.post(`${FAKE_URL}*`, () => HttpResponse.error()))
    expect(await rejection(kms().createKey({}))).toMatchObject({ code: 'Network', attempts: 1, ambiguous: true })
  })

  test('reports an answer that never comes as a timeout', async () => {
    intercept(http.post(`${FAKE_URL}*`, () => new Promise<never>(() => {})))
    const call = kms().createKey({}, { timeoutMs: 100 })
    expect(await closeTo(100, rejection(call))).toMatchObject({ code: 'Timeout', attempts: 1 })
  })
})
