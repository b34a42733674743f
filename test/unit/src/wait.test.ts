import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { CallOptions } from '../../../src/settings.ts'
import { type WaitOptions, waitForKeyState } from '../../../src/wait.ts'
import { failure, fakeClient, statesOf } from '../../support/fake-client.ts'
import { rejection } from '../../support/fake-provider.ts'
import { closeTo } from '../../support/timing.ts'

const wait = (states: ReturnType<typeof statesOf>, options: WaitOptions = {}) =>
  waitForKeyState(fakeClient(states), 'k', 'Enabled', { intervalMs: 1, ...options })

describe('waitForKeyState', () => {
  test('believes three equal reads in a row, and gives back the last', async () => {
    const states = statesOf('Disabled', 'Enabled')
    expect(await wait(states)).toMatchObject({ keyId: 'k', state: 'Enabled', providerState: 'ENABLED' })
    expect(states.reads()).toBe(4)
  })

  test('starts over when a read shows another state: replicas may disagree for a while', async () => {
    const states = statesOf('Enabled', 'Enabled', 'Disabled', 'Enabled', 'Disabled', 'Enabled')
    await wait(states)
    expect(states.reads()).toBe(8)
  })

  test('believes as many reads as it is told', async () => {
    const states = statesOf('Enabled')
    await wait(states, { consecutive: 1 })
    expect(states.reads()).toBe(1)
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses to believe %d reads', async (consecutive) => {
    const states = statesOf('Disabled')
    expect(await rejection(wait(states, { consecutive, deadlineMs: 50 }))).toMatchObject({
      code: 'InvalidInput',
      field: 'consecutive',
      operation: 'waitForKeyState',
    })
    expect(states.reads()).toBe(0)
  })

  test.each([
    ['intervalMs', -1],
    ['intervalMs', Number.NaN],
    ['deadlineMs', 0],
    ['deadlineMs', Number.NaN],
  ])('refuses %s of %d', async (field, value) => {
    expect(await rejection(wait(statesOf('Disabled'), { [field]: value }))).toMatchObject({
      code: 'InvalidInput',
      field,
    })
  })

  test('says when it gives up what was seen last, how often it looked, and for how long', async () => {
    const states = statesOf('Creating')
    const error = await closeTo(60, rejection(wait(states, { deadlineMs: 60, intervalMs: 10 })))
    expect(error).toMatchObject({
      code: 'Timeout',
      operation: 'waitForKeyState',
      provider: 'fake',
      keyId: 'k',
      keyState: 'Creating',
      attempts: states.reads(),
      retryable: true,
      message: expect.stringMatching(
        /k did not settle in Enabled: \d reads in \d+ ms, the last one showed Creating \(CREATING\); wait longer/,
      ),
    })
    expect(states.reads()).toBeGreaterThan(1)
  })

  test('says the same when the end of the wait cuts a look short, and how many were answered', async () => {
    for (const answered of [0, 2]) {
      const { describeKey, reads } = statesOf('Creating')
      const kms = fakeClient({
        describeKey: async (input, options) => {
          if (reads() < answered) return describeKey(input)
          await sleep((options?.deadlineMs ?? 0) - 1)
          throw failure('Timeout')
        },
      })
      const waiting = waitForKeyState(kms, 'k', 'Enabled', { deadlineMs: 60, intervalMs: 10 })
      expect(await rejection(waiting)).toMatchObject({
        code: 'Timeout',
        operation: 'waitForKeyState',
        message: expect.stringMatching(answered === 0 ? /0 reads in \d+ ms, none/ : /2 reads in \d+ ms, .*Creating/),
      })
    }
  })

  test('passes on a look that took too long while there was time for more', async () => {
    const slow = failure('Timeout')
    expect(await rejection(wait(statesOf('Creating', slow), { deadlineMs: 10_000 }))).toBe(slow)
  })

  test('looks once at least, however little time there is', async () => {
    await wait(statesOf('Enabled'), { consecutive: 1, deadlineMs: 0.1 })
  })

  test('passes on what describeKey rejects with', async () => {
    const gone = failure('KeyNotFound')
    expect(await rejection(wait(statesOf('Disabled', gone)))).toBe(gone)
  })

  test('gives each look no more time than is left, and the signal', async () => {
    const seen: (CallOptions | undefined)[] = []
    const { describeKey } = statesOf('Disabled')
    const kms = fakeClient({
      describeKey: (input, options) => {
        seen.push(options)
        return describeKey(input)
      },
    })
    const { signal } = new AbortController()
    await rejection(waitForKeyState(kms, 'k', 'Enabled', { deadlineMs: 50, intervalMs: 10, signal }))
    const left = seen.map((options) => options?.deadlineMs ?? 0)
    expect(left[0]).toBeGreaterThan(0)
    expect(left[0]).toBeLessThanOrEqual(50)
    expect([...left].sort((a, b) => b - a)).toEqual(left)
    expect(seen.every((options) => options?.signal === signal)).toBe(true)
  })

  test('ends its wait at once when the signal fires, and leaves no listener and no timer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const controller = new AbortController()
    const aborted = failure('Aborted')
    const states = statesOf('Disabled')
    const kms = fakeClient({
      describeKey: async (input, options) =>
        options?.signal?.aborted ? Promise.reject(aborted) : states.describeKey(input),
    })
    setTimeout(() => controller.abort(), 10)
    const waiting = waitForKeyState(kms, 'k', 'Enabled', { intervalMs: 20_000, signal: controller.signal })
    expect(await closeTo(10, rejection(waiting))).toBe(aborted)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    expect(timers()).toBe(before)
  })

  test('does not wait for a signal that fired during the look', async () => {
    const controller = new AbortController()
    const states = statesOf('Disabled')
    let aborted = false
    const kms = fakeClient({
      describeKey: async (input) => {
        if (aborted) throw failure('Aborted')
        controller.abort()
        aborted = true
        return states.describeKey(input)
      },
    })
    const waiting = waitForKeyState(kms, 'k', 'Enabled', { intervalMs: 20_000, signal: controller.signal })
    expect(await closeTo(0, rejection(waiting))).toMatchObject({ code: 'Aborted' })
  })
})
