import { type Grid, gridsOf } from './grid.ts'
import { knownDifferences, symbolOf } from './known.ts'
import type { CaseResult, Report } from './result.ts'
import {
  closingLine,
  describeExpected,
  describeObserved,
  failures,
  VERDICT_MEANINGS,
  VERDICT_SYMBOLS,
  VERDICTS,
} from './result.ts'

export interface MarkdownOptions {
  /** GitHub refuses a comment of more than 65,536 characters. Default: 60,000. */
  readonly maxCharacters?: number
  /** More failures than this are counted, not listed. Default: 50. */
  readonly maxFailures?: number
}

/**
 * The run as a comment on a pull request: the tally, what failed, and a folded grid per cloud. Failures take at most
 * half of the room, grids what is left; what is left out is counted.
 */
export function toMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const { maxCharacters = 60_000, maxFailures = 50 } = options
  const parts = [headOf(report), tallyTable(report)]
  const failed = failures(report.cases)
  if (failed.length > 0) parts.push(failureList(failed, maxFailures, maxCharacters / 2))
  const known = knownDifferences(report.cases).map(
    ({ reason, link, expires, ids }) => `- ${ids.length} until ${expires}: ${md(reason)} (${md(link)})`,
  )
  if (known.length > 0) parts.push(`### Known differences\n\n${cutLines(known, maxCharacters / 4)}`)
  const closing = `**${closingLine(report.tally)}**`
  const grids = gridsOf(report.cases).map(gridText)
  let room = maxCharacters - parts.join('\n\n').length - closing.length - 200
  for (const grid of grids) {
    room -= grid.length + 2
    if (room < 0) break
    parts.push(grid)
  }
  if (room < 0) parts.push('Not every grid found room here; the HTML and JSON reports have them all.')
  return `${[...parts, closing].join('\n\n')}\n`
}

function headOf({ run, tally }: Report): string {
  const mark = tally.failed > 0 ? VERDICT_SYMBOLS.deviates : VERDICT_SYMBOLS.conforms
  const details = [run.target, run.via ? `via ${run.via}` : '', run.region ?? '', `polykms ${run.suiteVersion}`]
  return [
    `## ${mark} KMS conformance: ${run.clouds.map(md).join(', ')}`,
    '',
    `${[...details.filter(Boolean), `matrix ${run.matrixEdition}`].map(md).join(' · ')}`,
  ].join('\n')
}

function tallyTable({ tally }: Report): string {
  const rows = VERDICTS.filter((verdict) => tally.verdicts[verdict] > 0).map(
    (verdict) =>
      `| ${VERDICT_SYMBOLS[verdict]} | ${verdict} | ${tally.verdicts[verdict]} | ${VERDICT_MEANINGS[verdict]} |`,
  )
  return ['| | verdict | cases | |', '|---|---|---:|---|', ...rows].join('\n')
}

function failureList(failed: readonly CaseResult[], most: number, room: number): string {
  const lines = ['### Failed', '', '| | case | expected | observed |', '|---|---|---|---|']
  let listed = 0
  let size = 0
  for (const one of failed.slice(0, most)) {
    const reason = one.reason ? `<br>${md(one.reason)}` : ''
    const line = `| ${VERDICT_SYMBOLS[one.verdict]} | ${md(one.id)} | ${md(describeExpected(one))} | ${md(describeObserved(one))}${reason} |`
    size += line.length + 1
    if (size > room) break
    lines.push(line)
    listed += 1
  }
  if (listed < failed.length) lines.push('', `${failed.length - listed} more are in the HTML and JSON reports.`)
  return lines.join('\n')
}

function gridText(grid: Grid): string {
  const lines = [`<details><summary>${html(grid.cloud)}: operation × key state</summary>`, '']
  if (grid.rows.length > 0) {
    lines.push(`| | ${grid.states.map(md).join(' | ')} |`, `|---|${grid.states.map(() => ':-:|').join('')}`)
    for (const row of grid.rows) {
      const marks = row.cells.map((cell) => (cell ? symbolOf(cell) : ''))
      lines.push(`| ${md(row.label)} | ${marks.join(' | ')} |`)
    }
  }
  if (grid.behaviours.length > 0) {
    lines.push('', ...grid.behaviours.map((one) => `- ${symbolOf(one)} ${md(one.title)}`))
  }
  return [...lines, '', '</details>'].join('\n')
}

/** As many lines as find room, and how many do not. */
function cutLines(lines: readonly string[], room: number): string {
  let size = 0
  const fitting = lines.filter((line) => {
    size += line.length + 1
    return size <= room
  })
  const left = lines.length - fitting.length
  return [...fitting, ...(left > 0 ? [`- ${left} more causes are in the JSON report.`] : [])].join('\n')
}

/** Longer than any sentence of ours; a cloud's message beyond it says nothing more. */
const MAX_TEXT = 600

/** Words that nothing can be read into are left bare. */
const PLAIN = /^[A-Za-z0-9]+(?:(?: · |, |: |[ -]|(?<=\d)\.(?=\d))[A-Za-z0-9]+)*$/

/**
 * Text as text: whatever could be read as Markdown, HTML, a link, a mention or an issue number stands in a code span,
 * whose fence is longer than any run of backticks in it; control characters become spaces, and a pipe, which would end
 * a table's cell even there, a broken bar.
 */
function md(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  if (PLAIN.test(cut)) return cut
  const safe = cut.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ').replaceAll('|', '¦')
  const fence = '`'.repeat(1 + Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length)))
  return `${fence} ${safe} ${fence}`
}

/** The same inside an HTML block, where there are no code spans. */
function html(text: string): string {
  if (PLAIN.test(text)) return text
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
  return `<code>${safe.replace(/[^A-Za-z0-9 ]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`
}
