import { randomUUID } from 'node:crypto'
import type { Key } from '../../conformance/scenarios/arrange.ts'
import { granteeOf, type Stage } from '../../conformance/scenarios/stage.ts'
import { isOperationName, type KmsClient, type OperationName, operationNames } from '../../src/index.ts'

const ONE_TIME_TAG = 'createKey with a one-time tag'
const UNNAMED_GRANT = 'createGrant without a name'

/** What is put to the test: every operation, and two of them in a second way that changes what may be repeated. */
export type Subject = OperationName | typeof ONE_TIME_TAG | typeof UNNAMED_GRANT

export const SUBJECTS: readonly Subject[] = [...operationNames, ONE_TIME_TAG, UNNAMED_GRANT]

export function operationOf(subject: Subject): OperationName {
  const [first = ''] = subject.split(' ')
  if (!isOperationName(first)) throw new Error(`${subject} is no operation`)
  return first
}

type Ask = (kms: KmsClient) => Promise<unknown>

/** Calls that differ from those of the conformance suite, or that it does not make, because no state matters to them. */
export function ownCall(subject: Subject, stage: Stage, key: Key): Ask | undefined {
  switch (subject) {
    case ONE_TIME_TAG:
      return (kms) => kms.createKey({ idempotencyTag: randomUUID() })
    case UNNAMED_GRANT: {
      const grant = { keyId: key.id, grantee: granteeOf(stage, key.arn), operations: ['DescribeKey' as const] }
      return (kms) => kms.createGrant(grant)
    }
    case 'generateRandom':
      return (kms) => kms.generateRandom({ lengthBytes: 32 })
    case 'listRetirableGrants': {
      const asked = stage.target.grantee === undefined ? { retiringPrincipal: granteeOf(stage, key.arn) } : {}
      return (kms) => kms.listRetirableGrants(asked)
    }
    default:
      return undefined
  }
}
