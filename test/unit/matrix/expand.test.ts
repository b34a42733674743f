import { describe, expect, it } from 'vitest'
import type { Claim, Table } from '../../../conformance/matrix/expand.ts'
import { expand } from '../../../conformance/matrix/expand.ts'
import { citedSources, expected, flatten } from '../../../conformance/matrix/index.ts'

const OK: Claim = { outcome: 'accept', httpStatus: 200 }
const NO: Claim = { outcome: 'reject', errorCode: 'InvalidKeyState', providerCodes: ['No'], httpStatus: 400 }

function table(layers: Table<'Use' | 'Look'>['layers']): Table<'Use' | 'Look'> {
  return {
    cloud: 'here',
    states: ['Enabled', 'Disabled', 'PendingDeletion'],
    actions: { Use: { operation: 'encrypt', keyKind: 'symmetric', keyKindIn: { Disabled: 'hmac' } }, Look: {} },
    layers,
  }
}

describe('expand', () => {
  it('writes one cell per state, with what is known of the action', () => {
    const cells = expand(
      table([{ evidence: 'documented', source: 'aws-key-state', rows: [{ action: 'Use', cells: [OK, NO, NO] }] }]),
    )
    expect(cells).toHaveLength(3)
    expect(cells[0]).toEqual({
      cloud: 'here',
      action: 'Use',
      operation: 'encrypt',
      state: 'Enabled',
      keyKind: 'symmetric',
      documented: { outcome: 'accept', httpStatus: 200, source: 'aws-key-state' },
    })
    expect(cells[1]).toMatchObject({ state: 'Disabled', keyKind: 'hmac' })
  })

  it('reads a column that the page heads with two states as both', () => {
    const cells = expand(
      table([
        {
          evidence: 'documented',
          source: 'aws-key-state',
          columns: ['Enabled', ['Disabled', 'PendingDeletion']],
          rows: [{ action: 'Look', cells: [OK, NO] }],
        },
      ]),
    )
    expect(cells.map((cell) => [cell.state, cell.documented?.outcome])).toEqual([
      ['Enabled', 'accept'],
      ['Disabled', 'reject'],
      ['PendingDeletion', 'reject'],
    ])
  })

  it('leaves a cell on which every page is silent undocumented', () => {
    const cells = expand(
      table([{ evidence: 'documented', source: 'aws-key-state', rows: [{ action: 'Look', cells: [OK, null, NO] }] }]),
    )
    const silent = cells.find((cell) => cell.state === 'Disabled')
    expect(silent).toEqual({ cloud: 'here', action: 'Look', state: 'Disabled' })
    expect(silent && expected(silent)).toBeUndefined()
    expect(silent && flatten(silent)).toMatchObject({ outcome: 'undocumented', evidence: 'none', providerCodes: [] })
  })

  it('lays observations over the page whatever the order they are written in, and judges by the strongest', () => {
    const page = {
      evidence: 'documented',
      source: 'aws-key-state',
      rows: [{ action: 'Look', note: 'Page.', cells: [{ ...OK, stateAfter: 'Disabled' }, OK, OK] }],
    } as const
    const seen = {
      evidence: 'recorded',
      source: 'localstack-kms',
      rows: [{ action: 'Look', cells: { Enabled: { ...OK, stateAfter: 'Enabled', note: 'Seen.' } } }],
    } as const
    for (const layers of [[page, seen] as const, [seen, page] as const]) {
      const [cell] = expand(table(layers))
      expect(cell).toMatchObject({ stateAfter: 'Enabled', note: 'Page. Seen.' })
      expect(cell && expected(cell)).toMatchObject({ evidence: 'recorded', source: 'localstack-kms' })
      expect(cell && citedSources(cell)).toEqual(['localstack-kms', 'aws-key-state'])
    }
  })

  it('drops exact codes and statuses from an inference', () => {
    const [, cell] = expand(
      table([{ evidence: 'inferred', source: 'aws-key-state', rows: [{ action: 'Look', cells: [OK, NO, NO] }] }]),
    )
    expect(cell?.inferred).toEqual({ outcome: 'reject', errorCode: 'InvalidKeyState', source: 'aws-key-state' })
  })

  it('gives a line about another kind of key cells of its own', () => {
    const cells = expand(
      table([
        {
          evidence: 'documented',
          source: 'aws-key-state',
          rows: [
            { action: 'Look', cells: [OK, OK, OK] },
            { action: 'Look', keyKind: 'hmac', source: 'aws-api-reference', cells: [NO, NO, NO] },
          ],
        },
      ]),
    )
    expect(cells).toHaveLength(6)
    expect(cells[3]).toMatchObject({ keyKind: 'hmac', documented: { source: 'aws-api-reference' } })
  })

  it('refuses a line with a mark too few and two lines that claim one cell', () => {
    const row = { action: 'Look', cells: [OK, OK, OK] } as const
    const page = { evidence: 'documented', source: 'aws-key-state' } as const
    expect(() => expand(table([{ ...page, rows: [{ action: 'Look', cells: [OK] }] }]))).toThrow('1 marks for 3 columns')
    expect(() => expand(table([{ ...page, rows: [row, row] }]))).toThrow('claimed twice as documented')
  })
})
