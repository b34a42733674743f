import { cellId, expected, matrix } from '../../conformance/index.ts'
import { cellsOf } from './cells.ts'
import type { PlantedFault } from './plant.ts'

const lifecycle = 'aws/operations/lifecycle.ts'
const rotation = 'aws/operations/rotation.ts'

/** Every refusal that the table expects, except on keys that no simulator makes. */
const allRefusals = matrix(['aws'])
  .cells.filter((cell) => expected(cell)?.outcome === 'reject' && expected(cell)?.httpStatus !== undefined)
  .filter((cell) => cell.keyKind !== 'kem')
  .map(cellId)

function inStates(action: string, ...states: readonly string[]): string[] {
  return cellsOf('aws', action, ...states)
}

type Draft = Omit<PlantedFault, 'cloud'>

const drafts: readonly Draft[] = [
  {
    name: 'EnableKey revives a key that is pending deletion',
    file: lifecycle,
    find: `requireState(key, 'Disabled', 'Unavailable')
  if (key.state === 'Disabled') saveKey(call, withRotationResumed`,
    replace: `requireState(key, 'Disabled', 'Unavailable', 'PendingDeletion')
  if (key.state === 'Disabled' || key.state === 'PendingDeletion') saveKey(call, withRotationResumed`,
    deviates: inStates('EnableKey', 'PendingDeletion'),
  },
  {
    name: 'CancelKeyDeletion lands in Enabled',
    file: lifecycle,
    find: "state: usable ? 'Disabled' : 'PendingImport'",
    replace: "state: usable ? 'Enabled' : 'PendingImport'",
    deviates: inStates('CancelKeyDeletion', 'PendingDeletion', 'PendingReplicaDeletion'),
  },
  {
    name: 'CancelKeyDeletion is accepted when nothing is pending',
    file: lifecycle,
    find: "if (key.state !== 'PendingDeletion' && key.state !== 'PendingReplicaDeletion')",
    replace: 'if (key === undefined)',
    deviates: inStates(
      'CancelKeyDeletion',
      'Creating',
      'Enabled',
      'Disabled',
      'PendingImport',
      'Unavailable',
      'Updating',
    ),
  },
  {
    name: 'external keys are born Enabled',
    file: 'aws/operations/create-key.ts',
    find: "state: origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled'",
    replace: "state: 'Enabled'",
    deviates: ['aws/external-key-waits-for-material'],
  },
  {
    name: 'HMAC keys are not made',
    file: 'aws/operations/create-key.ts',
    find: 'if (!usagesOf(spec).includes(wanted))',
    replace: "if (!usagesOf(spec).includes(wanted) || wanted === 'GENERATE_VERIFY_MAC')",
    // The cells of these keys fall to control, which makes them all the same.
    deviates: ['aws/every-kind-of-key-is-made', 'aws/imported-mac-key-is-used'],
  },
  {
    name: 'a primary key does not wait for its replicas',
    file: lifecycle,
    find: "const waits = key.multiRegion?.role === 'PRIMARY' && replicasOf(call, key).length > 0",
    replace: 'const waits = false',
    // The state is out of reach then, and its cells with it.
    deviates: ['aws/primary-waits-for-its-replicas'],
  },
  {
    name: 'tags are accepted while pending deletion',
    file: 'aws/operations/tag.ts',
    find: "requireState(key, 'Creating',",
    replace: "requireState(key, 'PendingDeletion', 'Creating',",
    deviates: [...inStates('TagResource', 'PendingDeletion'), ...inStates('UntagResource', 'PendingDeletion')],
  },
  {
    name: 'a description is accepted while pending deletion',
    file: lifecycle,
    find: `requireState(key, 'Creating', 'Disabled', 'PendingImport', 'Unavailable', 'Updating')
  saveKey(call, { ...key, description`,
    replace: 'saveKey(call, { ...key, description',
    deviates: inStates('UpdateKeyDescription', 'PendingDeletion', 'PendingReplicaDeletion'),
  },
  {
    name: 'an alias is accepted while pending deletion',
    file: 'aws/operations/alias.ts',
    find: "requireState(key, 'Creating',",
    replace: "requireState(key, 'PendingDeletion', 'Creating',",
    deviates: [...inStates('CreateAlias', 'PendingDeletion'), ...inStates('UpdateAlias.target', 'PendingDeletion')],
  },
  {
    name: 'a grant is accepted while pending deletion',
    file: 'aws/operations/grant.ts',
    find: "requireState(key, 'Unavailable', 'Updating')",
    replace: "requireState(key, 'Unavailable', 'Updating', 'PendingDeletion')",
    deviates: inStates('CreateGrant', 'PendingDeletion'),
  },
  {
    name: 'EnableKeyRotation is accepted on a disabled key',
    file: rotation,
    find: `requireState(key, 'Updating')
  if (!isSymmetric(key.spec)) throw refusal('UnsupportedOperationException')
  requirePrimary(key)`,
    replace: `requireState(key, 'Updating', 'Disabled')
  if (!isSymmetric(key.spec)) throw refusal('UnsupportedOperationException')
  requirePrimary(key)`,
    deviates: inStates('EnableKeyRotation', 'Disabled'),
  },
  {
    name: 'EnableKeyRotation is accepted on an external key',
    file: rotation,
    find: `requireRotatableOrigin(key)
  requireState(key, 'Updating')
  if (!isSymmetric`,
    replace: `if (key.origin !== 'EXTERNAL') requireRotatableOrigin(key)
  requireState(key, 'Updating', 'PendingImport')
  if (!isSymmetric`,
    deviates: inStates('EnableKeyRotation', 'PendingImport'),
  },
  {
    name: 'data keys are made under a key without material',
    file: 'aws/operations/data-key.ts',
    find: `  const length = lengthOf(input)
  requireWrappingKey(call, key)`,
    replace: `  const length = lengthOf(input)
  if (key.state === 'PendingImport')
    return { CiphertextBlob: call.random.bytes(184), Plaintext: call.random.bytes(length), KeyId: key.arn }
  requireWrappingKey(call, key)`,
    deviates: [
      ...inStates('GenerateDataKey', 'PendingImport'),
      ...inStates('GenerateDataKeyWithoutPlaintext', 'PendingImport'),
    ],
  },
  {
    name: 'a disabled key still encrypts',
    file: 'aws/crypto-guards.ts',
    find: `  requireUsable(key)
  return key`,
    replace: `  if (call.action !== 'Encrypt' || key.state !== 'Disabled') requireUsable(key)
  return key`,
    deviates: inStates('Encrypt', 'Disabled'),
  },
  {
    name: 'refusals are HTTP 409',
    file: 'aws/engine.ts',
    find: 'return { status, headers',
    replace: 'return { status: /InvalidState|Disabled|UnsupportedOperation/.test(code) ? 409 : status, headers',
    deviates: allRefusals,
  },
  {
    name: 'a refused DisableKey changes the key all the same',
    file: lifecycle,
    find: `requireState(key, 'Disabled', 'Unavailable')
  if (key.state === 'Enabled') saveKey`,
    replace: `if (key.state === 'PendingDeletion') saveKey(call, { ...key, description: 'touched' })
  requireState(key, 'Disabled', 'Unavailable')
  if (key.state === 'Enabled') saveKey`,
    deviates: inStates('DisableKey', 'PendingDeletion'),
  },
  {
    name: 'deletion never happens',
    file: 'aws/settle.ts',
    find: 'deleteKey(tables, key, atMs)',
    replace: 'saveKey(tables, { ...key, deletionAtMs: atMs + 10_000 * DAY_MS })',
    deviates: ['aws/deletion-happens-on-its-date'],
  },
  {
    name: 'Decrypt ignores the encryption context',
    file: 'aws/blob.ts',
    find: 'const bind = (reference: Uint8Array, context: EncryptionContext = {}): Uint8Array => {',
    replace: `const bind = (reference: Uint8Array, given: EncryptionContext = {}): Uint8Array => {
  const context: EncryptionContext = given === undefined ? given : {}`,
    deviates: ['aws/context-is-bound', 'aws/re-encrypt-moves-a-ciphertext'],
  },
  {
    name: 'an expired import token is accepted',
    file: 'aws/operations/import.ts',
    find: "if (call.nowMs >= known.expiresAtMs) throw refusal('ExpiredImportTokenException')",
    replace: '',
    deviates: ['aws/import-token-expires'],
  },
]

/** Every planted fault of the AWS simulator. */
export const awsFaults: readonly PlantedFault[] = drafts.map((draft) => ({ ...draft, cloud: 'aws' }))
