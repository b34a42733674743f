import type { ErrorContext, ErrorFacts, ErrorRule } from '../../../src/provider.ts'
import type { WireResponse } from '../../../src/wire.ts'
import { factsWithoutCode, findRule, isObject, parseObject, textOf } from '../error-table.ts'
import { kmsErrors } from './errors.ts'
import { BACKEND_0201, gatewayErrors, iamErrors } from './gateway-errors.ts'

/** What an error body says, whichever of its shapes it has. */
export interface ErrorBody {
  readonly code: string
  readonly message: string | undefined
}

/**
 * Finds code and message: KMS nests `error_code` in `error`, the gateway has it at the top, IAM and other services
 * write `code`. A search in any depth, as Huawei's Go SDK does it; its Node SDK looks at fewer places and loses KMS's.
 */
export function readErrorBody(body: string): ErrorBody | undefined {
  const parsed = parseObject(body)
  return parsed && (search(parsed, 'error_code', 'error_msg') ?? search(parsed, 'code', 'message'))
}

function search(value: Record<string, unknown>, codeName: string, messageName: string): ErrorBody | undefined {
  const code = value[codeName]
  if (textOf(code) !== undefined || typeof code === 'number') {
    return { code: String(code), message: textOf(value[messageName]) }
  }
  for (const inner of Object.values(value)) {
    const found = isObject(inner) ? search(inner, codeName, messageName) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** In the header of every reply; the gateway repeats it in the body. */
export function requestIdOf(response: WireResponse): string | undefined {
  const { 'x-request-id': ours, 'x-iam-trace-id': iams } = response.headers
  return textOf(ours) ?? textOf(iams) ?? textOf(parseObject(response.body)?.['request_id'])
}

/** Reads an error reply by its code alone. */
export function readError(response: WireResponse, { operation }: Pick<ErrorContext, 'operation'>): ErrorFacts {
  const requestId = requestIdOf(response)
  const body = readErrorBody(response.body)
  if (body === undefined) return { ...factsWithoutCode(response), requestId }
  const facts = { providerCode: body.code, message: body.message, requestId }
  const found = ruleFor(body.code, response.status, operation)
  if (found === undefined) return { ...facts, code: 'Unmapped', retry: 'never' }
  return { ...facts, code: found.code, retry: found.retry, keyState: found.keyState }
}

function ruleFor(code: string, status: number, operation: string): ErrorRule | undefined {
  const gateway = /^APIGW?\.(\d{4})$/.exec(code)?.[1]
  if (gateway !== undefined) {
    return gatewayErrors[gateway === '0201' && status >= 500 ? BACKEND_0201 : `APIGW.${gateway}`]
  }
  if (/^(IAM\.\d+|\d{3})$/.test(code)) return iamErrors[String(status)]
  return findRule(kmsErrors, operation, code)
}
