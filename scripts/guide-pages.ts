/*
 * Writes the generated parts of docs/guides/states-and-errors.md and docs/guides/support-matrix.md: what every cloud has,
 * takes and refuses, side by side, straight from the tables that the code runs on. What stands above the marker is
 * written by hand and kept; a test fails while a page and the tables differ.
 * Run: npx tsx scripts/guide-pages.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type FlatCell, flatten, type MatrixCloud, matrix, matrixClouds } from '../conformance/matrix/index.ts'
import { localCloud } from '../conformance/targets/local.ts'
import type { KmsErrorCode, OperationName, Provider, RetryClass } from '../src/index.ts'
import { adviceFor, KEY_STATES, type KeyState, KMS_ERROR_CODES, LIMIT_NAMES, operationNames } from '../src/index.ts'
import { handwritten, table } from './cloud-pages.ts'
import { clouds, type DocumentedCloud } from './clouds.ts'

export const MARKER = '<!-- From here on written by scripts/guide-pages.ts: do not edit. -->'

const pathOf = (page: string) => fileURLToPath(new URL(`../docs/guides/${page}.md`, import.meta.url))

const CLOUDS = matrixClouds.map((id) => [id, documented(id)] as const)

const names = CLOUDS.map(([, { name }]) => name)
const linked = CLOUDS.map(([id, { name }]) => `[${name}](../clouds/${id}.md)`)

/** @throws Error for a cloud that has a table and no place in the pages. */
function documented(id: MatrixCloud): DocumentedCloud {
  const cloud = clouds[id]
  if (cloud === undefined) throw new Error(`scripts/clouds.ts has no ${id}`)
  return cloud
}

/** The cloud's own words for a state. */
const wordsFor = ({ states }: DocumentedCloud, state: KeyState) =>
  Object.keys(states).flatMap((word) => (states[word] === state ? [`\`${word}\``] : []))

function statesTable(): string {
  const rows = KEY_STATES.map((state) => [
    `\`${state}\``,
    ...CLOUDS.map(([, cloud]) => (state === 'Unknown' ? 'any other' : wordsFor(cloud, state).join(' ') || '–')),
  ])
  return `## How the clouds write them\n\n${table(['state', ...names], rows)}`
}

/** One letter for what a cell expects, and another where nobody documented or recorded it. */
function markOf({ outcome, evidence }: FlatCell): string {
  const sure = evidence !== 'inferred'
  const marks: Readonly<Record<string, string>> = {
    accept: sure ? '✓' : '(✓)',
    reject: sure ? '✗' : '(✗)',
    either: '✓✗',
    impossible: '–',
  }
  return marks[outcome] ?? '?'
}

function stateTableOf(cloud: MatrixCloud, name: string): string {
  const cells = matrix([cloud]).cells.map(flatten)
  const states = KEY_STATES.filter((state) => cells.some((cell) => cell.state === state))
  const rowOf = ({ action, role, keyKind }: FlatCell) => [action, role, keyKind].filter(Boolean).join(' · ')
  const rows = [...new Set(cells.map(({ action }) => action))].flatMap((action) => {
    const ofAction = cells.filter((cell) => cell.action === action)
    // Kinds of key that differ from state to state only because the state needs it stay in one row.
    const roles = [...new Set(ofAction.map(({ role }) => role))]
    return roles.flatMap((role) => {
      const ofRole = ofAction.filter((cell) => cell.role === role)
      const twice = states.some((state) => ofRole.filter((cell) => cell.state === state).length > 1)
      const groups = twice
        ? [...new Set(ofRole.map(rowOf))].map((row) => ofRole.filter((c) => rowOf(c) === row))
        : [ofRole]
      return groups.map((group) => {
        const [first] = group
        const label = first === undefined ? '' : twice ? rowOf(first) : [action, role].filter(Boolean).join(' · ')
        return [
          label,
          ...states.map(
            (state) =>
              group
                .filter((c) => c.state === state)
                .map(markOf)
                .join(' ') || ' ',
          ),
        ]
      })
    })
  })
  return `### ${name}\n\n${table(['call', ...states], rows)}`
}

