import { describe, expect, test } from 'vitest'
import {
  BASE_DELAY_MS,
  MAX_DELAY_MS,
  parseRetryAfterMs,
  RETRY_COST,
  RETRY_TOKENS,
  RetryBudget,
  type RetryQuestion,
  retryDelayMs,
  THROTTLE_DELAY_MS,
  TRANSIENT_RETRY_COST,
} from '../../../src/retry.ts'

const question: RetryQuestion = {
  retry: 'transient',
  throttled: false,
  idempotent: true,
  attempts: 1,
  retries: 2,
  retryAfterMs: undefined,
  random: 0.999_999,
}
const ask = (change: Partial<RetryQuestion>) => retryDelayMs({ ...question, ...change })

describe('the delay before another attempt', () => {
  test.each([
    ['never, when the answer will not change', { retry: 'never' }],
    ['never, when it may have happened and twice is not once', { idempotent: false }],
    ['never, when the retries are used up', { attempts: 3 }],
    ['never, when none are allowed', { retries: 0 }],
  ] as const)('is %s', (_when, change) => {
    expect(ask(change)).toBeUndefined()
  })

  test('does not ask for idempotency where nothing was executed', () => {
    expect(ask({ retry: 'not-executed', idempotent: false })).toBeDefined()
  })

  test('has a ceiling that doubles, up to the longest wait', () => {
    const ceilings = [1, 2, 3].map((attempts) => ask({ attempts, retries: 100 }))
    expect(ceilings).toEqual([BASE_DELAY_MS - 1, 2 * BASE_DELAY_MS - 1, 4 * BASE_DELAY_MS - 1])
    expect(ask({ attempts: 100, retries: 100 })).toBe(MAX_DELAY_MS - 1)
    expect(ask({ throttled: true })).toBe(THROTTLE_DELAY_MS - 1)
  })

  test('is anything from nothing to the ceiling', () => {
    expect(ask({ random: 0 })).toBe(0)
    expect(ask({ random: 0.5 })).toBe(BASE_DELAY_MS / 2)
  })

  test('is not shorter than the service asks for, within reason', () => {
    expect(ask({ random: 0, retryAfterMs: 3_000 })).toBe(3_000)
    expect(ask({ retryAfterMs: 1 })).toBe(BASE_DELAY_MS - 1)
    expect(ask({ retryAfterMs: 3_600_000 })).toBe(MAX_DELAY_MS)
    expect(ask({ retryAfterMs: Number.POSITIVE_INFINITY })).toBe(MAX_DELAY_MS)
  })
})

test.each([
  ['2', 2_000],
  ['0', 0],
  ['0.25', 250],
  ['Tue, 01 Jan 2030 00:00:05 GMT', 5_000],
  ['Mon, 31 Dec 2029 23:00:00 GMT', 0],
  ['soon', undefined],
  // A year long ago, for all that Date.parse can tell.
  ['-1', 0],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %s ms', (header, expected) => {
  expect(parseRetryAfterMs(header, Date.UTC(2030, 0, 1))).toBe(expected)
})

describe('the budget', () => {
  test('pays for so many retries, and for twice as many of those that cost half', () => {
    const count = (retry: 'transient' | 'not-executed') => {
      const budget = new RetryBudget()
      let spent = 0
      while (budget.spend(retry)) spent += 1
      return spent
    }
    expect(count('transient')).toBe(RETRY_TOKENS / TRANSIENT_RETRY_COST)
    expect(count('not-executed')).toBe(RETRY_TOKENS / RETRY_COST)
  })

  test('is earned back one by one, and never grows beyond its beginning', () => {
    const budget = new RetryBudget()
    for (let calls = 0; calls < 1_000; calls += 1) budget.earn()
    let spent = 0
    while (budget.spend('transient')) spent += 1
    expect(spent).toBe(RETRY_TOKENS / TRANSIENT_RETRY_COST)
    for (let calls = 1; calls < TRANSIENT_RETRY_COST; calls += 1) budget.earn()
    expect(budget.spend('transient')).toBe(false)
    budget.earn()
    expect(budget.spend('transient')).toBe(true)
  })
})
