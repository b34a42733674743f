import type { ErrorFacts, ErrorRule } from '../../src/provider.ts'
import type { WireResponse } from '../../src/wire.ts'

/** A provider's error codes; a key `operation:code` beats the code alone. */
export type ErrorTable = Readonly<Record<string, ErrorRule>>

/** The row for a code, if any. */
export function findRule(table: ErrorTable, operation: string, code: string): ErrorRule | undefined {
  const specific = `${operation}:${code}`
  if (Object.hasOwn(table, specific)) return table[specific]
  return Object.hasOwn(table, code) ? table[code] : undefined
}

/** Facts of an error reply that carries no code at all: a gateway's or proxy's page. Only here does the status decide. */
export function factsWithoutCode(response: WireResponse): Pick<ErrorFacts, 'code' | 'retry' | 'message'> {
  const { status } = response
  if (status === 429) return { code: 'Throttled', retry: 'not-executed' }
  if (status >= 500) return { code: 'ServiceUnavailable', retry: 'transient' }
  if (status >= 300 && status < 400) {
    return {
      code: 'InvalidResponse',
      retry: 'never',
      message: 'redirects are not followed, as they would take what was signed elsewhere; correct the endpoint',
    }
  }
  return {
    code: 'Unmapped',
    retry: 'never',
    message: 'an error reply without a code: something other than the service may have answered',
  }
}

/** The body as an object; `undefined` if it is anything else. */
export function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member that is a text and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
