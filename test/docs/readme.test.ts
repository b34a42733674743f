import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matrix, matrixClouds } from '../../conformance/index.ts'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { aws } from '../../providers/aws/index.ts'
import { providerIds } from '../../providers/index.ts'
import { createClient, operationNames } from '../../src/index.ts'
import { ROOT } from '../rules/source-tree.ts'
import { type Block, blocksOf, promisedOutput, words } from './blocks.ts'
import { compile, programFolder } from './programs.ts'
import { run, runCli, type Served, startServe } from './run.ts'

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = blocksOf(readme)
const inLanguage = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language))
const programs = inLanguage('ts', 'js')
const commands = inLanguage('sh').flatMap(({ code }) => code.trim().split('\n'))

const folder = programFolder('readme')
const fileOf = ({ line, language }: Block) => `line-${line}.${language}`
let diagnostics: string[] = []

let served: Served
let fromEnvironment: Record<string, string>

beforeAll(async () => {
  diagnostics = compile(folder.path, Object.fromEntries(programs.map((block) => [fileOf(block), block.code])))
  served = await startServe()
  fromEnvironment = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_KMS: served.url,
  }
  // What the README's reader has in the account already.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const kms = createClient(aws({ region: 'eu-west-1', credentials, endpoint: served.url }))
  const orders = await kms.createKey()
  await kms.createAlias({ alias: 'alias/orders', keyId: orders.keyId })
  const documents = await kms.createKey({ spec: 'EC_P256', usage: 'SIGN_VERIFY' })
  await kms.createAlias({ alias: 'alias/documents', keyId: documents.keyId })
}, 120_000)

afterAll(async () => {
  folder.remove()
  expect((await served.stop()).code).toBe(0)
})

describe('every program in the README does what it says', () => {
  test.each(programs)('on line $line', { timeout: 60_000 }, async (block) => {
    const readsEnvironment = block.code.includes('fromEnv(')
    const compiled = join(folder.path, fileOf(block).replace(/\.ts$/, '.js'))
    const { code, stdout, stderr } = await run(process.execPath, [compiled], readsEnvironment ? fromEnvironment : {})
    expect(code, stderr + stdout).toBe(0)
    const promised = promisedOutput(block.code)
    if (promised !== '') expect(words(stdout)).toBe(words(promised))
  })

  test('there are some, and each shows something', () => {
    expect(programs.length).toBeGreaterThan(4)
    for (const { code } of programs) expect(code).toMatch(/console\.log\(.*\) \/\/ |assert/)
  })

  test('the compiler accepts them under the strictest settings', () => {
    expect(diagnostics).toEqual([])
  })
})

describe('every command in the README works', () => {
  const ours = commands.filter(
    (command) => command.startsWith('npx polykms ') && !command.startsWith('npx polykms serve'),
  )

  test.each(ours)('%s', { timeout: 120_000 }, async (command) => {
    const args = command.replaceAll('http://127.0.0.1:4580', served.url).split(' ').slice(2)
    // The whole table is run elsewhere; here it is about the command.
    const less = args[0] === 'conformance' ? ['--filter', 'EnableKey', '--out', join(folder.path, 'out')] : []
    const { code, stdout, stderr } = await runCli([...args, ...less], fromEnvironment)
    expect(code, stderr).toBe(0)
    expect(stdout).not.toBe('')
  })

  test('there is no kind of command that nobody tries', () => {
    const known =
      /^npx polykms (conformance run|matrix|serve|keys|doctor) |^npm ci && npm (test|run conformance) |^curl /
    expect(commands.filter((command) => !known.test(`${command} `))).toEqual([])
    expect(ours.length).toBeGreaterThan(1)
  })

  test('the clock of the served simulators is where the README says', async () => {
    const [curl = ''] = commands.filter((command) => command.startsWith('curl '))
    const [, header = '', body = '', path = ''] =
      /-H '(.+?)' -d '(.+?)' http:\/\/127\.0\.0\.1:4580(\S+)/.exec(curl) ?? []
    const [name = '', value = ''] = header.split(': ')
    const response = await fetch(served.url + path, { method: 'POST', headers: { [name]: value }, body })
    expect(response.status).toBe(200)
    expect(await response.json()).toHaveProperty('clouds')
  })
})

describe('what the README counts is what there is', () => {
  test('the table of clouds', () => {
    /** What a cloud's own page calls it. */
    const nameOf = (id: string) => /^# (.+)/.exec(readFileSync(join(ROOT, `docs/clouds/${id}.md`), 'utf8'))?.[1]
    const yes = (list: readonly string[], id: string) => (list.includes(id) ? 'yes' : '–')
    const cellsOf = (id: string) => {
      const clouds = matrixClouds.filter((cloud) => cloud === id)
      return clouds.length === 0 ? '–' : `${matrix(clouds).cells.length} cells`
    }
    const rows = providerIds.map(
      (id) =>
        `| [${nameOf(id)}](docs/clouds/${id}.md) | \`${id}\` | ${yes(providerIds, id)} | ${yes(simulatedClouds, id)} | ${cellsOf(id)} |`,
    )
    expect(readme.split('\n').filter((line) => /^\| .* \| `[a-z]+` \|/.test(line))).toEqual(rows)
  })

  test('the number of operations', () => {
    expect(/All (\d+) operations/.exec(readme)?.[1]).toBe(String(operationNames.length))
  })
})
