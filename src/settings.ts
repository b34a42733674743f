import { KmsError } from './errors.ts'
import type { Limiter } from './limiter.ts'
import type { Provider } from './provider.ts'
import { DEFAULT_RETRIES, RetryBudget } from './retry.ts'
import type { Sender } from './stop.ts'
import type { Transport } from './wire.ts'

/** One attempt lasts at most this long: KMS answers in tens of milliseconds, external key stores in about a second. */
export const DEFAULT_TIMEOUT_MS = 10_000
/** A call with all its retries lasts at most this long. */
export const DEFAULT_DEADLINE_MS = 30_000

/** Options of one call; those not given are the client's. */
export interface CallOptions {
  /** Stops the call with `Aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for one attempt, credentials and reply body included; default 10,000. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds for the whole call, retries included; default 30,000. */
  readonly deadlineMs?: number | undefined
  /** Attempts after the first; default 2; 0 sends once. */
  readonly retries?: number | undefined
}

/** What {@link ClientOptions.onAttempt} sees: nothing secret. */
export interface AttemptEvent {
  /** Id of the cloud, such as `aws`. */
  readonly provider: string
  /** The operation of the table, or the action given to `raw`. */
  readonly operation: string
  /** 1 for the first. */
  readonly attempt: number
  /** HTTP status; absent when no reply came. */
  readonly status?: number | undefined
  /** The error code, if the attempt failed. */
  readonly code?: string | undefined
  /** By which the cloud's support finds the request, where the reply has it. */
  readonly requestId?: string | undefined
  /** Milliseconds of this attempt, credentials and reply body included. */
  readonly durationMs: number
}

/** Options of a client. */
export interface ClientOptions extends Omit<CallOptions, 'signal'> {
  /** Sends requests; default: axios over keep-alive `node:http` and `node:https`. */
  readonly transport?: Transport | undefined
  /** Is told of every attempt; cannot change anything. */
  readonly onAttempt?: ((event: AttemptEvent) => void) | undefined
  /**
   * Makes every request wait its turn, within `deadlineMs`; default: none. `tokenBucketLimiter(provider.quotas)` keeps to
   * the cloud's published quotas, `sharedLimiter` to one limit for a fleet.
   */
  readonly limiter?: Limiter | undefined
  /** Goes in front of polykms's own in the `user-agent` header. */
  readonly userAgent?: string | undefined
  /** The clock, in ms since the epoch; default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** `send` lets inputs beyond the documented limits go out, to see what the cloud says; default `check`. */
  readonly limits?: 'check' | 'send' | undefined
}

/** A client's parts. Only `clockOffsetMs` and the budget change. */
export interface ClientCore {
  readonly provider: Provider
  readonly send: Sender
  readonly userAgent: string
  readonly now: () => number
  readonly onAttempt: ((event: AttemptEvent) => void) | undefined
  readonly limiter: Limiter | undefined
  readonly checksLimits: boolean
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly retries: number
  readonly budget: RetryBudget
  /** What the service's clock is ahead of ours, once it has complained. */
  clockOffsetMs: number
}

export function createCore(provider: Provider, options: ClientOptions, send: Sender, agent: string): ClientCore {
  return {
    provider,
    send,
    userAgent: options.userAgent === undefined ? agent : `${headerText(provider, options.userAgent)} ${agent}`,
    now: options.now ?? Date.now,
    onAttempt: options.onAttempt,
    limiter: options.limiter,
    checksLimits: options.limits !== 'send',
    timeoutMs: milliseconds(provider, 'timeoutMs', options.timeoutMs) ?? DEFAULT_TIMEOUT_MS,
    deadlineMs: milliseconds(provider, 'deadlineMs', options.deadlineMs) ?? DEFAULT_DEADLINE_MS,
    retries: retryCount(provider, options.retries) ?? DEFAULT_RETRIES,
    budget: new RetryBudget(),
    clockOffsetMs: 0,
  }
}

export function milliseconds(provider: Provider, field: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return value
  throw optionError(provider, field, `must be a number of milliseconds above 0, not ${value}`)
}

export function retryCount(provider: Provider, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= 100)) return value
  throw optionError(provider, 'retries', `must be a whole number from 0 to 100, not ${value}`)
}

export function abortSignal(provider: Provider, value: AbortSignal | undefined): AbortSignal | undefined {
  // Not `instanceof`: other realms and libraries have an AbortSignal of their own.
  if (value === undefined || (typeof value === 'object' && value !== null && 'addEventListener' in value)) return value
  throw optionError(provider, 'signal', 'must be an AbortSignal')
}

function headerText(provider: Provider, value: string): string {
  if (/^[ -~]+$/.test(value)) return value
  throw optionError(provider, 'userAgent', 'must be printable ASCII characters')
}

function optionError(provider: Provider, field: string, problem: string): KmsError {
  const details = { code: 'InvalidInput', provider: provider.id, operation: 'options', field } as const
  return new KmsError(`${field}: ${problem}`, details)
}
