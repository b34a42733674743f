import type { Random } from '../shared/random.ts'
import type { Tables } from './tables.ts'
import { deleteKey, removeMaterial, rotate } from './versions.ts'

/** Lets every deletion, expiry and rotation happen whose time has come, in the order of time. */
export const settle = (tables: Tables, random: Random, nowMs: number): void => {
  for (let due = tables.keys.takeDue(nowMs); due !== undefined; due = tables.keys.takeDue(nowMs)) {
    const { row: key, atMs } = due
    if (key.deleteAtMs === atMs) deleteKey(tables, key)
    else if (key.materialExpiresAtMs === atMs) removeMaterial(tables, key)
    else rotate(tables, random, key, atMs)
  }
}
