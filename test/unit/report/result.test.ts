import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { gridsOf } from '../../../conformance/report/grid.ts'
import { fromJson, reportJsonSchema, toJson } from '../../../conformance/report/json.ts'
import {
  closingLine,
  createReport,
  describeExpected,
  describeObserved,
  tally,
} from '../../../conformance/report/result.ts'
import { deviation, everyVerdict, hostileSample, run, sample, sampleCase, sources } from './sample.ts'

const committed: unknown = JSON.parse(readFileSync(new URL('../../../schemas/report-v1.json', import.meta.url), 'utf8'))

describe('a report', () => {
  it('counts unsupported as passed, our own errors as failed, and what is not judged as skipped', () => {
    expect(tally(everyVerdict)).toEqual({
      passed: 2,
      failed: 3,
      skipped: 3,
      verdicts: { conforms: 1, deviates: 2, undocumented: 1, unsupported: 1, unreachable: 1, impossible: 1, error: 1 },
    })
    expect(closingLine(sample.tally)).toBe('2 passed, 3 failed, 3 skipped')
  })

  it('is refused when nothing was run', () => {
    expect(() => createReport(run, [], sources)).toThrow('a run without cases proves nothing')
  })

  it('is refused when two cases share a name or a source is described nowhere', () => {
    expect(() => createReport(run, [sampleCase(), sampleCase()], sources)).toThrow('two cases are named')
    expect(() => createReport(run, [sampleCase({ sources: ['lost'] })], sources)).toThrow(
      'source lost is not described',
    )
  })

  it('keeps only the sources that its cases cite', () => {
    expect(Object.keys(sample.sources)).toEqual(['aws-key-state'])
  })

  it('survives being written and read', () => {
    expect(fromJson(toJson(sample))).toEqual(JSON.parse(JSON.stringify(sample)))
    expect(fromJson(toJson(hostileSample))).toEqual(JSON.parse(JSON.stringify(hostileSample)))
  })

  it('reads a later edition of version 1 by dropping what it does not know, and refuses another version', () => {
    const json = JSON.parse(toJson(sample))
    expect(fromJson(JSON.stringify({ ...json, weather: 'fine' }))).toEqual(fromJson(toJson(sample)))
    expect(() => fromJson(JSON.stringify({ ...json, schemaVersion: 2 }))).toThrow()
    expect(() => fromJson('not json')).toThrow()
  })
})

describe('schemas/report-v1.json', () => {
  it('is what the code validates with (npx tsx scripts/report-schema.ts writes it)', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())))
  })

  it('accepts the reports we write and refuses a damaged one', () => {
    const validate = new Ajv2020({ validateFormats: false }).compile(reportJsonSchema())
    expect(validate(JSON.parse(toJson(sample))), JSON.stringify(validate.errors)).toBe(true)
    expect(validate(JSON.parse(toJson(hostileSample))), JSON.stringify(validate.errors)).toBe(true)
    const { verdict: _, ...withoutVerdict } = sampleCase()
    const damaged = JSON.parse(toJson(sample))
    expect(validate({ ...damaged, cases: [withoutVerdict] })).toBe(false)
    expect(validate({ ...damaged, cases: [] })).toBe(false)
    expect(validate({ ...damaged, cases: [{ ...sampleCase(), verdict: 'fine' }] })).toBe(false)
    expect(validate({ ...damaged, schemaVersion: 2 })).toBe(false)
  })
})

describe('the wording of a case', () => {
  it('says what was expected and what was observed', () => {
    expect(describeExpected(deviation)).toBe(
      'refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented)',
    )
    expect(describeObserved(deviation)).toBe('accepted, HTTP 200; state afterwards Enabled')
    expect(describeExpected(sampleCase())).toBe('accepted, HTTP 200, then Enabled (documented)')
    expect(describeExpected(sampleCase({ expected: undefined }))).toBe('nothing is documented')
    expect(describeExpected(sampleCase({ expected: { outcome: 'either' } }))).toBe('accepted or refused')
    expect(describeObserved(sampleCase({ observed: undefined }))).toBe('nothing was called')
    expect(describeObserved(sampleCase({ observed: { outcome: 'reject', errorCode: 'Throttled' } }))).toBe(
      'refused as Throttled',
    )
  })
})

describe('the grids', () => {
  it('have a row per action and role and a column per state, known states first', () => {
    const [grid, ...others] = gridsOf(everyVerdict)
    expect(others).toEqual([])
    expect(grid?.states).toEqual(['Enabled', 'Disabled', 'PendingDeletion', 'Updating', 'Unavailable'])
    expect(grid?.rows.map((row) => row.label)).toEqual(['EnableKey', 'Encrypt', 'Sign', 'CreateKeyVersion'])
    expect(grid?.rows[0]?.cells.map((cell) => cell?.verdict)).toEqual([
      undefined,
      'conforms',
      'deviates',
      undefined,
      undefined,
    ])
    expect(grid?.behaviours).toHaveLength(1)
  })

  it('tell rows apart by role, and by key kind only where one state has two cells', () => {
    const cases = [
      sampleCase({ action: 'ReEncrypt', role: 'source', id: '1' }),
      sampleCase({ action: 'ReEncrypt', role: 'destination', id: '2' }),
      sampleCase({ action: 'GetPublicKey', keyKind: 'rsa-sign', state: 'Enabled', id: '3' }),
      sampleCase({ action: 'GetPublicKey', keyKind: 'external-symmetric', state: 'PendingImport', id: '4' }),
      sampleCase({ action: 'Import', keyKind: 'external-symmetric', id: '5' }),
      sampleCase({ action: 'Import', keyKind: 'symmetric', id: '6' }),
      sampleCase({ action: 'Import', keyKind: 'symmetric', state: 'Enabled', id: '7' }),
    ]
    const [grid] = gridsOf(cases)
    expect(grid?.rows.map((row) => [row.label, row.cells.map((cell) => cell?.id)])).toEqual([
      ['ReEncrypt · source', [undefined, '1', undefined]],
      ['ReEncrypt · destination', [undefined, '2', undefined]],
      ['GetPublicKey', ['3', undefined, '4']],
      ['Import · external-symmetric', [undefined, '5', undefined]],
      ['Import · symmetric', ['7', '6', undefined]],
    ])
  })

  it('lose no case', () => {
    const shown = gridsOf(everyVerdict).flatMap(({ rows, behaviours }) => [
      ...rows.flatMap((row) => row.cells),
      ...behaviours,
    ])
    expect(new Set(shown.filter((one) => one !== undefined))).toEqual(new Set(everyVerdict))
  })
})
