import type { KeyState } from '../../src/key-state.ts'
import type { OperationName } from '../../src/operations/index.ts'
import type { SourceId } from './sources.ts'
import type { Cell, Expectation } from './types.ts'

const source: SourceId = 'acorn-states'

const YES: Expectation = { outcome: 'accept', httpStatus: 200, source }
const refused = (fault: string): Expectation => ({
  outcome: 'reject',
  errorCode: 'InvalidKeyState',
  providerCodes: [fault],
  httpStatus: 409,
  source,
})
const OFF = refused('KEY_OFF')
const NO = refused('KEY_STATE')

const STATES = ['Enabled', 'Disabled', 'PendingDeletion'] as const

/** One line of Acorn's page: the call, what it says for `on`, `off` and `doomed`, and where an accepted call leads. */
function line(
  action: string,
  operation: OperationName,
  marks: readonly [on: Expectation, off: Expectation, doomed: Expectation],
  stateAfter?: KeyState,
): Cell[] {
  return STATES.map((state, index) => {
    const documented = marks[index] ?? NO
    const leads = stateAfter !== undefined && documented.outcome === 'accept'
    return { cloud: 'acorn', action, operation, state, documented, ...(leads && { stateAfter }) }
  })
}

/** Acorn's page on key states, line by line. */
export const acornCells: readonly Cell[] = [
  ...line('make-key', 'createKey', [YES, YES, YES]),
  ...line('list-keys', 'listKeys', [YES, YES, YES]),
  ...line('show-key', 'describeKey', [YES, YES, YES]),
  ...line('switch-on', 'enableKey', [YES, YES, NO], 'Enabled'),
  ...line('switch-off', 'disableKey', [YES, YES, NO], 'Disabled'),
  ...line('delete-key', 'scheduleKeyDeletion', [YES, YES, NO], 'PendingDeletion'),
  ...line('keep-key', 'cancelKeyDeletion', [NO, OFF, YES], 'Disabled'),
  ...line('seal', 'encrypt', [YES, OFF, NO]),
  ...line('open', 'decrypt', [YES, OFF, NO]),
]
