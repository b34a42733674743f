import { describe, expect, test } from 'vitest'
import { createSimulator } from '../../conformance/simulators/index.ts'
import { faults } from './faults.ts'
import { runAgainst, runPlanted } from './plant.ts'

// A sample, and only the cases concerned, so that this stays quick: test/full/planted.test.ts plants every fault and proves
// that no other case deviates.
const sample = faults.filter((_, index) => index % 4 === 0)

describe('the suite catches a simulator that', () => {
  test.each(sample)('makes this mistake: $cloud, $name', async (fault) => {
    const wanted = [...fault.deviates].sort()
    const cases = wanted.length > 20 ? wanted.filter((_, index) => index % 10 === 0) : wanted
    expect(cases.length).toBeGreaterThan(0)
    const planted = await runPlanted(fault, cases)
    expect(planted).toEqual({ deviates: cases, errors: [] })
  })

  test.each([...new Set(faults.map(({ cloud }) => cloud))])(
    'and finds nothing in these cases of %s as it is',
    async (cloud) => {
      const own = faults.filter((fault) => fault.cloud === cloud && fault.deviates.length < 20)
      const concerned = [...new Set(own.flatMap(({ deviates }) => deviates))]
      expect(await runAgainst(cloud, createSimulator, concerned)).toEqual({ deviates: [], errors: [] })
    },
  )
})
