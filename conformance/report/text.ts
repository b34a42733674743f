import { type Grid, gridsOf } from './grid.ts'
import { KNOWN_SYMBOL, knownDifferences, symbolOf } from './known.ts'
import type { CaseResult, Report, Verdict } from './result.ts'
import {
  closingLine,
  describeExpected,
  describeObserved,
  failures,
  isKnown,
  VERDICT_MEANINGS,
  VERDICT_SYMBOLS,
  VERDICTS,
} from './result.ts'

export interface TextOptions {
  /** Decided by the caller: a terminal, and NO_COLOR not set. Default: false. */
  readonly color?: boolean
}

/** How an expectation is shown beside a verdict's symbol. */
const OUTCOME_SYMBOLS = { accept: '+', reject: '−', either: '±', impossible: ' ' } as const

const COLORS: Readonly<Record<Verdict, string>> = {
  conforms: '32',
  deviates: '1;31',
  undocumented: '36',
  unsupported: '32',
  unreachable: '33',
  impossible: '90',
  error: '1;35',
}

/** Columns of a grid are this wide; longer state names are shortened, and the legend says to what. */
const HEAD_WIDTH = 8

/** The run for a terminal: a grid per cloud, what failed and why, and the closing line last. */
export function toText(report: Report, { color = false }: TextOptions = {}): string {
  const paint = (verdict: Verdict, text: string) => (color ? `\u001b[${COLORS[verdict]}m${text}\u001b[0m` : text)
  const parts = [
    headOf(report),
    ...gridsOf(report.cases).map((grid) => gridText(grid, paint)),
    legend(report, paint),
    failuresText(failures(report.cases), paint),
    knownText(report.cases),
    closingLine(report.tally),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

type Paint = (verdict: Verdict, text: string) => string

function headOf({ run }: Report): string {
  const details = [
    `target ${run.target}`,
    run.via && `via ${run.via}`,
    run.endpoint,
    run.region && `region ${run.region}`,
    run.seed !== undefined && `seed ${run.seed}`,
    run.filter && `filter "${run.filter}"`,
  ]
  return plain(`polykms ${run.suiteVersion} conformance · ${details.filter(Boolean).join(' · ')}`)
}

function gridText(grid: Grid, paint: Paint): string {
  const lines = [`${plain(grid.cloud)}: operation × key state`]
  if (grid.rows.length > 0) {
    const width = Math.max(...grid.rows.map((row) => plain(row.label).length))
    lines.push(
      `  ${''.padEnd(width)}  ${grid.states.map((state) => shortState(state).padEnd(HEAD_WIDTH)).join(' ')}`.trimEnd(),
    )
    for (const row of grid.rows) {
      const marks = row.cells.map((cell) => (cell ? markOf(cell, paint) : ''.padEnd(HEAD_WIDTH)))
      lines.push(`  ${plain(row.label).padEnd(width)}  ${marks.join(' ')}`.trimEnd())
    }
  }
  if (grid.behaviours.length > 0) lines.push('', `${plain(grid.cloud)}: behaviours`)
  for (const one of grid.behaviours) {
    lines.push(`  ${paint(one.verdict, symbolOf(one))} ${plain(one.title)}`)
  }
  return lines.join('\n')
}

/** Padding stands outside the colour, so that a coloured and a plain grid have the same columns. */
function markOf(cell: CaseResult, paint: Paint): string {
  const mark = `${symbolOf(cell)}${cell.expected ? OUTCOME_SYMBOLS[cell.expected.outcome] : ' '}`
  return `${paint(cell.verdict, mark)}${''.padEnd(HEAD_WIDTH - mark.length)}`
}

/** `PendingReplicaDeletion` → `PeReDele`, `PendingDeletion` → `PendDele`, `Enabled` → `Enabled`. */
function shortState(state: string): string {
  const clean = plain(state)
  if (clean.length <= HEAD_WIDTH) return clean
  const words = clean.match(/[A-Z][a-z]*/g) ?? []
  if (words.length < 2) return clean.slice(0, HEAD_WIDTH)
  const last = words.at(-1)?.slice(0, 4) ?? ''
  const each = Math.floor((HEAD_WIDTH - last.length) / (words.length - 1))
  return `${words
    .slice(0, -1)
    .map((word) => word.slice(0, each))
    .join('')}${last}`
}

function legend({ tally, cases }: Report, paint: Paint): string {
  const used = VERDICTS.filter((verdict) => tally.verdicts[verdict] > 0)
  const width = Math.max(...used.map((verdict) => verdict.length))
  const states = [...new Set(cases.flatMap(({ state }) => (state ? [plain(state)] : [])))]
  const shortened = states.filter((state) => shortState(state) !== state)
  return [
    ...used.map((verdict) => {
      const label = `${VERDICT_SYMBOLS[verdict]} ${verdict.padEnd(width)}`
      return `${paint(verdict, label)} ${String(tally.verdicts[verdict]).padStart(5)}  ${VERDICT_MEANINGS[verdict]}`
    }),
    ...(cases.some(isKnown) ? [`${KNOWN_SYMBOL} deviates as the list of known differences says: no failure`] : []),
    'beside a symbol, what was expected: + accepted, − refused, ± either',
    ...(shortened.length > 0 ? [shortened.map((state) => `${shortState(state)} = ${state}`).join(', ')] : []),
  ].join('\n')
}

function failuresText(failed: readonly CaseResult[], paint: Paint): string {
  return failed
    .map((one) =>
      [
        `${paint(one.verdict, `${VERDICT_SYMBOLS[one.verdict]} ${one.verdict}`)} ${plain(one.id)}`,
        `    expected ${plain(describeExpected(one))}`,
        `    observed ${plain(describeObserved(one))}`,
        ...(one.observed?.message ? [`    message  ${plain(one.observed.message)}`] : []),
        ...(one.reason ? [`    reason   ${plain(one.reason)}`] : []),
      ].join('\n'),
    )
    .join('\n')
}

function knownText(cases: readonly CaseResult[]): string {
  return knownDifferences(cases)
    .map(({ reason, link, expires, ids }) =>
      [
        `${KNOWN_SYMBOL} ${ids.length} known, until ${expires}: ${plain(reason)}`,
        `    ${plain(link)}`,
        ...ids.map((id) => `    ${plain(id)}`),
      ].join('\n'),
    )
    .join('\n')
}

/** What comes from a cloud must not drive the terminal: control characters, escapes included, become visible dots. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
}
