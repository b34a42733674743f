import { keySpecs } from '../shared/crypto/specs.ts'
import type { Random } from '../shared/random.ts'
import { cryptoSpecOf } from './specs.ts'
import { placeOf, type Tables } from './tables.ts'
import { type KeyRow, STATE } from './types.ts'

export const DAY_MS = 86_400_000

const freshSecret = (key: KeyRow, random: Random): Uint8Array => {
  const spec = keySpecs[cryptoSpecOf(key.spec)]
  if (!('bytes' in spec)) throw new TypeError('only symmetric keys rotate')
  return random.bytes(spec.bytes)
}

/** The key with one more generation of material; older ones keep decrypting. */
export const rotated = (key: KeyRow, atMs: number, random: Random): KeyRow => {
  const intervalDays = key.rotation?.intervalDays ?? 365
  return {
    ...key,
    materials: [...key.materials, { secret: freshSecret(key, random) }],
    rotation: {
      enabled: key.rotation?.enabled ?? false,
      intervalDays,
      nextAtMs: atMs + intervalDays * DAY_MS,
      lastAtMs: atMs,
      count: (key.rotation?.count ?? 0) + 1,
    },
  }
}

/** The key without its imported material; a key pending deletion stays so. */
export const withoutMaterial = ({ materialExpiresAtMs: _, ...key }: KeyRow): KeyRow => ({
  ...key,
  materials: [],
  state: key.state === STATE.enabled || key.state === STATE.disabled ? STATE.pendingImport : key.state,
})

const forget = (tables: Tables, key: KeyRow): void => {
  const place = placeOf(key.projectId, key.keyId)
  for (const { alias, region } of tables.aliases.all('key', place)) tables.aliases.delete(placeOf(region, alias))
  for (const { grantId } of tables.grants.all('key', place)) tables.grants.delete(grantId)
  for (const { id } of tables.importTokens.page({ index: ['key', place], limit: Number.MAX_SAFE_INTEGER }).entries)
    tables.importTokens.delete(id)
  tables.keys.delete(place)
}

/** What becomes of a key at the moment it is due: it wakes, loses its material, or rotates. */
const changed = ({ activeAtMs, ...key }: KeyRow, atMs: number, random: Random): KeyRow => {
  if (activeAtMs !== undefined && activeAtMs <= atMs) return { ...key, state: STATE.enabled }
  if (key.materialExpiresAtMs !== undefined && key.materialExpiresAtMs <= atMs) return withoutMaterial(key)
  return rotated(key, atMs, random)
}

/** Lets keys be deleted, material expire and rotation turn, in the order of their moments. */
export const settle = (tables: Tables, random: Random, nowMs: number): void => {
  for (let due = tables.keys.takeDue(nowMs); due !== undefined; due = tables.keys.takeDue(nowMs))
    if (due.row.deletionAtMs !== undefined && due.row.deletionAtMs <= due.atMs) forget(tables, due.row)
    else tables.keys.put(due.id, changed(due.row, due.atMs, random))
  for (const table of [tables.tokens, tables.temporaryKeys, tables.importTokens])
    for (let due = table.takeDue(nowMs); due !== undefined; due = table.takeDue(nowMs)) table.delete(due.id)
}
