import type { KeyPairSource } from '../shared/crypto/key-pairs.ts'
import type { Random } from '../shared/random.ts'
import type { Fields, Values } from './fields.ts'
import type { Settings } from './options.ts'
import { placeOf, type State } from './tables.ts'
import type { KeyRow } from './types.ts'

/** Where a call takes place. */
interface Scope {
  readonly projectId: string
  readonly region: string
}

/** One authenticated call. */
export interface Call extends Settings, Scope {
  readonly state: State
  /** User id of the caller. */
  readonly userId: string
  /** Virtual time in ms. */
  readonly nowMs: number
  readonly random: Random
  readonly pairs: KeyPairSource
}

/** 200 with a JSON body unless it says otherwise; without a body when `body` is absent. */
export interface Output {
  readonly status?: number
  readonly body?: Readonly<Record<string, unknown>>
}

/** One operation: what it reads from body, query and path, and what it does. It refuses before it has changed anything. */
export interface Operation {
  readonly fields: (settings: Settings) => Fields
  readonly run: (call: Call, given: Readonly<Record<string, unknown>>) => Output | Promise<Output>
}

/** Ties an operation's code to the very fields it declares. */
export const operation = <F extends Fields>(
  fields: F | ((settings: Settings) => F),
  run: (call: Call, input: Values<F>) => Output | Promise<Output>,
): Operation => ({
  fields: typeof fields === 'function' ? fields : () => fields,
  run: (call, given) => run(call, given as Values<F>), // the engine reads `given` with these fields
})

export const ok = (body: Readonly<Record<string, unknown>> = {}): Output => ({ body })

/** What lifecycle calls wrap their reply in. */
export const keyInfo = ({ quirks }: Call, info: Readonly<Record<string, unknown>>): Output =>
  ok({ key_info: quirks.keyInfoIsArray ? [info] : info })

/** Writes a key back: the only way a key changes. */
export const saveKey = ({ keys }: State, key: KeyRow): void => keys.put(placeOf(key.projectId, key.keyId), key)
