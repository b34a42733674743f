import { Axios, AxiosHeaders } from './axios.cjs'
import { createNodeAdapter } from './node-adapter.ts'
import { type Sender, transportOf } from './stop.ts'
import { failureOf } from './transport-failure.ts'
import type { Transport, WireResponse } from './wire.ts'

/** The largest reply a KMS sends, a page of 1,000 keys, is a tenth of this. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024

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
  return transportOf(createSender(options))
}

/** The same, stopped the light way. */
export function createSender(options: TransportOptions = {}): Sender {
  const send = createNodeAdapter(options.maxResponseBytes ?? MAX_RESPONSE_BYTES)
  // Not `axios.create`: its defaults are merged into every request, which costs more than the rest, and we use none.
  const client = new Axios({})
  // Handed to axios in place of the reply's, which it would copy one by one: they travel with the body.
  const headers = new AxiosHeaders()

  return async (request, stop) => {
    try {
      const { data } = await client.request<WireResponse>({
        url: request.url,
        // Method, headers and body go past axios, which would trim values, leave characters out and add a type to what is
        // posted, all after signing.
        adapter: (config) =>
          send(request, stop).then((data) => ({ data, status: data.status, statusText: '', headers, config })),
      })
      return data
    } catch (error) {
      throw failureOf(error, true)
    }
  }
}
