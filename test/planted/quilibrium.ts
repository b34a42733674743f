import { cellId, expected, matrix } from '../../conformance/index.ts'
import { cellsOf } from './cells.ts'
import type { PlantedFault } from './plant.ts'

const lifecycle = 'quilibrium/operations/lifecycle.ts'
const encryption = 'quilibrium/operations/encryption.ts'
const signing = 'quilibrium/operations/signing.ts'
const material = 'quilibrium/operations/material.ts'

const refusedWhileDisabled = matrix(['quilibrium'])
  .cells.filter((cell) => cell.state === 'Disabled' && expected(cell)?.outcome === 'reject')
  .map(cellId)

function inStates(action: string, ...states: readonly string[]): string[] {
  return cellsOf('quilibrium', action, ...states)
}

type Draft = Omit<PlantedFault, 'cloud'>

const drafts: readonly Draft[] = [
  {
    name: 'enabling a key takes its deletion back',
    file: lifecycle,
    find: 'if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) return undefined',
    replace: `if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) handlerOf('CancelKeyDeletion')(call, input)`,
    deviates: [...inStates('EnableKey', 'PendingDeletion'), 'quilibrium/enabling-does-not-cancel-deletion'],
  },
  {
    name: 'enabling a key that is pending deletion puts the date off',
    file: lifecycle,
    find: 'if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) return undefined',
    replace: `if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) {
    handlerOf('CancelKeyDeletion')(call, input)
    handlerOf('ScheduleKeyDeletion')(call, { ...input, PendingWindowInDays: 29 })
    return undefined
  }`,
    deviates: ['quilibrium/enabling-does-not-cancel-deletion'],
  },
  {
    name: 'a refused EnableKey takes the deletion back all the same',
    file: lifecycle,
    find: 'if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) return undefined',
    replace: `if (isIdle(call, input.KeyId, call.readings.enablePendingDeletion)) {
    handlerOf('CancelKeyDeletion')(call, input)
    throw refusal('KMSInvalidStateException')
  }`,
    deviates: [...inStates('EnableKey', 'PendingDeletion'), 'quilibrium/enabling-does-not-cancel-deletion'],
  },
  {
    name: 'a key whose deletion is cancelled is Enabled at once',
    file: lifecycle,
    find: "await handlerOf('CancelKeyDeletion')(call, input)",
    replace: "await handlerOf('CancelKeyDeletion')(call, input); await handlerOf('EnableKey')(call, input)",
    deviates: inStates('CancelKeyDeletion', 'PendingDeletion'),
  },
  {
    name: 'ReEncrypt takes a source key that is not Enabled, as AWS does while its primary Region changes',
    file: encryption,
    find: '  requireState(source.key)\n',
    replace: '',
    deviates: inStates('ReEncrypt.source', 'Updating'),
  },
  {
    name: 'ReEncrypt takes a destination key that is not Enabled',
    file: encryption,
    find: '  requireState(resolveKey(call, input.DestinationKeyId))\n',
    replace: '',
    deviates: inStates('ReEncrypt.destination', 'Updating'),
  },
  {
    name: 'GetPublicKey looks at no state',
    file: signing,
    find: '  requireState(key)\n',
    replace: '',
    // Only a symmetric key waits for material, which is refused for what it is.
    deviates: inStates('GetPublicKey', 'Disabled', 'PendingDeletion', 'Updating'),
  },
  {
    name: 'a signature or code that does not fit is valid',
    file: signing,
    find: 'return false\n',
    replace: 'return true\n',
    deviates: ['quilibrium/foreign-signature-is-invalid', 'quilibrium/foreign-mac-is-invalid'],
  },
  {
    name: 'material is imported over material',
    file: material,
    find: "if (isPresent(currentMaterial(key))) throw refusal('KMSInvalidStateException')",
    replace: '',
    deviates: [...inStates('GetParametersForImport', 'Enabled'), ...inStates('ImportKeyMaterial', 'Enabled')],
  },
  {
    name: 'deleting imported material changes nothing',
    file: material,
    find: "await handlerOf('DeleteImportedKeyMaterial')(call, input)",
    replace: 'resolveKeyOnly(call, input.KeyId)',
    deviates: inStates('DeleteImportedKeyMaterial', 'Enabled'),
  },
  {
    name: 'tags are taken and forgotten',
    file: 'quilibrium/operations/resources.ts',
    find: "return handlerOf('TagResource')(call, { KeyId: input.KeyId, Tags: withValues(input.Tags) })",
    replace: 'return undefined',
    deviates: [
      ...inStates('TagResource', 'Enabled'),
      ...inStates('UntagResource', 'Enabled'),
      'quilibrium/tags-are-kept',
    ],
  },
  {
    name: 'a disabled key still does cryptography',
    file: 'aws/guards.ts',
    find: "if (key.state === 'Enabled' || allowed.includes(key.state)) return",
    replace: "if (key.state === 'Enabled' || key.state === 'Disabled' || allowed.includes(key.state)) return",
    deviates: refusedWhileDisabled,
  },
  {
    name: 'a wrong secret is taken for the right one',
    file: 'aws/sigv4.ts',
    find: 'if (!sameText(signatureOf(',
    replace: 'if (false && !sameText(signatureOf(',
    deviates: ['quilibrium/wrong-secret-is-refused'],
  },
]

/** Every planted fault of the Q-KMS simulator. */
export const quilibriumFaults: readonly PlantedFault[] = drafts.map((draft) => ({ ...draft, cloud: 'quilibrium' }))
