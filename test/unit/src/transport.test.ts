import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TransportFailure } from '../../../src/errors.ts'
import { createTransport } from '../../../src/transport.ts'
import { rejection } from '../../support/fake-provider.ts'
import { closed, closedPort, post, startServer } from '../../support/server.ts'

const { signal } = new AbortController()
const MIB = 1024 * 1024

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await rejection(promise)
  if (!(error instanceof TransportFailure)) throw error
  return `${error.kind}: ${error.message}`
}

describe('what is sent', () => {
  test('is the request, to the letter, and nothing that axios or Node would like to add', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    const request = post(`${server.url}/v1.0/a%2Fb?x=%20%2B&y=a+b`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'TrentService.Encrypt',
        authorization: 'a b',
      },
      body: ' {"a": 1} \n',
    })
    await createTransport()(request, signal)
    expect(server.received).toEqual([
      {
        method: 'PUT',
        path: '/v1.0/a%2Fb?x=%20%2B&y=a+b',
        headers: {
          ...request.headers,
          host: `127.0.0.1:${server.port}`,
          connection: 'keep-alive',
          'content-length': '11',
        },
        body: Buffer.from(request.body),
      },
    ])
  })

  test('is no body and no type of one when there is none', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    const transport = createTransport()
    await transport(post(server.url, { method: 'GET', body: '' }), signal)
    await transport(post(server.url, { body: '' }), signal)
    for (const { headers, body } of server.received) {
      expect(headers['content-type']).toBeUndefined()
      expect(body).toHaveLength(0)
    }
  })

  test('is exactly the bytes that a signature is made over, whatever the text and its type', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    const transport = createTransport()
    const awkward = [
      '\u2028\u2029',
      '\ufeff{}',
      '😀é\u0000',
      '\ud800 alone',
      ' "blank" ',
      '"a\\u00e9"',
      'a=1&b=%20',
      'é'.repeat(70_000),
    ]
    const types = ['application/json', 'application/x-amz-json-1.1', 'application/x-www-form-urlencoded', 'text/plain']
    const property = fc.asyncProperty(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(...types),
      async (body, type) => {
        await transport(post(server.url, { headers: { 'content-type': type }, body }), signal)
        const last = server.received.at(-1)
        expect(last?.body.equals(Buffer.from(body, 'utf8'))).toBe(true)
        expect(last?.headers['content-type']).toBe(type)
      },
    )
    const examples = awkward.flatMap((body) => types.map((type): [string, string] => [body, type]))
    await fc.assert(property, { seed: 42, numRuns: 150, examples })
  })

  test('is nothing at all when a header or the URL is not one', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    const transport = createTransport()
    const injected = 'a\r\nx-amz-target: TrentService.ScheduleKeyDeletion'
    expect(await failureOf(transport(post(server.url, { headers: { 'x-a': injected } }), signal))).toBe(
      'impossible: the request cannot be written as HTTP (ERR_INVALID_CHAR)',
    )
    expect(await failureOf(transport(post(server.url, { headers: { [injected]: 'a' } }), signal))).toMatch(
      /^impossible: .*\(ERR_\w+\)$/,
    )
    expect(await failureOf(transport(post('http://'), signal))).toMatch(/^impossible: .*\(ERR_INVALID_URL\)$/)
    expect(await failureOf(transport(post('ftp://127.0.0.1/'), signal))).toMatch(
      /^impossible: .*\(ERR_INVALID_PROTOCOL\)$/,
    )
    expect(server.connections).toHaveLength(0)
  })
})

describe('connections', () => {
  test('are kept: calls one after the other need only one', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    const transport = createTransport()
    for (let calls = 0; calls < 20; calls += 1) await transport(post(server.url), signal)
    expect(server.connections).toHaveLength(1)
    await Promise.all(Array.from({ length: 5 }, () => transport(post(server.url), signal)))
    await Promise.all(Array.from({ length: 5 }, () => transport(post(server.url), signal)))
    expect(server.connections).toHaveLength(5)
  })

  test('are kept also after an error reply that has no body', async () => {
    const server = await startServer((_request, response) => response.writeHead(500).end())
    const transport = createTransport()
    for (let calls = 0; calls < 3; calls += 1) await transport(post(server.url), signal)
    expect(server.connections).toHaveLength(1)
  })
})

