import { sleep } from './abort.ts'
import type { KmsClient } from './client.ts'
import { isKmsError, KmsError } from './errors.ts'
import type { KeyState } from './key-state.ts'
import type { KeyMetadata } from './operations/lifecycle.ts'

/** KMS services are eventually consistent: one read may come from a replica that has not heard of the change. */
export const DEFAULT_CONSECUTIVE_READS = 3
export const DEFAULT_WAIT_MS = 60_000
export const DEFAULT_INTERVAL_MS = 250

/** How long to wait, and how sure to be. */
export interface WaitOptions {
  /** Milliseconds to wait at most; default 60,000. */
  readonly deadlineMs?: number
  /** Equal reads in a row that are believed; default 3. */
  readonly consecutive?: number
  /** Milliseconds between two reads; default 250. */
  readonly intervalMs?: number
  /** Ends the waiting with `Aborted`. */
  readonly signal?: AbortSignal
}

/**
 * Waits until `consecutive` reads in a row show the key in a state; a read that shows another one starts over.
 *
 * @returns The last metadata read.
 * @throws {@link KmsError} `Timeout`, saying what was last seen, how often and when; `InvalidInput` for an option out
 * of range; whatever `describeKey` rejects with.
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
  const { deadlineMs = DEFAULT_WAIT_MS } = options
  if (!(Number.isInteger(consecutive) && consecutive >= 1)) throw refusal(kms, 'consecutive', 'a whole number from 1')
  if (!(intervalMs >= 0)) throw refusal(kms, 'intervalMs', 'a number of milliseconds from 0')
  if (!(deadlineMs > 0)) throw refusal(kms, 'deadlineMs', 'a number of milliseconds above 0')
  const startedMs = performance.now()
  const endMs = startedMs + deadlineMs
  let reads = 0
  let inARow = 0
  let last: KeyMetadata | undefined
  const giveUp = () =>
    notSettled(kms, keyId, state, { reads, last, waitedMs: Math.round(performance.now() - startedMs) })
  for (;;) {
    try {
      last = await kms.describeKey({ keyId }, { signal, deadlineMs: Math.max(1, endMs - performance.now()) })
    } catch (error) {
      // A read that our own end of waiting cut short, a little early as timers are, says less than those before it.
      const isLast = performance.now() + intervalMs >= endMs
      throw isLast && isKmsError(error) && error.code === 'Timeout' ? giveUp() : error
    }
    reads += 1
    inARow = last.state === state ? inARow + 1 : 0
    if (inARow >= consecutive) return last
    if (performance.now() + intervalMs >= endMs) throw giveUp()
    // Should the signal fire meanwhile, the next describeKey rejects with Aborted.
    await sleep(intervalMs, signal)
  }
}

interface Wait {
  readonly reads: number
  readonly last: KeyMetadata | undefined
  readonly waitedMs: number
}

function notSettled(kms: KmsClient, keyId: string, state: KeyState, { reads, last, waitedMs }: Wait): KmsError {
  const showed = last === undefined ? 'none was answered' : `the last one showed ${last.state} (${last.providerState})`
  const facts = { code: 'Timeout', provider: kms.provider, operation: 'waitForKeyState', keyId } as const
  const message = `${kms.provider} waitForKeyState: ${keyId} did not settle in ${state}: ${reads} reads in ${waitedMs} ms, ${showed}; wait longer by deadlineMs, or find out what holds it`
  return new KmsError(message, { ...facts, keyState: last?.state, attempts: reads, retryable: true })
}

function refusal(kms: KmsClient, field: string, allowed: string): KmsError {
  const facts = { code: 'InvalidInput', provider: kms.provider, operation: 'waitForKeyState', field } as const
  return new KmsError(`${field}: must be ${allowed}`, facts)
}
