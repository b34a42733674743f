import { cellsOf } from './cells.ts'
import type { PlantedFault } from './plant.ts'

const lifecycle = 'alibaba/operations/lifecycle.ts'
const alias = 'alibaba/operations/alias.ts'

function inStates(action: string, ...states: readonly string[]): string[] {
  return cellsOf('alibaba', action, ...states)
}

const drafts: readonly Omit<PlantedFault, 'cloud'>[] = [
  {
    // The guard is shared: CreateAlias and ImportKeyMaterial answer StateModifiedFailed by it as well.
    name: 'lifecycle calls are refused with the code of the state',
    file: 'alibaba/guards.ts',
    find: "if (!allowed.includes(state)) throw refusal('Rejected.StateModifiedFailed')",
    replace: 'if (!allowed.includes(state)) throw refusal("Rejected." + state)',
    deviates: [
      ...inStates('EnableKey', 'PendingDeletion', 'PendingImport'),
      ...inStates('DisableKey', 'PendingDeletion', 'PendingImport'),
      ...inStates('ScheduleKeyDeletion', 'PendingDeletion'),
      ...inStates('CancelKeyDeletion', 'Enabled', 'Disabled', 'PendingImport'),
      ...inStates('CreateAlias', 'PendingDeletion'),
      ...inStates('ImportKeyMaterial', 'PendingDeletion'),
    ],
  },
  {
    name: 'UpdateAlias is judged by the key that the alias leaves',
    file: alias,
    find: `    requireAlias(call, input.AliasName)
    const target = requireKey(call, input.KeyId)
    requireEditable(target)`,
    replace: `    const from = requireKey(call, requireAlias(call, input.AliasName).keyId)
    const target = requireKey(call, input.KeyId)
    requireEditable(from)`,
    deviates: [
      ...inStates('UpdateAlias.current', 'PendingDeletion'),
      ...inStates('UpdateAlias.target', 'PendingDeletion'),
    ],
  },
  {
    name: 'EnableKey succeeds on a key that is pending deletion',
    file: lifecycle,
    find: `    requireStateAmong(key, 'Enabled', 'Disabled')
    saveAndCatchUp`,
    replace: `    requireStateAmong(key, 'Enabled', 'Disabled', 'PendingDeletion')
    saveAndCatchUp`,
    deviates: inStates('EnableKey', 'PendingDeletion'),
  },
  {
    name: 'CreateAlias on a key that is pending deletion answers Rejected.PendingDeletion',
    file: alias,
    find: "    requireStateAmong(key, 'Enabled', 'Disabled', 'PendingImport', 'Unavailable')\n    requireRoom",
    replace: '    requireEditable(key)\n    requireRoom',
    deviates: inStates('CreateAlias', 'PendingDeletion'),
  },
  {
    name: 'DeleteKeyMaterial resurrects a key that is pending deletion',
    file: 'alibaba/versions.ts',
    find: "state: key.state === 'Enabled' || key.state === 'Disabled' ? 'PendingImport' : key.state",
    replace: "state: 'PendingImport'",
    deviates: inStates('DeleteKeyMaterial', 'PendingDeletion'),
  },
  {
    name: 'CancelKeyDeletion ends in Disabled',
    file: lifecycle,
    find: "hasMaterial(call, key) ? 'Enabled' : 'PendingImport'",
    replace: "hasMaterial(call, key) ? 'Disabled' : 'PendingImport'",
    deviates: inStates('CancelKeyDeletion', 'PendingDeletion'),
  },
  {
    name: 'a replayed nonce is accepted',
    file: 'alibaba/authenticate.ts',
    find: "  if (nonces.get(id) !== undefined) throw refusal('SignatureNonceUsed')\n",
    replace: '',
    deviates: ['alibaba/replayed-request-is-refused'],
  },
]

/** Every planted fault of the Alibaba simulator. */
export const alibabaFaults: readonly PlantedFault[] = drafts.map((draft) => ({ ...draft, cloud: 'alibaba' }))
