import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Answer, type IncomingRequest, pause, type ReceivedHeaders, type RequestHead, wireForm } from './http.ts'

const GRACE_MS = 1_000

/** Answers a request; rejects where the connection is to be cut. */
export type Handle = (request: IncomingRequest) => Promise<Answer> | Answer

/** Node's server with as little between it and the simulators as can be: they answer thousands of calls a second. */
export const nodeListener =
  (handle: Handle, bodyLimitOf: (head: RequestHead) => number): RequestListener =>
  (message, response) => {
    // A caller that is gone needs no answer, and a fault that cuts the connection gives none.
    answer(handle, bodyLimitOf, message, response).catch(() => message.socket.destroy())
  }

const answer = async (
  handle: Handle,
  bodyLimitOf: (head: RequestHead) => number,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const head = headOf(message)
  if (head === undefined) return send(response, badRequest())
  const body = await readAll(message, bodyLimitOf(head))
  const request = new Incoming(head, body, response)
  const answered = await handle(request)
  if (body === undefined) response.once('finish', () => hangUp(message))
  return answered.slowBodyMs === undefined
    ? send(response, answered)
    : sendSlowly(response, answered, answered.slowBodyMs, request.signal)
}

/** A caller that is still sending reads no answer from a connection that is cut, so it may send on for a moment. */
const hangUp = (message: IncomingMessage): void => {
  const impatient = setTimeout(() => message.destroy(), GRACE_MS)
  message.once('end', () => clearTimeout(impatient)).once('close', () => clearTimeout(impatient))
}

const badRequest = (): Answer => ({
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: '{"error":"no such address"}',
})

/** `undefined`: path and host make no address. */
const headOf = ({ method = 'GET', url: path = '/', headers }: IncomingMessage): RequestHead | undefined => {
  const { host = 'localhost' } = headers
  const address = path.startsWith('/') ? `http://${host}${path}` : path
  if (!URL.canParse(address)) return undefined
  return { method, url: new URL(address), headers: readerOf(headers) }
}

const readerOf = (headers: IncomingMessage['headers']): ReceivedHeaders => {
  const get = (name: string): string | null => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  }
  return { get: (name) => get(name.toLowerCase()), has: (name) => get(name.toLowerCase()) !== null }
}

/** `undefined` if it is longer than the limit; rejects if it does not come to its end. */
const readAll = (message: IncomingMessage, limitBytes: number): Promise<Uint8Array | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    message.on('data', (chunk: Buffer) => {
      length += chunk.byteLength
      if (length <= limitBytes) return chunks.push(chunk)
      chunks.length = 0
      return resolve(undefined)
    })
    message.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length)))
    message.once('error', reject)
  })

/** A class, as an object literal with a getter takes ten times as long to make. */
class Incoming implements IncomingRequest {
  readonly method: string
  readonly url: URL
  readonly headers: ReceivedHeaders
  readonly body: Uint8Array | undefined
  readonly #response: ServerResponse
  #controller: AbortController | undefined

  constructor({ method, url, headers }: RequestHead, body: Uint8Array | undefined, response: ServerResponse) {
    this.method = method
    this.url = url
    this.headers = headers
    this.body = body
    this.#response = response
  }

  /** Made when somebody asks for it, which only slow answers do. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const made = new AbortController()
      this.#controller = made
      this.#response.once('close', () => made.abort())
    }
    return this.#controller.signal
  }
}

/** The same request, too long to be read. */
export const withoutBody = ({ method, url, headers, signal }: IncomingRequest): IncomingRequest => ({
  method,
  url,
  headers,
  body: undefined,
  signal,
})

const send = (response: ServerResponse, answered: Answer): void => {
  // A text goes out in one write with its head, bytes in two.
  const { status, headers, body } = wireForm(answered)
  response.writeHead(status, headers).end(body)
}

/** Half of the body, a pause, and the rest. */
const sendSlowly = async (response: ServerResponse, answered: Answer, delayMs: number, signal: AbortSignal) => {
  const { status, headers, body = '' } = wireForm(answered)
  const bytes = Buffer.from(body)
  const half = bytes.byteLength >>> 1
  response.writeHead(status, headers).write(bytes.subarray(0, half))
  await pause(delayMs, signal)
  response.end(bytes.subarray(half))
}
