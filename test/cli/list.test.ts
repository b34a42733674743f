import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { providerFromEnv } from '../../providers/index.ts'
import { createClient } from '../../src/index.ts'
import { cloudEnv } from '../support/cloud-env.ts'
import { runOnTerminal, type Typed } from '../support/terminal.ts'

const simulator = createAwsSimulator()
let server: RunningServer
let folder: string
beforeAll(async () => {
  server = await serve({ port: 0, simulators: [simulator] })
  folder = mkdtempSync(join(tmpdir(), 'polykms-list-'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  for (const [name, value] of Object.entries(cloudEnv('aws', server.url).env)) vi.stubEnv(name, value)
  simulator.control.reset()
})
afterEach(() => vi.unstubAllEnvs())

const putKey = (state: 'Enabled' | 'Disabled' = 'Enabled') =>
  simulator.control.putKey({ region: 'eu-west-1', state }).keyId

async function run(words: string, typed?: Typed) {
  const access = ['--cloud', 'aws', '--region', 'eu-west-1', '--endpoint', server.url]
  const { code, stdout, stderr } = await runOnTerminal([...words.split(' '), ...access], typed)
  return { code, stdout: stdout.toString(), stderr }
}

const actions = () => simulator.calls().map(({ action }) => action)

describe('a list of keys', () => {
  test('of bare ids says at a terminal what shows more, and only there', async () => {
    const keyId = putKey()
    const seen = await run('keys list', { columns: 80 })
    expect(seen).toEqual({
      code: 0,
      stdout: `KEY\n${keyId}\n`,
      stderr: expect.stringContaining('--details asks for the rest'),
    })
    expect(await run('keys list')).toEqual({ code: 0, stdout: `KEY\n${keyId}\n`, stderr: '' })
    expect((await run('keys list --details', { columns: 80 })).stderr).toBe('')
    expect((await run('keys list --json', { columns: 80 })).stderr).toBe('')
  })

  test('that is empty says so', async () => {
    expect(await run('keys list')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^there are no keys here/),
    })
    expect(JSON.parse((await run('keys list --json')).stdout)).toMatchObject({ result: { keys: [] } })
  })

  test('is filtered here where the cloud cannot, for one more call for each key', async () => {
    putKey()
    const off = putKey('Disabled')
    putKey()
    const { code, stdout } = await run('keys list --state disabled')
    expect({ code, ids: stdout.trim().split('\n').slice(1) }).toEqual({
      code: 0,
      ids: [expect.stringMatching(`^${off} `)],
    })
    expect(actions()).toEqual(['ListKeys', 'DescribeKey', 'DescribeKey', 'DescribeKey'])
  })

  test('that is filtered here ends after as many fitting keys as wanted', async () => {
    for (let at = 0; at < 5; at += 1) putKey(at % 2 === 0 ? 'Enabled' : 'Disabled')
    const { stdout } = await run('keys list --state disabled --max 2 --json')
    expect(JSON.parse(stdout).result.keys.map((key: { metadata: { state: string } }) => key.metadata.state)).toEqual([
      'Disabled',
      'Disabled',
    ])
    const { stdout: one } = await run('keys list --state disabled --max 1 --json')
    expect(JSON.parse(one).result.keys).toHaveLength(1)
  })

  test('says in a dry run what it may cost to filter it', async () => {
    putKey()
    const { code, stdout } = await run('keys list --state disabled --dry-run')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('describeKey of each key, if the cloud'),
    })
    expect(actions()).toEqual([])
  })
})

describe('after a change', () => {
  test('the state is looked up where the reply has none, and a look that is denied hides no success', async () => {
    const keyId = putKey()
    expect((await run(`keys disable ${keyId} --yes`)).stdout).toMatch(/^state +Disabled$/m)
    simulator.control.faults.add({ kind: 'access-denied', action: 'DescribeKey' })
    const { code, stdout } = await run(`keys enable ${keyId}`)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(keyId) })
    expect(stdout).not.toContain('state')
  })

  test('a program is told what the cloud said, and nothing more is asked', async () => {
    const keyId = putKey()
    expect(JSON.parse((await run(`keys disable ${keyId} --yes --json`)).stdout).result).toEqual({ keyId })
    expect(JSON.parse((await run(`keys tag ${keyId} a=b --json`)).stdout).result).toEqual({})
    expect(actions()).toEqual(['DisableKey', 'TagResource'])
  })

  test('of tags that cannot be read, it is said that it is done', async () => {
    const keyId = putKey()
    simulator.control.faults.add({ kind: 'access-denied', action: 'ListResourceTags' })
    expect(await run(`keys tag ${keyId} a=b`)).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^done; /),
    })
  })
})

test('on the way out an alias becomes the id of its key, as commands that change a key take no alias', async () => {
  const keyId = putKey('Disabled')
  const kms = createClient(await providerFromEnv('aws', { region: 'eu-west-1', endpoint: server.url }))
  await kms.createAlias({ alias: 'alias/orders', keyId })
  const { stderr } = await run('encrypt alias/orders', { stdin: 'x' })
  expect(stderr).toContain(`    polykms keys enable ${keyId} --cloud aws`)
  const { stdout } = await runOnTerminal([
    'doctor',
    'aws',
    '--region',
    'eu-west-1',
    '--endpoint',
    server.url,
    '--key',
    'alias/orders',
  ])
  expect(stdout.toString()).toContain(`  polykms keys enable ${keyId} --cloud aws`)
})

test('material that is not what the key had is told as the cause, not how it was wrapped', async () => {
  const { stdout } = await run('keys create --origin external --json')
  const { keyId } = JSON.parse(stdout).result
  for (const fill of [7, 8]) writeFileSync(join(folder, `material-${fill}`), Buffer.alloc(32, fill))
  expect((await run(`import ${keyId} --in ${folder}/material-7`)).code).toBe(0)
  const { code, stderr } = await run(`import ${keyId} --in ${folder}/material-8 --yes`)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('takes the very same again') })
  expect(stderr).toContain('"polykms keys create --cloud aws --region eu-west-1 ')
  expect(stderr).not.toMatch(/[Ww]rap/)
})
