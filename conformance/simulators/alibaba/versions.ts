import { createHash } from 'node:crypto'
import { generateMaterial, generateMaterialSync, type KeyMaterial } from '../shared/crypto/material.ts'
import type { Random } from '../shared/random.ts'
import { type State, saveKey, saveVersion } from './call.ts'
import { nextRotationMs, placeOf } from './tables.ts'
import type { KeyRecord, VersionRecord } from './types.ts'
import { factsOf, type KeySpec } from './vocabulary.ts'

/** Fresh material; RSA keys are made off the event loop. */
export const newMaterial = (spec: KeySpec, random: Random): Promise<KeyMaterial> =>
  generateMaterial(factsOf(spec).material, random.bytes)

/** {@link newMaterial} where nothing can wait: rotation, which happens between two calls, and the control surface. */
export const newMaterialSync = (spec: KeySpec, random: Random): KeyMaterial =>
  generateMaterialSync(factsOf(spec).material, random.bytes)

/** A generation of a key; without material, one that waits for its import. */
export const versionOf = (
  { keyId, region }: Pick<KeyRecord, 'keyId' | 'region'>,
  versionId: string,
  createdAtMs: number,
  material?: KeyMaterial,
): VersionRecord => ({
  versionId,
  keyId,
  region,
  createdAtMs,
  ...(material !== undefined && { secret: material.secret, publicKey: material.publicKey }),
})

/** The material of a version, in the form the cryptography wants it. */
export const materialOf = (key: KeyRecord, { secret, publicKey }: VersionRecord): KeyMaterial => {
  if (secret === undefined) throw new TypeError(`key ${key.keyId} is in use without material`)
  return { spec: factsOf(key.spec).material, secret, ...(publicKey !== undefined && { publicKey }) }
}

/** The version that encrypts. */
export const primaryVersion = (state: State, key: KeyRecord): VersionRecord | undefined =>
  state.versions.get(placeOf(key.region, key.primaryVersionId ?? ''))

/** Oldest first. */
export const versionsOf = (state: State, key: KeyRecord): readonly VersionRecord[] =>
  state.versions.all('key', placeOf(key.region, key.keyId))

/** Makes the next generation of a symmetric key; older ones keep decrypting. */
export const rotate = (state: State, random: Random, key: KeyRecord, atMs: number): void => {
  const version = versionOf(key, random.uuid(), atMs, newMaterialSync(key.spec, random))
  saveVersion(state, version)
  saveKey(state, { ...key, primaryVersionId: version.versionId, lastRotationAtMs: atMs })
}

/** Writes a key back that may have become Enabled or got a new interval: an overdue rotation happens at once. */
export const saveAndCatchUp = (state: State, random: Random, key: KeyRecord, nowMs: number): void => {
  const next = key.state === 'Enabled' ? nextRotationMs(key) : undefined
  if (next !== undefined && next <= nowMs) rotate(state, random, key, nowMs)
  else saveKey(state, key)
}

export const digestOf = (material: Uint8Array): string => createHash('sha256').update(material).digest('hex')

/** Takes imported material away; a key that worked or could be enabled now waits for it. */
export const removeMaterial = (state: State, key: KeyRecord): void => {
  for (const version of versionsOf(state, key)) saveVersion(state, { ...version, secret: undefined })
  saveKey(state, {
    ...key,
    state: key.state === 'Enabled' || key.state === 'Disabled' ? 'PendingImport' : key.state,
    materialExpiresAtMs: undefined,
  })
}

/** Whether the key could work: an external key may lack its material. */
export const hasMaterial = (state: State, key: KeyRecord): boolean =>
  versionsOf(state, key).some(({ secret }) => secret !== undefined)

/** Removes a key and all that hangs on it. */
export const deleteKey = (state: State, key: KeyRecord): void => {
  const place = placeOf(key.region, key.keyId)
  for (const { region, versionId } of versionsOf(state, key)) state.versions.delete(placeOf(region, versionId))
  for (const { region, name } of state.aliases.all('key', place)) state.aliases.delete(placeOf(region, name))
  for (const { digest } of state.importTokens.all('key', place)) state.importTokens.delete(digest)
  state.keys.delete(place)
}
