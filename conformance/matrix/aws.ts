import type { Claim } from './expand.ts'
import { expand } from './expand.ts'

/*
 * AWS KMS. The first layer is the key-state page of the developer guide, line by line in the page's own order of rows
 * and columns, so that the two can be laid side by side; the others are what real AWS was seen to answer, and what we
 * conclude for rows that the page does not have. Both-keys rows (ReEncrypt, UpdateAlias) are one line on the page and
 * two here.
 *
 * HTTP statuses are those of the wire, not the traits of the service model: every client error that was ever recorded
 * is a 400 (the model's traits say 404, 409 and 412), and so says the API reference.
 */

const OK: Claim = { outcome: 'accept', httpStatus: 200 }

function refusal(code: string, more: Partial<Claim> = {}): Claim {
  return { outcome: 'reject', errorCode: 'InvalidKeyState', providerCodes: [code], httpStatus: 400, ...more }
}

function settlesIn(stateAfter: NonNullable<Claim['stateAfter']>, note?: string): Claim {
  return { ...OK, stateAfter, ...(note && { note }) }
}

/** [1] `<key ARN> is disabled.` */
const DIS = refusal('DisabledException')
/** [3] `<key ARN> is pending deletion (or pending replica deletion).` */
const PDEL = refusal('KMSInvalidStateException')
/** [2] or [3]: the page leaves open which of the two codes says so. */
const DIS_PDEL = refusal('KMSInvalidStateException', {
  providerCodes: ['DisabledException', 'KMSInvalidStateException'],
})
/** [4] `<key ARN> is not pending deletion (or pending replica deletion).` */
const NPD = refusal('KMSInvalidStateException')
/** [5] `<key ARN> is pending import …` */
const PIMP = refusal('KMSInvalidStateException')
/** [11] `<key ARN> is unavailable.` */
const UNAV = refusal('KMSInvalidStateException')
/** [14] `<key ARN> is creating.` */
const CREA = refusal('KMSInvalidStateException')
/** [15] `<key ARN> is updating.` */
const UPDT = refusal('KMSInvalidStateException')
/** [6] `<key ARN> origin is EXTERNAL which is not valid for this operation.`; [9] the same of any other origin. */
const ORG = refusal('UnsupportedOperationException', { errorCode: 'InvalidKeyUsage' })
/** [7] A key in a custom key store is refused, whatever its state; otherwise the state alone decides. */
const CKS = refusal('UnsupportedOperationException', { errorCode: 'InvalidKeyUsage' })
/** N/A: Unavailable exists only for symmetric keys in custom key stores, which the action does not take. */
const NA: Claim = { outcome: 'impossible' }

/** [12] Succeeds, but the state shown does not change until the key store is connected again. */
const WAITS: Claim = { ...OK, note: 'The state shown stays Unavailable until the custom key store is connected again.' }
/** [13] */
const NPD_STORE: Claim = {
  ...NPD,
  note: 'A key in a custom key store that is pending deletion stays so while the store is disconnected, and can be cancelled.',
}

const PAGE_COLUMNS = [
  'Enabled',
  'Disabled',
  ['PendingDeletion', 'PendingReplicaDeletion'],
  'PendingImport',
  'Unavailable',
  'Creating',
  'Updating',
] as const

const TO_DISABLED = settlesIn('Disabled')
const TO_ENABLED = settlesIn('Enabled')
const TO_PENDING_DELETION = settlesIn('PendingDeletion')
const TO_PENDING_IMPORT = settlesIn('PendingImport')
const UPDATES = settlesIn('Enabled', 'Passes through Updating.')
const NOT_STATED = settlesIn('Unknown')
const UPDATING_OPEN: Claim = {
  outcome: 'either',
  errorCode: 'InvalidKeyState',
  providerCodes: ['KMSInvalidStateException'],
  stateAfter: 'Unknown',
  note: 'The page marks it as allowed, today and in 2022, while it refuses GetParametersForImport; nobody has recorded it.',
}

