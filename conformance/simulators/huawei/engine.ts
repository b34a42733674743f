import { createKeyPairSource } from '../shared/crypto/key-pairs.ts'
import type { Engine, Exchange, Kernel } from '../shared/engine.ts'
import type { ReceivedRequest, Reply } from '../shared/http.ts'
import { isJsonObject, type JsonObject, parseJson } from '../shared/json.ts'
import { authenticate, type Gate, type Principal, requireProject } from './authenticate.ts'
import type { Call, Operation, Output } from './call.ts'
import { createCallers, isIamPath } from './callers.ts'
import {
  errorBody,
  gatewayRefusal,
  HuaweiRefusal,
  keystoneRefusal,
  refusal,
  serviceFault,
  staleToken,
} from './errors.ts'
import { readFields } from './fields.ts'
import { iamHandlers } from './iam.ts'
import { textAt } from './iam-call.ts'
import { operations } from './operations/index.ts'
import { type HuaweiSimulatorOptions, type Settings, settingsOf } from './options.ts'
import type { Profile } from './profile.ts'
import { regionOfHost, userIdOf } from './projects.ts'
import { createPutKey, type PutKeyInput } from './put-key.ts'
import { requireWithinRate, tooFast } from './rate.ts'
import { type Action, type Match, matchRoute } from './routes.ts'
import { requireDecodable } from './sdk-hmac.ts'
import { settle } from './settle.ts'
import { createTables, stateOf } from './tables.ts'
import { versionReply } from './versions.ts'

/** Actions that change no key, alias, grant or key store and so may see lagging rows. */
const READS: readonly Action[] = [
  'describe-key',
  'list-keys',
  'user-instances',
  'user-quotas',
  'gen-random',
  'get-publickey',
  'sign',
  'verify',
  'create-datakey',
  'create-datakey-without-plaintext',
  'encrypt-datakey',
  'decrypt-datakey',
  'encrypt-data',
  'decrypt-data',
  're-encrypt',
  'generate-mac',
  'verify-mac',
  'derive-shared-secret',
  'get-key-rotation-status',
  'create-rsa-datakey-pair',
  'create-ec-datakey-pair',
  'list-grants',
  'list-retirable-grants',
  'list-tags',
  'list-project-tags',
  'list-keys-by-tag',
  'list-aliases',
  'list-keystores',
  'describe-keystore',
]
const ONLY_READS: ReadonlySet<string> = new Set(READS)

const JSON_TYPE = 'application/json'

const hex32 = (uuid: string): string => uuid.replaceAll('-', '')

const headersOf = (exchange: Exchange): Record<string, string> => ({
  'content-type': JSON_TYPE,
  'x-request-id': hex32(exchange.requestId),
  date: new Date(exchange.wallMs).toUTCString(),
  ...(isIamPath(exchange.request.url) && { 'x-iam-trace-id': `token_${hex32(exchange.requestId)}` }),
})

const errorReply = (exchange: Exchange, error: HuaweiRefusal): Reply => ({
  status: error.status,
  headers: headersOf(exchange),
  body: errorBody(error, hex32(exchange.requestId)),
  errorCode: error.code,
})

const jsonReply = (exchange: Exchange, { status, body }: Output): Reply => ({
  status: status ?? 200,
  headers: headersOf(exchange),
  body: body === undefined ? '' : JSON.stringify(body),
})

const noSuchApi = () =>
  gatewayRefusal('APIGW.0101', 404, 'The API does not exist or has not been published in the environment')

/** What the request gives beside its path: query parameters, or the members of its body. */
const givenBy = ({ method, url, body }: ReceivedRequest, longest: number): JsonObject => {
  const query = Object.fromEntries(url.searchParams)
  // Some official clients send "{}" with a GET.
  if (method === 'GET' || (body.byteLength === 0 && method !== 'POST')) return query
  if (body.byteLength > longest) throw refusal('KMS.0203')
  const parsed = parseJson(Buffer.from(body).toString('utf8'))
  // Enabling a key store has nothing to say in a body.
  if (body.byteLength === 0 && url.pathname.includes('/keystores/')) return query
  if (parsed === undefined) throw refusal('KMS.0202')
  if (!isJsonObject(parsed)) throw refusal('KMS.0214')
  return { ...query, ...parsed }
}

/** The key that a call has made, which no request can name. */
const madeKeyId = ({ body }: Output): string | undefined => {
  const [made] = [body?.['key_info']].flat()
  return isJsonObject(made) ? textAt(made, 'key_id') : undefined
}

