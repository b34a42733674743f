import { gridsOf } from '../../conformance/report/grid.ts'
import type { CaseResult, Verdict } from '../../conformance/report/result.ts'
import { causes } from './causes.ts'
import { judgedBy2022, STATES_2022, type Subset } from './table-2022.ts'

/** A server, and what became of it. */
export interface Contestant {
  readonly name: string
  readonly title: string
  readonly version: string
  readonly address?: string
  readonly cases: readonly CaseResult[]
}

/** An earlier measurement by the table of 2022, per state, and why ours differs from it. */
interface Earlier {
  readonly right: readonly number[]
  readonly cells: readonly number[]
  readonly why: readonly string[]
}

const EARLIER: Readonly<Record<string, Earlier>> = {
  moto: {
    right: [32, 18, 12, 15],
    cells: [37, 37, 37, 31],
    why: [
      'its external keys are Enabled, so that no key is ever PendingImport: the suite calls that out of reach, the probe asked such keys all the same.',
      'GetKeyPolicy and PutKeyPolicy are asked as AWS allows, without PolicyName, and refused; with the name both are accepted in every state: 2 cells more in each, which makes 33, 19 and 12.',
    ],
  },
  'local-kms': {
    right: [29, 29, 28, 23],
    cells: [37, 37, 37, 31],
    why: [
      'GetKeyPolicy and PutKeyPolicy are refused without PolicyName here too; with the name they are accepted but for PutKeyPolicy while deletion is pending: that makes 28, 28, 27 and 23.',
    ],
  },
}

/** docs/scoreboard.md */
export function scoreboard(board: readonly Contestant[]): string {
  return `${[HEAD, rightCells(board), causesOf(board), by2022(board), HOW].join('\n\n')}\n`
}

const HEAD = `# Scoreboard

<!-- Written by scripts/interop/main.ts: do not edit. -->

Servers that speak AWS KMS and that nobody here wrote, judged by the same suite as our own simulator, cell by cell of
AWS's [key-state table](clouds/aws.md). Each has a list of [known differences](../conformance/known/moto.json), with a reason, a
link and an expiry date, so that a change in a server shows as a failure. They are good servers for what they were made
for; this page only says which of AWS's refusals a test against them can meet.

Written by one command, which installs the servers, runs the suite and fails if anything differs from the lists:

\`\`\`sh
npm run interop:servers
\`\`\``

/** Cells right, of those that can occur, per state; then the behaviours. */
function rightCells(board: readonly Contestant[]): string {
  const states = [...new Set(board.flatMap(({ cases }) => gridsOf(cases).flatMap((grid) => grid.states)))]
  const rows = board.map((one) => {
    const cells = one.cases.filter(({ kind }) => kind === 'cell')
    const promises = one.cases.filter(({ kind }) => kind === 'behaviour')
    const perState = states.map((state) => share(cells.filter((cell) => cell.state === state)))
    return [titleOf(one), ...perState, `**${share(cells)}**`, share(promises)]
  })
  const verdicts = board.map((one) => [titleOf(one), ...JUDGED.map((verdict) => String(count(one.cases, verdict)))])
  return [
    '## Cells right, per state',
    '',
    'Right of those that can occur. A cell counts only with the documented outcome, error code, HTTP status and state',
    'afterwards, and a refusal only if it changed nothing. A state that a server cannot be brought into costs its cells.',
    '',
    table(['server', ...states, 'all cells', 'behaviours'], rows),
    '',
    'The same by verdict, behaviours included:',
    '',
    table(['server', ...JUDGED], verdicts),
  ].join('\n')
}

const JUDGED: readonly Verdict[] = ['conforms', 'deviates', 'unreachable', 'impossible', 'error']

function share(cases: readonly CaseResult[]): string {
  return `${count(cases, 'conforms')}/${cases.length - count(cases, 'impossible')}`
}

function count(cases: readonly CaseResult[], verdict: Verdict): number {
  return cases.filter((one) => one.verdict === verdict).length
}

