import { requireText } from '../shared/credentials.ts'
import { perSecond } from '../shared/per-second.ts'

/**
 * An access key, or a temporary one with its token.
 *
 * Every field may be absent because that is how `@alicloud/credentials` types what `getCredential()` resolves with;
 * a key without id or secret is refused when it is used.
 */
export interface AlibabaCredentials {
  /** Names the key; sent with every request, not secret. */
  readonly accessKeyId?: string | undefined
  /** What requests are signed with; never sent. Secret. */
  readonly accessKeySecret?: string | undefined
  /** Of STS; with it the other two are temporary. Secret. */
  readonly securityToken?: string | undefined
  /** When they end; unknown when absent, and then a function is asked again after a minute. */
  readonly expiration?: Date | string | undefined
}

/** Credentials that can sign. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string | undefined
}

/** What makes each attempt's signature its own. */
export interface Stamp {
  readonly date: Date
  readonly nonce: string
}

/** The time as both signatures write it: UTC, whole seconds. */
export const timestamp = perSecond((date) => `${date.toISOString().slice(0, 19)}Z`)

export function expiresAtMs({ expiration }: AlibabaCredentials): number | undefined {
  if (expiration === undefined) return undefined
  const ms = new Date(expiration).getTime()
  return Number.isNaN(ms) ? undefined : ms
}

/** Refuses credentials that cannot sign. */
export function accessKeyOf(credentials: AlibabaCredentials): AccessKey {
  requireText(credentials, ['accessKeyId', 'accessKeySecret'])
  const { accessKeyId = '', accessKeySecret = '', securityToken } = credentials
  // Credential libraries and unset variables give '' for a permanent key.
  return securityToken ? { accessKeyId, accessKeySecret, securityToken } : { accessKeyId, accessKeySecret }
}
