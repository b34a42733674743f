import type { KeyState } from '../../src/key-state.ts'

// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
const STATES: ReadonlyMap<string, KeyState> = new Map<string, KeyState>([
  ['Creating', 'Creating'],
  ['Enabled', 'Enabled'],
  ['Disabled', 'Disabled'],
  ['PendingDeletion', 'PendingDeletion'],
  ['PendingImport', 'PendingImport'],
  ['PendingReplicaDeletion', 'PendingReplicaDeletion'],
  ['Unavailable', 'Unavailable'],
  ['Updating', 'Updating'],
])

export function keyState(word: string): KeyState {
  return STATES.get(word) ?? 'Unknown'
}

// KMSInvalidStateException has one code for all states; its text names the key and the state, and only this form
// of it is trusted. `… is not pending deletion.` says what the state is not, so it tells nothing.
const STATE_TEXT =
  /^arn:\S+ is (pending deletion|pending import|pending replica deletion|unavailable|creating|updating)(?:\.|$)/

const STATES_IN_TEXT: ReadonlyMap<string | undefined, KeyState> = new Map<string, KeyState>([
  ['pending deletion', 'PendingDeletion'],
  ['pending import', 'PendingImport'],
  ['pending replica deletion', 'PendingReplicaDeletion'],
  ['unavailable', 'Unavailable'],
  ['creating', 'Creating'],
  ['updating', 'Updating'],
])

/** The state that the text of a KMSInvalidStateException tells, if it does. */
export function keyStateIn(message: string | undefined): KeyState | undefined {
  return STATES_IN_TEXT.get(STATE_TEXT.exec(message ?? '')?.[1])
}
