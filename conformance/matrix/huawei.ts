import type { Action } from './expand.ts'
import { expand } from './expand.ts'
import {
  CREATED,
  commonActions,
  DONE,
  E0209,
  E0210,
  E0309,
  E0310,
  E0312,
  E0313,
  E1201,
  E1301,
  E1402,
  E1501,
  E2701,
  E2702,
  E2901,
  type GradedRow,
  H,
  L,
  layersOf,
  M,
  NEVER,
  OK,
  REFUSED,
  REFUSED_SOMEHOW,
  TO_DISABLED,
  TO_ENABLED,
  TO_PENDING_DELETION,
  TO_PENDING_IMPORT,
  U,
} from './kms-v1-legend.ts'

/*
 * Huawei Cloud KMS, API v1.0. Columns in the order of the numbers on the wire, creation last:
 * 2 enabled, 3 disabled, 4 pending deletion, 5 pending import, 7 frozen, 1 being created.
 */

const actions = {
  ...commonActions,
  're-encrypt': { operation: 'reEncrypt', keyKind: 'symmetric' },
  'create-ec-datakey-pair': { operation: 'generateDataKeyPair', keyKind: 'symmetric' },
  // Our generateDataKeyPair sends it for RSA; a cell of its own needs a raw call.
  'create-rsa-datakey-pair': { keyKind: 'symmetric' },
  'generate-mac': { operation: 'generateMac', keyKind: 'hmac' },
  'verify-mac': { operation: 'verifyMac', keyKind: 'hmac' },
  'derive-shared-secret': { operation: 'deriveSharedSecret', keyKind: 'ecc-agreement' },
  'rotate-on-demand': { operation: 'rotateKeyOnDemand', keyKind: 'symmetric' },
  'POST aliases': { operation: 'createAlias' },
  'DELETE aliases': { operation: 'deleteAlias' },
  'POST alias/associate': { operation: 'updateAlias' },
  'GET aliases': { operation: 'listAliases' },
  'POST /v2/{project_id}/kms/keys/{key_id}/replicate': { operation: 'replicateKey' },
  'PUT /v2/{project_id}/kms/keys/{key_id}/update-primary-region': { operation: 'updatePrimaryRegion' },
} as const satisfies Record<string, Action>

type Line = GradedRow<keyof typeof actions>

/** Crypto with a symmetric key: what holds for one verb holds for all. */
const use = (action: Line['action'], more: Partial<Line> = {}): Line => ({
  action,
  source: 'huawei-errors',
  ...more,
  cells: [H(OK, 'huawei-api'), H(E0209), H(E0210), L(REFUSED), L(REFUSED_SOMEHOW), L(REFUSED)],
})

/** Signing, codes and pairs: no page speaks of states, so the refusals are concluded from the common codes. */
const useAsymmetric = (action: Line['action']): Line => ({
  action,
  source: 'huawei-api',
  inferredFrom: 'huawei-errors',
  cells: [H(OK), M(REFUSED), M(REFUSED), L(REFUSED), L(REFUSED), U],
})

const RE_USED = 'A KMS.2901 was reported of a key that a second create-key had returned while it was pending deletion.'
const CODE = 'The error table assigns the code to this call.'

