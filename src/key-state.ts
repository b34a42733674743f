/**
 * What a key is able to do right now, in one vocabulary for every cloud.
 *
 * `Frozen` is Huawei's and Open Telekom Cloud's state "7"; `Unknown` is any word or number that no
 * table lists: the raw value then stands in `providerState`.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export const KEY_STATES = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingImport',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
  'Frozen',
  'Unknown',
] as const

/** One of {@link KEY_STATES}. */
export type KeyState = (typeof KEY_STATES)[number]
