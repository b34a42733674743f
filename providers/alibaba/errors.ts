import type { ErrorContext, ErrorFacts } from '../../src/provider.ts'
import type { WireResponse } from '../../src/wire.ts'
import { factsWithoutCode, findRule, parseObject, textOf } from '../shared/error-table.ts'
import { errorTable } from './error-table.ts'
import { requestIdOf } from './wire.ts'

/** Half of the 15 minutes that requests are accepted around the service's clock: no right clock is that far from it. */
const CLOCK_TOLERANCE_MS = 7.5 * 60_000

/** Reads a reply that is not 2xx. Codes decide; neither their prefixes nor the HTTP status do. */
export function toError(response: WireResponse, { operation, nowMs }: ErrorContext): ErrorFacts {
  const requestId = requestIdOf(response)
  const { code, message } = readBody(response)
  const retryAfterMs = readRetryAfterMs(response)
  if (code === undefined) return { ...factsWithoutCode(response), requestId, retryAfterMs }
  const facts = { providerCode: code, message, requestId, retryAfterMs }
  const rule = findRule(errorTable, operation, code)
  if (rule === undefined) return { code: 'Unmapped', retry: 'never', ...facts }
  // The code of a missing time stamp, which the service also gives for one outside its window.
  if (code === 'IllegalTimestamp' && clocksDiffer(response, nowMs))
    return { code: 'ClockSkew', retry: 'never', ...facts }
  return { code: rule.code, retry: rule.retry, keyState: rule.keyState, ...facts }
}

/** `x-acs-retry-after`, in milliseconds, is a hint that the official clients read; no page says that KMS sends it. */
function readRetryAfterMs({ headers }: WireResponse): number | undefined {
  const hint = headers['x-acs-retry-after']
  return hint !== undefined && /^\d{1,9}$/.test(hint) ? Number(hint) : undefined
}

function clocksDiffer(response: WireResponse, nowMs: number): boolean {
  const serverMs = Date.parse(response.headers['date'] ?? '')
  return Math.abs(serverMs - nowMs) > CLOCK_TOLERANCE_MS
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
