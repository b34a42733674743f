import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Served, startServe } from '../support/cli.ts'
import { killedRun, seeded } from '../support/kill.ts'
import { callsOf, control, startLive, TEST_ENVIRONMENT } from '../support/live.ts'

let folder: string
let served: Served
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-live-'))
  for (const [name, value] of Object.entries(TEST_ENVIRONMENT)) vi.stubEnv(name, value)
  served = await startServe()
})
beforeEach(() => control(served.url, 'reset', {}))
afterAll(async () => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  await served.stop()
})

const made = async () =>
  (await callsOf(served.url)).filter(({ action, status }) => /^(Create|Replicate)Key$/.test(action) && status < 300)
    .length

function live(...args: readonly string[]) {
  const here = ['--target', 'live', '--endpoint', served.url, '--cloud', 'aws', '--out', join(folder, 'out')]
  return startLive(['run', ...here, '--journal', join(folder, 'journals'), ...args])
}

const FEW = ['--filter', 'KeyDeletion/']

describe('polykms conformance plan', () => {
  test('tells keys, calls, minutes and money, and needs neither network nor credentials', {
    timeout: 60_000,
  }, async () => {
    const args = ['plan', '--cloud', 'aws,otc', '--filter', 'describe', '--json']
    const { code, stdout } = await startLive(args, { AWS_ACCESS_KEY_ID: '', OS_ACCESS_KEY: '' }).end
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([
      { cloud: 'aws', money: { price: { source: 'https://aws.amazon.com/kms/pricing/', readOn: expect.any(String) } } },
      { cloud: 'otc', keys: expect.any(Number), calls: expect.any(Number), minutes: expect.any(Number) },
    ])
    expect(JSON.parse(stdout)[1]).not.toHaveProperty('money')
  })
})

describe('polykms conformance run --target live', { timeout: 60_000 }, () => {
  test('sends nothing without --yes', async () => {
    const { code, stderr } = await live(...FEW).end
    expect({ code, told: stderr.includes('add --yes') }).toEqual({ code: 2, told: true })
    expect(await callsOf(served.url)).toEqual([])
  })

  test('makes nothing when the plan needs more keys than --max-keys', async () => {
    const { code, stderr } = await live(...FEW, '--yes', '--max-keys', '1').end
    expect({ code, told: stderr.includes('--max-keys 1 is too few') }).toEqual({ code: 2, told: true })
    expect(await callsOf(served.url)).toEqual([])
  })

  test('makes no more keys and calls than were planned, conforms, and leaves every key pending deletion', async () => {
    const { code, stderr, stdout } = await live(...FEW, '--yes').end
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^10 passed, 0 failed, 6 skipped$/m)
    const [, planned] = /^aws +\d+ +(\d+) /m.exec(stderr) ?? []
    expect(await made()).toBe(Number(planned))
  })

  test('stops on SIGINT between two cases, says how to go on and how to clean up, and both work', async () => {
    const run = live(...FEW, '--yes', '--max-rps', '5')
    await run.said('journal ')
    run.child.kill('SIGINT')
    const { code, stderr } = await run.end
    const [, resume] = /go on: +polykms conformance run .*--resume (\w+)/.exec(stderr) ?? []
    expect({ code, sweep: stderr.includes(`sweep --run ${resume}`) }).toEqual({ code: 2, sweep: true })
    const journals = ['--journal', join(folder, 'journals')]
    const swept = await startLive(['sweep', '--run', resume ?? '', ...journals]).end
    expect({ code: swept.code, told: /0 failed/.test(swept.stdout) }).toEqual({ code: 0, told: true })
  })

  test('finds what a run left when its journal is lost, and asks before it takes the keys of all runs', async () => {
    await live(...FEW, '--yes', '--keep').end
    const keys = await made()
    const lost = ['sweep', '--lost', '--cloud', 'aws', '--endpoint', served.url]
    expect((await startLive(lost).end).code).toBe(2)
    const { code, stdout } = await startLive([...lost, '--yes']).end
    expect(code).toBe(0)
    const [, scheduled, before] = /(\d+) scheduled for deletion, (\d+) were already/.exec(stdout) ?? []
    expect(Number(scheduled) + Number(before)).toBe(keys)
  })

  test('tells what an undisturbed run tells after being killed three times', { timeout: 120_000 }, async () => {
    const options = { cloud: 'otc', url: served.url, filter: 'enable-key', maxKeys: 40, maxRps: 40 }
    const killed = await killedRun({ ...options, kills: 3, random: seeded(7), longestLifeMs: 600 })
    expect(killed.kills).toBe(3)
    expect(killed.report).toEqual(killed.undisturbed)
    expect(killed.unannounced).toBe(0)
    expect(killed.left.filter((state) => state !== 'PendingDeletion')).toEqual([])
  })

  test('--certify takes no filter', async () => {
    const { code, stderr } = await live('--certify', ...FEW, '--yes').end
    expect({ code, told: stderr.includes('no --filter') }).toEqual({ code: 2, told: true })
    expect(existsSync(join(folder, 'out'))).toBe(true)
    expect(readdirSync(join(folder, 'journals')).length).toBeGreaterThan(0)
  })
})
