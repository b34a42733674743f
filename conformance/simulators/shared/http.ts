import { setTimeout as sleep } from 'node:timers/promises'

/** What is read of headers: of a `Headers`, or of what Node's server received. Names in lower case. */
export interface ReceivedHeaders {
  get(name: string): string | null
  has(name: string): boolean
}

/** A request before its body. */
export interface RequestHead {
  readonly method: string
  readonly url: URL
  readonly headers: ReceivedHeaders
}

/** A request whose body has been read, so that its very bytes can be hashed and parsed. */
export interface ReceivedRequest extends RequestHead {
  readonly body: Uint8Array
}

/** A request on its way in; without a body if that is longer than the simulator reads. */
export interface IncomingRequest extends RequestHead {
  readonly body: Uint8Array | undefined
  /** When the caller gives up. */
  readonly signal: AbortSignal
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

/** A reply on its way out: its second half waits, if a fault says so. */
export interface Answer extends Reply {
  readonly slowBodyMs?: number
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

/** Statuses that have no body (RFC 9110 §15.3.5, §15.4.5) and must not carry a length. */
const BODILESS = new Set([204, 205, 304])

/** Status, headers and body as they are sent. Always states `content-length`: clients need it, and msw 3 keeps memory without. */
export const wireForm = ({ status, headers, body }: Reply) => {
  if (BODILESS.has(status)) return { status, headers, body: undefined }
  // Not `{ ...headers, … }`: docs/decisions/014-speed.md.
  return { status, headers: Object.assign({}, headers, { 'content-length': String(Buffer.byteLength(body)) }), body }
}

export const toResponse = (answer: Answer, signal: AbortSignal): Response => {
  const { status, headers, body } = wireForm(answer)
  if (body === undefined) return new Response(null, { status, headers })
  const { slowBodyMs } = answer
  const bytes = new Uint8Array(Buffer.from(body))
  return new Response(slowBodyMs === undefined ? bytes : slowStream(bytes, slowBodyMs, signal), { status, headers })
}

/** Sends half of the body, waits, and sends the rest. */
const slowStream = (bytes: Uint8Array, delayMs: number, signal: AbortSignal): ReadableStream<Uint8Array> => {
  const half = bytes.byteLength >>> 1
  return new ReadableStream<Uint8Array>({
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
