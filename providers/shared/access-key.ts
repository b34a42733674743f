import * as z from 'zod/mini'
import { parse } from '../../src/parse.ts'
import type { Provider } from '../../src/provider.ts'
import { type CredentialSource, createCredentialCache, requireText } from './credentials.ts'
import { isObject } from './error-table.ts'
import { createSigV4Signer } from './sigv4.ts'

/** An access key of the kind that Signature Version 4 signs with, long-lived or temporary. */
export interface AccessKey {
  /** Names the key; sent with every request, not secret. */
  readonly accessKeyId: string
  /** What requests are signed with; never sent. Secret. */
  readonly secretAccessKey: string
  /** Temporary credentials only; sent with every request. Secret. */
  readonly sessionToken?: string | undefined
  /** When temporary credentials end; a function that returned them is asked again five minutes before. */
  readonly expiration?: Date | undefined
}

// Both become parts of headers: a line break from a badly read file must not travel further.
const token = z
  .string('must be a text')
  .check(z.regex(/^[\x21-\x7e]+$/, 'must be ASCII text without blanks, and not empty'))

const fixedAccessKey = z.object({
  accessKeyId: token,
  secretAccessKey: token,
  sessionToken: z.optional(token),
  expiration: z.optional(z.date()),
})

/** An access key or a function that returns one: kept as the caller's own object or function; only looked at. */
export const accessKeySource = z
  .custom<CredentialSource<AccessKey>>((value) => typeof value === 'function' || isObject(value), {
    error: 'must be { accessKeyId, secretAccessKey, sessionToken? } or a function that returns it',
  })
  .check(
    z.superRefine((value, context) => {
      if (typeof value === 'function') return
      for (const { path, message } of parse(fixedAccessKey, value).error?.issues ?? []) {
        context.addIssue({ code: 'custom', path, message })
      }
    }),
  )

/** Signs with Signature Version 4; asks a credentials function again when what it returned is about to expire. */
export function authenticateByAccessKey(config: {
  readonly service: string
  readonly region: string
  readonly credentials: CredentialSource<AccessKey>
}): Provider['authenticate'] {
  const cache = createCredentialCache(config.credentials, expiresAtMs)
  const sign = createSigV4Signer({ service: config.service, region: config.region })
  return async (request, { now, refresh }) => {
    const current = await cache.get(now().getTime(), refresh, request)
    requireText(current, ['accessKeyId', 'secretAccessKey'])
    // The clock is read again: fetching credentials may have taken long.
    return sign(request, current, now())
  }
}

function expiresAtMs({ expiration }: AccessKey): number | undefined {
  if (expiration === undefined) return undefined
  const atMs = new Date(expiration).getTime()
  return Number.isNaN(atMs) ? undefined : atMs
}
