/*
 * Writes docs/drift.md: where a cloud's documents, what was recorded of it and our simulator say different things, what
 * nobody says, and every open point, straight from the tables and from a run of the cells concerned. A test fails
 * while the page and these differ.
 * Run: npx tsx scripts/drift.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CaseResult, runConformance } from '../conformance/index.ts'
import {
  type Cell,
  type Expectation,
  expected,
  type MatrixCloud,
  matrix,
  matrixClouds,
} from '../conformance/matrix/index.ts'
import { openPoints } from '../conformance/matrix/open-points.ts'
import { sources } from '../conformance/matrix/sources.ts'
import { parseRecorded } from '../conformance/report/recorded.ts'
import { createSimulatorTarget } from '../conformance/targets/simulator.ts'
import { table } from './cloud-pages.ts'

export const DRIFT_PAGE = fileURLToPath(new URL('../docs/drift.md', import.meta.url))
/** Proposals that somebody has looked at and wants kept beside the tables. */
const RECORDED = new URL('../conformance/recorded/', import.meta.url)

/** docs/drift.md */
export async function drift(): Promise<string> {
  const parts = [HEAD, ...(await inTurn(matrixClouds, cloudPart)), proposals()]
  return `${parts.join('\n\n')}\n`
}

const HEAD = `# Drift

<!-- Written by scripts/drift.ts: do not edit. -->

Where a cloud's documents, what was seen on it and our simulator are not of one mind, and what nobody says. The tables
themselves are on the pages of the [clouds](clouds/aws.md); this page is their margin.

Expected is what was recorded, else documented, else inferred. What the simulator does was found by asking it.`

async function cloudPart(cloud: MatrixCloud): Promise<string> {
  const { cells } = matrix([cloud])
  const contradicted = cells.filter(isContradicted)
  const open = cells.filter((cell) => expected(cell)?.outcome === 'either')
  const silent = cells.filter((cell) => expected(cell) === undefined)
  const answers = await ask(cloud, [...contradicted, ...open, ...silent])
  return [
    `## ${cloud}`,
    contradictions(contradicted, answers),
    readings(open, answers),
    silence(silent, answers),
    points(cloud),
  ].join('\n\n')
}

/** Does what was recorded say something else than the documents? Less said, such as no status, is nothing else. */
function isContradicted({ recorded, documented }: Cell): boolean {
  if (recorded === undefined || documented === undefined) return false
  const codes = (claim: Expectation) => claim.providerCodes?.join(' or ')
  const differ = (a: unknown, b: unknown) => a !== undefined && b !== undefined && a !== b
  return (
    recorded.outcome !== documented.outcome ||
    differ(codes(recorded), codes(documented)) ||
    differ(recorded.httpStatus, documented.httpStatus)
  )
}

type Answers = ReadonlyMap<Cell, CaseResult>

/** What the simulator does in these cells. */
async function ask(cloud: MatrixCloud, cells: readonly Cell[]): Promise<Answers> {
  if (cells.length === 0) return new Map()
  const target = await createSimulatorTarget({ cloud, via: 'direct', seed: 1 })
  const answers = new Map<Cell, CaseResult>()
  const left = [...cells]
  for await (const result of runConformance({ target, matrix: { sources, cells }, behaviours: [] })) {
    const cell = left.shift()
    if (cell !== undefined) answers.set(cell, result)
  }
  await target.close()
  return answers
}

function contradictions(cells: readonly Cell[], answers: Answers): string {
  if (cells.length === 0) return 'Documents and recordings: nothing was recorded that the documents contradict.'
  const rows = cells.map((cell) => [
    nameOf(cell),
    claimOf(cell.documented),
    claimOf(cell.recorded),
    answerOf(cell, answers),
  ])
  return `### Documents against recordings\n\n${table(['cell', 'documents', 'seen', 'simulator'], rows)}`
}

function readings(cells: readonly Cell[], answers: Answers): string {
  if (cells.length === 0) return 'Two readings: no cell has any.'
  const rows = cells.map((cell) => [nameOf(cell), cell.note ?? '', answerOf(cell, answers)])
  return `### Two readings of one page\n\n${table(['cell', 'what is said', 'simulator'], rows)}`
}

