import type { Engine, Exchange, Kernel, Recognition, Refusal } from '../shared/engine.ts'
import type { ReceivedRequest, Reply } from '../shared/http.ts'
import { authenticate, forgetNonces } from './authenticate.ts'
import type { Call, Output } from './call.ts'
import { AlibabaRefusal, refusal } from './errors.ts'
import { HOSTS } from './hosts.ts'
import { type Action, inputs, isAction } from './inputs.ts'
import { handlerOf } from './operations/index.ts'
import { createPutKey, type PutKeyInput } from './put-key.ts'
import { errorReply, successReply } from './reply.ts'
import { authorizationPart, looksLikeRpc, type Parameters, type RpcRequest, readRpc } from './rpc.ts'
import { settle } from './settle.ts'
import { createTables } from './tables.ts'
import type { Limits } from './types.ts'
import { validate } from './validate.ts'

const ACCOUNT = '000000000000'
const VERSION = '2016-01-20'

/** Actions that change nothing about keys and so may see lagging rows. */
const ONLY_READS =
  /^(?:Describe|List|Get(?!ParametersForImport)|Encrypt|Decrypt|ReEncrypt|Generate|Export|Asymmetric|VerifyMac)/

const refusals: Record<Refusal, () => AlibabaRefusal> = {
  throttle: () => refusal('Rejected.Throttling'),
  'server-error': () => refusal('InternalFailure'),
  'internal-error': () => refusal('InternalError', 'The simulator itself failed; see its call log.'),
  'expired-token': () => refusal('InvalidSecurityToken.Expired'),
  'access-denied': () => refusal('Forbidden.NoPermission'),
  'too-large': () => refusal('ParseRequestParameterException'),
}

const missingCommon = (name: string): AlibabaRefusal =>
  refusal(
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  )

/** The action of a request for this API. */
const actionOf = ({ url }: { readonly url: URL }, rpc: RpcRequest): Action => {
  if (!rpc.action) throw missingCommon('Action')
  if (!rpc.version) throw missingCommon('Version')
  if (rpc.version !== VERSION) throw refusal('InvalidVersion')
  if (url.pathname !== '/' || !isAction(rpc.action)) throw refusal('InvalidAction.NotFound')
  return rpc.action
}

const asksForDryRun = (action: Action, parameters: Parameters): boolean =>
  'DryRun' in inputs[action] && parameters.get('DryRun')?.toLowerCase() === 'true'

/** Parameters that are wrong have one common name in a dry run. */
const inDryRun = (error: unknown): unknown =>
  error instanceof AlibabaRefusal && (error.code === 'MissingParameter' || error.code === 'InvalidParameter')
    ? refusal('ValidationError', error.message)
    : error

/** Runs one action; the generic ties the handler to its own input. */
const run = async <A extends Action>(action: A, call: Call, parameters: Parameters): Promise<Output> => {
  const perform = async () => handlerOf(action)(call, validate(action, parameters))
  if (!asksForDryRun(action, parameters)) return perform()
  try {
    await perform() // none of the actions that know DryRun changes anything
  } catch (error) {
    throw inDryRun(error)
  }
  throw refusal('DryRunOperationError')
}

/** Alibaba Cloud KMS (2016-01-20, shared gateway) as an engine of the simulator kernel. */
export const createAlibabaEngine =
  ({ limits }: { readonly limits: Limits }) =>
  (kernel: Kernel): Engine<PutKeyInput> => {
    const tables = createTables(kernel.store)
    // What a request says is asked for twice: for the log and the faults, and to answer it.
    const known = new WeakMap<ReceivedRequest, RpcRequest>()
    const rpcOf = (request: ReceivedRequest): RpcRequest => {
      const rpc = known.get(request) ?? readRpc(request)
      known.set(request, rpc)
      return rpc
    }

    const callOf = (exchange: Exchange, region: string): Call => ({
      region,
      account: ACCOUNT,
      nowMs: exchange.nowMs,
      random: kernel.random,
      limits,
      keys: exchange.rows(tables.keys),
      aliases: exchange.rows(tables.aliases),
      // Parts of a key never lag behind it, or a call would meet half a key.
      versions: tables.versions,
      importTokens: tables.importTokens,
    })

    const answer = async (exchange: Exchange, rpc: RpcRequest): Promise<Reply> => {
      const { request, wallMs, nowMs } = exchange
      forgetNonces(tables.nonces, kernel.clock.wall())
      authenticate(request, rpc, { credentials: kernel.credentials, nonces: tables.nonces, wallMs, nowMs })
      const action = actionOf(request, rpc)
      return successReply(exchange, rpc, await run(action, callOf(exchange, rpc.region), rpc.parameters))
    }

    return {
      cloud: 'alibaba',
      hosts: HOSTS,
      recognise: (request): Recognition => {
        if (!looksLikeRpc(request)) return 'no'
        const { headers, url } = request
        const named =
          authorizationPart(headers.get('authorization') ?? '', 'Credential') ?? url.searchParams.get('AccessKeyId')
        return kernel.credentials.some(({ accessKeyId }) => accessKeyId === named) ? 'caller' : 'dialect'
      },
      identify: (request) => {
        const { action = '?', region, accessKeyId } = rpcOf(request)
        return { action, region, ...(accessKeyId !== undefined && { accessKeyId }) }
      },
      onlyReads: (action) => ONLY_READS.test(action),
      settle: (nowMs) => settle(tables, kernel.random, nowMs),
      handle: async (exchange) => {
        const rpc = rpcOf(exchange.request)
        try {
          return await answer(exchange, rpc)
        } catch (error) {
          if (error instanceof AlibabaRefusal) return errorReply(exchange, rpc, error)
          throw error
        }
      },
      refuse: (kind, exchange) => errorReply(exchange, rpcOf(exchange.request), refusals[kind]()),
      putKey: createPutKey(tables, kernel, ACCOUNT),
    }
  }