// biome-ignore format: one line per line of the table
const rows: readonly Line[] = [
  //                                                                       2 enabled, 3 disabled, 4 pending deletion, 5 pending import, 7 frozen, 1 creating
  // "Only a disabled CMK can be enabled", and the states 2, 3, 4, 5 and 7 that the page lists.
  { action: 'enable-key', source: 'huawei-enable-key', note: CODE, cells: [H(E1201), H(TO_ENABLED), H(REFUSED), H(REFUSED), H(REFUSED), U] },
  { action: 'disable-key', source: 'huawei-api', note: CODE, cells:       [H(TO_DISABLED), H(E1301), M(REFUSED), M(REFUSED), L(REFUSED), U] },
  { action: 'schedule-key-deletion', source: 'huawei-guide', cells:       [H(TO_PENDING_DELETION), H(TO_PENDING_DELETION), H(E1402, 'huawei-errors'), H(TO_PENDING_DELETION), M({ ...TO_PENDING_DELETION, note: 'An older edition of the guide allows it, newer ones do not mention it.' }), U] },
  { action: 'cancel-key-deletion', source: 'huawei-api', cells:           [H(E1501), H(E1501), H({ ...TO_DISABLED, note: 'PendingImport for an external key without material.' }), H(E1501), M(E1501), M(E1501)] },
  { action: 'describe-key', source: 'huawei-api', cells:                  [H(OK), H(OK), H(OK), H(OK), U, M(OK)] },
  { action: 'list-keys', source: 'huawei-api', cells:                     [H(OK), H(OK), H(OK), H(OK), U, M(OK)] },
  use('create-datakey'),
  use('create-datakey-without-plaintext'),
  use('encrypt-datakey'),
  use('decrypt-datakey'),
  use('encrypt-data'),
  use('decrypt-data'),
  use('re-encrypt', { role: 'source' }),
  use('re-encrypt', { role: 'destination' }),
  useAsymmetric('create-rsa-datakey-pair'),
  useAsymmetric('create-ec-datakey-pair'),
  useAsymmetric('sign'),
  useAsymmetric('verify'),
  useAsymmetric('generate-mac'),
  useAsymmetric('verify-mac'),
  { action: 'get-publickey', source: 'huawei-api', cells:                 [H(OK), U, U, U, U, U] },
  { action: 'derive-shared-secret', source: 'huawei-api', cells:          [M(OK), U, U, U, U, U] },
  // Forbidden while deletion is scheduled; the page names no code.
  { action: 'update-key-alias', source: 'huawei-api', cells:              [H(OK), M(OK), H(REFUSED), M(OK), U, U] },
  { action: 'update-key-description', source: 'huawei-api', cells:        [H(OK), M(OK), H(REFUSED), M(OK), U, U] },
  { action: 'enable-key-rotation', keyKind: 'symmetric', source: 'huawei-guide', cells: [H(OK), M(REFUSED), L(REFUSED), H(E0312, 'huawei-errors'), U, U] },
  { action: 'enable-key-rotation', keyKind: 'symmetric-rotating', source: 'huawei-errors', cells: [H(E2901), L(REFUSED_SOMEHOW), L({ ...REFUSED_SOMEHOW, note: RE_USED }), M(NEVER), U, U] },
  { action: 'disable-key-rotation', keyKind: 'symmetric-rotating', source: 'huawei-guide', cells: [H(OK), M(REFUSED), L(REFUSED), M(NEVER), U, U] },
  { action: 'disable-key-rotation', keyKind: 'symmetric', source: 'huawei-errors', cells: [M(E0313), L(REFUSED_SOMEHOW), L(REFUSED_SOMEHOW), M(E0312), U, U] },
  { action: 'update-key-rotation-interval', keyKind: 'symmetric-rotating', source: 'huawei-api', cells: [H(OK), L(REFUSED), L(REFUSED), M(NEVER), U, U] },
  { action: 'update-key-rotation-interval', keyKind: 'symmetric', source: 'huawei-errors', cells: [M(E0313), L(E0313), L(REFUSED_SOMEHOW), M(E0312), U, U] },
  { action: 'rotate-on-demand', source: 'huawei-api', inferredFrom: 'huawei-errors', cells: [M(OK), U, U, M(E0312), U, U] },
  { action: 'get-key-rotation-status', source: 'huawei-api', cells:       [H(OK), M(OK), U, U, U, U] },
  { action: 'create-grant', source: 'huawei-guide', cells:                [H(OK), M(REFUSED), M(REFUSED), M(REFUSED), U, U] },
  { action: 'list-grants', source: 'huawei-api', cells:                   [H(OK), U, U, U, U, U] },
  { action: 'revoke-grant', source: 'huawei-api', cells:                  [H(OK), U, U, U, U, U] },
  { action: 'retire-grant', source: 'huawei-api', cells:                  [H(OK), U, U, U, U, U] },
  { action: 'get-parameters-for-import', keyKind: 'external-symmetric', source: 'huawei-errors', cells: [H(E0310), H(E0310), M(REFUSED), H(OK, 'huawei-guide'), U, U] },
  { action: 'import-key-material', keyKind: 'external-symmetric', source: 'huawei-errors', cells: [H(E0310), H(E0310), M(REFUSED), H(TO_ENABLED, 'huawei-terraform-docs'), U, U] },
  { action: 'get-parameters-for-import', keyKind: 'symmetric', source: 'huawei-errors', cells: [H(E0309), H(E0309), M(REFUSED_SOMEHOW), M(NEVER), L(E0309), L(E0309)] },
  { action: 'import-key-material', keyKind: 'symmetric', source: 'huawei-errors', cells: [H(E0309), H(E0309), M(REFUSED_SOMEHOW), M(NEVER), L(E0309), L(E0309)] },
  { action: 'delete-imported-key-material', keyKind: 'external-symmetric', source: 'huawei-errors', cells: [H(TO_PENDING_IMPORT, 'huawei-guide'), H(TO_PENDING_IMPORT, 'huawei-guide'), H(E2701), H(E2701), M(E2701), M(E2701)] },
  { action: 'delete-imported-key-material', keyKind: 'symmetric', source: 'huawei-errors', cells: [H(E0309), H(E0309), L(REFUSED_SOMEHOW), M(NEVER), L(E0309), L(E0309)] },
  { action: 'delete-imported-key-material', keyKind: 'external-rsa-sign', source: 'otc-errors', note: 'The code is in the current table, which both clouds share, and not in the one of 2023.', cells: [H(E2702), M(E2702), L(REFUSED_SOMEHOW), L(REFUSED_SOMEHOW), U, U] },
  { action: 'POST {key_id}/tags', source: 'huawei-api', cells:            [H(DONE), U, U, U, U, U] },
  { action: 'POST {key_id}/tags/action', source: 'huawei-api', cells:     [H(DONE), U, U, U, U, U] },
  { action: 'DELETE {key_id}/tags/{key}', source: 'huawei-api', cells:    [H(DONE), U, U, U, U, U] },
  { action: 'GET {key_id}/tags', source: 'huawei-api', cells:             [H(OK), M(OK), M(OK), M(OK), U, L(OK)] },
  { action: 'GET tags', source: 'huawei-api', cells:                      [H(OK), M(OK), M(OK), M(OK), U, L(OK)] },
  { action: 'POST resource_instances/action', source: 'huawei-api', cells: [H(OK), M(OK), M(OK), M(OK), U, L(OK)] },
  { action: 'POST aliases', source: 'huawei-sdk', cells:                  [H(CREATED), U, U, U, U, U] },
  { action: 'DELETE aliases', source: 'huawei-sdk', cells:                [H(DONE), U, U, U, U, U] },
  { action: 'POST alias/associate', role: 'target', source: 'huawei-sdk', cells: [H(OK), U, U, U, U, U] },
  { action: 'GET aliases', source: 'huawei-sdk', cells:                   [H(OK), U, U, U, U, U] },
  { action: 'POST /v2/{project_id}/kms/keys/{key_id}/replicate', source: 'huawei-sdk', cells: [M(DONE), U, U, U, U, U] },
  { action: 'PUT /v2/{project_id}/kms/keys/{key_id}/update-primary-region', source: 'huawei-sdk', cells: [M(DONE), U, U, U, U, U] },
]

export const huaweiCells = expand({
  cloud: 'huawei',
  states: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Frozen', 'Creating'],
  actions,
  layers: layersOf('huawei-api', rows),
})