function causesOf(board: readonly Contestant[]): string {
  const parts = board.flatMap((one) => {
    const deviating = one.cases.filter(({ verdict }) => verdict === 'deviates')
    if (deviating.length === 0) return []
    const known = causes[one.name] ?? []
    const rows = known.map((cause) => {
      const explained = deviating.filter((each) => known.find(({ explains }) => explains(each)) === cause)
      return [String(explained.length), cause.reason, `[source](${cause.link})`]
    })
    return [
      `### ${titleOf(one)}\n\n${table(
        ['cases', 'cause', ''],
        rows.filter(([cases]) => cases !== '0'),
      )}\n\n${unreached(one)}`,
    ]
  })
  return `## What deviates, and why\n\n${parts.join('\n\n')}`
}

/** Why cells were not reached, most frequent first. */
function unreached({ cases }: Contestant): string {
  const reasons = new Map<string, number>()
  for (const { verdict, reason = '' } of cases) {
    if (verdict !== 'unreachable') continue
    const kind = reason
      .replace(/( in \w+)?: aws waitForKeyState: key#\d+ (did not settle in \w+):.*$/, ' $2')
      .replace(/: aws .*$/, ' is refused')
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1)
  }
  const most = [...reasons].sort(([, a], [, b]) => b - a)
  return `Not reached: ${most.map(([reason, cells]) => `${reason} (${cells})`).join(', ')}.`
}

/** The subset that an earlier measurement was made with. */
function by2022(board: readonly Contestant[]): string {
  const rows = board.flatMap((one) => {
    const subset = judgedBy2022(one.cases)
    const earlier = EARLIER[one.name]
    return [
      [titleOf(one), ...line(subset.right, subset.cells)],
      ...(earlier ? [[`${one.title}, measured earlier`, ...line(earlier.right, earlier.cells)]] : []),
    ]
  })
  const notes = board.flatMap((one) => {
    const earlier = EARLIER[one.name]
    return earlier === undefined
      ? []
      : [...earlier.why, ...facts(one, judgedBy2022(one.cases))].map((why) => `- ${one.title}: ${why}`)
  })
  return [
    '## By the table of December 2022',
    '',
    'The last table that AWS published as source: 37 operations in the four states that emulators have, accepted or',
    'refused, nothing else; an operation that a server does not know is wrong, and so is a cell that is not reached.',
    '',
    table(['server', ...STATES_2022, 'all'], rows),
    '',
    'The earlier measurement is one that was made for this project with a probe of its own. It took 37 of the 40 rows too,',
    'but which, and which pending-import cell it left out besides, was not kept. What is known of the differences:',
    '',
    ...notes,
  ].join('\n')
}

function facts(_one: Contestant, { unreached: cells, newer }: Subset): readonly string[] {
  const places = STATES_2022.flatMap((state, index) => (cells[index] ? [`${cells[index]} in ${state}`] : []))
  return [
    ...(places.length > 0 ? [`not reached, and so wrong here: ${places.join(', ')}.`] : []),
    ...(newer.length > 0 ? [`right today, wrong by the pages of 2022: ${newer.join(', ')}.`] : []),
  ]
}

function line(right: readonly number[], cells: readonly number[]): readonly string[] {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  return [...right.map((value, index) => `${value}/${cells[index]}`), `**${sum(right)}/${sum(cells)}**`]
}

function titleOf({ title, version, address }: Contestant): string {
  return address === undefined ? `${title} ${version}` : `[${title} ${version}](${address})`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

const HOW = `## One server alone

Start it on a port, then:

\`\`\`sh
npx polykms conformance run --cloud aws --target endpoint --endpoint http://127.0.0.1:PORT \\
  --known conformance/known/moto.json
\`\`\`

\`npm run interop:servers -- --update-known\` writes the lists anew from the causes in
[scripts/interop/causes.ts](../scripts/interop/causes.ts); a deviation that no cause explains stops it.`
