import { describe, expect, it } from 'vitest'
import type { Cell, KeyKind, Role } from '../../../conformance/matrix/index.ts'
import { cellId, expected, matrix } from '../../../conformance/matrix/index.ts'
import type { KeyState } from '../../../src/key-state.ts'
import { isOperationName } from '../../../src/operations/index.ts'

const { cells, sources } = matrix(['huawei'])

const STATES: readonly KeyState[] = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Frozen', 'Creating']

/** The lines of the collected table: action, then role or kind of key where it has one. */
const ROWS = `enable-key disable-key schedule-key-deletion cancel-key-deletion describe-key list-keys create-datakey
  create-datakey-without-plaintext encrypt-datakey decrypt-datakey encrypt-data decrypt-data re-encrypt.source
  re-encrypt.destination create-rsa-datakey-pair create-ec-datakey-pair sign verify generate-mac verify-mac
  get-publickey derive-shared-secret update-key-alias update-key-description enable-key-rotation@symmetric
  enable-key-rotation@symmetric-rotating disable-key-rotation@symmetric disable-key-rotation@symmetric-rotating
  update-key-rotation-interval@symmetric update-key-rotation-interval@symmetric-rotating rotate-on-demand
  get-key-rotation-status create-grant list-grants revoke-grant retire-grant
  get-parameters-for-import@external-symmetric get-parameters-for-import@symmetric
  import-key-material@external-symmetric import-key-material@symmetric
  delete-imported-key-material@external-symmetric delete-imported-key-material@symmetric
  delete-imported-key-material@external-rsa-sign POST_{key_id}/tags POST_{key_id}/tags/action
  DELETE_{key_id}/tags/{key} GET_{key_id}/tags GET_tags POST_resource_instances/action POST_aliases DELETE_aliases
  POST_alias/associate.target GET_aliases POST_/v2/{project_id}/kms/keys/{key_id}/replicate
  PUT_/v2/{project_id}/kms/keys/{key_id}/update-primary-region`
  .split(/\s+/)
  .map((row) => row.replace('_', ' '))

function cell(action: string, state: KeyState, more: { role?: Role; keyKind?: KeyKind } = {}): Cell {
  const found = cells.filter(
    (one) =>
      one.action === action &&
      one.state === state &&
      (more.role === undefined || one.role === more.role) &&
      (more.keyKind === undefined || one.keyKind === more.keyKind),
  )
  expect(found, `${action} ${state}`).toHaveLength(1)
  return found[0] as Cell // its presence was just checked
}

/** The line of a cell, with its kind of key only where the action has several lines. */
function rowOf(one: Cell): string {
  const kinds = new Set(cells.filter(({ action }) => action === one.action).map(({ keyKind }) => keyKind))
  return [one.action, one.role && `.${one.role}`, kinds.size > 1 && `@${one.keyKind}`].filter(Boolean).join('')
}

