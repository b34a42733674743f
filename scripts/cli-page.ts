/**
 * Writes the second half of `docs/cli.md`: every command and option, from the commands themselves. What stands above
 * the marker is written by hand and kept; a test fails while the page and the commands differ.
 * Run: npx tsx scripts/cli-page.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { createProgram } from '../src/cli/commands.ts'
import { processTerminal } from '../src/cli/terminal.ts'

export const MARKER = '<!-- From here on written by scripts/cli-page.ts: do not edit. -->'
export const page = fileURLToPath(new URL('../docs/cli.md', import.meta.url))

/** The generated half of the page. */
export async function generated(): Promise<string> {
  const program = await createProgram({ ...processTerminal(), color: false })
  return `${MARKER}\n\n## Every command\n\n${program.commands.flatMap((one) => sections(one, 'polykms')).join('\n\n')}\n`
}

function sections(command: Command, parent: string): readonly string[] {
  const path = `${parent} ${command.name()}`
  if (command.commands.length > 0) return command.commands.flatMap((one) => sections(one, path))
  const usage = `${path} ${command.usage()}`
  const rows = command.options.map(({ flags, description, argChoices, defaultValue, mandatory }) => {
    const facts = [
      description,
      argChoices === undefined ? '' : `: ${argChoices.map((word) => `\`${word}\``).join(', ')}`,
      defaultValue === undefined || typeof defaultValue === 'object' ? '' : ` (default \`${String(defaultValue)}\`)`,
      mandatory ? ' **needed**' : '',
    ]
    return `| \`${flags}\` | ${facts.join('').replaceAll('|', '\\|')} |`
  })
  const table = rows.length === 0 ? [] : ['', '| option | |', '| --- | --- |', ...rows]
  return [[`### ${path}`, '', `${sentence(command.description())}`, '', '```text', usage, '```', ...table].join('\n')]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

export function handwritten(text: string): string {
  const at = text.indexOf(MARKER)
  return at < 0 ? `${text.trimEnd()}\n\n` : text.slice(0, at)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(page, handwritten(readFileSync(page, 'utf8')) + (await generated()))
}
