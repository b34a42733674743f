import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toJson } from '../../conformance/report/json.ts'
import { createReport } from '../../conformance/report/result.ts'
import { runCli } from '../support/cli.ts'
import { deviation, run, sampleCase, sources } from '../unit/report/sample.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-compare-'))
  writeFileSync(file('good.json'), toJson(createReport(run, [sampleCase({ id: 'one' })], sources)))
  writeFileSync(file('bad.json'), toJson(createReport(run, [{ ...deviation, id: 'one' }], sources)))
  writeFileSync(file('other.json'), '{"name":"polykms"}')
  writeFileSync(file('text.json'), 'not JSON')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string) => join(folder, name)
const compare = (before: string, after: string, ...more: readonly string[]) =>
  runCli(['conformance', 'compare', file(before), file(after), ...more])

describe('polykms conformance compare', () => {
  test('ends with 0 where nothing got worse, with 1 where something did', async () => {
    expect(await compare('good.json', 'good.json')).toMatchObject({ code: 0, stderr: '' })
    expect(await compare('bad.json', 'good.json')).toMatchObject({ code: 0 })
    const { code, stdout } = await compare('good.json', 'bad.json')
    expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 1,
      last: '1 regressed, 0 fixed, 0 changed, 0 added, 0 removed, 0 same',
    })
  })

  test('speaks JSON and Markdown too', async () => {
    const { stdout } = await compare('good.json', 'bad.json', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { regressed: 1 },
      differences: [{ id: 'one', change: 'regressed' }],
    })
    expect((await compare('good.json', 'bad.json', '--markdown')).stdout).toMatch(/^## ✗ KMS conformance: 1 regressed/)
  })

  test.each([
    ['missing.json', 'missing.json: cannot be read (ENOENT)'],
    ['text.json', 'text.json: is not JSON'],
    ['other.json', 'other.json: schemaVersion: '],
  ])('ends with 2 for %s and says what is wrong with it', async (name, problem) => {
    const { code, stderr } = await compare('good.json', name)
    expect({ code, told: stderr.includes(problem) }).toEqual({ code: 2, told: true })
    expect(stderr.split('\n').length).toBeLessThan(10)
  })
})

describe('polykms conformance run', () => {
  const args = ['conformance', 'run', '--cloud', 'aws', '--via', 'direct', '--filter', 'EnableKey/']

  test('is quiet, or tells every case, and has colours only where they are wanted', { timeout: 60_000 }, async () => {
    const out = ['--out', file('out')]
    const quiet = await runCli([...args, '--quiet', ...out])
    expect(quiet).toEqual({ code: 0, stdout: '8 passed, 0 failed, 0 skipped\n', stderr: '' })
    const verbose = await runCli([...args, '--verbose', ...out], { ...process.env, NO_COLOR: '', FORCE_COLOR: '1' })
    expect(verbose.stderr.match(/✓/g)?.length).toBe(8)
    expect(verbose.stdout).toContain('\u001b[32m')
    const plain = await runCli([...args, ...out], { ...process.env, NO_COLOR: '1', FORCE_COLOR: '1' })
    expect(plain.stdout + plain.stderr).not.toContain('\u001b')
    expect((await runCli([...args, '--quiet', '--verbose', ...out])).code).toBe(2)
    const { run: facts, cases } = JSON.parse(readFileSync(file('out/result.json'), 'utf8'))
    expect(facts).toMatchObject({
      target: 'simulator',
      via: 'direct',
      accounts: { aws: expect.stringMatching(/^[0-9a-f]{8}$/) },
    })
    expect(cases[0].exchanges.length).toBeGreaterThan(2)
  })

  test('proposes nothing from a simulator', async () => {
    const { code, stderr } = await runCli([...args, '--propose', file('seen.json')])
    expect({ code, told: stderr.includes('--propose') }).toEqual({ code: 2, told: true })
  })
})
