import { onAbort } from './abort.ts'
import type { Quota } from './limits.ts'

/** What a limiter is asked for: to let one request go. */
export interface LimitedRequest {
  /** Id of the cloud, such as `aws`. */
  readonly provider: string
  /** The operation of the table, or the action given to `raw`. */
  readonly operation: string
}

/**
 * Makes requests wait their turn.
 *
 * `acquire` resolves when the request may go, within the call's `deadlineMs`; its wait is no part of `timeoutMs`. It is
 * asked before every attempt, retries included. Should it reject, the request goes all the same: a limiter that is out
 * of order must not take the KMS down with it.
 */
export interface Limiter {
  /** Resolves when the request may go. */
  acquire(request: LimitedRequest, signal: AbortSignal): Promise<void>
}

/** How many calls a token bucket lets through. */
export interface TokenBucketOptions {
  /** The part of each quota that this process may use, above 0 up to 1; default 1. Five processes take 0.2 each. */
  readonly share?: number
}

/**
 * A limiter of this process alone: a token bucket per quota, full at first, refilled evenly, first come first served.
 *
 * @param quotas - `provider.quotas`, or your own where the cloud has granted you others. Operations in no quota do not wait.
 * @throws RangeError for a share or quota out of range.
 * @example
 * ```ts
 * const provider = aws({ region: 'eu-west-1', credentials })
 * const kms = createClient(provider, { limiter: tokenBucketLimiter(provider.quotas) })
 * ```
 */
export function tokenBucketLimiter(quotas: readonly Quota[] = [], options: TokenBucketOptions = {}): Limiter {
  const { share = 1 } = options
  if (!(share > 0 && share <= 1)) throw new RangeError(`share must be a number above 0 and up to 1, not ${share}`)
  return byOperation(quotas, ({ name, requests, perSeconds }) => {
    if (!(requests > 0 && perSeconds > 0)) {
      const found = `${requests} and ${perSeconds}`
      throw new RangeError(`quota ${name}: requests and perSeconds must be above 0, not ${found}`)
    }
    return createBucket(requests * share, perSeconds)
  })
}

/** The part of `rate-limiter-flexible`'s limiters that is used; whatever else has this shape will do. */
export interface PointsLimiter {
  /** Rejects with `{ msBeforeNext }` when there is no point left, and with an `Error` when it is out of order. */
  consume(key: string, points?: number): Promise<unknown>
}

/**
 * A limiter that a fleet of processes shares, over a limiter of the package `rate-limiter-flexible` (which keeps its
 * counts in Redis, Memcached, a database …). polykms does not load that package; it is handed in.
 *
 * @param quotas - `provider.quotas`, or your own.
 * @param make - A limiter for one quota, the same in every process.
 * @example
 * ```ts
 * const limiter = sharedLimiter(provider.quotas, ({ name, requests, perSeconds }) =>
 *   new RateLimiterRedis({ storeClient, keyPrefix: `kms:${name}`, points: requests, duration: perSeconds }))
 * const kms = createClient(provider, { limiter })
 * ```
 */
export function sharedLimiter(quotas: readonly Quota[] = [], make: (quota: Quota) => PointsLimiter): Limiter {
  return byOperation(quotas, (quota) => {
    const limiter = make(quota)
    return async (signal, { provider }) => {
      for (;;) {
        try {
          await limiter.consume(provider)
          return
        } catch (error) {
          const waitMs = msBeforeNext(error)
          if (waitMs === undefined) throw error
          // Spread over the next window's beginning: the whole fleet waits for the same moment.
          await wait(waitMs + Math.random() * SPREAD_MS, signal)
        }
      }
    }
  })
}

/** Milliseconds over which those who wait for the same moment are spread. */
const SPREAD_MS = 50

type Acquire = (signal: AbortSignal, request: LimitedRequest) => Promise<void>

/** One line per quota; an operation waits in each that counts it. */
function byOperation(quotas: readonly Quota[], make: (quota: Quota) => Acquire): Limiter {
  const lines = new Map<string, Acquire[]>()
  for (const quota of quotas) {
    const acquire = make(quota)
    for (const operation of quota.operations) lines.set(operation, [...(lines.get(operation) ?? []), acquire])
  }
  return {
    async acquire(request, signal) {
      for (const acquire of lines.get(request.operation) ?? []) await acquire(signal, request)
    },
  }
}

/** A token bucket with a queue. While nobody waits it holds no timer. */
function createBucket(requests: number, perSeconds: number): (signal: AbortSignal) => Promise<void> {
  const perMs = requests / (perSeconds * 1000)
  // A bucket that holds less than one request would never let one go.
  const capacity = Math.max(1, requests)
  const queue: (() => void)[] = []
  let tokens = capacity
  let filledMs = performance.now()
  let timer: NodeJS.Timeout | undefined

  const serve = () => {
    timer = undefined
    const nowMs = performance.now()
    tokens = Math.min(capacity, tokens + (nowMs - filledMs) * perMs)
    filledMs = nowMs
    while (tokens >= 1) {
      const next = queue.shift()
      if (next === undefined) return
      tokens -= 1
      next()
    }
    if (queue.length > 0) timer = setTimeout(serve, Math.ceil((1 - tokens) / perMs))
  }

  return (signal) =>
    new Promise((resolve, reject) => {
      const go = () => {
        stopListening()
        resolve()
      }
      const stopListening = onAbort(signal, () => {
        queue.splice(queue.indexOf(go), 1)
        if (queue.length === 0) {
          clearTimeout(timer)
          timer = undefined
        }
        reject(signal.reason)
      })
      queue.push(go)
      if (timer === undefined) serve()
    })
}

/** Waits; rejects when the signal fires. */
function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stopListening = onAbort(signal, () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
    const timer = setTimeout(() => {
      stopListening()
      resolve()
    }, delayMs)
  })
}

function msBeforeNext(refusal: unknown): number | undefined {
  if (typeof refusal !== 'object' || refusal === null || refusal instanceof Error) return undefined
  if (!('msBeforeNext' in refusal) || typeof refusal.msBeforeNext !== 'number') return undefined
  return Math.max(0, refusal.msBeforeNext)
}
