import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blocksOf } from '../docs/blocks.ts'
import { ROOT } from '../rules/source-tree.ts'

// Somebody who has just found the repository: clones it, opens the README, and does what it says, to the letter.

const parent = mkdtempSync(join(tmpdir(), 'polykms-newcomer-'))
const clone = join(parent, 'polykms')
afterAll(() => rmSync(parent, { recursive: true, force: true }))

/** Runs a line of shell in the clone, with nothing of this run's environment but what a shell has. */
function shell(line: string) {
  const { PATH = '', HOME = '' } = process.env
  // Of the register's client, only where the packages come from.
  const npm = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^npm_config_registry$/i.test(name)))
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: clone,
    env: { PATH, HOME, ...npm },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { status, output: `${stdout}${stderr}` }
}

beforeAll(() => {
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}, 60_000)

const commands = () => {
  const readme = readFileSync(join(clone, 'README.md'), 'utf8')
  const blocks = blocksOf(readme).filter(({ language }) => language === 'sh')
  return blocks.flatMap(({ code }) => code.trim().split('\n'))
}

test('the first command shows every table against its simulator', { timeout: 900_000 }, () => {
  const [first = ''] = commands()
  expect(first).toMatch(/^npm ci && npm run conformance/)
  const { status, output } = shell(first)
  expect(status, output.slice(-3_000)).toBe(0)
  expect(output).toMatch(/ 0 failed/)
  for (const report of ['index.html', 'result.json', 'junit.xml', 'summary.md']) {
    expect(readFileSync(join(clone, 'reports/latest', report), 'utf8').length).toBeGreaterThan(100)
  }
  // Nothing that the README's commands make is to be committed.
  expect(shell('git status --porcelain').output).toBe('')
})

test('every program and every other command of the README does what it says', { timeout: 900_000 }, () => {
  const { status, output } = shell('npx vitest run test/docs/readme.test.ts')
  expect(status, output.slice(-5_000)).toBe(0)
  expect(output).toMatch(/Tests .*\d+ passed/)
})

test('the second command runs every test', { timeout: 1_800_000 }, () => {
  const [, second = ''] = commands()
  expect(second).toMatch(/^npm ci && npm test/)
  const { status, output } = shell(second)
  expect(status, output.slice(-10_000)).toBe(0)
  expect(output).toMatch(/Tests .*\d+ passed/)
})
