/** One HTTP request, complete but for its authentication. The body is exactly what is sent and signed. */
export interface WireRequest {
  /** The HTTP method. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Absolute, with the query already encoded. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** `''` sends no body. */
  readonly body: string
}

/** One HTTP reply, read to its end. */
export interface WireResponse {
  /** The HTTP status. */
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** UTF-8 text; `''` where there was none. */
  readonly body: string
}

/**
 * Sends one request and resolves with whatever the server answered, whatever its status.
 *
 * Follows no redirect, retries nothing, stops when `signal` fires. To report that no answer came it
 * throws a {@link TransportFailure}; anything else it throws counts as a cut connection.
 */
export type Transport = (request: WireRequest, signal: AbortSignal) => Promise<WireResponse>

/**
 * Why there is no answer.
 *
 * `unsent`: the request certainly did not reach the service (name not resolved, connection refused).
 * `impossible`: neither did it, nor will it next time (untrusted certificate, line break in a header, proxy that refuses).
 * `cut`: it may have. `oversized`: the reply was larger than the bound and was not read.
 */
export type TransportFailureKind = 'unsent' | 'impossible' | 'cut' | 'oversized'
