import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { guidePages, MARKER } from '../../scripts/guide-pages.ts'
import { KMS_ERROR_CODES } from '../../src/index.ts'

const pages = await guidePages()

test.each(pages)('$path says what the tables say (else run: npx tsx scripts/guide-pages.ts)', ({ is, should }) => {
  expect(is).toBe(should)
})

test('each page has something to say by hand, and every error code a heading', () => {
  expect(pages.map(({ path }) => basename(path))).toContain('states-and-errors.md')
  for (const { is } of pages) expect(is.indexOf(MARKER)).toBeGreaterThan(300)
  const [errors] = pages.filter(({ path }) => path.endsWith('states-and-errors.md'))
  const headings = errors?.is.split('\n').filter((line) => line.startsWith('### '))
  expect(headings).toEqual(KMS_ERROR_CODES.map((code) => `### ${code}`))
})
