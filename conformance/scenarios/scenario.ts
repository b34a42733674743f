import type { KeyState } from '../../src/index.ts'
import type { Key } from './arrange.ts'
import type { Aspect } from './observe.ts'
import type { Stage } from './stage.ts'

/** The call that a cell asks about. */
export type Question = () => Promise<unknown>

/** One minimal valid call of an operation on a key. */
export interface Scenario {
  /** The preparation needs a key with material: one for PendingImport gets some, which is then deleted. */
  readonly uses?: true
  /** The preparation makes calls about the key, which must be usable for them. */
  readonly prepares?: true
  /** A key that took the call, or was prepared for it, is no longer what its kind says: no other case can have it. */
  readonly spends?: true
  /** What a refused call must leave alone, beside the key's metadata. */
  readonly watches?: readonly Aspect[]
  /** What an accepted call must have changed. */
  readonly effect?: Aspect
  /** Prepares everything while the key is still usable, and returns the call to make when it is in `state`. */
  readonly ready: (stage: Stage, key: Key, state: KeyState) => Question | Promise<Question>
}
