import { describe, expect, test } from 'vitest'
import { faults } from '../planted/faults.ts'
import { runPlanted } from '../planted/plant.ts'

describe('a planted fault deviates on its own cells and behaviours and nowhere else', () => {
  test.each(faults)('$cloud: $name', { timeout: 240_000 }, async (fault) => {
    expect(await runPlanted(fault)).toEqual({ deviates: [...fault.deviates].sort(), errors: [] })
  })
})
