import type { CallRow } from './measure-calls.ts'
import type { MemoryRow } from './measure-memory.ts'
import type { BundleRow } from './measure-sizes.ts'
import type { StartRow } from './measure-starts.ts'
import type { BenchCloud } from './replies.ts'
import type { Ratio } from './statistics.ts'

/** One promise about speed, and whether it is kept. */
export interface Target {
  readonly what: string
  readonly target: number
  readonly stretch?: number
  readonly value: number
  readonly range?: readonly [number, number]
  readonly verdict: 'stretch' | 'pass' | 'miss'
}

export interface Measured {
  readonly calls: readonly CallRow[]
  readonly starts: readonly StartRow[]
  readonly memory: readonly MemoryRow[]
  readonly bundles: readonly BundleRow[]
  /** Throughput of mapConcurrent to lanes written by hand. */
  readonly many: Ratio
}

type Bound = readonly [target: number, stretch?: number]
type Pair = readonly [sequential: Bound, concurrent: Bound]

/** Ratios of CPU per call. Signature Version 4 is signed by a library that alone costs seven times the floor's signer. */
const TO_FLOOR: Readonly<Record<BenchCloud, Pair>> = {
  aws: [[2.4, 1.8], [3.8, 2.8]], // biome-ignore format: pairs
  alibaba: [[1.8, 1.4], [2.3, 1.8]], // biome-ignore format: pairs
  huawei: [[1.8, 1.4], [2.3, 1.8]], // biome-ignore format: pairs
  otc: [[1.8, 1.4], [2.3, 1.8]], // biome-ignore format: pairs
  quilibrium: [[2.4, 1.8], [3.8, 2.8]], // biome-ignore format: pairs
}
const TO_OFFICIAL: Readonly<Partial<Record<BenchCloud, Bound>>> = {
  aws: [0.5, 0.35],
  huawei: [0.4, 0.3],
  alibaba: [0.95, 0.8],
}
const START: Readonly<Record<StartRow['form'], Readonly<Partial<Record<BenchCloud, Bound>>>>> = {
  bundled: { aws: [0.8], alibaba: [0.8], huawei: [0.8], quilibrium: [0.8] },
  unbundled: { aws: [1.8, 1], alibaba: [1.4, 1], huawei: [1.1, 1] },
}
const BUNDLE_KB = 60
/** How much the heap may end above where it was after the first tenth: collectors are not exact. */
const FLAT_MB = 2
const MANY = 0.9

/** Every target with its verdict. */
export function judge(measured: Measured): Target[] {
  return [
    ...measured.calls.filter(({ client }) => client === 'polykms').flatMap(callTargets),
    ...measured.starts.filter(({ client }) => client === 'polykms').flatMap(startTargets),
    ...measured.bundles.map(({ cloud, kbWithoutAxios }) =>
      atMost(`${cloud}: bundle without axios, kB gzipped`, [BUNDLE_KB], kbWithoutAxios),
    ),
    ...measured.memory.filter(({ heapMb }) => heapMb.length > 0).map(memoryTarget),
    atLeast('mapConcurrent: throughput ÷ lanes by hand', MANY, measured.many),
  ]
}

function callTargets({ cloud, mode, cpuToFloor, cpuTo, p99To }: CallRow): Target[] {
  const floor = TO_FLOOR[cloud][mode === 'sequential' ? 0 : 1]
  const official = TO_OFFICIAL[cloud]
  const targets = [byRatio(`${cloud}: CPU per call ÷ floor, ${mode}`, floor, cpuToFloor)]
  const cpu = againstBest(cpuTo)
  const p99 = againstBest(p99To)
  if (official !== undefined && cpu !== undefined) {
    targets.push(byRatio(`${cloud}: CPU per call ÷ official client, ${mode}`, official, cpu))
  }
  if (mode === 'concurrent' && p99 !== undefined) {
    targets.push(byRatio(`${cloud}: p99 ÷ official client, ${mode}`, [1], p99))
  }
  return targets
}

function startTargets({ cloud, form, wallTo }: StartRow): Target[] {
  const bound = START[form][cloud]
  const wall = againstBest(wallTo)
  return bound === undefined || wall === undefined
    ? []
    : [byRatio(`${cloud}: cold start ÷ official client, ${form}`, bound, wall)]
}

function memoryTarget({ cloud, heapMb, calls }: MemoryRow): Target {
  const grown = (heapMb.at(-1) ?? Number.NaN) - (heapMb[0] ?? Number.NaN)
  return atMost(`${cloud}: MB of heap that ${calls} calls add`, [FLAT_MB], grown)
}

/** Where a cloud has two official clients, the faster one counts: ours does worst against it. */
function againstBest(ratios: Readonly<Record<string, Ratio>> = {}): Ratio | undefined {
  return Object.values(ratios).sort((a, b) => b.median - a.median)[0]
}

function byRatio(what: string, bound: Bound, { median, min, max }: Ratio): Target {
  return { ...atMost(what, bound, median), range: [min, max] }
}

function atMost(what: string, [target, stretch]: Bound, value: number): Target {
  const verdict = stretch !== undefined && value <= stretch ? 'stretch' : value <= target ? 'pass' : 'miss'
  return { what, target, ...(stretch !== undefined && { stretch }), value, verdict }
}

function atLeast(what: string, target: number, { median, min, max }: Ratio): Target {
  return { what, target, value: median, range: [min, max], verdict: median >= target ? 'pass' : 'miss' }
}
