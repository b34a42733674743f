import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ROOT } from '../rules/source-tree.ts'

// The script that holds the public types to etc/api, on a copy of what it reads.

const copy = mkdtempSync(join(tmpdir(), 'polykms-api-copy-'))
afterAll(() => rmSync(copy, { recursive: true }))

for (const path of ['dist', 'etc/api/aws.api.md', 'etc/api/otc.api.md', 'scripts/api-report.mjs']) {
  cpSync(join(ROOT, path), join(copy, path), { recursive: true })
}
// Two entry points show it as well as ten, in less time.
const { exports, ...manifest } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const some = { './aws': exports['./aws'], './otc': exports['./otc'] }
writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, exports: some }))
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))

function report(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/api-report.mjs', ...args], {
    cwd: copy,
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

test('an option that is no longer optional fails the check of its entry point alone, until the report is updated', {
  timeout: 300_000,
}, () => {
  expect(report()).toMatchObject({ status: 0 })
  const types = join(copy, 'dist/providers/aws/config.d.ts')
  const planted = readFileSync(types, 'utf8').replace('fips?:', 'fips:')
  expect(planted).toContain('fips:')
  writeFileSync(types, planted)
  const { status, said } = report()
  expect(status).toBe(1)
  expect(said.match(/^CHANGED.*$/gm)).toEqual(['CHANGED: etc/api/aws.api.md'])
  expect(said).toContain('+     readonly fips: boolean | undefined;')
  expect(report('--update')).toMatchObject({ status: 0 })
  expect(report()).toMatchObject({ status: 0 })
})
