/** Runs a piece of work for everybody who asks for it meanwhile. */
export type Share<T> = (signal: AbortSignal, work: () => Promise<T>) => Promise<T>

/**
 * Lets concurrent calls share one login or look-up.
 *
 * Who joined a run whose starter gave up (aborted, timed out) starts another; any other failure is everybody's, so
 * that a wrong password is sent once and does not lock the user.
 */
export function createShare<T>(): Share<T> {
  let running: { readonly result: Promise<T>; readonly signal: AbortSignal } | undefined
  return async (signal, work) => {
    for (;;) {
      const joined = running
      if (joined === undefined) {
        const result = work().finally(() => {
          running = undefined
        })
        running = { result, signal }
        return result
      }
      try {
        return await joined.result
      } catch (error) {
        if (signal.aborted || !joined.signal.aborted) throw error
      }
    }
  }
}
