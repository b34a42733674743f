import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type CaseResult,
  checkKnownDifferences,
  matrix,
  parseKnownDifferences,
  readKnownDifferences,
  runConformance,
} from '../../../conformance/index.ts'
import { withKnown } from '../../../conformance/known.ts'
import { toJunit } from '../../../conformance/report/junit.ts'
import { toMarkdown } from '../../../conformance/report/markdown.ts'
import { closingLine, createReport, failures, tally } from '../../../conformance/report/result.ts'
import { toText } from '../../../conformance/report/text.ts'
import { createSimulatorTarget } from '../../../conformance/targets/simulator.ts'
import { run, sampleCase, sources } from '../report/sample.ts'

const entry = { reason: 'states are not checked', link: 'https://example.com/issues/1', expires: '2027-06-30' }
const listing = (...differences: unknown[]) => JSON.stringify({ about: 'a server', differences })

describe('a file of known differences', () => {
  it('explains several cases by one cause', () => {
    const known = parseKnownDifferences(listing({ ...entry, cases: ['aws/A/Enabled', 'aws/B/Enabled'] }), 'k.json')
    expect([...known]).toEqual([
      ['aws/A/Enabled', entry],
      ['aws/B/Enabled', entry],
    ])
  })

  it.each([
    ['{', 'k.json: is not JSON'],
    ['[]', 'k.json: '],
    [listing({ ...entry, cases: [] }), 'k.json: differences[0].cases: '],
    [listing({ ...entry, cases: ['a'] }, { ...entry, reason: ' ', cases: ['b'] }), 'k.json: differences[1].reason: '],
    [listing({ ...entry, link: 'an issue', cases: ['a'] }), 'k.json: differences[0].link: '],
    [listing({ ...entry, link: 'javascript:alert(1)', cases: ['a'] }), 'k.json: differences[0].link: '],
    [listing({ ...entry, expires: '2027-02-30', cases: ['a'] }), 'k.json: differences[0].expires: '],
    [listing({ ...entry, cases: ['a'], expiry: '2027-02-03' }), 'k.json: differences[0]: '],
    [listing({ ...entry, cases: ['a'] }, { ...entry, cases: ['a'] }), 'k.json: differences[1].cases: a is named twice'],
  ])('is refused by file, entry and field: %s', (text, words) => {
    expect(() => parseKnownDifferences(text, 'k.json')).toThrow(words)
  })

  it('is named when it cannot be read', async () => {
    await expect(readKnownDifferences('/nowhere/known.json')).rejects.toThrow('/nowhere/known.json: cannot be read')
    const folder = mkdtempSync(join(tmpdir(), 'polykms-'))
    try {
      writeFileSync(join(folder, 'known.json'), listing())
      expect((await readKnownDifferences(join(folder, 'known.json'))).size).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('may name only cases that there are', () => {
    const known = new Map([['aws/EnableKey/Asleep', entry]])
    expect(() => checkKnownDifferences(known, [{ id: 'aws/EnableKey/Enabled' }], 'k.json')).toThrow(
      'k.json: no case is named aws/EnableKey/Asleep',
    )
  })
})

describe('a case that is listed', () => {
  const deviating = sampleCase({ verdict: 'deviates', reason: 'expected reject, observed accept' })

  it('is excused while it deviates and the entry holds, on its last day too', () => {
    expect(withKnown(deviating, entry, '2027-06-30')).toEqual({ ...deviating, known: entry })
  })

  it('fails once the entry has expired, whatever the case does', () => {
    const words = 'the known difference expired on 2027-06-30: states are not checked'
    expect(withKnown(deviating, entry, '2027-07-01')).toEqual({ ...deviating, reason: `${deviating.reason}; ${words}` })
    for (const verdict of ['conforms', 'unreachable'] as const)
      expect(withKnown(sampleCase({ verdict }), entry, '2027-07-01')).toMatchObject({
        verdict: 'deviates',
        reason: words,
      })
  })

  it.each(['conforms', 'unsupported'] as const)('fails when it passes after all: %s', (verdict) => {
    const { known, ...result } = withKnown(sampleCase({ verdict }), entry, '2027-01-01')
    expect(known).toBeUndefined()
    expect(result.verdict).toBe('deviates')
    expect(result.reason).toBe(`unexpected pass: listed as a known difference, but ${verdict}`)
  })

  it.each(['error', 'unreachable', 'undocumented', 'impossible'] as const)(
    'is left alone where nothing was judged: %s',
    (verdict) => {
      const one = sampleCase({ verdict })
      expect(withKnown(one, entry, '2027-01-01')).toBe(one)
    },
  )
})

describe('a report with known differences', () => {
  const known = sampleCase({ id: 'aws/A/Disabled', action: 'A', verdict: 'deviates', known: entry })
  const report = createReport(run, [sampleCase(), known], sources)

  it('counts them apart from what passed and what failed', () => {
    expect(tally([known])).toMatchObject({ passed: 0, failed: 0, skipped: 0, known: 1, verdicts: { deviates: 1 } })
    expect(closingLine(report.tally)).toBe('1 passed, 0 failed, 0 skipped, 1 known')
    expect(failures(report.cases)).toEqual([])
    expect(tally([sampleCase()])).not.toHaveProperty('known')
  })

  it('shows them with reason, link and expiry in every form', () => {
    const text = toText(report)
    expect(text).toContain('≈ 1 known, until 2027-06-30: states are not checked\n    https://example.com/issues/1')
    expect(text).toContain('≈ deviates as the list')
    expect(toJunit(report)).toContain(
      '<skipped message="known difference until 2027-06-30: states are not checked (https://example.com/issues/1)"/>',
    )
    expect(toJunit(report)).toMatch(/<testsuite name="aws A" tests="1" failures="0" errors="0" skipped="1"/)
    expect(toMarkdown(report)).toContain('### Known differences\n\n- 1 until 2027-06-30:')
  })

  it('counts causes that find no room in a comment', () => {
    const cases = Array.from({ length: 20 }, (_, n) =>
      sampleCase({ id: `c${n}`, action: `A${n}`, verdict: 'deviates', known: { ...entry, reason: `cause ${n}` } }),
    )
    const markdown = toMarkdown(createReport(run, cases, sources), { maxCharacters: 3_000 })
    expect(markdown).toMatch(/- \d+ more causes are in the JSON report/)
    expect(markdown.length).toBeLessThan(3_000)
  })
})

describe('a run with known differences', () => {
  const cells = matrix(['aws']).cells.filter(({ action, state }) => action === 'EnableKey' && state === 'Disabled')
  /** EnableKey on a disabled key, as the table has it and as a table would that no server follows. */
  const wrong = cells.map(({ recorded: _, ...cell }) => ({
    ...cell,
    documented: { outcome: 'reject', source: 'aws-key-state' } as const,
  }))
  const id = 'aws/EnableKey/Disabled'

  async function results(table: typeof cells, known: ReadonlyMap<string, typeof entry>): Promise<CaseResult[]> {
    const target = await createSimulatorTarget({ cloud: 'aws', via: 'direct', seed: 1 })
    const found: CaseResult[] = []
    const { sources: all } = matrix(['aws'])
    for await (const one of runConformance({ target, matrix: { sources: all, cells: table }, behaviours: [], known }))
      found.push(one)
    return found
  }

  it('excuses the deviation, fails the unexpected pass, refuses the entry that names nothing', async () => {
    const far = { ...entry, expires: '9999-12-31' }
    expect(await results(wrong, new Map([[id, far]]))).toMatchObject([{ verdict: 'deviates', known: far }])
    expect(await results(cells, new Map([[id, far]]))).toMatchObject([
      { verdict: 'deviates', reason: expect.stringContaining('unexpected pass') },
    ])
    expect(await results(wrong, new Map([[id, { ...entry, expires: '2000-01-01' }]]))).toMatchObject([
      { verdict: 'deviates', reason: expect.stringContaining('expired') },
    ])
    await expect(results(cells, new Map([['aws/EnableKey/Asleep', far]]))).rejects.toThrow('aws/EnableKey/Asleep')
    // Another cloud's entries are another run's.
    expect(await results(cells, new Map([['otc/x/Enabled', far]]))).toMatchObject([{ verdict: 'conforms' }])
  })
})
