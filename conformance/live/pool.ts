import { isKmsError, type KeyState } from '../../src/index.ts'
import type { KeyKind } from '../matrix/index.ts'
import { birthOf, type Key, leadBack, makeKey, type Need, requireReachable } from '../scenarios/arrange.ts'
import { isFinding, type Stage, Unreachable } from '../scenarios/stage.ts'

export interface Wish {
  /** As usable as the preparation needs it. */
  readonly need: Need
  /** The case may leave it as no other can have it. */
  readonly spends: boolean
  /** Has it to be a new one? */
  readonly fresh: boolean
}

/** Where cases get their keys from. */
export interface KeyRing {
  /** A key of a kind on its way into a state. */
  take(kind: KeyKind, state: KeyState, wish: Wish): Promise<Key>
  /** Has another case had this key before? */
  isReused(key: Key): boolean
  /** Hands a key back with the state it was last seen in; `undefined`: nobody else can have it. */
  give(key: Key, state: KeyState | undefined): void
}

/** A key of a run that other cases may have, as it is remembered between processes. */
export interface RememberedKey {
  readonly keyId: string
  readonly keyArn?: string
  readonly kind: KeyKind
  /** What {@link lineageOf} says of it. */
  readonly lineage: string
  /** `spent`: no case may have it any more. */
  readonly role: 'pooled' | 'spent'
}

/** Remembers keys beyond the process. */
export interface KeyMemory {
  /** The last word on every key. */
  readonly keys: readonly RememberedKey[]
  remember(key: RememberedKey): void
}

/** Every case gets a key of its own, and what becomes of it does not matter: for targets that forget their keys. */
export function freshKeys(stage: Stage): KeyRing {
  const take: KeyRing['take'] = (kind, state, { need }) => makeKey(stage, kind, state, need === 'material')
  return { take, isReused: () => false, give: () => {} }
}

/**
 * Few keys serve all cases: one that a case left as its kind says goes to the next case, led back from its state by
 * the cloud's own calls. Only keys that last need this: an account has a quota of them, and pays for each.
 */
export function pooledKeys(stage: Stage, memory?: KeyMemory): KeyRing {
  const idle = new Map<string, Key>()
  const lent = new Map<string, { readonly lineage: string; role: RememberedKey['role'] }>()
  const veterans = new Set<string>()
  const remembered = [...(memory?.keys ?? [])].filter(({ role }) => role === 'pooled')

  const note = ({ id: keyId, arn, kind }: Key, role: RememberedKey['role']) => {
    const entry = lent.get(keyId)
    if (entry === undefined || entry.role === role) return
    entry.role = role
    memory?.remember({ keyId, ...(arn && { keyArn: arn }), kind, lineage: entry.lineage, role })
  }

  /** A key that is there already, in whatever state. */
  const existing = async (lineage: string): Promise<Key | undefined> => {
    const found = idle.get(lineage)
    if (found !== undefined) {
      idle.delete(lineage)
      return found
    }
    // What an imported key was given is known to the process that gave it alone.
    const index = lineage.includes(EXTERNAL) ? -1 : remembered.findIndex((one) => one.lineage === lineage)
    const [old] = index < 0 ? [] : remembered.splice(index, 1)
    if (old === undefined) return undefined
    const { state } = await stage.kms.describeKey({ keyId: old.keyId })
    const { keyId: id, keyArn: arn, kind } = old
    return { id, arn, kind, material: undefined, state, usable: state === 'Enabled' }
  }

  const reused = async (lineage: string, kind: KeyKind, state: KeyState, need: Need): Promise<Key | undefined> => {
    try {
      const found = await existing(lineage)
      if (found === undefined || need === 'nothing') return found && { ...found, kind }
      const waits = state === 'PendingImport' && need === 'use' && !found.usable
      return await leadBack(stage, { ...found, kind }, waits ? 'PendingImport' : 'Enabled')
    } catch (error) {
      // It did not come back: another takes its place, and the sweep finds it by the journal.
      if (error instanceof Unreachable || (isKmsError(error) && isFinding(error))) return undefined
      throw error
    }
  }

  return {
    take: async (kind, state, { need, spends, fresh }) => {
      requireReachable(stage, state)
      const lineage = lineageOf(kind, state)
      if (lineage === undefined) return makeKey(stage, kind, state, need === 'material')
      const old = fresh ? undefined : await reused(lineage, kind, state, need)
      const key = old ?? (await makeKey(stage, kind, state, need === 'material'))
      if (old !== undefined) veterans.add(key.id)
      if (!lent.has(key.id)) lent.set(key.id, { lineage, role: 'spent' })
      note(key, spends ? 'spent' : 'pooled')
      return key
    },
    isReused: ({ id }) => veterans.has(id),
    give: (key, state) => {
      const entry = lent.get(key.id)
      if (entry === undefined) return
      note(key, state === undefined ? 'spent' : 'pooled')
      if (state !== undefined) idle.set(entry.lineage, { ...key, state, usable: state === 'Enabled' })
    },
  }
}

const EXTERNAL = 'EXTERNAL'

/** Keys of one lineage are born alike and can stand in for each other; `undefined`: no call makes them. */
export function lineageOf(kind: KeyKind, state: KeyState): string | undefined {
  const birth = birthOf(kind, state)
  if (birth === undefined) return undefined
  const { spec = '', usage = '', origin = '', multiRegion = false } = birth
  // A switched-on rotation is no part of the birth, and a replica cannot be taken back.
  const later = kind === 'symmetric-rotating' ? 'rotating' : state === 'PendingReplicaDeletion' ? 'replicated' : ''
  return [spec, usage, origin, multiRegion ? 'multi-region' : '', later].join('|')
}
