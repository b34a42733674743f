import { expect } from 'vitest'
import type { FuzzWorld } from './world.ts'

export interface Answered {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Is this an error as this cloud writes one, with a code in it? */
export function expectRefusal({ provider }: FuzzWorld, { status, body }: Answered): void {
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  // To a HEAD request there is no body.
  if (body === '' || /^<\?xml|^<Error>/.test(body)) return
  const { providerCode } = provider.toError({ status, headers: {}, body }, { operation: '', nowMs: Date.now() })
  expect(providerCode, body).toMatch(/./)
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
