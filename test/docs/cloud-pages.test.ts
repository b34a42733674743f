import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generated, MARKER, pageOf } from '../../scripts/cloud-pages.ts'
import { clouds } from '../../scripts/clouds.ts'
import { providers } from '../support/providers.ts'

describe('docs/clouds', () => {
  test('has a page for every provider', () => {
    expect(Object.keys(clouds).sort()).toEqual(Object.keys(providers).sort())
  })

  test.each(Object.keys(clouds))(
    '%s says what the tables say (else run: npx tsx scripts/cloud-pages.ts)',
    async (cloud) => {
      const page = readFileSync(pageOf(cloud), 'utf8')
      expect(page.slice(page.indexOf(MARKER))).toBe(await generated(cloud))
    },
  )
})
