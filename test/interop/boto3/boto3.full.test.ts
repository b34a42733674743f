import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, serve } from '../../../conformance/simulators/serve.ts'

const run = promisify(execFile)
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const venv = path('../../.venv')
const FAMILIES = [
  'lifecycle',
  'encryption',
  'data_keys',
  'signing',
  'macs_and_agreement',
  'importing',
  'aliases',
  'tags_policies_grants',
  'rotation_and_regions',
  'authentication',
]

describe('boto3 against the server', () => {
  let server: RunningServer
  let outcomes: ReadonlyMap<string, string>

  beforeAll(async () => {
    if (!existsSync(`${venv}/bin/python`)) await run('python3', ['-m', 'venv', venv])
    await run(`${venv}/bin/pip`, [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      path('./requirements.txt'),
    ])
    server = await serve({ port: 0, clouds: ['aws'] })
    const { stdout } = await run(`${venv}/bin/python`, [path('./families.py'), server.url])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): { family: string; ok: boolean; error?: string } => JSON.parse(line))
    outcomes = new Map(lines.map(({ family, ok, error }) => [family, ok ? 'ok' : (error ?? 'failed')]))
  })
  afterAll(() => server?.close())

  test.each(FAMILIES)('works for %s', (family) => {
    expect(outcomes.get(family)).toBe('ok')
  })

  test('tries no family that is not listed here', () => {
    expect([...outcomes.keys()].sort()).toEqual([...FAMILIES].sort())
  })
})
