import { expect, test } from 'vitest'
import { killRounds } from '../support/kill/rounds.ts'

/** A hundred of them run in test/full. */
test('a server killed at five random moments under load loses nothing that it acknowledged', async () => {
  const report = await killRounds(5)
  expect(report.lost).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(0)
  expect(report.mode).toBe(0o600)
}, 120_000)
