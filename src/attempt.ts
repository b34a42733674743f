import { bounded, type Deadline, Stopped } from './deadline.ts'
import { KmsFailure, TransportFailure } from './errors.ts'
import type { ErrorFacts } from './provider.ts'
import type { ClientCore } from './settings.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/** An {@link ErrorFacts} with what only the pipeline knows. */
export interface AttemptFacts extends ErrorFacts {
  readonly field?: string | undefined
  readonly keyId?: string | undefined
  readonly httpStatus?: number | undefined
  /** The message is polykms's own and holds nothing from a request or reply. */
  readonly ours: boolean
}

interface Success {
  readonly ok: true
  readonly response: WireResponse
  /** The body, parsed; `{}` if there was none. */
  readonly reply: unknown
}

interface Failure {
  readonly ok: false
  readonly facts: AttemptFacts
  readonly response: WireResponse | undefined
}

/** How one attempt ended. `signed` is what left, if anything was ready to leave. */
export type Attempt = (Success | Failure) & { readonly sent: boolean; readonly signed: WireRequest | undefined }

export interface AttemptPlan {
  readonly operation: string
  readonly timeoutMs: number
  readonly deadline: Deadline
  readonly refresh: boolean
}

/** Signs and sends once, and reads the answer. Never rejects. */
export async function attempt(core: ClientCore, request: WireRequest, plan: AttemptPlan): Promise<Attempt> {
  let signed: WireRequest | undefined
  let sent = false
  try {
    const response = await bounded(plan.deadline, plan.timeoutMs, async (signal) => {
      signed = await core.provider.authenticate(request, {
        now: () => new Date(core.now() + core.clockOffsetMs),
        send: (login) => core.transport(login, signal),
        signal,
        refresh: plan.refresh,
      })
      // Credentials may come after the attempt was given up: nothing must leave any more.
      if (signal.aborted) throw new Stopped('aborted')
      sent = true
      return core.transport({ ...signed, headers: { ...signed.headers, 'user-agent': core.userAgent } }, signal)
    })
    return { ...readReply(core, response, plan.operation), sent, signed }
  } catch (error) {
    return { ok: false, facts: factsOf(error, sent), response: undefined, sent, signed }
  }
}

function readReply(core: ClientCore, response: WireResponse, operation: string): Success | Failure {
  const { provider } = core
  if (response.status < 200 || response.status >= 300 || provider.isError?.(response)) {
    const facts = provider.toError(response, { operation, nowMs: core.now() })
    return { ok: false, facts: { ...facts, httpStatus: response.status, ours: false }, response }
  }
  try {
    return { ok: true, response, reply: response.body === '' ? {} : JSON.parse(response.body) }
  } catch {
    // A cut or foreign body (a proxy's page) may be whole the next time.
    const facts: AttemptFacts = {
      code: 'InvalidResponse',
      retry: 'transient',
      message: 'the reply is not JSON',
      requestId: provider.requestId(response),
      httpStatus: response.status,
      ours: true,
    }
    return { ok: false, facts, response }
  }
}

function factsOf(error: unknown, sent: boolean): AttemptFacts {
  if (error instanceof Stopped) return stoppedFacts(error, sent)
  if (error instanceof TransportFailure) {
    if (error.kind === 'oversized') {
      return {
        code: 'InvalidResponse',
        retry: 'never',
        message: `the reply is too large: ${error.message}`,
        ours: true,
      }
    }
    const retry = error.kind === 'unsent' ? 'not-executed' : 'transient'
    return { code: 'Network', retry, message: error.message, ours: true }
  }
  if (error instanceof KmsFailure) return { ...error.facts, retry: 'never', message: error.message, ours: true }
  // Foreign errors may hold requests, headers and bodies: nothing of them is shown.
  return sent
    ? { code: 'Network', retry: 'transient', message: 'the transport failed', ours: true }
    : { code: 'Unauthenticated', retry: 'never', message: 'no credentials: their source failed', ours: true }
}

function stoppedFacts(stopped: Stopped, sent: boolean): AttemptFacts {
  switch (stopped.reason) {
    case 'aborted':
      return { code: 'Aborted', retry: 'never', message: 'stopped by the caller', ours: true }
    case 'deadline':
      return { code: 'Timeout', retry: 'never', message: 'the deadline of the call passed', ours: true }
    case 'timeout':
      return {
        code: 'Timeout',
        retry: sent ? 'transient' : 'not-executed',
        message: 'no complete answer within timeoutMs',
        ours: true,
      }
  }
}
