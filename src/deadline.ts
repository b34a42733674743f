import { onAbort } from './abort.ts'
import { KmsFailure } from './errors.ts'
import { Stop } from './stop.ts'

/** Node treats a longer timer as 1 ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1

/** Why a call, or one attempt of it, was stopped. */
export type StopReason = 'aborted' | 'deadline' | 'timeout'

/** How much time a call has left, and whether its caller still wants it. */
export interface Deadline {
  readonly atMs: number
  readonly signal: AbortSignal | undefined
}

/** Thrown by {@link bounded} when its time is up. */
export class Stopped extends Error {
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Runs `work` until it settles, the caller aborts, the attempt takes longer than `timeoutMs`, or the deadline passes.
 *
 * `work` is told, but does not have to honour it: the result is raced. A cleared timer instead of
 * `AbortSignal.timeout`, which costs twenty times as much and leaves its timer running.
 */
export function bounded<T>(deadline: Deadline, timeoutMs: number, work: (stop: Stop) => Promise<T>): Promise<T> {
  const { signal } = deadline
  if (signal?.aborted) return Promise.reject(new Stopped('aborted'))
  const leftMs = deadline.atMs - performance.now()
  if (leftMs <= 0) return Promise.reject(new Stopped('deadline'))
  return new Promise((resolve, reject) => {
    const stop = new Stop()
    const end = (reason: StopReason) => {
      finish()
      reject(new Stopped(reason))
      stop.stop()
    }
    const timer = setTimeout(
      () => end(leftMs <= timeoutMs ? 'deadline' : 'timeout'),
      Math.min(timeoutMs, leftMs, MAX_TIMER_MS),
    )
    const stopListening = onAbort(signal, () => end('aborted'))
    const finish = () => {
      clearTimeout(timer)
      stopListening()
    }
    work(stop).then(
      (value) => {
        finish()
        resolve(value)
      },
      (error: unknown) => {
        finish()
        reject(error)
      },
    )
  })
}

/** Waits; rejects with {@link Stopped} when the deadline or an abort comes first. */
export async function pause(deadline: Deadline, delayMs: number): Promise<void> {
  if (delayMs <= 0) return
  let timer: NodeJS.Timeout | undefined
  const sleep = () =>
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, delayMs)
    })
  try {
    await bounded(deadline, MAX_TIMER_MS, sleep)
  } finally {
    clearTimeout(timer)
  }
}

/** What a call fails with that was stopped while nothing was on its way; anything else is handed back. */
export function stoppedWhile(doing: string, error: unknown): unknown {
  if (!(error instanceof Stopped)) return error
  if (error.reason === 'aborted') return new KmsFailure({ code: 'Aborted' }, `stopped by the caller while ${doing}`)
  return new KmsFailure({ code: 'Timeout' }, `deadlineMs was over while ${doing}; allow more`)
}
