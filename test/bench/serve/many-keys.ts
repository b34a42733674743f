import { createSimulator, type SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient, fetchTransport, type KmsClient } from '../../../src/index.ts'
import { median } from './echo-ratio.ts'

const PAGE = 50
const CALLS = 300

/** A simulator with so many keys, the reading client beside it, and some of the keys. */
async function populated(cloud: SimulatedCloud, keys: number): Promise<{ kms: KmsClient; some: readonly string[] }> {
  const simulator = createSimulator(cloud, { seed: 1 })
  const local = localCloud(cloud)
  const [region] = local.regions
  // Every cloud's putKey takes these portable words.
  const putKey = simulator.control.putKey as (key: { state: string; region: string }) => { readonly keyId: string }
  const ids = Array.from({ length: keys }, () => putKey({ state: 'Enabled', region }).keyId)
  const kms = createClient(await local.provider({ region }), { transport: fetchTransport(simulator.fetch) })
  return { kms, some: [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => ids[Math.floor(part * keys)] ?? '') }
}

/** What one call costs with many keys against what it costs with few: medians of rounds that take turns. */
export async function measureKeys(
  cloud: SimulatedCloud,
  few: number,
  many: number,
  rounds: number,
): Promise<readonly { readonly call: string; readonly factor: number }[]> {
  const sides = await Promise.all([few, many].map((keys) => populated(cloud, keys)))
  const calls: Readonly<Record<string, (side: number, turn: number) => Promise<unknown>>> = {
    describeKey: (side, turn) => {
      const { kms, some } = sides[side] ?? {}
      return kms?.describeKey({ keyId: some?.[turn % some.length] ?? '' }) ?? Promise.resolve()
    },
    listKeys: (side) => sides[side]?.kms.listKeys({ limit: PAGE }) ?? Promise.resolve(),
  }
  const factors: { call: string; factor: number }[] = []
  for (const [call, run] of Object.entries(calls)) {
    const times: [number[], number[]] = [[], []]
    for (let round = -2; round < rounds; round += 1) {
      for (const side of [0, 1] as const) {
        const startedMs = process.cpuUsage()
        for (let turn = 0; turn < CALLS; turn += 1) await run(side, turn)
        const { user, system } = process.cpuUsage(startedMs)
        if (round >= 0) times[side].push(user + system)
      }
    }
    factors.push({ call, factor: median(times[1]) / median(times[0]) })
  }
  return factors
}
