import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { cloudEnv } from '../support/cloud-env.ts'
import { runOnTerminal, type Typed } from '../support/terminal.ts'

const simulator = createAwsSimulator()
const WIDE = 200
let server: RunningServer
let folder: string
let keyId: string
beforeAll(async () => {
  server = await serve({ port: 0, simulators: [simulator] })
  folder = mkdtempSync(join(tmpdir(), 'polykms-terminal-'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  for (const [name, value] of Object.entries(cloudEnv('aws', server.url).env)) vi.stubEnv(name, value)
  vi.stubEnv('POLYKMS_CLOUD', 'aws')
  simulator.control.reset()
  keyId = simulator.control.putKey({ region: 'eu-west-1' }).keyId
})
afterEach(() => vi.unstubAllEnvs())

const file = (name: string) => join(folder, name)

function run(args: readonly string[], typed?: Typed) {
  return runOnTerminal([...args, '--region', 'eu-west-1', '--endpoint', server.url], typed)
}

const calls = () => simulator.calls().length
const stateOf = async () => {
  const { stdout } = await run(['keys', 'describe', keyId, '--json'])
  return (JSON.parse(stdout.toString()) as { result: { state: string } }).result.state // what json.ts says
}

describe('before something that cannot simply be taken back', () => {
  const destructive = [
    ['disable', 'Disabled'],
    ['schedule-deletion', 'PendingDeletion'],
  ] as const

  test.each(destructive)('keys %s asks, names the key, and does it on yes', async (command, state) => {
    const { code, stderr } = await run(['keys', command, keyId], { stdin: 'yes\n', columns: WIDE })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`${keyId} (Enabled)`) })
    expect(await stateOf()).toBe(state)
  })

  test.each(['no\n', '\n', '', 'yesterday\n'])('does nothing when the answer is %j', async (stdin) => {
    const { code, stderr } = await run(['keys', 'disable', keyId], { stdin, columns: WIDE })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('not confirmed: nothing was changed') })
    expect(await stateOf()).toBe('Enabled')
  })

  test.each(destructive)('keys %s refuses where nobody can be asked, unless told --yes', async (command, state) => {
    const refused = await run(['keys', command, keyId], { stdin: 'yes\n' })
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/standard input is no terminal: add --yes\n$/),
    })
    expect(await stateOf()).toBe('Enabled')
    expect((await run(['keys', command, keyId, '--yes'])).code).toBe(0)
    expect(await stateOf()).toBe(state)
  })

  test('a file that exists is replaced on yes only', async () => {
    writeFileSync(file('taken'), 'precious')
    const words = ['data-key', keyId, '--out', file('taken')]
    expect((await run(words, { stdin: 'no\n', columns: WIDE })).code).toBe(2)
    expect(readFileSync(file('taken'), 'utf8')).toBe('precious')
    expect((await run(words, { stdin: 'yes\n', columns: WIDE })).code).toBe(0)
    expect(readFileSync(file('taken'), 'utf8')).not.toBe('precious')
  })
})

describe('what is secret', () => {
  const seal = async (name: string) => {
    await run(['encrypt', keyId, '--out', file(name), '--yes'], { stdin: 'secret words' })
    return ['decrypt', '--in', file(name)]
  }

  test('goes to a file that its owner alone can read, also in place of one that others could', async () => {
    const decrypt = await seal('sealed')
    writeFileSync(file('open'), 'old', { mode: 0o644 })
    symlinkSync(file('open'), file('link'))
    for (const name of ['new', 'open', 'link']) {
      const { code, stdout } = await run([...decrypt, '--out', file(name), '--yes'])
      expect({ code, secret: stdout.toString().includes('secret') }).toEqual({ code: 0, secret: false })
      expect(readFileSync(file(name), 'utf8')).toBe('secret words')
      expect((statSync(file(name)).mode & 0o777).toString(8)).toBe('600')
    }
    expect(lstatSync(file('link')).isSymbolicLink()).toBe(true)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('is not printed to a terminal unless asked, and then nothing is sent', async () => {
    const decrypt = await seal('sealed')
    const before = calls()
    for (const more of [[], ['--out-format', 'base64'], ['--json']]) {
      const { code, stdout, stderr } = await run([...decrypt, ...more], { columns: WIDE })
      const said = `${stdout}${stderr}`
      expect({ code, told: said.includes('plaintext is secret'), leaked: said.includes('secret words') }).toEqual({
        code: 2,
        told: true,
        leaked: false,
      })
    }
    expect(calls()).toBe(before)
    expect((await run([...decrypt, '--show'], { columns: WIDE })).stdout.toString()).toBe('secret words')
  })

  test('is taken from no argument: there is no option for it', async () => {
    const { stdout } = await runOnTerminal(['encrypt', '--help'])
    const options = stdout.toString().match(/--[a-z-]+/g)
    expect(options).toContain('--in')
    expect(options?.filter((option) => /plaintext|secret|material|password/.test(option))).toEqual([])
  })

  test('is in no file if it cannot be written whole', async () => {
    const decrypt = await seal('sealed')
    const { code, stderr } = await run([...decrypt, '--out', file('missing/plain')])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('ENOENT') })
    expect(stderr).not.toContain('secret words')
  })
})

