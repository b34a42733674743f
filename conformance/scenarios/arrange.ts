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
  /** Has it, at this moment, material and the state Enabled? */
  readonly usable: boolean
}

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
  const external = state === 'PendingImport' || recipe.create?.origin === 'EXTERNAL'
  if (recipe.create === undefined) return controlKey(stage, kind, state)
  // Where a cloud has key stores of its customers', only their keys become unavailable.
  const stored = state === 'Unavailable' ? await stage.target.control?.makeKey('custom-store', 'Enabled') : undefined
  if (stored !== undefined) return adopt(stage, stored, 'custom-store', state)
  const input: CreateKeyInput = {
    ...recipe.create,
    ...(external && { origin: 'EXTERNAL' }),
    ...(state === 'PendingReplicaDeletion' && { multiRegion: true }),
  }
  const created = await createOrForce(stage, kind, state, input)
  if (!('keyId' in created)) return created
  const key = { id: created.keyId, arn: created.keyArn, kind, material: undefined }
  if (!external) {
    await prepare('the new key', () => stage.settle(created.keyId, 'Enabled'))
    if (kind === 'symmetric-rotating')
      await prepare('enableKeyRotation', () => stage.kms.enableKeyRotation({ keyId: key.id }))
    return { ...key, usable: true }
  }
  if (recipe.material === undefined) throw new Unreachable(`nothing can be imported into a key of kind ${kind}`)
  await prepare('the new key', () => stage.settle(created.keyId, 'PendingImport'))
  const material = makeMaterial(recipe.material)
  if (state === 'PendingImport' && !used) return { ...key, material, usable: false }
  try {
    await stage.kms.importKeyMaterial({ keyId: key.id, ...(await importParts(stage, key.id, material)) })
  } catch (error) {
    // Where private keys are wrapped in a way that is done in hardware only, the key is had from the target's control.
    if (isKmsError(error) && error.code === 'Unsupported') return controlKey(stage, kind, state)
    return prepare('importKeyMaterial', () => Promise.reject(error))
  }
  await prepare('the key with its material', () => stage.settle(key.id, 'Enabled'))
  return { ...key, material, usable: true }
}

/** A kind that no call makes here is taken from the target's control, if it has one. */
async function createOrForce(stage: Stage, kind: KeyKind, state: KeyState, input: CreateKeyInput) {
  try {
    return await stage.kms.createKey(input)
  } catch (error) {
    if (isKmsError(error) && NOT_MADE_HERE.includes(error.code)) return controlKey(stage, kind, state)
    return prepare(`createKey for ${kind}`, () => Promise.reject(error))
  }
}

const NOT_MADE_HERE: readonly KmsErrorCode[] = ['Unsupported', 'InvalidInput', 'InvalidKeyUsage']

async function controlKey(stage: Stage, kind: KeyKind, state: KeyState): Promise<Key> {
  const id = await stage.target.control?.makeKey(kind, state === 'PendingImport' ? state : 'Enabled')
  if (id === undefined) throw new Unreachable(`no call makes a key of kind ${kind}`)
  return adopt(stage, id, kind, state)
}

async function adopt(stage: Stage, id: string, kind: KeyKind, state: KeyState): Promise<Key> {
  const { keyArn } = await prepare('describeKey', () => stage.kms.describeKey({ keyId: id }))
  return { id, arn: keyArn, kind, material: undefined, usable: state !== 'PendingImport' }
}

/** Brings a key that has just been made and used into the state of the cell, and sees that it is there. */
export async function bringInto(stage: Stage, key: Key, state: KeyState): Promise<void> {
  const { kms, target } = stage
  const keyId = key.id
  if (FORCED.includes(state)) {
    if (target.control === undefined) throw new Unreachable(`no call leads to ${state}`)
    await target.control.forceState(keyId, state)
  } else {
    await prepare(`bringing the key into ${state}`, async () => {
      if (state === 'Disabled') await kms.disableKey({ keyId })
      if (state === 'PendingDeletion') await kms.scheduleKeyDeletion({ keyId, pendingDays: shortestWindow(stage) })
      if (state === 'PendingImport' && key.usable) await kms.deleteKeyMaterial({ keyId })
      if (state === 'PendingReplicaDeletion') {
        await replicate(stage, key)
        await kms.scheduleKeyDeletion({ keyId, pendingDays: shortestWindow(stage) })
      }
    })
  }
  await prepare(`the key in ${state}`, () => stage.settle(keyId, state))
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
export async function otherKey(stage: Stage): Promise<Key> {
  return makeKey(stage, 'symmetric', 'Enabled', false)
}
