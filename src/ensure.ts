import type { KmsClient } from './client.ts'
import { isKmsError } from './errors.ts'
import type { KeyState } from './key-state.ts'
import type { CallOptions } from './settings.ts'

/** Enables a key; one that is enabled already is success. Throws what `enableKey` throws otherwise. */
export function ensureEnabled(kms: KmsClient, keyId: string, options?: CallOptions): Promise<void> {
  return ensure(kms, keyId, ['Enabled'], () => kms.enableKey({ keyId }, options), options)
}

/** Disables a key; one that is disabled already is success. Throws what `disableKey` throws otherwise. */
export function ensureDisabled(kms: KmsClient, keyId: string, options?: CallOptions): Promise<void> {
  return ensure(kms, keyId, ['Disabled'], () => kms.disableKey({ keyId }, options), options)
}

/** Schedules a key's deletion; one that is scheduled already is success, whatever its window. */
export function ensureScheduledForDeletion(
  kms: KmsClient,
  keyId: string,
  options: CallOptions & {
    /** Whole days until the key is gone, within `kms.limits.pendingDays`; 30 when absent. */
    readonly pendingDays?: number
  } = {},
): Promise<void> {
  const { pendingDays, ...callOptions } = options
  const act = () => kms.scheduleKeyDeletion({ keyId, pendingDays }, callOptions)
  return ensure(kms, keyId, ['PendingDeletion', 'PendingReplicaDeletion'], act, callOptions)
}

/** Acts first: asking first would cost a call and could be outrun. A refusal or an unclear failure is then looked into. */
async function ensure(
  kms: KmsClient,
  keyId: string,
  wanted: readonly KeyState[],
  act: () => Promise<unknown>,
  options: CallOptions | undefined,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!isKmsError(error) || !(error.code === 'InvalidKeyState' || error.ambiguous)) throw error
    // Who may enable a key may not always describe it: a failed look tells nothing, and must not hide the refusal.
    const seen = await kms.describeKey({ keyId }, options).catch(() => undefined)
    if (seen === undefined || !wanted.includes(seen.state)) throw error
  }
}
