import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { matrixClouds, matrixTables } from '../../../conformance/atlas.ts'
import { matrixSchema, SCHEMA_FILE } from '../../../scripts/matrix-schema.ts'

const validate = new Ajv2020().compile(matrixSchema())
/** As a reader in another language gets them. */
const published = (...clouds: Parameters<typeof matrixTables>) => JSON.parse(JSON.stringify(matrixTables(...clouds)))

describe('the published tables', () => {
  test('fit their schema, all together and cloud by cloud', () => {
    for (const clouds of [matrixClouds, ...matrixClouds.map((cloud) => [cloud])]) {
      validate(published(clouds))
      expect(validate.errors).toBeNull()
    }
  })

  test('have a source for every claim, and cite no other', () => {
    const { sources, cells } = matrixTables()
    const cited = new Set(
      cells.flatMap(({ recorded, documented, inferred }) =>
        [recorded, documented, inferred].flatMap((claim) => (claim === undefined ? [] : [claim.source])),
      ),
    )
    expect([...cited].sort()).toEqual(Object.keys(sources).sort())
  })

  test('name every cell once', () => {
    const ids = matrixTables().cells.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    ['a version that it does not speak of', { schemaVersion: 2 }],
    ['an edition that is no date', { edition: 'latest' }],
    ['no cells', { cells: [] }],
    ['a member that no page describes', { more: true }],
    ['a cell with an outcome of its own', { cells: [{ ...published().cells[0], outcome: 'perhaps' }] }],
    ['a cell without evidence', { cells: [{ ...published().cells[0], evidence: undefined }] }],
  ])('would not fit with %s', (_what, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...published(), ...change })))).toBe(false)
  })

  test('are described by schemas/matrix-v1.json (else run: npx tsx scripts/matrix-schema.ts)', () => {
    expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(matrixSchema())))
  })
})
