import { type AttemptEvent, createClient, type KmsClient, type Transport, type WireRequest } from '../../src/index.ts'
import type { Provider } from '../../src/provider.ts'
import { createTransport } from '../../src/transport.ts'
import type { WireRecorder } from './recording.ts'

/** A client whose last attempt can be looked at and repeated, and that lets the cloud, not polykms, judge sizes. */
export interface WatchedClient {
  readonly kms: KmsClient
  lastAttempt(): AttemptEvent | undefined
  /** Sends the very bytes of the last request again. */
  resend(): Promise<number>
}

export function watchedClient(
  provider: Provider,
  given: Transport = createTransport(),
  recorder?: WireRecorder,
): WatchedClient {
  const transport = recorder?.around(given) ?? given
  let last: AttemptEvent | undefined
  let sent: WireRequest | undefined
  const kms = createClient(provider, {
    limits: 'send',
    onAttempt: (event) => {
      last = event
    },
    transport: (request, signal) => {
      sent = request
      return transport(request, signal)
    },
  })
  return {
    kms,
    lastAttempt: () => last,
    resend: async () => {
      if (sent === undefined) throw new Error('nothing was sent yet')
      return (await transport(sent, new AbortController().signal)).status
    },
  }
}
