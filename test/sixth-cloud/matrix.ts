// matrix.ts
import type { KeyState, OperationName } from 'polykms'
import type { Cell, Expectation, Matrix } from 'polykms/conformance'

const source = 'acorn-states'

const YES: Expectation = { outcome: 'accept', httpStatus: 200, source }
const OFF: Expectation = {
  outcome: 'reject',
  errorCode: 'InvalidKeyState',
  providerCodes: ['KEY_OFF'],
  httpStatus: 409,
  source,
}
const NO: Expectation = {
  outcome: 'reject',
  errorCode: 'InvalidKeyState',
  providerCodes: ['KEY_STATE'],
  httpStatus: 409,
  source,
}

/** One line of Acorn's page: the call, what it says for `on`, `off` and `doomed`, and where an accepted call leads. */
function line(
  action: string,
  operation: OperationName,
  marks: readonly [Expectation, Expectation, Expectation],
  stateAfter?: KeyState,
): Cell[] {
  const states = ['Enabled', 'Disabled', 'PendingDeletion'] as const
  return states.map((state, index) => {
    const documented = marks[index] ?? NO
    const leads = stateAfter !== undefined && documented.outcome === 'accept'
    return { cloud: 'acorn', action, operation, state, documented, ...(leads && { stateAfter }) }
  })
}

/** Acorn's page on key states, line by line. */
export const acornMatrix: Matrix = {
  sources: {
    [source]: {
      title: 'Acorn Cloud KMS: Key states and calls',
      address: 'https://docs.acorn.example/kms/states',
      kind: 'documentation',
    },
  },
  cells: [
    ...line('make-key', 'createKey', [YES, YES, YES]),
    ...line('list-keys', 'listKeys', [YES, YES, YES]),
    ...line('show-key', 'describeKey', [YES, YES, YES]),
    ...line('switch-on', 'enableKey', [YES, YES, NO], 'Enabled'),
    ...line('switch-off', 'disableKey', [YES, YES, NO], 'Disabled'),
    ...line('delete-key', 'scheduleKeyDeletion', [YES, YES, NO], 'PendingDeletion'),
    ...line('keep-key', 'cancelKeyDeletion', [NO, OFF, YES], 'Disabled'),
    ...line('seal', 'encrypt', [YES, OFF, NO]),
    ...line('open', 'decrypt', [YES, OFF, NO]),
  ],
}
