import type { KmsClient } from './client.ts'
import { KmsError } from './errors.ts'
import type { KeyState } from './key-state.ts'
import type { KeyMetadata } from './operations/lifecycle.ts'

/** KMS services are eventually consistent: one read may come from a replica that has not heard of the change. */
export const DEFAULT_CONSECUTIVE_READS = 3
export const DEFAULT_WAIT_MS = 60_000
export const DEFAULT_INTERVAL_MS = 250

export interface WaitOptions {
  /** Milliseconds to wait at most; default 60,000. */
  readonly deadlineMs?: number
  /** Equal reads in a row that are believed; default 3. */
  readonly consecutive?: number
  /** Milliseconds between two reads; default 250. */
  readonly intervalMs?: number
  readonly signal?: AbortSignal
}

/**
 * Waits until `consecutive` reads in a row show the key in a state; a read that shows another one starts over.
 *
 * @returns The last metadata read.
 * @throws {@link KmsError} `Timeout`, saying what was last seen, how often and when; whatever `describeKey` rejects with.
 * @example
 * ```ts
 * await kms.enableKey({ keyId })
 * await waitForKeyState(kms, keyId, 'Enabled', { deadlineMs: 10_000 })
 * ```
 */
export async function waitForKeyState(
  kms: KmsClient,
  keyId: string,
  state: KeyState,
  options: WaitOptions = {},
): Promise<KeyMetadata> {
  const { consecutive = DEFAULT_CONSECUTIVE_READS, intervalMs = DEFAULT_INTERVAL_MS, signal } = options
  const startedMs = performance.now()
  const endMs = startedMs + (options.deadlineMs ?? DEFAULT_WAIT_MS)
  let reads = 0
  let inARow = 0
  for (;;) {
    const metadata = await kms.describeKey({ keyId }, { signal, deadlineMs: Math.max(1, endMs - performance.now()) })
    reads += 1
    inARow = metadata.state === state ? inARow + 1 : 0
    if (inARow >= consecutive) return metadata
    if (performance.now() + intervalMs >= endMs) {
      const waitedMs = Math.round(performance.now() - startedMs)
      const seen = `${reads} reads in ${waitedMs} ms, the last one showed ${metadata.state} (${metadata.providerState})`
      const message = `${kms.provider} waitForKeyState: ${keyId} did not settle in ${state}: ${seen}`
      const facts = { code: 'Timeout', provider: kms.provider, operation: 'waitForKeyState', keyId } as const
      throw new KmsError(message, { ...facts, keyState: metadata.state, attempts: reads, retryable: true })
    }
    await sleep(intervalMs, signal)
  }
}

function sleep(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    // The next describeKey rejects with Aborted.
    signal?.addEventListener('abort', done, { once: true })
  })
}
