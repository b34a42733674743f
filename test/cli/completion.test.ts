import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { providerIds } from '../../providers/index.ts'
import { createProgram } from '../../src/cli/commands.ts'
import { placesOf } from '../../src/cli/completion/tree.ts'
import { processTerminal } from '../../src/cli/terminal.ts'
import { runOnTerminal } from '../support/terminal.ts'

let script: string
beforeAll(async () => {
  script = (await runOnTerminal(['completion', 'bash'])).stdout.toString()
})

/** What bash itself offers after these words. */
function offered(...words: string[]): string[] {
  const typed = ['polykms', ...words].map((word) => `'${word}'`).join(' ')
  const program = `${script}
COMP_WORDS=(${typed}); COMP_CWORD=${words.length}
_polykms 2>&1
printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', program]).toString().split('\n').filter(Boolean)
}

describe('the completion of bash', () => {
  test('offers every command', async () => {
    const program = await createProgram(processTerminal())
    const names = program.commands.map((command) => command.name())
    expect(names).toContain('keys')
    expect(offered('')).toEqual(expect.arrayContaining(names))
  })

  test('offers what begins like the word that is being typed', () => {
    expect(offered('de')).toEqual(['decrypt', 'decrypt-data-key'])
    expect(offered('keys', 'ca')).toEqual(['cancel-deletion'])
    expect(offered('keys', 'create', '--sp')).toEqual(['--spec'])
  })

  test('offers the words that an option takes, whatever stands before it', () => {
    expect(offered('keys', 'create', '--spec', 'RSA_')).toEqual(['RSA_2048', 'RSA_3072', 'RSA_4096'])
    expect(offered('encrypt', 'some-key', '--region', 'keys', '--cloud', '')).toEqual(providerIds)
  })

  test('offers nothing of its own where anything can stand', () => {
    expect(offered('encrypt', 'some-key', '--in', '')).toEqual([])
  })

  test('offers the words that an argument takes', () => {
    expect(offered('doctor', 'q')).toEqual(['quilibrium'])
    expect(offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
  })

  test('offers every option of every command', async () => {
    const places = placesOf(await createProgram(processTerminal()))
    expect(places.length).toBeGreaterThan(20)
    // One bash for all of them: starting it is what takes time.
    const asked = places.map(({ path }) => {
      const typed = ['polykms', ...path, '--'].map((word) => `'${word}'`).join(' ')
      return `COMP_WORDS=(${typed}); COMP_CWORD=${path.length + 1}; _polykms; echo "\${COMPREPLY[*]}"`
    })
    const lines = execFileSync('bash', ['--norc', '-c', `${script}\n${asked.join('\n')}`])
      .toString()
      .split('\n')
    for (const [at, { options }] of places.entries()) {
      expect(lines[at]?.split(' ')).toEqual(options.map(({ flag }) => flag))
    }
  })
})

test.each(['zsh', 'fish'])('there is a script for %s, which names every command', async (shell) => {
  const { code, stdout } = await runOnTerminal(['completion', shell])
  expect(code).toBe(0)
  for (const word of ['schedule-deletion', 'doctor', 'RSA_2048']) expect(stdout.toString()).toContain(word)
})

test('another shell is refused, naming those there are', async () => {
  const { code, stderr } = await runOnTerminal(['completion', 'powershell'])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('bash, zsh, fish') })
})
