import { STATUS_CODES } from 'node:http'
import { remembering } from '../shared/crypto/digests.ts'
import type { Engine, Exchange, Kernel, Recognition, Refusal } from '../shared/engine.ts'
import type { ReceivedHeaders, Reply } from '../shared/http.ts'
import { type Call, type Output, type Place, partitionOf } from './call.ts'
import type { Dialect } from './dialect.ts'
import { AwsRefusal, refusal, SERVER_FAULTS } from './errors.ts'
import type { PutKeyInput } from './put-key.ts'
import { settle } from './settle.ts'
import { expiredToken, readScope, signingKeyOf, verifySignature } from './sigv4.ts'
import { createTables } from './tables.ts'
import type { Limits, Timing } from './types.ts'

export const ACCOUNT = '000000000000'
const TARGET_PREFIX = 'TrentService.'
const CONTENT_TYPE = 'application/x-amz-json-1.1'

export interface AwsSettings {
  readonly limits: Limits
  readonly timing: Timing
}

const actionOf = (headers: ReceivedHeaders): string => {
  const target = headers.get('x-amz-target') ?? ''
  return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '?'
}

/** Bytes as base64, dates as epoch seconds with milliseconds, absent members left out. */
const encodeOutput = (output: Output): string =>
  output === undefined
    ? ''
    : JSON.stringify(output, function (this: Readonly<Record<string, unknown>>, name, value: unknown) {
        const raw = this[name] // JSON.stringify has called toJSON on `value` already
        if (raw instanceof Uint8Array) return Buffer.from(raw).toString('base64')
        return raw instanceof Date ? raw.getTime() / 1_000 : value
      })

const serverFault = (code = 'KMSInternalException'): AwsRefusal => {
  if (!SERVER_FAULTS.includes(code))
    throw new TypeError(`fault: errorCode must be one of ${SERVER_FAULTS.join(', ')}, not ${code}`)
  return new AwsRefusal(code, STATUS_CODES[500])
}

const refusals: Record<Refusal, (code?: string) => AwsRefusal> = {
  throttle: () =>
    refusal(
      'ThrottlingException',
      'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    ),
  'server-error': serverFault,
  'internal-error': () => refusal('KMSInternalException', 'The simulator itself failed; see its call log.'),
  'expired-token': expiredToken,
  'access-denied': () =>
    refusal(
      'AccessDeniedException',
      'The caller is not authorized to perform this operation because no identity-based policy allows it',
    ),
  'too-large': () => refusal('RequestEntityTooLargeException'),
}

/** A KMS that speaks AWS's API, in one of its dialects, as an engine of the simulator kernel. */
export const createAwsEngine =
  (dialect: Dialect, settings: AwsSettings) =>
  (kernel: Kernel): Engine<PutKeyInput> => {
    const tables = createTables(kernel.store)
    const keyOf = remembering(signingKeyOf)
    const placeAt = (region: string): Place => ({
      region,
      partition: partitionOf(region),
      account: ACCOUNT,
      naming: dialect.naming,
    })

    const callOf = (exchange: Exchange, action: string, region: string, accessKeyId: string): Call => ({
      action,
      ...placeAt(region),
      callerArn: `arn:${partitionOf(region)}:iam::${ACCOUNT}:user/${accessKeyId}`,
      requestId: exchange.requestId,
      nowMs: exchange.nowMs,
      random: kernel.random,
      ...settings,
      keys: exchange.rows(tables.keys),
      aliases: exchange.rows(tables.aliases),
      grants: exchange.rows(tables.grants),
      usages: tables.usages,
      importTokens: tables.importTokens,
    })

    const headersOf = (exchange: Exchange): Record<string, string> => ({
      'content-type': CONTENT_TYPE,
      date: new Date(exchange.wallMs).toUTCString(),
      ...(dialect.requestIdHeader !== undefined && { [dialect.requestIdHeader]: exchange.requestId }),
    })

    const errorReply = (exchange: Exchange, refused: AwsRefusal): Reply => {
      const { status, code, text } = dialect.wordingOf(refused, exchange.identity.action)
      const body = JSON.stringify({ __type: code, ...(text !== undefined && { message: text }) })
      return { status, headers: headersOf(exchange), body, errorCode: code }
    }

    const isCall = (headers: ReceivedHeaders): boolean =>
      headers.has('x-amz-target') &&
      dialect.contentTypes.some((type) => headers.get('content-type')?.startsWith(type) === true)

    const answer = async (exchange: Exchange): Promise<Reply> => {
      const { request, wallMs, nowMs } = exchange
      const { credentials } = kernel
      const { signedHeaders } = dialect
      const { region = dialect.regionOf(request.url, request.headers) } = exchange.identity
      const credential = verifySignature(request, {
        credentials,
        service: 'kms',
        region,
        wallMs,
        nowMs,
        signedHeaders,
        keyOf,
      })
      const headers = headersOf(exchange)
      if (!isCall(request.headers))
        return { status: 400, headers, body: dialect.noCallBody, errorCode: 'UnknownOperationException' }
      if (request.method !== 'POST') throw refusal('UnknownOperationException')
      const call = callOf(exchange, actionOf(request.headers), region, credential.accessKeyId)
      return { status: 200, headers, body: encodeOutput(await dialect.run(call, request)) }
    }

    return {
      cloud: dialect.cloud,
      hosts: dialect.hosts,
      recognise: ({ headers }): Recognition => {
        const { accessKeyId } = readScope(headers)
        const known = kernel.credentials.some((credential) => credential.accessKeyId === accessKeyId)
        const speaks = actionOf(headers) !== '?' || (headers.get('authorization') ?? '').startsWith('AWS4-HMAC-SHA256')
        return speaks ? (known ? 'caller' : 'dialect') : 'no'
      },
      identify: ({ url, headers }) => {
        const { accessKeyId } = readScope(headers)
        const region = dialect.regionOf(url, headers)
        return { action: actionOf(headers), region, ...(accessKeyId !== undefined && { accessKeyId }) }
      },
      onlyReads: dialect.onlyReads,
      settle: (nowMs) => settle(tables, kernel.random, nowMs),
      handle: async (exchange) => {
        try {
          return await answer(exchange)
        } catch (error) {
          if (error instanceof AwsRefusal) return errorReply(exchange, error)
          throw error
        }
      },
      refuse: (kind, exchange, code) => errorReply(exchange, refusals[kind](code)),
      putKey: dialect.createPutKey(tables, kernel, placeAt),
    }
  }
