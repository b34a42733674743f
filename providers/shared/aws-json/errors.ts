import type { ErrorFacts } from '../../../src/provider.ts'
import type { WireResponse } from '../../../src/wire.ts'
import { type ErrorTable, factsWithoutCode, findRule, isObject, parseObject, textOf } from '../error-table.ts'

/** The service's clock counts as different from here on; official clients use the same bound. */
const SKEW_MS = 240_000

/** Reads an error reply. A code in no table is kept as it is and called `Unmapped`. */
export function readErrorFacts(table: ErrorTable, response: WireResponse, operation: string): ErrorFacts {
  const { code: providerCode, message } = readError(response)
  const requestId = requestIdOf(response)
  if (providerCode === undefined) return { ...factsWithoutCode(response), requestId }
  const rule = findRule(table, operation, providerCode)
  const retry = response.status >= 500 ? 'transient' : 'never'
  if (rule === undefined) return { code: 'Unmapped', retry, providerCode, message, requestId }
  return { code: rule.code, retry: rule.retry, providerCode, message, requestId, keyState: rule.keyState }
}

/** The operation of an action given to `raw`: the service's name is ours with a capital. */
export function operationOf(action: string): string {
  return `${action.slice(0, 1).toLowerCase()}${action.slice(1)}`
}

/**
 * Where the code stands: the header, then `__type`, then `code`; a namespace in front and an address behind are cut off.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
 */
function readError(response: WireResponse): { code: string | undefined; message: string | undefined } {
  const body = parseObject(response.body) ?? {}
  // A request without any target is answered in an older form, with the error one level down.
  const error = isObject(body['Output']) ? body['Output'] : body
  return {
    code: codeOf(response.headers['x-amzn-errortype']) ?? codeOf(error['__type']) ?? codeOf(error['code']),
    message: textOf(error['message']) ?? textOf(error['Message']),
  }
}

/** Only what looks like a code: it is shown as it is, and a foreign server may put anything there. */
function codeOf(value: unknown): string | undefined {
  const code = textOf(value)?.split(':')[0]?.split('#').at(-1)?.trim()
  return code !== undefined && /^[\w.-]{1,100}$/.test(code) ? code : undefined
}

export function requestIdOf(response: WireResponse): string | undefined {
  return response.headers['x-amzn-requestid'] ?? response.headers['x-amz-request-id']
}

/** Is the service's clock far from ours? Its `Date` decides, never the text of a message. */
export function isSkewed(response: WireResponse, nowMs: number): boolean {
  return Math.abs(Date.parse(response.headers['date'] ?? '') - nowMs) >= SKEW_MS
}
