import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureCalls } from './measure-calls.ts'
import { measureMany } from './measure-many.ts'
import { measureMemory } from './measure-memory.ts'
import { measureProfiles } from './measure-profile.ts'
import { measureBundle, measureInstalls } from './measure-sizes.ts'
import { measureStarts } from './measure-starts.ts'
import { RESULTS_FILE, writePage } from './page.ts'
import { clouds as allClouds, type Effort, FULL, SHORT, variants } from './plan.ts'
import { compile, type Programs } from './processes.ts'
import type { BenchCloud } from './replies.ts'
import { describeMachine, type Results } from './results.ts'
import { measureServe } from './serve/run.ts'
import {
  asText,
  bundleTable,
  callTable,
  installTable,
  memoryTable,
  profileTable,
  startTable,
  targetTable,
} from './tables.ts'
import { judge, type Measured } from './targets.ts'

/*
 * What a call, a start and an install cost, against the floor and the official clients. Variants are interleaved and
 * every repetition starts fresh processes, so that what disturbs the machine disturbs all of them: the ratios count.
 *
 * npm run bench -- [--short] [--cloud aws,huawei] [--repetitions N] [--json FILE] [--write]
 * Unless less is asked for, the bench of simulators and suite follows. `--write` keeps the results and writes docs/performance.md.
 */
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    cloud: { type: 'string' },
    repetitions: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})

const results = await run(effortOf(), chosen())
for (const line of report(results)) process.stdout.write(`${line}\n`)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
if (values.write) {
  writeFileSync(RESULTS_FILE, `${JSON.stringify(results, null, 2)}\n`)
  writePage(results)
}

function effortOf(): Effort {
  const effort = values.short ? SHORT : FULL
  return values.repetitions === undefined ? effort : { ...effort, repetitions: Number(values.repetitions) }
}

function chosen(): BenchCloud[] {
  const named = values.cloud?.split(',') ?? allClouds
  const unknown = named.filter((name) => !allClouds.some((cloud) => cloud === name))
  if (unknown.length > 0) throw new Error(`no such cloud: ${unknown.join(', ')}`)
  return allClouds.filter((cloud) => named.includes(cloud))
}

async function run(effort: Effort, clouds: readonly BenchCloud[]): Promise<Results> {
  const programs = await compile([
    ...['calls', 'start', 'memory', 'many', 'profile', 'server'].map((name) => `programs/${name}`),
    ...variants.map((name) => `variants/${name}`),
  ])
  try {
    const measured = await measure(programs, effort, clouds)
    process.stderr.write('profiles\n')
    const profiles = (await inTurn(beyond(effort, clouds), (cloud) => measureProfiles(programs, cloud, effort))).flat()
    const targets = judge(measured)
    const found = { ...describeMachine(), effort, ...measured, installs: measureInstalls(), profiles, targets }
    if (values.short || values.cloud !== undefined) return { ...found, serve: [] }
    process.stderr.write('simulators and suite\n')
    return { ...found, serve: await measureServe([]) }
  } finally {
    programs.remove()
  }
}

function beyond({ beyondCalls }: Effort, clouds: readonly BenchCloud[]): BenchCloud[] {
  return clouds.filter((cloud) => beyondCalls.includes(cloud))
}

async function inTurn<T>(clouds: readonly BenchCloud[], one: (cloud: BenchCloud) => Promise<T>): Promise<T[]> {
  const all: T[] = []
  for (const cloud of clouds) all.push(await one(cloud))
  return all
}

async function measure(programs: Programs, effort: Effort, clouds: readonly BenchCloud[]): Promise<Measured> {
  const each = <T>(
    what: string,
    one: (cloud: BenchCloud) => Promise<T>,
    some: readonly BenchCloud[] = beyond(effort, clouds),
  ) =>
    inTurn(some, (cloud) => {
      process.stderr.write(`${what}: ${cloud}\n`)
      return one(cloud)
    })
  return {
    calls: (await each('calls', (cloud) => measureCalls(programs, cloud, effort), clouds)).flat(),
    starts: (await each('cold start', (cloud) => measureStarts(programs, cloud, effort))).flat(),
    memory: (await each('memory', (cloud) => measureMemory(programs, cloud, effort))).flat(),
    bundles: await each('bundle', measureBundle),
    many: await measureMany(programs, effort),
  }
}

function report(found: Results): string[] {
  return [
    `CPU and wall time per call, medians of ${found.effort.repetitions} processes`,
    asText(callTable(found.calls)),
    '',
    `Import and first call, medians of ${found.effort.starts} processes`,
    asText(startTable(found.starts)),
    '',
    'Microseconds of a call, one after the other, by what they were spent in (a profiler was watching)',
    asText(profileTable(found.profiles)),
    '',
    asText(memoryTable(found.memory)),
    '',
    asText(bundleTable(found)),
    '',
    asText(installTable(found)),
    '',
    ...found.serve,
    '',
    asText(targetTable(found.targets)),
    '',
    `${found.targets.filter(({ verdict }) => verdict !== 'miss').length} of ${found.targets.length} targets met`,
  ]
}
