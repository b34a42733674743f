import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

let out: string
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'polykms-terminal-'))
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

/** What a terminal gets to see; `script` of util-linux is one. */
function onTerminal(
  args: string,
  env: NodeJS.ProcessEnv = {},
): { readonly code: number | null; readonly seen: string } {
  const command = `${process.execPath} ${main} conformance run --cloud aws --via direct --filter EnableKey --out ${out} ${args}`
  const clean = { PATH: process.env['PATH'], HOME: out, TERM: 'xterm', ...env }
  const { status, stdout, error } = spawnSync('script', ['-qec', command, '/dev/null'], {
    env: clean,
    encoding: 'utf8',
  })
  if (error) throw error
  return { code: status, seen: stdout }
}

describe('a run on a real terminal', () => {
  test('draws one line over itself, in colour, and ends with the result', () => {
    const { code, seen } = onTerminal('')
    expect(code).toBe(0)
    expect(seen.split('\r\u001b[K').length).toBeGreaterThan(2)
    expect(seen).toMatch(/aws: \d+ of \d+ cases: \d+ passed, 0 failed, \d+ skipped/)
    expect(seen).toContain('━')
    expect(seen).toContain('\u001b[32m')
    expect(seen).toMatch(/passed, 0 failed, \d+ skipped\r?\n/)
  })

  test('has no colour with NO_COLOR, and nothing but the result when quiet', () => {
    expect(onTerminal('', { NO_COLOR: '1' }).seen.replaceAll('\r\u001b[K', '')).not.toContain('\u001b')
    expect(onTerminal('--quiet').seen).toMatch(/^\d+ passed, 0 failed, \d+ skipped\r?\n$/)
  })
})
