import { describe, expect, it } from 'vitest'
import { cellId, citedSources, flatten, matrix, matrixClouds, sources } from '../../../conformance/matrix/index.ts'

describe('the matrix of all clouds', () => {
  const all = matrix()

  it('resolves every cited source to a title and a public address', () => {
    for (const cell of all.cells) {
      for (const id of citedSources(cell)) {
        const source = all.sources[id]
        expect(source?.title.length, `${cellId(cell)} cites ${id}`).toBeGreaterThan(0)
        expect(source?.address, id).toMatch(/^https:\/\//)
      }
    }
  })

  it('gives every source its own title', () => {
    const titles = Object.values(sources).map((source) => source.title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('has cells for every cloud it names, and no two of the same name', () => {
    for (const cloud of matrixClouds) expect(matrix([cloud]).cells.length).toBeGreaterThan(0)
    expect(new Set(all.cells.map(cellId)).size).toBe(all.cells.length)
  })

  it('publishes each cell with the expectation it is judged by', () => {
    for (const cell of all.cells) {
      const flat = flatten(cell)
      expect(flat).toMatchObject(cell)
      expect(flat.evidence === 'none').toBe(flat.outcome === 'undocumented')
    }
  })
})
