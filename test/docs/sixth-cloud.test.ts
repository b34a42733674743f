import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { filesBelow, ROOT } from '../rules/source-tree.ts'
import { blocksOf, programsOf, promisedOutput, words } from './blocks.ts'
import { compile, programFolder, runAlone } from './programs.ts'

// docs/guides/writing-a-provider.md builds a sixth cloud. The files of test/sixth-cloud are that page's, letter by letter;
// they are run there, as any test.

const GUIDE = 'docs/guides/writing-a-provider.md'
const files = programsOf(blocksOf(readFileSync(join(ROOT, GUIDE), 'utf8')).filter(({ language }) => language === 'ts'))
const inFolder = readdirSync(join(ROOT, 'test/sixth-cloud'))

const folder = programFolder('sixth-cloud')
afterAll(() => folder.remove())

describe('the sixth cloud', () => {
  test.each(inFolder)('%s is what the guide says', (name) => {
    const [given] = files.filter(({ file }) => file === name)
    expect(readFileSync(join(ROOT, 'test/sixth-cloud', name), 'utf8')).toBe(given?.code)
  })

  test('is used as the guide shows', { timeout: 60_000 }, async () => {
    const code = Object.fromEntries(files.map(({ file = 'unnamed', code: text }) => [file, text]))
    expect(compile(folder.path, code)).toEqual([])
    expect(Object.keys(code).sort()).toEqual([...inFolder, 'orders.ts'].sort())
    const { code: status, stdout, stderr } = await runAlone(join(folder.path, 'orders.ts'))
    expect(status, stderr).toBe(0)
    expect(words(stdout)).toBe(words(promisedOutput(code['orders.ts'] ?? '')))
  })

  test('is known nowhere else, so that nothing but new files was needed', () => {
    const everywhere = filesBelow(ROOT, ['src', 'providers', 'conformance', 'test', 'scripts', 'examples'])
    const knowing = everywhere.filter((path) => /\bacorn\b/i.test(readFileSync(join(ROOT, path), 'utf8')))
    expect(knowing).toContain('test/sixth-cloud/provider.ts')
    // In the tree of polykms itself it is a cloud only in a copy.
    const own = /^test\/(sixth-cloud|sixth-cloud-in-tree|full\/sixth-cloud-in-tree\.test\.ts$)/
    expect(knowing.filter((path) => !own.test(path))).toEqual([])
  })
})
