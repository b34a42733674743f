import type { Behaviour, Check } from './behaviour.ts'
import { encryptionBehaviours } from './encryption.ts'
import { keyBehaviours } from './keys.ts'
import { managementBehaviours } from './management.ts'
import { promises } from './promises/index.ts'
import { protocolBehaviours } from './protocol.ts'
import { signingBehaviours } from './signing.ts'
import { timeBehaviours } from './time.ts'

/** Those that move time come last, so that no other key is old before its time. */
const checks: readonly Check[] = [
  ...keyBehaviours,
  ...encryptionBehaviours,
  ...signingBehaviours,
  ...managementBehaviours,
  ...protocolBehaviours,
  ...timeBehaviours,
]

/** Every named check beside the cells, with the clouds that promise it. */
export const behaviours: readonly Behaviour[] = checks.map((check) => ({ ...check, promisedBy: promisedBy(check.id) }))

/** Each cloud's page that makes a promise. */
function promisedBy(id: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(promises).flatMap(([cloud, { [id]: page }]) => (page === undefined ? [] : [[cloud, page]])),
  )
}
