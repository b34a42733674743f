/**
 * Writes `docs/errors.md`: every message that a person may meet, as it really reads, each provoked by a cause in
 * `scripts/errors/provoke`. A test fails while the page is stale, and while a message in the sources has neither a
 * cause there nor a reason in `scripts/errors/excused.ts`.
 * Run: npx tsx scripts/errors-page.ts
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { adviceFor, KMS_ERROR_CODES } from '../src/index.ts'
import { type Collected, collect, type Told } from './errors/collect.ts'
import { excused } from './errors/excused.ts'
import { isProvoked, messageSites, type Site } from './errors/sites.ts'

export const page = fileURLToPath(new URL('../docs/errors.md', import.meta.url))

/** The simulators of clouds repeat the clouds' own words, wrong or right, and say nothing of their own. */
const IMITATED = /^conformance\/simulators\/(?!shared\/|page\/)[a-z]+\//

/** Places that make a message which nothing provokes and nothing excuses, and excuses that nothing needs. */
export function gaps(collected: Collected): { readonly silent: readonly string[]; readonly idle: readonly string[] } {
  const messages = Object.values(collected).flatMap((list: readonly Told[]) => list.map(({ message }) => message))
  const sites = messageSites(['src', 'providers', 'conformance'], (path) => !IMITATED.test(path))
  const open = sites.filter((site) => hasWords(site) && !isProvoked(site, messages))
  const covers = (site: Site) =>
    excused.filter(({ path, words }) => path.test(site.path) && (words === undefined || allWords(site).includes(words)))
  const used = new Set(open.flatMap(covers))
  return {
    silent: open.filter((site) => covers(site).length === 0).map(({ path, line, text }) => `${path}:${line}: ${text}`),
    idle: excused.filter((one) => !used.has(one)).map(({ path, words }) => `${path.source} ${words ?? ''}`.trim()),
  }
}

/** Without words of its own a place hands on what another one made. */
function hasWords({ always, oneOf }: Site): boolean {
  return always.length + oneOf.length > 0
}

function allWords({ always, oneOf }: Site): string {
  return [...always, ...oneOf].join(' … ')
}

const HEAD = `# Errors

<!-- Written by scripts/errors-page.ts: do not edit. -->

Every message below was provoked by the script that wrote this page. Programs act on \`code\`; messages may change in any
version. A message names the cloud and the operation, the key if the request was sent, the code with the cloud's own code
and HTTP status in brackets, then the cloud's own sentence, where it has one and it is safe to repeat
([decision 007](decisions/007-error-messages.md)).
`

/** The page as it should be. */
export function pageOf({ client, providers, commands, suite }: Collected): string {
  const codes = KMS_ERROR_CODES.map((code) => `### ${code}\n\n${adviceFor(code).join(' ')}`)
  const parts = [
    `${HEAD}\n## Codes, and what to do\n\n${codes.join('\n\n')}`,
    `## What the client says\n\n${lines(client)}`,
    `## What the clouds' providers say\n\n${lines(providers)}`,
    `## What the command line says\n\nExit codes and options: [cli.md](cli.md). Its advice names commands where the above names operations.\n\n${lines(commands)}`,
    `## What suite and simulators say\n\n${lines(suite)}`,
  ]
  return `${parts.join('\n\n')}\n`
}

function lines(list: readonly Told[]): string {
  return [...new Set(list.map(({ message }) => `- ${escaped(message)}`))].join('\n')
}

/** A message as code, whatever it holds. */
function escaped(message: string): string {
  const fence = message.includes('`') ? '``' : '`'
  return `${fence}${message.replaceAll('\n', ' ')}${fence}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, pageOf(await collect()))
