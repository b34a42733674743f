import { describe, expect, test } from 'vitest'
import { describeWay, explain, operationsAllowedIn, planTransition } from '../../../conformance/atlas.ts'

function way(...args: Parameters<typeof planTransition>): string | undefined {
  const steps = planTransition(...args)
  return steps === undefined ? undefined : describeWay(args[1], steps)
}

describe('planTransition', () => {
  test('finds the two calls that bring a key back from its deletion on AWS', () => {
    expect(way('aws', 'PendingDeletion', 'Enabled')).toBe(
      'PendingDeletion → cancelKeyDeletion → Disabled → enableKey → Enabled',
    )
  })

  test('needs no call to stay where the key is', () => {
    expect(planTransition('aws', 'Enabled', 'Enabled')).toEqual([])
  })

  test('imports into external keys only', () => {
    expect(way('aws', 'PendingImport', 'Enabled', { origin: 'EXTERNAL', hasMaterial: false })).toBe(
      'PendingImport → importKeyMaterial → Enabled',
    )
    expect(way('aws', 'Enabled', 'PendingImport')).toBeUndefined()
  })

  test('leads a key without material from its deletion to an import', () => {
    expect(way('aws', 'PendingDeletion', 'Enabled', { origin: 'EXTERNAL', hasMaterial: false })).toBe(
      'PendingDeletion → cancelKeyDeletion → PendingImport → importKeyMaterial → Enabled',
    )
  })

  test('knows no way out of a state that no call leaves', () => {
    expect(planTransition('aws', 'Creating', 'Enabled')).toBeUndefined()
  })
})

describe('operationsAllowedIn', () => {
  test('lists what a state allows, and imports for external keys only', () => {
    const pending = operationsAllowedIn('aws', 'PendingDeletion')
    expect(pending).toEqual(expect.arrayContaining(['describeKey', 'cancelKeyDeletion']))
    for (const refused of ['encrypt', 'enableKey', 'scheduleKeyDeletion']) expect(pending).not.toContain(refused)
    expect(operationsAllowedIn('aws', 'PendingImport')).not.toContain('importKeyMaterial')
    expect(operationsAllowedIn('aws', 'PendingImport', { origin: 'EXTERNAL' })).toContain('importKeyMaterial')
  })
})

describe('explain', () => {
  const refused = { code: 'InvalidKeyState', provider: 'aws', operation: 'encrypt', keyState: undefined } as const

  test('tells where the operation is allowed and how to get there', () => {
    const explanation = explain(refused, { state: 'PendingDeletion' })
    expect(explanation?.allowedIn).toEqual(['Enabled', 'Updating'])
    expect(explanation?.text).toBe('PendingDeletion → cancelKeyDeletion → Disabled → enableKey → Enabled')
  })

  test('believes the state that the error itself tells', () => {
    expect(explain({ ...refused, keyState: 'Disabled' }, { state: 'PendingDeletion' })?.text).toBe(
      'Disabled → enableKey → Enabled',
    )
  })

  test('has nothing to say of other errors, unknown states and unknown clouds', () => {
    expect(explain({ ...refused, code: 'Throttled' }, { state: 'Disabled' })).toBeUndefined()
    expect(explain(refused)).toBeUndefined()
    expect(explain({ ...refused, provider: 'elsewhere' }, { state: 'Disabled' })).toBeUndefined()
  })
})
