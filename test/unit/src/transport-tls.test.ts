import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { aws } from '../../../providers/aws/index.ts'
import { createClient } from '../../../src/client.ts'
import { TransportFailure } from '../../../src/errors.ts'
import { createProxyFinder } from '../../../src/proxy.ts'
import { createTransport } from '../../../src/transport.ts'
import { selfSigned } from '../../support/certificate.ts'
import { rejection } from '../../support/fake-provider.ts'
import { runProgram } from '../../support/programs/run.ts'
import { closedPort, listen, post, startServer } from '../../support/server.ts'

const { signal } = new AbortController()
const send = (url: string, body = '{}') =>
  createTransport()(post(url, { headers: { authorization: 'secret' }, body }), signal)
const failureOf = async (promise: Promise<unknown>) => {
  const error = await rejection(promise)
  return error instanceof TransportFailure ? `${error.kind}: ${error.message}` : error
}

const untrusted = (code: string) => `impossible: the certificate of the server or proxy is not accepted (${code})`

/** A name that no resolver is asked for: it is too long for a label. Only a proxy can reach it. */
const UNRESOLVABLE = `${'a'.repeat(64)}.test`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-tls-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A file that makes a process trust a certificate. */
function trust(cert: string): Record<string, string> {
  const path = join(folder, `${Math.random()}.pem`)
  writeFileSync(path, cert)
  return { NODE_EXTRA_CA_CERTS: path }
}

describe('TLS', () => {
  test('with a certificate that nobody vouches for is refused before anything is sent', async () => {
    const server = await startServer((_request, response) => response.end('{}'), selfSigned(['localhost']))
    expect(await failureOf(send(server.url))).toBe(untrusted('DEPTH_ZERO_SELF_SIGNED_CERT'))
    expect(server.received).toEqual([])
  })

  test('with a server that does not speak it fails', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    expect(await failureOf(send(server.url.replace('http:', 'https:')))).toMatch(
      /^cut: (EPROTO|ERR_SSL_\w+|ECONNRESET)$/,
    )
    expect(server.received).toEqual([])
  })

  test('with a certificate that is vouched for works, and only for its names and its time', async () => {
    const good = selfSigned(['localhost', 'kms.test'])
    const old = selfSigned(['localhost'], -1)
    const foreign = selfSigned(['other.test'])
    const start = (certificate: typeof good) => startServer((_request, response) => response.end('{}'), certificate)
    const servers = await Promise.all([good, old, foreign, selfSigned(['localhost'])].map(start))
    const urls = servers.map(({ port }) => `https://localhost:${port}/`)
    const byAddress = `${servers[0]?.url}/`
    const trusted = trust(`${good.cert}${old.cert}${foreign.cert}`)
    const { stdout, code } = await runProgram('send', [...urls, byAddress], trusted)
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(outcomes).toMatchObject([
      { status: 200, body: '{}' },
      { kind: 'impossible', reason: expect.stringContaining('(CERT_HAS_EXPIRED)') },
      { kind: 'impossible', reason: expect.stringContaining('(ERR_TLS_CERT_ALTNAME_INVALID)') },
      { kind: 'impossible', reason: expect.stringContaining('(DEPTH_ZERO_SELF_SIGNED_CERT)') },
      { status: 200 },
    ])
    expect(code).toBe(0)
    expect(servers.map(({ received }) => received.length)).toEqual([2, 0, 0, 0])
  })
})

interface Proxy {
  readonly url: string
  readonly port: number
  /** First lines and headers of what it was asked. */
  readonly asked: { readonly line: string; readonly headers: http.IncomingHttpHeaders }[]
}

