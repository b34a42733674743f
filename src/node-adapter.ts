import http from 'node:http'
import https from 'node:https'
import { TransportFailure } from './errors.ts'
import { createProxyFinder } from './proxy.ts'
import { failureOf, proxyRefusal } from './transport-failure.ts'
import type { Transport, WireRequest, WireResponse } from './wire.ts'

/** A connection idle for longer is closed by us, so that no request meets one that the service is just closing. */
export const IDLE_SOCKET_MS = 15_000

/** Sends requests over kept connections of `node:http` and `node:https`, and reads replies up to a size. */
export function createNodeAdapter(maxResponseBytes: number): Transport {
  const plain = new http.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS })
  const secure = new https.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS })
  const findProxy = createProxyFinder()
  return async (request, signal) => {
    try {
      const target = new URL(request.url)
      const proxy = await findProxy(target)
      // Looking for a proxy took a while, in which the caller may have given up.
      if (signal.aborted) throw new TransportFailure('unsent', 'ABORTED')
      const agent = proxy ?? (target.protocol === 'https:' ? secure : plain)
      return await send(request, { target, agent, proxied: proxy !== undefined, signal, maxResponseBytes })
    } catch (error) {
      throw failureOf(error, true)
    }
  }
}

interface Route {
  readonly target: URL
  readonly agent: http.Agent
  readonly proxied: boolean
  readonly signal: AbortSignal
  readonly maxResponseBytes: number
}

function send({ method, headers: given, body }: WireRequest, route: Route): Promise<WireResponse> {
  const { target, agent, proxied, signal, maxResponseBytes } = route
  const secure = target.protocol === 'https:'
  const headers = body === '' ? given : { ...given, 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(target, { method, headers, agent })
    // Until a proxy has opened the way, nothing of the request is sent.
    let connected = !(proxied && secure)
    if (!connected) {
      request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
        connected = statusCode === 200
        if (connected) return
        // What follows is the proxy's own page, which nobody must take for a reply of the service.
        reject(proxyRefusal(statusCode))
        request.destroy()
      })
    }
    const onAbort = () => request.destroy()
    signal.addEventListener('abort', onAbort)
    let answered = false
    request.on('close', () => {
      signal.removeEventListener('abort', onAbort)
      // Node closes without an error a connection that turns to another protocol.
      if (!answered) reject(new TransportFailure('cut', 'CLOSED'))
    })
    request.on('error', (error) => reject(failureOf(error, connected)))
    request.on('response', (response) => {
      answered = true
      const { statusCode: status = 0, headers: received } = response
      if (proxied && status === 407) {
        response.resume()
        reject(proxyRefusal(status))
        return
      }
      readBody(response, maxResponseBytes).then((text) => {
        const flat: Record<string, string> = {}
        for (const [name, value] of Object.entries(received)) if (value !== undefined) flat[name] = String(value)
        resolve({ status, headers: flat, body: text })
      }, reject)
    })
    request.end(body)
  })
}

function readBody(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const refuse = () => {
      reject(new TransportFailure('oversized', `more than ${maxBytes} bytes`))
      response.destroy()
    }
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) return refuse()
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes > maxBytes) refuse()
      else chunks.push(chunk)
    })
    response.on('error', reject)
    // A reply cut short ends without `end`; only `complete` tells a whole body from half of one.
    response.on('close', () => {
      if (response.complete) resolve(Buffer.concat(chunks).toString('utf8'))
      else reject(new TransportFailure('cut', 'the reply ended too early'))
    })
  })
}
