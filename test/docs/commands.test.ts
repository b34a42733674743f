import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksIn, papers, programFolder } from './programs.ts'
import { run, runCli, type Served, startServe } from './run.ts'

// The commands of the documents. Those of polykms itself are run, on a local server; of the others it is known who runs
// them. The README has a test of its own.

const commands = papers()
  .filter(({ path }) => path !== 'README.md')
  .flatMap((paper) => blocksIn(paper, 'sh').map(({ code }) => ({ path: paper.path, code })))
  .flatMap(({ path, code }) =>
    code
      .trim()
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((command) => ({ path, command })),
  )

const curls = commands.filter(({ command }) => command.startsWith('curl '))
const ours = commands.filter(({ command }) => /^npx polykms (?!serve )/.test(command) && !command.includes(' --known '))

/** Commands that other tests run, or that only install something. */
const OTHERS = [
  /^npx polykms serve /, // every test that has a server
  / --known conformance\/known\/\w+\.json/, // other servers: npm run interop:servers
  /^npm install /,
  /^export [A-Z_]+=/,
  /^node --import \.\/setup\.mjs --test |^node --experimental-vm-modules /, // mocking
  /^npx vitest run$/, // writing a provider
  /^(npm (ci|test)|npm run [a-z:]+|npx (vitest|tsx) |\.ci\/|node scripts\/|sudo |apt-get )/, // for contributors: .ci
]

const folder = programFolder('commands')
let served: Served
beforeAll(async () => {
  served = await startServe()
})
afterAll(async () => {
  folder.remove()
  await served.stop()
})

/** What keeps a command small and away from the project's own folders. */
function aside(command: string): string[] {
  if (!/ conformance (run|plan|sweep) /.test(command)) return []
  const small = ['--endpoint', served.url]
  if (/ (run|plan) /.test(command)) small.push('--filter', '/EnableKey/PendingDeletion')
  if (/ run /.test(command) && !command.includes(' --out ')) small.push('--out', join(folder.path, 'out'))
  if (/ sweep |--target live/.test(command)) small.push('--journal', join(folder.path, 'journal'))
  return small
}

describe('the commands of the documents', () => {
  // One after the other: a sweep finds what the run before it has left, a comparison the reports.
  test.each(ours)('$path: $command', { timeout: 120_000 }, async ({ command }) => {
    const here = command.replaceAll('http://127.0.0.1:4580', served.url).replace(' CLOUD', ' aws')
    const [, , ...args] = here.replaceAll(/ ((reports\/)?\S+\.json|reports\/\S+)/g, ` ${folder.path}/$1`).split(' ')
    const { code, stdout, stderr } = await runCli([...args, ...aside(command)], {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_KMS: served.url,
    })
    expect(code, stderr + stdout).toBe(0)
  })

  test.each(curls)('$path: $command', async ({ command }) => {
    const here = command.replaceAll('http://127.0.0.1:4580', served.url)
    const { code, stdout } = await run('bash', ['-c', `curl() { command curl --fail-with-body "$@"; }; ${here}`])
    expect(code, stdout).toBe(0)
    expect(JSON.parse(stdout)).toBeInstanceOf(Object)
  })

  test('proposals are written, and look as the guide shows', () => {
    const files = commands.flatMap(({ command }) => / --propose (\S+)/.exec(command)?.[1] ?? [])
    expect(files).toHaveLength(2)
    const guide = papers().filter(({ path }) => path === 'docs/guides/conformance.md')
    const shown = guide.flatMap((paper) => blocksIn(paper, 'json').map(({ code }) => JSON.parse(code)))
    for (const file of files) {
      const { entries } = JSON.parse(readFileSync(join(folder.path, file), 'utf8'))
      expect(shown).toContainEqual(entries[0])
    }
  })

  test('there is no kind of command that nobody runs', () => {
    const known = (command: string) => OTHERS.some((pattern) => pattern.test(command))
    const unknown = commands.filter((one) => ![...ours, ...curls].includes(one) && !known(one.command))
    expect(unknown).toEqual([])
    expect(ours.length).toBeGreaterThan(3)
    expect(curls.length).toBeGreaterThan(2)
  })
})
