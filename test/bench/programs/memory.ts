import type { CreateVariant } from '../variant.ts'

/** Bytes; heap after a garbage collection. */
export interface Memory {
  /** Resident after 1,000 calls one after the other. */
  readonly residentBytes: number
  /** In use after each tenth of the calls, the first tenth included. */
  readonly heapBytes: readonly number[]
}

const [file = '', port = '', calls = ''] = process.argv.slice(2)
const { create } = (await import(file)) as { create: CreateVariant } // every file in variants/ exports it
const { call, close } = await create(Number(port))

async function run(count: number, lanes: number): Promise<void> {
  let left = count
  const lane = async () => {
    for (; left > 0; ) {
      left -= 1
      await call()
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

await run(1000, 1)
const residentBytes = process.memoryUsage().rss
const heapBytes: number[] = []
for (let tenth = 0; tenth < 10 && Number(calls) > 0; tenth += 1) {
  await run(Number(calls) / 10, 64)
  globalThis.gc?.()
  heapBytes.push(process.memoryUsage().heapUsed)
}
close?.()
process.send?.({ residentBytes, heapBytes } satisfies Memory)
