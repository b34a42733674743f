import { describe, expect, it } from 'vitest'
import { cellId, citedSources, expected } from '../../../conformance/matrix/expected.ts'
import { quilibriumCells as cells } from '../../../conformance/matrix/quilibrium.ts'
import { sources } from '../../../conformance/matrix/sources.ts'
import type { Cell } from '../../../conformance/matrix/types.ts'
import { isOperationName } from '../../../src/operations/index.ts'

const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable', 'Updating'] as const

/**
 * The pages once more, read apart from the matrix. S: success; S>X: success, and the state is X afterwards, S>-: the
 * page does not say which; E: DisabledException; R: refused in words, most likely with a state error; R*: refused in
 * words, and two codes fit; AMB: two readings; ?: undocumented; ?S, ?S>X and ?AMB: a hint; ?X: there can be no
 * such key, since only symmetric encryption keys take imported material.
 */
const PAGES = `
EnableKey                           ?                 S>Enabled          AMB>PendingDeletion  ?   ?  ?
DisableKey                          S>Disabled        ?                  ?AMB>-               ?   ?  ?
ScheduleKeyDeletion                 S>PendingDeletion ?S>PendingDeletion ?                    ?   ?  ?
CancelKeyDeletion                   ?                 ?                  S>Disabled           ?   ?  ?
DescribeKey                         S                 S                  ?S                   ?S  ?  ?
ListKeys                            S                 S                  ?                    ?   ?  ?
UpdateKeyDescription                S                 ?                  R                    ?   ?  ?
Encrypt                             S                 E                  R                    R   ?  ?
Decrypt                             S                 E                  R                    R   ?  ?
GenerateDataKey                     S                 E                  R                    R   ?  ?
GenerateDataKeyWithoutPlaintext     S                 E                  R                    R   ?  ?
ReEncrypt.source                    S                 E                  R                    R   ?  R
ReEncrypt.destination               S                 E                  R                    R   ?  R
Sign                                S                 E                  R                    ?X  ?  ?
Verify                              S                 E                  R                    ?X  ?  ?
GenerateMAC                         S                 E                  R                    ?X  ?  ?
VerifyMac                           S                 E                  R                    ?X  ?  ?
DeriveSharedSecret                  S                 E                  R                    ?X  ?  ?
GenerateDataKeyPair                 S                 R                  R                    R   ?  ?
GenerateDataKeyPairWithoutPlaintext S                 R                  R                    R   ?  ?
GetPublicKey                        S                 E                  R                    R   ?  R
EnableKeyRotation                   S                 E                  ?                    ?   ?  ?
DisableKeyRotation                  S                 E                  ?                    ?   ?  ?
GetKeyRotationStatus                S                 ?                  ?                    ?   ?  ?
GetParametersForImport              R*                ?                  ?                    S   ?  ?
ImportKeyMaterial                   R                 ?                  ?                    S>- ?  ?
DeleteImportedKeyMaterial           S>PendingImport   ?                  ?                    ?   ?  ?
CreateAlias                         S                 ?                  ?                    ?   ?  ?
UpdateAlias.current                 S                 ?                  ?                    ?   ?  ?
UpdateAlias.target                  S                 ?                  ?                    ?   ?  ?
DeleteAlias                         S                 ?                  ?                    ?   ?  ?
ListAliases                         S                 ?                  ?                    ?   ?  ?
CreateGrant                         S                 E                  ?                    ?   ?  ?
ListGrants                          S                 ?                  ?                    ?   ?  ?
ListRetirableGrants                 S                 ?                  ?                    ?   ?  ?
RetireGrant                         S                 ?                  ?                    ?   ?  ?
RevokeGrant                         S                 ?                  ?                    ?   ?  ?
PutKeyPolicy                        S                 ?                  ?                    ?   ?  ?
GetKeyPolicy                        S                 ?                  ?                    ?   ?  ?
ListKeyPolicies                     S                 ?                  ?                    ?   ?  ?
TagResource                         S                 ?                  ?                    ?   ?  ?
UntagResource                       S                 ?                  ?                    ?   ?  ?
ListResourceTags                    S                 ?                  ?                    ?   ?  ?
ReplicateKey                        S                 E                  ?                    ?   ?  ?
UpdatePrimaryRegion                 S>Enabled         ?                  R                    ?   ?  ?
`

const rows = PAGES.trim()
  .split('\n')
  .map((line) => line.split(/\s+/))
const transcribed = rows.flatMap(([action = '', ...marks]) =>
  STATES.map((state, index) => [action, state, marks[index]] as const),
)

function cell(row: string, state: string): Cell {
  const found = cells.filter((one) => rowOf(one) === row && one.state === state)
  expect(found).toHaveLength(1)
  return found[0] as Cell // just counted
}

