import { TransportFailure } from './errors.ts'
import type { Transport } from './wire.ts'

const MAX_RESPONSE_BYTES = 8 * 1024 * 1024

/**
 * A transport over any function from `Request` to `Response`: a simulator in the same process, or `fetch`.
 *
 * Replies beyond 8 MiB are refused and redirects are not followed.
 *
 * @example
 * ```ts
 * const simulator = createSimulator('aws')
 * const kms = createClient(aws({ region: 'eu-west-1', credentials }), { transport: fetchTransport(simulator.fetch) })
 * ```
 */
export function fetchTransport(handler: (request: Request) => Promise<Response>): Transport {
  return async ({ method, url, headers, body }, signal) => {
    const request = requestOf(url, { method, headers, body: body === '' ? null : body, signal, redirect: 'manual' })
    try {
      const response = await handler(request)
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await read(response) }
    } catch (error) {
      // What fetch throws may hold the request.
      throw error instanceof TransportFailure ? error : new TransportFailure('cut', 'FETCH_FAILED')
    }
  }
}

function requestOf(url: string, init: RequestInit): Request {
  try {
    return new Request(url, init)
  } catch {
    // The error quotes the header that it does not like.
    throw new TransportFailure('impossible', 'the request cannot be written as HTTP')
  }
}

async function read(response: Response): Promise<string> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  const chunks: Uint8Array[] = []
  let bytes = declared > MAX_RESPONSE_BYTES ? declared : 0
  if (response.body !== null && bytes === 0) {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength
      if (bytes > MAX_RESPONSE_BYTES) break
      chunks.push(chunk)
    }
  }
  if (bytes <= MAX_RESPONSE_BYTES) return Buffer.concat(chunks).toString('utf8')
  await response.body?.cancel()
  throw new TransportFailure('oversized', `more than ${MAX_RESPONSE_BYTES} bytes`)
}
