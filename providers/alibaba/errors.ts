import type { ErrorContext, ErrorFacts, ErrorRule } from '../../src/provider.ts'
import type { WireResponse } from '../../src/wire.ts'
import { factsWithoutCode, findRule, parseObject, textOf } from '../shared/error-table.ts'
import { errorTable } from './error-table.ts'
import { requestIdOf } from './wire.ts'

/** Requests are accepted this long around the service's clock: https://help.aliyun.com/document_detail/48054.html */
const CLOCK_WINDOW_MS = 15 * 60_000

/** Reads a reply that is not 2xx. Codes decide; neither their prefixes nor the HTTP status do. */
export function toError(response: WireResponse, { operation, nowMs }: ErrorContext): ErrorFacts {
  const requestId = requestIdOf(response)
  const { code, message } = readBody(response)
  if (code === undefined) return { ...factsWithoutCode(response), requestId }
  const facts = { providerCode: code, message, requestId }
  const rule = findRule(errorTable, operation, code)
  if (rule === undefined) return { code: 'Unmapped', retry: 'never', ...facts }
  if (rule.code === 'ClockSkew' && !clockIsWrong(response, nowMs)) {
    return { code: 'Unauthenticated', retry: 'never', ...facts }
  }
  const { code: kmsCode, retry, keyState } = rule satisfies ErrorRule
  return { code: kmsCode, retry, keyState, ...facts }
}

/** Two clocks tell: a time stamp that the gateway refuses although they agree is not cured by setting ours. */
function clockIsWrong(response: WireResponse, nowMs: number): boolean {
  const serverMs = Date.parse(response.headers['date'] ?? '')
  // A second for the rounding of the header.
  return !Number.isNaN(serverMs) && Math.abs(serverMs - nowMs) > CLOCK_WINDOW_MS - 1_000
}

/** JSON in two spellings; the gateway answers in XML where it has not understood which format is wanted. */
function readBody(response: WireResponse): { code: string | undefined; message: string | undefined } {
  const body = parseObject(response.body)
  if (body !== undefined) {
    return {
      code: textOf(body['Code']) ?? textOf(body['code']),
      message: textOf(body['Message']) ?? textOf(body['message']),
    }
  }
  const isXml = response.headers['content-type']?.includes('xml') ?? false
  return isXml
    ? { code: element(response.body, 'Code'), message: element(response.body, 'Message') }
    : { code: undefined, message: undefined }
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]
}
