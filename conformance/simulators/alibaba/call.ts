import type { Random } from '../shared/random.ts'
import type { Rows } from '../shared/table.ts'
import type { Action, Input } from './inputs.ts'
import { placeOf } from './tables.ts'
import type { AliasRecord, ImportTokenRecord, KeyRecord, Limits, VersionRecord } from './types.ts'

/** The tables as one call sees them. */
export interface State {
  readonly keys: Rows<KeyRecord>
  readonly versions: Rows<VersionRecord>
  readonly aliases: Rows<AliasRecord>
  readonly importTokens: Rows<ImportTokenRecord>
}

export interface Place {
  readonly region: string
  readonly account: string
}

/** One authenticated call whose action is known. */
export interface Call extends State, Place {
  /** Virtual time in ms. */
  readonly nowMs: number
  readonly random: Random
  readonly limits: Limits
}

/** The members of a reply beside `RequestId`. */
export type Output = Readonly<Record<string, unknown>>

/** One action, from validated input to output; it refuses by throwing `refusal(…)`, before it has changed anything. */
export type Handler<A extends Action> = (call: Call, input: Input<A>) => Output | Promise<Output>

export type Handlers<A extends Action = Action> = { readonly [K in A]: Handler<K> }

/** What an action without result fields returns. */
export const NOTHING: Output = {}

export const saveKey = (state: State, key: KeyRecord): void => state.keys.put(placeOf(key.region, key.keyId), key)

export const saveVersion = (state: State, version: VersionRecord): void =>
  state.versions.put(placeOf(version.region, version.versionId), version)

export const arnOf = ({ region, account }: Place, resource: string): string =>
  `acs:kms:${region}:${account}:${resource}`

/** `YYYY-MM-DDTHH:mm:ssZ`. */
export const dateOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
