import type { Behaviour } from './behaviour.ts'
import { encryptionBehaviours } from './encryption.ts'
import { keyBehaviours } from './keys.ts'
import { managementBehaviours } from './management.ts'
import { protocolBehaviours } from './protocol.ts'
import { signingBehaviours } from './signing.ts'
import { timeBehaviours } from './time.ts'

/** Every named check beside the cells; those that move time come last, so that no other key is old before its time. */
export const behaviours: readonly Behaviour[] = [
  ...keyBehaviours,
  ...encryptionBehaviours,
  ...signingBehaviours,
  ...managementBehaviours,
  ...protocolBehaviours,
  ...timeBehaviours,
]
