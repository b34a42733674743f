import type { Random } from '../shared/random.ts'
import { saveKey } from './call.ts'
import { DAY_MS, deleteKey, inState, rotate } from './keys.ts'
import { withoutMaterial } from './material.ts'
import type { Tables } from './tables.ts'
import type { KeyRecord } from './types.ts'

const isDue = (moment: number | undefined, atMs: number): boolean => moment !== undefined && moment <= atMs

const completeRotation = (tables: Tables, random: Random, key: KeyRecord, atMs: number): void => {
  const { rotating: _, ...settled } = key
  saveKey(tables, settled)
  rotate(tables, random, settled, atMs, 'ON_DEMAND')
}

/** What happens to one key at one moment; the first thing that is due, since the next finds the changed key again. */
const happen = (tables: Tables, random: Random, key: KeyRecord, atMs: number): void => {
  const { deletionAtMs, passing, rotating, rotation } = key
  const expired = key.materials.find(({ secret, validToMs }) => secret !== undefined && isDue(validToMs, atMs))
  if (isDue(deletionAtMs, atMs)) deleteKey(tables, key, atMs)
  else if (passing !== undefined && isDue(passing.untilMs, atMs)) saveKey(tables, inState(key, passing.to))
  else if (expired !== undefined) saveKey(tables, withoutMaterial(key, expired.id))
  else if (isDue(rotating?.untilMs, atMs)) completeRotation(tables, random, key, atMs)
  else if (rotation?.enabled === true && isDue(rotation.nextAtMs, atMs)) {
    const next = { ...rotation, nextAtMs: rotation.nextAtMs + rotation.periodDays * DAY_MS }
    rotate(tables, random, key, atMs, 'AUTOMATIC', { rotation: next })
  }
}

/** Lets every deletion, expiry, rotation and passing state happen whose time has come, in the order of time. */
export const settle = (tables: Tables, random: Random, nowMs: number): void => {
  for (let due = tables.keys.takeDue(nowMs); due !== undefined; due = tables.keys.takeDue(nowMs))
    happen(tables, random, due.row, due.atMs)
}
