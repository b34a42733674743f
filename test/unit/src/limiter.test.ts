import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { type Limiter, sharedLimiter, tokenBucketLimiter } from '../../../src/limiter.ts'
import type { Quota } from '../../../src/limits.ts'
import { operationNames } from '../../../src/operations/index.ts'
import { fakeProvider, key, refuse, rejection, reply, type Step, script } from '../../support/fake-provider.ts'
import { providers } from '../../support/providers.ts'
import { closeTo } from '../../support/timing.ts'

const quota = (requests: number, perSeconds: number, operations: Quota['operations'] = ['describeKey']): Quota => ({
  name: 'test',
  operations,
  requests,
  perSeconds,
  source: 'https://fake.test/docs',
})
/** A queue is slower on a busy machine, but never faster than its quota. */
async function notBefore(dueMs: number, run: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now()
  await run()
  expect(performance.now() - startedMs).toBeGreaterThan(dueMs - 5)
}
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
const describing = (limiter: Limiter, ...steps: Step[]) => {
  const { transport, sent } = script(...(steps.length === 0 ? [reply(key)] : steps))
  const kms = createClient(fakeProvider(), { transport, limiter })
  return { kms, sent, ask: (options = {}) => kms.describeKey({ keyId: 'k' }, options) }
}

describe('tokenBucketLimiter', () => {
  test('lets a burst of the quota go at once, and then one after the other at its rate', async () => {
    const { ask } = describing(tokenBucketLimiter([quota(20, 1)]))
    const startedMs = performance.now()
    const ends = await Promise.all(Array.from({ length: 26 }, () => ask().then(() => performance.now() - startedMs)))
    expect(ends.filter((ms) => ms < 45).length).toBeLessThanOrEqual(20)
    // The sixth beyond the burst waits for six refills of 50 ms.
    expect(Math.max(...ends)).toBeGreaterThan(280)
  })

  test('keeps to the share of this process', async () => {
    const { ask } = describing(tokenBucketLimiter([quota(20, 1)], { share: 0.1 }))
    await notBefore(500, async () => {
      await Promise.all([ask(), ask()])
      await ask()
    })
  })

  test('knows quotas of less than one request a second', async () => {
    const { ask } = describing(tokenBucketLimiter([quota(1, 0.3)]))
    await notBefore(300, async () => {
      await ask()
      await ask()
    })
  })

  test('lets operations without a quota go, and those with two wait in both', async () => {
    const limiter = tokenBucketLimiter([quota(1, 0.2), quota(1, 0.4)])
    const { kms, ask } = describing(limiter)
    await notBefore(400, async () => {
      await ask()
      await closeTo(0, kms.enableKey({ keyId: 'k' }))
      await ask()
    })
  })

  test('counts every attempt, not every call', async () => {
    const throttled = refuse('ServiceUnavailable', 'transient')
    const { ask, sent } = describing(tokenBucketLimiter([quota(1, 0.3)]), throttled, reply(key))
    await notBefore(300, ask)
    expect(sent).toHaveLength(2)
  })

  test('waits within the deadline: nothing is sent, and the effect is known', async () => {
    const { ask, sent } = describing(tokenBucketLimiter([quota(1, 60)]))
    await ask()
    const error = await closeTo(80, rejection(ask({ deadlineMs: 80 })))
    expect(error).toMatchObject({ code: 'Timeout', attempts: 0, ambiguous: false })
    expect(sent).toHaveLength(1)
  })

  test('does not count its wait as part of an attempt', async () => {
    const { ask } = describing(tokenBucketLimiter([quota(1, 0.3)]))
    await ask()
    await ask({ timeoutMs: 50 })
  })

  test('honours the signal, loses no turn to those who left, and leaves no timer and no listener', async () => {
    const before = timers()
    const { ask } = describing(tokenBucketLimiter([quota(1, 0.3)]))
    const startedMs = performance.now()
    await ask()
    const controller = new AbortController()
    const left = [1, 2, 3].map(() => rejection(ask({ signal: controller.signal })))
    const stays = ask()
    setTimeout(() => controller.abort(), 20)
    for (const error of await Promise.all(left)) expect(error).toMatchObject({ code: 'Aborted', attempts: 0 })
    await stays
    // Four turns would take 1,200 ms.
    expect(performance.now() - startedMs).toBeLessThan(1_100)
    expect(performance.now() - startedMs).toBeGreaterThan(295)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    expect(timers()).toBeLessThanOrEqual(before)
  })

  test.each([0, -1, 1.1, Number.NaN])('refuses a share of %d', (share) => {
    expect(() => tokenBucketLimiter([quota(1, 1)], { share })).toThrow(RangeError)
  })
})

describe('sharedLimiter', () => {
  const answering = (...answers: unknown[]) => {
    const keys: string[] = []
    const consume = async (name: string) => {
      keys.push(name)
      const answer = answers.shift()
      if (answer !== undefined) throw answer
    }
    return { limiter: sharedLimiter([quota(1, 1)], () => ({ consume })), keys }
  }

  test('asks again when it is told to', async () => {
    const { limiter, keys } = answering({ msBeforeNext: 100 }, { msBeforeNext: 100 })
    await notBefore(200, describing(limiter).ask)
    expect(keys).toEqual(['fake', 'fake', 'fake'])
  })

  test('waits within the deadline', async () => {
    const { limiter } = answering({ msBeforeNext: 60_000 })
    const call = describing(limiter).ask({ deadlineMs: 60 })
    expect(await closeTo(60, rejection(call))).toMatchObject({ code: 'Timeout', attempts: 0 })
  })

  test('that is out of order stops nobody', async () => {
    const { limiter } = answering(new Error('ECONNREFUSED'))
    await describing(limiter).ask()
  })
})

describe('published quotas', () => {
  test.each(Object.entries(providers))('of %s name operations and sources, each operation once', async (_id, make) => {
    const { quotas = [] } = await make()
    const named = quotas.flatMap(({ operations }) => operations)
    expect(new Set(named).size).toBe(named.length)
    for (const operation of named) expect(operationNames).toContain(operation)
    for (const one of quotas) {
      expect(one.source).toMatch(/^https:\/\//)
      expect(one.requests / one.perSeconds).toBeGreaterThan(0)
    }
    expect(new Set(quotas.map(({ name }) => name)).size).toBe(quotas.length)
  })
})
