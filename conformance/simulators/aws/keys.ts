import type { Random } from '../shared/random.ts'
import { keyArn, type Place, placeOf, type State, saveKey } from './call.ts'
import { newMaterialSync } from './material.ts'
import type { KeyRecord, Material } from './types.ts'

export const DAY_MS = 86_400_000

/** An id for a new key; multi-Region keys have their own form. */
export const newKeyId = (random: Random, multiRegion: boolean): string =>
  multiRegion ? `mrk-${random.hex(16)}` : random.uuid()

/** A key with what every key has; the rest is the caller's. */
export const keyRecord = (
  place: Place,
  fields: Pick<KeyRecord, 'keyId' | 'spec' | 'usage' | 'origin' | 'state' | 'policy' | 'createdAtMs'> &
    Partial<Omit<KeyRecord, 'arn' | 'region'>>,
): KeyRecord => ({
  region: place.region,
  arn: keyArn(place, fields.keyId),
  manager: 'CUSTOMER',
  description: '',
  tags: [],
  materials: [],
  onDemandRotations: 0,
  ...fields,
})

/** The members of a multi-Region key in all Regions, or the key alone. */
export const familyMembers = (state: Pick<State, 'keys'>, key: KeyRecord): readonly KeyRecord[] =>
  key.multiRegion === undefined ? [key] : state.keys.all('keyId', key.keyId)

export const replicasOf = (state: Pick<State, 'keys'>, key: KeyRecord): readonly KeyRecord[] =>
  familyMembers(state, key).filter(({ multiRegion }) => multiRegion?.role === 'REPLICA')

/** `state` without its passing marker, in another state. */
export const inState = ({ passing: _, ...key }: KeyRecord, state: KeyRecord['state']): KeyRecord => ({ ...key, state })

/** Starts the waiting period; from here only its end or CancelKeyDeletion gets the key out. */
export const pendingDeletion = (key: KeyRecord, fromMs: number, windowDays: number): KeyRecord => {
  const { deletionWindowDays: _, ...rest } = inState(key, 'PendingDeletion')
  return { ...rest, deletionAtMs: fromMs + windowDays * DAY_MS }
}

/** Removes a key and all that hangs on it; a primary that waited for its last replica starts its own window. */
export const deleteKey = (state: State, key: KeyRecord, atMs: number): void => {
  const place = placeOf(key.region, key.keyId)
  for (const alias of state.aliases.all('key', place)) state.aliases.delete(placeOf(alias.region, alias.name))
  for (const grant of state.grants.all('key', place)) state.grants.delete(grant.grantId)
  for (const token of state.importTokens.all('key', key.arn)) state.importTokens.delete(token.tokenDigest)
  state.usages.delete(place)
  state.keys.delete(place)
  const [primary, ...others] = familyMembers(state, key)
  if (primary?.state !== 'PendingReplicaDeletion' || primary.deletionWindowDays === undefined || others.length > 0)
    return
  saveKey(state, pendingDeletion(primary, atMs, primary.deletionWindowDays))
}

/** Puts one generation into force for a key and its replicas; older ones keep decrypting. */
const adopt = (state: State, key: KeyRecord, material: Material, changes: Partial<KeyRecord>): void => {
  for (const member of familyMembers(state, key)) {
    const known = member.materials.filter(({ id }) => id !== material.id)
    const same = member.region === key.region
    saveKey(state, {
      ...member,
      materials: [...known, material],
      currentMaterialId: material.id,
      ...(same && changes),
    })
  }
}

/** Rotates: fresh material, or for an EXTERNAL key the one that was waiting. */
export const rotate = (
  state: State,
  random: Random,
  key: KeyRecord,
  atMs: number,
  rotationType: NonNullable<Material['rotationType']>,
  changes: Partial<KeyRecord> = {},
): void => {
  const waiting = key.materials.find(({ pendingRotation }) => pendingRotation === true)
  const { pendingRotation: _, ...material } = waiting ?? newMaterialSync(key.keyId, key.spec, random)
  adopt(state, key, { ...material, rotatedAtMs: atMs, rotationType }, changes)
}
