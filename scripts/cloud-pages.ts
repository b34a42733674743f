/*
 * Writes the generated half of docs/clouds/<cloud>.md: operations, limits, what is inferred, and the state of the matrix,
 * straight from the tables that the code runs on. What stands above the marker is written by hand and kept; a test
 * fails while a page and the tables differ.
 * Run: npx tsx scripts/cloud-pages.ts
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expected, flatten, isMatrixCloud, matrix, type Source, sources } from '../conformance/matrix/index.ts'
import { localCloud } from '../conformance/targets/local.ts'
import { type OperationName, operationNames } from '../src/operations/index.ts'
import type { Provider } from '../src/provider.ts'
import { clouds } from './clouds.ts'

export const MARKER = '<!-- From here on written by scripts/cloud-pages.ts: do not edit. -->'

export const pageOf = (cloud: string) => fileURLToPath(new URL(`../docs/clouds/${cloud}.md`, import.meta.url))

/** The generated half of a cloud's page. */
export async function generated(cloud: string): Promise<string> {
  const local = localCloud(cloud)
  const provider = await local.provider({ region: local.regions[0] })
  const parts = [operationsOf(provider), limitsOf(provider), inferredErrors(cloud), matrixOf(cloud)]
  return `${MARKER}\n\n${parts.join('\n\n')}\n`
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function operationsOf(provider: Provider): string {
  const rows = operationNames.map((name) => [`\`${name}\``, ...bindingOf(provider, name)])
  return `## Operations\n\n${table(['operation', 'requests', 'note'], rows)}`
}

function bindingOf(provider: Provider, name: OperationName): [string, string] {
  const binding = provider.bindings[name]
  if ('unsupported' in binding) return ['unsupported', `${binding.unsupported} (${binding.source})`]
  const refused = Object.keys(binding.refuses ?? {})
  const note = refused.length === 0 ? '' : `refuses ${refused.map((field) => `\`${field}\``).join(', ')}`
  return ['run' in binding ? 'one or more' : 'one', note]
}

function limitsOf({ limits }: Provider): string {
  const rows = Object.entries(limits).map(([name, { min, max, default: usual, source, evidence }]) => {
    return [`\`${name}\``, String(min), String(max), usual === undefined ? '' : String(usual), evidence ?? '', source]
  })
  return `## Limits\n\n${table(['limit', 'least', 'most', 'default', 'evidence', 'source'], rows)}`
}

function inferredErrors(cloud: string): string {
  const rules = Object.entries(clouds[cloud]?.errors ?? {})
  const inferred = rules.filter(([, rule]) => rule.evidence === 'inferred')
  const rows = inferred.map(([code, rule]) => [`\`${code}\``, `\`${rule.code}\``, rule.retry, rule.source])
  const head = `## Error codes\n\n${rules.length} of the cloud's codes are mapped, each with its source; any other is \`Unmapped\`.`
  if (rows.length === 0) return head
  return `${head} Concluded, not documented:\n\n${table(['code', 'mapped to', 'retried', 'rests on'], rows)}`
}

const described: Readonly<Record<string, Source>> = sources

function matrixOf(cloud: string): string {
  if (!isMatrixCloud(cloud)) return '## Key states\n\nNo table yet.'
  const cells = matrix([cloud]).cells
  const count = (evidence: string) => cells.filter((cell) => (expected(cell)?.evidence ?? 'none') === evidence).length
  const kinds = ['recorded', 'documented', 'inferred', 'none'] as const
  const tally = kinds.map((kind) => [kind === 'none' ? 'undocumented' : kind, String(count(kind))])
  const open = cells
    .map(flatten)
    .filter(({ evidence, outcome }) => evidence === 'none' || evidence === 'inferred' || outcome === 'either')
  const rows = open.map((cell) => [
    cell.id,
    cell.outcome,
    cell.errorCode ?? '',
    cell.note ?? '',
    cell.source ? (described[cell.source]?.title ?? '') : '',
  ])
  const lead = `## Key states\n\n${table(['evidence', 'cells'], tally)}\n\nThe whole table: \`npx polykms matrix ${cloud}\`.`
  if (rows.length === 0) return lead
  return `${lead} Cells that no page or recording decides:\n\n${table(['cell', 'expected', 'error', 'note', 'concluded from'], rows)}`
}

/** What stands above the marker, which people write. */
export function handwritten(text: string, marker = MARKER): string {
  const at = text.indexOf(marker)
  return at < 0 ? `${text.trimEnd()}\n\n` : text.slice(0, at)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const cloud of Object.keys(clouds)) {
    const page = pageOf(cloud)
    const head = existsSync(page) ? handwritten(readFileSync(page, 'utf8')) : `# ${cloud}\n\n`
    writeFileSync(page, head + (await generated(cloud)))
  }
}
