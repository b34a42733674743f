import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blocksOf } from '../docs/blocks.ts'
import { ROOT } from '../rules/source-tree.ts'

// The Jest project of docs/guides/mocking.md, in a folder of its own with the package as it would be published.

const JEST = '30.5.2'
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const guide = readFileSync(join(ROOT, 'docs/guides/mocking.md'), 'utf8')
const project = mkdtempSync(join(tmpdir(), 'polykms-jest-'))

beforeAll(() => {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', project]
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT }).toString())
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const packages = [join(project, packed.filename), `msw@${devDependencies.msw}`, `jest@${JEST}`]
  execFileSync('npm', ['install', ...options, ...packages], { cwd: project, stdio: 'pipe' })
  for (const { file, section, code } of blocksOf(guide)) {
    const shared = file === 'setup.mjs' || file === 'simulator.mjs'
    if (file !== undefined && (shared || section === 'With Jest')) writeFileSync(join(project, file), code)
  }
}, 300_000)

afterAll(() => rmSync(project, { recursive: true, force: true }))

test('the guide’s Jest project passes with the command that the guide gives', () => {
  const [command = ''] = blocksOf(guide)
    .filter(({ language, section }) => language === 'sh' && section === 'With Jest')
    .map(({ code }) => code.trim())
  const [, ...args] = command.split(' ')
  const { status, stderr } = spawnSync(process.execPath, [...args, '--ci'], { cwd: project, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(stderr).toMatch(/Tests: +1 passed, 1 total/)
})
