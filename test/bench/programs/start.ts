import type { CreateVariant } from '../variant.ts'

/** What a fresh process spent from its first line to the end of its first call. */
export interface Start {
  readonly wallMs: number
  readonly cpuMs: number
}

const [file = '', port = ''] = process.argv.slice(2)
const cpu = process.cpuUsage()
const startedMs = performance.now()
const { create } = (await import(file)) as { create: CreateVariant } // every file in variants/ exports it
const { call, close } = await create(Number(port))
await call()
const wallMs = performance.now() - startedMs
const { user, system } = process.cpuUsage(cpu)
close?.()
process.send?.({ wallMs, cpuMs: (user + system) / 1000 } satisfies Start)
