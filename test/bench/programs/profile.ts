import { type Profiler, Session } from 'node:inspector/promises'
import type { CreateVariant } from '../variant.ts'

/** Microseconds per call, by what they were spent in. */
export type Profile = Readonly<Record<string, number>>

const [file = '', port = '', calls = ''] = process.argv.slice(2)
const { create } = (await import(file)) as { create: CreateVariant } // every file in variants/ exports it
const { call, close } = await create(Number(port))
const count = Number(calls)

async function drive(): Promise<void> {
  for (let made = 0; made < count; made += 1) await call()
}

await drive()
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 100 })
await session.post('Profiler.start')
await drive()
const { profile } = await session.post('Profiler.stop')
close?.()
process.send?.(byPart(profile))

function byPart({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Profile {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]))
  const spent: Record<string, number> = {}
  samples.forEach((id, index) => {
    const part = parts.get(id)
    if (part !== undefined) spent[part] = (spent[part] ?? 0) + (timeDeltas[index] ?? 0) / count
  })
  return spent
}

/** Waiting is no work: `undefined`. */
function partOf({ url, functionName }: Profiler.ProfileNode['callFrame']): string | undefined {
  if (functionName === '(idle)') return undefined
  if (functionName === '(garbage collector)') return 'garbage collection'
  if (/^write/.test(functionName) && url === '') return 'the kernel, sending'
  if (/(^|\/)crypto\b/.test(url) || /hash|hmac|digest/i.test(functionName)) return 'node:crypto'
  if (url.startsWith('node:')) return 'Node: HTTP, streams, events, timers'
  if (url.includes('/axios/')) return 'axios'
  if (/\/(@aws-sdk|@smithy|@aws-crypto|tslib)\//.test(url)) return '@aws-sdk/signature-v4'
  if (url.includes('/dist/')) return 'polykms, with zod'
  return url === '' ? 'the engine: JSON, promises, parsing HTTP' : 'the bench itself'
}
