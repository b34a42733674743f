import type { CallRow } from './measure-calls.ts'
import type { MemoryRow } from './measure-memory.ts'
import type { ProfileRow } from './measure-profile.ts'
import type { StartRow } from './measure-starts.ts'
import type { Results } from './results.ts'
import type { Ratio } from './statistics.ts'
import type { Target } from './targets.ts'

/** A table of text: the first line is the head. */
export type Table = readonly (readonly string[])[]

export const showRatio = ({ median, min, max }: Ratio) => `${fixed(median)} [${fixed(min)}..${fixed(max)}]`

const fixed = (value: number, digits = 2) => value.toFixed(digits)

const against = (ratios: Readonly<Record<string, Ratio>> = {}) =>
  Object.entries(ratios)
    .map(([name, one]) => `${name}: ${showRatio(one)}`)
    .join(', ')

export function targetTable(targets: readonly Target[]): Table {
  const head = ['target', 'at most', 'stretch', 'measured', 'verdict']
  const rows = targets.map(({ what, target, stretch, value, range, verdict }) => [
    what,
    what.startsWith('mapConcurrent') ? `at least ${target}` : String(target),
    stretch === undefined ? '' : String(stretch),
    range === undefined ? fixed(value) : showRatio({ median: value, min: range[0], max: range[1] }),
    verdict,
  ])
  return [head, ...rows]
}

export function callTable(rows: readonly CallRow[]): Table {
  const head = ['cloud', 'client', 'mode', 'CPU µs', 'CPU ÷ floor', 'CPU ÷ official', 'wall µs', 'p50 µs', 'p99 µs']
  const lines = rows.map((row) => [
    row.cloud,
    row.client,
    row.mode,
    fixed(row.cpuMicros, 0),
    showRatio(row.cpuToFloor),
    against(row.cpuTo),
    fixed(row.wallMicros, 0),
    fixed(row.p50Micros, 0),
    fixed(row.p99Micros, 0),
  ])
  return [head, ...lines]
}

export function startTable(rows: readonly StartRow[]): Table {
  const head = ['cloud', 'client', 'form', 'wall ms', 'CPU ms', 'wall ÷ official', 'CPU ÷ official']
  const lines = rows.map((row) => [
    row.cloud,
    row.client,
    row.form,
    fixed(row.wallMs, 0),
    fixed(row.cpuMs, 0),
    against(row.wallTo),
    against(row.cpuTo),
  ])
  return [head, ...lines]
}

/** A line for everything that time was spent in, most of ours first; a column for each client. */
export function profileTable(rows: readonly ProfileRow[]): Table {
  const total = ({ micros }: ProfileRow) => Object.values(micros).reduce((sum, each) => sum + each, 0)
  const spentBy = (part: string) => rows.reduce((sum, { micros }) => sum + (micros[part] ?? 0), 0)
  const parts = [...new Set(rows.flatMap(({ micros }) => Object.keys(micros)))].sort((a, b) => spentBy(b) - spentBy(a))
  return [
    ['µs of', ...rows.map(({ cloud, client }) => `${cloud} ${client}`)],
    ...parts.map((part) => [part, ...rows.map(({ micros }) => fixed(micros[part] ?? 0, 0))]),
    ['in all', ...rows.map((row) => fixed(total(row), 0))],
  ]
}

export function memoryTable(rows: readonly MemoryRow[]): Table {
  const head = ['cloud', 'client', 'resident MB after 1,000 calls', 'heap MB after each tenth of the calls']
  const lines = rows.map(({ cloud, client, residentMb, heapMb }) => [
    cloud,
    client,
    fixed(residentMb, 0),
    heapMb.map((mb) => fixed(mb, 1)).join(' '),
  ])
  return [head, ...lines]
}

export function bundleTable({ bundles }: Pick<Results, 'bundles'>): Table {
  const head = ['package', 'kB without axios', 'kB']
  return [
    head,
    ...bundles.map(({ cloud, kbWithoutAxios, kb }) => [`polykms/${cloud}`, fixed(kbWithoutAxios, 1), fixed(kb, 1)]),
  ]
}

export function installTable({ installs }: Pick<Results, 'installs'>): Table {
  const head = ['package', 'MB', 'packages']
  return [head, ...installs.map((row) => [row.package, fixed(row.mb, 1), String(row.packages)])]
}

/** A table for a terminal. */
export function asText(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)))
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function asMarkdown(table: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const [head = [], ...rows] = table
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
