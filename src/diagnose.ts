import { adviceFor } from './advice.ts'
import { createClient, type KmsClient } from './client.ts'
import { isKmsError, type KmsError, type KmsErrorCode, TransportFailure } from './errors.ts'
import type { OperationName } from './operations/index.ts'
import type { Provider } from './provider.ts'
import type { Transport } from './wire.ts'

/** One thing that was looked at. */
export interface Check {
  /** What was looked at, such as `clock` or `may listKeys`. */
  readonly name: string
  /** `skipped`: could not be looked at, or need not be. */
  readonly outcome: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was found, as a sentence for people. */
  readonly found: string
  /** What to do about it. */
  readonly advice?: string
}

/** What `diagnose` is to look at. */
export interface DiagnoseOptions {
  /** A key whose use is to be checked as well; by dry runs, where the cloud has them. */
  readonly keyId?: string | undefined
  /** Default: the one of clients. Name, connection and TLS are probed past it only without it. */
  readonly transport?: Transport | undefined
}

/** AWS refuses what is signed more than 5 minutes off, Alibaba Cloud and Huawei Cloud more than 15. */
const MAX_SKEW_MS = 5 * 60_000
/** `Date` headers count whole seconds, and replies take time: less is no sign of a wrong clock. */
const NOTABLE_SKEW_MS = 30_000

/**
 * Looks for what keeps this machine from calling a service: endpoint, clock, credentials, permissions.
 *
 * Sends reads and dry runs only, and yields each check when it is done. Never rejects for what the service answers.
 *
 * @example
 * ```ts
 * for await (const { name, outcome, found, advice } of diagnose(fromEnv())) console.log(name, outcome, found, advice)
 * ```
 */
export async function* diagnose(
  provider: Provider,
  options: DiagnoseOptions = {},
): AsyncGenerator<Check, void, undefined> {
  const { refusal: unsigned, first } = await rehearse(provider)
  if (unsigned !== undefined) {
    yield { name: 'credentials', outcome: 'failed', ...told(unsigned) }
    return
  }
  const endpoint = endpointOf(provider) ?? first
  for (const url of options.transport === undefined ? unequal(endpoint, first) : []) {
    const { probe } = await import('./probe.ts')
    if (yield* probe(url, url === endpoint ? undefined : LOGIN)) continue
    yield { name: 'answer', outcome: 'skipped', found: `nothing can be sent to ${url.host}` }
    return
  }
  const watched = await watch(options.transport)
  const kms = createClient(provider, { transport: watched.transport, retries: 1 })
  const { refusal } = await outcomeOf(kms.listKeys({ limit: smallestPage(provider) }))
  yield* clock(watched.skewMs())
  yield* answered(refusal, endpoint)
  if (refusal === undefined || !STOPPING.includes(refusal.code)) {
    yield permission('listKeys', refusal)
    yield* permissions(kms, options.keyId)
  }
}

/** Where the first request would go, a login perhaps, or what keeps it from being signed; nothing is sent. */
async function rehearse(provider: Provider): Promise<{ readonly refusal?: KmsError; readonly first?: URL }> {
  let first: URL | undefined
  const transport: Transport = ({ url }) => {
    first ??= new URL(new URL(url).origin)
    return Promise.reject(new TransportFailure('unsent', 'not sent'))
  }
  const { refusal } = await outcomeOf(createClient(provider, { transport, retries: 0 }).describeKey({ keyId: 'none' }))
  if (first !== undefined) return { first }
  return refusal === undefined ? {} : { refusal }
}

/** Whoever logs in elsewhere calls the place so in its configuration. */
const LOGIN = 'Logins go there, not to the endpoint: iamEndpoint says where else they may go.'

function unequal(...urls: readonly (URL | undefined)[]): readonly URL[] {
  return urls.flatMap((url, at) =>
    url === undefined || urls.slice(0, at).some((other) => other?.href === url.href) ? [] : [url],
  )
}

/** Where requests go: as a request says that nobody sends. */
function endpointOf({ bindings }: Provider): URL | undefined {
  const { describeKey } = bindings
  return 'encode' in describeKey ? new URL(new URL(describeKey.encode({ keyId: 'none' }).url).origin) : undefined
}

function smallestPage({ limits }: Provider): number {
  return limits.pageItems?.min ?? 1
}

async function watch(given: Transport | undefined) {
  const send = given ?? (await import('./transport.ts')).createTransport()
  let skewMs: number | undefined
  const transport: Transport = async (request, signal) => {
    const reply = await send(request, signal)
    const serverMs = Date.parse(reply.headers['date'] ?? '')
    if (!Number.isNaN(serverMs)) skewMs = Date.now() - serverMs
    return reply
  }
  return { transport, skewMs: () => skewMs }
}

