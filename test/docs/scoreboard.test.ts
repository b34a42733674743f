import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cellId, expected, matrix, parseKnownDifferences, plan } from '../../conformance/index.ts'
import type { CaseResult } from '../../conformance/report/result.ts'
import { causes } from '../../scripts/interop/causes.ts'
import { EXPIRES, knownDifferencesOf } from '../../scripts/interop/known.ts'
import { scoreboard } from '../../scripts/interop/scoreboard.ts'
import { fileOf, servers } from '../../scripts/interop/servers.ts'
import { judgedBy2022, TABLE_2022 } from '../../scripts/interop/table-2022.ts'

const table = matrix(['aws'])
const page = readFileSync(fileOf('docs/scoreboard.md'), 'utf8')
const lists = readdirSync(fileOf('conformance/known')).map((file) => file.replace('.json', ''))
const listOf = (name: string) => readFileSync(fileOf(`conformance/known/${name}.json`), 'utf8')

/** What a server would give that does just what the table says. */
const perfect: readonly CaseResult[] = table.cells.map((cell) => {
  const outcome = expected(cell)?.outcome
  const { cloud, action, state, role, keyKind } = cell
  return {
    id: cellId(cell),
    kind: 'cell',
    cloud,
    action,
    state,
    ...(role && { role }),
    ...(keyKind && { keyKind }),
    title: cellId(cell),
    verdict: outcome === 'impossible' ? 'impossible' : 'conforms',
    ...((outcome === 'accept' || outcome === 'reject') && { observed: { outcome } }),
    sources: [],
    durationMs: 0,
  }
})

const changed = (id: string, more: Partial<CaseResult>) =>
  perfect.map((one) => (one.id === id ? { ...one, ...more } : one))

describe('the lists of known differences', () => {
  test('are those of servers that are judged', () => {
    const others = servers.map(({ name }) => name).filter((name) => name !== 'polykms')
    expect(lists.sort()).toEqual([...others].sort())
  })

  test.each(lists)('of %s name cases of the plan, each by a cause that is written down', (name) => {
    const ids = plan({ cloud: 'aws', matrix: table }).map(({ id }) => id)
    const known = parseKnownDifferences(listOf(name), name)
    for (const [id, { reason, link, expires }] of known) {
      expect(ids).toContain(id)
      expect(causes[name]).toContainEqual(expect.objectContaining({ reason, link }))
      expect(expires).toBe(EXPIRES)
    }
  })

  test.each(lists)(
    'of %s have as many cases per cause as the scoreboard (else run: npm run interop:servers)',
    (name) => {
      const counts = new Map<string, number>()
      for (const { reason } of parseKnownDifferences(listOf(name), name).values())
        counts.set(reason, (counts.get(reason) ?? 0) + 1)
      for (const [reason, cases] of counts) expect(page).toContain(`| ${cases} | ${reason} |`)
      const { title = '', version = '' } = servers.find((one) => one.name === name) ?? {}
      expect(page).toContain(`${title} ${version}`)
    },
  )

  test('are not made for a deviation that nobody has explained', () => {
    const cases = changed('aws/DescribeKey/Enabled', { verdict: 'deviates', reason: 'odd' })
    expect(() => knownDifferencesOf('moto', 'moto', cases)).toThrow('aws/DescribeKey/Enabled: odd')
  })

  test('group cases by cause', () => {
    const accepted = { verdict: 'deviates', expected: { outcome: 'reject' }, observed: { outcome: 'accept' } } as const
    const cases = changed('aws/EnableKey/PendingDeletion', accepted)
    const list = parseKnownDifferences(knownDifferencesOf('moto', 'moto', cases), 'moto')
    expect([...list]).toEqual([['aws/EnableKey/PendingDeletion', expect.objectContaining({ expires: EXPIRES })]])
  })
})

test('the pinned versions are the ones that the scoreboard names', () => {
  const version = (name: string) => servers.find((one) => one.name === name)?.version ?? '?'
  expect(readFileSync(fileOf('scripts/interop/moto/requirements.txt'), 'utf8')).toContain(`moto==${version('moto')}\n`)
  const revision = version('local-kms').slice(0, 7)
  expect(readFileSync(fileOf('scripts/interop/local-kms/go.mod'), 'utf8')).toMatch(
    new RegExp(`local-kms v0\\.0\\.0-\\d{14}-${revision}`),
  )
})

describe('the table of December 2022', () => {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

  test('has 37 operations, and differs from the pages of today in one cell', () => {
    expect(Object.keys(TABLE_2022)).toHaveLength(37)
    expect(judgedBy2022(perfect)).toEqual({
      right: [37, 36, 37, 32],
      cells: [37, 37, 37, 32],
      unreached: [0, 0, 0, 0],
      newer: ['GetPublicKey/Disabled'],
    })
  })

  test.each<[string, Partial<CaseResult>]>([
    ['a cell that is not reached', { verdict: 'unreachable', observed: undefined as never }],
    ['an operation that is not there', { observed: { outcome: 'reject', httpStatus: 501 } }],
    ['the other outcome', { observed: { outcome: 'accept', httpStatus: 200 } }],
  ])('counts %s as wrong', (_what, more) => {
    expect(sum(judgedBy2022(changed('aws/Encrypt@symmetric/Disabled', more)).right)).toBe(141)
  })
})

test('the scoreboard counts right cells of those that can occur', () => {
  const board = scoreboard([{ name: 'a', title: 'A server', version: '1', cases: perfect }])
  const possible = perfect.filter(({ verdict }) => verdict !== 'impossible').length
  expect(board).toContain(`**${possible}/${possible}**`)
  expect(board).toContain('| A server 1 | 37/37 | 36/37 | 37/37 | 32/32 | **142/143** |')
})
