import type { Claim } from './expand.ts'
import { expand } from './expand.ts'

/*
 * Quilibrium Q-KMS. The vendor has no table: its page on key states is empty, though two operations refer to it. So the
 * first layer is put together from the pages of the operations, which say three things: that a call succeeds, by its
 * sample or in words; that a disabled key gives DisabledException; and, in words only, that a key in some state is not
 * used or not changed. What the last is answered with stands nowhere: that is the second layer, concluded from the list
 * of errors on each page, and it is not what a target is judged by. A KMSInvalidStateException or
 * KeyUnavailableException that a page lists without saying for which state says nothing of any cell: most cells are
 * undocumented and stay so, though AWS answers them all.
 *
 * CreateKey has no line, since it takes no key; that a new key is Enabled is where every case starts from. No page
 * mentions the states Creating and PendingReplicaDeletion. `Unavailable` is AWS's word for what KeyUnavailableException
 * is about. No page gives the HTTP status of an error.
 */

/** A sample, or words, say that it succeeds. */
const OK: Claim = { outcome: 'accept', httpStatus: 200 }

function settlesIn(stateAfter: NonNullable<Claim['stateAfter']>, note?: string): Claim {
  return { ...OK, stateAfter, ...(note && { note }) }
}

const TO_ENABLED = settlesIn('Enabled')
const TO_DISABLED = settlesIn('Disabled')
const TO_PENDING_DELETION = settlesIn('PendingDeletion')
const TO_PENDING_IMPORT = settlesIn('PendingImport')
const NOT_STATED = settlesIn('Unknown', 'The state that follows is not stated.')
const UPDATES = settlesIn('Enabled', 'All related keys pass through UPDATING.')

/** The page lists DisabledException, whose meaning names the state. */
const DIS: Claim = { outcome: 'reject', errorCode: 'InvalidKeyState', providerCodes: ['DisabledException'] }

/** Said in words, without a code. */
function refused(note: string, source?: Claim['source']): Claim {
  return { outcome: 'reject', note, ...(source && { source }) }
}

const PDEL = refused(
  'The key is in no cryptographic use while its deletion is pending; the code is not said.',
  'quilibrium-schedule-key-deletion',
)
const PIMP = refused(
  'The key is of no use without material; the code is not said.',
  'quilibrium-delete-imported-key-material',
)
const UNUSED = refused(
  'A disabled key does no cryptography; this page lists no DisabledException.',
  'quilibrium-disable-key',
)
const BOTH_ENABLED = refused('Both keys must be enabled; the code is not said.')
const MUST_BE_ENABLED = refused('The key must be Enabled; the code is not said.')
const HAS_MATERIAL = refused('The key must have no material; which of two codes fits is not said.')
const NOT_WHILE_DELETING = refused('Not allowed while deletion is pending; the code is not said.')

/** Two readings of one page, and what is true in both. */
const NOT_CANCELLED: Claim = {
  outcome: 'either',
  errorCode: 'InvalidKeyState',
  providerCodes: ['KMSInvalidStateException'],
  stateAfter: 'PendingDeletion',
  note: 'Enabling does not cancel the deletion, and the key must be in a compatible state: accepted or refused, the key stays PendingDeletion with the same deletion date.',
}

/** The only code in the page's list that fits what is said in words. */
const STATE: Claim = { outcome: 'reject', errorCode: 'InvalidKeyState' }

/** GetParametersForImport and ImportKeyMaterial take symmetric encryption keys only. */
const NO_SUCH_KEY: Claim = { outcome: 'impossible', note: 'Material is imported into symmetric encryption keys only.' }

