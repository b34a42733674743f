import type { Transport } from '../../src/wire.ts'

const SECOND_MS = 1_000
/** How soon to look again while more calls are under way than may leave in a second. */
const LOOK_AGAIN_MS = 5

/**
 * Lets at most so many requests reach the service in any second, retries and logins included; the others wait their turn.
 *
 * A request counts until a second after its answer: when it arrived on the other side cannot be known more exactly. The
 * first second is given to the process before this one, which may have been killed a moment ago.
 */
export function createPacer(maxPerSecond: number): (transport: Transport) => Transport {
  const endedAtMs: number[] = new Array(maxPerSecond).fill(performance.now())
  let underWay = 0
  let queue: Promise<void> = Promise.resolve()
  const turn = async () => {
    for (;;) {
      const nowMs = performance.now()
      while (endedAtMs[0] !== undefined && endedAtMs[0] + SECOND_MS < nowMs) endedAtMs.shift()
      if (underWay + endedAtMs.length < maxPerSecond) break
      const waitMs = endedAtMs[0] === undefined ? LOOK_AGAIN_MS : endedAtMs[0] + SECOND_MS - nowMs
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(waitMs) + 1))
    }
    underWay += 1
  }
  return (transport) => async (request, signal) => {
    const mine = queue.then(turn)
    queue = mine
    await mine
    try {
      return await transport(request, signal)
    } finally {
      underWay -= 1
      endedAtMs.push(performance.now())
    }
  }
}
