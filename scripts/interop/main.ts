/*
 * Runs the suite against servers that nobody here wrote, and against ours over the same door, and writes
 * docs/scoreboard.md. It fails if a server deviates in another way than its list in conformance/known says: then
 * either the server has changed, or the suite has.
 *
 * Run: npm run interop:servers                     (needs Python, Go and the package registries of both)
 *      npm run interop:servers -- --check          fails if docs/scoreboard.md would change, and leaves it
 *      npm run interop:servers -- --update-known   writes conformance/known/<server>.json anew, from causes.ts
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromJson } from '../../conformance/report/json.ts'
import { knownDifferencesOf } from './known.ts'
import { ended, freePort, started } from './processes.ts'
import { type Contestant, scoreboard } from './scoreboard.ts'
import { fileOf, knownFileOf, knownOption, polykms, type Server, servers } from './servers.ts'

const FOLDER = fileOf('test/.servers')
const REPORTS = fileOf('reports/interop')
const SCOREBOARD = fileOf('docs/scoreboard.md')

const check = process.argv.includes('--check')
const updateKnown = process.argv.includes('--update-known')

const board = await Promise.all([
  ...servers.map(contest),
  // The simulator as `npm run conformance` has it: its clock and its keys can be moved.
  judged({ name: 'simulator', title: 'polykms simulator', version: '0.1.0' }, [
    '--target',
    'simulator',
    '--via',
    'direct',
  ]),
])
const page = scoreboard(board)
if (!check) await writeFile(SCOREBOARD, page)
else if ((await readFile(SCOREBOARD, 'utf8')) !== page) {
  throw new Error('docs/scoreboard.md is not what this run gives: run "npm run interop:servers"')
}

async function contest(server: Server): Promise<Contestant> {
  const folder = join(FOLDER, `${server.name}-${server.version.replace(/\W+/g, '-')}`)
  const installed = join(folder, '.installed')
  if (!existsSync(installed)) {
    await rm(folder, { recursive: true, force: true })
    await server.install(folder)
    await mkdir(folder, { recursive: true })
    await writeFile(installed, '')
  }
  const port = await freePort()
  const running = await started(server.start(folder, port), port)
  try {
    return await judged(server, ['--target', 'endpoint', '--endpoint', `http://127.0.0.1:${port}`])
  } finally {
    await running.stop()
  }
}

async function judged(server: Omit<Contestant, 'cases'>, target: readonly string[]): Promise<Contestant> {
  const { name, title, version } = server
  const out = join(REPORTS, name)
  await rm(out, { recursive: true, force: true })
  const known = updateKnown ? [] : knownOption(name)
  const args = polykms('conformance', 'run', '--cloud', 'aws', ...target, ...known, '--out', out)
  const { code, output } = await ended(process.execPath, args)
  const report = join(out, 'result.json')
  if (!existsSync(report)) throw new Error(`${title}: the suite could not be run\n${output}`)
  const { cases, tally } = fromJson(await readFile(report, 'utf8'))
  process.stdout.write(`${title} ${version}: ${JSON.stringify(tally.verdicts)}\n`)
  if (tally.verdicts.error > 0) throw new Error(`${title}: errors are ours, not the server's\n${output}`)
  if (updateKnown && tally.verdicts.deviates > 0) {
    await writeFile(fileOf(knownFileOf(name)), knownDifferencesOf(name, `${title} ${version}`, cases))
  } else if (code !== 0) {
    throw new Error(`${title} deviates in another way than ${knownFileOf(name)} says\n${output}`)
  }
  return { ...server, cases }
}
