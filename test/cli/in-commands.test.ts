import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { matrixClouds, planTransition } from '../../conformance/atlas.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { createProgram } from '../../src/cli/commands.ts'
import { adviceAtTerminal, retold } from '../../src/cli/operator/advice.ts'
import { wayInCommands } from '../../src/cli/operator/explain.ts'
import { type InCommands, inCommands, operationsOf } from '../../src/cli/operator/in-commands.ts'
import { processTerminal } from '../../src/cli/terminal.ts'
import { adviceFor, isOperationName, KEY_STATES, KMS_ERROR_CODES, type OperationName } from '../../src/index.ts'
import { cloudEnv } from '../support/cloud-env.ts'
import { runOnTerminal } from '../support/terminal.ts'

let server: RunningServer
let folder: string
let words: InCommands
let commands: readonly Command[]
beforeAll(async () => {
  server = await serve({ port: 0, clouds: ['aws'] })
  folder = mkdtempSync(join(tmpdir(), 'polykms-words-'))
  words = await inCommands(processTerminal(), { cloud: 'aws' })
  commands = leaves(await createProgram(processTerminal())).filter((one) => operationsOf(one).length > 0)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  for (const [name, value] of Object.entries(cloudEnv('aws', server.url).env)) vi.stubEnv(name, value)
})
afterEach(() => vi.unstubAllEnvs())

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

/** Operations by the names that only programs know. */
function operationsIn(text: string): readonly string[] {
  return (text.match(/\b[a-z]+[A-Z]\w*/g) ?? []).filter(isOperationName)
}

describe('a command line that is advised', () => {
  test('is there for every command, and calls the operation that it stands for', async () => {
    expect(commands.length).toBeGreaterThan(15)
    writeFileSync(join(folder, 'data'), 'data')
    const values: Readonly<Record<string, string>> = {
      KEY: 'some-key',
      'PAIRS...': 'a=b',
      'NAMES...': 'a',
      FILE: join(folder, 'data'),
      ALGORITHM: 'ECDSA_SHA_256',
    }
    const access = ['--region', 'eu-west-1', '--endpoint', server.url, '--dry-run', '--json']
    for (const operations of commands.map(operationsOf)) {
      const [first = 'none'] = operations
      const typed = (words.lineFor(first) ?? '').split(' ').map((word) => values[word] ?? word)
      const { code, stdout } = await runOnTerminal([...typed.slice(1), ...access])
      expect({ typed, code }).toEqual({ typed, code: 0 })
      expect(operations).toContain(JSON.parse(stdout.toString()).operation)
    }
  })

  test('has the key, the cloud and where it is reached, as a shell takes them', async () => {
    const given = { cloud: 'otc', region: 'eu-de', endpoint: 'http://h:1', iamEndpoint: 'http://i:1', keyId: "it's" }
    const { lineFor, translate } = await inCommands(processTerminal(), given)
    const access = '--cloud otc --region eu-de --endpoint http://h:1 --iam-endpoint http://i:1'
    expect(lineFor('enableKey')).toBe(`polykms keys enable 'it'\\''s' ${access}`)
    expect(lineFor('importKeyMaterial')).toBe(`polykms import 'it'\\''s' --in FILE ${access}`)
    expect(translate('run "polykms doctor"')).toBe(`run "polykms doctor ${access.replace('--cloud ', '')}"`)
  })

  test('is none for an operation that no command does', () => {
    expect(words.lineFor('setDeletionProtection')).toBeUndefined()
    expect(words.translate('setDeletionProtection or enableKey')).toBe(
      'setDeletionProtection or "polykms keys enable KEY --cloud aws"',
    )
  })

  test('stands in no id, address or name of a code', () => {
    const text = 'alias/enableKey is at https://host/enableKey, which enableKeys and x.enableKey are not'
    expect(words.translate(text)).toBe(text)
  })
})

describe('advice that people see', () => {
  const API =
    /\bkms\.|docs\/|polykms\/|planTransition|\bdryRun\b|timeoutMs|deadlineMs|providerCode|\bretries\b|a function/

  test('speaks to programs of operations, so that there is something to translate', () => {
    const texts = KMS_ERROR_CODES.flatMap(adviceFor)
    expect(texts.flatMap(operationsIn)).toEqual(expect.arrayContaining(['describeKey', 'getParametersForImport']))
    expect(texts.filter((text) => API.test(text))).not.toEqual([])
  })

  test.each(KMS_ERROR_CODES)('names no operation and nothing that a terminal has not: %s', (code) => {
    const [first = ''] = adviceFor(code)
    for (const text of [...adviceAtTerminal(code), retold(first)].map(words.translate)) {
      expect(operationsIn(text)).toEqual([])
      expect(text).not.toMatch(API)
    }
  })

  const ways = matrixClouds.flatMap((cloud) =>
    KEY_STATES.flatMap((from) =>
      KEY_STATES.flatMap((to) =>
        (['PROVIDER', 'EXTERNAL'] as const).flatMap((origin) => {
          const way = planTransition(cloud, from, to, { origin })
          return way === undefined || way.length === 0 ? [] : [{ cloud, from, way }]
        }),
      ),
    ),
  )

  test('is in commands on every way from a state to another', () => {
    expect(ways.length).toBeGreaterThan(50)
    for (const { from, way } of ways) {
      const lines = wayInCommands(from, way, words)
      expect(lines.flatMap(operationsIn)).toEqual([])
      if (lines.length > 0) expect(lines.slice(1)).toEqual(way.map(() => expect.stringMatching(/^ {2}polykms \S/)))
    }
  })

  test('never tells to disable or delete anything', () => {
    const harmful: readonly OperationName[] = ['disableKey', 'scheduleKeyDeletion', 'deleteKeyMaterial']
    for (const { from, way } of ways) {
      const doesHarm = way.some(({ operation }) => harmful.includes(operation))
      expect(wayInCommands(from, way, words)).toHaveLength(doesHarm ? 0 : way.length + 1)
    }
  })
})
