import type { Limits } from '../../../src/limits.ts'
import type { Bindings, Unsupported } from '../../../src/provider.ts'
import { dataKeys } from './data-key.ts'
import type { Dialect } from './dialect.ts'
import { encryption } from './encryption.ts'
import { granting } from './grant.ts'
import { importing } from './import.ts'
import { DEFAULT_PENDING_DAYS, lifecycle } from './lifecycle.ts'
import type { PlaintextEncoding } from './plaintext.ts'
import { rotation } from './rotation.ts'
import { signing } from './signing.ts'
import { tagging } from './tag.ts'

/** What both clouds have. */
export function commonBindings(dialect: Dialect) {
  return {
    ...lifecycle(dialect),
    ...encryption(dialect),
    ...dataKeys(dialect),
    ...signing(dialect),
    ...importing(dialect),
    ...rotation(dialect),
    ...tagging(dialect),
    ...granting(dialect),
  } satisfies Partial<Bindings>
}

/** What neither cloud has; `source` is its list of APIs. */
export function missingBindings(source: string) {
  const missing = (unsupported: string): Unsupported => ({ unsupported, source })
  const noPolicy = missing('keys of this cloud have no policy: access is given by IAM policies and grants')
  const noVersions = missing('this cloud does not show or make key versions')
  return {
    setDeletionProtection: missing('this cloud cannot protect a key against deletion'),
    getKeyLastUsage: missing('this cloud does not tell when a key was last used'),
    createKeyVersion: noVersions,
    listKeyVersions: noVersions,
    getKeyPolicy: noPolicy,
    putKeyPolicy: noPolicy,
    listKeyPolicies: noPolicy,
  } satisfies Partial<Bindings>
}

/** Bounds that both clouds document; `source` is where the cloud does. */
export function commonLimits(source: string, plaintextEncoding: PlaintextEncoding) {
  return {
    pendingDays: { min: 7, max: 1096, default: DEFAULT_PENDING_DAYS, source: `${source} (schedule-key-deletion)` },
    rotationPeriodDays: { min: 30, max: 365, default: 365, source: `${source} (update-key-rotation-interval)` },
    // plain_text holds 4096 bytes, of which base64 leaves three quarters.
    plaintextBytes: { min: 1, max: plaintextEncoding === 'base64' ? 3072 : 4096, source: `${source} (encrypt-data)` },
    // A message to sign must stay below 4096 bytes, one to authenticate may reach them: the larger bound, as the smaller
    // would refuse what the cloud takes.
    messageBytes: { min: 1, max: 4096, source: `${source} (sign, generate-mac)` },
    descriptionCharacters: { min: 0, max: 255, source: `${source} (update-key-description)` },
    nameCharacters: { min: 1, max: 255, source: `${source} (create-key: key_alias; create-grant: name)` },
    // API pages say 10 tags on a key, newer guides 20: the larger, for the same reason.
    tagsPerCall: { min: 1, max: 20, source: `${source} (tags/action); user guide` },
  } satisfies Limits
}
