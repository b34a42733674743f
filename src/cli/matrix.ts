import { Command, Option } from 'commander'
import { matrixTables } from '../../conformance/atlas.ts'
import { type FlatCell, flatten, type MatrixCloud, matrix, matrixClouds } from '../../conformance/index.ts'
import { parseClouds } from './clouds.ts'

type Format = 'table' | 'json' | 'markdown'

/** `polykms matrix [cloud]`: the key-state × operation tables as data. */
export function matrixCommand(): Command {
  return new Command('matrix')
    .description('print the key-state × operation tables, with their sources')
    .argument('[cloud]', `${matrixClouds.join(', ')}, or several of them with commas`, 'all')
    .addOption(new Option('--format <format>', 'how').choices(['table', 'json', 'markdown']).default('table'))
    .action((cloud: string, options: { format: Format }) => {
      process.stdout.write(render(parseClouds(cloud, matrixClouds), options.format))
    })
}

function render(clouds: readonly MatrixCloud[], format: Format): string {
  if (format === 'json') return `${JSON.stringify(matrixTables(clouds), undefined, 2)}\n`
  const flat = matrix(clouds).cells.map(flatten)
  return clouds.map((cloud) => table(cloud, flat, format)).join('\n')
}

function table(cloud: string, all: readonly FlatCell[], format: Format): string {
  const cells = all.filter((cell) => cell.cloud === cloud)
  const states = [...new Set(cells.map(({ state }) => state))]
  const names = [...new Set(cells.map(rowName))]
  const rows = names.map((name) => {
    const row = cells.filter((cell) => rowName(cell) === name)
    return [name, ...states.map((state) => word(row.find((cell) => cell.state === state)))]
  })
  return format === 'markdown' ? markdown(cloud, states, rows) : text(cloud, states, rows)
}

function rowName({ action, role, keyKind }: FlatCell): string {
  // A row is an action and its role; the kind of key stands beside it only where an action has rows for several.
  return [action, role, keyKind?.startsWith('external-') ? undefined : keyKind].filter(Boolean).join(' · ')
}

function word(cell: FlatCell | undefined): string {
  if (cell === undefined) return ''
  const codes = cell.providerCodes.length > 0 ? cell.providerCodes.join(' or ') : (cell.errorCode ?? '')
  const mark = { recorded: '', documented: '', inferred: ' ~', none: '' }[cell.evidence]
  const said = { accept: 'yes', reject: `no: ${codes}`, either: 'either', impossible: '–', undocumented: '?' }
  return `${said[cell.outcome]}${mark}`
}

function text(cloud: string, states: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [[cloud, ...states], ...rows]
  const widths = [cloud, ...states].map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const laid = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return `${laid.map((line) => line.trimEnd()).join('\n')}\n`
}

function markdown(cloud: string, states: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const head = [`## ${cloud}`, '', line(['Action', ...states]), line(['---', ...states.map(() => '---')])]
  return `${[...head, ...rows.map(line)].join('\n')}\n`
}