describe('what is binary', () => {
  test('is not printed to a terminal, but as base64 it is', async () => {
    const refused = await run(['encrypt', keyId], { stdin: 'x', columns: WIDE })
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--out-format base64'),
    })
    writeFileSync(file('x'), 'x')
    const { stdout } = await run(['encrypt', keyId, '--in', file('x'), '--out-format', 'base64'], { columns: WIDE })
    expect(stdout.toString()).toMatch(/^[A-Za-z0-9+/=]+\n$/)
    const opened = await run(['decrypt', '--in-format', 'base64'], { stdin: stdout })
    expect(opened.stdout.toString()).toBe('x')
  })

  test('is refused when it is not in the format that was announced', async () => {
    const { code, stderr } = await run(['decrypt', '--in-format', 'hex'], { stdin: 'no hex' })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('standard input: not hex') })
  })

  test('is refused when it is more than any key management service takes', async () => {
    const { code, stderr } = await run(['encrypt', keyId], { stdin: Buffer.alloc(1024 * 1024 + 1) })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('data-key') })
  })
})

describe('a table', () => {
  const NAME = 'a description that is much longer than any terminal of eighty columns has room for, 说明'
  const list = async (typed: Typed) => {
    await run(['keys', 'create', '--description', NAME])
    return (await run(['keys', 'list', '--details'], typed)).stdout.toString()
  }

  test('has no line that is wider than the terminal, and cuts no key id', async () => {
    const lines = (await list({ columns: 110 })).trimEnd().split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110)
    expect(lines.some((line) => line.endsWith('…'))).toBe(true)
    expect(lines.some((line) => line.startsWith(keyId))).toBe(true)
  })

  test('is whole where it goes into a file or a pipe', async () => {
    expect(await list({})).toContain(NAME)
  })

  test('is coloured on a terminal only, and not with NO_COLOR', async () => {
    expect(await list({ columns: WIDE, color: true })).toContain('\u001b[32mEnabled\u001b[39m')
    expect(await list({ columns: WIDE, color: false })).not.toContain('\u001b')
    vi.stubEnv('NO_COLOR', '1')
    const { processTerminal } = await import('../../src/cli/terminal.ts')
    expect(processTerminal().color).toBe(false)
  })

  test('shows what a terminal would act on as what it is', async () => {
    await run(['keys', 'create', '--description', 'red \u001b[31m and a bell \u0007'])
    const { stdout } = await run(['keys', 'list', '--details'], { columns: WIDE })
    expect(stdout.toString()).toContain('red \\u001b[31m and a bell \\u0007')
  })

  test('ends after as many keys as wanted', async () => {
    await run(['keys', 'create'])
    const { stdout } = await run(['keys', 'list', '--max', '1', '--json'])
    expect(JSON.parse(stdout.toString())).toMatchObject({ result: { keys: [expect.anything()] } })
    expect((JSON.parse(stdout.toString()) as { result: { keys: unknown[] } }).result.keys).toHaveLength(1) // as above
  })
})

describe('a call that fails', () => {
  test('ends with 1 when the cloud refuses, and names the request', async () => {
    const { code, stderr } = await run(['keys', 'describe', 'alias/none'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^polykms: aws describeKey of alias\/none: .*NotFound.*\[request [0-9a-f-]+\]\n {2}Check /s,
      ),
    })
  })

  test('ends with 2 when nobody answers', async () => {
    const { code, stderr } = await runOnTerminal([
      'keys',
      'list',
      '--region',
      'eu-west-1',
      '--endpoint',
      'http://127.0.0.1:9',
    ])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('polykms doctor') })
  })

  test('ends with 2 when there are no credentials, and says which variables to set', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file('none'))
    vi.stubEnv('AWS_CONFIG_FILE', file('none'))
    const { code, stderr } = await run(['keys', 'list'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/set AWS_ACCESS_KEY_ID.*\n.*"polykms doctor aws --region eu-west-1 /),
    })
  })

  test('is a success when the cloud was only asked whether it would do it', async () => {
    const asked = await run(['encrypt', keyId, '--cloud-dry-run'], { stdin: 'x' })
    expect({ code: asked.code, stderr: asked.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('DryRunSucceeded'),
    })
    await run(['keys', 'disable', keyId, '--yes'])
    expect((await run(['encrypt', keyId, '--cloud-dry-run'], { stdin: 'x' })).code).toBe(1)
  })
})
