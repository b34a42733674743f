/*
 * Runs the tests on every release line of Node that the package supports, each fetched by npx: what holds on the Node of
 * whoever wrote it must hold on the others.
 * Run: npm run test:nodes                            all tests on Node 20, 22, 24 and 26
 *      npm run test:nodes -- --line 22 test/unit     some, on one
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const LINES = ['20', '22', '24', '26']

const root = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({
  options: { line: { type: 'string', multiple: true, default: LINES } },
  allowPositionals: true,
})
const run = (...args) => spawnSync('npx', ['--yes', ...args], { cwd: root, stdio: 'inherit' }).status ?? 1

const results = values.line.map((line) => {
  const node = ['--package', `node@${line}`, '--', 'node']
  run(...node, '--version')
  return { line, status: run(...node, 'node_modules/vitest/vitest.mjs', 'run', ...positionals) }
})
for (const { line, status } of results) process.stdout.write(`Node ${line}: ${status === 0 ? 'passed' : 'FAILED'}\n`)
process.exitCode = results.every(({ status }) => status === 0) ? 0 : 1
