import type { Transport, WireRequest, WireResponse } from './wire.ts'

/**
 * Tells work under way that its result is not wanted any more.
 *
 * An `AbortSignal` in all but weight: a real one with a listener takes more time than all the rest that a deadline does,
 * so it is made only for those who ask for it.
 */
export class Stop {
  readonly #acts: (() => void)[] = []
  #controller: AbortController | undefined
  #stopped = false

  get stopped(): boolean {
    return this.#stopped
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#stopped) this.#controller.abort()
    return this.#controller.signal
  }

  /** Has `act` called when it stops. */
  add(act: () => void): void {
    this.#acts.push(act)
  }

  remove(act: () => void): void {
    const at = this.#acts.indexOf(act)
    if (at >= 0) this.#acts.splice(at, 1)
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    for (const act of this.#acts.splice(0)) act()
    this.#controller?.abort()
  }
}

/** A {@link Transport} that is stopped the light way. */
export type Sender = (request: WireRequest, stop: Stop) => Promise<WireResponse>

export function senderOf(transport: Transport): Sender {
  return (request, stop) => transport(request, stop.signal)
}

export function transportOf(send: Sender): Transport {
  return async (request, signal) => {
    const stop = new Stop()
    const onAbort = () => stop.stop()
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    try {
      return await send(request, stop)
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }
}
