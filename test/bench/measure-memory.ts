import { clients } from './plan.ts'
import { ask, type Programs, withServer } from './processes.ts'
import type { Memory } from './programs/memory.ts'
import type { BenchCloud } from './replies.ts'

export interface MemoryRow {
  readonly cloud: BenchCloud
  readonly client: string
  readonly residentMb: number
  /** Ours only: heap in use after each tenth of the calls, in MB. */
  readonly heapMb: readonly number[]
  readonly calls: number
}

const MB = 1024 * 1024

/** Resident memory after 1,000 calls of every client, and the heap over many more calls of ours. */
export async function measureMemory(
  programs: Programs,
  cloud: BenchCloud,
  { memoryCalls }: { readonly memoryCalls: number },
): Promise<MemoryRow[]> {
  return withServer(programs, cloud, async (port) => {
    const rows: MemoryRow[] = []
    for (const client of clients[cloud]) {
      const calls = client === 'polykms' ? memoryCalls : 0
      const args = [programs.path(`variants/${cloud}-${client}`), String(port), String(calls)]
      const memory = await ask<Memory>(programs, programs.path('programs/memory'), args, ['--expose-gc'])
      rows.push({
        cloud,
        client,
        residentMb: memory.residentBytes / MB,
        heapMb: memory.heapBytes.map((bytes) => bytes / MB),
        calls,
      })
    }
    return rows
  })
}
