import { expect, test } from 'vitest'
import { killRounds } from '../support/kill/rounds.ts'

test('a server killed at a hundred random moments under load loses nothing that it acknowledged', async () => {
  const report = await killRounds(100)
  console.log(JSON.stringify(report))
  expect(report.lost).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(1_000)
  expect(report.mode).toBe(0o600)
}, 1_800_000)
