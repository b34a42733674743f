import type { Action, Claim, Layer, Row } from './expand.ts'
import type { SourceId } from './sources.ts'

/*
 * Huawei Cloud and Open Telekom Cloud publish no table of states and calls. Theirs is collected from the notes of the
 * API pages, the prerequisites of the guides and the texts of the error codes, and every mark says how sure it is.
 * This is the one place where that becomes evidence:
 *
 *   H  an official text states the rule, and names a code that fits no other case  → documented
 *   M  it follows from several such texts                                          → inferred
 *   L  it is the likely reading of them                                            → inferred
 *   U  nothing says                                                                → undocumented
 *
 * The two pages that state a rule for all the states they list (enabling on Huawei Cloud: 2, 3, 4, 5, 7; disabling on
 * Open Telekom Cloud: 2, 3, 4) document the refusal in each of them, also where the code is open.
 */

interface Mark {
  readonly evidence: 'documented' | 'inferred'
  readonly claim: Claim
}

export function H(claim: Claim, source?: SourceId): Mark {
  return { evidence: 'documented', claim: source === undefined ? claim : { ...claim, source } }
}

export function M(claim: Claim): Mark {
  return { evidence: 'inferred', claim }
}

export const L: typeof M = M
export const U = null

/** A line of the collected table: its marks stand in the order of the columns. */
export interface GradedRow<A extends string> extends Omit<Row<A>, 'cells' | 'source'> {
  /** The page that the documented marks rest on. */
  readonly source: SourceId
  /** What the inferred ones were concluded from, where it is another. */
  readonly inferredFrom?: SourceId
  readonly cells: readonly (Mark | null)[]
}

/** Sorts the marks of each line into a documented and an inferred layer. */
export function layersOf<A extends string>(source: SourceId, rows: readonly GradedRow<A>[]): readonly Layer<A>[] {
  return (['documented', 'inferred'] as const).map((evidence) => ({
    evidence,
    source,
    rows: rows.map(({ inferredFrom, cells, ...row }) => ({
      ...row,
      source: evidence === 'inferred' ? (inferredFrom ?? row.source) : row.source,
      cells: cells.map((mark) => (mark?.evidence === evidence ? mark.claim : null)),
    })),
  }))
}

export const OK: Claim = { outcome: 'accept', httpStatus: 200 }
/** Tag writes: pages list 204, an example shows `{}`, which is 200. */
export const DONE: Claim = { outcome: 'accept' }
export const CREATED: Claim = { outcome: 'accept', httpStatus: 201 }

export const TO_ENABLED: Claim = { ...OK, stateAfter: 'Enabled' }
export const TO_DISABLED: Claim = { ...OK, stateAfter: 'Disabled' }
export const TO_PENDING_DELETION: Claim = { ...OK, stateAfter: 'PendingDeletion' }
export const TO_PENDING_IMPORT: Claim = { ...OK, stateAfter: 'PendingImport' }

/** No key that the call accepts is ever in the state. */
export const NEVER: Claim = { outcome: 'impossible' }
/** Refused for the state, by whichever code. */
export const REFUSED: Claim = { outcome: 'reject', errorCode: 'InvalidKeyState' }
/** Refused; the codes that may say so mean different things. */
export const REFUSED_SOMEHOW: Claim = { outcome: 'reject' }

function refusal(code: string, errorCode: NonNullable<Claim['errorCode']> = 'InvalidKeyState'): Claim {
  return { outcome: 'reject', errorCode, providerCodes: [`KMS.${code}`], httpStatus: 400 }
}

/** 0209: the key is disabled. */
export const E0209 = refusal('0209')
/** 0210: the key is scheduled for deletion. */
export const E0210 = refusal('0210')
/** 0309: the key's origin is not external. */
export const E0309 = refusal('0309', 'InvalidKeyUsage')
/** 0310: the key is not pending import. */
export const E0310 = refusal('0310')
/** 0312: external keys do not rotate. */
export const E0312 = refusal('0312', 'InvalidKeyUsage')
/** 0313: rotation is off. */
export const E0313 = refusal('0313', 'Conflict')
/** 1201: the key is not disabled. */
export const E1201 = refusal('1201')
/** 1301: the key is not enabled. */
export const E1301 = refusal('1301')
/** 1402: the key is scheduled for deletion already. */
export const E1402 = refusal('1402')
/** 1501: the key is not scheduled for deletion. */
export const E1501 = refusal('1501')
/** 2701: material is deleted from enabled and disabled keys only. */
export const E2701 = refusal('2701')
/** 2702: asymmetric material is not deleted. */
export const E2702 = refusal('2702', 'InvalidKeyUsage')
/** 2901: rotation is on. */
export const E2901 = refusal('2901', 'Conflict')

/** What both clouds' actions are to us. */
export const commonActions = {
  'enable-key': { operation: 'enableKey' },
  'disable-key': { operation: 'disableKey' },
  'schedule-key-deletion': { operation: 'scheduleKeyDeletion' },
  'cancel-key-deletion': { operation: 'cancelKeyDeletion' },
  'describe-key': { operation: 'describeKey' },
  'list-keys': { operation: 'listKeys' },
  'create-datakey': { operation: 'generateDataKey', keyKind: 'symmetric' },
  'create-datakey-without-plaintext': { operation: 'generateDataKeyWithoutPlaintext', keyKind: 'symmetric' },
  'encrypt-datakey': { operation: 'encryptDataKey', keyKind: 'symmetric' },
  'decrypt-datakey': { operation: 'decryptDataKey', keyKind: 'symmetric' },
  'encrypt-data': { operation: 'encrypt', keyKind: 'symmetric' },
  'decrypt-data': { operation: 'decrypt', keyKind: 'symmetric' },
  sign: { operation: 'sign', keyKind: 'ecc-sign' },
  verify: { operation: 'verify', keyKind: 'ecc-sign' },
  'get-publickey': { operation: 'getPublicKey', keyKind: 'ecc-sign' },
  'update-key-alias': { operation: 'updateKeyName' },
  'update-key-description': { operation: 'updateKeyDescription' },
  'enable-key-rotation': { operation: 'enableKeyRotation' },
  'disable-key-rotation': { operation: 'disableKeyRotation' },
  // Our enableKeyRotation sends it second; alone it is a raw call.
  'update-key-rotation-interval': {},
  'get-key-rotation-status': { operation: 'getKeyRotationStatus', keyKind: 'symmetric' },
  'create-grant': { operation: 'createGrant' },
  'list-grants': { operation: 'listGrants' },
  'revoke-grant': { operation: 'revokeGrant' },
  'retire-grant': { operation: 'retireGrant' },
  'get-parameters-for-import': { operation: 'getParametersForImport' },
  'import-key-material': { operation: 'importKeyMaterial' },
  'delete-imported-key-material': { operation: 'deleteKeyMaterial' },
  'POST {key_id}/tags': {},
  'POST {key_id}/tags/action': { operation: 'tagKey' },
  'DELETE {key_id}/tags/{key}': { operation: 'untagKey' },
  'GET {key_id}/tags': { operation: 'listKeyTags' },
  'GET tags': {},
  'POST resource_instances/action': {},
} as const satisfies Record<string, Action>
