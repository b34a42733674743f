import { clients } from './plan.ts'
import { ask, type Programs, withServer } from './processes.ts'
import type { CallMeasurement } from './programs/calls.ts'
import type { BenchCloud } from './replies.ts'
import { median, type Ratio, ratio } from './statistics.ts'

/** One client in one mode: medians, and ratios within repetitions. */
export interface CallRow {
  readonly cloud: BenchCloud
  readonly client: string
  readonly mode: CallMeasurement['mode']
  readonly cpuMicros: number
  readonly wallMicros: number
  readonly p50Micros: number
  readonly p99Micros: number
  readonly cpuToFloor: Ratio
  /** Ours to each official client, by its name. */
  readonly cpuTo?: Readonly<Record<string, Ratio>>
  readonly p99To?: Readonly<Record<string, Ratio>>
}

type Runs = ReadonlyMap<string, readonly (readonly CallMeasurement[])[]>

const MODES = ['sequential', 'concurrent'] as const

/** CPU and wall time of a call, every client of a cloud by turns, each time in a fresh process. */
export async function measureCalls(
  programs: Programs,
  cloud: BenchCloud,
  { repetitions, calls }: { readonly repetitions: number; readonly calls: number },
): Promise<CallRow[]> {
  const names = clients[cloud]
  const runs = new Map(names.map((name): [string, CallMeasurement[][]] => [name, []]))
  await withServer(programs, cloud, async (port) => {
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      // Another one goes first each time.
      for (const name of rotated(names, repetition)) {
        const file = programs.path(`variants/${cloud}-${name}`)
        const args = [file, String(port), String(calls)]
        runs.get(name)?.push(await ask<CallMeasurement[]>(programs, programs.path('programs/calls'), args))
      }
    }
  })
  return MODES.flatMap((mode) => names.map((name) => summarise(cloud, name, mode, runs)))
}

export function rotated<T>(all: readonly T[], by: number): readonly T[] {
  const at = by % all.length
  return [...all.slice(at), ...all.slice(0, at)]
}

function summarise(cloud: BenchCloud, client: string, mode: CallMeasurement['mode'], runs: Runs): CallRow {
  const of = (name: string) => (runs.get(name) ?? []).flatMap((run) => run.filter((one) => one.mode === mode))
  const column = (name: string, pick: (one: CallMeasurement) => number) => of(name).map(pick)
  const cpu = (one: CallMeasurement) => one.cpuMicros
  const p99 = (one: CallMeasurement) => one.p99Micros
  const others = clients[cloud].filter((name) => name !== 'floor' && name !== 'polykms')
  const against = (pick: (one: CallMeasurement) => number) =>
    Object.fromEntries(others.map((name) => [name, ratio(column(client, pick), column(name, pick))]))
  return {
    cloud,
    client,
    mode,
    cpuMicros: median(column(client, cpu)),
    wallMicros: median(column(client, (one) => one.wallMicros)),
    p50Micros: median(column(client, (one) => one.p50Micros)),
    p99Micros: median(column(client, p99)),
    cpuToFloor: ratio(column(client, cpu), column('floor', cpu)),
    ...(client === 'polykms' && { cpuTo: against(cpu), p99To: against(p99) }),
  }
}
