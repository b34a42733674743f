import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { MapConcurrentError, mapConcurrent } from '../../../src/map-concurrent.ts'
import { rejection } from '../../support/fake-provider.ts'

const soon = () => new Promise<void>((resolve) => setImmediate(resolve))
const count = (length: number) => Array.from({ length }, (_, index) => index)

async function failureOf(promise: Promise<unknown>): Promise<MapConcurrentError<unknown>> {
  const error = await rejection(promise)
  if (!(error instanceof MapConcurrentError)) throw error
  return error
}

/** A source that counts how far it was read, and whether it was closed. */
function watched(length: number) {
  const seen = { read: 0, closed: false }
  function* source() {
    try {
      for (; seen.read < length; ) {
        seen.read += 1
        yield seen.read - 1
      }
    } finally {
      seen.closed = true
    }
  }
  return { seen, source: source() }
}

describe('mapConcurrent', () => {
  test('resolves with the results in the order of the items, whichever was first', async () => {
    const delays = [30, 1, 20, 0, 10]
    const wait = (ms: number) => new Promise<number>((resolve) => setTimeout(() => resolve(ms), ms))
    expect(await mapConcurrent(delays, wait, { concurrency: 3 })).toEqual(delays)
  })

  test.each([
    [1, 1],
    [7, 7],
    [1000, 40],
  ])('with a concurrency of %i has %i of 40 calls in flight at most', async (concurrency, expected) => {
    let running = 0
    let most = 0
    await mapConcurrent(
      count(40),
      async () => {
        running += 1
        most = Math.max(most, running)
        await soon()
        running -= 1
      },
      { concurrency },
    )
    expect([most, running]).toEqual([expected, 0])
  })

  test('takes an item only when there is room for it', async () => {
    const { source, seen } = watched(100_000)
    let finished = 0
    let ahead = 0
    await mapConcurrent(
      source,
      async () => {
        ahead = Math.max(ahead, seen.read - finished)
        await Promise.resolve()
        finished += 1
      },
      { concurrency: 5 },
    )
    expect([finished, ahead]).toEqual([100_000, 5])
  })

  test('reads asynchronous sources, one item at a time even if they cannot queue', async () => {
    let reading = 0
    let next = 0
    const source: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          expect(reading).toBe(0)
          reading += 1
          await soon()
          reading -= 1
          next += 1
          return next > 20 ? { done: true, value: undefined } : { done: false, value: next - 1 }
        },
      }),
    }
    expect(await mapConcurrent(source, async (item) => item * 2, { concurrency: 4 })).toEqual(
      count(20).map((n) => n * 2),
    )
  })

  test('of nothing is nothing', async () => {
    expect(await mapConcurrent([], async () => 1)).toEqual([])
    expect(await mapConcurrent(new Set<number>(), async () => 1)).toEqual([])
    expect(await mapConcurrent(watched(0).source, async () => 1)).toEqual([])
  })

  test('tells of its progress, and does not mind an observer that throws', async () => {
    const told: unknown[] = []
    const onProgress = (progress: object) => {
      told.push(progress)
      throw new Error('mine')
    }
    await mapConcurrent(new Set(['a', 'b', 'c']), async (item) => item, { concurrency: 1, onProgress })
    expect(told).toEqual([1, 2, 3].map((done) => ({ done, total: 3 })))
  })

  test('after a failure begins nothing, waits for what runs, and keeps what succeeded', async () => {
    const { source, seen } = watched(1000)
    const cause = new Error('the third')
    let running = 0
    const failure = await failureOf(
      mapConcurrent(
        source,
        async (item) => {
          running += 1
          await soon()
          if (item !== 3) await soon()
          running -= 1
          if (item === 3) throw cause
          return `result ${item}`
        },
        { concurrency: 4 },
      ),
    )
    expect(running).toBe(0)
    expect(failure).toMatchObject({
      index: 3,
      cause,
      message: 'item 3 failed: cause tells why, results keeps the 3 that succeeded',
    })
    expect([...failure.results]).toEqual([0, 1, 2].map((index) => [index, `result ${index}`]))
    expect(seen).toEqual({ read: 4, closed: true })
  })

  test('keeps results out of logs', async () => {
    const fn = async (item: number) => {
      if (item === 2) throw new Error('no')
      return 'plaintext'
    }
    const failure = await failureOf(mapConcurrent(count(3), fn, { concurrency: 1 }))
    expect(failure.results.get(1)).toBe('plaintext')
    expect(inspect(failure, { depth: 9, showHidden: true }) + JSON.stringify(failure)).not.toContain('plaintext')
  })

  test('stops at a signal, and says why', async () => {
    const controller = new AbortController()
    const fn = async (item: number) => {
      if (item === 2) controller.abort(new Error('enough'))
      return item
    }
    const { signal } = controller
    const failure = await failureOf(mapConcurrent(count(9), fn, { concurrency: 1, signal }))
    expect(failure).toMatchObject({ index: undefined, cause: { message: 'enough' } })
    expect([...failure.results.keys()]).toEqual([0, 1, 2])
    const late = await failureOf(mapConcurrent(count(9), fn, { signal }))
    expect(late.results.size).toBe(0)
  })

  test('that had done everything before the signal has succeeded', async () => {
    const controller = new AbortController()
    const fn = async (item: number) => {
      if (item === 2) controller.abort()
      return item
    }
    expect(await mapConcurrent(count(3), fn, { concurrency: 1, signal: controller.signal })).toEqual([0, 1, 2])
  })

  test('fails with its source, which need not be one that closes', async () => {
    function* source() {
      yield 1
      throw new Error('torn')
    }
    const failure = await failureOf(mapConcurrent(source(), async (item) => item, { concurrency: 1 }))
    expect(failure).toMatchObject({ index: undefined, cause: { message: 'torn' } })
    expect([...failure.results.values()]).toEqual([1])
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a concurrency of %d', async (concurrency) => {
    expect(await rejection(mapConcurrent([1], async () => 1, { concurrency }))).toBeInstanceOf(RangeError)
  })

  test('takes functions that return at once, and those that throw at once', async () => {
    expect(await mapConcurrent([1, 2], (item) => item + 1)).toEqual([2, 3])
    const fail = (): number => {
      throw new Error('now')
    }
    expect((await failureOf(mapConcurrent([1], fail))).index).toBe(0)
  })
})
