import { CHANGE_MEANINGS, CHANGES, type Change, type Comparison, type Difference, type Said } from './compare.ts'
import type { Provenance } from './result.ts'

const SYMBOLS: Readonly<Record<Change, string>> = { regressed: '✗', fixed: '✓', changed: '~', added: '+', removed: '−' }
const COLORS: Readonly<Record<Change, string>> = {
  regressed: '1;31',
  fixed: '32',
  changed: '33',
  added: '36',
  removed: '90',
}

/** A comparison for a terminal, what regressed first and the counts last. */
export function comparisonText(comparison: Comparison, { color = false }: { color?: boolean } = {}): string {
  const paint = (change: Change, text: string) => (color ? `\u001b[${COLORS[change]}m${text}\u001b[0m` : text)
  const head = [`before  ${runOf(comparison.before)}`, `after   ${runOf(comparison.after)}`].join('\n')
  const sections = CHANGES.flatMap((change) => {
    const own = comparison.differences.filter((one) => one.change === change)
    if (own.length === 0) return []
    const title = paint(change, `${SYMBOLS[change]} ${own.length} ${change}: ${CHANGE_MEANINGS[change]}`)
    return [[title, ...own.map((one) => `    ${plain(one.id)}\n        ${plain(wordsOf(one))}`)].join('\n')]
  })
  return `${[head, ...sections, countsLine(comparison)].join('\n\n')}\n`
}

/** More than this many of one kind are counted, not listed: a comment has an end. */
const MAX_LISTED = 50

/** A comparison as a comment on a pull request. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { counts } = comparison
  const head = `## ${counts.regressed > 0 ? '✗' : '✓'} KMS conformance: ${countsLine(comparison)}`
  const sections = CHANGES.flatMap((change) => {
    const own = comparison.differences.filter((one) => one.change === change)
    if (own.length === 0) return []
    const rows = own.slice(0, MAX_LISTED).map((one) => `| ${code(one.id)} | ${cell(one.before)} | ${cell(one.after)} |`)
    const more = own.length > MAX_LISTED ? [`\n${own.length - MAX_LISTED} more are not listed.`] : []
    return [
      [`### ${SYMBOLS[change]} ${change}`, '', '| case | before | after |', '|---|---|---|', ...rows, ...more].join(
        '\n',
      ),
    ]
  })
  const runs = `before: ${code(runOf(comparison.before))}<br>after: ${code(runOf(comparison.after))}`
  return `${[head, runs, ...sections].join('\n\n')}\n`
}

/** `3 regressed, 1 fixed, 0 changed, 0 added, 0 removed, 1486 same` */
export function countsLine({ counts }: Comparison): string {
  return [...CHANGES, 'same' as const].map((change) => `${counts[change]} ${change}`).join(', ')
}

function runOf({ suiteVersion, target, via, region, clouds, finished, commit }: Provenance): string {
  const parts = [
    finished,
    `polykms ${suiteVersion}${commit ? ` (${commit})` : ''}`,
    target,
    via,
    region,
    clouds.join(', '),
  ]
  return plain(parts.filter(Boolean).join(' · '))
}

function wordsOf({ before, after }: Difference): string {
  if (before === undefined) return spoken(after)
  return after === undefined ? spoken(before) : `${spoken(before)}  →  ${spoken(after)}`
}

function spoken(one: Said | undefined): string {
  return one === undefined ? '' : `${one.verdict}: ${one.observed}`
}

function cell(one: Said | undefined): string {
  return one === undefined ? '–' : code(spoken(one))
}

/** Nothing that a cloud said drives a terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
}

const MAX_TEXT = 300

/** Text that nothing is read into; its fence is longer than any run of backticks in it, and no pipe ends the cell. */
function code(text: string): string {
  const safe = plain(text).replaceAll('|', '¦').slice(0, MAX_TEXT)
  const fence = '`'.repeat(1 + Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length)))
  return `${fence} ${safe} ${fence}`
}