const MADE_BY_US = 'Made by polykms, from no code of a cloud.'
const REPEATED: Readonly<Record<RetryClass, string>> = {
  never: 'not repeated',
  'not-executed': 'repeated, whatever the call: nothing was done',
  transient: 'repeated if the call may be made twice',
}

/** The codes of each cloud that mean one of ours; clouds with the very same ones share a row. */
function codesRows(code: KmsErrorCode): string[][] {
  const rows = new Map<string, string[]>()
  for (const [, { name, errors }] of CLOUDS) {
    const rules = Object.entries(errors).filter(([, rule]) => rule.code === code)
    for (const retry of new Set(rules.map(([, rule]) => rule.retry))) {
      const codes = rules.filter(([, rule]) => rule.retry === retry).map(([providerCode]) => `\`${providerCode}\``)
      const rest = [codes.join(' '), REPEATED[retry]]
      const key = rest.join('\n')
      const [names] = rows.get(key) ?? []
      rows.set(key, [names === undefined ? name : `${names}, ${name}`, ...rest])
    }
  }
  return [...rows.values()]
}

function errorsSection(): string {
  const sections = KMS_ERROR_CODES.map((code) => {
    const rows = codesRows(code)
    const found = rows.length === 0 ? MADE_BY_US : table(['cloud', 'its codes', 'by itself'], rows)
    return `### ${code}\n\n${adviceFor(code).join(' ')}\n\n${found}`
  })
  return `## Codes\n\n${sections.join('\n\n')}`
}

const bindingMark = (provider: Provider, name: OperationName) => {
  const binding = provider.bindings[name]
  if ('unsupported' in binding) return '–'
  return Object.keys(binding.refuses ?? {}).length > 0 ? '◐' : '✓'
}

function operationsTable(providers: readonly Provider[]): string {
  const rows = operationNames.map((name) => [`\`${name}\``, ...providers.map((one) => bindingMark(one, name))])
  const total = [
    '**of all**',
    ...providers.map((one) => `**${operationNames.filter((n) => bindingMark(one, n) !== '–').length}**`),
  ]
  return `## Operations\n\n${table(['operation', ...linked], [...rows, total])}`
}

function limitsTable(providers: readonly Provider[]): string {
  const rows = LIMIT_NAMES.map((name) => [
    `\`${name}\``,
    ...providers.map(({ limits }) => {
      const limit = limits[name]
      if (limit === undefined) return ''
      const range = limit.min === limit.max ? String(limit.min) : `${limit.min}–${limit.max}`
      const usual = limit.default === undefined || limit.min === limit.max ? '' : `, ${limit.default} if not given`
      return `${range}${usual}${limit.evidence === 'inferred' ? ' (concluded)' : ''}`
    }),
  ])
  return `## Limits\n\n${table(['limit', ...names], rows)}`
}

/** The generated part of each page. */
export async function generatedGuides(): Promise<Readonly<Record<string, string>>> {
  const providers = await Promise.all(
    CLOUDS.map(([cloud]) => {
      const local = localCloud(cloud)
      return local.provider({ region: local.regions[0] })
    }),
  )
  const stateTables = CLOUDS.map(([cloud, { name }]) => stateTableOf(cloud, name))
  return {
    'states-and-errors': [statesTable(), errorsSection()].join('\n\n'),
    'state-tables': [`${matrixClouds.length} clouds, ${matrix().cells.length} cells.`, ...stateTables].join('\n\n'),
    'support-matrix': [operationsTable(providers), limitsTable(providers)].join('\n\n'),
  }
}

/** A page as it should be: its hand-written head as it is, then what the tables say. */
export async function guidePages(): Promise<readonly { path: string; is: string; should: string }[]> {
  return Object.entries(await generatedGuides()).map(([page, text]) => {
    const is = readFileSync(pathOf(page), 'utf8')
    return { path: pathOf(page), is, should: `${handwritten(is, MARKER)}${MARKER}\n\n${text}\n` }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, should } of await guidePages()) writeFileSync(path, should)
}
