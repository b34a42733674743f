import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli, startServe } from '../support/cli.ts'

test('the whole AWS suite conforms over a real socket', { timeout: 300_000 }, async () => {
  const served = await startServe()
  const out = mkdtempSync(join(tmpdir(), 'polykms-'))
  const args = ['--cloud', 'aws', '--target', 'endpoint', '--endpoint', served.url, '--out', out]
  const { code, stdout } = await runCli(['conformance', 'run', ...args])
  await served.stop()
  expect(stdout).toMatch(/^\d{3} passed, 0 failed, \d+ skipped$/m)
  expect(code).toBe(0)
})
