import type { Transport } from '../../src/wire.ts'

/** A little more than a second, so that what left a second apart does not arrive closer together than that. */
const WINDOW_MS = 1_050

/** Lets at most so many requests leave in any second, retries and logins included; the others wait their turn. */
export function createPacer(maxPerSecond: number): (transport: Transport) => Transport {
  const leftAtMs: number[] = []
  let queue: Promise<void> = Promise.resolve()
  const turn = async () => {
    const oldest = leftAtMs.length < maxPerSecond ? undefined : leftAtMs.shift()
    const waitMs = oldest === undefined ? 0 : oldest + WINDOW_MS - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    leftAtMs.push(performance.now())
  }
  return (transport) => async (request, signal) => {
    const mine = queue.then(turn)
    queue = mine
    await mine
    return transport(request, signal)
  }
}
