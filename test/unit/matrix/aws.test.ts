import { describe, expect, it } from 'vitest'
import type { Cell, Role } from '../../../conformance/matrix/index.ts'
import { cellId, citedSources, EVIDENCE, expected, matrix } from '../../../conformance/matrix/index.ts'
import type { KeyState } from '../../../src/key-state.ts'
import { isOperationName } from '../../../src/operations/index.ts'

const { cells, sources } = matrix(['aws'])

const STATES: readonly KeyState[] = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
]

/** Every keyed action of AWS KMS; ReEncrypt and UpdateAlias have a line per key. */
const ROWS = `CancelKeyDeletion CreateAlias CreateGrant Decrypt DeleteAlias DeleteImportedKeyMaterial DeriveSharedSecret
  DescribeKey DisableKey DisableKeyRotation EnableKey EnableKeyRotation Encrypt GenerateDataKey
  GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateMac GetKeyLastUsage
  GetKeyPolicy GetKeyRotationStatus GetParametersForImport GetPublicKey ImportKeyMaterial ListAliases ListGrants
  ListKeyPolicies ListKeyRotations ListResourceTags PutKeyPolicy ReEncrypt.source ReEncrypt.destination ReplicateKey
  RetireGrant RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion Sign TagResource UntagResource UpdateAlias.current
  UpdateAlias.target UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac Encapsulate Decapsulate`.split(/\s+/)

function rowOf(cell: Cell): string {
  return cell.role ? `${cell.action}.${cell.role}` : cell.action
}

function cell(action: string, state: KeyState, role?: Role): Cell {
  const found = cells.filter((one) => one.action === action && one.state === state && one.role === role)
  expect(found).toHaveLength(1)
  return found[0] as Cell
}

