import {
  type CreateKeyInput,
  isKmsError,
  isNotFound,
  type KeyState,
  type KmsClient,
  type KmsErrorCode,
} from '../../src/index.ts'
import type { KeyKind } from '../matrix/index.ts'
import { kinds } from './kinds.ts'
import { importParts, makeMaterial } from './material.ts'
import { prepare, type Stage, Unreachable } from './stage.ts'

/** A key on its way into a cell. */
export interface Key {
  readonly id: string
  readonly arn: string | undefined
  readonly kind: KeyKind
  /** Known where the suite imported it. */
  readonly material: Uint8Array | undefined
  /** Where it was last seen. */
  readonly state: KeyState
  /** Has it, at this moment, material and the state Enabled? */
  readonly usable: boolean
}

/** What a case's preparation wants of its key: nothing, to be usable, or material even if it is then taken away. */
export type Need = 'nothing' | 'use' | 'material'

/** A simulator's replica is ready after this; elsewhere only waiting helps. */
const REPLICATION_MS = 1_000

/** States that no call leads to. */
const FORCED: readonly KeyState[] = ['Creating', 'Unavailable', 'Updating', 'Frozen']

/**
 * Makes the key of a cell, as usable as its preparation needs it, but not yet in the cell's state.
 *
 * @param used - The preparation uses the key: one for PendingImport then gets material, which is taken away later.
 */
export async function makeKey(stage: Stage, kind: KeyKind, state: KeyState, used: boolean): Promise<Key> {
  const recipe = kinds[kind]
  const input = birthOf(kind, state)
  if (input === undefined) return controlKey(stage, kind, state)
  const external = input.origin === 'EXTERNAL'
  // Where a cloud has key stores of its customers', only their keys become unavailable.
  const stored = state === 'Unavailable' ? await stage.target.control?.makeKey('custom-store', 'Enabled') : undefined
  if (stored !== undefined) return adopt(stage, stored, 'custom-store', state)
  if (external && recipe.material === undefined)
    throw new Unreachable(`nothing can be imported into a key of kind ${kind}`)
  const created = await createOrForce(stage, kind, state, input)
  if (!('keyId' in created)) return created
  const key = { id: created.keyId, arn: created.keyArn, kind, material: undefined }
  if (!external) {
    await prepare('the new key', () => stage.settle(created.keyId, 'Enabled'))
    if (kind === 'symmetric-rotating')
      await prepare('enableKeyRotation', () => stage.kms.enableKeyRotation({ keyId: key.id }))
    return { ...key, state: 'Enabled', usable: true }
  }
  await prepare('the new key', () => stage.settle(created.keyId, 'PendingImport'))
  const empty = { ...key, material: makeMaterial(recipe.material), state: 'PendingImport', usable: false } as const
  if (state === 'PendingImport' && !used) return empty
  try {
    return await importInto(stage, empty)
  } catch (error) {
    // Where private keys are wrapped in a way that is done in hardware only, the key is had from the target's control.
    if (isKmsError(error) && error.code === 'Unsupported') return controlKey(stage, kind, state)
    return prepare('importKeyMaterial', () => Promise.reject(error))
  }
}

/** What a key of this kind is created with, if it is to be brought into a state; `undefined`: no call makes such a key. */
export function birthOf(kind: KeyKind, state: KeyState): CreateKeyInput | undefined {
  const { create } = kinds[kind]
  if (create === undefined) return undefined
  return {
    ...create,
    ...(state === 'PendingImport' && { origin: 'EXTERNAL' }),
    ...(state === 'PendingReplicaDeletion' && { multiRegion: true }),
  }
}

async function importInto(stage: Stage, key: Key): Promise<Key> {
  const material = key.material ?? makeMaterial(kinds[key.kind].material)
  await stage.kms.importKeyMaterial({ keyId: key.id, ...(await importParts(stage, key.id, material)) })
  await prepare('the key with its material', () => stage.settle(key.id, 'Enabled'))
  return { ...key, material, state: 'Enabled', usable: true }
}

/** A kind that no call makes here is taken from the target's control, if it has one. */
async function createOrForce(stage: Stage, kind: KeyKind, state: KeyState, input: CreateKeyInput) {
  try {
    return await stage.kms.createKey(input)
  } catch (error) {
    // Huawei's and OTC's keys are made by one request and read by the next, which need not see them yet.
    if (isNotFound(error) && error.keyId !== undefined) return { keyId: error.keyId, keyArn: undefined }
    const key = isKmsError(error) && NOT_MADE_HERE.includes(error.code) && (await forcedKey(stage, kind, state))
    if (key) return key
    if (isKmsError(error) && error.attempts === 0) throw new Unreachable(`no call makes a key of kind ${kind}`)
    return prepare(`createKey for ${kind}`, () => Promise.reject(error))
  }
}

const NOT_MADE_HERE: readonly KmsErrorCode[] = ['Unsupported', 'InvalidInput', 'InvalidKeyUsage']

async function controlKey(stage: Stage, kind: KeyKind, state: KeyState): Promise<Key> {
  const key = await forcedKey(stage, kind, state)
  if (key === undefined) throw new Unreachable(`no call makes a key of kind ${kind}`)
  return key
}

async function forcedKey(stage: Stage, kind: KeyKind, state: KeyState): Promise<Key | undefined> {
  const id = await stage.target.control?.makeKey(kind, state === 'PendingImport' ? state : 'Enabled')
  return id === undefined ? undefined : adopt(stage, id, kind, state)
}

