import { type AttemptEvent, createClient, type KmsClient, type Transport } from '../../src/index.ts'
import type { Provider } from '../../src/provider.ts'

/** A client that remembers its last attempt and lets the cloud, not polykms, judge sizes. */
export function watchedClient(
  provider: Provider,
  transport?: Transport,
): { readonly kms: KmsClient; lastAttempt(): AttemptEvent | undefined } {
  let last: AttemptEvent | undefined
  const onAttempt = (event: AttemptEvent) => {
    last = event
  }
  const kms = createClient(provider, { limits: 'send', onAttempt, ...(transport && { transport }) })
  return { kms, lastAttempt: () => last }
}