describe('the AWS table', () => {
  it('has the 47 lines of the published tables (Encapsulate and Decapsulate share one) in all 8 states, and nothing else', () => {
    expect(ROWS).toHaveLength(48)
    const wanted = ROWS.flatMap((row) => STATES.map((state) => `${row}/${state}`))
    expect(cells.map((one) => `${rowOf(one)}/${one.state}`).sort()).toEqual(wanted.sort())
  })

  it('has no two cells of the same name', () => {
    expect(new Set(cells.map(cellId)).size).toBe(cells.length)
  })

  it('has no cell without an expectation', () => {
    expect(cells.filter((one) => expected(one) === undefined)).toEqual([])
  })

  it('names an operation of ours for every action except the two that only raw reaches', () => {
    const raw = new Set(cells.filter((one) => one.operation === undefined).map((one) => one.action))
    expect([...raw].sort()).toEqual(['Decapsulate', 'Encapsulate'])
    for (const one of cells) if (one.operation) expect(isOperationName(one.operation)).toBe(true)
  })

  it('publishes exactly the sources that its cells cite', () => {
    expect(Object.keys(sources).sort()).toEqual([...new Set(cells.flatMap(citedSources))].sort())
  })

  it('rests every recorded claim on a recording and every documented claim on documentation', () => {
    for (const one of cells) {
      for (const evidence of EVIDENCE) {
        const kind = sources[one[evidence]?.source ?? '']?.kind
        if (one[evidence] && evidence === 'recorded') expect(kind, cellId(one)).toBe('recording')
        if (one[evidence] && evidence === 'documented') expect(kind, cellId(one)).toBe('documentation')
      }
    }
  })

  it('says HTTP 200 of every accepted and 400 of every refused call that was documented or recorded', () => {
    for (const one of cells) {
      for (const claim of [one.recorded, one.documented]) {
        if (claim?.outcome === 'accept') expect(claim.httpStatus, cellId(one)).toBe(200)
        if (claim?.outcome === 'reject') {
          expect(claim.httpStatus, cellId(one)).toBe(400)
          expect(claim.providerCodes?.length, cellId(one)).toBeGreaterThan(0)
        }
      }
    }
  })

  it('names exactly one of our codes for every refusal', () => {
    for (const one of cells) {
      const claim = expected(one)
      const codes =
        claim?.outcome === 'reject' || claim?.outcome === 'either'
          ? ['InvalidKeyState', 'InvalidKeyUsage']
          : [undefined]
      expect(codes, cellId(one)).toContain(claim?.errorCode)
    }
  })

  it.each([
    ['Creating', { accept: 20, reject: 28 }],
    ['Enabled', { accept: 47, reject: 1 }],
    ['Disabled', { accept: 26, reject: 22 }],
    ['PendingDeletion', { accept: 16, reject: 32 }],
    ['PendingImport', { accept: 22, reject: 24, impossible: 2 }],
    ['PendingReplicaDeletion', { accept: 16, reject: 32 }],
    ['Unavailable', { accept: 21, reject: 16, impossible: 11 }],
    ['Updating', { accept: 40, reject: 7, either: 1 }],
  ] as const)('counts its %s column', (state, wanted) => {
    const column = cells.filter((one) => one.state === state).map((one) => expected(one)?.outcome ?? 'undocumented')
    const counts = Object.fromEntries([...new Set(column)].map((o) => [o, column.filter((x) => x === o).length]))
    expect(counts).toEqual(wanted)
  })

  it('refuses EnableKey while deletion is pending, as recorded', () => {
    expect(cell('EnableKey', 'PendingDeletion')).toEqual({
      cloud: 'aws',
      action: 'EnableKey',
      operation: 'enableKey',
      state: 'PendingDeletion',
      documented: {
        outcome: 'reject',
        errorCode: 'InvalidKeyState',
        providerCodes: ['KMSInvalidStateException'],
        httpStatus: 400,
        source: 'aws-key-state',
      },
      recorded: {
        outcome: 'reject',
        errorCode: 'InvalidKeyState',
        providerCodes: ['KMSInvalidStateException'],
        httpStatus: 400,
        source: 'floci-kms',
      },
    })
  })

  it('leads CancelKeyDeletion to Disabled, from both pending states', () => {
    expect(cell('CancelKeyDeletion', 'PendingDeletion').stateAfter).toBe('Disabled')
    expect(cell('CancelKeyDeletion', 'PendingDeletion').recorded?.outcome).toBe('accept')
    expect(cell('CancelKeyDeletion', 'PendingReplicaDeletion').stateAfter).toBe('Disabled')
    for (const state of ['Creating', 'Enabled', 'Disabled', 'PendingImport', 'Unavailable', 'Updating'] as const) {
      expect(expected(cell('CancelKeyDeletion', state))?.outcome).toBe('reject')
    }
  })

  it('answers a pending-deletion key by its state where the page leaves two codes open and AWS was seen', () => {
    const seen = cell('GenerateDataKey', 'PendingDeletion')
    expect(seen.documented?.providerCodes).toEqual(['DisabledException', 'KMSInvalidStateException'])
    expect(expected(seen)).toMatchObject({ evidence: 'recorded', providerCodes: ['KMSInvalidStateException'] })
    const unseen = cell('DeriveSharedSecret', 'PendingDeletion')
    expect(expected(unseen)).toMatchObject({
      evidence: 'documented',
      providerCodes: ['DisabledException', 'KMSInvalidStateException'],
    })
  })

  it('answers a disabled key with DisabledException and a store or origin that does not fit with UnsupportedOperation', () => {
    expect(expected(cell('Encrypt', 'Disabled'))).toMatchObject({
      errorCode: 'InvalidKeyState',
      providerCodes: ['DisabledException'],
    })
    expect(expected(cell('EnableKeyRotation', 'PendingImport'))).toMatchObject({
      errorCode: 'InvalidKeyUsage',
      providerCodes: ['UnsupportedOperationException'],
    })
    expect(expected(cell('GenerateDataKeyPair', 'Unavailable'))).toMatchObject({
      errorCode: 'InvalidKeyUsage',
      providerCodes: ['UnsupportedOperationException'],
    })
  })

  it('tells the two keys of ReEncrypt and of UpdateAlias apart', () => {
    expect(expected(cell('ReEncrypt', 'Disabled', 'source'))?.outcome).toBe('reject')
    expect(expected(cell('ReEncrypt', 'Disabled', 'destination'))?.outcome).toBe('reject')
    expect(expected(cell('UpdateAlias', 'PendingDeletion', 'current'))?.outcome).toBe('accept')
    expect(expected(cell('UpdateAlias', 'PendingDeletion', 'target'))?.outcome).toBe('reject')
  })

  it('follows what was measured where the page of 2022, the current page and AWS differ', () => {
    expect(expected(cell('GetPublicKey', 'Disabled'))).toMatchObject({ evidence: 'recorded', outcome: 'accept' })
    const pendingImport = cell('GetPublicKey', 'PendingImport')
    expect(pendingImport).toMatchObject({ keyKind: 'external-symmetric', documented: { outcome: 'accept' } })
    expect(expected(pendingImport)).toMatchObject({ evidence: 'recorded', outcome: 'reject' })
    expect(cell('ImportKeyMaterial', 'PendingReplicaDeletion').documented?.source).toBe('aws-key-state-2022')
  })

  it('asserts no exact code or status of a row that is only inferred', () => {
    for (const state of STATES) {
      for (const action of ['GetKeyLastUsage', 'Encapsulate', 'Decapsulate']) {
        const claim = expected(cell(action, state))
        expect(claim?.evidence).toBe('inferred')
        expect(claim).not.toHaveProperty('providerCodes')
        expect(claim).not.toHaveProperty('httpStatus')
      }
    }
  })
})
