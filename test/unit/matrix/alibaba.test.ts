import { describe, expect, it } from 'vitest'
import type { Cell, Role } from '../../../conformance/matrix/index.ts'
import { cellId, citedSources, expected, flatten, matrix } from '../../../conformance/matrix/index.ts'
import type { KeyState } from '../../../src/key-state.ts'
import { isOperationName } from '../../../src/operations/index.ts'

const { cells, sources } = matrix(['alibaba'])

const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const satisfies KeyState[]

/**
 * The first revision of the page, once more and in its own words:
 * https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Impact of CMK states on API call.md
 */
const FIRST_REVISION = `
CreateKey|Success|Success|Success|Success
GenerateDataKey|Success|Rejected.Disabled|Rejected.PendingDeletion|Rejected.PendingImport
Encrypt|Success|Rejected.Disabled|Rejected.PendingDeletion|Rejected.PendingImport
Decrypt|Success|Rejected.Disabled|Rejected.PendingDeletion|Rejected.PendingImport
ListKeys|Success|Success|Success|Success
DescribeKey|Success|Success|Success|Success
EnableKey|Success|Success|Rejected.StateModifiedFailed|Rejected.StateModifiedFailed
DisableKey|Success|Success|Rejected.StateModifiedFailed|Rejected.StateModifiedFailed
ScheduleKeyDeletion|Success|Success|Rejected.StateModifiedFailed|Success
CancelKeyDeletion|Rejected.StateModifiedFailed|Rejected.StateModifiedFailed|Success|Rejected.StateModifiedFailed
CreateAlias|Success|Success|Rejected.StateModifiedFailed|Success
DeleteAlias|Success|Success|Success|Success
ListAliases|Success|Success|Success|Success`

const EXTERNAL_KEYS = `
GetParametersForImport|Success|Success|Success|Success
ImportKeyMaterial|Success|Success|Rejected.StateModifiedFailed|Success
DeleteKeyMaterial|Success|Success|Success|Success`

const SECOND_REVISION = `
GenerateDataKeyWithoutPlaintext|Success|Rejected.Disabled|Rejected.PendingDeletion|Rejected.PendingImport
UpdateKeyDescription|Success|Success|Rejected.PendingDeletion|Success
TagResource|Success|Success|Rejected.PendingDeletion|Success
UntagResource|Success|Success|Rejected.PendingDeletion|Success
ListResourceTags|Success|Success|Success|Success
CreateKeyVersion|Success|Rejected.Disabled|Rejected.PendingDeletion|Rejected.PendingImport
DescribeKeyVersion|Success|Success|Success|Success
ListKeyVersions|Success|Success|Success|Success
UpdateRotationPolicy|Success|Rejected.Disabled|Rejected.PendingDeletion|Rejected.PendingImport`

function parse(table: string): readonly (readonly [action: string, state: KeyState, word: string])[] {
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [action = '', ...words] = line.split('|')
      expect(words).toHaveLength(STATES.length)
      return STATES.map((state, column) => [action, state, words[column] ?? ''] as const)
    })
}

function cell(action: string, state: KeyState, role?: Role): Cell {
  const found = cells.filter((one) => one.action === action && one.state === state && one.role === role)
  expect(found).toHaveLength(1)
  return found[0] as Cell
}

function wordOf({ documented }: Cell): string {
  return documented?.outcome === 'accept' ? 'Success' : (documented?.providerCodes?.join(' or ') ?? 'nothing')
}

describe('the first revision of Alibaba’s table', () => {
  const first = parse(FIRST_REVISION)
  const external = parse(EXTERNAL_KEYS)

  it('has 13 APIs in 4 states, and 3 more for external keys', () => {
    expect(first).toHaveLength(52)
    expect(external).toHaveLength(12)
  })

  it.each([...first, ...external])('says of %s in %s: %s', (action, state, word) => {
    const one = cell(action, state)
    expect(wordOf(one)).toBe(word)
    expect(one.documented).toMatchObject({
      source: 'alibaba-state-first',
      httpStatus: word === 'Success' ? 200 : 409,
      ...(word !== 'Success' && { errorCode: 'InvalidKeyState' }),
    })
    expect(one.recorded).toBeUndefined()
  })

  it('spells out a cell like this', () => {
    expect(cell('EnableKey', 'PendingDeletion')).toEqual({
      cloud: 'alibaba',
      action: 'EnableKey',
      operation: 'enableKey',
      state: 'PendingDeletion',
      documented: {
        outcome: 'reject',
        errorCode: 'InvalidKeyState',
        providerCodes: ['Rejected.StateModifiedFailed'],
        httpStatus: 409,
        source: 'alibaba-state-first',
      },
    })
    expect(cell('Encrypt', 'Disabled')).toEqual({
      cloud: 'alibaba',
      action: 'Encrypt',
      operation: 'encrypt',
      state: 'Disabled',
      keyKind: 'symmetric',
      documented: {
        outcome: 'reject',
        errorCode: 'InvalidKeyState',
        providerCodes: ['Rejected.Disabled'],
        httpStatus: 409,
        source: 'alibaba-state-first',
      },
    })
  })

  it('judges UpdateAlias by the key it leads to, and never by the one it led to before', () => {
    for (const state of STATES) expect(wordOf(cell('UpdateAlias', state, 'current'))).toBe('Success')
    expect(STATES.map((state) => wordOf(cell('UpdateAlias', state, 'target')))).toEqual([
      'Success',
      'Success',
      'Rejected.PendingDeletion',
      'Success',
    ])
  })

  it('uses keys of external origin for the three import APIs', () => {
    for (const [action, state] of external) expect(cell(action, state).keyKind).toBe('external-symmetric')
  })
})

