import type { Provider } from '../../src/provider.ts'
import { createCredentialCache, requireText } from '../shared/credentials.ts'
import { createSigV4Signer } from '../shared/sigv4.ts'
import type { AwsConfig, AwsCredentials } from './config.ts'

/** Signs with Signature Version 4; asks a credentials function again when what it returned is about to expire. */
export function createAuthenticate({ region, credentials }: AwsConfig): Provider['authenticate'] {
  const cache = createCredentialCache(credentials, expiresAtMs)
  const sign = createSigV4Signer({ service: 'kms', region })
  return async (request, { now, refresh }) => {
    const current = await cache.get(now().getTime(), refresh)
    requireText(current, ['accessKeyId', 'secretAccessKey'])
    // The clock is read again: fetching credentials may have taken long.
    return sign(request, current, now())
  }
}

function expiresAtMs({ expiration }: AwsCredentials): number | undefined {
  if (expiration === undefined) return undefined
  const atMs = new Date(expiration).getTime()
  return Number.isNaN(atMs) ? undefined : atMs
}
