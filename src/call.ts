import { isKmsError, KmsFailure } from './errors.ts'
import { type Call, exchange, type ReplyInfo } from './exchange.ts'
import { type OperationName, type Output, operations } from './operations/index.ts'
import { type Caller, isComposite, isUnsupported } from './provider.ts'
import { type CallOptions, type ClientCore, milliseconds, retryCount } from './settings.ts'
import { errorOf, type Subject } from './to-error.ts'
import { checkFields, checkLimits, validate } from './validate.ts'

export type Result<K extends OperationName> = Output<K> & ReplyInfo

/** Runs one operation: validate → bind → encode → sign → send → decode or map error → maybe retry. */
export async function call<K extends OperationName>(
  core: ClientCore,
  name: K,
  input: unknown,
  options: CallOptions = {},
): Promise<Result<K>> {
  const given: Readonly<Record<string, unknown>> = typeof input === 'object' && input !== null ? { ...input } : {}
  const secrets = operations[name].secrets.input.map((field) => given[field])
  const keyId = typeof given['keyId'] === 'string' ? given['keyId'] : undefined
  const current = open(core, { operation: name, keyId, secrets, mutates: operations[name].mutates }, options)
  try {
    const output = await invoke(current, name, input)
    const { requestId, raw } = current.reply
    return Object.defineProperties({ ...output, requestId, raw }, { requestId: HIDDEN, raw: HIDDEN })
  } catch (error) {
    throw isKmsError(error) ? error : errorOf(current, error)
  }
}

const HIDDEN = { enumerable: false } as const

/** Runs one request by the cloud's own name; resolves with the parsed reply. */
export async function callRaw(
  core: ClientCore,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
  options: CallOptions = {},
): Promise<unknown> {
  const secrets = Object.values(parameters)
  const current = open(core, { operation: action, keyId: undefined, secrets, mutates: true }, options)
  try {
    const codec = { encode: () => core.provider.raw(action, parameters), decode: (reply: unknown) => reply }
    return await exchange(current, action, codec, undefined, false)
  } catch (error) {
    throw isKmsError(error) ? error : errorOf(current, error)
  }
}

type Opening = Pick<Subject, 'operation' | 'keyId' | 'secrets' | 'mutates'>

function open(core: ClientCore, subject: Opening, options: CallOptions): Call {
  const deadlineMs = milliseconds(core.provider, 'deadlineMs', options.deadlineMs) ?? core.deadlineMs
  return {
    ...subject,
    core,
    provider: core.provider.id,
    deadline: { atMs: performance.now() + deadlineMs, signal: options.signal },
    timeoutMs: milliseconds(core.provider, 'timeoutMs', options.timeoutMs) ?? core.timeoutMs,
    retries: retryCount(core.provider, options.retries) ?? core.retries,
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
  const { idempotent } = operations[name]
  if (!isComposite(binding)) return exchange(current, name, binding, input, idempotent)
  const caller: Caller = {
    operation: (other, otherInput) => invoke(current, other, otherInput),
    codec: (codec, codecInput) => exchange(current, name, codec, codecInput, idempotent),
  }
  return binding.run(input, caller)
}
