import { expect, test } from 'vitest'
import { createPacer } from '../../../conformance/targets/pacing.ts'
import type { WireRequest, WireResponse } from '../../../src/wire.ts'

const request: WireRequest = { method: 'GET', url: 'http://127.0.0.1/', headers: {}, body: '' }
const reply: WireResponse = { status: 200, headers: {}, body: '' }

test('no second sees more requests than allowed, however slow, fast or many at once they are', async () => {
  const arrivals: number[] = []
  const send = createPacer(20)(async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    arrivals.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    return reply
  })
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: 50 }, () => send(request, new AbortController().signal)))
  const busiest = Math.max(
    ...arrivals.map((first) => arrivals.filter((at) => at >= first && at < first + 1_000).length),
  )
  expect(busiest).toBeLessThanOrEqual(20)
  expect(arrivals).toHaveLength(50)
  // The first second is the one of a process that may have been killed a moment ago.
  expect(Math.min(...arrivals) - startedMs).toBeGreaterThanOrEqual(1_000)
})

test('a request that fails counts too, and holds up nobody', async () => {
  let sent = 0
  const send = createPacer(5)(async () => {
    sent += 1
    throw new Error('cut')
  })
  const signal = new AbortController().signal
  for (let count = 0; count < 7; count += 1) await expect(send(request, signal)).rejects.toThrow('cut')
  expect(sent).toBe(7)
})
