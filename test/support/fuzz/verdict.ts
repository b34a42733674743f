import { expect } from 'vitest'
import type { FuzzWorld } from './world.ts'

export interface Answered {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Is this an error as this cloud writes one, and nothing about how the simulator is made? */
export function expectRefusal({ cloud }: FuzzWorld, { status, body }: Answered): void {
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  // To a HEAD request there is no body.
  if (body === '' || /^<\?xml|^<Error>/.test(body)) return
  const error = JSON.parse(body) as Record<string, unknown>
  const named = {
    aws: () => error['__type'] ?? (error['Output'] as Record<string, unknown> | undefined)?.['__type'],
    quilibrium: () => error['__type'],
    alibaba: () => error['Code'],
    huawei: () => codeOf(error),
    otc: () => codeOf(error),
  }[cloud]()
  expect(typeof named, body).toMatch(/string|number/)
}

/** The service and the gateway say `error_code`, KMS says `error: { error_code }`, IAM says `error: { code }`. */
function codeOf({ error, error_code: code }: Record<string, unknown>): unknown {
  const inner = (error ?? {}) as Record<string, unknown>
  return code ?? inner['error_code'] ?? inner['code']
}

export function expectNoInsides(body: string): void {
  expect(body).not.toMatch(/\n\s+at |node:internal|\.ts:\d|\.js:\d|TypeError|RangeError|simulator itself failed/)
}

/** Nothing that this process shares was changed. */
export function expectCleanPrototypes(): void {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Object.getOwnPropertyNames({})).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
}
