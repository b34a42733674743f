import type { Random } from '../shared/random.ts'
import type { Rows } from '../shared/table.ts'
import type { Action, Input } from './inputs.ts'
import type { Naming, Site } from './naming.ts'
import type { AliasRecord, GrantRecord, ImportTokenRecord, KeyRecord, Limits, Timing, UsageRecord } from './types.ts'

/** The tables as one call sees them. Ids are made by {@link placeOf}. */
export interface State {
  readonly keys: Rows<KeyRecord>
  readonly aliases: Rows<AliasRecord>
  readonly grants: Rows<GrantRecord>
  readonly usages: Rows<UsageRecord>
  readonly importTokens: Rows<ImportTokenRecord>
}

/** Where the service runs and how it names things: what guards and builders need besides the state. */
export interface Place extends Site {
  readonly naming: Naming
}

/** One authenticated, validated call. */
export interface Call extends State, Place {
  /** Wire name of the operation. */
  readonly action: string
  readonly callerArn: string
  readonly requestId: string
  /** Virtual time in ms. */
  readonly nowMs: number
  readonly random: Random
  readonly limits: Limits
  readonly timing: Timing
}

/** What a handler returns: `undefined` for an operation without output; bytes become base64, dates epoch seconds. */
export type Output = Readonly<Record<string, unknown>> | undefined

/** One operation, from validated input to output; it refuses by throwing `refusal(…)`, before it has changed anything. */
export type Handler<A extends Action> = (call: Call, input: Input<A>) => Output | Promise<Output>

export type Handlers<A extends Action = Action> = { readonly [K in A]: Handler<K> }

/** The table id of what lives in a Region. */
export const placeOf = (region: string, name: string): string => `${region}/${name}`

/** The key with this id in a Region (the call's own by default), whatever its state. */
export const findKey = (call: State & Place, keyId: string, region = call.region): KeyRecord | undefined =>
  call.keys.get(placeOf(region, keyId))

/** Writes a key back: the only way a key changes. */
export const saveKey = (state: State, key: KeyRecord): void => state.keys.put(placeOf(key.region, key.keyId), key)

export const keyArn = (place: Place, keyId: string): string => place.naming.arnOf(place, `key/${keyId}`)

/** `name` with its `alias/` prefix. */
export const aliasArn = (place: Place, name: string): string => place.naming.arnOf(place, name)

/** The same service in another Region. */
export const placeIn = ({ partition, account, naming }: Place, region: string): Place => ({
  region,
  partition,
  account,
  naming,
})

/** The partition a Region belongs to (botocore `partitions.json`). */
export const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  if (region.startsWith('eusc-')) return 'aws-eusc'
  if (region.startsWith('us-isob-')) return 'aws-iso-b'
  if (region.startsWith('us-isof-')) return 'aws-iso-f'
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e'
  if (region.startsWith('us-iso-')) return 'aws-iso'
  return 'aws'
}
