import { isKmsError, KmsFailure } from './errors.ts'
import { type Call, exchange, type ReplyInfo } from './exchange.ts'
import { type OperationName, type Output, operations } from './operations/index.ts'
import { type Caller, isComposite, isUnsupported } from './provider.ts'
import { abortSignal, type CallOptions, type ClientCore, milliseconds, retryCount } from './settings.ts'
import { errorOf } from './to-error.ts'
import { checkFields, checkLimits, validate } from './validate.ts'

/** What an operation resolves with: its output, and `requestId` and `raw` that no log shows by itself. */
export type Result<K extends OperationName> = Output<K> & ReplyInfo

/** Runs one operation: validate → bind → encode → sign → send → decode or map error → maybe retry. */
export async function call<K extends OperationName>(
  core: ClientCore,
  name: K,
  input: unknown,
  options?: CallOptions,
): Promise<Result<K>> {
  const current = open(core, name, options ?? {})
  try {
    const given: Readonly<Record<string, unknown>> = typeof input === 'object' && input !== null ? { ...input } : {}
    current.secrets = operations[name].secrets.input.map((field) => given[field]).filter((value) => value !== undefined)
    if (typeof given['keyId'] === 'string') current.keyId = given['keyId']
    const output = await invoke(current, name, input)
    return withReply(output, current.reply)
  } catch (error) {
    throw isKmsError(error) ? error : errorOf(current, error)
  }
}

function withReply<O extends object>(output: O, { requestId, raw }: ReplyInfo): O & ReplyInfo {
  const result: object = Object.assign({}, output)
  Object.defineProperty(result, 'requestId', { value: requestId })
  Object.defineProperty(result, 'raw', { value: raw })
  // The boundary between what was just defined and its type, which the compiler cannot see.
  return result as O & ReplyInfo
}

/** Runs one request by the cloud's own name; resolves with the parsed reply. */
export async function callRaw(
  core: ClientCore,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
  options?: CallOptions,
): Promise<unknown> {
  const current = open(core, action, options ?? {})
  try {
    current.secrets = Object.values(parameters)
    const codec = { encode: () => core.provider.raw(action, parameters), decode: (reply: unknown) => reply }
    return await exchange(current, action, codec, undefined, { idempotent: false, mutates: true })
  } catch (error) {
    throw isKmsError(error) ? error : errorOf(current, error)
  }
}

function open(core: ClientCore, operation: string, options: CallOptions): Call {
  const { provider } = core
  const deadlineMs = milliseconds(provider, 'deadlineMs', options.deadlineMs) ?? core.deadlineMs
  return {
    core,
    provider: provider.id,
    operation,
    keyId: undefined,
    secrets: [],
    deadline: { atMs: performance.now() + deadlineMs, signal: abortSignal(provider, options.signal) },
    timeoutMs: milliseconds(provider, 'timeoutMs', options.timeoutMs) ?? core.timeoutMs,
    retries: retryCount(provider, options.retries) ?? core.retries,
    started: 0,
    attempts: 0,
    uncertain: false,
    reply: { requestId: undefined, raw: undefined },
  }
}

async function invoke<K extends OperationName>(current: Call, name: K, given: unknown): Promise<Output<K>> {
  const { provider, checksLimits } = current.core
  const input = validate(name, given)
  const binding = provider.bindings[name]
  if (isUnsupported(binding)) {
    throw new KmsFailure({ code: 'Unsupported' }, `${binding.unsupported} (${binding.source})`)
  }
  checkFields(input, binding.refuses)
  if (checksLimits) checkLimits(name, input, provider.limits)
  if (!isComposite(binding)) return exchange(current, name, binding, input, operations[name])
  const { now, clockOffsetMs } = current.core
  const caller: Caller = {
    operation: (other, otherInput) => invoke(current, other, otherInput),
    codec: async (codec, codecInput, whenUnclear) => {
      const before = current.uncertain
      try {
        return await exchange(current, name, codec, codecInput, operations[name])
      } catch (error) {
        if (whenUnclear === undefined || !isKmsError(error) || !error.ambiguous) throw error
        const found = await whenUnclear().catch(() => undefined)
        if (found === undefined) throw error
        current.uncertain = before
        return found
      }
    },
    startedMs: now() + clockOffsetMs,
  }
  return binding.run(input, caller)
}
