import type { Claim } from './expand.ts'
import { expand } from './expand.ts'

/*
 * Alibaba Cloud KMS. The first layer is the first revision of the page on key states, line by line in the page's own
 * order of tables, rows and columns: 13 APIs, UpdateAlias, and three APIs for external keys. UpdateAlias is two lines
 * here, because the page says of both its keys what they do. The second layer is what the revision of September 2019
 * added, every cell of the first kept; the third is what we conclude for APIs that no revision lists.
 */

/** Success */
const OK: Claim = { outcome: 'accept', httpStatus: 200 }

function rejected(flavour: string): Claim {
  return {
    outcome: 'reject',
    errorCode: 'InvalidKeyState',
    providerCodes: [`Rejected.${flavour}`],
    httpStatus: 409,
  }
}

function settlesIn(stateAfter: NonNullable<Claim['stateAfter']>): Claim {
  return { ...OK, stateAfter }
}

/** Rejected.Disabled */
const DIS = rejected('Disabled')
/** Rejected.PendingDeletion */
const PDEL = rejected('PendingDeletion')
/** Rejected.PendingImport */
const PIMP = rejected('PendingImport')
/** Rejected.StateModifiedFailed */
const SMF = rejected('StateModifiedFailed')

// The page tells what is answered. Where an accepted call leads is told in the pages of the APIs.
const ENABLED = settlesIn('Enabled')
const DISABLED = settlesIn('Disabled')
const DELETING = settlesIn('PendingDeletion')
const EMPTY = settlesIn('PendingImport')
const NOT_STATED = settlesIn('Unknown')