describe('the Huawei Cloud table', () => {
  it('has every line of the collected table in all 6 states, and nothing else', () => {
    const wanted = ROWS.flatMap((row) => STATES.map((state) => `${row}/${state}`))
    expect(cells.map((one) => `${rowOf(one)}/${one.state}`).sort()).toEqual(wanted.sort())
  })

  it('names an operation of ours, or is reached through raw', () => {
    const raw = new Set(cells.filter((one) => one.operation === undefined).map((one) => one.action))
    expect([...raw].sort()).toEqual([
      'GET tags',
      'POST resource_instances/action',
      'POST {key_id}/tags',
      'create-rsa-datakey-pair',
      'update-key-rotation-interval',
    ])
    for (const one of cells) if (one.operation) expect(isOperationName(one.operation)).toBe(true)
  })

  it('says of the page "Enabling a CMK" what it says: only a disabled key, in each state that it lists', () => {
    expect(cell('enable-key', 'Disabled')).toMatchObject({
      documented: { outcome: 'accept', httpStatus: 200, source: 'huawei-enable-key' },
      stateAfter: 'Enabled',
    })
    expect(cell('enable-key', 'Enabled').documented).toEqual({
      outcome: 'reject',
      errorCode: 'InvalidKeyState',
      providerCodes: ['KMS.1201'],
      httpStatus: 400,
      source: 'huawei-enable-key',
    })
    for (const state of ['PendingDeletion', 'PendingImport', 'Frozen'] as const) {
      expect(cell('enable-key', state).documented).toEqual({
        outcome: 'reject',
        errorCode: 'InvalidKeyState',
        source: 'huawei-enable-key',
      })
    }
    expect(expected(cell('enable-key', 'Creating'))).toBeUndefined()
    expect(sources['huawei-enable-key']).toMatchObject({ kind: 'documentation' })
  })

  it('asserts exact codes and statuses only where a page states them', () => {
    for (const one of cells) {
      const claim = expected(one)
      if (claim?.evidence !== 'inferred') continue
      expect(claim, cellId(one)).not.toHaveProperty('providerCodes')
      expect(claim, cellId(one)).not.toHaveProperty('httpStatus')
    }
    const exact = cells.filter((one) => one.documented?.providerCodes !== undefined)
    for (const one of exact) expect(one.documented?.httpStatus, cellId(one)).toBe(400)
    expect(exact).toHaveLength(37)
    expect(cells.filter((one) => one.recorded)).toEqual([])
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
      Enabled: { accept: 44, reject: 11 },
      Disabled: { accept: 11, reject: 29, undocumented: 15 },
      PendingDeletion: { accept: 6, reject: 33, undocumented: 16 },
      PendingImport: { accept: 10, impossible: 6, reject: 24, undocumented: 15 },
      Frozen: { accept: 1, reject: 21, undocumented: 33 },
      Creating: { accept: 5, reject: 13, undocumented: 37 },
    })
  })

  it('leads each accepted transition where the pages say', () => {
    const leads = cells.filter((one) => one.stateAfter).map((one) => [one.action, one.state, one.stateAfter])
    expect(leads.map((lead) => lead.join(' ')).sort()).toEqual(
      [
        'cancel-key-deletion PendingDeletion Disabled',
        'delete-imported-key-material Disabled PendingImport',
        'delete-imported-key-material Enabled PendingImport',
        'disable-key Enabled Disabled',
        'enable-key Disabled Enabled',
        'import-key-material PendingImport Enabled',
        'schedule-key-deletion Disabled PendingDeletion',
        'schedule-key-deletion Enabled PendingDeletion',
        'schedule-key-deletion Frozen PendingDeletion',
        'schedule-key-deletion PendingImport PendingDeletion',
      ].sort(),
    )
  })

  it('refuses the use of disabled and of pending-deletion keys with their own codes', () => {
    for (const action of ['encrypt-data', 'decrypt-data', 'create-datakey', 'encrypt-datakey', 'decrypt-datakey']) {
      expect(cell(action, 'Disabled').documented?.providerCodes).toEqual(['KMS.0209'])
      expect(cell(action, 'PendingDeletion').documented?.providerCodes).toEqual(['KMS.0210'])
      expect(expected(cell(action, 'PendingImport'))).toMatchObject({ outcome: 'reject', evidence: 'inferred' })
      // KMS.0320 is about the key, KMS.0328 about the account: either may come.
      expect(expected(cell(action, 'Frozen'))).not.toHaveProperty('errorCode')
    }
    expect(cell('re-encrypt', 'Disabled', { role: 'source' }).documented?.providerCodes).toEqual(['KMS.0209'])
    expect(expected(cell('sign', 'Disabled'))).toMatchObject({ evidence: 'inferred', errorCode: 'InvalidKeyState' })
  })

  it('tells rotation that is on from rotation that is off', () => {
    const rotating = { keyKind: 'symmetric-rotating' } as const
    const plain = { keyKind: 'symmetric' } as const
    expect(cell('enable-key-rotation', 'Enabled', rotating).documented).toMatchObject({
      errorCode: 'Conflict',
      providerCodes: ['KMS.2901'],
    })
    expect(cell('enable-key-rotation', 'Enabled', plain).documented?.outcome).toBe('accept')
    expect(cell('enable-key-rotation', 'PendingImport', plain).documented).toMatchObject({
      errorCode: 'InvalidKeyUsage',
      providerCodes: ['KMS.0312'],
    })
    expect(expected(cell('enable-key-rotation', 'PendingImport', rotating))?.outcome).toBe('impossible')
    expect(expected(cell('disable-key-rotation', 'Enabled', plain))).toMatchObject({ errorCode: 'Conflict' })
  })

  it('leaves open what nothing says', () => {
    for (const [action, state] of [
      ['revoke-grant', 'Disabled'],
      ['get-publickey', 'Disabled'],
      ['POST {key_id}/tags/action', 'PendingDeletion'],
      ['describe-key', 'Frozen'],
      ['schedule-key-deletion', 'Creating'],
    ] as const) {
      expect(expected(cell(action, state)), `${action} ${state}`).toBeUndefined()
    }
  })
})
