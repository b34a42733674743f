import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli, type Served, startServe } from '../support/cli.ts'

let out: string
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'polykms-'))
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

describe('polykms conformance run', () => {
  test('prints the grid and the closing line, writes the reports, exits with 0', { timeout: 60_000 }, async () => {
    const { code, stdout } = await runCli([
      'conformance',
      'run',
      '--cloud',
      'aws',
      '--filter',
      'EnableKey/',
      '--out',
      out,
    ])
    expect(stdout).toMatch(/^8 passed, 0 failed, 0 skipped$/m)
    expect(stdout).toContain('EnableKey')
    expect(code).toBe(0)
    for (const name of ['result.json', 'junit.xml', 'summary.md', 'index.html'])
      expect(existsSync(join(out, name))).toBe(true)
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
      tally: { passed: 8 },
    })
  })

  test.each([
    [['--cloud', 'nowhere'], 'unknown cloud'],
    [['--cloud', 'aws', '--filter', 'no such case'], 'no case of aws matches'],
    [['--cloud', 'aws', '--target', 'endpoint'], '--endpoint'],
    [['--cloud', 'aws', '--target', 'endpoint', '--endpoint', 'here'], 'not a URL'],
    [['--cloud', 'aws', '--endpoint', 'http://127.0.0.1:1'], '--target endpoint'],
  ])('refuses %j with exit code 2', async (args, problem) => {
    const { code, stderr } = await runCli(['conformance', 'run', '--out', out, ...args])
    expect({ code, problem: stderr.includes(problem) }).toEqual({ code: 2, problem: true })
  })

  test('shows an unexpected pass of a known difference, and ends with 2 for an entry that names nothing', async () => {
    const file = join(out, 'known.json')
    const entry = { reason: 'a reason', link: 'https://example.com/', expires: '9999-12-31' }
    const write = (id: string) => writeFileSync(file, JSON.stringify({ differences: [{ ...entry, cases: [id] }] }))
    const args = ['conformance', 'run', '--cloud', 'aws', '--via', 'direct', '--known', file, '--out', out]
    write('aws/EnableKey/Disabled')
    const passed = await runCli([...args, '--filter', 'EnableKey/Disabled'])
    expect({ code: passed.code, told: passed.stdout.includes('unexpected pass') }).toEqual({ code: 1, told: true })
    write('aws/EnableKey/Asleep')
    const { code, stderr } = await runCli(args)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${file}: no case is named aws/EnableKey/Asleep`),
    })
  })

  test('ends with 2 when nobody answers at the endpoint', { timeout: 60_000 }, async () => {
    const args = [
      '--cloud',
      'aws',
      '--target',
      'endpoint',
      '--endpoint',
      'http://127.0.0.1:9',
      '--filter',
      'DescribeKey/Enabled',
    ]
    const { code, stdout } = await runCli(['conformance', 'run', '--out', out, ...args])
    expect(code).toBe(2)
    expect(stdout).toMatch(/^0 passed, 1 failed, 0 skipped$/m)
  })
})

describe('polykms conformance run --target endpoint', () => {
  let served: Served
  beforeAll(async () => {
    served = await startServe()
  })
  afterAll(async () => {
    await served.stop()
  })

  test('checks a server on its own port', { timeout: 60_000 }, async () => {
    const args = ['--cloud', 'aws', '--target', 'endpoint', '--endpoint', served.url, '--filter', 'KeyDeletion/']
    const { code, stdout } = await runCli(['conformance', 'run', '--out', out, ...args])
    expect(stdout).toMatch(/^10 passed, 0 failed, 6 skipped$/m)
    expect(code).toBe(0)
  })
})

describe('polykms matrix', () => {
  test('prints cells and sources as JSON, every source with title and address', async () => {
    const { code, stdout } = await runCli(['matrix', 'aws', '--format', 'json'])
    const { sources, cells } = JSON.parse(stdout) as {
      sources: Record<string, { title: string; address: string }>
      cells: { documented?: { source: string }; recorded?: { source: string }; inferred?: { source: string } }[]
    }
    expect(code).toBe(0)
    expect(cells.length).toBe(384)
    const cited = cells.flatMap(({ documented, recorded, inferred }) => [documented, recorded, inferred])
    const ids = new Set(cited.flatMap((claim) => (claim === undefined ? [] : [claim.source])))
    expect(ids.size).toBeGreaterThan(3)
    for (const id of ids)
      expect(sources[id]).toEqual(
        expect.objectContaining({ title: expect.stringMatching(/./), address: expect.stringMatching(/^https:/) }),
      )
  })

  test.each(['table', 'markdown'])('prints a %s', async (format) => {
    const { stdout } = await runCli(['matrix', 'aws', '--format', format])
    expect(stdout).toContain('CancelKeyDeletion')
  })

  test('refuses an unknown cloud', async () => {
    expect((await runCli(['matrix', 'nowhere'])).code).toBe(2)
  })
})
