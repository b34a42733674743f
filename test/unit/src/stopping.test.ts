import { getEventListeners, setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/client.ts'
import type { CallOptions } from '../../../src/settings.ts'
import {
  type FakeParts,
  fakeProvider,
  key,
  refuse,
  rejection,
  reply,
  type Step,
  script,
  silence,
} from '../../support/fake-provider.ts'
import { closeTo } from '../../support/timing.ts'

const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await sleep(1)
  process.off('unhandledRejection', note)
  expect(unhandled.splice(0)).toEqual([])
})

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

function enable(options: CallOptions, steps: readonly Step[], parts: FakeParts = {}) {
  const { transport, sent } = script(...steps)
  return { call: createClient(fakeProvider(parts), { transport }).enableKey({ keyId: 'k' }, options), sent }
}

describe('timeoutMs', () => {
  test('ends one attempt, stops its request, and the next one has as long again', async () => {
    const first = silence()
    const slow = async () => {
      await sleep(60)
      return reply()
    }
    const { call, sent } = enable({ timeoutMs: 80 }, [first.step, slow])
    await call
    await first.stopped
    expect(sent).toHaveLength(2)
  })

  test('ends the call after the last attempt, with an effect nobody knows', async () => {
    const { call } = enable({ timeoutMs: 20, retries: 1 }, [silence().step])
    expect(await rejection(call)).toMatchObject({ code: 'Timeout', attempts: 2, ambiguous: true, retryable: true })
  })

  test('covers credentials, which are asked for again, and then nothing has happened', async () => {
    let asked = 0
    const authenticate = () => {
      asked += 1
      return new Promise<never>(() => {})
    }
    const { call, sent } = enable({ timeoutMs: 20, retries: 1 }, [], { authenticate })
    expect(await rejection(call)).toMatchObject({ code: 'Timeout', attempts: 0, ambiguous: false, retryable: true })
    expect([asked, sent.length]).toEqual([2, 0])
  })

  test('may be longer than the deadline, or than a timer can be', async () => {
    const { call } = enable({ timeoutMs: 2 ** 40, deadlineMs: 2 ** 40 }, [reply()])
    await call
  })
})

describe('deadlineMs', () => {
  test('ends the call, whatever the transport does with its signal', async () => {
    const silent = silence()
    const { call } = enable({ deadlineMs: 60, timeoutMs: 10_000 }, [silent.step])
    expect(await closeTo(60, rejection(call))).toMatchObject({
      code: 'Timeout',
      attempts: 1,
      ambiguous: true,
      retryable: true,
      message: expect.stringContaining('deadline'),
    })
    await silent.stopped
  })

  test('covers credentials', async () => {
    const authenticate = () => new Promise<never>(() => {})
    const { call, sent } = enable({ deadlineMs: 60 }, [], { authenticate })
    expect(await closeTo(60, rejection(call))).toMatchObject({ code: 'Timeout', attempts: 0, ambiguous: false })
    expect(sent).toEqual([])
  })

  test('covers all attempts together', async () => {
    const { call, sent } = enable({ deadlineMs: 120, timeoutMs: 70, retries: 50 }, [silence().step])
    expect(await closeTo(120, rejection(call))).toMatchObject({ code: 'Timeout', attempts: 2 })
    expect(sent).toHaveLength(2)
  })

  test('covers the wait between attempts, which is not begun when it would last longer', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    const { call } = enable({ deadlineMs: 90, retries: 50 }, [refuse('Throttled', 'not-executed')])
    expect(await closeTo(0, rejection(call))).toMatchObject({ code: 'Throttled', attempts: 1 })
  })
})

describe('a signal', () => {
  test('that fired before the call lets nothing happen', async () => {
    const authenticate = vi.fn()
    const { call, sent } = enable({ signal: AbortSignal.abort() }, [], { authenticate })
    expect(await rejection(call)).toMatchObject({ code: 'Aborted', attempts: 0, ambiguous: false, retryable: false })
    expect(sent).toEqual([])
    expect(authenticate).not.toHaveBeenCalled()
  })

  test('that fires during credentials ends the call, and nothing leaves when they come late', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const { call, sent } = enable({ signal }, [reply()], {
      authenticate: async (request, context) => {
        controller.abort()
        expect(context.signal.aborted).toBe(true)
        await sleep(5)
        return request
      },
    })
    expect(await rejection(call)).toMatchObject({ code: 'Aborted', attempts: 0, ambiguous: false })
    await sleep(10)
    expect(sent).toEqual([])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('that fires while the request is under way stops it, and leaves its effect unknown', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const silent = silence()
    const { call } = enable({ signal }, [silent.step])
    setTimeout(() => controller.abort(new Error('secret reason')), 10)
    const error = await rejection(call)
    expect(error).toMatchObject({ code: 'Aborted', attempts: 1, ambiguous: true, retryable: false })
    expect(String(error)).not.toContain('secret reason')
    await silent.stopped
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('that fires between two attempts ends the call, with what the attempts before left in doubt', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    for (const [step, ambiguous] of [
      [refuse('Throttled', 'not-executed'), false],
      [refuse('ServiceUnavailable', 'transient'), true],
    ] as const) {
      const controller = new AbortController()
      const { signal } = controller
      const { call, sent } = enable({ signal }, [step])
      setTimeout(() => controller.abort(), 10)
      expect(await closeTo(10, rejection(call))).toMatchObject({ code: 'Aborted', attempts: 1, ambiguous })
      expect(sent).toHaveLength(1)
      expect(getEventListeners(signal, 'abort')).toEqual([])
    }
  })

  test('serves a thousand calls without gathering listeners, and leaves no timer behind', async () => {
    const { signal } = new AbortController()
    setMaxListeners(0, signal)
    const before = timers()
    const kms = createClient(fakeProvider(), script(reply(key)))
    for (let made = 0; made < 10; made += 1) {
      await Promise.all(Array.from({ length: 100 }, () => kms.describeKey({ keyId: 'k' }, { signal })))
      expect(getEventListeners(signal, 'abort')).toEqual([])
    }
    expect(timers()).toBe(before)
  })

  test('of one call does not touch another', async () => {
    const controller = new AbortController()
    const slow: Step = async () => {
      await sleep(30)
      return reply(key)
    }
    const kms = createClient(fakeProvider(), script(slow))
    const stopped = rejection(kms.describeKey({ keyId: 'k' }, { signal: controller.signal }))
    const other = kms.describeKey({ keyId: 'k' })
    controller.abort()
    expect(await stopped).toMatchObject({ code: 'Aborted' })
    expect(await other).toMatchObject(key)
  })
})

test('what a transport does after it was given up reaches nobody', async () => {
  const late: Step = async () => {
    await sleep(20)
    throw new Error('too late')
  }
  const { call } = enable({ timeoutMs: 5, retries: 0 }, [late])
  expect(await rejection(call)).toMatchObject({ code: 'Timeout' })
  await sleep(30)
})
