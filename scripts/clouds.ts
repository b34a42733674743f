import { errorTable as alibabaErrors } from '../providers/alibaba/error-table.ts'
import { toKeyState } from '../providers/alibaba/key-state.ts'
import { errorTable as awsErrors } from '../providers/aws/errors.ts'
import { keyState as awsState } from '../providers/aws/key-state.ts'
import { errorTable as quilibriumErrors } from '../providers/quilibrium/errors.ts'
import { keyState as quilibriumState } from '../providers/quilibrium/key-state.ts'
import type { ErrorTable } from '../providers/shared/error-table.ts'
import { kmsErrors } from '../providers/shared/kms-v1/errors.ts'
import { gatewayErrors, iamErrors } from '../providers/shared/kms-v1/gateway-errors.ts'
import { keyState as kmsV1State } from '../providers/shared/kms-v1/vocabulary.ts'
import { KEY_STATES, type KeyState } from '../src/index.ts'

/** What the pages in docs say of a cloud that neither its provider nor its table of states tells. */
export interface DocumentedCloud {
  /** As short as the head of a table needs it. */
  readonly name: string
  /** Its error codes. */
  readonly errors: ErrorTable
  /** Its words for the states of a key. */
  readonly states: Readonly<Record<string, KeyState>>
}

/** What a provider makes of these words; those that it does not know are left out. */
function read(keyState: (word: string) => KeyState, words: readonly string[]): Readonly<Record<string, KeyState>> {
  return Object.fromEntries(
    words.map((word) => [word, keyState(word)] as const).filter(([, state]) => state !== 'Unknown'),
  )
}

const DIGITS = [...'0123456789']
const kmsV1 = { errors: { ...kmsErrors, ...gatewayErrors, ...iamErrors }, states: read(kmsV1State, DIGITS) }

/** Every cloud, in the order of the tables' columns. */
export const clouds: Readonly<Record<string, DocumentedCloud>> = {
  aws: { name: 'AWS', errors: awsErrors, states: read(awsState, KEY_STATES) },
  alibaba: { name: 'Alibaba Cloud', errors: alibabaErrors, states: read(toKeyState, KEY_STATES) },
  huawei: { name: 'Huawei Cloud', ...kmsV1 },
  otc: { name: 'OTC', ...kmsV1 },
  quilibrium: { name: 'Q-KMS', errors: quilibriumErrors, states: read(quilibriumState, KEY_STATES) },
}
