import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programsOf, promisedOutput, words } from './blocks.ts'
import { blocksIn, compile, papers, programFolder, runWithClouds } from './programs.ts'

// Each program of docs/guides/migrating.md: the official client, then ours, on one simulator behind the cloud's own host.

const guide = papers().filter(({ path }) => path === 'docs/guides/migrating.md')
const programs = guide.flatMap((paper) => programsOf(blocksIn(paper, 'ts')))
const fileOf = (line: number) => `line-${line}.ts`

const folder = programFolder('migrating')
// Huawei's client writes an id file into the home folder.
const home = join(folder.path, 'home')
let diagnostics: string[] = []

beforeAll(() => {
  mkdirSync(home)
  diagnostics = compile(folder.path, Object.fromEntries(programs.map(({ line, code }) => [fileOf(line), code])))
}, 120_000)
afterAll(() => folder.remove())

describe('an official client and polykms, side by side', () => {
  test('compile under the strictest settings', () => {
    expect(diagnostics).toEqual([])
  })

  test.concurrent.each(programs)('$section', { timeout: 60_000 }, async ({ line, code }) => {
    const { code: status, stdout, stderr } = await runWithClouds(join(folder.path, fileOf(line)), { HOME: home })
    expect(status, stderr + stdout).toBe(0)
    expect(words(promisedOutput(code))).not.toBe('')
    expect(words(stdout)).toBe(words(promisedOutput(code)))
  })

  test('every cloud has its turn', () => {
    expect(programs.map(({ code }) => /from 'polykms\/(\w+)'/.exec(code)?.[1]).sort()).toEqual([
      'alibaba',
      'aws',
      'huawei',
      'otc',
      'quilibrium',
    ])
  })
})
