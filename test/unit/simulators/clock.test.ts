import { expect, test } from 'vitest'
import { createClock, durationMs } from '../../../conformance/simulators/shared/clock.ts'

test('virtual time runs with the wall clock until it is pushed', () => {
  let wallMs = 1_000
  const clock = createClock(() => wallMs)
  expect([clock.now(), clock.wall()]).toEqual([1_000, 1_000])
  wallMs = 2_500
  expect([clock.now(), clock.wall()]).toEqual([2_500, 2_500])
})

test('advancing moves virtual time and leaves the wall clock alone', () => {
  const clock = createClock(() => 0)
  expect(clock.advance('31d')).toBe(31 * 86_400_000)
  clock.advance('12h')
  clock.advance(500)
  expect(clock.now()).toBe(31.5 * 86_400_000 + 500)
  expect(clock.wall()).toBe(0)
})

test('the offset lives where the simulator keeps its state', () => {
  let savedMs = 5_000
  const cell = {
    get: () => savedMs,
    set: (offsetMs: number) => {
      savedMs = offsetMs
    },
  }
  const clock = createClock(() => 0, cell)
  expect(clock.now()).toBe(5_000)
  clock.advance('1s')
  expect(savedMs).toBe(6_000)
})

test.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['5m', 300_000],
  ['1.5h', 5_400_000],
  ['2w', 1_209_600_000],
  [42, 42],
])('%s is %d ms', (duration, ms) => {
  expect(durationMs(duration)).toBe(ms)
})

test.each(['', '5', 'd', '-1d', '1 d', '1y', -1, Number.NaN, Number.POSITIVE_INFINITY])(
  '%s is no duration',
  (duration) => {
    expect(() => durationMs(duration)).toThrow(TypeError)
  },
)

test('a clock stays within years of four digits', () => {
  const clock = createClock(() => 0)
  clock.advance('1000d')
  for (const beyond of [1e300, 9e15, '99999999999d'])
    expect(() => clock.advance(beyond)).toThrow('beyond the year 9998')
  expect(clock.now()).toBe(1000 * 86_400_000)
})