describe('the revision of 2019', () => {
  it.each(parse(SECOND_REVISION))('adds %s in %s: %s', (action, state, word) => {
    const one = cell(action, state)
    expect(wordOf(one)).toBe(word)
    expect(one.documented?.source).toBe('alibaba-state')
  })
})

describe('states after accepted calls', () => {
  it.each([
    ['EnableKey', [undefined, 'Enabled', undefined, undefined]],
    ['DisableKey', ['Disabled', undefined, undefined, undefined]],
    ['ScheduleKeyDeletion', ['PendingDeletion', 'PendingDeletion', undefined, 'PendingDeletion']],
    ['CancelKeyDeletion', [undefined, undefined, 'Enabled', undefined]],
    ['ImportKeyMaterial', [undefined, 'Unknown', undefined, 'Enabled']],
    ['DeleteKeyMaterial', ['PendingImport', 'PendingImport', undefined, undefined]],
    ['Encrypt', [undefined, undefined, undefined, undefined]],
  ] as const)('of %s', (action, wanted) => {
    expect(STATES.map((state) => cell(action, state).stateAfter)).toEqual(wanted)
  })
})

describe('the rows of no revision', () => {
  const inferred = cells.filter(({ inferred: claim }) => claim !== undefined)

  it('are 18 lines of 4 states, and nothing but inferences', () => {
    expect(inferred).toHaveLength(72)
    for (const one of inferred) {
      expect(one.documented, cellId(one)).toBeUndefined()
      expect(one.inferred).not.toHaveProperty('providerCodes')
      expect(one.inferred).not.toHaveProperty('httpStatus')
    }
  })

  it.each([
    ['ReEncrypt', 'source', 'reject reject reject'],
    ['ReEncrypt', 'destination', 'reject reject reject'],
    ['AsymmetricSign', undefined, 'reject reject reject'],
    ['VerifyMac', undefined, 'reject reject reject'],
    ['GetPublicKey', undefined, 'accept accept reject'],
    ['SetDeletionProtection', undefined, 'accept reject accept'],
    ['SetKeyPolicy', undefined, 'accept reject accept'],
    ['ListTagResources', undefined, 'accept accept accept'],
  ] as const)('follow their relations: %s %s', (action, role, outcomes) => {
    const seen = STATES.map((state) => cell(action, state, role).inferred?.outcome)
    expect(seen.join(' ')).toBe(`accept ${outcomes}`)
  })
})

describe('the whole table', () => {
  it('has 52 + 8 + 12 + 36 + 72 cells of different names, each with an expectation', () => {
    expect(cells).toHaveLength(180)
    expect(new Set(cells.map(cellId)).size).toBe(180)
    expect(cells.filter((one) => expected(one) === undefined)).toEqual([])
  })

  it('names an operation of ours for every action except those that only raw reaches', () => {
    const raw = new Set(cells.filter((one) => one.operation === undefined).map((one) => one.action))
    expect([...raw].sort()).toEqual([
      'DescribeKeyVersion',
      'ExportDataKey',
      'GenerateAndExportDataKey',
      'ListAliases',
      'ListTagResources',
      'TagResources',
      'UntagResources',
    ])
    for (const one of cells) if (one.operation) expect(isOperationName(one.operation)).toBe(true)
  })

  it('rests its documented cells on documentation, and publishes exactly the sources it cites', () => {
    for (const one of cells) {
      if (one.documented) expect(sources[one.documented.source]?.kind, cellId(one)).toBe('documentation')
    }
    expect(Object.keys(sources).sort()).toEqual([...new Set(cells.flatMap(citedSources))].sort())
  })

  it('publishes each refusal of a documented row flat, with its code and 409', () => {
    const refused = cells.map(flatten).filter((one) => one.outcome === 'reject' && one.evidence === 'documented')
    expect(refused).toHaveLength(32)
    for (const one of refused) expect(one).toMatchObject({ httpStatus: 409, errorCode: 'InvalidKeyState' })
  })
})