export const quilibriumCells = expand({
  cloud: 'quilibrium',
  states: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable', 'Updating'],
  actions: {
    EnableKey: { operation: 'enableKey' },
    DisableKey: { operation: 'disableKey' },
    ScheduleKeyDeletion: { operation: 'scheduleKeyDeletion' },
    CancelKeyDeletion: { operation: 'cancelKeyDeletion' },
    DescribeKey: { operation: 'describeKey' },
    ListKeys: { operation: 'listKeys' },
    UpdateKeyDescription: { operation: 'updateKeyDescription' },
    Encrypt: { operation: 'encrypt', keyKind: 'symmetric' },
    Decrypt: { operation: 'decrypt', keyKind: 'symmetric' },
    GenerateDataKey: { operation: 'generateDataKey', keyKind: 'symmetric' },
    GenerateDataKeyWithoutPlaintext: { operation: 'generateDataKeyWithoutPlaintext', keyKind: 'symmetric' },
    ReEncrypt: { operation: 'reEncrypt', keyKind: 'symmetric' },
    Sign: { operation: 'sign', keyKind: 'ecc-sign' },
    Verify: { operation: 'verify', keyKind: 'ecc-sign' },
    GenerateMAC: { operation: 'generateMac', keyKind: 'hmac' },
    VerifyMac: { operation: 'verifyMac', keyKind: 'hmac' },
    DeriveSharedSecret: { operation: 'deriveSharedSecret', keyKind: 'ecc-agreement' },
    // Our operation of this name returns the private key, which Q-KMS never does.
    GenerateDataKeyPair: { keyKind: 'symmetric' },
    GenerateDataKeyPairWithoutPlaintext: { operation: 'generateDataKeyPairWithoutPlaintext', keyKind: 'symmetric' },
    // Only symmetric keys hold imported material, so only they wait for it.
    GetPublicKey: {
      operation: 'getPublicKey',
      keyKind: 'ecc-sign',
      keyKindIn: { PendingImport: 'external-symmetric' },
    },
    EnableKeyRotation: { operation: 'enableKeyRotation', keyKind: 'symmetric' },
    DisableKeyRotation: { operation: 'disableKeyRotation', keyKind: 'symmetric' },
    GetKeyRotationStatus: { operation: 'getKeyRotationStatus', keyKind: 'symmetric' },
    GetParametersForImport: { operation: 'getParametersForImport', keyKind: 'external-symmetric' },
    ImportKeyMaterial: { operation: 'importKeyMaterial', keyKind: 'external-symmetric' },
    DeleteImportedKeyMaterial: { operation: 'deleteKeyMaterial', keyKind: 'external-symmetric' },
    CreateAlias: { operation: 'createAlias' },
    UpdateAlias: { operation: 'updateAlias' },
    DeleteAlias: { operation: 'deleteAlias' },
    ListAliases: { operation: 'listAliases' },
    CreateGrant: { operation: 'createGrant' },
    ListGrants: { operation: 'listGrants' },
    ListRetirableGrants: { operation: 'listRetirableGrants' },
    RetireGrant: { operation: 'retireGrant' },
    RevokeGrant: { operation: 'revokeGrant' },
    PutKeyPolicy: { operation: 'putKeyPolicy' },
    GetKeyPolicy: { operation: 'getKeyPolicy' },
    ListKeyPolicies: { operation: 'listKeyPolicies' },
    TagResource: { operation: 'tagKey' },
    UntagResource: { operation: 'untagKey' },
    ListResourceTags: { operation: 'listKeyTags' },
    ReplicateKey: { operation: 'replicateKey', keyKind: 'multi-region-primary' },
    UpdatePrimaryRegion: { operation: 'updatePrimaryRegion', keyKind: 'multi-region-primary' },
  },
  layers: [
    {
      evidence: 'documented',
      source: 'quilibrium-docs',
      // biome-ignore format: one line per operation
      rows: [
        //                                                        Enabled Disabled PendingDeletion PendingImport Unavailable Updating
        { action: 'EnableKey', source: 'quilibrium-enable-key', cells: [null, TO_ENABLED, NOT_CANCELLED, null, null, null] },
        { action: 'DisableKey', source: 'quilibrium-disable-key', cells: [TO_DISABLED, null, null, null, null, null] },
        { action: 'ScheduleKeyDeletion', source: 'quilibrium-schedule-key-deletion', cells: [TO_PENDING_DELETION, null, null, null, null, null] },
        { action: 'CancelKeyDeletion', cells:                     [null, null, TO_DISABLED, null, null, null] },
        { action: 'DescribeKey', cells:                           [OK, { ...OK, source: 'quilibrium-disable-key' }, null, null, null, null] },
        { action: 'ListKeys', cells:                              [OK, OK, null, null, null, null] },
        { action: 'UpdateKeyDescription', cells:                  [OK, null, NOT_WHILE_DELETING, null, null, null] },
        { action: 'Encrypt', cells:                               [OK, DIS, PDEL, PIMP, null, null] },
        { action: 'Decrypt', cells:                               [OK, DIS, PDEL, PIMP, null, null] },
        { action: 'GenerateDataKey', cells:                       [OK, DIS, PDEL, PIMP, null, null] },
        { action: 'GenerateDataKeyWithoutPlaintext', cells:       [OK, DIS, PDEL, PIMP, null, null] },
        { action: 'ReEncrypt', role: 'source', cells:             [OK, DIS, BOTH_ENABLED, BOTH_ENABLED, null, BOTH_ENABLED] },
        { action: 'ReEncrypt', role: 'destination', cells:        [OK, DIS, BOTH_ENABLED, BOTH_ENABLED, null, BOTH_ENABLED] },
        { action: 'Sign', cells:                                  [OK, DIS, PDEL, null, null, null] },
        { action: 'Verify', cells:                                [OK, DIS, PDEL, null, null, null] },
        { action: 'GenerateMAC', cells:                           [OK, DIS, PDEL, null, null, null] },
        { action: 'VerifyMac', cells:                             [OK, DIS, PDEL, null, null, null] },
        { action: 'DeriveSharedSecret', cells:                    [OK, DIS, PDEL, null, null, null] },
        { action: 'GenerateDataKeyPair', cells:                   [OK, UNUSED, PDEL, PIMP, null, null] },
        { action: 'GenerateDataKeyPairWithoutPlaintext', cells:   [OK, UNUSED, PDEL, PIMP, null, null] },
        { action: 'GetPublicKey', cells:                          [OK, DIS, MUST_BE_ENABLED, MUST_BE_ENABLED, null, MUST_BE_ENABLED] },
        { action: 'EnableKeyRotation', cells:                     [OK, DIS, null, null, null, null] },
        { action: 'DisableKeyRotation', cells:                    [OK, DIS, null, null, null, null] },
        { action: 'GetKeyRotationStatus', cells:                  [OK, null, null, null, null, null] },
        { action: 'GetParametersForImport', cells:                [HAS_MATERIAL, null, null, OK, null, null] },
        { action: 'ImportKeyMaterial', cells:                     [HAS_MATERIAL, null, null, NOT_STATED, null, null] },
        { action: 'DeleteImportedKeyMaterial', source: 'quilibrium-delete-imported-key-material', cells: [TO_PENDING_IMPORT, null, null, null, null, null] },
        { action: 'CreateAlias', cells:                           [OK, null, null, null, null, null] },
        { action: 'UpdateAlias', role: 'current', cells:          [OK, null, null, null, null, null] },
        { action: 'UpdateAlias', role: 'target', cells:           [OK, null, null, null, null, null] },
        { action: 'DeleteAlias', cells:                           [OK, null, null, null, null, null] },
        { action: 'ListAliases', cells:                           [OK, null, null, null, null, null] },
        { action: 'CreateGrant', cells:                           [OK, DIS, null, null, null, null] },
        { action: 'ListGrants', cells:                            [OK, null, null, null, null, null] },
        { action: 'ListRetirableGrants', cells:                   [OK, null, null, null, null, null] },
        { action: 'RetireGrant', cells:                           [OK, null, null, null, null, null] },
        { action: 'RevokeGrant', cells:                           [OK, null, null, null, null, null] },
        { action: 'PutKeyPolicy', cells:                          [OK, null, null, null, null, null] },
        { action: 'GetKeyPolicy', cells:                          [OK, null, null, null, null, null] },
        { action: 'ListKeyPolicies', cells:                       [OK, null, null, null, null, null] },
        { action: 'TagResource', cells:                           [OK, null, null, null, null, null] },
        { action: 'UntagResource', cells:                         [OK, null, null, null, null, null] },
        { action: 'ListResourceTags', cells:                      [OK, null, null, null, null, null] },
        { action: 'ReplicateKey', cells:                          [OK, DIS, null, null, null, null] },
        { action: 'UpdatePrimaryRegion', cells:                   [UPDATES, null, NOT_WHILE_DELETING, null, null, null] },
      ],
    },
    {
      evidence: 'inferred',
      source: 'quilibrium-docs',
      // biome-ignore format: one line per operation
      rows: [
        // What a refusal in words is most likely answered with.
        ...(['Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const).map((action) => ({ action, cells: { PendingDeletion: STATE, PendingImport: STATE } })),
        ...(['source', 'destination'] as const).map((role) => ({ action: 'ReEncrypt', role, cells: { PendingDeletion: STATE, PendingImport: STATE, Updating: STATE } }) as const),
        ...(['Sign', 'Verify', 'GenerateMAC', 'VerifyMac', 'DeriveSharedSecret'] as const).map((action) => ({ action, cells: { PendingDeletion: STATE, PendingImport: NO_SUCH_KEY } })),
        ...(['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'] as const).map((action) => ({ action, cells: { Disabled: STATE, PendingDeletion: STATE, PendingImport: STATE } })),
        { action: 'GetPublicKey', cells: { PendingDeletion: STATE, PendingImport: STATE, Updating: STATE } },
        { action: 'UpdateKeyDescription', cells: { PendingDeletion: STATE } },
        { action: 'ImportKeyMaterial', cells: { Enabled: STATE } },
        { action: 'UpdatePrimaryRegion', cells: { PendingDeletion: STATE } },
        // What pages hint at.
        { action: 'DisableKey', source: 'quilibrium-disable-key', cells: { PendingDeletion: { outcome: 'either', errorCode: 'InvalidKeyState', stateAfter: 'Unknown', note: 'Not reversible while deletion is pending: refused, or accepted with no way back.' } } },
        { action: 'ScheduleKeyDeletion', source: 'quilibrium-schedule-key-deletion', cells: { Disabled: { ...TO_PENDING_DELETION, note: 'The page restricts the call to no state.' } } },
        { action: 'DescribeKey', cells: { PendingDeletion: { ...OK, note: 'The page knows a DeletionDate, which no other state has.' }, PendingImport: { ...OK, note: 'The page knows ValidTo and ExpirationModel, which belong to imported material.' } } },
      ],
    },
  ],
})
