import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expected, matrix, matrixClouds } from '../../conformance/matrix/index.ts'
import { openPoints } from '../../conformance/matrix/open-points.ts'
import { sources } from '../../conformance/matrix/sources.ts'
import { DRIFT_PAGE } from '../../scripts/drift.ts'

// What the simulators do takes a run of theirs: drift.full.test.ts compares the whole page.

const page = readFileSync(DRIFT_PAGE, 'utf8')
const partOf = (cloud: string) => page.split(/^## /m).find((part) => part.startsWith(`${cloud}\n`)) ?? ''

describe('the open points', () => {
  test('have names of their own, sources that are described, and something to say', () => {
    expect(new Set(openPoints.map(({ id }) => id)).size).toBe(openPoints.length)
    for (const { question, said, choice, sources: cited } of openPoints) {
      expect(cited.length).toBeGreaterThan(0)
      for (const id of cited) expect(Object.keys(sources)).toContain(id)
      for (const words of [question, said, choice]) expect(words).not.toBe('')
    }
  })
})

describe.each(matrixClouds)('docs/drift.md on %s (else run: npx tsx scripts/drift.ts)', (cloud) => {
  test('has every open point', () => {
    const own = openPoints.filter(({ clouds }) => clouds.includes(cloud))
    expect(partOf(cloud)).toContain(`### Open points: ${own.length}\n`)
    for (const { question, said, choice } of own)
      expect(partOf(cloud)).toContain(`| ${question} | ${said} | ${choice} |`)
  })

  test('counts the cells that no source decides', () => {
    const silent = matrix([cloud]).cells.filter((cell) => expected(cell) === undefined).length
    expect(partOf(cloud)).toContain(silent === 0 ? '\nUndocumented: every cell' : `### Undocumented: ${silent} cells\n`)
  })

  test('has every cell that was recorded otherwise than documented, and every one with two readings', () => {
    const cells = matrix([cloud]).cells.filter(
      ({ recorded, documented }) =>
        documented?.outcome === 'either' || (recorded && documented && recorded.outcome !== documented.outcome),
    )
    for (const { action, state } of cells) expect(partOf(cloud)).toContain(`| \`${action}\` in ${state} |`)
  })
})
