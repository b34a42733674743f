import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectIdOf } from '../../conformance/simulators/huawei/index.ts'
import { ROOT } from '../rules/source-tree.ts'
import { describeWith } from '../support/toolchain.ts'
import { promisedOutput, words } from './blocks.ts'
import { blocksIn, papers } from './programs.ts'
import { run, type Served, startServe } from './run.ts'

// The Go program of docs/guides/migrating.md, in the module of the OTC client's own tests.

const guide = papers().filter(({ path }) => path === 'docs/guides/migrating.md')
const [block] = guide.flatMap((paper) => blocksIn(paper, 'go'))
const folder = mkdtempSync(join(tmpdir(), 'polykms-go-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const code = block?.code ?? ''
for (const name of ['go.mod', 'go.sum']) copyFileSync(join(ROOT, 'test/interop/otc', name), join(folder, name))
writeFileSync(join(folder, 'main.go'), code)
const program = join(folder, 'program')

describeWith("OTC's Go client in the guide", { what: 'Go', command: ['go', 'version'] }, () => {
  let served: Served
  beforeAll(async () => {
    served = await startServe()
  })
  afterAll(() => served.stop())

  test('does what the guide says', async () => {
    const built = await run('go', ['-C', folder, 'build', '-o', program, '.'])
    expect(built.code, built.stderr).toBe(0)
    const {
      code: status,
      stdout,
      stderr,
    } = await run(program, [], {
      OS_AUTH_URL: `${served.url}/v3`,
      OS_ACCESS_KEY: 'test-otc',
      OS_SECRET_KEY: 'test',
      OS_PROJECT_ID: projectIdOf('eu-de'),
    })
    expect(status, stderr).toBe(0)
    expect(words(stdout)).toBe(words(promisedOutput(code)))
  })
})
