import { describe, expect, test } from 'vitest'
import { awsFaults } from '../planted/aws.ts'
import { runPlanted } from '../planted/plant.ts'

describe('a planted fault deviates on its own cells and behaviours and nowhere else', () => {
  test.each(awsFaults)('$cloud: $name', { timeout: 240_000 }, async (fault) => {
    expect(await runPlanted(fault)).toEqual({ deviates: [...fault.deviates].sort(), errors: [] })
  })
})
