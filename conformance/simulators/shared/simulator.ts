import { CallLog, type CallRecord } from './calls.ts'
import { type Clock, createClock } from './clock.ts'
import type { Credential, Engine, Exchange, Kernel, PutKeyResult, Recognition } from './engine.ts'
import { type Fault, Faults } from './faults.ts'
import {
  type Answer,
  connectionCut,
  htmlReply,
  type IncomingRequest,
  isConnectionCut,
  pause,
  type Reply,
  type RequestHead,
  readBody,
  toResponse,
} from './http.ts'
import { Lag, type LagSettings } from './lag.ts'
import { createRandom } from './random.ts'
import { type Snapshot, Store } from './store.ts'

/** Options that every simulator takes. */
export interface SimulatorOptions {
  /** Makes ids, tokens and symmetric keys repeatable. */
  readonly seed?: string | number
  /** Replaces the default (access key `test`, secret `test`). */
  readonly credentials?: readonly Credential[]
  /** Further callers beside those. */
  readonly moreCredentials?: readonly Credential[]
  /** The wall clock, in ms since the epoch. */
  readonly now?: () => number
  /** Host names, beside the cloud's own, under which msw answers. */
  readonly hosts?: readonly string[]
  /** Longest request body that is read, in bytes; 1 MiB by default. */
  readonly bodyLimitBytes?: number
}

/** What only a simulator can do: it bends keys, time and the network. */
export interface Control<PutKey> {
  /** Virtual time: read it, push it forward. */
  readonly clock: Pick<Clock, 'now' | 'advance'>
  /** Puts a key into any state, reachable by calls or not; it stays there. */
  putKey(input: PutKey): PutKeyResult
  /** What goes wrong with calls: arm, disarm, list. */
  readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>
  /** Sets or (without settings) ends lag. */
  lag(settings?: LagSettings): void
  /** The lag that is set. */
  lagSettings(): LagSettings | undefined
  /** Back to the beginning: no keys, no faults, no lag, no log, the seed's first random byte, the wall's time. */
  reset(): void
  /** Everything the simulator remembers, key material included. */
  snapshot(): Snapshot
  /** Takes a snapshot back; throws if it is none of this cloud's. */
  restore(snapshot: unknown): void
  /** For who keeps the state elsewhere: every change as it happens, and a way to repeat it. */
  readonly store: Pick<Store, 'onChange' | 'onReplaced' | 'contents' | 'replay' | 'replayNextSeq'>
  /** Call after a replay: goes on with the seeded stream where the log ended. */
  resume(): void
}

/** A cloud's KMS in this process. */
export interface Simulator<PutKey = never> {
  /** Id of the cloud, such as `aws`. */
  readonly cloud: string
  /** URLs under which it answers with msw. */
  readonly hosts: readonly RegExp[]
  /** Answers like the cloud; rejects like global `fetch` when a fault cuts the connection. Needs no `this`. */
  readonly fetch: (request: Request) => Promise<Response>
  /** What `fetch` does, for a server that has read the request already. */
  readonly answer: (request: IncomingRequest) => Promise<Answer>
  /** Longest request body that is read. */
  readonly bodyLimitBytes: number
  /** `body`: for requests that name their caller there alone (a login at Huawei's or OTC's IAM). */
  readonly recognise: (head: RequestHead | Request, body?: Uint8Array) => Recognition
  /** What only a simulator can do. */
  readonly control: Control<PutKey>
  /** Every call so far, oldest first, without bodies. */
  readonly calls: () => readonly CallRecord[]
}

/** A simulator of whichever cloud: everything but the input of its `putKey` is known. */
export type AnySimulator = Simulator<never>

const DEFAULT_CREDENTIALS: readonly Credential[] = [{ accessKeyId: 'test', secret: 'test' }]
const DEFAULT_BODY_LIMIT_BYTES = 1_048_576
const DEFAULT_DELAY_MS = 1_000
const DEFAULT_SKEW_MS = 3_600_000

const exactHost = (host: string): RegExp =>
  new RegExp(`^https?://${host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(:\\d+)?(/|$)`, 'i')

/** The error's name and the first place in it, and nothing of its message: that may quote a request. */
const placeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'a thrown value'
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
  return `${error.name} ${place?.trim() ?? ''}`.trim()
}

