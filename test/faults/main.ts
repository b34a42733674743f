/*
 * Calls every operation of every cloud under every fault, through real sockets, and compares what becomes of it with
 * the data in cells.ts; then the clouds' own clients under the same faults.
 * Run: npm run test:faults [-- --write] [--cloud aws,otc] [--operation createKey,encrypt]
 * `--write` writes docs/reliability.md; without it a page that says otherwise is a failure. With a choice of clouds or
 * operations the page and the official clients are left out. Exits 1 on an unexpected cell or a stale page, else 0.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { FAULT_CLOUDS } from './cells.ts'
import { comparisonPage } from './comparison-page.ts'
import { compareClients } from './official.ts'
import { rulesPage } from './page.ts'
import { supports } from './providers.ts'
import { installResolver } from './resolver.ts'
import { runFaults } from './run.ts'
import { SUBJECTS } from './subjects.ts'
import { LEGEND, matrixText, unexpected } from './text.ts'

const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))

const { values } = parseArgs({
  options: { write: { type: 'boolean' }, cloud: { type: 'string' }, operation: { type: 'string' } },
})
const named = values.cloud?.split(',')
const clouds = FAULT_CLOUDS.filter((cloud) => named?.includes(cloud) ?? true)
const asked = values.operation?.split(',')
const subjects = SUBJECTS.filter((subject) => asked?.includes(subject.split(' ')[0] ?? '') ?? true)
// The names of the services exist in this process alone: no proxy can find them.
process.env['NO_PROXY'] = '*'
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'

const resolver = installResolver()
const results = await runFaults(resolver, { clouds, subjects })
for (const cloud of clouds) console.log(`${matrixText(cloud, results)}\n`)
console.log(LEGEND.join('\n'))

const problems = unexpected(results)
if (results.every(({ cells }) => cells.length === 0)) problems.push('no cell was tried')
if (values.cloud === undefined && asked === undefined) {
  const comparisons = await compareClients(resolver)
  const page = `${rulesPage(SUBJECTS, await supports())}\n${comparisonPage(comparisons)}`
  if (values.write === true) writeFileSync(PAGE, page)
  else if (readFileSync(PAGE, 'utf8') !== page)
    problems.push('docs/reliability.md is stale: npm run test:faults -- --write')
}
resolver.uninstall()

const tried = results.reduce((sum, { cells }) => sum + cells.length, 0)
const good = results.reduce((sum, { cells }) => sum + cells.filter(({ fits }) => fits).length, 0)
console.log(`\n${tried} cells, ${good} as expected`)
for (const problem of problems) console.log(`unexpected: ${problem}`)
// Kept connections of the official clients would hold the process for a while.
process.exit(problems.length === 0 ? 0 : 1)