/** Huawei's KMS, or OTC's: one engine of the simulator kernel, two profiles. */
export const createHuaweiEngine =
  (profile: Profile, options: HuaweiSimulatorOptions) =>
  (kernel: Kernel): Engine<PutKeyInput> => {
    const settings: Settings = settingsOf(profile, options, kernel.credentials)
    const tables = createTables(kernel.store)
    const pairs = createKeyPairSource()
    const callers = createCallers(settings, tables, kernel)

    const gateOf = (exchange: Exchange): Gate => ({
      settings,
      credentials: kernel.credentials,
      state: stateOf(tables, exchange),
      request: exchange.request,
      nowMs: exchange.nowMs,
      wallMs: exchange.wallMs,
    })

    const callOf = (gate: Gate, principal: Principal, inPath: string): Call => {
      const { url } = gate.request
      const project = requireProject(settings, principal, inPath, regionOfHost(settings, url.host))
      return {
        state: gate.state,
        projectId: project.id,
        region: project.region,
        userId: userIdOf(settings, principal.userName),
        nowMs: gate.nowMs,
        random: kernel.random,
        pairs,
        ...settings,
      }
    }

    const answerIam = (exchange: Exchange, action: keyof typeof iamHandlers): Reply => {
      const output = iamHandlers[action]({ ...gateOf(exchange), random: kernel.random })
      const reply = jsonReply(exchange, output)
      return { ...reply, headers: { ...reply.headers, ...output.headers } }
    }

    const answerKms = async (exchange: Exchange, match: Match, operation: Operation): Promise<Reply> => {
      const gate = gateOf(exchange)
      const principal = authenticate(gate)
      requireWithinRate(gate, principal)
      if (!match.methodFits) throw refusal('KMS.0215')
      const { project_id: inPath = '', ...parameters } = match.parameters
      const call = callOf(gate, principal, inPath)
      const given = Object.assign({}, givenBy(exchange.request, settings.limits.bodyBytes), parameters)
      // For the log of calls, which is read most after a refusal.
      const keyId = textAt(given, 'key_id')
      const about = (reply: Reply, id: string | undefined) =>
        id === undefined ? reply : Object.assign({}, reply, { keyId: id })
      try {
        const output = await operation.run(call, readFields(operation.fields(settings), given))
        return about(jsonReply(exchange, output), keyId ?? madeKeyId(output))
      } catch (error) {
        if (!(error instanceof HuaweiRefusal)) throw error
        return about(errorReply(exchange, error), keyId)
      }
    }

    const answer = (exchange: Exchange): Promise<Reply> | Reply => {
      const { method, url } = exchange.request
      const match = matchRoute(settings, method, url)
      if (match === undefined) throw noSuchApi()
      const { action } = match
      if (action in operations) {
        requireDecodable(url)
        return answerKms(exchange, match, operations[action as keyof typeof operations]) // just asked
      }
      if (!match.methodFits) throw noSuchApi()
      if (action in iamHandlers) return answerIam(exchange, action as keyof typeof iamHandlers) // just asked
      return jsonReply(exchange, versionReply(profile, url, action === 'list-versions'))
    }

    const handle = async (exchange: Exchange): Promise<Reply> => {
      try {
        return await answer(exchange)
      } catch (error) {
        if (error instanceof HuaweiRefusal) return errorReply(exchange, error)
        throw error
      }
    }

    const serverFault = (exchange: Exchange, text: string): HuaweiRefusal =>
      isIamPath(exchange.request.url) ? keystoneRefusal(500, text) : serviceFault(text)

    return {
      cloud: profile.cloud,
      hosts: profile.hosts,
      recognise: callers.recognise,
      identify: callers.identify,
      onlyReads: (action) => ONLY_READS.has(action),
      settle: (nowMs) => settle(tables, kernel.random, nowMs),
      handle,
      refuse: (kind, exchange) => {
        switch (kind) {
          case 'throttle':
            return errorReply(exchange, tooFast(profile))
          case 'expired-token':
            return errorReply(exchange, staleToken())
          case 'access-denied': {
            const text = 'You are not authorized to perform the requested action.'
            return errorReply(
              exchange,
              isIamPath(exchange.request.url) ? keystoneRefusal(403, text) : refusal('KMS.0307'),
            )
          }
          case 'too-large':
            return errorReply(exchange, gatewayRefusal('APIGW.0201', 413, 'Request entity too large'))
          case 'server-error':
            return errorReply(exchange, serverFault(exchange, 'kms error.'))
          default:
            return errorReply(exchange, serverFault(exchange, 'The simulator itself failed; see its call log.'))
        }
      },
      putKey: createPutKey(tables, kernel, settings),
    }
  }
