import type { RetryClass } from './provider.ts'

/** First try and two more: what the official AWS client does, and enough for a passing fault. */
export const DEFAULT_RETRIES = 2
/** Ceiling of the first wait; it doubles with every attempt. */
export const BASE_DELAY_MS = 100
/** Ceiling of the first wait after throttling: the quota needs time to refill. */
export const THROTTLE_DELAY_MS = 500
/** No single wait is longer. */
export const MAX_DELAY_MS = 20_000
/** What a client may spend on retries before it must earn more by succeeding. */
export const RETRY_TOKENS = 500
export const RETRY_COST = 5
export const TRANSIENT_RETRY_COST = 10

export interface RetryQuestion {
  readonly retry: RetryClass
  readonly throttled: boolean
  readonly idempotent: boolean
  /** Attempts made so far, at least 1. */
  readonly attempts: number
  /** Retries allowed after the first attempt. */
  readonly retries: number
  /** The service's own hint (`Retry-After`). */
  readonly retryAfterMs: number | undefined
  /** 0 ≤ random < 1. */
  readonly random: number
}

/** How long to wait before the next attempt; `undefined` for not at all. */
export function retryDelayMs(question: RetryQuestion): number | undefined {
  if (question.retry === 'never' || question.attempts > question.retries) return undefined
  if (question.retry === 'transient' && !question.idempotent) return undefined
  const base = question.throttled ? THROTTLE_DELAY_MS : BASE_DELAY_MS
  const ceiling = Math.min(MAX_DELAY_MS, base * 2 ** (question.attempts - 1))
  // Full jitter: clients that failed together must not come back together.
  const delayMs = Math.floor(question.random * ceiling)
  return Math.max(delayMs, Math.min(question.retryAfterMs ?? 0, MAX_DELAY_MS))
}

/** A client's purse for retries: empty during an outage, so that clients do not multiply its load. */
export class RetryBudget {
  #tokens = RETRY_TOKENS

  /** Takes the price of one retry; false if it cannot be paid. */
  spend(retry: RetryClass): boolean {
    const cost = retry === 'transient' ? TRANSIENT_RETRY_COST : RETRY_COST
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }

  /** A call that succeeded gives one token back. */
  earn(): void {
    if (this.#tokens < RETRY_TOKENS) this.#tokens += 1
  }
}

/** `Retry-After` in ms: seconds or an HTTP date. */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000
  const atMs = Date.parse(header)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
