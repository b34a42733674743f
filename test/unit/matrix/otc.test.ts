import { describe, expect, it } from 'vitest'
import type { Cell, KeyKind } from '../../../conformance/matrix/index.ts'
import { cellId, expected, matrix } from '../../../conformance/matrix/index.ts'
import type { KeyState } from '../../../src/key-state.ts'

const { cells, sources } = matrix(['otc'])
const huawei = matrix(['huawei']).cells

const STATES: readonly KeyState[] = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Creating']

function cell(action: string, state: KeyState, keyKind?: KeyKind): Cell {
  const found = cells.filter(
    (one) => one.action === action && one.state === state && (keyKind === undefined || one.keyKind === keyKind),
  )
  expect(found, `${action} ${state}`).toHaveLength(1)
  return found[0] as Cell // its presence was just checked
}

describe('the Open Telekom Cloud table', () => {
  it('knows no frozen state and none of the calls that this cloud has not or has withdrawn', () => {
    expect(new Set(cells.map((one) => one.state))).toEqual(new Set(STATES))
    const missing = new Set(huawei.map((one) => one.action))
    for (const one of cells) missing.delete(one.action)
    expect([...missing].sort()).toEqual(
      [
        're-encrypt',
        'create-rsa-datakey-pair',
        'create-ec-datakey-pair',
        'generate-mac',
        'verify-mac',
        'derive-shared-secret',
        'rotate-on-demand',
        'POST aliases',
        'DELETE aliases',
        'POST alias/associate',
        'GET aliases',
        'POST /v2/{project_id}/kms/keys/{key_id}/replicate',
        'PUT /v2/{project_id}/kms/keys/{key_id}/update-primary-region',
      ].sort(),
    )
  })

  it('says of the page "Disabling a CMK" what it says: only an enabled key, in each state that it lists', () => {
    expect(cell('disable-key', 'Enabled')).toMatchObject({
      documented: { outcome: 'accept', httpStatus: 200, source: 'otc-disable-key' },
      stateAfter: 'Disabled',
    })
    expect(cell('disable-key', 'Disabled').documented).toEqual({
      outcome: 'reject',
      errorCode: 'InvalidKeyState',
      providerCodes: ['KMS.1301'],
      httpStatus: 400,
      source: 'otc-disable-key',
    })
    expect(cell('disable-key', 'PendingDeletion').documented).toEqual({
      outcome: 'reject',
      errorCode: 'InvalidKeyState',
      source: 'otc-disable-key',
    })
    // Not among the states of the page: concluded, and left open.
    expect(cell('disable-key', 'PendingImport').documented).toBeUndefined()
    expect(expected(cell('disable-key', 'PendingImport'))).toMatchObject({ evidence: 'inferred', outcome: 'reject' })
    expect(expected(cell('disable-key', 'Creating'))).toBeUndefined()
    expect(sources['otc-disable-key']).toMatchObject({ kind: 'documentation' })
  })

  it("rests on its own pages and on nothing of Huawei's", () => {
    expect(Object.keys(sources).filter((id) => !id.startsWith('otc-'))).toEqual([])
  })

  it('counts its columns', () => {
    const counted = STATES.map((state) => {
      const column = cells.filter((one) => one.state === state).map((one) => expected(one)?.outcome ?? 'undocumented')
      return [
        state,
        Object.fromEntries([...new Set(column)].sort().map((o) => [o, column.filter((x) => x === o).length])),
      ]
    })
    expect(Object.fromEntries(counted)).toEqual({
      Enabled: { accept: 30, reject: 11 },
      Disabled: { accept: 11, reject: 23, undocumented: 7 },
      PendingDeletion: { accept: 6, reject: 27, undocumented: 8 },
      PendingImport: { accept: 10, impossible: 6, reject: 17, undocumented: 8 },
      Creating: { accept: 5, reject: 11, undocumented: 25 },
    })
  })

  it('expects what Huawei Cloud expects wherever both are documented', () => {
    const twins = cells.flatMap((one) => {
      const twin = huawei.find((other) => cellId({ ...other, cloud: 'otc' }) === cellId(one))
      return one.documented && twin?.documented ? [[one, twin] as const] : []
    })
    expect(twins.length).toBeGreaterThan(60)
    for (const [ours, theirs] of twins) {
      const { source: _ours, ...claim } = ours.documented ?? { source: '' }
      const { source: _theirs, ...other } = theirs.documented ?? { source: '' }
      expect(claim, cellId(ours)).toEqual(other)
      expect(ours.stateAfter, cellId(ours)).toBe(theirs.stateAfter)
    }
  })

  it('remembers the reports of a key that create-key returned while it was pending deletion', () => {
    const reported = cell('enable-key-rotation', 'PendingDeletion', 'symmetric-rotating')
    expect(reported.inferred).toEqual({ outcome: 'reject', source: 'otc-terraform' })
    expect(reported.note).toContain('KMS.2901')
  })
})
