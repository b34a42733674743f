import { cellsOf } from './cells.ts'
import type { PlantedFault } from './plant.ts'

const lifecycle = 'huawei/operations/lifecycle.ts'

const drafts = (cloud: 'huawei' | 'otc'): readonly Omit<PlantedFault, 'cloud'>[] => [
  {
    name: 'disabling a disabled key is accepted',
    file: lifecycle,
    find: "if (key.state !== STATE.enabled) throw refusal('KMS.1301')",
    replace: "if (key.state !== STATE.enabled && key.state !== STATE.disabled) throw refusal('KMS.1301')",
    deviates: cellsOf(cloud, 'disable-key', 'Disabled'),
  },
  {
    name: 'enabling an enabled key is accepted',
    file: lifecycle,
    find: "if (key.state !== STATE.disabled) throw refusal('KMS.1201')",
    replace: "if (key.state !== STATE.disabled && key.state !== STATE.enabled) throw refusal('KMS.1201')",
    deviates: cellsOf(cloud, 'enable-key', 'Enabled'),
  },
  {
    name: 'a cancelled deletion lands in enabled',
    file: lifecycle,
    find: 'lacksMaterial ? STATE.pendingImport : STATE.disabled',
    replace: 'lacksMaterial ? STATE.pendingImport : STATE.enabled',
    deviates: cellsOf(cloud, 'cancel-key-deletion', 'PendingDeletion'),
  },
  {
    name: 'a deletion that is scheduled already is scheduled again',
    file: lifecycle,
    find: "    if (key.state === STATE.pendingDeletion) throw refusal('KMS.1402')\n",
    replace: '',
    deviates: cellsOf(cloud, 'schedule-key-deletion', 'PendingDeletion'),
  },
  {
    name: 'material is imported into a key that is not waiting for it',
    file: 'huawei/operations/import.ts',
    find: `    const key = awaitingImport(call, input.key_id)
    const token = findToken`,
    replace: `    const key = resolveCustomerKey(call, input.key_id)
    requireExternal(key)
    const token = findToken`,
    deviates: ['Enabled', 'Disabled', 'PendingDeletion'].map(
      (state) => `${cloud}/import-key-material@external-symmetric/${state}`,
    ),
  },
  {
    name: 'a token that has ended is accepted',
    file: 'huawei/authenticate.ts',
    find: 'return row !== undefined && nowMs < row.expiresAtMs ? row : undefined',
    replace: 'return row !== undefined && nowMs > 0 ? row : undefined',
    deviates: [`${cloud}/login-token-expires`],
  },
  {
    name: 'the digest of a data key is not checked',
    file: 'huawei/operations/data-keys.ts',
    find: "    if (!sameBytes(digestOf(key, dataKey), input.plain_text.slice(-DIGEST_BYTES))) throw refusal('KMS.2103')\n",
    replace: '',
    deviates: [`${cloud}/data-key-digest-is-checked`],
  },
]

/** Every planted fault of the Huawei simulator, in both of its profiles. */
export const huaweiFaults: readonly PlantedFault[] = (['huawei', 'otc'] as const).flatMap((cloud) =>
  drafts(cloud).map((draft) => ({ ...draft, cloud })),
)
