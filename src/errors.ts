import type { KeyState } from './key-state.ts'
import type { RetryClass } from './provider.ts'
import type { TransportFailureKind } from './wire.ts'

/** Every code a {@link KmsError} can carry. Programs act on codes; messages may change. */
export const KMS_ERROR_CODES = [
  'InvalidInput',
  'Unsupported',
  'InvalidKeyState',
  'InvalidKeyUsage',
  'KeyNotFound',
  'AliasNotFound',
  'NotFound',
  'AlreadyExists',
  'InvalidCiphertext',
  'IncorrectKey',
  'InvalidKeyMaterial',
  'InvalidImportToken',
  'DeletionProtected',
  'Conflict',
  'DryRunSucceeded',
  'Unauthenticated',
  'CredentialsExpired',
  'ClockSkew',
  'AccessDenied',
  'AccountUnusable',
  'Throttled',
  'QuotaExceeded',
  'ServiceUnavailable',
  'Network',
  'Timeout',
  'Aborted',
  'InvalidResponse',
  'Unmapped',
] as const
/** One of {@link KMS_ERROR_CODES}. */
export type KmsErrorCode = (typeof KMS_ERROR_CODES)[number]

/** What is known of a failure. Everything here may be logged. */
export interface KmsErrorDetails {
  /** The cause, by the same word on every cloud: what programs act on. */
  readonly code: KmsErrorCode
  /** Id of the cloud, such as `aws`. */
  readonly provider: string
  /** Name of the method that was called, such as `encrypt`. */
  readonly operation: string
  /** The cloud's own code, unchanged. */
  readonly providerCode?: string | undefined
  /** Of the reply that refused; absent when there was none. */
  readonly httpStatus?: number | undefined
  /** By which the cloud's support finds the request. */
  readonly requestId?: string | undefined
  /** Would the same call, made again later, have a chance? */
  readonly retryable?: boolean | undefined
  /** Requests sent; 0 when the call was refused before the network. */
  readonly attempts?: number | undefined
  /** The key's state, only when the reply says it. */
  readonly keyState?: KeyState | undefined
  /** The key that the call named, or that it had already made. */
  readonly keyId?: string | undefined
  /** `InvalidInput`, `Unsupported`: the field that is wrong. */
  readonly field?: string | undefined
  /** The call changes something, and nobody knows whether it did. */
  readonly ambiguous?: boolean | undefined
}

const BRAND = Symbol.for('polykms.KmsError')

/** The one error that leaves a call. It never holds headers, bodies, plaintext, secrets or another library's error. */
export class KmsError extends Error implements KmsErrorDetails {
  /** Tells it from other errors. */
  override readonly name = 'KmsError'
  readonly code: KmsErrorCode
  readonly provider: string
  readonly operation: string
  readonly providerCode: string | undefined
  readonly httpStatus: number | undefined
  readonly requestId: string | undefined
  readonly retryable: boolean
  readonly attempts: number
  readonly keyState: KeyState | undefined
  readonly keyId: string | undefined
  readonly field: string | undefined
  readonly ambiguous: boolean

  constructor(message: string, details: KmsErrorDetails) {
    super(message)
    this.code = details.code
    this.provider = details.provider
    this.operation = details.operation
    this.providerCode = details.providerCode
    this.httpStatus = details.httpStatus
    this.requestId = details.requestId
    this.retryable = details.retryable ?? false
    this.attempts = details.attempts ?? 0
    this.keyState = details.keyState
    this.keyId = details.keyId
    this.field = details.field
    this.ambiguous = details.ambiguous ?? false
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** The fields that say something, and nothing else. */
  toJSON(): Record<string, unknown> {
    const shown: Record<string, unknown> = {
      name: this.name,
      message: this.message,
      code: this.code,
      provider: this.provider,
      operation: this.operation,
      attempts: this.attempts,
      retryable: this.retryable,
    }
    const optional = {
      providerCode: this.providerCode,
      httpStatus: this.httpStatus,
      requestId: this.requestId,
      keyState: this.keyState,
      keyId: this.keyId,
      field: this.field,
    }
    for (const [name, value] of Object.entries(optional)) if (value !== undefined) shown[name] = value
    if (this.ambiguous) shown['ambiguous'] = true
    return shown
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const { name: _name, message: _message, ...facts } = this.toJSON()
    return `${this.stack ?? this.message} ${JSON.stringify(facts)}`
  }
}

/** True for any `KmsError`, also one made by another copy of this package. */
export function isKmsError(error: unknown): error is KmsError {
  return typeof error === 'object' && error !== null && BRAND in error
}

/** True when the key, the alias or another thing named by the call does not exist. */
export function isNotFound(error: unknown): error is KmsError {
  return isKmsError(error) && ['KeyNotFound', 'AliasNotFound', 'NotFound'].includes(error.code)
}

/** What a transport throws when no answer came. Carries no request and no reply. */
export class TransportFailure extends Error {
  /** Tells it from other errors. */
  override readonly name = 'TransportFailure'
  /** Whether the request may have arrived. */
  readonly kind: TransportFailureKind

  /** @param reason - A few words or a code such as `ECONNREFUSED`; never text from a request or reply. */
  constructor(kind: TransportFailureKind, reason: string) {
    super(reason)
    this.kind = kind
  }
}

/**
 * What a binding or a provider throws when it refuses an input, or finds that replies do not fit together.
 * The pipeline turns it into a {@link KmsError}; it never reaches the caller.
 */
export class KmsFailure extends Error {
  /** Tells it from other errors. */
  override readonly name = 'KmsFailure'
  /** What the {@link KmsError} is made of, beside the message. */
  readonly facts: Pick<KmsErrorDetails, 'code' | 'field' | 'keyId' | 'providerCode' | 'httpStatus' | 'keyState'> & {
    /** May the attempt be made again? Never, when absent. Heard only from `authenticate`: a login may fail in passing. */
    readonly retry?: RetryClass | undefined
    /** The `Retry-After` header of the service that refused. */
    readonly retryAfter?: string | undefined
  }

  constructor(facts: KmsFailure['facts'], message: string) {
    super(message)
    this.facts = facts
  }
}

/** The same error, naming the key that the call had already made when it failed. */
export function withKeyId(error: KmsError, keyId: string): KmsError {
  return new KmsError(error.message, { ...error, keyId })
}
