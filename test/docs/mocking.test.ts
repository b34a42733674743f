import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ROOT } from '../rules/source-tree.ts'
import { blocksOf } from './blocks.ts'
import { compile, programFolder } from './programs.ts'
import { run } from './run.ts'

// The project that docs/guides/mocking.md builds, file by file, run by the runners that it is written for. Jest has its
// turn in test/full.

const files = blocksOf(readFileSync(join(ROOT, 'docs/guides/mocking.md'), 'utf8')).filter(({ file }) => file)
const folder = programFolder('mocking')
afterAll(() => folder.remove())

describe('the project of the guide on mocking', () => {
  test('compiles under the strictest settings', { timeout: 120_000 }, () => {
    const sources = files.filter(({ language }) => language === 'ts')
    // Its setup file uses vitest's globals, as its configuration allows.
    const globals = { 'globals.d.ts': "/// <reference types='vitest/globals' />\n" }
    expect(
      compile(folder.path, { ...globals, ...Object.fromEntries(sources.map(({ file = '', code }) => [file, code])) }),
    ).toEqual([])
    expect(sources.map(({ file }) => file)).toContain('setup.ts')
  })

  test('passes with vitest', { timeout: 120_000 }, async () => {
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
    // The compiled tests lie beside the sources, and would be run too.
    const args = [vitest, 'run', '--root', folder.path, 'orders.test.ts', '--reporter=json']
    const { code, stdout, stderr } = await run(process.execPath, args)
    expect(code, stderr + stdout).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 4, numTotalTests: 4 })
  })

  test('passes with node:test', { timeout: 60_000 }, async () => {
    for (const { file = '', code, section } of files) {
      if (section === 'With node:test') writeFileSync(join(folder.path, file), code)
    }
    const at = (file: string) => join(folder.path, file)
    const args = ['--import', at('setup.mjs'), '--test', '--test-reporter=tap', at('orders.test.mjs')]
    const { code, stdout, stderr } = await run(process.execPath, args)
    expect(code, stderr + stdout).toBe(0)
    expect(stdout).toMatch(/^# pass 1\n# fail 0$/m)
  })

  test('has a setup file of three lines for vitest', () => {
    const [setup] = files.filter(({ file }) => file === 'setup.ts')
    const lines = (setup?.code ?? '').split('\n').filter((line) => line !== '' && !/^(import|\/\/) ?/.test(line))
    expect(lines).toHaveLength(3)
  })
})
