import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breaches, MAX_LINES } from './files.ts'
import { CODE_FOLDERS, parse, ROOT, readSources } from './source-tree.ts'

describe('the rules about single files', () => {
  test('every file keeps them', () => {
    const sources = readSources(ROOT, CODE_FOLDERS)
    expect(sources.length).toBeGreaterThan(150)
    expect(breaches(sources)).toEqual([])
  })

  test.each([
    ['length', 'src/long.ts', 'const a = 1\n'.repeat(MAX_LINES + 1)],
    ['no re-export of everything', 'src/a.ts', `export * from './b.ts'`],
    ['no re-export of everything', 'src/b.ts', `export * as b from './b.ts'`],
    ['no default export', 'src/a.ts', 'export default 1'],
    ['no default export', 'src/b.ts', 'export default function f() {}'],
    ['no any', 'test/a.ts', 'export const a: any = 1'],
    ['no non-null assertion', 'src/a.ts', 'export const a = (b: string[]) => b[0]!'],
    ['a cast stands at a commented boundary', 'src/a.ts', 'export const a = (b: unknown) => b as string'],
    ['zod as a namespace', 'src/a.ts', `import { z } from 'zod'`],
    ['zod as a namespace', 'src/b.ts', `import { string } from 'zod/mini'`],
    ['zod as a namespace', 'providers/aws/a.ts', `import type { ZodType } from 'zod'`],
    ['no console', 'src/a.ts', 'export const a = () => console.error(1)'],
    ['nothing happens at import', 'src/a.ts', 'globalThis.name = 1'],
    ['nothing happens at import', 'providers/aws/a.ts', 'let count = 0'],
    ['nothing is put off', 'src/a.ts', '// TO\u0044O: later'],
    ['nothing is put off', 'conformance/a.ts', `throw new Error('not implemente\u0064')`],
  ])('a breach of "%s" is found in %s', (rule, path, text) => {
    expect(breaches([parse(path, text)])).toContainEqual(expect.stringContaining(`${path}: ${rule}: `))
  })

  test.each([
    ['a const assertion', 'src/a.ts', `export const a = ['b'] as const`],
    ['a cast below its reason', 'src/a.ts', '// From JSON.\nexport const a = (b: unknown) => b as string'],
    ['a cast beside its reason', 'src/a.ts', 'export const a = (b: unknown) => b as string // from JSON'],
    ['the long interface', 'src/client.ts', 'const a = 1\n'.repeat(MAX_LINES + 1)],
    ['a long table of the matrix', 'conformance/matrix/aws.ts', 'const a = 1\n'.repeat(MAX_LINES + 1)],
    ['types of zod', 'src/a.ts', `import type * as z from 'zod'`],
    ['a program that runs', 'src/cli/main.ts', 'program.parseAsync()'],
  ])('%s breaks no rule', (_what, path, text) => {
    expect(breaches([parse(path, text)])).toEqual([])
  })
})

describe('what the repository says of where it was made', () => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  const texts = listed
    .toString()
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))

  const traces = (text: string) => [
    // A folder of some machine, which is on no other.
    ...(text.match(/(?<![\w./:~@-])\/(?:home|root|Users|work|mnt|private)\/[\w.-]+/g) ?? []),
    // A package registry or a mirror of one: clients are configured elsewhere.
    ...(text.match(
      /\/\/(?:registry|npm|mirror|pypi|proxy)[\w-]*\.[\w.-]+|\/\/[\w.-]*(?:artifactory|verdaccio|nexus)[\w.-]*/g,
    ) ?? []),
    // Notes that are not in this repository.
    ...(text.match(/\b(?:design|style|lab|peers|brief)\.md\b|\bspec\/(?:aws|alibaba|huawei|quilibrium)\b/g) ?? []),
  ]

  test('no file names a folder of a machine, a registry or notes kept elsewhere', () => {
    expect(texts.length).toBeGreaterThan(150)
    expect(texts.flatMap(({ path, text }) => traces(text).map((trace) => `${path}: ${trace}`))).toEqual([])
  })

  test.each([['"/ho\u006de/somebody/project"'], ['https://re\u0067istry.example.org/zod'], ['see desi\u0067n.md §3']])(
    'a planted trace is found: %s',
    (text) => {
      expect(traces(text)).toHaveLength(1)
    },
  )

  test('the lock names no address to download from', () => {
    const lock: unknown = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
    expect(JSON.stringify(lock)).not.toMatch(/"resolved"/)
  })
})
