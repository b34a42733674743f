import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { providerIds } from '../../providers/index.ts'
import { cloudEnv } from '../support/cloud-env.ts'
import { has } from '../support/has.ts'
import { type Printed, runOnTerminal, type Typed } from '../support/terminal.ts'

let server: RunningServer
let folder: string
beforeAll(async () => {
  server = await serve({ port: 0 })
  folder = mkdtempSync(join(tmpdir(), 'polykms-keys-'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(() => vi.unstubAllEnvs())

const file = (name: string) => join(folder, name)

function on(cloud: string) {
  const { region, env } = cloudEnv(cloud, server.url)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const access = ['--cloud', cloud, '--region', region, '--endpoint', server.url]
  return (words: string, typed?: Typed): Promise<Printed> =>
    runOnTerminal([...words.split(' ').map((word) => word.replace('@', `${folder}/`)), ...access], typed)
}

type Run = ReturnType<typeof on>

/** The one document of a call that must succeed. */
async function result(run: Run, words: string, typed?: Typed) {
  const { code, stdout, stderr } = await run(`${words} --json`, typed)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout.toString()) as { requestId: string; result: Record<string, unknown> } // what json.ts says
}

async function newKey(run: Run, words = ''): Promise<string> {
  return String((await result(run, `keys create${words}`)).result['keyId'])
}

describe.each(providerIds)('on %s, a key operator', (cloud) => {
  let run: Run
  beforeEach(() => {
    run = on(cloud)
  })

  test('leads a key through its life', async () => {
    const keyId = await newKey(run, ' --description for-orders')
    const states: unknown[] = []
    for (const words of [
      `keys disable ${keyId} --yes`,
      `keys enable ${keyId}`,
      `keys schedule-deletion ${keyId} --days 7 --yes`,
      `keys cancel-deletion ${keyId}`,
    ]) {
      // Q-KMS gives its replies no id.
      if (cloud !== 'quilibrium') expect((await result(run, words)).requestId).toMatch(/./)
      else await result(run, words)
      states.push((await result(run, `keys describe ${keyId}`)).result['state'])
    }
    const after = cloud === 'alibaba' ? 'Enabled' : 'Disabled'
    expect(states).toEqual(['Disabled', 'Enabled', 'PendingDeletion', after])
  })

  test('sees the new key in the list, with details and as a table', async () => {
    const keyId = await newKey(run)
    const { result: listed } = await result(run, 'keys list --details')
    expect(listed['keys']).toContainEqual(
      expect.objectContaining({ keyId, metadata: expect.objectContaining({ keyId, state: 'Enabled' }) }),
    )
    const { stdout } = await run('keys list --details')
    const line = stdout
      .toString()
      .split('\n')
      .find((one) => one.startsWith(keyId))
    expect(line).toMatch(/ {2}Enabled {2}/)
  })

  test.runIf(has(cloud, 'tagKey'))('sets, lists and removes tags', async () => {
    const keyId = await newKey(run)
    await result(run, `keys tag ${keyId} team=orders stage=test`)
    await result(run, `keys untag ${keyId} team`)
    expect((await result(run, `keys tags ${keyId}`)).result).toEqual({ tags: { stage: 'test' } })
    expect((await run(`keys tag ${keyId} team=orders`)).stdout.toString()).toMatch(/^stage +test\nteam +orders\n$/)
    expect((await run(`keys untag ${keyId} team`)).stdout.toString()).toMatch(/^stage +test\n$/)
    expect((await run(`keys untag ${keyId} stage`)).stderr).toBe('the key has no tags\n')
  })

  test('encrypts and decrypts any bytes, by files and by pipes', async () => {
    const keyId = await newKey(run)
    const plaintext = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    writeFileSync(file('plain'), plaintext)
    expect((await run(`encrypt ${keyId} --in @plain --out @sealed-${cloud} --context tenant=42 --yes`)).code).toBe(0)
    const opened = await run(`decrypt --in @sealed-${cloud} --context tenant=42`)
    expect(opened.stdout.equals(plaintext)).toBe(true)
    const piped = await run(`encrypt ${keyId}`, { stdin: plaintext })
    expect((await run('decrypt', { stdin: piped.stdout })).stdout.equals(plaintext)).toBe(true)
    const { code, stderr } = await run(`decrypt --in @sealed-${cloud} --context tenant=43`)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('InvalidCiphertext') })
  })

  test.runIf(has(cloud, 'generateDataKey'))('makes a data key and gets it back', async () => {
    const keyId = await newKey(run)
    const sealed = `@data-key-${cloud}`
    expect((await run(`data-key ${keyId} --out ${sealed} --plaintext-out ${sealed}.plain --yes`)).code).toBe(0)
    const plain = readFileSync(file(`data-key-${cloud}.plain`))
    expect(plain).toHaveLength(cloud === 'otc' ? 64 : 32)
    expect((await run(`decrypt-data-key ${keyId} --in ${sealed}`)).stdout.equals(plain)).toBe(true)
    expect((await result(run, `data-key ${keyId}`)).result).not.toHaveProperty('plaintext')
  })

  test.runIf(has(cloud, 'sign'))('signs, and is told by the exit code whether a signature fits', async () => {
    const keyId = await newKey(run, ' --spec ec-p256 --usage sign-verify')
    writeFileSync(file('message'), 'contract')
    writeFileSync(file('other'), 'another')
    const algorithm = '--algorithm ECDSA_SHA_256'
    const version = await versionOf(run, keyId, cloud)
    const out = `@signature-${cloud}`
    expect((await run(`sign ${keyId} --in @message --out ${out} ${algorithm} --yes`)).code).toBe(0)
    const fits = await run(`verify ${keyId} --in @message --signature ${out} ${algorithm}${version}`)
    expect({ code: fits.code, said: fits.stdout.toString() }).toEqual({ code: 0, said: 'the signature fits\n' })
    const misfits = await run(`verify ${keyId} --in @other --signature ${out} ${algorithm}${version}`)
    expect({ code: misfits.code, said: misfits.stdout.toString() }).toEqual({
      code: 1,
      said: 'the signature does not fit\n',
    })
    const { stdout } = await run(`public-key ${keyId}${version}`)
    expect(stdout.toString()).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
  })

  test.runIf(has(cloud, 'importKeyMaterial'))(
    'imports material of its own, and is asked before it is done again',
    async () => {
      const keyId = await newKey(run, ' --origin external')
      writeFileSync(file('material'), Buffer.alloc(32, 7))
      expect((await result(run, `import ${keyId} --in @material`)).result).toMatchObject({ state: 'Enabled' })
      const again = await run(`import ${keyId} --in @material`)
      expect({ code: again.code, stderr: again.stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('add --yes'),
      })
    },
  )

  test('learns from a state error what to type, and by typing it gets the key back', async () => {
    const keyId = await newKey(run)
    await result(run, `keys schedule-deletion ${keyId} --days 7 --yes`)
    const { code, stderr } = await run(`encrypt ${keyId}`, { stdin: 'secret words' })
    expect(code).toBe(1)
    expect(stderr).toContain('InvalidKeyState')
    expect(stderr).toMatch(/The shortest way, PendingDeletion → .*Enabled:/)
    expect(stderr).not.toContain('secret words')
    const typed = stderr.split('\n').flatMap((line) => /^ +polykms (.*)$/.exec(line)?.[1] ?? [])
    expect(typed[0]).toContain(`keys cancel-deletion ${keyId} --cloud ${cloud} --region `)
    for (const words of typed) expect((await runOnTerminal(words.split(' '))).code).toBe(0)
    expect((await run(`encrypt ${keyId}`, { stdin: 'secret words' })).code).toBe(0)
  })

  test('leaves a state error to a program as the operations on the way out', async () => {
    const keyId = await newKey(run)
    await result(run, `keys schedule-deletion ${keyId} --days 7 --yes`)
    const failed = await run(`encrypt ${keyId} --json`, { stdin: 'secret words' })
    expect(JSON.parse(failed.stdout.toString())).toMatchObject({
      provider: cloud,
      operation: 'encrypt',
      error: { code: 'InvalidKeyState' },
      advice: {
        hints: expect.arrayContaining([expect.stringContaining('PendingDeletion → cancelKeyDeletion → ')]),
        state: 'PendingDeletion',
        allowedIn: expect.arrayContaining(['Enabled']),
        way: expect.stringContaining('cancelKeyDeletion'),
      },
    })
  })

  test('is told the state that a key is in after every change of it', async () => {
    const keyId = await newKey(run)
    const stateAfter = async (words: string) => /^state +(\w+)$/m.exec((await run(words)).stdout.toString())?.[1]
    expect(await stateAfter(`keys disable ${keyId} --yes`)).toBe('Disabled')
    expect(await stateAfter(`keys enable ${keyId}`)).toBe('Enabled')
    expect(await stateAfter(`keys schedule-deletion ${keyId} --days 7 --yes`)).toBe('PendingDeletion')
    expect(await stateAfter(`keys cancel-deletion ${keyId}`)).toBe(cloud === 'alibaba' ? 'Enabled' : 'Disabled')
  })

  test('lists by any filter, whether the cloud can or not', async () => {
    const keyId = await newKey(run)
    await result(run, `keys disable ${keyId} --yes`)
    const kept = (await result(run, 'keys list --state disabled --origin provider --usage encrypt-decrypt')).result[
      'keys'
    ]
    expect(kept).toContainEqual(expect.objectContaining({ keyId }))
    const others = (await result(run, 'keys list --state enabled --origin provider')).result['keys']
    expect(others).not.toContainEqual(expect.objectContaining({ keyId }))
    const none = await run('keys list --state unavailable')
    expect({ code: none.code, stdout: none.stdout.toString(), stderr: none.stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('there are no such keys here'),
    })
  })

  test('sees by --dry-run what would be sent, and nothing is', async () => {
    const keyId = await newKey(run)
    const calls = () => server.simulators.reduce((sum, simulator) => sum + simulator.calls().length, 0)
    const before = calls()
    const { code, stdout } = await run(`encrypt ${keyId} --context tenant=42 --dry-run`, { stdin: 'secret words' })
    expect(code).toBe(0)
    expect(stdout.toString()).toContain('<12 bytes>')
    expect(stdout.toString()).not.toContain('secret')
    const planned = await run(`keys schedule-deletion ${keyId} --days 9 --dry-run --json`)
    expect(JSON.parse(planned.stdout.toString())).toMatchObject({
      provider: cloud,
      operation: 'scheduleKeyDeletion',
      dryRun: true,
      input: { keyId, pendingDays: 9 },
      request: { method: expect.stringMatching(/^(GET|POST)$/), url: expect.stringContaining(server.url) },
    })
    expect(calls()).toBe(before)
  })
})

async function versionOf(run: Run, keyId: string, cloud: string): Promise<string> {
  if (cloud !== 'alibaba') return ''
  const { primaryVersionId } = (await result(run, `keys describe ${keyId}`)).result
  return typeof primaryVersionId === 'string' ? ` --key-version ${primaryVersionId}` : ''
}