async function adopt(stage: Stage, id: string, kind: KeyKind, state: KeyState): Promise<Key> {
  const { keyArn } = await prepare('describeKey', () => stage.kms.describeKey({ keyId: id }))
  const waiting = state === 'PendingImport'
  return { id, arn: keyArn, kind, material: undefined, state: waiting ? state : 'Enabled', usable: !waiting }
}

/** Brings a key, wherever it is, into the state of the cell, and sees that it is there. */
export async function bringInto(stage: Stage, key: Key, state: KeyState): Promise<Key> {
  const { kms, target } = stage
  const keyId = key.id
  requireReachable(stage, state)
  if (FORCED.includes(state)) {
    await target.control?.forceState(keyId, state)
  } else if (key.state !== state) {
    const usable = await leadBack(stage, key, 'Enabled')
    await prepare(`bringing the key into ${state}`, async () => {
      if (state === 'Disabled') await kms.disableKey({ keyId })
      if (state === 'PendingDeletion') await kms.scheduleKeyDeletion({ keyId, pendingDays: shortestWindow(stage) })
      if (state === 'PendingImport') await kms.deleteKeyMaterial({ keyId })
      if (state === 'PendingReplicaDeletion') {
        await replicate(stage, usable)
        await kms.scheduleKeyDeletion({ keyId, pendingDays: shortestWindow(stage) })
      }
    })
  }
  await prepare(`the key in ${state}`, () => stage.settle(keyId, state))
  return { ...key, state, usable: state === 'Enabled' }
}

/** @throws Unreachable for a state that no call leads to, unless the target can be told to have it. */
export function requireReachable({ target }: Stage, state: KeyState): void {
  if (FORCED.includes(state) && target.control === undefined) throw new Unreachable(`no call leads to ${state}`)
}

/** The longest way back: deletion cancelled, material imported again, enabled. */
const MOST_STEPS_BACK = 4

/** Leads a key that an earlier case left somewhere back to where the next one begins. */
export async function leadBack(stage: Stage, key: Key, goal: 'Enabled' | 'PendingImport'): Promise<Key> {
  let at = key
  for (let step = 0; at.state !== goal && step < MOST_STEPS_BACK; step += 1) at = await oneStepBack(stage, at)
  if (at.state !== goal) throw new Unreachable(`the key did not come back to ${goal}: it is ${at.state}`)
  return at
}

async function oneStepBack(stage: Stage, key: Key): Promise<Key> {
  const { kms } = stage
  const keyId = key.id
  switch (key.state) {
    case 'PendingDeletion':
    case 'PendingReplicaDeletion': {
      await prepare('cancelKeyDeletion', () => kms.cancelKeyDeletion({ keyId }))
      // Clouds differ in where a key goes from here.
      const { state } = await prepare('the key without its deletion', () => stage.leave(keyId, key.state))
      return { ...key, state, usable: state === 'Enabled' }
    }
    case 'Disabled':
      await prepare('enableKey', () => kms.enableKey({ keyId }))
      await prepare('the enabled key', () => stage.settle(keyId, 'Enabled'))
      return { ...key, state: 'Enabled', usable: true }
    case 'Enabled':
      await prepare('deleteKeyMaterial', () => kms.deleteKeyMaterial({ keyId }))
      await prepare('the key without material', () => stage.settle(keyId, 'PendingImport'))
      return { ...key, state: 'PendingImport', usable: false }
    case 'PendingImport':
      return prepare('importKeyMaterial', () => importInto(stage, key))
    default:
      throw new Unreachable(`no call leads out of ${key.state}`)
  }
}

/** Days until deletion, as few as the cloud allows: whatever a run leaves behind goes soon. */
export function shortestWindow(stage: Stage): number | undefined {
  return stage.kms.limits.pendingDays?.min
}

/** Gives a multi-Region key a replica that is ready; one that has it already is fine. */
export async function replicate(stage: Stage, key: Key): Promise<void> {
  const { other } = stage.target
  if (other === undefined) throw new Unreachable('this target has no second region')
  const { region, projectId } = other
  try {
    await stage.kms.replicateKey({
      keyId: key.id,
      region,
      ...(projectId && { projectId, name: stage.unique('replica') }),
    })
  } catch (error) {
    if (!isKmsError(error) || error.code !== 'AlreadyExists') throw error
  }
  await stage.target.control?.advance(REPLICATION_MS)
  await made(stage, other.kms, key.id)
}

/** Waits until a replica is there and no longer being made; what state it then has is not this step's question. */
async function made(stage: Stage, kms: KmsClient, keyId: string): Promise<void> {
  const { deadlineMs, intervalMs } = stage.target.settling
  const endMs = performance.now() + deadlineMs
  for (;;) {
    const state = await kms.describeKey({ keyId }).then(
      (metadata) => metadata.state,
      (error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error)),
    )
    if (state !== undefined && state !== 'Creating') return
    if (performance.now() + intervalMs >= endMs) throw new Unreachable(`the replica is ${state ?? 'not there'}`)
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
}

/** A second, plain key that is enabled. */
export function otherKey(stage: Stage): Promise<Key> {
  return companion(stage, 'symmetric', 'Enabled')
}

/** A key that only stands beside the case's own, and whose state no case changes: where keys last, one serves them all. */
export async function companion(stage: Stage, kind: KeyKind, state: 'Enabled' | 'PendingImport'): Promise<Key> {
  const known = stage.companions?.get(kind)
  if (known !== undefined) return known
  const made = await makeKey(stage, kind, state, false)
  stage.companions?.set(kind, made)
  return made
}
