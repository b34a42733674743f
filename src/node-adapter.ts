import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { TransportFailure } from './errors.ts'
import { createProxyFinder } from './proxy.ts'
import type { Sender, Stop } from './stop.ts'
import { failureOf, proxyRefusal } from './transport-failure.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/** A connection idle for longer is closed by us, so that no request meets one that the service is just closing. */
export const IDLE_SOCKET_MS = 15_000

/** How to get to one origin. */
interface Route {
  readonly request: typeof http.request
  readonly options: {
    readonly protocol: string
    readonly host: string
    readonly port: string
    /** What TLS asks for, so that Node need not find it out for every request; an address asks for none. */
    readonly servername: string
    readonly agent: http.Agent
  }
  /** `tunnel`: through a proxy that sees nothing of the request. `proxy`: through one that is sent the request. */
  readonly way: 'direct' | 'proxy' | 'tunnel'
}

/** Where a URL leads. */
interface Target {
  readonly url: string
  readonly host: string
  readonly path: string
  readonly route: Route
}

/**
 * Sends requests over kept connections of `node:http` and `node:https`, and reads replies up to a size.
 *
 * What the environment says of proxies is read at the first request to an origin.
 */
export function createNodeAdapter(maxResponseBytes: number): Sender {
  const plain = new http.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS })
  const secure = new https.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS })
  const findProxy = createProxyFinder()
  const routes = new Map<string, Route>()
  let latest: Target | undefined

  const findRoute = async (target: URL): Promise<Route> => {
    const isSecure = target.protocol === 'https:'
    const proxy = await findProxy(target)
    // An address of IPv6 stands in brackets in a URL only.
    const host = target.hostname.replace(/^\[|\]$/g, '')
    return {
      request: isSecure ? https.request : http.request,
      options: {
        protocol: target.protocol,
        host,
        port: target.port,
        servername: isIP(host) === 0 ? host : '',
        agent: proxy ?? (isSecure ? secure : plain),
      },
      way: proxy === undefined ? 'direct' : isSecure ? 'tunnel' : 'proxy',
    }
  }

  const findTarget = async (url: string): Promise<Target> => {
    const parsed = new URL(url)
    const { host, origin, pathname, search } = parsed
    const route = routes.get(origin) ?? (await findRoute(parsed))
    routes.set(origin, route)
    const target = { url, host, path: pathname + search, route }
    // A query may hold what nobody should keep.
    if (search === '') latest = target
    return target
  }

  return async (request, stop) => {
    // Most calls go where the last one went.
    const target = latest?.url === request.url ? latest : await findTarget(request.url)
    // Looking for a proxy took a while, in which the caller may have given up.
    if (stop.stopped) throw new TransportFailure('unsent', 'ABORTED')
    return send(request, target, stop, maxResponseBytes)
  }
}

/**
 * Names and values by turns: Node then writes them as they are, and keeps no table of them. It adds nothing either, so
 * the host and the length of the body have to be there.
 */
function headerList({ method, headers, body }: WireRequest, host: string): string[] {
  const list: string[] = []
  if (headers['host'] === undefined) list.push('host', host)
  for (const name in headers) list.push(name, headers[name] ?? '')
  if (body !== '' || method === 'POST' || method === 'PUT') list.push('content-length', `${Buffer.byteLength(body)}`)
  return list
}

function send(
  wire: WireRequest,
  { host, path, route: { request: start, options, way } }: Target,
  stop: Stop,
  maxBytes: number,
): Promise<WireResponse> {
  const { method, body } = wire
  const list = headerList(wire, host)
  // A proxy's agent changes the request, for which Node needs the table.
  const headers = way === 'proxy' ? tableOf(list) : list
  return new Promise((resolve, reject) => {
    const request = start({ method, path, headers, ...options })
    // Until a proxy has opened the way, nothing of the request is sent.
    let connected = way !== 'tunnel'
    if (!connected) {
      request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
        connected = statusCode === 200
        if (connected) return
        // What follows is the proxy's own page, which nobody must take for a reply of the service.
        reject(proxyRefusal(statusCode))
        request.destroy()
      })
    }
    const onStop = () => request.destroy()
    stop.add(onStop)
    let answer: http.IncomingMessage | undefined
    request.on('close', () => {
      stop.remove(onStop)
      // Node closes without an error a connection that turns to another protocol.
      if (answer === undefined) reject(new TransportFailure('cut', 'CLOSED'))
      else if (!answer.complete) reject(new TransportFailure('cut', 'the reply ended too early'))
    })
    request.on('error', (error) => reject(failureOf(error, connected)))
    request.on('response', (response) => {
      answer = response
      if (way === 'proxy' && response.statusCode === 407) {
        response.resume()
        reject(proxyRefusal(407))
      } else {
        read(response, maxBytes, resolve, reject)
      }
    })
    request.end(body)
  })
}

/** What an agent for proxies can change. */
function tableOf(list: readonly string[]): http.OutgoingHttpHeaders {
  const table: http.OutgoingHttpHeaders = {}
  for (let at = 0; at < list.length; at += 2) table[list[at] ?? ''] = list[at + 1]
  return table
}

function read(
  response: http.IncomingMessage,
  maxBytes: number,
  resolve: (reply: WireResponse) => void,
  reject: (error: unknown) => void,
): void {
  const { statusCode: status = 0, headers: received } = response
  const chunks: Buffer[] = []
  let bytes = 0
  const refuse = () => {
    reject(new TransportFailure('oversized', `more than ${maxBytes} bytes`))
    response.destroy()
  }
  if (Number(received['content-length'] ?? 0) > maxBytes) {
    refuse()
    return
  }
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength
    if (bytes > maxBytes) refuse()
    else chunks.push(chunk)
  })
  response.on('error', (error) => reject(failureOf(error, true)))
  response.on('end', () => {
    // A reply cut short may end too; only `complete` tells a whole body from half of one.
    if (!response.complete) return reject(new TransportFailure('cut', 'the reply ended too early'))
    const headers: Record<string, string> = {}
    for (const name in received) {
      const value = received[name]
      if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(',')
    }
    const [only] = chunks
    const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
    resolve({ status, headers, body: whole.toString('utf8') })
  })
}
