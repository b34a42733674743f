import type { CaseResult } from '../../conformance/report/result.ts'

/*
 * The key-state table of the AWS KMS Developer Guide as it was last published as source, in December 2022
 * (awsdocs/aws-kms-developer-guide, doc_source/key-state.md at 3828191), reduced to accept or reject: what an
 * independent measurement of moto and Local KMS was made with, so that our numbers can be held against it.
 * Its 40 rows less the three import operations, which ask for a key of external origin in every column.
 */

export const STATES_2022 = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const

/** One mark per state: `+` accepted, `-` refused, a blank where the page says that it cannot occur. */
// biome-ignore format: one line per line of the page
export const TABLE_2022: Readonly<Record<string, string>> = {
  CancelKeyDeletion:                   '--+-',
  CreateAlias:                         '++-+',
  CreateGrant:                         '+---',
  Decrypt:                             '+---',
  DeleteAlias:                         '++++',
  DescribeKey:                         '++++',
  DisableKey:                          '++--',
  DisableKeyRotation:                  '+---',
  EnableKey:                           '++--',
  EnableKeyRotation:                   '+---',
  Encrypt:                             '+---',
  GenerateDataKey:                     '+---',
  GenerateDataKeyPair:                 '+---',
  GenerateDataKeyPairWithoutPlaintext: '+---',
  GenerateDataKeyWithoutPlaintext:     '+---',
  GenerateMac:                         '+-- ',
  GetKeyPolicy:                        '++++',
  GetKeyRotationStatus:                '+++-',
  GetPublicKey:                        '+-- ',
  ListAliases:                         '++++',
  ListGrants:                          '++++',
  ListKeyPolicies:                     '++++',
  ListResourceTags:                    '++++',
  PutKeyPolicy:                        '++++',
  ReEncrypt:                           '+---',
  ReplicateKey:                        '+---',
  RetireGrant:                         '++++',
  RevokeGrant:                         '++++',
  ScheduleKeyDeletion:                 '++-+',
  Sign:                                '+-- ',
  TagResource:                         '++-+',
  UntagResource:                       '++-+',
  // The alias's new target; the key it leaves may be in any state.
  UpdateAlias:                         '++-+',
  UpdateKeyDescription:                '++-+',
  UpdatePrimaryRegion:                 '+---',
  Verify:                              '+-- ',
  VerifyMac:                           '+-- ',
}

/** Where the page has one row and today's table two. */
const ROLES: Readonly<Record<string, string>> = { ReEncrypt: 'source', UpdateAlias: 'target' }

export interface Subset {
  /** Cells right, per state of {@link STATES_2022}. */
  readonly right: readonly number[]
  /** Cells, per state. */
  readonly cells: readonly number[]
  /** Cells that are wrong because the server could not be brought to the question. */
  readonly unreached: readonly number[]
  /** Cells that are right by today's pages and wrong by those of 2022. */
  readonly newer: readonly string[]
}

/**
 * How a run would have been judged by the table of 2022: accepted or refused, nothing else. A server that does not
 * know an operation refuses it for no reason of the key's, and is wrong, as is a cell that was not reached.
 */
export function judgedBy2022(cases: readonly CaseResult[]): Subset {
  const right = STATES_2022.map(() => 0)
  const cells = STATES_2022.map(() => 0)
  const unreached = STATES_2022.map(() => 0)
  const newer: string[] = []
  for (const [action, marks] of Object.entries(TABLE_2022)) {
    for (const [index, state] of STATES_2022.entries()) {
      const mark = marks[index]
      if (mark !== '+' && mark !== '-') continue
      const one = cases.find((other) => isCell(other, action, state))
      if (one === undefined) throw new Error(`no cell of ${action} in ${state}`)
      cells[index] = (cells[index] ?? 0) + 1
      const isRight = one.observed?.outcome === (mark === '+' ? 'accept' : 'reject') && !isUnknownOperation(one)
      if (isRight) right[index] = (right[index] ?? 0) + 1
      else if (one.verdict === 'unreachable') unreached[index] = (unreached[index] ?? 0) + 1
      else if (one.verdict === 'conforms') newer.push(`${action}/${state}`)
    }
  }
  return { right, cells, unreached, newer }
}

function isCell(one: CaseResult, action: string, state: string): boolean {
  return one.kind === 'cell' && one.action === action && one.state === state && one.role === ROLES[action]
}

/** A 5xx that names no error of the service: the operation is not there. */
export function isUnknownOperation({ observed }: CaseResult): boolean {
  return observed?.httpStatus !== undefined && observed.httpStatus >= 500 && observed.providerCode === undefined
}
