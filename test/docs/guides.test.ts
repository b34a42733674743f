import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Block, programsOf, promisedOutput, words } from './blocks.ts'
import { blocksIn, compile, papers, programFolder, runAll } from './programs.ts'

/** The README, the pages on migrating and those whose blocks are files of a project have tests of their own. */
const ELSEWHERE = /^README\.md$|^docs\/guides\/(migrating|writing-a-provider)\.md$/

interface Program extends Block {
  readonly name: string
}

const programs: readonly Program[] = papers()
  .filter(({ path }) => !ELSEWHERE.test(path))
  .flatMap((paper) =>
    programsOf(blocksIn(paper, 'ts', 'js'))
      .filter(({ file }) => file === undefined)
      .map((block) => ({ ...block, name: `${paper.path.replace(/\.md$/, '')}-${block.line}.ts` })),
  )

const folder = programFolder('guides')
const fileOf = ({ name }: Program) => join(folder.path, name)
let diagnostics: string[] = []
let shown: Awaited<ReturnType<typeof runAll>> = {}

beforeAll(async () => {
  diagnostics = compile(folder.path, Object.fromEntries(programs.map(({ name, code }) => [name, code])))
  shown = await runAll(programs.map(fileOf))
}, 120_000)
afterAll(() => folder.remove())

describe('every program in the documents', () => {
  test('is accepted by the compiler under the strictest settings', () => {
    expect(diagnostics).toEqual([])
  })

  test.each(programs)('$name does what it says', (program) => {
    const { output, error } = shown[fileOf(program)] ?? { error: 'it was not run', output: '' }
    expect(error).toBeUndefined()
    const promised = promisedOutput(program.code)
    if (promised !== '') expect(words(output)).toBe(words(promised))
  })

  test('shows something', () => {
    expect(programs.length).toBeGreaterThan(9)
    for (const { code, name } of programs) expect(code, name).toMatch(/console\.log\(.*\) \/\/ |assert/)
  })
})