/** One line per action: cells that no source decides, by what the simulator does there. */
function silence(cells: readonly Cell[], answers: Answers): string {
  if (cells.length === 0) return 'Undocumented: every cell has a source or an inference.'
  const lines = new Map<string, Map<string, string[]>>()
  for (const cell of cells) {
    const action = [cell.action, cell.role].filter(Boolean).join(', ')
    const line = lines.get(action) ?? new Map<string, string[]>()
    const answer = answerOf(cell, answers)
    line.set(answer, [...(line.get(answer) ?? []), cell.state])
    lines.set(action, line)
  }
  const rows = [...lines].map(([action, line]) => [
    `\`${action}\``,
    [...line].map(([answer, states]) => `${states.join(', ')}: ${answer}`).join('; '),
  ])
  return `### Undocumented: ${cells.length} cells\n\nNo source decides them; they are run and reported without a judgement. The simulator has to do something:\n\n${table(['action', 'simulator'], rows)}`
}

function points(cloud: MatrixCloud): string {
  const rows = openPoints
    .filter(({ clouds }) => clouds.includes(cloud))
    .map(({ question, said, choice, sources: cited }) => [question, said, choice, cited.map(linkTo).join(', ')])
  return `### Open points: ${rows.length}\n\n${table(['question', 'said', 'polykms', 'sources'], rows)}`
}

/** What runs against real clouds have proposed, and people have kept. */
function proposals(): string {
  const head = `## Seen on real clouds

Runs on the target \`live\` propose what they saw as recorded values; a proposal that somebody has looked at is kept in
\`conformance/recorded/\`, until it is in the tables.`
  const files = recordedFiles()
  if (files.length === 0) return `${head} None is kept there now.`
  const rows = files.flatMap((file) => {
    const { run, entries } = parseRecorded(readFileSync(new URL(file, RECORDED), 'utf8'), file)
    const differing = entries.filter(({ differs }) => differs)
    return differing.map(({ case: id, recorded, stateAfter }) => [
      `\`${id}\``,
      claimOf({ ...recorded, stateAfter }),
      `${run.target}${run.region ? `, ${run.region}` : ''}, ${run.date}`,
      file,
    ])
  })
  return `${head} Those that differ from the tables:\n\n${table(['cell', 'seen', 'where and when', 'file'], rows)}`
}

function recordedFiles(): readonly string[] {
  try {
    return readdirSync(RECORDED)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

interface Claimed {
  readonly outcome: string
  readonly errorCode?: string | undefined
  readonly providerCodes?: readonly string[] | undefined
  readonly httpStatus?: number | undefined
  readonly stateAfter?: string | undefined
}

function claimOf(claim: Claimed | undefined): string {
  if (claim === undefined) return ''
  const { outcome, providerCodes, errorCode, httpStatus, stateAfter } = claim
  const code = providerCodes?.join(' or ') ?? errorCode
  const word = { accept: 'accepted', reject: 'refused' }[outcome] ?? outcome
  return [word, code, httpStatus && `HTTP ${httpStatus}`, stateAfter && `then ${stateAfter}`].filter(Boolean).join(', ')
}

function answerOf(cell: Cell, answers: Answers): string {
  const result = answers.get(cell)
  if (result?.observed === undefined) return result?.verdict ?? ''
  const { outcome, providerCode, stateAfter } = result.observed
  const moved = outcome === 'accept' && stateAfter !== undefined && stateAfter !== cell.state
  const said = claimOf({
    outcome,
    providerCodes: providerCode ? [providerCode] : undefined,
    stateAfter: moved ? stateAfter : undefined,
  })
  return result.verdict === 'deviates' ? `**${said}**` : said
}

function nameOf({ action, role, state }: Cell): string {
  return `\`${[action, role].filter(Boolean).join(', ')}\` in ${state}`
}

function linkTo(id: keyof typeof sources): string {
  const { address } = sources[id]
  return `[${id}](${address})`
}

async function inTurn<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const value of values) results.push(await work(value))
  return results
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DRIFT_PAGE, await drift())
