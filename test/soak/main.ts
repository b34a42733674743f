/**
 * `npm run soak -- --minutes 30`: five clouds, 64 callers at once, random faults, a server in a process of its own.
 *
 * Ends with 0 only if every result was right, nothing was rejected unhandled, and heap and handles stayed flat.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { localCloud } from '../../conformance/targets/local.ts'
import { createClient, type KmsClient } from '../../src/index.ts'
import { Caller, type Tally } from './caller.ts'
import { disturb } from './faults.ts'
import { type Growth, growthOf, type Sample, sampleHere } from './sample.ts'

const CALLERS = 64
const SAMPLES = 18

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new TypeError('--minutes takes a number above 0')

let unhandled = 0
process.on('unhandledRejection', (error) => {
  unhandled += 1
  console.error('unhandled rejection', String(error))
})

const program = fileURLToPath(new URL('./server.ts', import.meta.url))
const child = fork(program, [], { execArgv: ['--expose-gc', '--import', 'tsx'] })
const told = async (): Promise<Record<string, unknown>> => (await once(child, 'message'))[0]
const { url } = (await told()) as { url: string }

async function serverSample(): Promise<Sample> {
  const answered = told()
  child.send('sample')
  return (await answered) as unknown as Sample // of `sampleHere`
}

const tally: Tally = { calls: 0, excused: 0, wrong: [] }
const clients: KmsClient[] = []
for (const cloud of simulatedClouds) {
  const local = localCloud(cloud)
  clients.push(createClient(await local.provider({ region: local.regions[0], endpoint: url })))
}
const callers = await Promise.all(
  Array.from({ length: CALLERS }, (_, index) => Caller.create(clients[index % clients.length] as KmsClient, tally)), // never empty
)

/** Everybody calls for a while; then all have ended their calls, and both sides can be looked at. */
async function work(lengthMs: number): Promise<void> {
  const endMs = performance.now() + lengthMs
  await Promise.all(
    callers.map(async (caller) => {
      while (performance.now() < endMs) await caller.round()
    }),
  )
}

const here: Sample[] = []
const there: Sample[] = []
const faults = disturb(url, simulatedClouds)
for (let sample = 0; sample < SAMPLES && child.exitCode === null; sample += 1) {
  await work((minutes * 60_000) / SAMPLES)
  here.push(sampleHere())
  there.push(await serverSample())
}
await faults.stop()
const crashed = child.exitCode !== null
child.kill()

const megabytes = ({ heapBytes }: { heapBytes: number }) => `${(heapBytes / 1e6).toFixed(1)} MB`
function report(side: string, samples: readonly Sample[], growth: Growth): void {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined) return
  console.log(`${side} heap ${megabytes(first)} to ${megabytes(last)}, rows ${first.rows} to ${last.rows}`)
  console.log(`${side} rise of the regression: ${megabytes(growth)}, ${growth.handles.toFixed(1)} handles`)
}

const client = growthOf(here)
const server = growthOf(there)
console.log(
  `${minutes} min, ${CALLERS} callers: ${tally.calls} calls, ${tally.excused} ended by one of ${faults.armed()} faults`,
)
report('client', here, client)
report('server', there, server)
for (const wrong of tally.wrong.slice(0, 20)) console.log(`WRONG ${wrong}`)
const problems = [
  ...(tally.wrong.length > 0 ? [`${tally.wrong.length} wrong results`] : []),
  ...(unhandled > 0 ? [`${unhandled} unhandled rejections`] : []),
  ...(crashed ? ['the server is gone'] : []),
  ...(client.isFlat ? [] : ['the client grows']),
  ...(server.isFlat ? [] : ['the server grows']),
]
console.log(
  problems.length === 0 ? 'every result was right, heap and handles are flat' : `FAILED: ${problems.join(', ')}`,
)
process.exit(problems.length === 0 ? 0 : 1)
