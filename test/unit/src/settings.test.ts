import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { isKmsError } from '../../../src/errors.ts'
import { type ClientOptions, createCore } from '../../../src/settings.ts'
import { senderOf } from '../../../src/stop.ts'
import { fakeProvider, script } from '../../support/fake-provider.ts'

const provider = fakeProvider()
const { transport } = script()
const core = (options: ClientOptions = {}) => createCore(provider, options, senderOf(transport), 'polykms/1')

describe('the options of a client', () => {
  test('have documented defaults', () => {
    expect(core()).toMatchObject({
      timeoutMs: 10_000,
      deadlineMs: 30_000,
      retries: 2,
      checksLimits: true,
      userAgent: 'polykms/1',
      clockOffsetMs: 0,
      now: Date.now,
    })
  })

  test('are taken as they are', () => {
    const now = () => 7
    const onAttempt = () => {}
    const given = { timeoutMs: 0.5, deadlineMs: 2, retries: 0, now, onAttempt }
    expect(core({ ...given, limits: 'send', userAgent: 'orders/3' })).toMatchObject({
      ...given,
      checksLimits: false,
      userAgent: 'orders/3 polykms/1',
    })
    expect(core({ retries: 100 }).retries).toBe(100)
  })

  test.each<[keyof ClientOptions, unknown]>([
    ['timeoutMs', 0],
    ['timeoutMs', Number.POSITIVE_INFINITY],
    ['timeoutMs', '10'],
    ['deadlineMs', -1],
    ['deadlineMs', Number.NaN],
    ['retries', -1],
    ['retries', 1.5],
    ['retries', 101],
    ['userAgent', 'orders\r\nx-amz-target: TrentService.ScheduleKeyDeletion'],
    ['userAgent', 'orders/é'],
  ])('%s: %o is refused by name', (field, value) => {
    let error: unknown
    try {
      createClient(provider, { [field]: value })
    } catch (reason) {
      error = reason
    }
    expect(isKmsError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'InvalidInput', field, provider: 'fake', operation: 'options', attempts: 0 })
  })
})

describe('a client', () => {
  test('names its provider, its limits, and what it supports', () => {
    const limits = { pendingDays: { min: 7, max: 30, source: 'https://fake.test/limits' } }
    const kms = createClient(fakeProvider({ limits }))
    expect([kms.provider, kms.limits]).toEqual(['fake', limits])
    expect(kms.supports('enableKey')).toBe(true)
    expect(kms.supports('listKeys')).toBe(false)
    for (const name of ['toString', '__proto__', 'raw', '']) expect(kms.supports(name as 'encrypt')).toBe(false) // wrong on purpose
  })

  test('shares nothing with another client of the same provider', () => {
    expect(core().budget).not.toBe(core().budget)
  })

  test('can be taken apart: its methods need no this', async () => {
    const { enableKey, supports } = createClient(provider, script({ status: 200, headers: {}, body: '{}' }))
    await enableKey({ keyId: 'k' })
    expect(supports('enableKey')).toBe(true)
  })

  test('is no promise, so that it may be returned from an async function', async () => {
    const kms = createClient(provider)
    expect(await (async () => kms)()).toBe(kms)
  })
})