function rowOf({ action, role }: Cell): string {
  return role === undefined ? action : `${action}.${role}`
}

/** The mark that a cell stands for. */
function markOf({ documented, inferred, stateAfter }: Cell): string {
  const after = stateAfter === undefined ? '' : `>${stateAfter === 'Unknown' ? '-' : stateAfter}`
  if (documented === undefined) {
    if (inferred === undefined) return '?'
    return `${{ accept: '?S', either: '?AMB', impossible: '?X', reject: '?R' }[inferred.outcome]}${after}`
  }
  if (documented.outcome === 'accept') return `S${after}`
  if (documented.outcome === 'either') return `AMB${after}`
  if (documented.providerCodes !== undefined) return 'E'
  return inferred?.errorCode === undefined ? 'R*' : 'R'
}

describe('the table of Q-KMS', () => {
  it('has 45 lines in 6 states, and nothing else', () => {
    expect(rows).toHaveLength(45)
    expect(rows.every(({ length }) => length === 1 + STATES.length)).toBe(true)
    expect(cells.map((one) => `${rowOf(one)}/${one.state}`).sort()).toEqual(
      transcribed.map(([action, state]) => `${action}/${state}`).sort(),
    )
    expect(new Set(cells.map(cellId)).size).toBe(cells.length)
  })

  it.each(transcribed)('says of %s in %s: %s', (action, state, mark) => {
    expect(markOf(cell(action, state))).toBe(mark)
  })

  it('leaves undocumented what no page says, whatever AWS answers', () => {
    const silent = cells.filter((one) => expected(one) === undefined)
    expect(silent).toHaveLength(transcribed.filter(([, , mark]) => mark === '?').length)
    expect(silent.length).toBeGreaterThan(cells.length / 2)
    expect(
      silent.every((one) => one.state !== 'Enabled' || ['EnableKey', 'CancelKeyDeletion'].includes(one.action)),
    ).toBe(true)
  })

  it('claims nothing as recorded, since nobody recorded anything', () => {
    expect(cells.filter((one) => one.recorded)).toEqual([])
  })

  it('asserts the status of successes only, and of codes only DisabledException, where a page ties one to a state', () => {
    for (const one of cells) {
      const { documented } = one
      if (documented === undefined) continue
      expect(documented.httpStatus, cellId(one)).toBe(documented.outcome === 'accept' ? 200 : undefined)
      if (documented.outcome !== 'reject') continue
      expect([undefined, 'DisabledException'], cellId(one)).toContain(documented.providerCodes?.join())
    }
  })

  it('judges a refusal in words by the refusal, and keeps the likely code apart', () => {
    const one = cell('Encrypt', 'PendingDeletion')
    expect(expected(one)).toEqual({
      outcome: 'reject',
      source: 'quilibrium-schedule-key-deletion',
      evidence: 'documented',
    })
    expect(one.inferred).toEqual({ outcome: 'reject', errorCode: 'InvalidKeyState', source: 'quilibrium-docs' })
  })

  it('spells out the cell of the seed page: either answer, and in both the deletion goes on', () => {
    expect(cell('EnableKey', 'PendingDeletion')).toEqual({
      cloud: 'quilibrium',
      action: 'EnableKey',
      operation: 'enableKey',
      state: 'PendingDeletion',
      stateAfter: 'PendingDeletion',
      documented: {
        outcome: 'either',
        errorCode: 'InvalidKeyState',
        providerCodes: ['KMSInvalidStateException'],
        source: 'quilibrium-enable-key',
      },
      note: expect.stringContaining('same deletion date'),
    })
  })

  it('names an operation of ours for every action but the one that returns no private key', () => {
    const raw = new Set(cells.filter((one) => one.operation === undefined).map((one) => one.action))
    expect([...raw]).toEqual(['GenerateDataKeyPair'])
    for (const { operation } of cells) if (operation) expect(isOperationName(operation)).toBe(true)
  })

  it('takes the keys that the actions need', () => {
    expect(cell('GetPublicKey', 'Enabled').keyKind).toBe('ecc-sign')
    expect(cell('GetPublicKey', 'PendingImport').keyKind).toBe('external-symmetric')
    expect(cell('ImportKeyMaterial', 'PendingImport').keyKind).toBe('external-symmetric')
    expect(cell('ReplicateKey', 'Enabled').keyKind).toBe('multi-region-primary')
  })

  it('rests every documented claim on documentation', () => {
    const known: Readonly<Record<string, { readonly kind: string; readonly address: string }>> = sources
    for (const one of cells) {
      for (const id of citedSources(one)) expect(known[id]?.address, id).toMatch(/^https:\/\/docs\.quilibrium\.com\//)
      if (one.documented) expect(known[one.documented.source]?.kind, cellId(one)).toBe('documentation')
    }
  })
})