export const awsCells = expand({
  cloud: 'aws',
  states: [
    'Creating',
    'Enabled',
    'Disabled',
    'PendingDeletion',
    'PendingImport',
    'PendingReplicaDeletion',
    'Unavailable',
    'Updating',
  ],
  actions: {
    CancelKeyDeletion: { operation: 'cancelKeyDeletion' },
    CreateAlias: { operation: 'createAlias' },
    CreateGrant: { operation: 'createGrant' },
    Decrypt: { operation: 'decrypt', keyKind: 'symmetric' },
    DeleteAlias: { operation: 'deleteAlias' },
    DeleteImportedKeyMaterial: { operation: 'deleteKeyMaterial', keyKind: 'external-symmetric' },
    DeriveSharedSecret: { operation: 'deriveSharedSecret', keyKind: 'ecc-agreement' },
    DescribeKey: { operation: 'describeKey' },
    DisableKey: { operation: 'disableKey' },
    DisableKeyRotation: { operation: 'disableKeyRotation', keyKind: 'symmetric' },
    EnableKey: { operation: 'enableKey' },
    EnableKeyRotation: { operation: 'enableKeyRotation', keyKind: 'symmetric' },
    Encrypt: { operation: 'encrypt', keyKind: 'symmetric' },
    GenerateDataKey: { operation: 'generateDataKey', keyKind: 'symmetric' },
    GenerateDataKeyPair: { operation: 'generateDataKeyPair', keyKind: 'symmetric' },
    GenerateDataKeyPairWithoutPlaintext: { operation: 'generateDataKeyPairWithoutPlaintext', keyKind: 'symmetric' },
    GenerateDataKeyWithoutPlaintext: { operation: 'generateDataKeyWithoutPlaintext', keyKind: 'symmetric' },
    GenerateMac: { operation: 'generateMac', keyKind: 'hmac' },
    GetKeyLastUsage: { operation: 'getKeyLastUsage' },
    GetKeyPolicy: { operation: 'getKeyPolicy' },
    GetKeyRotationStatus: { operation: 'getKeyRotationStatus', keyKind: 'symmetric' },
    GetParametersForImport: { operation: 'getParametersForImport', keyKind: 'external-symmetric' },
    // PendingImport was measured on a symmetric key only: that is the key the cell takes there.
    GetPublicKey: {
      operation: 'getPublicKey',
      keyKind: 'ecc-sign',
      keyKindIn: { PendingImport: 'external-symmetric' },
    },
    ImportKeyMaterial: { operation: 'importKeyMaterial', keyKind: 'external-symmetric' },
    ListAliases: { operation: 'listAliases' },
    ListGrants: { operation: 'listGrants' },
    ListKeyPolicies: { operation: 'listKeyPolicies' },
    ListKeyRotations: { operation: 'listKeyVersions', keyKind: 'symmetric' },
    ListResourceTags: { operation: 'listKeyTags' },
    PutKeyPolicy: { operation: 'putKeyPolicy' },
    ReEncrypt: { operation: 'reEncrypt', keyKind: 'symmetric' },
    ReplicateKey: { operation: 'replicateKey', keyKind: 'multi-region-primary' },
    RetireGrant: { operation: 'retireGrant' },
    RevokeGrant: { operation: 'revokeGrant' },
    RotateKeyOnDemand: { operation: 'rotateKeyOnDemand', keyKind: 'symmetric' },
    ScheduleKeyDeletion: { operation: 'scheduleKeyDeletion' },
    Sign: { operation: 'sign', keyKind: 'ecc-sign' },
    TagResource: { operation: 'tagKey' },
    UntagResource: { operation: 'untagKey' },
    UpdateAlias: { operation: 'updateAlias' },
    UpdateKeyDescription: { operation: 'updateKeyDescription' },
    UpdatePrimaryRegion: { operation: 'updatePrimaryRegion', keyKind: 'multi-region-primary' },
    Verify: { operation: 'verify', keyKind: 'ecc-sign' },
    VerifyMac: { operation: 'verifyMac', keyKind: 'hmac' },
    Encapsulate: { keyKind: 'kem' },
    Decapsulate: { keyKind: 'kem' },
  },
  layers: [
    {
      evidence: 'documented',
      source: 'aws-key-state',
      columns: PAGE_COLUMNS,
      // The states that accepted calls lead to are told in the operations' own pages of the API reference.
      // biome-ignore format: one line per line of the page
      rows: [
        //                                                            Enabled Disabled Pending deletion Pending import Unavailable Creating Updating
        { action: 'CancelKeyDeletion', cells:                         [NPD, NPD, TO_DISABLED, NPD, NPD_STORE, NPD, NPD] },
        { action: 'CreateAlias', cells:                               [OK, OK, PDEL, OK, OK, OK, OK] },
        { action: 'CreateGrant', cells:                               [OK, DIS, DIS_PDEL, PIMP, OK, CREA, OK] },
        { action: 'Decrypt', cells:                                   [OK, DIS, DIS_PDEL, PIMP, UNAV, CREA, OK] },
        { action: 'DeleteAlias', cells:                               [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'DeleteImportedKeyMaterial', cells:                 [TO_PENDING_IMPORT, TO_PENDING_IMPORT, OK, OK, NA, CREA, UPDT] },
        { action: 'DeriveSharedSecret', cells:                        [OK, DIS, DIS_PDEL, PIMP, NA, CREA, OK] },
        { action: 'DescribeKey', cells:                               [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'DisableKey', cells:                                [TO_DISABLED, OK, PDEL, PIMP, WAITS, CREA, UPDT] },
        { action: 'DisableKeyRotation', cells:                        [OK, DIS, PDEL, ORG, CKS, CREA, OK] },
        { action: 'EnableKey', cells:                                 [OK, TO_ENABLED, PDEL, PIMP, WAITS, CREA, UPDT] },
        { action: 'EnableKeyRotation', cells:                         [OK, DIS, PDEL, ORG, CKS, CREA, OK] },
        { action: 'Encrypt', cells:                                   [OK, DIS, DIS_PDEL, PIMP, UNAV, CREA, OK] },
        { action: 'GenerateDataKey', cells:                           [OK, DIS, DIS_PDEL, PIMP, UNAV, CREA, OK] },
        { action: 'GenerateDataKeyPair', cells:                       [OK, DIS, DIS_PDEL, PIMP, CKS, CREA, OK] },
        { action: 'GenerateDataKeyPairWithoutPlaintext', cells:       [OK, DIS, DIS_PDEL, PIMP, CKS, CREA, OK] },
        { action: 'GenerateDataKeyWithoutPlaintext', cells:           [OK, DIS, DIS_PDEL, PIMP, UNAV, CREA, OK] },
        { action: 'GenerateMac', cells:                               [OK, DIS, DIS_PDEL, PIMP, NA, CREA, OK] },
        { action: 'GetKeyPolicy', cells:                              [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'GetKeyRotationStatus', cells:                      [OK, OK, OK, ORG, CKS, OK, OK] },
        { action: 'GetParametersForImport', cells:                    [OK, OK, PDEL, OK, ORG, CREA, UPDT] },
        { action: 'GetPublicKey', cells:                              [OK, OK, DIS_PDEL, OK, NA, CREA, OK] },
        // Pending deletion: the current page names only the origin error; the 2022 page says what an EXTERNAL key meets.
        { action: 'ImportKeyMaterial', cells:                         [OK, NOT_STATED, { ...PDEL, source: 'aws-key-state-2022' }, TO_ENABLED, ORG, CREA, UPDATING_OPEN] },
        { action: 'ListAliases', cells:                               [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'ListGrants', cells:                                [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'ListKeyPolicies', cells:                           [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'ListKeyRotations', cells:                          [OK, OK, OK, OK, CKS, OK, OK] },
        { action: 'ListResourceTags', cells:                          [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'PutKeyPolicy', cells:                              [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'ReEncrypt', role: 'source', cells:                 [OK, DIS, DIS_PDEL, PIMP, UNAV, CREA, OK] },
        { action: 'ReEncrypt', role: 'destination', cells:            [OK, DIS, DIS_PDEL, PIMP, UNAV, CREA, OK] },
        { action: 'ReplicateKey', cells:                              [OK, DIS, DIS_PDEL, PIMP, NA, CREA, UPDT] },
        { action: 'RetireGrant', cells:                               [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'RevokeGrant', cells:                               [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'RotateKeyOnDemand', cells:                         [OK, DIS, PDEL, PIMP, CKS, CREA, OK] },
        { action: 'ScheduleKeyDeletion', cells:                       [TO_PENDING_DELETION, TO_PENDING_DELETION, PDEL, TO_PENDING_DELETION, TO_PENDING_DELETION, TO_PENDING_DELETION, UPDT] },
        { action: 'Sign', cells:                                      [OK, DIS, DIS_PDEL, PIMP, NA, CREA, OK] },
        { action: 'TagResource', cells:                               [OK, OK, PDEL, OK, OK, OK, OK] },
        { action: 'UntagResource', cells:                             [OK, OK, PDEL, OK, OK, OK, OK] },
        { action: 'UpdateAlias', role: 'current', cells:              [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'UpdateAlias', role: 'target', cells:               [OK, OK, PDEL, OK, OK, OK, OK] },
        { action: 'UpdateKeyDescription', cells:                      [OK, OK, PDEL, OK, OK, OK, OK] },
        { action: 'UpdatePrimaryRegion', cells:                       [UPDATES, DIS, DIS_PDEL, PIMP, NA, CREA, NOT_STATED] },
        { action: 'Verify', cells:                                    [OK, DIS, DIS_PDEL, PIMP, NA, CREA, OK] },
        { action: 'VerifyMac', cells:                                 [OK, DIS, DIS_PDEL, PIMP, NA, CREA, OK] },
      ],
    },
    {
      // Tests that LocalStack marks as validated against AWS; the test's name stands behind each line.
      evidence: 'recorded',
      source: 'localstack-kms',
      // biome-ignore format: one line per observation
      rows: [
        { action: 'CancelKeyDeletion', cells: { PendingDeletion: TO_DISABLED } }, // test_schedule_and_cancel_key_deletion
        { action: 'CreateAlias', cells: { Enabled: OK } }, // test_create_list_delete_alias
        { action: 'CreateGrant', cells: { Enabled: OK } }, // test_create_grant_with_valid_key
        { action: 'DeleteAlias', cells: { Enabled: OK } }, // test_create_list_delete_alias
        { action: 'DeleteImportedKeyMaterial', cells: { Enabled: TO_PENDING_IMPORT } }, // test_import_key_symmetric
        { action: 'DeriveSharedSecret', cells: { Enabled: OK } }, // test_derive_shared_secret
        { action: 'DescribeKey', cells: { Enabled: OK, Disabled: OK, PendingDeletion: OK, PendingImport: OK } }, // test_disable_and_enable_key, test_schedule_and_cancel_key_deletion, test_import_key_symmetric
        { action: 'DisableKey', cells: { Enabled: TO_DISABLED } }, // test_disable_and_enable_key
        { action: 'DisableKeyRotation', cells: { Enabled: OK } }, // test_key_rotation_status
        { action: 'EnableKey', cells: { Disabled: TO_ENABLED } }, // test_disable_and_enable_key
        { action: 'EnableKeyRotation', cells: { Enabled: OK } }, // test_key_rotation_status
        { action: 'Encrypt', cells: { Enabled: OK, PendingImport: PIMP } }, // test_encrypt_decrypt, test_import_key_symmetric
        { action: 'GenerateDataKey', cells: { Enabled: OK, Disabled: DIS, PendingDeletion: PDEL } }, // test_cant_use_disabled_or_deleted_keys
        { action: 'GenerateDataKeyPair', cells: { Enabled: OK } }, // test_generate_data_key_pair
        { action: 'GenerateDataKeyPairWithoutPlaintext', cells: { Enabled: OK } }, // test_generate_data_key_pair_without_plaintext
        { action: 'GenerateDataKeyWithoutPlaintext', cells: { Enabled: OK } }, // test_generate_data_key_without_plaintext
        { action: 'GenerateMac', cells: { Enabled: OK } }, // test_generate_and_verify_mac
        { action: 'GetKeyPolicy', cells: { Enabled: OK } }, // test_get_put_list_key_policies
        { action: 'GetKeyRotationStatus', cells: { Enabled: OK } }, // test_key_rotation_status
        { action: 'GetParametersForImport', cells: { Enabled: OK, PendingImport: OK } }, // test_import_key_material_raises_if_there_is_already_key_material_pending, test_import_key_symmetric
        { action: 'GetPublicKey', cells: { Enabled: OK } }, // test_get_public_key
        { action: 'ImportKeyMaterial', cells: { PendingImport: TO_ENABLED } }, // test_import_key_symmetric
        { action: 'ListAliases', cells: { Enabled: OK } }, // test_list_aliases_of_key
        { action: 'ListGrants', cells: { Enabled: OK } }, // test_create_grant_with_valid_key
        { action: 'ListKeyPolicies', cells: { Enabled: OK } }, // test_get_put_list_key_policies
        { action: 'ListResourceTags', cells: { Enabled: OK } }, // test_tag_existing_key_and_untag
        { action: 'PutKeyPolicy', cells: { Enabled: OK } }, // test_get_put_list_key_policies
        { action: 'ReEncrypt', role: 'source', cells: { Enabled: OK } }, // test_re_encrypt
        { action: 'ReEncrypt', role: 'destination', cells: { Enabled: OK } }, // test_re_encrypt
        { action: 'ReplicateKey', cells: { Enabled: OK } }, // test_replicate_key
        { action: 'RetireGrant', cells: { Enabled: OK } }, // test_retire_grant_with_grant_id_and_key_id
        { action: 'RevokeGrant', cells: { Enabled: OK } }, // test_revoke_grant
        { action: 'RotateKeyOnDemand', cells: { Enabled: OK, Disabled: { ...DIS, note: 'Seen on an RSA key: the state is checked before the key spec.' }, PendingImport: PIMP } }, // test_rotate_on_demand_returns_arn_for_key_id, test_rotate_key_on_demand_raises_error_given_key_is_disabled, test_rotate_key_on_demand_on_external_key_with_no_key_material
        { action: 'ScheduleKeyDeletion', cells: { Enabled: TO_PENDING_DELETION, Disabled: TO_PENDING_DELETION, PendingDeletion: PDEL } }, // test_schedule_and_cancel_key_deletion, test_cant_use_disabled_or_deleted_keys, test_cant_delete_deleted_key
        { action: 'Sign', cells: { Enabled: OK } }, // test_sign_verify
        { action: 'TagResource', cells: { Enabled: OK } }, // test_tag_existing_key_and_untag
        { action: 'UntagResource', cells: { Enabled: OK } }, // test_tag_existing_key_and_untag
        { action: 'UpdateAlias', role: 'current', cells: { Enabled: OK } }, // test_update_alias
        { action: 'UpdateAlias', role: 'target', cells: { Enabled: OK } }, // test_update_alias
        { action: 'UpdateKeyDescription', cells: { Enabled: OK } }, // test_update_key_description
        { action: 'Verify', cells: { Enabled: OK } }, // test_sign_verify
        { action: 'VerifyMac', cells: { Enabled: OK } }, // test_generate_and_verify_mac
      ],
    },
    {
      // S3 GetObject decrypts the object's data key with the caller's rights and passes the refusal on with the same status.
      evidence: 'recorded',
      source: 'localstack-s3',
      rows: [
        {
          action: 'Decrypt',
          note: 'Refusals of a disabled and of a pending-deletion key were recorded through S3 GetObject, which calls Decrypt.',
          cells: { Disabled: DIS, PendingDeletion: PDEL },
        },
      ],
    },
    {
      // Second-hand: floci's author took these from AWS in us-east-1.
      evidence: 'recorded',
      source: 'floci-kms',
      // biome-ignore format: one line per observation
      rows: [
        { action: 'CreateAlias', cells: { PendingDeletion: PDEL } },
        { action: 'CreateGrant', cells: { PendingDeletion: PDEL } },
        { action: 'Decrypt', cells: { PendingImport: { ...PIMP, note: 'A blob whose imported material was deleted, with or without KeyId.' } } },
        { action: 'DisableKey', cells: { PendingDeletion: PDEL, PendingImport: PIMP } },
        { action: 'DisableKeyRotation', cells: { Disabled: DIS, PendingDeletion: { ...PDEL, note: 'Pending deletion was measured on an HMAC key.' } } },
        { action: 'EnableKey', cells: { PendingDeletion: PDEL, PendingImport: PIMP } },
        { action: 'EnableKeyRotation', cells: { Disabled: DIS, PendingDeletion: { ...PDEL, note: 'Pending deletion was measured on an HMAC key.' } } },
        { action: 'Encrypt', cells: { Disabled: DIS, PendingDeletion: PDEL } },
        { action: 'GenerateDataKey', cells: { PendingImport: PIMP } },
        { action: 'GenerateDataKeyWithoutPlaintext', cells: { PendingImport: PIMP } },
        { action: 'GenerateMac', cells: { Disabled: DIS, PendingDeletion: PDEL, PendingImport: PIMP } },
        { action: 'GetParametersForImport', cells: { PendingDeletion: PDEL } },
        { action: 'GetPublicKey', cells: { Disabled: { ...OK, note: 'The page of 2022 still said DisabledException.' }, PendingDeletion: PDEL, PendingImport: { ...PIMP, note: 'The page allows it, which fits an asymmetric key whose public key is known from an earlier import; measured on a symmetric key.' } } },
        { action: 'ImportKeyMaterial', cells: { PendingDeletion: PDEL } },
        { action: 'ReEncrypt', role: 'source', cells: { PendingImport: PIMP } },
        { action: 'ReEncrypt', role: 'destination', cells: { PendingImport: PIMP } },
        { action: 'RotateKeyOnDemand', cells: { PendingDeletion: { ...PDEL, note: 'Pending deletion was measured on an HMAC key.' } } },
        { action: 'Sign', cells: { Disabled: DIS, PendingDeletion: PDEL } },
        { action: 'TagResource', cells: { PendingDeletion: PDEL } },
        { action: 'UntagResource', cells: { PendingDeletion: PDEL } },
        { action: 'UpdateAlias', role: 'target', cells: { PendingDeletion: PDEL } },
        { action: 'UpdateKeyDescription', cells: { PendingDeletion: PDEL } },
        { action: 'Verify', cells: { Disabled: DIS, PendingDeletion: PDEL } },
        { action: 'VerifyMac', cells: { Disabled: DIS, PendingDeletion: PDEL, PendingImport: PIMP } },
      ],
    },
    {
      // Newer than the page, which has no row for them: concluded from the rows of their nearest relations.
      evidence: 'inferred',
      source: 'aws-key-state',
      columns: PAGE_COLUMNS,
      // biome-ignore format: one line per operation
      rows: [
        { action: 'GetKeyLastUsage', note: 'Concluded from DescribeKey: it reads metadata.', cells:                    [OK, OK, OK, OK, OK, OK, OK] },
        { action: 'Encapsulate', note: 'Concluded from Encrypt; material of this kind cannot be imported.', cells:     [OK, DIS, DIS_PDEL, NA, NA, CREA, OK] },
        { action: 'Decapsulate', note: 'Concluded from Decrypt; material of this kind cannot be imported.', cells:     [OK, DIS, DIS_PDEL, NA, NA, CREA, OK] },
      ],
    },
  ],
})
