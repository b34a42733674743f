import { STATUS_CODES } from 'node:http'
import type { Reply } from '../shared/http.ts'
import { parseJson } from '../shared/json.ts'
import type { Engine, Exchange, Kernel, Recognition, Refusal } from '../shared/simulator.ts'
import { type Call, type Output, partitionOf } from './call.ts'
import { AwsRefusal, refusal } from './errors.ts'
import { HOSTS, regionOfHost } from './hosts.ts'
import { type Action, isAction } from './inputs.ts'
import { handlerOf } from './operations/index.ts'
import { createPutKey, type PutKeyInput } from './put-key.ts'
import { settle } from './settle.ts'
import { expiredToken, readScope, verifySignature } from './sigv4.ts'
import { createTables } from './tables.ts'
import type { Limits, Timing } from './types.ts'
import { validate } from './validate.ts'

export const ACCOUNT = '000000000000'
const DEFAULT_REGION = 'us-east-1'
const TARGET_PREFIX = 'TrentService.'
const CONTENT_TYPE = 'application/x-amz-json-1.1'

export interface AwsSettings {
  readonly limits: Limits
  readonly timing: Timing
}

/** Actions that change nothing about keys, aliases or grants and so may see lagging rows. */
const ONLY_READS =
  /^(?:Describe|List|Get(?!ParametersForImport)|Encrypt|Decrypt|ReEncrypt|Generate|Sign|Verify|DeriveSharedSecret)/

const actionOf = (headers: Headers): string => {
  const target = headers.get('x-amz-target') ?? ''
  return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '?'
}

const regionOf = (url: URL, headers: Headers): string =>
  regionOfHost(headers.get('host') ?? url.host) ?? regionOfHost(url.host) ?? readScope(headers).region ?? DEFAULT_REGION

/** Bytes as base64, dates as epoch seconds with milliseconds, absent members left out. */
const encodeOutput = (output: Output): string =>
  output === undefined
    ? ''
    : JSON.stringify(output, function (this: Readonly<Record<string, unknown>>, name, value: unknown) {
        const raw = this[name] // JSON.stringify has called toJSON on `value` already
        if (raw instanceof Uint8Array) return Buffer.from(raw).toString('base64')
        return raw instanceof Date ? raw.getTime() / 1_000 : value
      })

const headersOf = (exchange: Exchange): Record<string, string> => ({
  'x-amzn-requestid': exchange.requestId,
  'content-type': CONTENT_TYPE,
  date: new Date(exchange.wallMs).toUTCString(),
})

const errorReply = (exchange: Exchange, error: AwsRefusal): Reply => ({
  status: error.status,
  headers: headersOf(exchange),
  body: JSON.stringify({ __type: error.code, ...(error.text !== undefined && { message: error.text }) }),
  errorCode: error.code,
})

/** What the framework in front of KMS answers to a request that is no JSON 1.1 call at all (aws/aws-sdk-net issue 1536). */
const noTargetReply = (exchange: Exchange): Reply => ({
  status: 400,
  headers: headersOf(exchange),
  body: '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
  errorCode: 'UnknownOperationException',
})

const refusals: Record<Refusal, () => AwsRefusal> = {
  throttle: () =>
    refusal(
      'ThrottlingException',
      'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    ),
  'server-error': () => refusal('KMSInternalException', STATUS_CODES[500]),
  'internal-error': () => refusal('KMSInternalException', 'The simulator itself failed; see its call log.'),
  'expired-token': expiredToken,
  'too-large': () => refusal('RequestEntityTooLargeException'),
}

/** AWS KMS as an engine of the simulator kernel. */
export const createAwsEngine =
  (settings: AwsSettings) =>
  (kernel: Kernel): Engine<PutKeyInput> => {
    const tables = createTables(kernel.store)

    const callOf = (exchange: Exchange, action: Action, region: string, accessKeyId: string): Call => ({
      action,
      region,
      partition: partitionOf(region),
      account: ACCOUNT,
      callerArn: `arn:${partitionOf(region)}:iam::${ACCOUNT}:user/${accessKeyId}`,
      requestId: exchange.requestId,
      nowMs: exchange.nowMs,
      random: kernel.random,
      ...settings,
      keys: exchange.rows(tables.keys),
      aliases: exchange.rows(tables.aliases),
      grants: exchange.rows(tables.grants),
      usages: exchange.rows(tables.usages),
      importTokens: exchange.rows(tables.importTokens),
    })

    /** Runs one operation; the generic ties the handler to its own input. */
    const run = <A extends Action>(action: A, call: Call, text: string): Output | Promise<Output> => {
      const body = parseJson(text)
      if (body === undefined) throw refusal('SerializationException')
      return handlerOf(action)(call, validate(action, body))
    }

    const answer = async (exchange: Exchange): Promise<Reply> => {
      const { request, wallMs, nowMs } = exchange
      const region = regionOf(request.url, request.headers)
      const credential = verifySignature(request, {
        credentials: kernel.credentials,
        service: 'kms',
        region,
        wallMs,
        nowMs,
      })
      if (!request.headers.has('x-amz-target') || !request.headers.get('content-type')?.startsWith(CONTENT_TYPE))
        return noTargetReply(exchange)
      const action = actionOf(request.headers)
      if (request.method !== 'POST' || !isAction(action)) throw refusal('UnknownOperationException')
      const call = callOf(exchange, action, region, credential.accessKeyId)
      const output = await run(action, call, Buffer.from(request.body).toString('utf8'))
      return { status: 200, headers: headersOf(exchange), body: encodeOutput(output) }
    }

    return {
      cloud: 'aws',
      hosts: HOSTS,
      recognise: ({ headers }): Recognition => {
        const { accessKeyId } = readScope(headers)
        const known = kernel.credentials.some((credential) => credential.accessKeyId === accessKeyId)
        const speaks = actionOf(headers) !== '?' || (headers.get('authorization') ?? '').startsWith('AWS4-HMAC-SHA256')
        return speaks ? (known ? 'caller' : 'dialect') : 'no'
      },
      identify: ({ url, headers }) => {
        const { accessKeyId } = readScope(headers)
        const region = regionOf(url, headers)
        return { action: actionOf(headers), region, ...(accessKeyId !== undefined && { accessKeyId }) }
      },
      onlyReads: (action) => ONLY_READS.test(action),
      settle: (nowMs) => settle(tables, kernel.random, nowMs),
      handle: async (exchange) => {
        try {
          return await answer(exchange)
        } catch (error) {
          if (error instanceof AwsRefusal) return errorReply(exchange, error)
          throw error
        }
      },
      refuse: (kind, exchange) => errorReply(exchange, refusals[kind]()),
      putKey: createPutKey(tables, kernel, ACCOUNT, DEFAULT_REGION),
    }
  }
