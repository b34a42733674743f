import { KEY_STATES, type KeyState } from '../../src/key-state.ts'

// The samples write `Enabled`, `ENABLED` and `UPDATING`. `Unavailable` and `Creating` stand on no page: they are AWS's,
// as are all the others. https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/update-primary-region
const STATES: ReadonlyMap<string, KeyState> = new Map(
  KEY_STATES.filter((state) => state !== 'Frozen' && state !== 'Unknown').map((state) => [state.toLowerCase(), state]),
)

/** The state that a word means, in any letter case. */
export function keyState(word: string): KeyState {
  return STATES.get(word.toLowerCase()) ?? 'Unknown'
}
