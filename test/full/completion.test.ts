import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runOnTerminal } from '../support/terminal.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-completion-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0
const CASES = [
  ['keys ca', ['cancel-deletion']],
  ['keys create --sp', ['--spec']],
  ['keys create --spec RSA_', ['RSA_2048', 'RSA_3072', 'RSA_4096']],
  ['doctor q', ['quilibrium']],
  ['de', ['decrypt', 'decrypt-data-key']],
] as const

describe.skipIf(!has('fish'))('the completion of fish', () => {
  test.each(CASES)('after "%s" offers %j', async (typed, words) => {
    const file = join(folder, 'polykms.fish')
    writeFileSync(file, (await runOnTerminal(['completion', 'fish'])).stdout)
    const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }
    const program = `source ${file}; complete -C 'polykms ${typed}'`
    const lines = execFileSync('fish', ['--no-config', '-c', program], { env }).toString().split('\n').filter(Boolean)
    expect(lines.map((line) => line.split('\t')[0]).sort()).toEqual([...words])
  })
})

describe.skipIf(!has('zsh'))('the completion of zsh', () => {
  test.each(CASES)('after "%s" offers %j', async (typed, words) => {
    const file = join(folder, '_polykms')
    writeFileSync(file, (await runOnTerminal(['completion', 'zsh'])).stdout)
    // The editor of zsh needs a terminal: it gets a pseudo one, and a `compadd` that tells what it is given.
    writeFileSync(
      join(folder, '.zshrc'),
      `fpath=(${folder} $fpath); autoload -Uz compinit; compinit -u -d ${folder}/dump
compadd() { local -a kept; builtin compadd -O kept "$@"; print -rl -- 'OFFERED:'$^kept DONE: }
PS1='READY>'
`,
    )
    const program = `
zmodload zsh/zpty
zpty shell zsh -i
zpty -r shell said '*READY*'
zpty -w -n shell $'polykms ${typed}\\t'
zpty -r shell said '*DONE:*'
zpty -d shell
print -r -- "$said"`
    const env = { ...process.env, HOME: folder, ZDOTDIR: folder, TERM: 'dumb' }
    const said = execFileSync('zsh', ['-f', '-c', program], { env, timeout: 60_000 }).toString()
    expect([...said.matchAll(/OFFERED:(\S+)/g)].map(([, word]) => word).sort()).toEqual([...words])
  })
})
