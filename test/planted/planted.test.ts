import { describe, expect, test } from 'vitest'
import { createSimulator } from '../../conformance/simulators/index.ts'
import { awsFaults } from './aws.ts'
import { runAgainst, runPlanted } from './plant.ts'

// Only the cases concerned, so that this stays quick; test/full/planted.test.ts proves that no other case deviates.
describe('the suite catches a simulator that', () => {
  test.each(awsFaults)('says: $name', async (fault) => {
    const wanted = [...fault.deviates].sort()
    const cases = wanted.length > 20 ? wanted.filter((_, index) => index % 10 === 0) : wanted
    expect(cases.length).toBeGreaterThan(0)
    const planted = await runPlanted(fault, cases)
    expect(planted).toEqual({ deviates: cases, errors: [] })
  })

  test('and finds nothing in the same cases of the simulator as it is', async () => {
    const concerned = [
      ...new Set(awsFaults.filter(({ deviates }) => deviates.length < 20).flatMap((one) => one.deviates)),
    ]
    expect(await runAgainst('aws', createSimulator, concerned)).toEqual({ deviates: [], errors: [] })
  })
})
