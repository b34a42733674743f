import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generated, MARKER, page } from '../../scripts/cli-page.ts'

test('docs/cli.md lists the commands as they are (else run: npx tsx scripts/cli-page.ts)', async () => {
  const text = readFileSync(page, 'utf8')
  expect(text.slice(text.indexOf(MARKER))).toBe(await generated())
})
