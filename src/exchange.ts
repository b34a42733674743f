import { type Attempt, attempt } from './attempt.ts'
import { cure, isUncertain } from './cure.ts'
import { bounded, type Deadline, MAX_TIMER_MS, pause, Stopped, stoppedWhile } from './deadline.ts'
import { decodeReply } from './decode.ts'
import type { Limiter } from './limiter.ts'
import type { OperationDefinition } from './operations/define.ts'
import type { Codec } from './provider.ts'
import { parseRetryAfterMs, retryDelayMs } from './retry.ts'
import type { ClientCore } from './settings.ts'
import type { Stop } from './stop.ts'
import { errorOfAttempt, type Subject } from './to-error.ts'

/** What a result carries beside its fields; not enumerable, so that nobody logs it by accident. */
export interface ReplyInfo {
  /** By which the cloud's support finds the request, where the reply has it. */
  readonly requestId: string | undefined
  /** The cloud's reply, parsed: it may hold plaintext. */
  readonly raw: unknown
}

/** One call by its user, however many requests it takes. */
export interface Call extends Subject {
  readonly core: ClientCore
  readonly deadline: Deadline
  readonly timeoutMs: number
  readonly retries: number
  keyId: string | undefined
  secrets: readonly unknown[]
  /** Attempts begun, also those that failed before anything was sent. */
  started: number
  attempts: number
  uncertain: boolean
  reply: ReplyInfo
}

type Effect = Pick<OperationDefinition, 'idempotent' | 'mutates'>

/** Sends one request, as often as `retry.ts` allows, and reads the reply. */
export async function exchange<I, O>(
  current: Call,
  operation: string,
  codec: Codec<I, O>,
  input: I,
  effect: Effect,
): Promise<O> {
  const { core, deadline, timeoutMs, secrets } = current
  const request = codec.encode(input)
  const own = codec.idempotent
  const idempotent = (typeof own === 'function' ? own(input) : own) ?? effect.idempotent
  const cured = new Set<string>()
  for (let tries = 1; ; tries += 1) {
    if (core.limiter !== undefined) await waitForTurn(core, core.limiter, deadline, operation)
    const startedMs = performance.now()
    current.started += 1
    const refresh = cured.has('CredentialsExpired')
    const result = await attempt(core, request, { operation, timeoutMs, deadline, refresh, secrets })
    if (result.sent) current.attempts += 1
    observe(current, result, performance.now() - startedMs)
    const read = result.ok ? readOutput(current, codec, result, input, effect) : result.facts
    if ('output' in read) return read.output
    const facts = read
    const { response } = result
    const answer = codec.fromError?.(facts)
    if (answer !== undefined) {
      current.reply = { requestId: facts.requestId, raw: parsed(response?.body) }
      return answer
    }
    if (effect.mutates && result.sent && isUncertain(facts)) current.uncertain = true
    if (tries <= current.retries && cure(core, facts, response?.headers['date'], cured)) continue
    const delayMs = retryDelayMs({
      retry: facts.retry,
      throttled: facts.code === 'Throttled',
      idempotent,
      attempts: tries,
      retries: current.retries,
      retryAfterMs:
        facts.retryAfterMs ?? parseRetryAfterMs(response?.headers['retry-after'] ?? facts.retryAfter, core.now()),
      random: Math.random(),
    })
    const inTime = delayMs !== undefined && performance.now() + delayMs < deadline.atMs
    if (!inTime || !core.budget.spend(facts.retry)) throw errorOfAttempt(current, facts)
    await pause(deadline, delayMs).catch((error: unknown) => {
      throw stoppedWhile('waiting between two attempts', error)
    })
  }
}

/** Waits until the limiter lets a request go. What it rejects with itself lets it go too. */
async function waitForTurn(
  { provider }: ClientCore,
  limiter: Limiter,
  deadline: Deadline,
  operation: string,
): Promise<void> {
  const turn = ({ signal }: Stop) => limiter.acquire({ provider: provider.id, operation }, signal)
  await bounded(deadline, MAX_TIMER_MS, turn).catch((error: unknown) => {
    if (error instanceof Stopped) throw stoppedWhile('waiting for the rate limit', error)
  })
}

function observe(current: Call, result: Attempt, durationMs: number): void {
  const { core, started, operation } = current
  if (core.onAttempt === undefined) return
  const response = result.response
  try {
    const told: unknown = core.onAttempt({
      provider: core.provider.id,
      operation,
      attempt: started,
      status: response?.status,
      code: result.ok ? undefined : result.facts.code,
      requestId: result.requestId,
      durationMs,
    })
    // An observer cannot change a call, so not by throwing or rejecting either.
    if (told instanceof Promise) told.catch(() => {})
  } catch {}
}

function readOutput<I, O>(
  current: Call,
  codec: Codec<I, O>,
  { response, reply, requestId }: Attempt & { readonly ok: true },
  input: I,
  { mutates }: Effect,
) {
  current.reply = { requestId, raw: reply }
  try {
    const read = decodeReply(codec, response, reply, input, mutates, requestId)
    if ('output' in read) current.core.budget.earn()
    return read
  } catch (error) {
    // The effect has happened; only its report cannot be read.
    if (mutates) current.uncertain = true
    throw error
  }
}

function parsed(body = ''): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
