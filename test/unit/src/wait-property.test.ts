import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { KeyState } from '../../../src/key-state.ts'
import { waitForKeyState } from '../../../src/wait.ts'
import { fakeClient, statesOf } from '../../support/fake-client.ts'

const PATTERNS = 10_000
const SEED = 20_261_121

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What replicas that have, or have not, heard of a change show, read by read; after the last one they agree, or never do. */
const pattern = fc.record({
  reads: fc.array(fc.constantFrom<KeyState>('Enabled', 'Disabled', 'Creating'), { maxLength: 30 }),
  settles: fc.boolean(),
  consecutive: fc.integer({ min: 1, max: 6 }),
  intervalMs: fc.integer({ min: 1, max: 1_000 }),
})

const longestRun = (states: readonly KeyState[]): number => {
  let longest = 0
  let run = 0
  for (const state of states) {
    run = state === 'Enabled' ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

test(`under ${PATTERNS} patterns of lag it never believes fewer equal reads than it is told, and tells what it saw`, async () => {
  const seen = { returned: 0, gaveUp: 0 }
  const property = fc.asyncProperty(pattern, async ({ reads, settles, consecutive, intervalMs }) => {
    const shown: KeyState[] = []
    const last: KeyState = settles ? 'Enabled' : 'Disabled'
    const describeKey = async () => {
      const state = reads[shown.length] ?? last
      shown.push(state)
      return statesOf(state).describeKey({ keyId: 'k' })
    }
    const deadlineMs = intervalMs * 40
    const waiting = waitForKeyState(fakeClient({ describeKey }), 'k', 'Enabled', {
      consecutive,
      intervalMs,
      deadlineMs,
    })
    const outcome = waiting.then(
      (metadata) => ({ metadata }),
      (error: unknown) => ({ error }),
    )
    await vi.advanceTimersByTimeAsync(deadlineMs + 1)
    const ended = await outcome
    const trusted = shown.slice(-consecutive)
    if ('metadata' in ended) {
      seen.returned += 1
      expect(ended.metadata.state).toBe('Enabled')
      expect(trusted).toEqual(Array(consecutive).fill('Enabled'))
      // Nor does it wait for more than it was told.
      expect(longestRun(shown.slice(0, -1))).toBeLessThan(consecutive)
    } else {
      seen.gaveUp += 1
      expect(longestRun(shown)).toBeLessThan(consecutive)
      expect(ended.error).toMatchObject({
        code: 'Timeout',
        operation: 'waitForKeyState',
        attempts: shown.length,
        keyState: shown.at(-1),
        message: expect.stringContaining(`${shown.length} reads in `),
      })
    }
  })
  await fc.assert(property, { numRuns: PATTERNS, seed: SEED })
  // Neither half of the property may be empty.
  expect(Math.min(seen.returned, seen.gaveUp)).toBeGreaterThan(PATTERNS / 10)
}, 60_000)
