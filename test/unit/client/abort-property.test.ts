import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aws } from '../../../providers/aws/index.ts'
import { createClient, isKmsError, tokenBucketLimiter } from '../../../src/index.ts'
import { BEHAVIOURS, startBadServer } from '../../support/bad-server.ts'

const MOMENTS = 150
const SEED = 20_261_121

const moment = fc.record({
  behaviour: fc.constantFrom(...BEHAVIOURS),
  /** When the signal fires; before the call is made when negative. */
  afterMs: fc.integer({ min: -1, max: 25 }),
  credentialsMs: fc.integer({ min: 0, max: 8 }),
  limited: fc.boolean(),
})

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

/** Waits for what may take a turn or two of the event loop: the other end hears of a closed connection a little later. */
async function soon(isSo: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (isSo()) return true
    await sleep(5)
  }
  return false
}

test(`a signal that fires at any of ${MOMENTS} moments ends the call and leaves nothing busy`, async () => {
  const server = await startBadServer()
  const seen = { aborted: 0, other: 0 }
  const quota = {
    name: 'test',
    operations: ['describeKey'],
    requests: 1,
    perSeconds: 0.015,
    source: 'https://x.test',
  } as const
  const property = fc.asyncProperty(moment, async ({ behaviour, afterMs, credentialsMs, limited }) => {
    const before = timers()
    const credentials = async () => {
      await sleep(credentialsMs)
      return { accessKeyId: 'test', secretAccessKey: 'test' }
    }
    const provider = aws({ region: 'eu-west-1', endpoint: server.url, credentials })
    const kms = createClient(provider, limited ? { limiter: tokenBucketLimiter([quota]) } : {})
    if (limited) await kms.describeKey({ keyId: 'answers' })
    const controller = new AbortController()
    const { signal } = controller
    if (afterMs < 0) controller.abort()
    const call = kms.describeKey({ keyId: behaviour }, { signal, retries: 3 }).then(
      () => 'done',
      (error: unknown) => (isKmsError(error) ? error.code : 'not a KmsError'),
    )
    if (afterMs >= 0) await sleep(afterMs)
    const abortedMs = performance.now()
    controller.abort()
    const outcome = await call
    expect(performance.now() - abortedMs).toBeLessThan(1_000)
    expect(['done', 'Aborted', 'ServiceUnavailable']).toContain(outcome)
    if (outcome === 'Aborted') seen.aborted += 1
    else seen.other += 1
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(await soon(() => server.busy() === 0)).toBe(true)
    // The credentials' own sleep is the caller's.
    expect(await soon(() => timers() <= before)).toBe(true)
  })
  await fc.assert(property, { numRuns: MOMENTS, seed: SEED })
  expect(seen.aborted).toBeGreaterThan(MOMENTS / 2)
  expect(seen.other).toBeGreaterThan(0)
}, 60_000)