/** A proxy that takes every name for one local port, tunnels, and answers plain requests itself. */
async function startProxy(port: number, refuse?: number): Promise<Proxy> {
  const asked: Proxy['asked'] = []
  const server = http.createServer((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers })
    request.resume()
    response.end('by proxy')
  })
  const sockets: net.Socket[] = []
  server.on('connect', (request, client: net.Socket) => {
    asked.push({ line: `CONNECT ${request.url}`, headers: request.headers })
    sockets.push(client.on('error', () => {}))
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const upstream = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    sockets.push(upstream.on('error', () => {}))
  })
  const own = await listen(server)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
  })
  return { url: `http://127.0.0.1:${own}`, port: own, asked }
}

/** Sets the variables that name proxies, for one test. */
function stubProxies(variables: Readonly<Record<string, string>>): void {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name.toLowerCase(), undefined)
    vi.stubEnv(name, variables[name])
  }
  onTestFinished(() => void vi.unstubAllEnvs())
}

describe('a proxy', () => {
  test('that the environment names gets plain requests whole', async () => {
    const proxy = await startProxy(0)
    stubProxies({ HTTP_PROXY: proxy.url })
    expect(await send(`http://${UNRESOLVABLE}/v1?a=b%20c`)).toMatchObject({ status: 200, body: 'by proxy' })
    expect(proxy.asked).toMatchObject([
      { line: `POST http://${UNRESOLVABLE}/v1?a=b%20c`, headers: { host: UNRESOLVABLE } },
    ])
  })

  test('of encrypted requests sees the name of the server, its own password, and nothing of the request', async () => {
    const cert = selfSigned(['kms.test'])
    const server = await startServer((_request, response) => response.end('{"ok":1}'), cert)
    const proxy = await startProxy(server.port)
    const HTTPS_PROXY = proxy.url.replace('//', '//user:p%40ss@')
    const urls = ['https://kms.test/v1', 'https://kms.test/v2', `https://localhost:${server.port}/direct`]
    const { stdout, code } = await runProgram('send', urls, { ...trust(cert.cert), HTTPS_PROXY })
    expect([
      code,
      ...stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).status),
    ]).toEqual([0, 200, 200, undefined])
    // One tunnel is enough for both; loopback needs none, and there the certificate does not fit.
    expect(proxy.asked.map(({ line }) => line)).toEqual(['CONNECT kms.test:443'])
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${btoa('user:p@ss')}`)
    expect(JSON.stringify(proxy.asked)).not.toContain('secret')
    expect(server.received.map(({ path, headers }) => [path, headers.host, headers.authorization])).toEqual([
      ['/v1', 'kms.test', 'secret'],
      ['/v2', 'kms.test', 'secret'],
    ])
    expect(JSON.stringify(server.received.map(({ headers }) => headers))).not.toContain('proxy-authorization')
  })

  test('does not make a bad certificate good', async () => {
    const server = await startServer((_request, response) => response.end('{}'), selfSigned(['kms.test']))
    const proxy = await startProxy(server.port)
    stubProxies({ HTTPS_PROXY: proxy.url })
    expect(await failureOf(send('https://kms.test/'))).toBe(untrusted('DEPTH_ZERO_SELF_SIGNED_CERT'))
    expect(proxy.asked).toHaveLength(1)
    expect(server.received).toEqual([])
  })

  test('that cannot be reached means that nothing was sent', async () => {
    stubProxies({ ALL_PROXY: `http://127.0.0.1:${await closedPort()}` })
    expect(await failureOf(send(`http://${UNRESOLVABLE}/`))).toBe('unsent: ECONNREFUSED')
    expect(await failureOf(send(`https://${UNRESOLVABLE}/`))).toBe('unsent: ECONNREFUSED')
  })

  test.each([
    [407, 'impossible: the proxy refused with HTTP 407: it wants'],
    [403, 'impossible: the proxy refused with HTTP 403'],
    [302, 'impossible: the proxy refused with HTTP 302'],
    [502, 'unsent: the proxy refused with HTTP 502'],
    [503, 'unsent: the proxy refused with HTTP 503'],
  ])('that refuses the tunnel with %i is not taken for the service, and is told nothing', async (status, expected) => {
    const proxy = await startProxy(0, status)
    stubProxies({ HTTPS_PROXY: proxy.url })
    expect(await failureOf(send(`https://${UNRESOLVABLE}/`))).toContain(expected)
    expect(proxy.asked.map(({ line }) => line)).toEqual([`CONNECT ${UNRESOLVABLE}:443`])
    expect(JSON.stringify(proxy.asked)).not.toContain('secret')
  })

  test('that wants a password for a plain request is not taken for the service', async () => {
    const server = await startServer((_request, response) => response.writeHead(407).end('<p>'))
    stubProxies({ HTTP_PROXY: server.url })
    expect(await failureOf(send(`http://${UNRESOLVABLE}/`))).toContain('impossible: the proxy refused with HTTP 407')
  })

  test('that hangs up before the tunnel is open means that nothing was sent', async () => {
    const server = await startServer(() => {})
    stubProxies({ HTTPS_PROXY: server.url })
    // Node's server closes a connection that asks for a tunnel it does not offer.
    expect(await failureOf(send(`https://${UNRESOLVABLE}/`))).toMatch(/^unsent: /)
  })

  test.each([
    [407, 'Network', false, 1],
    [503, 'Network', true, 3],
  ])('that refuses with %i makes a call end with %s', async (status, code, retryable, tunnels) => {
    const proxy = await startProxy(0, status)
    stubProxies({ HTTPS_PROXY: proxy.url })
    vi.spyOn(Math, 'random').mockReturnValue(0)
    onTestFinished(() => void vi.restoreAllMocks())
    const kms = createClient(aws({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }))
    const error = await rejection(kms.createKey({}))
    expect(error).toMatchObject({ code, retryable, ambiguous: false, attempts: tunnels })
    expect(String(error)).toContain(`the proxy refused with HTTP ${status}`)
    expect(proxy.asked).toHaveLength(tunnels)
  })

  test('is not used for names that NO_PROXY lists', async () => {
    const proxy = await startProxy(0)
    for (const NO_PROXY of ['*', UNRESOLVABLE, '.test', `other.test, ${UNRESOLVABLE}:80`]) {
      stubProxies({ HTTP_PROXY: proxy.url, NO_PROXY })
      expect(await failureOf(send(`http://${UNRESOLVABLE}/`)), NO_PROXY).toMatch(/^unsent: (ENOTFOUND|EAI_AGAIN)$/)
    }
    expect(proxy.asked).toEqual([])
    stubProxies({ HTTP_PROXY: proxy.url, NO_PROXY: 'other.test' })
    expect(await send(`http://${UNRESOLVABLE}/`)).toMatchObject({ body: 'by proxy' })
  })

  test('is never used on loopback, whatever it is called', async () => {
    const server = await startServer((_request, response) => response.end('direct'))
    const proxy = await startProxy(0)
    stubProxies({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url })
    for (const host of ['127.0.0.1', '127.1', '2130706433', 'localhost', 'LOCALHOST']) {
      expect(await send(`http://${host}:${server.port}/`), host).toMatchObject({ body: 'direct' })
    }
    expect(proxy.asked).toEqual([])
    const find = createProxyFinder()
    const loopback = [
      '127.0.0.1',
      '127.255.255.254',
      'localhost',
      'localhost.',
      'kms.localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]
    for (const host of loopback) {
      expect(await find(new URL(`http://${host}/`)), host).toBeUndefined()
      expect(await find(new URL(`https://${host}/`)), host).toBeUndefined()
    }
    for (const host of [
      '128.0.0.1',
      'localhost.test',
      'notlocalhost',
      '127.0.0.1.test',
      '[::2]',
      '[::ffff:10.0.0.1]',
    ]) {
      expect(await find(new URL(`http://${host}/`)), host).toBeDefined()
    }
  })
})
