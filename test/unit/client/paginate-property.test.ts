import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSimulator, type SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient, fetchTransport, type KmsClient, paginate } from '../../../src/index.ts'

const WALKS = 12
const SEED = 20_261_121
const LIMIT = 3

/** What others do between two pages. */
type Change = 'make' | 'delete' | 'nothing'

const walk = fc.record({
  atFirst: fc.integer({ min: 0, max: 14 }),
  changes: fc.array(fc.constantFrom<Change>('make', 'delete', 'nothing'), { minLength: 1, maxLength: 12 }),
  /** Which of those that are there is deleted. */
  victims: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
})

/** Things of one kind in one cloud that can be made, deleted and listed. */
interface World {
  make(): Promise<string>
  delete(name: string): Promise<void>
  list(): AsyncIterable<string>
}

async function client(cloud: SimulatedCloud) {
  const simulator = createSimulator(cloud)
  const provider = await localCloud(cloud).provider({ region: localCloud(cloud).regions[0] })
  return { simulator, kms: createClient(provider, { transport: fetchTransport(simulator.fetch) }) }
}

/** Keys go when their time has come. */
async function keysOf(cloud: SimulatedCloud): Promise<World> {
  const { simulator, kms } = await client(cloud)
  return {
    make: async () => (await kms.createKey({})).keyId,
    delete: async (keyId) => {
      await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })
      simulator.control.clock.advance('8d')
    },
    list: () => names(kms, 'listKeys', ({ keyId }) => keyId),
  }
}

async function aliasesOf(cloud: SimulatedCloud): Promise<World> {
  const { kms } = await client(cloud)
  const { keyId } = await kms.createKey({})
  let count = 0
  return {
    make: async () => {
      count += 1
      // In an order that has nothing to do with that of their making.
      const alias = `alias/${(count * 7_919) % 10_007}`
      await kms.createAlias({ alias, keyId })
      return alias
    },
    delete: async (alias) => {
      await kms.deleteAlias({ alias })
    },
    list: () => names(kms, 'listAliases', ({ alias }) => alias),
  }
}

async function* names<P extends 'listKeys' | 'listAliases'>(
  kms: KmsClient,
  operation: P,
  nameOf: (item: { keyId: string; alias: string }) => string,
): AsyncGenerator<string> {
  // Either kind of item has the one of the two members that is asked for.
  for await (const item of paginate(kms, operation, { limit: LIMIT } as never)) yield nameOf(item as never)
}

/** Walks while others make and delete, a change before every item; tells what was met and what was there throughout. */
async function walkAmong(
  world: World,
  { atFirst, changes, victims }: { atFirst: number; changes: Change[]; victims: number[] },
) {
  const there: string[] = []
  for (let count = 0; count < atFirst; count += 1) there.push(await world.make())
  const throughout = new Set(there)
  const met: string[] = []
  let turn = 0
  for await (const name of world.list()) {
    met.push(name)
    const change = changes[turn]
    const victim = there[(victims[turn] ?? 0) % Math.max(1, there.length)]
    turn += 1
    if (change === 'make') there.push(await world.make())
    if (change === 'delete' && victim !== undefined) {
      await world.delete(victim)
      there.splice(there.indexOf(victim), 1)
      throughout.delete(victim)
    }
  }
  return { met, throughout }
}

const cursorWorlds: [string, () => Promise<World>][] = [
  ['keys of aws', () => keysOf('aws')],
  ['keys of quilibrium', () => keysOf('quilibrium')],
  ['aliases of aws', () => aliasesOf('aws')],
  ['aliases of quilibrium', () => aliasesOf('quilibrium')],
]
const numberedWorlds: [string, () => Promise<World>][] = [
  ['keys of alibaba', () => keysOf('alibaba')],
  ['aliases of alibaba', () => aliasesOf('alibaba')],
  ['keys of huawei', () => keysOf('huawei')],
  ['keys of otc', () => keysOf('otc')],
]
/** Their replies tell no total, so nothing tells of a change. */
const untoldWorlds: [string, () => Promise<World>][] = [['aliases of huawei', () => aliasesOf('huawei')]]

describe('paginate, while others make and delete', () => {
  test.each(cursorWorlds)('gives the %s that are there throughout, and none twice', async (_what, make) => {
    const property = fc.asyncProperty(walk, async (given) => {
      const { met, throughout } = await walkAmong(await make(), given)
      expect(met).toHaveLength(new Set(met).size)
      expect([...throughout].filter((name) => !met.includes(name))).toEqual([])
    })
    await fc.assert(property, { numRuns: WALKS, seed: SEED })
  })

  test.each(numberedWorlds)('does so with the %s, as long as the total tells of the change', async (_what, make) => {
    const property = fc.asyncProperty(walk, fc.constantFrom('make', 'delete'), async (given, only) => {
      const changes = given.changes.map((change) => (change === 'nothing' ? change : only))
      const { met, throughout } = await walkAmong(await make(), { ...given, changes })
      expect(met).toHaveLength(new Set(met).size)
      expect([...throughout].filter((name) => !met.includes(name))).toEqual([])
    })
    await fc.assert(property, { numRuns: WALKS, seed: SEED })
  })

  test.each([...numberedWorlds, ...untoldWorlds])(
    'gives none of the %s twice, whatever is changed',
    async (_what, make) => {
      const property = fc.asyncProperty(walk, async (given) => {
        const { met } = await walkAmong(await make(), given)
        expect(met).toHaveLength(new Set(met).size)
      })
      await fc.assert(property, { numRuns: WALKS, seed: SEED })
    },
  )

  test('has the gap that its page tells of: one made for one deleted between two pages of a page-numbered list', async () => {
    const world = await keysOf('alibaba')
    const keys: string[] = []
    for (let count = 0; count < 6; count += 1) keys.push(await world.make())
    const met: string[] = []
    for await (const name of world.list()) {
      met.push(name)
      if (met.length !== LIMIT) continue
      await world.delete(met[0] ?? '')
      await world.make()
    }
    const missed = keys.filter((name) => !met.includes(name))
    expect(missed).toHaveLength(1)
  })

  test('begins again no more than ten times when a list never comes to rest', async () => {
    const world = await keysOf('alibaba')
    for (let count = 0; count < 2 * LIMIT; count += 1) await world.make()
    const met: string[] = []
    for await (const name of world.list()) {
      met.push(name)
      if (met.length < 60) await world.make()
    }
    expect(met).toHaveLength(new Set(met).size)
  })
})
