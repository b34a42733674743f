/**
 * The checks actions share. Each handler calls them in one order: resolve the key, its version, state, kind, quota;
 * import actions ask for the origin before the state, since only external keys have a row of their own in the
 * key-state page ("Impact of CMK states on API call").
 */
import { arnOf, type Call } from './call.ts'
import { refusal } from './errors.ts'
import { placeOf } from './tables.ts'
import type { AliasRecord, KeyRecord, VersionRecord } from './types.ts'
import { factsOf, type KeyState, type KeyUsage } from './vocabulary.ts'

const ALIAS = 'alias/'

const keyWithId = (call: Call, keyId: string): KeyRecord => {
  const key = call.keys.get(placeOf(call.region, keyId))
  if (key === undefined) throw refusal('Forbidden.KeyNotFound')
  return key
}

export const requireAlias = (call: Call, name: string): AliasRecord => {
  const alias = call.aliases.get(placeOf(call.region, name))
  if (alias === undefined) throw refusal('Forbidden.AliasNotFound')
  return alias
}

/** For actions that take a key id and nothing else. */
export const requireKey = (call: Call, keyId: string): KeyRecord => {
  if (keyId.startsWith(ALIAS)) throw refusal('Unsupported.Alias')
  return keyWithId(call, keyId)
}

/** For actions that take a key id or an alias. */
export const requireKeyOrAlias = (call: Call, reference: string): KeyRecord =>
  keyWithId(call, reference.startsWith(ALIAS) ? requireAlias(call, reference).keyId : reference)

/** For actions that take an ARN of this account and region, too. */
export const requireAnyKey = (call: Call, reference: string): KeyRecord => {
  const prefix = arnOf(call, 'key/')
  return requireKeyOrAlias(call, reference.startsWith(prefix) ? reference.slice(prefix.length) : reference)
}

export const requireVersion = (call: Call, key: KeyRecord, versionId: string): VersionRecord => {
  const version = call.versions.get(placeOf(key.region, versionId))
  if (version === undefined || version.keyId !== key.keyId) throw refusal('Forbidden.KeyVersionNotFound')
  return version
}

/** Refuses every state in which a key cannot be used, each by its own name. */
export const requireUsable = ({ state }: KeyRecord): void => {
  if (state !== 'Enabled') throw refusal(`Rejected.${state}`)
}

/** Refuses changes to what is said about a key that waits for its deletion. */
export const requireEditable = ({ state }: KeyRecord): void => {
  if (state === 'PendingDeletion') throw refusal('Rejected.PendingDeletion')
}

/** Refuses a change of state from any other than these. */
export const requireStateAmong = ({ state }: KeyRecord, ...allowed: readonly KeyState[]): void => {
  if (!allowed.includes(state)) throw refusal('Rejected.StateModifiedFailed')
}

/** Refuses actions on imported material for keys that have none. */
export const requireExternal = ({ origin }: KeyRecord): void => {
  if (origin !== 'EXTERNAL') throw refusal('Unsupported.Origin')
}

/** Refuses key pairs and MAC keys where a symmetric key is needed. */
export const requireSymmetric = ({ spec }: KeyRecord): void => {
  if (factsOf(spec).family !== 'symmetric') throw refusal('UnsupportedOperation')
}

/** Refuses keys that were made for something else. */
export const requireUsage = ({ spec, usage }: KeyRecord, family: 'asymmetric' | 'mac', wanted?: KeyUsage): void => {
  if (factsOf(spec).family !== family || (wanted !== undefined && usage !== wanted))
    throw refusal('Rejected.UnsupportedOperation')
}

/** Refuses what would exceed a quota. */
export const requireRoom = (count: number, limit: number): void => {
  if (count > limit) throw refusal('Rejected.LimitExceeded')
}
