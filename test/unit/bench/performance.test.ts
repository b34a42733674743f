import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MARKER, PAGE, pageOf, readResults } from '../../bench/page.ts'
import { clients, clouds } from '../../bench/plan.ts'
import { median, ratio } from '../../bench/statistics.ts'
import { judge } from '../../bench/targets.ts'

describe('docs/performance.md', () => {
  const results = readResults()

  test('says what the committed results say', () => {
    const page = readFileSync(PAGE, 'utf8')
    expect(page.slice(page.indexOf(MARKER)), 'npx tsx scripts/performance-page.ts writes it').toBe(pageOf(results))
  })

  test('shows verdicts that follow from the measurements', () => {
    expect(judge(results)).toEqual(results.targets)
  })

  test('rests on a whole run: every client of every cloud, and six repetitions', () => {
    expect(results.effort.repetitions).toBeGreaterThanOrEqual(6)
    expect(results.effort.memoryCalls).toBeGreaterThanOrEqual(100_000)
    const all = clouds.flatMap((cloud) => clients[cloud].map((client) => `${cloud} ${client}`))
    const measured = (rows: readonly { cloud: string; client: string }[]) =>
      [...new Set(rows.map(({ cloud, client }) => `${cloud} ${client}`))].sort()
    for (const rows of [results.calls, results.starts, results.memory]) expect(measured(rows)).toEqual([...all].sort())
    expect(results.bundles.map(({ cloud }) => cloud)).toEqual(clouds)
  })

  test('explains every miss', () => {
    const page = readFileSync(PAGE, 'utf8')
    const explained = page.slice(0, page.indexOf(MARKER))
    const missed = results.targets.filter(({ verdict }) => verdict === 'miss').map(({ what }) => what)
    // A miss is named by what comes after the cloud.
    for (const what of missed) expect(explained).toContain(what.replace(/^\w+: /, '').replace(/,.*/, ''))
  })
})

describe('the bench', () => {
  test('takes medians, and ratios within repetitions', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(ratio([2, 30, 4], [1, 10, 4])).toEqual({ median: 2, min: 1, max: 3 })
  })

  const one = (value: number) => ({ median: value, min: value, max: value })
  const nothing = { calls: [], starts: [], memory: [], bundles: [], many: one(1) }

  test.each([
    [0.9, 'pass'],
    [0.89, 'miss'],
  ])('finds a throughput of %d a %s', (value, verdict) => {
    expect(judge({ ...nothing, many: one(value) })).toMatchObject([{ value, verdict }])
  })

  test('compares with the faster of two official clients', () => {
    const row = { cloud: 'alibaba', client: 'polykms', mode: 'sequential', cpuMicros: 1, wallMicros: 1 } as const
    const calls = [
      {
        ...row,
        p50Micros: 1,
        p99Micros: 1,
        cpuToFloor: one(1.8),
        cpuTo: { official: one(0.7), openapi: one(0.96) },
        p99To: { official: one(0.7), openapi: one(1.1) },
      },
    ]
    expect(judge({ ...nothing, calls }).map(({ value, verdict }) => [value, verdict])).toEqual([
      [1.8, 'pass'],
      [0.96, 'miss'],
      [1, 'pass'],
    ])
  })
})
