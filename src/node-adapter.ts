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
    readonly hostname: string
    readonly port: string
    /** What TLS asks for, so that Node need not find it out for every request; an address asks for none. */
    readonly servername: string
    readonly agent: http.Agent
  }
  /** `tunnel`: through a proxy that sees nothing of the request. `proxy`: through one that is sent the request. */
  readonly way: 'direct' | 'proxy' | 'tunnel'
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

  const findRoute = async (target: URL): Promise<Route> => {
    const isSecure = target.protocol === 'https:'
    const proxy = await findProxy(target)
    // An address of IPv6 stands in brackets in a URL only.
    const hostname = target.hostname.replace(/^\[|\]$/g, '')
    const route: Route = {
      request: isSecure ? https.request : http.request,
      options: {
        protocol: target.protocol,
        hostname,
        port: target.port,
        servername: isIP(hostname) === 0 ? hostname : '',
        agent: proxy ?? (isSecure ? secure : plain),
      },
      way: proxy === undefined ? 'direct' : isSecure ? 'tunnel' : 'proxy',
    }
    return route
  }

  return async (request, stop) => {
    try {
      const { origin, path } = locationOf(request.url)
      let route = routes.get(origin)
      if (route === undefined) {
        route = await findRoute(new URL(origin))
        routes.set(origin, route)
      }
      // Looking for a proxy took a while, in which the caller may have given up.
      if (stop.stopped) throw new TransportFailure('unsent', 'ABORTED')
      return await send(request, path, route, stop, maxResponseBytes)
    } catch (error) {
      throw failureOf(error, true)
    }
  }
}

/** A URL that `URL` would leave as it is: no dots, and nothing that it would encode. Most are, and need not be parsed. */
const PLAIN = /^(https?:\/\/[a-z0-9.:[\]-]+)(\/(?:[\w~/?=&+:-]|%(?!2[eE])|(?<!\/)\.)*)$/

function locationOf(url: string): { readonly origin: string; readonly path: string } {
  const [, origin, path] = PLAIN.exec(url) ?? []
  if (origin !== undefined && path !== undefined) return { origin, path }
  const parsed = new URL(url)
  return { origin: `${parsed.protocol}//${parsed.host}`, path: parsed.pathname + parsed.search }
}

function send(
  { method, headers: given, body }: WireRequest,
  path: string,
  { request: start, options, way }: Route,
  stop: Stop,
  maxBytes: number,
): Promise<WireResponse> {
  const headers = body === '' ? given : { ...given, 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const request = start({ ...options, method, path, headers })
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
    let answered = false
    request.on('close', () => {
      stop.remove(onStop)
      // Node closes without an error a connection that turns to another protocol.
      if (!answered) reject(new TransportFailure('cut', 'CLOSED'))
    })
    request.on('error', (error) => reject(failureOf(error, connected)))
    request.on('response', (response) => {
      answered = true
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
  response.on('close', () => {
    if (!response.complete) reject(new TransportFailure('cut', 'the reply ended too early'))
  })
}
