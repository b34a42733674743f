import http from 'node:http'
import https from 'node:https'
import axios, { type AxiosAdapter, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { TransportFailure } from './errors.ts'
import { createProxyFinder, type FindProxyAgent } from './proxy.ts'
import type { Transport, WireRequest } from './wire.ts'

/** A connection idle for longer is closed by us, so that no request meets one that the service is just closing. */
export const IDLE_SOCKET_MS = 15_000

/** The largest reply a KMS sends, a page of 1,000 keys, is a tenth of this. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024

// The request was not written to any connection, so the service cannot have acted on it.
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_URL',
  'ERR_INVALID_PROTOCOL',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_UNESCAPED_CHARACTERS',
])

export interface TransportOptions {
  /** Bytes of reply body that are read at most; default 8 MiB. */
  readonly maxResponseBytes?: number
}

/**
 * The default transport: axios over keep-alive `node:http` and `node:https`.
 *
 * TLS certificates are verified, no redirect is followed, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured.
 * The adapter is ours because axios's own costs twice the CPU and neither refuses redirects nor bounds replies by default.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const maxResponseBytes = options.maxResponseBytes ?? MAX_RESPONSE_BYTES
  const agents: Agents = {
    plain: new http.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS }),
    secure: new https.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS }),
    findProxy: createProxyFinder(),
  }
  const client = axios.create({ transformRequest: [], transformResponse: [], validateStatus: null })
  // axios merges its defaults into every request, which costs more than the rest of it; the adapter reads none of them.
  const kept = new Set(['transformRequest', 'transformResponse', 'validateStatus'])
  for (const name of Object.keys(client.defaults)) if (!kept.has(name)) Reflect.deleteProperty(client.defaults, name)
  Reflect.set(client.defaults, 'headers', {})

  return async (request, signal) => {
    const { method, url } = request
    // Headers and body go past axios, which would trim values, leave characters out and add a type, all after signing.
    const adapter: AxiosAdapter = (config) => send(request, config, agents, maxResponseBytes)
    try {
      const reply = await client.request<string>({ method, url, signal, adapter })
      const flat: Record<string, string> = {}
      for (const [name, value] of Object.entries(reply.headers)) flat[name] = String(value)
      return { status: reply.status, headers: flat, body: reply.data }
    } catch (error) {
      throw toFailure(error)
    }
  }
}

interface Agents {
  readonly plain: http.Agent
  readonly secure: https.Agent
  readonly findProxy: FindProxyAgent
}

async function send(
  { method, url, headers: given, body }: WireRequest,
  config: InternalAxiosRequestConfig<unknown>,
  agents: Agents,
  maxResponseBytes: number,
): Promise<AxiosResponse<string>> {
  const target = new URL(url)
  const secure = target.protocol === 'https:'
  const agent = (await agents.findProxy(target)) ?? (secure ? agents.secure : agents.plain)
  const headers = body === '' ? given : { ...given, 'content-length': Buffer.byteLength(body) }
  const { signal } = config
  return new Promise((resolve, reject) => {
    // Looking for a proxy took a while, in which the caller may have given up.
    if (signal?.aborted) return reject(new TransportFailure('unsent', 'ABORTED'))
    const request = (secure ? https : http).request(target, { method, headers, agent })
    const onAbort = () => request.destroy()
    signal?.addEventListener?.('abort', onAbort)
    let answered = false
    request.on('close', () => {
      signal?.removeEventListener?.('abort', onAbort)
      // Node closes without an error a connection that turns to another protocol.
      if (!answered) reject(new TransportFailure('cut', 'CLOSED'))
    })
    request.on('error', reject)
    request.on('response', (response) => {
      answered = true
      readBody(response, maxResponseBytes).then((data) => {
        const { statusCode: status = 0, statusMessage: statusText = '', headers: received } = response
        const flat: Record<string, string> = {}
        for (const [name, value] of Object.entries(received)) if (value !== undefined) flat[name] = String(value)
        resolve({ data, status, statusText, headers: flat, config })
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

/** An error of axios or of Node holds the request, headers and all: only its code goes on. */
function toFailure(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error
  const code = codeOf(error)
  return new TransportFailure(UNSENT.has(code) ? 'unsent' : 'cut', code)
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    const { code } = error
    if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code
  }
  return 'CONNECTION_FAILED'
}
