/** What the simulators and the suite cost. Ratios of one run, never absolute times. Started by `run.ts`. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulatedClouds } from '../../../conformance/simulators/index.ts'
import { measureCells } from './cells.ts'
import { measureEcho } from './echo-ratio.ts'
import { measureKeys } from './many-keys.ts'
import { measureStart } from './start.ts'

const isShort = process.argv.includes('--short')
let missed = 0

function line(what: string, value: string, target: string, isHit: boolean): void {
  if (!isHit) missed += 1
  console.log(`${isHit ? 'pass' : 'MISS'}  ${what.padEnd(58)} ${value.padStart(22)}  target ${target}`)
}

const ratio = (value: number) => value.toFixed(2)

for (const cloud of simulatedClouds) {
  const { throughput, least, most, cpu } = await measureEcho(cloud, isShort ? 2 : 7, isShort ? 200 : 2_000)
  const range = `${ratio(throughput)} (${ratio(least)}-${ratio(most)})`
  line(`serve ${cloud} Encrypt, throughput against an echo server`, range, '>= 0.3', throughput >= 0.3)
  console.log(`      ${''.padEnd(58)} ${`CPU x ${ratio(cpu)}`.padStart(22)}`)
}

const [few, many] = isShort ? [100, 2_000] : [100, 100_000]
for (const cloud of simulatedClouds) {
  for (const { call, factor } of await measureKeys(cloud, few, many, isShort ? 3 : 15))
    line(`${cloud} ${call}, ${many} keys against ${few}`, ratio(factor), '<= 1.2', factor <= 1.2)
}

const folder = await mkdtemp(join(tmpdir(), 'polykms-bench-'))
try {
  const path = join(folder, 'kms.data')
  const { startMs, emptyMs, keys } = await measureStart(path, isShort ? 1_000 : 100_000)
  const { size } = await stat(path)
  const value = `${(startMs / 1_000).toFixed(1)} s (${(size / 1e6).toFixed(0)} MB)`
  line(`serve --data starts with ${keys} keys`, value, 'seconds (<= 20)', startMs <= 20_000)
  console.log(`      ${'of which an empty start takes'.padEnd(58)} ${`${(emptyMs / 1_000).toFixed(1)} s`.padStart(22)}`)
} finally {
  await rm(folder, { recursive: true })
}

const { cases, wallMs, cpuMs } = await measureCells(isShort ? ['quilibrium'] : simulatedClouds)
const each = wallMs / cases
line(
  `conformance of ${isShort ? 'one cloud' : 'five clouds'}, ${cases} cases`,
  `${ratio(each)} ms a case`,
  '< 5 ms',
  each < 5,
)
console.log(`      ${'CPU of all threads'.padEnd(58)} ${`${ratio(cpuMs / cases)} ms a case`.padStart(22)}`)
console.log(missed === 0 ? 'every target is met' : `${missed} missed`)
