import type { KmsErrorCode } from './errors.ts'
import type { KeyState } from './key-state.ts'
import type { Limits, Quota } from './limits.ts'
import { type Input, type OperationName, type Output, operationNames } from './operations/index.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/** One request and its reply. Both functions are pure. */
export interface Codec<I, O> {
  /** Makes the request, but for its authentication; throws `KmsFailure` for an input this cloud does not take. */
  encode(input: I): WireRequest
  /** Reads the parsed reply (`{}` for an empty body) with a schema; throws if it is not of the documented shape. */
  decode(reply: unknown, input: I): O
  /** Turns an error reply that is really an answer into one: a failed verification into `valid: false`. */
  fromError?(facts: ErrorFacts): O | undefined
  /** May it, or this input, be sent again after an unclear failure? Overrides the operation table. */
  readonly idempotent?: boolean | ((input: I) => boolean)
  /** Fields this cloud cannot carry, with the reason. A call that gives one is refused, never stripped of it. */
  readonly refuses?: { readonly [F in keyof I]?: string }
}

/** What a composite may do: other operations, or a request of its own, within the same deadline and retries. */
export interface Caller {
  /** Another operation of the table; rejects as that operation would. */
  operation<K extends OperationName>(name: K, input: Input<K>): Promise<Output<K>>
  /**
   * A request that is no operation.
   *
   * @param whenUnclear - Looks, after a failure that leaves the effect open, whether it happened; `undefined`: that cannot
   * be told. Within the same deadline. Should it fail itself, the call fails as the request did.
   */
  codec<I, O>(codec: Codec<I, O>, input: I, whenUnclear?: () => Promise<O | undefined>): Promise<O>
  /** When the call began, by the client's clock, in ms since the epoch. */
  readonly startedMs: number
}

/** An operation that this cloud needs several requests for. */
export interface Composite<I, O> {
  /** Does the operation by calls of `call`; what one of them rejects with, the operation rejects with. */
  run(input: I, call: Caller): Promise<O>
  /** Fields this cloud cannot carry, with the reason. A call that gives one is refused, never stripped of it. */
  readonly refuses?: { readonly [F in keyof I]?: string }
}

/** An operation that this cloud does not have. */
export interface Unsupported {
  /** Why not, and what to do instead: the message of the refusal. */
  readonly unsupported: string
  /** The public page or repository that says so. */
  readonly source: string
}

/** What a provider does for one operation. */
export type Binding<I, O> = Codec<I, O> | Composite<I, O> | Unsupported

/** One binding for each operation of the table. */
export type Bindings = { readonly [K in OperationName]: Binding<Input<K>, Output<K>> }

/**
 * May a failed attempt be made again?
 *
 * `never`: the answer will not change. `not-executed`: the service certainly did nothing (throttled).
 * `transient`: it may have done it, so only idempotent operations are sent again.
 */
export type RetryClass = 'never' | 'not-executed' | 'transient'

/** One row of a provider's error table. */
export interface ErrorRule {
  /** The code that the cloud's own becomes. */
  readonly code: KmsErrorCode
  /** May the attempt be made again? */
  readonly retry: RetryClass
  /** Set when the code itself tells the state. */
  readonly keyState?: KeyState
  /** The public page or repository that says so. */
  readonly source: string
  /** Present when no page states it: polykms concluded it. */
  readonly evidence?: 'inferred'
}

/** An error reply, read. */
export interface ErrorFacts {
  /** The cause, by the same word on every cloud. */
  readonly code: KmsErrorCode
  /** May the attempt be made again? */
  readonly retry: RetryClass
  /** The cloud's own code, unchanged. */
  readonly providerCode?: string | undefined
  /** The cloud's own words; shown only after secrets are taken out. */
  readonly message?: string | undefined
  /** By which the cloud's support finds the request. */
  readonly requestId?: string | undefined
  /** The key's state, only when the reply says it. */
  readonly keyState?: KeyState | undefined
  /** The cloud's own hint how long to wait, where it is not in `Retry-After`. */
  readonly retryAfterMs?: number | undefined
}

/** What is known of the request that an error reply answers. */
export interface ErrorContext {
  /** The operation of the table, or the action given to `raw`. */
  readonly operation: string
  /** The clock that the request was signed by, in ms since the epoch: where it agrees with the service's, it is not at fault. */
  readonly nowMs: number
}

/** What a provider may use to sign a request. */
export interface AuthenticateContext {
  /** The time to sign with: the client's clock, corrected by what the service's `Date` taught. */
  readonly now: () => Date
  /** Sends another request (a login) through the client's transport, inside the same attempt. */
  readonly send: (request: WireRequest) => Promise<WireResponse>
  /** Fires when the attempt is given up. */
  readonly signal: AbortSignal
  /** True once after the service called the credentials expired: do not use cached ones. */
  readonly refresh: boolean
}

/** A cloud, as data: what `aws(…)`, `alibaba(…)` and the others return. Holds no connection. */
export interface Provider {
  /** Such as `aws`: names the cloud in errors and reports. */
  readonly id: string
  /** The bounds that are checked before anything is sent. */
  readonly limits: Limits
  /** The rates that the cloud publishes, for `tokenBucketLimiter` and `sharedLimiter`; absent: it publishes none. */
  readonly quotas?: readonly Quota[]
  /** What the cloud does for each operation. */
  readonly bindings: Bindings
  /** Signs the request or adds a token. May change its URL (a project id found at login), never its body. */
  authenticate(request: WireRequest, context: AuthenticateContext): Promise<WireRequest>
  /** Reads a reply whose status is not 2xx, or for which `isError` is true. */
  toError(response: WireResponse, context: ErrorContext): ErrorFacts
  /** For a cloud that reports an error with status 200. */
  isError?(response: WireResponse): boolean
  /** The id by which the cloud finds this exchange in its own logs. */
  requestId(response: WireResponse): string | undefined
  /** A call by the cloud's own name, for what the operation table does not cover. */
  raw(action: string, parameters: Readonly<Record<string, unknown>>): WireRequest
}

export function isUnsupported<I, O>(binding: Binding<I, O>): binding is Unsupported {
  return 'unsupported' in binding
}

export function isComposite<I, O>(binding: Binding<I, O>): binding is Composite<I, O> {
  return 'run' in binding
}

/** Bindings of a cloud that has some of the operations; every other one is refused before anything is sent. */
export function bindingsOf(had: Partial<Bindings>, otherwise: Unsupported): Bindings {
  const all = Object.fromEntries(operationNames.map((name) => [name, had[name] ?? otherwise]))
  if (bindsEverything(all)) return all
  throw new TypeError('an operation has no binding')
}

function bindsEverything(bindings: object): bindings is Bindings {
  return operationNames.every((name) => Object.hasOwn(bindings, name))
}
