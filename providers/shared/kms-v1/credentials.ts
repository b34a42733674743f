import { KmsFailure } from '../../../src/errors.ts'
import { requireText } from '../credentials.ts'
import type { AccessKey } from '../sdk-hmac.ts'

/** An access key, permanent or temporary. */
export interface AccessKeyCredentials {
  /** Names the key (AK); sent with every request, not secret. */
  readonly accessKey: string
  /** What requests are signed with (SK); never sent. Secret. */
  readonly secretKey: string
  /** With it the other two are temporary. Secret. */
  readonly securityToken?: string | undefined
  /** When a function returns them: when to ask again; after a minute when absent. */
  readonly expiresAt?: Date | undefined
}

/** A token of IAM for the project, used as it is. */
export interface TokenCredentials {
  /** Sent with every request. Secret. */
  readonly token: string
  /** When a function returns it: when to ask again; after a minute when absent. */
  readonly expiresAt?: Date | undefined
}

/** An account's agency that the user may act through. */
export interface Agency {
  /** Name of the agency in the account that made it. */
  readonly name: string
  /** The account that made the agency: its name, or `domainId`. */
  readonly domainName?: string | undefined
  /** The same account by its id, in place of `domainName`. */
  readonly domainId?: string | undefined
}

/**
 * A user who logs in at IAM; the token is renewed before it expires.
 *
 * @see https://github.com/opentelekomcloud-docs/identity-access-management api-ref/source/apis/token_management/obtaining_a_user_token.rst
 */
export interface PasswordCredentials {
  /** Give this with `domainName` or `domainId`, or `userId`. */
  readonly username?: string | undefined
  /** The user by id: then `username` and the account need not be given. */
  readonly userId?: string | undefined
  /** Sent to IAM at each login. Secret. */
  readonly password: string
  /** The account of the user. */
  readonly domainName?: string | undefined
  /** The same account by its id, in place of `domainName`. */
  readonly domainId?: string | undefined
  /** One-time password of a user with multi-factor authentication; it serves one login only. Secret. */
  readonly passcode?: string | undefined
  /** Acts through this agency after the login. */
  readonly agency?: Agency | undefined
}

/** A token of any scope, exchanged at IAM for one of the project. */
export interface SourceTokenCredentials {
  /** Sent to IAM at each exchange. Secret. */
  readonly sourceToken: string
  /** Acts through this agency after the exchange. */
  readonly agency?: Agency | undefined
}

/** Credentials that are exchanged for a token at the login service. */
export type LoginCredentials = PasswordCredentials | SourceTokenCredentials
/** Every way in which Huawei's dialect knows its callers. */
export type KmsV1Credentials = AccessKeyCredentials | TokenCredentials | LoginCredentials

export function expiresAtMs(credentials: KmsV1Credentials): number | undefined {
  const at = 'expiresAt' in credentials ? credentials.expiresAt?.getTime() : undefined
  return at === undefined || Number.isNaN(at) ? undefined : at
}

/** Credentials that are known to be complete. */
export type Checked =
  | { readonly kind: 'access key'; readonly key: AccessKey; readonly securityToken: string | undefined }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'login'; readonly login: LoginCredentials }

/** Refuses credentials that lack a part, naming it. */
export function checkCredentials(credentials: KmsV1Credentials): Checked {
  if ('accessKey' in credentials) {
    requireText(credentials, ['accessKey', 'secretKey'])
    const { accessKey, secretKey, securityToken } = credentials
    // An unset variable gives '' for a permanent key.
    return { kind: 'access key', key: { accessKey, secretKey }, securityToken: securityToken || undefined }
  }
  if ('token' in credentials) {
    requireText(credentials, ['token'])
    return { kind: 'token', token: credentials.token }
  }
  if ('sourceToken' in credentials) {
    requireText(credentials, ['sourceToken'])
    return { kind: 'login', login: credentials }
  }
  if ('password' in credentials) {
    requireText(credentials, ['password', credentials.userId === undefined ? 'username' : 'userId'])
    if (credentials.userId === undefined && credentials.domainId === undefined) requireText(credentials, ['domainName'])
    return { kind: 'login', login: credentials }
  }
  throw new KmsFailure(
    { code: 'Unauthenticated', field: 'credentials' },
    'credentials: give accessKey and secretKey, token, password or sourceToken',
  )
}
