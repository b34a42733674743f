import { setTimeout as sleep } from 'node:timers/promises'

/** How late a call may end after its time. */
const LATE_MS = 50
/** Node counts a timer from the start of the turn of the event loop that set it, so it may fire this much early. */
const EARLY_MS = 20

/**
 * Waits for a promise that must settle at a time, and not more than 50 ms later: as measured by a timer that was set
 * for that moment, because on a busy machine all timers are late.
 */
export async function closeTo<T>(dueMs: number, promise: Promise<T>): Promise<T> {
  const startedMs = performance.now()
  const ended = new AbortController()
  const reference = sleep(dueMs + LATE_MS, 'late' as const, ended).catch(() => 'late' as const)
  const own = promise.then(() => performance.now() - startedMs)
  const first = await Promise.race([own, reference])
  ended.abort()
  if (first === 'late') throw new Error(`still running ${LATE_MS} ms after ${dueMs} ms`)
  if (first < dueMs - EARLY_MS) throw new Error(`ended after ${first} ms, before ${dueMs} ms`)
  return promise
}
