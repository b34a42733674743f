import { createClient, isKmsError, type Provider, TransportFailure } from '../../index.ts'
import { UsageError } from '../exit.ts'
import type { Step } from './step.ts'

export interface FirstRequest {
  readonly method: string
  readonly url: string
}

/**
 * The first request that a step would send, through the same checks, encoding and signing as a real call; throws what
 * would be refused before the network.
 */
export async function firstRequest(provider: Provider, { send }: Step): Promise<FirstRequest> {
  let first: FirstRequest | undefined
  const kms = createClient(provider, {
    retries: 0,
    transport: async ({ method, url }) => {
      // The query may hold what was signed, and the signature itself.
      const { origin, pathname } = new URL(url)
      first ??= { method, url: `${origin}${pathname}` }
      throw new TransportFailure('unsent', 'DRY_RUN')
    },
  })
  try {
    await send(kms)
  } catch (error) {
    if (first === undefined || !isKmsError(error)) throw error
  }
  if (first === undefined) throw new UsageError('the call would send nothing')
  return first
}
