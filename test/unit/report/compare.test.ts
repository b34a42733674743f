import { describe, expect, it } from 'vitest'
import { compareReports } from '../../../conformance/report/compare.ts'
import { comparisonMarkdown, comparisonText, countsLine } from '../../../conformance/report/compare-text.ts'
import { type CaseResult, createReport } from '../../../conformance/report/result.ts'
import { deviation, HOSTILE, run, sample, sampleCase, sources } from './sample.ts'

const report = (...cases: readonly CaseResult[]) => createReport(run, cases, sources)
const known = { reason: 'an emulator of another mind', link: 'https://example.com/1', expires: '2027-01-31' }
const one = (more: Partial<CaseResult> = {}) => sampleCase({ id: 'case', ...more })
const failing = { ...deviation, id: 'case' }
const other = one({ id: 'other' })

describe('the comparison of two reports', () => {
  it('finds nothing between a report and itself', () => {
    expect(compareReports(sample, sample)).toMatchObject({
      counts: { same: sample.cases.length, regressed: 0, fixed: 0, changed: 0, added: 0, removed: 0 },
      differences: [],
    })
  })

  it.each([
    ['a pass that fails now', one(), failing, 'regressed'],
    ['a pass that is not judged any more', one(), one({ verdict: 'unreachable' }), 'regressed'],
    ['a pass that ends in trouble of ours', one(), one({ verdict: 'error' }), 'regressed'],
    ['a pass that is gone', one(), undefined, 'regressed'],
    ['a known difference that is excused no more', { ...failing, known }, failing, 'regressed'],
    ['an undocumented case that fails now', one({ verdict: 'undocumented' }), failing, 'regressed'],
    ['a new case that fails', undefined, failing, 'regressed'],
    ['a failure that passes now', failing, one(), 'fixed'],
    ['a failure that is excused now', failing, { ...failing, known }, 'changed'],
    ['a pass that is excused now', one(), { ...failing, known }, 'changed'],
    ['a failure that is not judged any more', failing, one({ verdict: 'unreachable' }), 'changed'],
    [
      'a failure with another code',
      failing,
      { ...failing, observed: { outcome: 'reject' as const, providerCode: 'X' } },
      'changed',
    ],
    [
      'an undocumented case that answers otherwise',
      one({ verdict: 'undocumented' }),
      one({ verdict: 'undocumented', observed: { outcome: 'reject' } }),
      'changed',
    ],
    ['a new case that passes', undefined, one(), 'added'],
    ['a failure that is gone', failing, undefined, 'removed'],
  ] as const)('tells %s', (_, before, after, change) => {
    const [first, second] = [before, after].map((side) => report(other, ...(side === undefined ? [] : [side])))
    if (first === undefined || second === undefined) throw new Error('two reports')
    const { differences, counts } = compareReports(first, second)
    expect(differences.map(({ id, change: found }) => [id, found])).toEqual([['case', change]])
    expect(counts).toMatchObject({ same: 1, [change]: 1 })
  })

  it('does not mind how long a case took or what a request was called', () => {
    const exchanges = [{ step: 'call' as const, action: 'EnableKey', status: 200, times: 1 }]
    expect(
      compareReports(report(one({ durationMs: 1 })), report(one({ durationMs: 9, exchanges }))).differences,
    ).toEqual([])
  })

  it('reads as text with what regressed first, and as a table for a comment', () => {
    const comparison = compareReports(report(one(), failing0), report(failing, one({ id: 'failing' })))
    expect(countsLine(comparison)).toBe('1 regressed, 1 fixed, 0 changed, 0 added, 0 removed, 0 same')
    const text = comparisonText(comparison)
    expect(text).toMatch(/✗ 1 regressed: .*\n {4}case\n {8}conforms: accepted.* → {2}deviates: accepted/)
    expect(text.trimEnd().split('\n').at(-1)).toBe(countsLine(comparison))
    expect(text).not.toContain('\u001b')
    expect(comparisonText(comparison, { color: true })).toContain('\u001b[1;31m✗')
    expect(comparisonMarkdown(comparison)).toContain('| ` case ` | ` conforms: accepted')
  })

  it('keeps hostile text from driving a terminal or a table, and has an end', () => {
    const many = Array.from({ length: 400 }, (_, index) => sampleCase({ id: `${index} ${HOSTILE}`, action: HOSTILE }))
    const comparison = compareReports(report(other), report(other, ...many))
    expect(comparisonText(comparison)).not.toMatch(/[^\n\P{Cc}]/u)
    const markdown = comparisonMarkdown(comparison)
    expect(markdown.length).toBeLessThan(65_536)
    expect(markdown).toContain('350 more are not listed')
    for (const line of markdown.split('\n').filter((row) => row.startsWith('| `')))
      expect(line.split('|')).toHaveLength(5)
  })
})

const failing0 = { ...deviation, id: 'failing' }
