import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { localCloud } from '../../conformance/targets/local.ts'
import { createClient, type KmsClient } from '../../src/index.ts'
import { body, headers, poison } from '../support/fuzz/inputs.ts'
import { expectCleanPrototypes, expectNoInsides } from '../support/fuzz/verdict.ts'

const numRuns = Number(process.env['POLYKMS_FUZZ_RUNS'] ?? 100)
const timeoutMs = 20_000 + numRuns * 200

let server: RunningServer
let kms: KmsClient
let keyId: string

beforeAll(async () => {
  server = await serve({ port: 0 })
  const local = localCloud('aws')
  kms = createClient(await local.provider({ region: local.regions[0], endpoint: server.url }))
  keyId = (await kms.createKey({ description: 'before' })).keyId
})
afterAll(() => server.close())
afterEach(async () => {
  expectCleanPrototypes()
  expect(await kms.describeKey({ keyId })).toMatchObject({ state: 'Enabled', description: 'before' })
})

/** Everything that keys are made of, on all clouds. */
const state = () => JSON.stringify(server.simulators.map(({ control }) => control.snapshot().tables['keys']))

/** Writes bytes on a connection of its own, and reads until the server has answered or closed it. */
function exchange(bytes: string | Uint8Array, { hangUp = false, patienceMs = 60 } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: server.port, host: '127.0.0.1' })
    let received = ''
    const end = () => {
      clearTimeout(patience)
      socket.destroy()
      resolve(received)
    }
    // A server that waits for the rest of a request says nothing, and must not.
    const patience = setTimeout(end, patienceMs)
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
      if (received.includes('\r\n\r\n')) setTimeout(end, 5)
    })
    socket.once('error', end).once('close', end)
    socket.write(bytes, () => {
      if (hangUp) socket.destroy()
    })
  })
}

/** Whatever it says is a refusal, in HTTP, and tells nothing of what is inside. */
function expectHarmless(answer: string): void {
  if (answer === '') return
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  expectNoInsides(answer)
}

const head = (line: string, ...more: readonly string[]) => [line, 'host: 127.0.0.1', ...more, '', ''].join('\r\n')

