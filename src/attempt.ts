import { bounded, type Deadline, Stopped } from './deadline.ts'
import type { AuthenticateContext, ErrorContext, ErrorFacts } from './provider.ts'
import { redact, secretHeaders, secretParameters } from './redact.ts'
import type { ClientCore } from './settings.ts'
import type { Stop } from './stop.ts'
import { unansweredFacts } from './unanswered.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/** An {@link ErrorFacts} with what only the pipeline knows. */
export interface AttemptFacts extends ErrorFacts {
  readonly field?: string | undefined
  readonly keyId?: string | undefined
  readonly httpStatus?: number | undefined
  /** `Retry-After` of a login that was refused. */
  readonly retryAfter?: string | undefined
  /** Would another call have a chance, though this one must not try again? */
  readonly retryable?: boolean
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

/** How one attempt ended. Nothing in it that a server said still holds a secret of the call, but for the body. */
export type Attempt = (Success | Failure) & {
  /** Did the request leave? */
  readonly sent: boolean
  readonly requestId: string | undefined
}

export interface AttemptPlan {
  readonly operation: string
  readonly timeoutMs: number
  readonly deadline: Deadline
  readonly refresh: boolean
  /** Values of the input that no message may repeat. */
  readonly secrets: readonly unknown[]
}

/** Signs and sends once, and reads the answer. Never rejects. */
export async function attempt(core: ClientCore, request: WireRequest, plan: AttemptPlan): Promise<Attempt> {
  // Read once: a reply to a call at the same time may teach another offset before ours is here.
  const { clockOffsetMs } = core
  const nowMs = () => core.now() + clockOffsetMs
  let signed: WireRequest | undefined
  let sent = false
  try {
    const response = await bounded(plan.deadline, plan.timeoutMs, async (stop) => {
      signed = await core.provider.authenticate(request, new Authentication(core, nowMs, plan.refresh, stop))
      // Credentials may come after the attempt was given up: nothing must leave any more.
      if (stop.stopped) throw new Stopped('aborted')
      sent = true
      // Not `{ ...signed.headers, … }`: docs/decisions/014-speed.md.
      const headers = Object.assign({}, signed.headers, { 'user-agent': core.userAgent })
      return core.send({ ...signed, headers }, stop)
    })
    const clean = cleaner(plan.secrets, signed)
    const requestId = clean(core.provider.requestId(response))
    const context = { operation: plan.operation, nowMs: nowMs() }
    return readReply(core, response, context, clean, requestId)
  } catch (error) {
    return { ok: false, facts: unansweredFacts(error, sent), response: undefined, sent, requestId: undefined }
  }
}

/** A class, as an object literal with a getter takes ten times as long to make and is slow to read. */
class Authentication implements AuthenticateContext {
  readonly now: () => Date
  readonly send: AuthenticateContext['send']
  readonly refresh: boolean
  readonly #stop: Stop

  constructor(core: ClientCore, nowMs: () => number, refresh: boolean, stop: Stop) {
    this.now = () => new Date(nowMs())
    this.send = (login) => core.send(login, stop)
    this.refresh = refresh
    this.#stop = stop
  }

  /** Made when it is asked for: most providers never do. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }
}

type Clean = (text: string | undefined) => string | undefined

/** Most of what servers say is a plain word or id: only what could quote a header or URL is searched for those. */
const PLAIN = /^[A-Za-z0-9.-]{1,40}$/

function cleaner(secrets: readonly unknown[], signed: WireRequest | undefined): Clean {
  return (text) => {
    if (text === undefined) return text
    if (signed === undefined || PLAIN.test(text)) return redact(text, secrets)
    return redact(text, [...secrets, ...secretHeaders(signed.headers), ...secretParameters(signed.url)])
  }
}

// Their messages quote what was signed, and what was signed may hold plaintext.
const QUOTES_REQUEST = new Set(['Unauthenticated', 'ClockSkew', 'CredentialsExpired'])

function readReply(
  core: ClientCore,
  response: WireResponse,
  context: ErrorContext,
  clean: Clean,
  requestId: string | undefined,
): Attempt {
  const { provider } = core
  if (response.status < 200 || response.status >= 300 || provider.isError?.(response)) {
    const said = provider.toError(response, context)
    const facts: AttemptFacts = {
      ...said,
      message: QUOTES_REQUEST.has(said.code) ? undefined : clean(said.message),
      providerCode: clean(said.providerCode),
      requestId: clean(said.requestId),
      httpStatus: response.status,
    }
    return { ok: false, facts, response, sent: true, requestId }
  }
  try {
    const reply = response.body === '' ? {} : JSON.parse(response.body)
    return { ok: true, response, reply, sent: true, requestId }
  } catch {
    // A cut or foreign body (a proxy's page) may be whole the next time.
    const facts: AttemptFacts = {
      code: 'InvalidResponse',
      retry: 'transient',
      message: 'the reply is not JSON: something other than the service may have answered, such as a proxy',
      requestId,
      httpStatus: response.status,
    }
    return { ok: false, facts, response, sent: true, requestId }
  }
}
