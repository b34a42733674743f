import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { type Served, startServe } from '../support/cli.ts'
import { killedRun, seeded } from '../support/kill.ts'
import { TEST_ENVIRONMENT } from '../support/live.ts'

/** Ten for each of the five clouds: fifty in all. */
const KILLS = 10
const MAX_KEYS = 150
const MAX_RPS = 100

let served: Served
beforeAll(async () => {
  for (const [name, value] of Object.entries(TEST_ENVIRONMENT)) vi.stubEnv(name, value)
  served = await startServe()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await served.stop()
})

describe('a live run that is killed at random points and resumed', () => {
  test.each(simulatedClouds.map((cloud, index) => [cloud, index + 1] as const))(
    'on %s tells what an undisturbed one tells, exceeds no cap, announces every key, and leaves none enabled',
    { timeout: 900_000 },
    async (cloud, seed) => {
      const killed = await killedRun({
        cloud,
        url: served.url,
        kills: KILLS,
        maxKeys: MAX_KEYS,
        maxRps: MAX_RPS,
        random: seeded(seed),
        longestLifeMs: 1_200,
      })
      expect(killed.kills).toBe(KILLS)
      expect(killed.report).toEqual(killed.undisturbed)
      expect(killed.unannounced).toBe(0)
      expect(killed.keysMade).toBeLessThanOrEqual(MAX_KEYS)
      expect(killed.busiestSecond).toBeLessThanOrEqual(MAX_RPS)
      expect(killed.left.length).toBeGreaterThan(0)
      expect(killed.left.filter((state) => state !== 'PendingDeletion' && state !== 'PendingReplicaDeletion')).toEqual(
        [],
      )
    },
  )
})
