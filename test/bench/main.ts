import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Measurement } from './worker.ts'

/*
 * CPU and wall time per call against the floor and the official client. Variants are interleaved and every repetition
 * starts fresh processes, so that what disturbs the machine disturbs all of them: the ratios are what counts.
 */

const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  aws: ['aws-floor', 'aws-polykms', 'aws-official'],
}

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const modes = ['sequential', 'concurrent'] as const

interface Row {
  readonly cloud: string
  readonly variant: string
  readonly mode: Measurement['mode']
  readonly cpuMicros: number
  readonly wallMicros: number
  readonly p50Micros: number
  readonly p99Micros: number
  /** Medians of the ratios within each repetition, with the smallest and the largest. */
  readonly cpuToFloor: readonly [number, number, number]
  readonly cpuToOfficial: readonly [number, number, number]
}

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    repetitions: { type: 'string' },
    calls: { type: 'string' },
    json: { type: 'string' },
  },
})
const repetitions = Number(values.repetitions ?? (values.short ? 2 : 6))
const calls = Number(values.calls ?? (values.short ? 300 : 3000))

const rows: Row[] = []
for (const [cloud, variants] of Object.entries(VARIANTS)) {
  const runs = await measureAll(variants)
  for (const mode of modes) for (const variant of variants) rows.push(summarise(cloud, variant, mode, runs))
}
process.stdout.write(`${table(rows)}\n`)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ repetitions, calls, rows }, null, 2)}\n`)

type Runs = ReadonlyMap<string, readonly (readonly Measurement[])[]>

async function measureAll(variants: readonly string[]): Promise<Runs> {
  const server = fork(path('./server.ts'))
  const runs = new Map(variants.map((variant): [string, Measurement[][]] => [variant, []]))
  try {
    const { port } = await message<{ port: number }>(server)
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      // Another one goes first each time.
      const order = variants.map((_, index) => variants[(index + repetition) % variants.length] ?? '')
      for (const variant of order) runs.get(variant)?.push(await measureOne(variant, port))
    }
  } finally {
    server.kill()
  }
  return runs
}

function measureOne(variant: string, port: number): Promise<Measurement[]> {
  return message<Measurement[]>(
    fork(path('./worker.ts'), [path(`./variants/${variant}.ts`), String(port), String(calls)]),
  )
}

function message<T>(child: ReturnType<typeof fork>): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (value) => resolve(value as T)) // the children are ours and send what they are asked for
    child.once('exit', (code) => reject(new Error(`a bench process ended with ${code}`)))
  })
}

function summarise(cloud: string, variant: string, mode: Measurement['mode'], runs: Runs): Row {
  const of = (name: string) => (runs.get(name) ?? []).flatMap((run) => run.filter((one) => one.mode === mode))
  const own = of(variant)
  const ratios = (other: string): [number, number, number] => {
    const base = of(`${cloud}-${other}`)
    const all = own.map((one, index) => one.cpuMicros / (base[index]?.cpuMicros ?? Number.NaN))
    return [median(all), Math.min(...all), Math.max(...all)]
  }
  const middle = (pick: (one: Measurement) => number) => median(own.map(pick))
  return {
    cloud,
    variant,
    mode,
    cpuMicros: middle((one) => one.cpuMicros),
    wallMicros: middle((one) => one.wallMicros),
    p50Micros: middle((one) => one.p50Micros),
    p99Micros: middle((one) => one.p99Micros),
    cpuToFloor: ratios('floor'),
    cpuToOfficial: ratios('official'),
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

function table(all: readonly Row[]): string {
  const ratio = ([middle, least, most]: Row['cpuToFloor']) =>
    `${middle.toFixed(2)} [${least.toFixed(2)}..${most.toFixed(2)}]`
  const head = ['variant', 'mode', 'CPU µs', 'CPU ÷ floor', 'CPU ÷ official', 'wall µs', 'p50 µs', 'p99 µs']
  const lines = all.map((row) => [
    row.variant,
    row.mode,
    row.cpuMicros.toFixed(0),
    ratio(row.cpuToFloor),
    ratio(row.cpuToOfficial),
    row.wallMicros.toFixed(0),
    row.p50Micros.toFixed(0),
    row.p99Micros.toFixed(0),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)))
  const lay = (line: readonly string[]) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return [lay(head), ...lines.map(lay)].map((line) => line.trimEnd()).join('\n')
}