type Outcome<T> = { readonly value: T; readonly refusal?: never } | { readonly refusal: KmsError }

async function outcomeOf<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await call }
  } catch (error) {
    if (isKmsError(error)) return { refusal: error }
    throw error
  }
}

function* clock(skewMs: number | undefined): Generator<Check> {
  const name = 'clock'
  if (skewMs === undefined) {
    yield { name, outcome: 'skipped', found: 'no reply said what time it is' }
    return
  }
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const found = `${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} the service`
  const [advice] = adviceFor('ClockSkew')
  const wrong = { name, found, ...(advice && { advice }) }
  if (Math.abs(skewMs) > MAX_SKEW_MS) yield { ...wrong, outcome: 'failed' }
  else if (Math.abs(skewMs) > NOTABLE_SKEW_MS) yield { ...wrong, outcome: 'warning' }
  else yield { name, outcome: 'ok', found }
}

const UNANSWERED: readonly KmsErrorCode[] = ['Network', 'Timeout', 'Aborted', 'InvalidResponse', 'ServiceUnavailable']
const NOT_LET_IN: readonly KmsErrorCode[] = ['Unauthenticated', 'CredentialsExpired', 'ClockSkew', 'AccountUnusable']
/** After these nothing else can be learned. */
const STOPPING: readonly KmsErrorCode[] = [...UNANSWERED, ...NOT_LET_IN, 'InvalidInput']

function* answered(refusal: KmsError | undefined, endpoint: URL | undefined): Generator<Check> {
  const where = endpoint?.host ?? 'the service'
  if (refusal !== undefined && UNANSWERED.includes(refusal.code)) {
    yield { name: 'answer', outcome: 'failed', ...told(refusal) }
    return
  }
  // A refusal before the first request is about configuration or login, and nobody has answered yet.
  if (refusal !== undefined && refusal.attempts === 0) {
    yield { name: refusal.code === 'InvalidInput' ? 'region' : 'credentials', outcome: 'failed', ...told(refusal) }
    return
  }
  yield { name: 'answer', outcome: 'ok', found: `${where} answers like the service` }
  if (refusal !== undefined && NOT_LET_IN.includes(refusal.code)) {
    yield { name: 'credentials', outcome: 'failed', ...told(refusal) }
    return
  }
  yield { name: 'credentials', outcome: 'ok', found: 'the service knows the caller and accepts the signature' }
  yield { name: 'region', outcome: 'ok', found: `${where} serves it` }
}

const DENIED: readonly KmsErrorCode[] = ['AccessDenied', 'KeyNotFound', 'AliasNotFound']

function permission(operation: OperationName, refusal: KmsError | undefined): Check {
  const name = `may ${operation}`
  if (refusal === undefined) return { name, outcome: 'ok', found: 'allowed' }
  if (refusal.code === 'DryRunSucceeded') return { name, outcome: 'ok', found: 'allowed, by a dry run' }
  if (refusal.code === 'Unsupported') return { name, outcome: 'skipped', found: 'this cloud cannot be asked' }
  return { name, outcome: DENIED.includes(refusal.code) ? 'failed' : 'warning', ...told(refusal) }
}

/** Calls that change nothing. Whether a call that changes something is allowed, only doing it would tell. */
async function* permissions(kms: KmsClient, keyId: string | undefined): AsyncGenerator<Check> {
  const check = async (operation: OperationName, call: Promise<unknown>) =>
    permission(operation, (await outcomeOf(call)).refusal)
  if (kms.supports('listAliases')) yield check('listAliases', kms.listAliases())
  if (keyId === undefined) return
  const seen = await outcomeOf(kms.describeKey({ keyId }))
  yield permission('describeKey', seen.refusal)
  if (seen.refusal !== undefined) return
  const { state, usage } = seen.value
  yield { name: 'key', outcome: state === 'Enabled' ? 'ok' : 'warning', found: `${keyId} is ${state}` }
  if (usage !== 'ENCRYPT_DECRYPT') return
  const dryRun = true
  yield check('encrypt', kms.encrypt({ keyId, plaintext: Buffer.from('x'), dryRun }))
  yield check('generateDataKey', kms.generateDataKey({ keyId, dryRun }))
}

function told(error: KmsError): Pick<Check, 'found' | 'advice'> {
  const [advice] = adviceFor(error.code)
  return { found: error.message, ...(advice && { advice }) }
}
