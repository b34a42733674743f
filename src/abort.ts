interface Hub {
  readonly listeners: Set<() => void>
  readonly fire: () => void
}

/** What the library has attached to signals of its callers, like a private field of each; empty when nothing runs. */
const hubs = new WeakMap<AbortSignal, Hub>()

/**
 * Calls `listener` when the signal fires, until the returned function is called.
 *
 * One listener of ours per signal: a program that gives hundreds of calls the same signal would otherwise be warned of
 * a leak (Node's MaxListenersExceededWarning, from the eleventh on).
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {}
  const hub = hubs.get(signal) ?? attach(signal)
  hub.listeners.add(listener)
  return () => {
    hub.listeners.delete(listener)
    if (hub.listeners.size > 0 || hubs.get(signal) !== hub) return
    hubs.delete(signal)
    signal.removeEventListener('abort', hub.fire)
  }
}

function attach(signal: AbortSignal): Hub {
  const listeners = new Set<() => void>()
  const fire = () => {
    hubs.delete(signal)
    for (const listener of [...listeners]) listener()
  }
  const hub = { listeners, fire }
  hubs.set(signal, hub)
  signal.addEventListener('abort', fire, { once: true })
  return hub
}

/** Waits, or until the signal fires; never rejects. */
export function sleep(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stopListening()
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    const stopListening = onAbort(signal, done)
  })
}
