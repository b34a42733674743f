import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksOf } from '../docs/blocks.ts'
import { filesBelow, ROOT } from '../rules/source-tree.ts'
import { type Copy, copyTree } from '../sixth-cloud-in-tree/copy.ts'

// The last section of docs/guides/writing-a-provider.md takes the sixth cloud into polykms itself. Here it is followed
// in a copy of the tree, one test after the other.

const SECTION = 'Into polykms itself'
const guide = readFileSync(join(ROOT, 'docs/guides/writing-a-provider.md'), 'utf8')
const [, section = ''] = guide.split(`## ${SECTION}\n`)
const lists = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file]) => file)
const programs = blocksOf(guide)
  .filter((block) => block.language === 'sh' && block.section === SECTION)
  .flatMap(({ code }) => code.trim().split('\n'))

/** The longest entry of a list, with its import. */
const MOST_LINES = 7
/** Where programs write pages and reports of what they find in the code. */
const WRITTEN = /^(docs|etc\/api)\//

const SLOW = { timeout: 900_000 }
const CLI = 'node dist/src/cli/main.js'
const ACORN_ENV = { ACORN_ACCESS_KEY: 'test', ACORN_SECRET: 'test' }

let copy: Copy
let serve: ChildProcess | undefined
beforeAll(() => {
  copy = copyTree()
  copy.addAcorn()
}, 60_000)
afterAll(() => {
  serve?.kill()
  copy.remove()
})

async function succeed(command: string, env?: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await copy.run(command, env)
  expect(code, `${command}\n${stdout.slice(-5_000)}${stderr.slice(-5_000)}`).toBe(0)
  return stdout
}

describe('a sixth cloud in the tree', () => {
  test('takes some lines in each list that the guide names, and nothing else but new files', () => {
    const changed = copy.changed()
    expect(lists.length).toBeGreaterThan(5)
    expect(changed.map(({ file }) => file).sort()).toEqual([...lists].sort())
    for (const { file, gained, lost } of changed) {
      expect(lost, file).toBe(0)
      expect(gained, file).toBeLessThanOrEqual(MOST_LINES)
    }
    expect(copy.added().filter((file) => !/\/acorn[./]/.test(file))).toEqual([])
  })

  test('has the rest written by the programs that the guide names', SLOW, async () => {
    expect(programs.length).toBeGreaterThan(3)
    for (const command of programs) await succeed(command)
    const changed = copy.changed()
    expect(changed.filter(({ file }) => !lists.includes(file) && !WRITTEN.test(file))).toEqual([])
    expect(changed.filter(({ file, lost }) => lists.includes(file) && lost > 0)).toEqual([])
    expect(readFileSync(join(copy.path, 'docs/clouds/acorn.md'), 'utf8')).toContain('| `encrypt` | one |')
  })

  test('fits the types, keeps the style, and has every public name documented', SLOW, async () => {
    await succeed('npm run typecheck')
    await succeed('npm run lint')
    await succeed('npm run docs')
  })

  test('conforms to its table and keeps its promises', SLOW, async () => {
    const said = await succeed(`${CLI} conformance run --cloud acorn`)
    const { cases } = JSON.parse(readFileSync(join(copy.path, 'reports/latest/result.json'), 'utf8'))
    const verdicts = cases.map(({ kind, verdict }: { kind: string; verdict: string }) => `${kind} ${verdict}`)
    expect(verdicts.filter((one: string) => one === 'cell conforms')).toHaveLength(27)
    expect(verdicts.filter((one: string) => one === 'behaviour conforms')).toHaveLength(10)
    expect(said).toContain('37 passed, 0 failed, 0 skipped')
  })

  test('is imported by its name, and simulated', SLOW, async () => {
    const program = `
      import { createClient, fetchTransport } from 'polykms'
      import { acorn } from 'polykms/acorn'
      import { createSimulator } from 'polykms/simulators'
      const provider = acorn({ accessKey: 'test', secret: 'test' })
      const kms = createClient(provider, { transport: fetchTransport(createSimulator('acorn').fetch) })
      console.log((await kms.createKey({ description: 'orders' })).state)
    `
    writeFileSync(join(copy.path, 'reports/program.mjs'), program)
    expect(await succeed('node reports/program.mjs')).toBe('Enabled\n')
  })

  test('has its table printed', async () => {
    expect(await succeed(`${CLI} matrix acorn`)).toMatch(/^seal +yes +no: KEY_OFF +no: KEY_STATE$/m)
  })

  test('is served, and its keys are managed from a terminal', SLOW, async () => {
    serve = copy.start(`${CLI} serve --port 0`)
    const [line] = await once(serve.stdout ?? serve, 'data')
    const at = `--endpoint ${/http:\S+/.exec(String(line))?.[0]}`
    expect(await succeed(`${CLI} doctor acorn ${at}`, ACORN_ENV)).toContain('acorn can be called from here')
    const made = await succeed(`${CLI} keys create --cloud acorn ${at} --description orders --json`, ACORN_ENV)
    const { keyId } = JSON.parse(made).result
    expect(await succeed(`${CLI} keys list --cloud acorn ${at}`, ACORN_ENV)).toContain(keyId)
    const wrong = await copy.run(`${CLI} keys list --cloud acorn ${at}`, { ...ACORN_ENV, ACORN_SECRET: 'wrong' })
    expect({ code: wrong.code, stderr: wrong.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('BAD_SIGNATURE'),
    })
  })

  test('passes every test that is put to each cloud, and the rules', SLOW, async () => {
    const everyCloud = /\b(simulatedClouds|matrixClouds|providerIds|support\/providers|scripts\/clouds)\b/
    const files = filesBelow(copy.path, ['test']).filter(
      (path) => /(?<!\.full)\.test\.ts$/.test(path) && !path.startsWith('test/full/'),
    )
    const asked = files.filter((path) => everyCloud.test(readFileSync(join(copy.path, path), 'utf8')))
    expect(asked).toContain('test/unit/providers/contract.test.ts')
    const rules = files.filter((path) => path.startsWith('test/rules/'))
    const pages = files.filter((path) => /^test\/docs\/(guide-pages|cli-page|errors|links)\.test\.ts$/.test(path))
    const chosen = [...new Set([...asked, ...rules, ...pages])]
    const report = 'reports/tests.json'
    await succeed(`npx vitest run --reporter=default --reporter=json --outputFile.json=${report} ${chosen.join(' ')}`)
    const { testResults } = JSON.parse(readFileSync(join(copy.path, report), 'utf8'))
    const names = testResults.flatMap((file: { assertionResults: readonly { fullName: string; status: string }[] }) =>
      file.assertionResults.map(({ fullName, status }) => `${status}: ${fullName}`),
    )
    expect(testResults).toHaveLength(chosen.length)
    expect(names.filter((name: string) => /^passed: .*acorn/.test(name)).length).toBeGreaterThan(100)
  })
})
