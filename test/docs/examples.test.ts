import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../rules/source-tree.ts'
import { runTypeScript } from './run.ts'

/** What each example prints. */
const examples: Readonly<Record<string, RegExp>> = {
  'encrypt.ts': /^a long list of orders\naws decryptDataKey: InvalidCiphertext /,
  'failover.ts': /^aws refuses: InvalidKeyState\nthe data key is there\n$/,
  'opentelemetry.ts': /^aws createKey attempt 1: ok\naws encrypt attempt 1: Throttled\naws encrypt attempt 2: ok\n$/,
  'three-clouds.ts':
    /^aws: disabled: InvalidKeyState \(DisabledException\); then PendingDeletion; taken back: Disabled \(Disabled\)\nalibaba: disabled: InvalidKeyState \(Rejected\.Disabled\); then PendingDeletion; taken back: Enabled \(Enabled\)\nhuawei: disabled: InvalidKeyState \(KMS\.0209\); then PendingDeletion; taken back: Disabled \(3\)\n$/,
  'unit-test.ts': /^# pass 4\n# fail 0$/m,
}

describe('every example runs with the built package', () => {
  test.each(Object.entries(examples))('%s', { timeout: 60_000 }, async (name, output) => {
    const { code, stdout, stderr } = await runTypeScript(join('examples', name))
    expect(code, stderr + stdout).toBe(0)
    expect(stdout).toMatch(output)
  })

  test('there is no example that nobody runs', () => {
    const files = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'))
    expect(files.sort()).toEqual(Object.keys(examples).sort())
  })
})
