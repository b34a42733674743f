import type { KeyMetadata, KeyState, KmsClient, KmsError } from '../../src/index.ts'
import { isKmsError, isNotFound, waitForKeyState } from '../../src/index.ts'
import type { KeyKind } from '../matrix/index.ts'
import type { Target } from '../target.ts'
import type { Key } from './arrange.ts'

/** Why a case could not be brought to its question: no finding about the cell it belongs to. */
export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Unreachable'
  }
}

/** The run cannot go on, and no case is to blame: a cap was reached, the account's quota is used up. */
export class RunStopped extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'RunStopped'
  }
}

/** Where a scenario plays: a target, and names that do not repeat. */
export interface Stage {
  /** Where the case is run. */
  readonly target: Target
  /** The client of the target. */
  readonly kms: KmsClient
  /** Fires when the run is given up. */
  readonly signal: AbortSignal | undefined
  /** A name that no other key, alias or grant of this run has. */
  unique(prefix: string): string
  /** Waits until the key shows a state. */
  settle(keyId: string, state: KeyState, kms?: KmsClient): Promise<KeyMetadata>
  /** Waits until the key has left a state and shows the same one steadily. */
  leave(keyId: string, state: KeyState): Promise<KeyMetadata>
  /** Keys that serve many cases, by kind; absent where every case gets keys of its own. */
  readonly companions?: Map<KeyKind, Key>
}

export function createStage(
  target: Target,
  runId: string,
  signal?: AbortSignal,
  companions?: Map<KeyKind, Key>,
): Stage {
  let count = 0
  return {
    target,
    kms: target.kms,
    signal,
    ...(companions && { companions }),
    leave: async (keyId, from) => {
      const { state } = await firstOther(target, keyId, from)
      return waitForKeyState(target.kms, keyId, state, { ...target.settling, ...(signal && { signal }) })
    },
    unique: (prefix) => {
      count += 1
      return `${prefix}-${runId}-${count}`
    },
    settle: (keyId, state, kms = target.kms) =>
      whenThere(target, () => waitForKeyState(kms, keyId, state, { ...target.settling, ...(signal && { signal }) })),
  }
}

/** A key that was just made need not be there at the first reads, nor stay there at once. */
async function whenThere<T>({ settling }: Target, look: () => Promise<T>): Promise<T> {
  const endMs = performance.now() + settling.deadlineMs
  for (;;) {
    try {
      return await look()
    } catch (error) {
      // Where one read is believed, a key that is not there is not there.
      if (settling.consecutive === 1 || !isNotFound(error) || performance.now() + settling.intervalMs >= endMs)
        throw error
      await new Promise((resolve) => setTimeout(resolve, settling.intervalMs))
    }
  }
}

/** The first look at a key that does not show a state any more, or the last one that is made in time. */
async function firstOther({ kms, settling }: Target, keyId: string, from: KeyState): Promise<KeyMetadata> {
  const endMs = performance.now() + settling.deadlineMs
  for (;;) {
    const seen = await kms.describeKey({ keyId })
    if (seen.state !== from || performance.now() + settling.intervalMs >= endMs) return seen
    await new Promise((resolve) => setTimeout(resolve, settling.intervalMs))
  }
}

/** Somebody to grant to: the target's own choice, or the account in a key's ARN. */
export function granteeOf(stage: Stage, keyArn: string | undefined): string {
  if (stage.target.grantee !== undefined) return stage.target.grantee
  // Q-KMS's ARNs are shorter than AWS's, whose principals its grants name.
  const shortArn = /^arn:(?:aws:)?verenc:([^:]+):/.exec(keyArn ?? '')
  if (shortArn !== null) return `arn:aws:iam::${shortArn[1]}:root`
  const [, partition, , , account] = keyArn?.split(':') ?? []
  if (partition === undefined || account === undefined)
    throw new Unreachable('this target names nobody to grant a key to')
  return `arn:${partition}:iam::${account}:root`
}

/** Runs a step that only prepares the question; a refusal by the cloud makes the case unreachable. */
export async function prepare<T>(what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (isKmsError(error) && isFinding(error)) {
      throw new Unreachable(`${what}: ${error.message}`)
    }
    throw error
  }
}

// Trouble on our side of the wire, or on it: says nothing about how the cloud treats a key.
const OURS = new Set([
  'Network',
  'Timeout',
  'Aborted',
  'Unauthenticated',
  'CredentialsExpired',
  'ClockSkew',
  'AccountUnusable',
  'Throttled',
])

/** Is a failed call an answer about the key, rather than trouble of ours? */
export function isFinding(error: KmsError): boolean {
  if (error.operation === 'waitForKeyState') return error.code === 'Timeout'
  return error.attempts > 0 && !OURS.has(error.code)
}
