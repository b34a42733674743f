import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matrix, type Target } from '../../../conformance/index.ts'
import {
  createJournal,
  finished,
  type Journal,
  journalled,
  leftOut,
  openJournal,
  RunStopped,
  runLive,
  sweepByJournal,
  sweepByMark,
} from '../../../conformance/live/index.ts'
import { lineageOf } from '../../../conformance/live/pool.ts'
import { needOf, schedule } from '../../../conformance/live/schedule.ts'
import { beyondReach } from '../../../conformance/matrix/index.ts'
import { plan } from '../../../conformance/plan.ts'
import { makeKey } from '../../../conformance/scenarios/arrange.ts'
import { scenarioOf } from '../../../conformance/scenarios/index.ts'
import { createStage } from '../../../conformance/scenarios/stage.ts'
import { createSimulator, type SimulatedCloud, simulatedClouds } from '../../../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../../../conformance/targets/simulator.ts'
import { has } from '../../support/has.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-live-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Keys are marked by a tag or a name. */
const MARKED = simulatedClouds.filter((cloud) => has(cloud, 'tagKey'))

const settings = { clouds: ['aws'], matrixEdition: 'test' }
const journalOf = (): Journal => createJournal(mkdtempSync(join(folder, 'journals-')), settings)

/** A simulator in the place of an account: it has no control surface. */
async function account(cloud: SimulatedCloud = 'aws') {
  const simulator = createSimulator(cloud)
  const { control: _control, ...target } = await createSimulatorTarget({ cloud, via: 'direct', simulator })
  return { simulator, target: { ...target, settling: { consecutive: 3, intervalMs: 0, deadlineMs: 2_000 } } as Target }
}

const made = (simulator: ReturnType<typeof createSimulator>) =>
  simulator.calls().filter(({ action, status }) => /^(CreateKey|create-key)$/.test(action) && status < 300).length

async function ran(target: Target, journal: Journal, more: Partial<Parameters<typeof runLive>[0]> = {}) {
  const cases: string[] = []
  const options = { target, matrix: matrix(['aws']), filter: 'aws/EnableKey', journal, caps: { maxKeys: 100 }, ...more }
  for await (const { id } of runLive(options)) cases.push(id)
  return cases
}

