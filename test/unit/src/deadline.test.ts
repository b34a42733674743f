import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { bounded, type Deadline, MAX_TIMER_MS, pause, Stopped } from '../../../src/deadline.ts'
import type { Stop } from '../../../src/stop.ts'
import { rejection } from '../../support/fake-provider.ts'
import { closeTo } from '../../support/timing.ts'

const within = (ms: number, signal?: AbortSignal): Deadline => ({ atMs: performance.now() + ms, signal })
const never = () => new Promise<never>(() => {})
const reasonOf = async (promise: Promise<unknown>) => {
  const error = await rejection(promise)
  return error instanceof Stopped ? error.reason : error
}

describe('bounded', () => {
  test('gives what the work gives, and throws what it throws', async () => {
    expect(await bounded(within(1_000), 1_000, async () => 'done')).toBe('done')
    const failure = new Error('failed')
    expect(await rejection(bounded(within(1_000), 1_000, async () => Promise.reject(failure)))).toBe(failure)
  })

  test('tells whether the attempt or the whole call ran out of time', async () => {
    expect(await closeTo(30, reasonOf(bounded(within(1_000), 30, never)))).toBe('timeout')
    expect(await closeTo(30, reasonOf(bounded(within(30), 1_000, never)))).toBe('deadline')
  })

  test('does not begin the work when there is no time, or nobody wants it', async () => {
    let begun = 0
    const work = async () => {
      begun += 1
    }
    expect(await reasonOf(bounded(within(0), 1_000, work))).toBe('deadline')
    expect(await reasonOf(bounded(within(1_000, AbortSignal.abort()), 1_000, work))).toBe('aborted')
    expect(begun).toBe(0)
  })

  test('fires the signal of the work for every reason, after it was settled by none', async () => {
    const signals: AbortSignal[] = []
    const stubborn = ({ signal }: Stop) => {
      signals.push(signal)
      return never()
    }
    const controller = new AbortController()
    const aborted = reasonOf(bounded(within(1_000, controller.signal), 1_000, stubborn))
    controller.abort()
    expect(await aborted).toBe('aborted')
    expect(await reasonOf(bounded(within(1_000), 5, stubborn))).toBe('timeout')
    expect(await reasonOf(bounded(within(5), 1_000, stubborn))).toBe('deadline')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
    await bounded(within(1_000), 1_000, async ({ signal }) => signals.push(signal))
    expect(signals.at(-1)?.aborted).toBe(false)
  })

  test('lets go of the caller’s signal however it ends', async () => {
    const { signal } = new AbortController()
    const listeners = () => getEventListeners(signal, 'abort').length
    const work = bounded(within(1_000, signal), 1_000, async () => listeners())
    expect(await work).toBe(1)
    expect(listeners()).toBe(0)
    await rejection(bounded(within(1_000, signal), 1_000, async () => Promise.reject(new Error('x'))))
    expect(listeners()).toBe(0)
    await rejection(bounded(within(1_000, signal), 5, never))
    expect(listeners()).toBe(0)
  })

  test('takes times longer than a timer can be for a long time, not for none', async () => {
    const slow = () => sleep(20, 'done')
    expect(await bounded(within(MAX_TIMER_MS * 4), MAX_TIMER_MS * 4, slow)).toBe('done')
  })
})

describe('pause', () => {
  test('lasts as long as it is told', async () => {
    await closeTo(40, pause(within(1_000), 40))
    await closeTo(0, pause(within(1_000), 0))
    await closeTo(0, pause(within(1_000), -1))
  })

  test('ends early with the reason, and leaves no timer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const controller = new AbortController()
    const aborted = reasonOf(pause(within(60_000, controller.signal), 50_000))
    controller.abort()
    expect(await aborted).toBe('aborted')
    expect(await reasonOf(pause(within(10), 50_000))).toBe('deadline')
    expect(timers()).toBe(before)
  })
})
