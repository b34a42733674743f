import type { CreateVariant } from '../variant.ts'

/** Calls per second, by hand and by `mapConcurrent`, one pair per round. */
export interface Many {
  readonly byHand: readonly number[]
  readonly mapped: readonly number[]
}

const [file = '', port = '', calls = '', rounds = ''] = process.argv.slice(2)
const CONCURRENCY = 64
const { mapConcurrent } = await import('polykms')
const { create } = (await import(file)) as { create: CreateVariant } // every file in variants/ exports it
const { call } = await create(Number(port))
const count = Number(calls)

/** What people write by hand: lanes that share a counter. */
async function byHand(): Promise<unknown> {
  const results: unknown[] = []
  let next = 0
  const lane = async () => {
    for (; next < count; ) {
      const index = next
      next += 1
      results[index] = await call()
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, lane))
  return results
}

const items = Array.from({ length: count }, (_, index) => index)
const mapped = () => mapConcurrent(items, call, { concurrency: CONCURRENCY })

async function rate(run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await run()
  return (count * 1000) / (performance.now() - startedMs)
}

const ways = { byHand, mapped }
const rates: Record<keyof typeof ways, number[]> = { byHand: [], mapped: [] }
await rate(byHand)
await rate(mapped)
for (let round = 0; round < Number(rounds); round += 1) {
  // Another one goes first each time.
  const order = round % 2 === 0 ? (['byHand', 'mapped'] as const) : (['mapped', 'byHand'] as const)
  for (const way of order) rates[way].push(await rate(ways[way]))
}
process.send?.(rates satisfies Many)
