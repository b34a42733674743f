import { setTimeout as sleep } from 'node:timers/promises'

/** A request whose body has been read, so that its very bytes can be hashed and parsed. */
export interface ReceivedRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array
}

/** An answer before it becomes a `Response`; the last two members are for the call log alone. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** The cloud's own error code, when this is a refusal. */
  readonly errorCode?: string
  /** The key the call was about, when it got that far. */
  readonly keyId?: string
}

/** Reads a body up to a limit; `undefined` when it is longer. */
export const readBody = async (request: Request, limitBytes: number): Promise<Uint8Array | undefined> => {
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(Buffer.concat(chunks, length))
    length += value.byteLength
    if (length > limitBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
}

const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body)

/** Statuses that have no body (RFC 9110 §15.3.5, §15.4.5) and must not carry a length. */
const BODILESS = new Set([204, 205, 304])

/** Always states `content-length`: clients need it, and msw 3 keeps memory for replies without it. */
export const toResponse = (reply: Reply): Response => {
  if (BODILESS.has(reply.status)) return new Response(null, { status: reply.status, headers: reply.headers })
  const bytes = bytesOf(reply.body)
  const headers = { ...reply.headers, 'content-length': String(bytes.byteLength) }
  return new Response(new Uint8Array(bytes), { status: reply.status, headers })
}

/** Sends half of the body, waits, and sends the rest. */
export const toSlowResponse = (reply: Reply, delayMs: number, signal: AbortSignal): Response => {
  const bytes = bytesOf(reply.body)
  const half = bytes.byteLength >>> 1
  const stream = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      controller.enqueue(new Uint8Array(bytes.subarray(0, half)))
      try {
        await pause(delayMs, signal)
        controller.enqueue(new Uint8Array(bytes.subarray(half)))
        controller.close()
      } catch (cause) {
        controller.error(cause)
      }
    },
  })
  const headers = { ...reply.headers, 'content-length': String(bytes.byteLength) }
  return new Response(stream, { status: reply.status, headers })
}

/** Waits on real time, unless the caller gives up first. */
export const pause = (delayMs: number, signal: AbortSignal): Promise<void> => sleep(delayMs, undefined, { signal })

/** What global `fetch` throws when the peer closes the connection. */
class ConnectionCut extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
    this.name = 'TypeError'
  }
}

export const connectionCut = (): TypeError => new ConnectionCut()

export const isConnectionCut = (error: unknown): boolean => error instanceof ConnectionCut

/** What a proxy says in the cloud's place. */
export const htmlReply = (status: number): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
})