describe('serve, over raw sockets', () => {
  test(
    'survives bytes that are no HTTP',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
          const before = state()
          expectHarmless(await exchange(bytes))
          expect(state()).toBe(before)
        }),
        { numRuns },
      )
    },
    timeoutMs,
  )

  test(
    'survives bodies that end early, and callers that hang up amid them',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          body,
          headers,
          fc.integer({ min: 1, max: 9_999 }),
          fc.boolean(),
          async (text, sent, more, up) => {
            const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`)
            const length = Buffer.byteLength(text) + more
            const before = state()
            const request = `${head('POST / HTTP/1.1', ...lines, `content-length: ${length}`)}${text}`
            expectHarmless(await exchange(request, { hangUp: up }))
            expect(state()).toBe(before)
          },
        ),
        { numRuns: Math.ceil(numRuns / 2) },
      )
    },
    timeoutMs,
  )

  test.each([
    ['a content-length beyond all memory', head('POST / HTTP/1.1', 'content-length: 999999999999999')],
    ['a content-length that is no number', head('POST / HTTP/1.1', 'content-length: 1e3')],
    ['a negative content-length', head('POST / HTTP/1.1', 'content-length: -1')],
    ['two content-lengths', head('POST / HTTP/1.1', 'content-length: 1', 'content-length: 2')],
    [
      'length and chunks at once',
      `${head('POST / HTTP/1.1', 'content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n`,
    ],
    ['a chunk longer than it is', `${head('POST / HTTP/1.1', 'transfer-encoding: chunked')}ffffffffffffffff\r\nx`],
    ['headers of 100 kB', head('GET / HTTP/1.1', `x-amz-target: ${'a'.repeat(100_000)}`)],
    ['ten thousand headers', head('GET / HTTP/1.1', ...Array.from({ length: 10_000 }, (_, i) => `x-${i}: 1`))],
    ['a request line of 100 kB', head(`GET /${'a'.repeat(100_000)} HTTP/1.1`)],
    ['a method that nobody has', head('POLYKMS / HTTP/1.1')],
    ['TRACE', head('TRACE / HTTP/1.1')],
    ['CONNECT', head('CONNECT 127.0.0.1:1 HTTP/1.1')],
    ['OPTIONS of everything', head('OPTIONS * HTTP/1.1')],
    ['an absolute address', head('GET http://127.0.0.1/_polykms/snapshot HTTP/1.1')],
    ['another scheme', head('GET file:///etc/passwd HTTP/1.1')],
    ['an address that is none', head('GET http://[::1 HTTP/1.1')],
    ['a path out of the root', head('GET /../../../../etc/passwd HTTP/1.1')],
    ['an encoded path out of the root', head('GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1')],
    ['a path with two slashes', head('GET //evil.example/ HTTP/1.1')],
    ['a path with a NUL', head('GET /%00 HTTP/1.1')],
    ['a host that is none', 'GET / HTTP/1.1\r\nhost: a b\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['an upgrade', head('GET /nothing HTTP/1.1', 'connection: upgrade', 'upgrade: websocket')],
    ['HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/0.9', 'GET /\r\n'],
  ])('survives %s', async (_what, request) => {
    const before = state()
    expectHarmless(await exchange(request))
    expect(state()).toBe(before)
  })

  test('refuses a body longer than it reads, and reads no more of it', async () => {
    const long = 'x'.repeat(3_000_000)
    const target = 'x-amz-target: TrentService.Encrypt'
    const answer = await exchange(`${head('POST / HTTP/1.1', target, `content-length: ${long.length}`)}${long}`, {
      patienceMs: 10_000,
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('"__type"')
  })
})

describe('the control surface', () => {
  const routes = fc.constantFrom(
    ...['PUT state', 'POST clock', 'POST faults', 'PUT snapshot', 'GET state', 'GET nothing', 'POST __proto__'],
  )
  const junk = fc.oneof(
    body,
    fc
      .tuple(fc.constantFrom('aws', 'alibaba', 'huawei', 'otc', 'quilibrium'), fc.jsonValue(), fc.jsonValue(), poison)
      .map(([cloud, value, other, name]) =>
        JSON.stringify({
          cloud,
          key: other,
          advance: value,
          add: value,
          lag: other,
          [cloud]: { version: 1, tables: { keys: value, aliases: other, [name]: value } },
        }),
      ),
  )

  test(
    'refuses what makes no sense, and forgets no key over it',
    async () => {
      await fc.assert(
        fc.asyncProperty(routes, junk, async (route, text) => {
          const [method = '', path = ''] = route.split(' ')
          const before = state()
          const response = await fetch(`${server.url}/_polykms/${path}`, {
            method,
            headers: { 'x-polykms-control': '1' },
            ...(method !== 'GET' && { body: text }),
          })
          const answer = await response.text()
          expectNoInsides(answer)
          expect(response.status).toBeLessThan(500)
          // A key of any state may be asked for; nothing else here makes sense.
          if (response.status >= 400 || route !== 'PUT state') expect(state()).toBe(before)
          for (const { control } of server.simulators) {
            control.faults.clear()
            control.lag()
          }
        }),
        { numRuns },
      )
    },
    timeoutMs,
  )

  test('answers nothing to who cannot send its header', async () => {
    for (const path of ['state', 'snapshot', 'calls', '../_polykms/snapshot', '%2e/snapshot']) {
      const answer = await exchange(head(`GET /_polykms/${path} HTTP/1.1`), { patienceMs: 10_000 })
      expect(answer).toMatch(/^HTTP\/1\.1 40[34] /)
    }
  })

  test('answers nothing under a name that a page could have made point here', async () => {
    for (const host of ['evil.example', 'kms.evil.example:80', '127.0.0.1.evil.example']) {
      const request = `GET /_polykms/snapshot HTTP/1.1\r\nhost: ${host}\r\nx-polykms-control: 1\r\n\r\n`
      expect(await exchange(request, { patienceMs: 10_000 })).toMatch(/^HTTP\/1\.1 403 /)
    }
  })
})
