import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DRIFT_PAGE, drift } from '../../scripts/drift.ts'

test('docs/drift.md says what the tables and the simulators say (else run: npx tsx scripts/drift.ts)', {
  timeout: 300_000,
}, async () => {
  expect(readFileSync(DRIFT_PAGE, 'utf8')).toBe(await drift())
})
