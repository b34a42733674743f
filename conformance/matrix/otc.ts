import { expand } from './expand.ts'
import {
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
 * KMS of Open Telekom Cloud, API v1.0. Columns in the order of the numbers on the wire, creation last: 2 enabled,
 * 3 disabled, 4 pending deletion, 5 pending import, 1 being created. Its pages know no state 7. The alias and MAC APIs,
 * which it documented for a time, are not here.
 */

type Line = GradedRow<keyof typeof commonActions>

/** Crypto with a symmetric key: what holds for one verb holds for all. */
const use = (action: Line['action']): Line => ({
  action,
  source: 'otc-errors',
  cells: [H(OK, 'otc-api'), H(E0209), H(E0210), L(REFUSED), L(REFUSED)],
})

/** Signing: no page speaks of states, so the refusals are concluded from the common codes. */
const useAsymmetric = (action: Line['action']): Line => ({
  action,
  source: 'otc-api',
  inferredFrom: 'otc-errors',
  cells: [H(OK), M(REFUSED), M(REFUSED), L(REFUSED), U],
})

const RE_USED = 'A KMS.2901 was reported of a key that a second create-key had returned while it was pending deletion.'
const CODE = 'The error table assigns the code to this call.'

// biome-ignore format: one line per line of the table
const rows: readonly Line[] = [
  //                                                                    2 enabled, 3 disabled, 4 pending deletion, 5 pending import, 1 creating
  { action: 'enable-key', source: 'otc-api', note: CODE, cells:         [H(E1201), H(TO_ENABLED), M(REFUSED), M(REFUSED), U] },
  // "Only an enabled CMK can be disabled", and the states 2, 3 and 4 that the page lists.
  { action: 'disable-key', source: 'otc-disable-key', note: CODE, cells: [H(TO_DISABLED), H(E1301), H(REFUSED), M(REFUSED), U] },
  { action: 'schedule-key-deletion', source: 'otc-guide', cells:        [H(TO_PENDING_DELETION), H(TO_PENDING_DELETION), H(E1402, 'otc-errors'), H(TO_PENDING_DELETION), U] },
  { action: 'cancel-key-deletion', source: 'otc-api', cells:            [H(E1501), H(E1501), H({ ...TO_DISABLED, note: 'PendingImport for an external key without material.' }), H(E1501), M(E1501)] },
  { action: 'describe-key', source: 'otc-api', cells:                   [H(OK), H(OK), H(OK), H(OK), M(OK)] },
  { action: 'list-keys', source: 'otc-api', cells:                      [H(OK), H(OK), H(OK), H(OK), M(OK)] },
  use('create-datakey'),
  use('create-datakey-without-plaintext'),
  use('encrypt-datakey'),
  use('decrypt-datakey'),
  use('encrypt-data'),
  use('decrypt-data'),
  useAsymmetric('sign'),
  useAsymmetric('verify'),
  { action: 'get-publickey', source: 'otc-api', cells:                  [H(OK), U, U, U, U] },
  // Forbidden while deletion is scheduled; the page names no code.
  { action: 'update-key-alias', source: 'otc-api', cells:               [H(OK), M(OK), H(REFUSED), M(OK), U] },
  { action: 'update-key-description', source: 'otc-api', cells:         [H(OK), M(OK), H(REFUSED), M(OK), U] },
  { action: 'enable-key-rotation', keyKind: 'symmetric', source: 'otc-guide', cells: [H(OK), M(REFUSED), L(REFUSED), H(E0312, 'otc-errors'), U] },
  { action: 'enable-key-rotation', keyKind: 'symmetric-rotating', source: 'otc-errors', cells: [H(E2901), L(REFUSED_SOMEHOW), L({ ...REFUSED_SOMEHOW, note: RE_USED, source: 'otc-terraform' }), M(NEVER), U] },
  { action: 'disable-key-rotation', keyKind: 'symmetric-rotating', source: 'otc-guide', cells: [H(OK), M(REFUSED), L(REFUSED), M(NEVER), U] },
  { action: 'disable-key-rotation', keyKind: 'symmetric', source: 'otc-errors', cells: [M(E0313), L(REFUSED_SOMEHOW), L(REFUSED_SOMEHOW), M(E0312), U] },
  { action: 'update-key-rotation-interval', keyKind: 'symmetric-rotating', source: 'otc-api', cells: [H(OK), L(REFUSED), L(REFUSED), M(NEVER), U] },
  { action: 'update-key-rotation-interval', keyKind: 'symmetric', source: 'otc-errors', cells: [M(E0313), L(E0313), L(REFUSED_SOMEHOW), M(E0312), U] },
  { action: 'get-key-rotation-status', source: 'otc-api', cells:        [H(OK), M(OK), U, U, U] },
  { action: 'create-grant', source: 'otc-guide', cells:                 [H(OK), M(REFUSED), M(REFUSED), M(REFUSED), U] },
  { action: 'list-grants', source: 'otc-api', cells:                    [H(OK), U, U, U, U] },
  { action: 'revoke-grant', source: 'otc-api', cells:                   [H(OK), U, U, U, U] },
  { action: 'retire-grant', source: 'otc-api', cells:                   [H(OK), U, U, U, U] },
  { action: 'get-parameters-for-import', keyKind: 'external-symmetric', source: 'otc-errors', cells: [H(E0310), H(E0310), M(REFUSED), H(OK, 'otc-guide'), U] },
  { action: 'import-key-material', keyKind: 'external-symmetric', source: 'otc-errors', cells: [H(E0310), H(E0310), M(REFUSED), H(TO_ENABLED, 'otc-guide'), U] },
  { action: 'get-parameters-for-import', keyKind: 'symmetric', source: 'otc-errors', cells: [H(E0309), H(E0309), M(REFUSED_SOMEHOW), M(NEVER), L(E0309)] },
  { action: 'import-key-material', keyKind: 'symmetric', source: 'otc-errors', cells: [H(E0309), H(E0309), M(REFUSED_SOMEHOW), M(NEVER), L(E0309)] },
  { action: 'delete-imported-key-material', keyKind: 'external-symmetric', source: 'otc-errors', cells: [H(TO_PENDING_IMPORT, 'otc-guide'), H(TO_PENDING_IMPORT, 'otc-guide'), H(E2701), H(E2701), M(E2701)] },
  { action: 'delete-imported-key-material', keyKind: 'symmetric', source: 'otc-errors', cells: [H(E0309), H(E0309), L(REFUSED_SOMEHOW), M(NEVER), L(E0309)] },
  { action: 'delete-imported-key-material', keyKind: 'external-rsa-sign', source: 'otc-errors', cells: [H(E2702), M(E2702), L(REFUSED_SOMEHOW), L(REFUSED_SOMEHOW), U] },
  { action: 'POST {key_id}/tags', source: 'otc-api', cells:             [H(DONE), U, U, U, U] },
  { action: 'POST {key_id}/tags/action', source: 'otc-api', cells:      [H(DONE), U, U, U, U] },
  { action: 'DELETE {key_id}/tags/{key}', source: 'otc-api', cells:     [H(DONE), U, U, U, U] },
  { action: 'GET {key_id}/tags', source: 'otc-api', cells:              [H(OK), M(OK), M(OK), M(OK), L(OK)] },
  { action: 'GET tags', source: 'otc-api', cells:                       [H(OK), M(OK), M(OK), M(OK), L(OK)] },
  { action: 'POST resource_instances/action', source: 'otc-api', cells: [H(OK), M(OK), M(OK), M(OK), L(OK)] },
]

export const otcCells = expand({
  cloud: 'otc',
  states: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Creating'],
  actions: commonActions,
  layers: layersOf('otc-api', rows),
})
