import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml' // of typedoc
import { aws } from '../../providers/aws/index.ts'
import { createClient } from '../../src/index.ts'
import { ROOT } from '../rules/source-tree.ts'
import { compile, programFolder } from './programs.ts'
import { type Ended, run, type Served, startServe } from './run.ts'

/** What each example prints. */
const examples: Readonly<Record<string, RegExp>> = {
  'failover.ts': /^aws refuses: InvalidKeyState\nthe data key is there\n$/,
  'opentelemetry.ts': /^aws createKey attempt 1: ok\naws encrypt attempt 1: Throttled\naws encrypt attempt 2: ok\n$/,
  'retries.ts':
    /^throttled twice: done\nthrottled always, once is enough: Throttled after 1 attempts, retryable\ntoo slow: Timeout after 1 attempts, retryable\ngiven up: Aborted after 1 attempts\nreply lost: Network after 1 attempts, retryable, ambiguous\nmade once: 1\n$/,
  'three-clouds.ts':
    /^aws: disabled: InvalidKeyState \(DisabledException\); then PendingDeletion; taken back: Disabled \(Disabled\)\nalibaba: disabled: InvalidKeyState \(Rejected\.Disabled\); then PendingDeletion; taken back: Enabled \(Enabled\)\nhuawei: disabled: InvalidKeyState \(KMS\.0209\); then PendingDeletion; taken back: Disabled \(3\)\n$/,
  'many-at-once.ts': /^250 done\n500 done\n750 done\n1000 done\nrecord 60 failed, record 0 is there$/m,
  'unit-test.ts': /^# pass 4\n# fail 0$/m,
}

/** Examples that are run in a test of their own. */
const OTHERS = ['encrypt-file.ts', 'conformance.workflow.yml']

let served: Served
const folder = programFolder('examples')
const sources = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'))

beforeAll(async () => {
  compile(
    folder.path,
    Object.fromEntries(sources.map((name) => [name, readFileSync(join(ROOT, 'examples', name), 'utf8')])),
  )
  served = await startServe()
}, 120_000)
afterAll(async () => {
  await served.stop()
  folder.remove()
})

/** Runs an example, compiled as the project's own code is. */
function runExample(name: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Ended> {
  return run(process.execPath, [join(folder.path, name.replace(/\.ts$/, '.js')), ...args], env)
}

describe('every example runs with the built package', () => {
  // One after the other: they share a server, and some tell it to fail.
  test.each(Object.entries(examples))('%s', { timeout: 60_000 }, async (name, output) => {
    const { code, stdout, stderr } = await runExample(name, { KMS_ENDPOINT: served.url })
    expect(code, stderr + stdout).toBe(0)
    expect(stdout).toMatch(output)
  })

  test('there is no example that nobody runs', () => {
    const files = readdirSync(join(ROOT, 'examples'))
    expect(files.sort()).toEqual([...Object.keys(examples), ...OTHERS].sort())
  })
})

describe('a file is sealed and opened', () => {
  const at = (name: string) => join(folder.path, name)
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const environment = () => ({
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_KMS: served.url,
  })
  const program = (...args: readonly string[]) => runExample('encrypt-file.ts', environment(), args)
  let keyId: string
  beforeAll(async () => {
    const kms = createClient(aws({ region: 'eu-west-1', credentials, endpoint: served.url }))
    keyId = (await kms.createKey()).keyId
  })

  // Nothing, exactly two chunks, and a part of one more.
  test.each([0, 2 * 65_536, 200_001])('of %i bytes', { timeout: 60_000 }, async (bytes) => {
    const data = randomBytes(bytes)
    writeFileSync(at('plain'), data)
    expect(await program('seal', keyId, at('plain'), at('sealed'))).toMatchObject({ code: 0 })
    const sealed = readFileSync(at('sealed'))
    if (bytes > 0) expect(sealed.includes(data.subarray(0, 32))).toBe(false)
    expect(await program('open', keyId, at('sealed'), at('opened'))).toMatchObject({ code: 0 })
    expect(readFileSync(at('opened')).equals(data)).toBe(true)
  })

  test('and not when it was changed, shortened or lengthened', { timeout: 60_000 }, async () => {
    writeFileSync(at('plain'), randomBytes(200_000))
    await program('seal', keyId, at('plain'), at('sealed'))
    const sealed = readFileSync(at('sealed'))
    const changed = Buffer.from(sealed)
    changed[100_000] = (changed[100_000] ?? 0) ^ 1
    // Without its last chunk a file still ends where a chunk ends.
    const chunksBegin = 6 + sealed.readUInt16BE(4)
    const wholeChunks = sealed.subarray(0, chunksBegin + 2 * (65_536 + 16))
    for (const damaged of [changed, wholeChunks, sealed.subarray(0, -1), Buffer.concat([sealed, Buffer.alloc(1)])]) {
      writeFileSync(at('damaged'), damaged)
      const { code, stderr } = await program('open', keyId, at('damaged'), at('nothing'))
      expect(code).toBe(1)
      expect(stderr).toContain('cannot be opened')
      expect(readdirSync(folder.path).filter((name) => name.startsWith('nothing'))).toEqual([])
    }
  })
})

describe('the workflow to copy', () => {
  const text = readFileSync(join(ROOT, 'examples/conformance.workflow.yml'), 'utf8')
  const { jobs, permissions } = parse(text)
  const { steps, env, ...job } = jobs.conformance
  const commands: string[] = steps.flatMap(({ run: command }: { run?: string }) => command ?? [])

  test('is a workflow with few rights', () => {
    expect(permissions).toEqual({})
    expect(job).toMatchObject({ 'runs-on': 'ubuntu-latest', permissions: { contents: 'read' } })
    for (const { uses, run: command } of steps) expect([uses, command].filter(Boolean)).toHaveLength(1)
  })

  test('does in its steps what it says', { timeout: 120_000 }, async () => {
    // The very commands in one shell, with the built command line, a port that is free, and a few cells only.
    const port = new URL(served.url).port
    const script = [
      'set -e',
      `npx() { shift; [ "$1" = serve ] || ${process.execPath} dist/src/cli/main.js "$@" --filter EnableKey --out ${folder.path}/out; }`,
      ...commands,
    ].join('\n')
    const local = script.replaceAll('reports/latest', `${folder.path}/out`).replaceAll('serve.log', '/dev/null')
    const { code, stderr } = await run('bash', ['-c', local], {
      ...env,
      ENDPOINT: env.ENDPOINT.replace('4580', port),
      GITHUB_STEP_SUMMARY: join(folder.path, 'summary'),
    })
    expect(code, stderr).toBe(0)
    expect(readFileSync(join(folder.path, 'summary'), 'utf8')).toMatch(/conforms/)
    expect(commands.join('\n')).toContain('npx polykms serve --port 4580')
  })
})
