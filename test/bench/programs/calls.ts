import type { CreateVariant } from '../variant.ts'

/** What one fresh process measured of one variant, in microseconds per call. */
export interface CallMeasurement {
  readonly mode: 'sequential' | 'concurrent'
  readonly cpuMicros: number
  readonly wallMicros: number
  readonly p50Micros: number
  readonly p99Micros: number
}

export const CONCURRENCY = 64

/** Loads one variant, warms it up and measures it; a process of its own, so that variants share no heap and no caches. */
async function main(): Promise<void> {
  const [file = '', port = '', calls = ''] = process.argv.slice(2)
  const { create } = (await import(file)) as { create: CreateVariant } // every file in variants/ exports it
  const { call, close } = await create(Number(port))
  const count = Number(calls)
  await drive(call, Math.ceil(count / 2), 1)
  await drive(call, count * 2, CONCURRENCY)
  const sequential = await measure('sequential', call, count, 1)
  const concurrent = await measure('concurrent', call, Math.ceil(count * 2.5), CONCURRENCY)
  close?.()
  process.send?.([sequential, concurrent])
  process.disconnect?.()
  process.exitCode = 0
}

async function measure(
  mode: CallMeasurement['mode'],
  call: () => Promise<unknown>,
  count: number,
  concurrency: number,
): Promise<CallMeasurement> {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  const latencies = await drive(call, count, concurrency)
  const wallMicros = ((performance.now() - startedMs) * 1000) / count
  const { user, system } = process.cpuUsage(cpu)
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return { mode, cpuMicros: (user + system) / count, wallMicros, p50Micros: at(0.5), p99Micros: at(0.99) }
}

async function drive(call: () => Promise<unknown>, count: number, concurrency: number): Promise<number[]> {
  const latencies: number[] = []
  let left = count
  const lane = async () => {
    while (left > 0) {
      left -= 1
      const startedMs = performance.now()
      await call()
      latencies.push((performance.now() - startedMs) * 1000)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return latencies
}

await main()