describe('the journal', () => {
  test('has a line on disk for a key before the call that makes it', async () => {
    const { target } = await account()
    const journal = journalOf()
    let before = ''
    const kms: Target['kms'] = {
      ...target.kms,
      createKey: (input) => {
        before = readFileSync(journal.file, 'utf8')
        return target.kms.createKey(input)
      },
    }
    await journalled({ ...target, kms }, journal, { maxKeys: 5 }).kms.createKey({})
    expect(before.trimEnd().split('\n').at(-1)).toMatch(/^\{"t":"creating","what":"key"/)
  })

  test('drops a line that was cut short, and nothing else', () => {
    const journal = journalOf()
    journal.ended(journal.creating({ what: 'key', cloud: 'aws', region: 'us-east-1' }), { made: 'a' })
    journal.close()
    appendFileSync(journal.file, '{"t":"creating","what":"k')
    const again = openJournal(journal.file, 'work')
    again.creating({ what: 'key', cloud: 'aws', region: 'us-east-1' })
    again.close()
    expect(openJournal(journal.file, 'read').creations('aws')).toMatchObject([
      { seq: 1, end: { made: 'a' } },
      { seq: 2, end: undefined },
    ])
  })

  test('is not shared by two processes', () => {
    const journal = journalOf()
    journal.close()
    const line = { t: 'process', at: new Date().toISOString(), pid: process.ppid, host: hostOf(journal.file) }
    appendFileSync(journal.file, `${JSON.stringify(line)}\n`)
    expect(() => openJournal(journal.file, 'work')).toThrow(`process ${process.ppid} is still working`)
  })

  test('holds no secret of the caller and no key material', async () => {
    const { target } = await account()
    const journal = journalOf()
    await ran(target, journal, { filter: 'external-symmetric/PendingImport' })
    const text = readFileSync(journal.file, 'utf8')
    expect(text).toContain('"t":"result"')
    expect(text).not.toMatch(/secret|Signature=|[A-Za-z0-9+/]{60}/)
  })
})

function hostOf(file: string): string {
  return /"host":"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
}

describe('a run', () => {
  test('goes on after a stop with the cases that are left, and uses its keys on', async () => {
    const { target, simulator } = await account()
    const journal = journalOf()
    const stop = new AbortController()
    const first: string[] = []
    const options = { target, matrix: matrix(['aws']), filter: 'aws/EnableKey', journal, caps: { maxKeys: 100 } }
    await expect(async () => {
      for await (const { id } of runLive({ ...options, signal: stop.signal })) {
        first.push(id)
        if (first.length === 5) stop.abort()
      }
    }).rejects.toThrow()
    const keys = made(simulator)
    journal.close()
    const again = openJournal(journal.file, 'work')
    const second = await ran(target, again)
    const all = plan({ cloud: 'aws', matrix: matrix(['aws']), filter: 'aws/EnableKey' }).map(({ id }) => id)
    expect([...first, ...second].sort()).toEqual([...all].sort())
    expect(finished(again, 'aws')).toHaveLength(all.length)
    expect(made(simulator)).toBeLessThanOrEqual(keys + 4)
  })

  test('believes no single read: an account that shows changes late conforms as well', async () => {
    const { target, simulator } = await account()
    simulator.control.lag({ mode: 'alternating', calls: 4 })
    const patient = { ...target, settling: { consecutive: 5, intervalMs: 0, deadlineMs: 2_000 } }
    const journal = journalOf()
    await ran(patient, journal, { filter: 'aws/EnableKey/' })
    expect(journal.results('aws').filter(({ verdict }) => verdict === 'deviates' || verdict === 'error')).toEqual([])
  })

  test('stops before the key that its cap does not allow', async () => {
    const { target, simulator } = await account()
    await expect(ran(target, journalOf(), { caps: { maxKeys: 2 } })).rejects.toThrow(RunStopped)
    expect(made(simulator)).toBe(2)
  })

  test('stops when the account takes no more keys', async () => {
    const simulator = createSimulator('huawei', { limits: { keys: 1 } })
    const { control: _control, ...target } = await createSimulatorTarget({ cloud: 'huawei', via: 'direct', simulator })
    const run = ran(target, journalOf(), { matrix: matrix(['huawei']), filter: 'encrypt-data' })
    await expect(run).rejects.toThrow('quota')
  })
})

describe('the sweep', () => {
  const leftAlive = async (target: Target) => {
    const { keys } = await target.kms.listKeys({})
    const states = await Promise.all(keys.map(async ({ keyId }) => (await target.kms.describeKey({ keyId })).state))
    return states.filter((state) => !state.startsWith('Pending') || state === 'PendingImport')
  }

  test('ends every key, also protected ones, imports, replicas and those already pending', async () => {
    for (const [cloud, filter] of [
      ['aws', 'multi-region'],
      ['alibaba', 'SetDeletionProtection'],
      ['huawei', 'external-symmetric'],
    ] as const) {
      const { target } = await account(cloud)
      const journal = journalOf()
      await ran(target, journal, { matrix: matrix([cloud]), filter })
      const swept = []
      for await (const one of sweepByJournal(target, journal)) swept.push(one)
      expect(swept.length).toBeGreaterThan(1)
      expect(swept.filter(({ became }) => became === 'failed')).toEqual([])
      expect(await leftAlive(target)).toEqual([])
      expect(journal.isSwept(cloud)).toBe(true)
    }
  })

  test.each(MARKED)('finds the keys of a run on %s by their mark, and leaves others alone', async (cloud) => {
    const { target } = await account(cloud)
    const journal = journalOf()
    const mine = journalled(target, journal, { maxKeys: 9 })
    const { keyId } = await mine.kms.createKey({})
    const foreign = await target.kms.createKey({})
    const swept = []
    for await (const one of sweepByMark(target, journal.run)) swept.push(one)
    expect(swept).toMatchObject([{ keyId, became: 'scheduled' }])
    expect((await target.kms.describeKey({ keyId: foreign.keyId })).state).toBe('Enabled')
  })

  test.each(MARKED)('finds a key of %s whose creation was never answered', async (cloud) => {
    const { target, simulator } = await account(cloud)
    const journal = journalOf()
    const creation = journal.creating({ what: 'key', cloud, region: target.region })
    // The process ended between the line and the answer: the key is there, the journal does not know its id.
    const ghost = createJournalStub(journal, creation.seq)
    const { keyId } = await journalled(target, ghost, { maxKeys: 9 }).kms.createKey({})
    const swept = []
    for await (const one of sweepByJournal(target, journal)) swept.push(one)
    expect(swept).toMatchObject([{ keyId, became: 'scheduled' }])
    expect(made(simulator)).toBe(1)
  })
})

/** A journal whose next creation has a number that is announced elsewhere already. */
function createJournalStub(journal: Journal, seq: number): Journal {
  return { ...journal, creations: () => [], creating: (creation) => ({ ...creation, seq }), ended: () => {} }
}

describe('the order of cases', () => {
  test.each(simulatedClouds)('trusts scenarios of %s that say they prepare nothing with the key', async (cloud) => {
    const { target, simulator } = await account(cloud)
    const stage = createStage(target, 'test', undefined, new Map())
    const key = await makeKey(stage, 'symmetric', 'Enabled', false)
    const idle = matrix([cloud]).cells.filter(({ state }) => state === 'Enabled')
    const lying: string[] = []
    for (const cell of idle) {
      const scenario = scenarioOf(cell)
      if (scenario === undefined || needOf(scenario) !== 'nothing') continue
      const about = () => simulator.calls().filter(({ keyId }) => keyId === key.id).length
      const before = about()
      await Promise.resolve(scenario.ready(stage, { ...key, kind: cell.keyKind ?? 'symmetric' }, 'Enabled')).catch(
        () => {},
      )
      if (about() !== before) lying.push(cell.action)
    }
    expect(lying).toEqual([])
  })

  test.each(simulatedClouds)('of %s keeps every case, and those that spend a key come last of their kind', (cloud) => {
    const cases = plan({ cloud, matrix: matrix([cloud]) })
    const ordered = schedule(cases)
    expect(ordered.map(({ id }) => id).sort()).toEqual(cases.map(({ id }) => id).sort())
    const lineages = ordered.map((one) =>
      one.kind === 'cell' ? (lineageOf(one.cell.keyKind ?? 'symmetric', one.cell.state) ?? 'none') : 'behaviour',
    )
    const runs = lineages.filter((lineage, index) => lineage !== lineages[index - 1])
    expect(runs.length).toBe(new Set(lineages).size)
  })

  test('a certifying run may leave out only what the matrix says no call brings about', () => {
    const table = matrix(['otc'])
    const results = plan({ cloud: 'otc', matrix: table }).map((one) => {
      const beyond = one.kind === 'cell' ? beyondReach(one.cell) !== undefined : one.behaviour.takesTime === true
      return { id: one.id, verdict: beyond ? 'unreachable' : 'conforms' } as Parameters<typeof leftOut>[0][number]
    })
    expect(leftOut(results, 'otc', table)).toEqual([])
    const [first, ...rest] = results
    expect(leftOut(rest, 'otc', table)).toEqual([first?.id])
  })
})