export const alibabaCells = expand({
  cloud: 'alibaba',
  states: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'],
  actions: {
    CreateKey: { operation: 'createKey' },
    GenerateDataKey: { operation: 'generateDataKey', keyKind: 'symmetric' },
    Encrypt: { operation: 'encrypt', keyKind: 'symmetric' },
    Decrypt: { operation: 'decrypt', keyKind: 'symmetric' },
    ListKeys: { operation: 'listKeys' },
    DescribeKey: { operation: 'describeKey' },
    EnableKey: { operation: 'enableKey' },
    DisableKey: { operation: 'disableKey' },
    ScheduleKeyDeletion: { operation: 'scheduleKeyDeletion' },
    CancelKeyDeletion: { operation: 'cancelKeyDeletion' },
    CreateAlias: { operation: 'createAlias' },
    DeleteAlias: { operation: 'deleteAlias' },
    // Our operation with a key is ListAliasesByKeyId.
    ListAliases: {},
    UpdateAlias: { operation: 'updateAlias' },
    GetParametersForImport: { operation: 'getParametersForImport', keyKind: 'external-symmetric' },
    ImportKeyMaterial: { operation: 'importKeyMaterial', keyKind: 'external-symmetric' },
    DeleteKeyMaterial: { operation: 'deleteKeyMaterial', keyKind: 'external-symmetric' },

    GenerateDataKeyWithoutPlaintext: { operation: 'generateDataKeyWithoutPlaintext', keyKind: 'symmetric' },
    UpdateKeyDescription: { operation: 'updateKeyDescription' },
    TagResource: { operation: 'tagKey' },
    UntagResource: { operation: 'untagKey' },
    ListResourceTags: { operation: 'listKeyTags' },
    // The page gives PendingImport a cell, which only an external key reaches, and those are symmetric.
    CreateKeyVersion: {
      operation: 'createKeyVersion',
      keyKind: 'ecc-sign',
      keyKindIn: { PendingImport: 'external-symmetric' },
    },
    DescribeKeyVersion: { keyKind: 'symmetric' },
    ListKeyVersions: { operation: 'listKeyVersions', keyKind: 'symmetric' },
    UpdateRotationPolicy: { operation: 'enableKeyRotation', keyKind: 'symmetric' },

    ReEncrypt: { operation: 'reEncrypt', keyKind: 'symmetric' },
    GenerateAndExportDataKey: { keyKind: 'symmetric' },
    ExportDataKey: { keyKind: 'symmetric' },
    AsymmetricSign: { operation: 'sign', keyKind: 'ecc-sign' },
    AsymmetricVerify: { operation: 'verify', keyKind: 'ecc-sign' },
    AsymmetricEncrypt: { operation: 'encrypt', keyKind: 'rsa-encrypt' },
    AsymmetricDecrypt: { operation: 'decrypt', keyKind: 'rsa-encrypt' },
    GenerateMac: { operation: 'generateMac', keyKind: 'hmac' },
    VerifyMac: { operation: 'verifyMac', keyKind: 'hmac' },
    GetPublicKey: { operation: 'getPublicKey', keyKind: 'ecc-sign' },
    SetDeletionProtection: { operation: 'setDeletionProtection' },
    ListAliasesByKeyId: { operation: 'listAliases' },
    GetKeyPolicy: { operation: 'getKeyPolicy', keyKind: 'instance' },
    SetKeyPolicy: { operation: 'putKeyPolicy', keyKind: 'instance' },
    TagResources: {},
    UntagResources: {},
    ListTagResources: {},
  },
  layers: [
    {
      evidence: 'documented',
      source: 'alibaba-state-first',
      // biome-ignore format: one line per line of the page
      rows: [
        //                                            Enabled Disabled PendingDeletion PendingImport
        { action: 'CreateKey', cells:                 [OK, OK, OK, OK] },
        { action: 'GenerateDataKey', cells:           [OK, DIS, PDEL, PIMP] },
        { action: 'Encrypt', cells:                   [OK, DIS, PDEL, PIMP] },
        { action: 'Decrypt', cells:                   [OK, DIS, PDEL, PIMP] },
        { action: 'ListKeys', cells:                  [OK, OK, OK, OK] },
        { action: 'DescribeKey', cells:               [OK, OK, OK, OK] },
        { action: 'EnableKey', cells:                 [OK, ENABLED, SMF, SMF] },
        { action: 'DisableKey', cells:                [DISABLED, OK, SMF, SMF] },
        { action: 'ScheduleKeyDeletion', cells:       [DELETING, DELETING, SMF, DELETING] },
        // A key that was Disabled before does not return to Disabled.
        { action: 'CancelKeyDeletion', cells:         [SMF, SMF, ENABLED, SMF] },
        { action: 'CreateAlias', cells:               [OK, OK, SMF, OK] },
        { action: 'DeleteAlias', cells:               [OK, OK, OK, OK] },
        { action: 'ListAliases', cells:               [OK, OK, OK, OK] },
        // Special API: "affected only by the state of the target key, not the state of the original key".
        { action: 'UpdateAlias', role: 'current', cells: [OK, OK, OK, OK] },
        { action: 'UpdateAlias', role: 'target', cells:  [OK, OK, PDEL, OK] },
        // APIs of external keys only.
        { action: 'GetParametersForImport', cells:    [OK, OK, OK, OK] },
        { action: 'ImportKeyMaterial', cells:         [OK, { ...NOT_STATED, note: 'Whether the key stays Disabled is not said.' }, SMF, ENABLED] },
        { action: 'DeleteKeyMaterial', cells:         [EMPTY, EMPTY, OK, OK] },
      ],
    },
    {
      evidence: 'documented',
      source: 'alibaba-state',
      // biome-ignore format: one line per line of the page
      rows: [
        { action: 'GenerateDataKeyWithoutPlaintext', cells: [OK, DIS, PDEL, PIMP] },
        { action: 'UpdateKeyDescription', cells:            [OK, OK, PDEL, OK] },
        { action: 'TagResource', cells:                     [OK, OK, PDEL, OK] },
        { action: 'UntagResource', cells:                   [OK, OK, PDEL, OK] },
        { action: 'ListResourceTags', cells:                [OK, OK, OK, OK] },
        { action: 'CreateKeyVersion', note: 'Asymmetric keys, at least seven days after the version before.', cells: [OK, DIS, PDEL, PIMP] },
        { action: 'DescribeKeyVersion', cells:              [OK, OK, OK, OK] },
        { action: 'ListKeyVersions', cells:                 [OK, OK, OK, OK] },
        { action: 'UpdateRotationPolicy', cells:            [OK, DIS, PDEL, PIMP] },
      ],
    },
    {
      // Concluded from the rows of the nearest relations: use from Encrypt, writing from TagResource, reading from DescribeKey.
      evidence: 'inferred',
      source: 'alibaba-state',
      // biome-ignore format: one line per operation
      rows: [
        { action: 'ReEncrypt', role: 'source', cells:       [OK, DIS, PDEL, PIMP] },
        { action: 'ReEncrypt', role: 'destination', cells:  [OK, DIS, PDEL, PIMP] },
        { action: 'GenerateAndExportDataKey', cells:        [OK, DIS, PDEL, PIMP] },
        { action: 'ExportDataKey', cells:                   [OK, DIS, PDEL, PIMP] },
        { action: 'AsymmetricSign', cells:                  [OK, DIS, PDEL, PIMP] },
        { action: 'AsymmetricVerify', cells:                [OK, DIS, PDEL, PIMP] },
        { action: 'AsymmetricEncrypt', cells:               [OK, DIS, PDEL, PIMP] },
        { action: 'AsymmetricDecrypt', cells:               [OK, DIS, PDEL, PIMP] },
        { action: 'GenerateMac', cells:                     [OK, DIS, PDEL, PIMP] },
        { action: 'VerifyMac', cells:                       [OK, DIS, PDEL, PIMP] },
        { action: 'GetPublicKey', cells:                    [OK, OK, OK, PIMP] },
        { action: 'SetDeletionProtection', cells:           [OK, OK, PDEL, OK] },
        { action: 'ListAliasesByKeyId', cells:              [OK, OK, OK, OK] },
        { action: 'GetKeyPolicy', cells:                    [OK, OK, OK, OK] },
        { action: 'ListTagResources', cells:                [OK, OK, OK, OK] },
        { action: 'SetKeyPolicy', cells:                    [OK, OK, PDEL, OK] },
        { action: 'TagResources', cells:                    [OK, OK, PDEL, OK] },
        { action: 'UntagResources', cells:                  [OK, OK, PDEL, OK] },
      ],
    },
  ],
})