describe('what comes back', () => {
  test('is status, headers and text, a character cut in two by the network whole again', async () => {
    const server = await startServer((_request, response) => {
      const body = Buffer.from('{"a":"😀é"}')
      response.writeHead(418, { 'X-Request-Id': 'R', 'set-cookie': ['a=1', 'b=2'] })
      const parts = [...body].map((byte) => Buffer.of(byte))
      const next = () => {
        const part = parts.shift()
        if (part === undefined) response.end()
        else response.write(part, () => setImmediate(next))
      }
      next()
    })
    const { status, headers, body } = await createTransport()(post(server.url), signal)
    expect({ status, body }).toEqual({ status: 418, body: '{"a":"😀é"}' })
    expect(headers).toMatchObject({ 'x-request-id': 'R', 'set-cookie': 'a=1,b=2' })
  })

  test.each([301, 302, 303, 307, 308])(
    'is a redirect itself: %i is not followed, so no credentials travel on',
    async (status) => {
      const other = await startServer((_request, response) => response.end('{}'))
      const server = await startServer((_request, response) =>
        response.writeHead(status, { location: other.url }).end(),
      )
      const request = post(server.url, { headers: { authorization: 'secret' } })
      expect(await createTransport()(request, signal)).toMatchObject({ status, headers: { location: other.url } })
      expect(other.connections).toHaveLength(0)
    },
  )

  test.each(['with its length', 'without its length'])('is no 50 MB: %s, it is refused and not read', async (how) => {
    let writtenBytes = 0
    const chunk = Buffer.alloc(64 * 1024, 32)
    const server = await startServer((_request, response) => {
      response.writeHead(200, how === 'with its length' ? { 'content-length': 50 * MIB } : {})
      const write = () => {
        while (writtenBytes < 50 * MIB && !response.destroyed) {
          writtenBytes += chunk.length
          if (!response.write(chunk)) return
        }
      }
      response.on('drain', write)
      write()
    })
    const memory = () => process.memoryUsage().arrayBuffers
    const before = memory()
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, memory())
    }, 1)
    const failure = await failureOf(createTransport()(post(server.url), signal))
    clearInterval(watch)
    expect(failure).toBe('oversized: more than 8388608 bytes')
    await closed(server.connections[0])
    // Beyond what was read there is only what the sockets' own buffers hold.
    expect(writtenBytes).toBeLessThan((how === 'with its length' ? 12 : 24) * MIB)
    expect(Math.max(most, memory()) - before).toBeLessThan(24 * MIB)
  })

  test('is bounded exactly, by bytes and not by characters', async () => {
    const server = await startServer((_request, response, { body }) => response.end(body))
    const transport = createTransport({ maxResponseBytes: 10 })
    expect((await transport(post(server.url, { body: 'ééééé' }), signal)).body).toBe('ééééé')
    expect(await failureOf(transport(post(server.url, { body: 'ééééé!' }), signal))).toBe(
      'oversized: more than 10 bytes',
    )
  })
})

describe('no answer', () => {
  test('because nobody listens means that nothing was sent', async () => {
    const port = await closedPort()
    expect(await failureOf(createTransport()(post(`http://127.0.0.1:${port}`), signal))).toBe('unsent: ECONNREFUSED')
    expect(await failureOf(createTransport()(post(`http://localhost:${port}`), signal))).toBe('unsent: ECONNREFUSED')
  })

  test('because there is no such name means that nothing was sent', async () => {
    // Too long for a label: no resolver needs to be asked.
    const failure = await failureOf(createTransport()(post(`http://${'a'.repeat(64)}.invalid`), signal))
    expect(failure).toMatch(/^unsent: (ENOTFOUND|EAI_AGAIN)$/)
  })

  test.each<[string, string, string]>([
    ['a connection reset', 'reset', 'cut: ECONNRESET'],
    ['a connection closed', 'close', 'cut: ECONNRESET'],
    ['a body shorter than its length', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a"', 'cut: '],
    ['a chunked body that does not end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{"a"\r\n', 'cut: '],
    ['a head that does not end', 'HTTP/1.1 200 OK\r\ncontent-', 'cut: '],
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n', 'cut: HPE_'],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 'cut: '],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}', 'cut: HPE_'],
  ])('%s may mean anything', async (_what, answer, expected) => {
    const server = await startServer(({ socket }) => {
      if (answer === 'reset') socket.resetAndDestroy()
      else if (answer === 'close') socket.end()
      else socket.end(answer)
    })
    const failure = await failureOf(createTransport()(post(server.url), signal))
    expect(failure.startsWith(expected), failure).toBe(true)
    expect(server.received).toHaveLength(1)
    await closed(server.connections[0])
  })

  test('a reset in the middle of the body may mean anything', async () => {
    const server = await startServer(({ socket }, response) => {
      response
        .writeHead(200, { 'content-length': 100 })
        .write('{"a":', () => setTimeout(() => socket.resetAndDestroy(), 20))
    })
    expect(await failureOf(createTransport()(post(server.url), signal))).toBe('cut: ECONNRESET')
  })
})