/** Builds a simulator from an engine: clock, randomness, store, faults, lag and log are the same for every cloud. */
export const buildSimulator = <PutKey>(
  createEngine: (kernel: Kernel) => Engine<PutKey>,
  options: SimulatorOptions = {},
): Simulator<PutKey> => {
  const store = new Store()
  const kernelRows = store.table<{ readonly value: number }>('kernel')
  const clock = createClock(options.now, {
    get: () => kernelRows.get('offsetMs')?.value ?? 0,
    set: (value) => kernelRows.put('offsetMs', { value }),
  })
  const random = createRandom(options.seed)
  const credentials = [...(options.credentials ?? DEFAULT_CREDENTIALS), ...(options.moreCredentials ?? [])]
  const engine = createEngine({ store, clock, random, credentials })
  const faults = new Faults()
  const lag = new Lag()
  const log = new CallLog()
  store.onChange(lag.changed)

  /** The seeded stream's position is state too: a restored simulator must not hand out the same ids again. */
  const savePosition = () => {
    const value = random.position()
    if (value !== (kernelRows.get('position')?.value ?? 0)) kernelRows.put('position', { value })
  }
  // With every row, since a log may end between two changes of one call.
  store.onChange(({ table }) => {
    if (table !== kernelRows.name) savePosition()
  })
  const resume = () => random.seek(kernelRows.get('position')?.value ?? 0)

  const perform = async (exchange: Exchange, striking: readonly Fault[]): Promise<Reply> => {
    const strikes = (kind: Fault['kind'], effect?: 'after') =>
      striking.some((fault) => fault.kind === kind && (effect === undefined || fault.effect === effect))
    const serverError = () =>
      engine.refuse('server-error', exchange, striking.find(({ kind }) => kind === 'server-error')?.errorCode)
    if (strikes('throttle')) return engine.refuse('throttle', exchange)
    if (strikes('expired-token')) return engine.refuse('expired-token', exchange)
    if (strikes('access-denied')) return engine.refuse('access-denied', exchange)
    if (strikes('server-error') && !strikes('server-error', 'after')) return serverError()
    if (strikes('cut-connection') && !strikes('cut-connection', 'after')) throw connectionCut()
    engine.settle(exchange.nowMs)
    const reply = await engine.handle(exchange)
    if (strikes('server-error', 'after')) return serverError()
    if (strikes('cut-connection', 'after')) throw connectionCut()
    return reply
  }

  const answer = async (request: IncomingRequest): Promise<Answer> => {
    const { method, url, headers, body } = request
    const received = { method, url, headers, body: body ?? new Uint8Array() }
    const identity = engine.identify(received)
    const striking = faults.strike(identity.action)
    const fault = (kind: Fault['kind']) => striking.find((candidate) => candidate.kind === kind)
    const wrongClock = fault('wrong-clock')
    const onlyReads = engine.onlyReads(identity.action)
    const exchange: Exchange = {
      request: received,
      identity,
      requestId: random.uuid(),
      nowMs: clock.now(),
      wallMs: clock.wall() + (wrongClock === undefined ? 0 : (wrongClock.skewMs ?? DEFAULT_SKEW_MS)),
      rows: (table) => (onlyReads ? lag.view(table) : table),
    }
    const record = (status: number, reply?: Reply, defect?: string) =>
      log.add({
        cloud: engine.cloud,
        ...identity,
        ...(reply?.keyId !== undefined && { keyId: reply.keyId }),
        status,
        ...(reply?.errorCode !== undefined && { errorCode: reply.errorCode }),
        time: new Date(exchange.nowMs).toISOString(),
        ...(defect !== undefined && { defect }),
      })

    const slowStart = fault('slow-first-byte')
    if (slowStart) await pause(slowStart.delayMs ?? DEFAULT_DELAY_MS, request.signal)
    let reply: Reply
    try {
      reply = body === undefined ? engine.refuse('too-large', exchange) : await perform(exchange, striking)
    } catch (error) {
      if (isConnectionCut(error)) {
        record(0)
        throw error
      }
      reply = engine.refuse('internal-error', exchange)
      record(reply.status, reply, placeOf(error))
      return reply
    } finally {
      savePosition()
    }
    const html = fault('html-body')
    if (html) reply = htmlReply(html.status ?? 502)
    if (fault('malformed-body')) reply = { ...reply, body: '{"truncated": ' }
    if (fault('empty-body')) reply = { ...reply, body: '' }
    record(reply.status, reply)
    const slowBody = fault('slow-body')
    return slowBody ? { ...reply, slowBodyMs: slowBody.delayMs ?? DEFAULT_DELAY_MS } : reply
  }

  const bodyLimitBytes = options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES
  const fetch = async (request: Request): Promise<Response> => {
    const { method, headers, signal } = request
    const body = await readBody(request, bodyLimitBytes)
    return toResponse(await answer({ method, url: new URL(request.url), headers, body, signal }), signal)
  }

  const start = () => {
    faults.clear()
    lag.set(undefined)
    log.clear()
  }
  return {
    cloud: engine.cloud,
    hosts: [...engine.hosts, ...(options.hosts ?? []).map(exactHost)],
    fetch,
    answer,
    bodyLimitBytes,
    recognise: ({ method, url, headers }, body) =>
      engine.recognise({
        method,
        url: typeof url === 'string' ? new URL(url) : url,
        headers,
        ...(body !== undefined && { body }),
      }),
    calls: () => log.list(),
    control: {
      clock: {
        now: clock.now,
        advance: (duration) => {
          const nowMs = clock.advance(duration)
          engine.settle(nowMs)
          savePosition()
          return nowMs
        },
      },
      putKey: (input) => {
        const put = lag.without(() => engine.putKey(input))
        savePosition()
        return put
      },
      faults,
      lag: (settings) => lag.set(settings),
      lagSettings: () => lag.settings,
      reset: () => {
        start()
        store.reset()
        random.seek(0)
      },
      snapshot: () => store.snapshot(),
      restore: (snapshot) => {
        store.restore(snapshot)
        start()
        resume()
      },
      store,
      resume,
    },
  }
}
