import type { Store } from '../shared/store.ts'
import type { Table } from '../shared/table.ts'
import type { AliasRecord, ImportTokenRecord, KeyRecord, NonceRecord, VersionRecord } from './types.ts'

export interface Tables {
  readonly keys: Table<KeyRecord>
  readonly versions: Table<VersionRecord>
  readonly aliases: Table<AliasRecord>
  readonly importTokens: Table<ImportTokenRecord>
  readonly nonces: Table<NonceRecord>
}

/** When an Enabled key with automatic rotation turns. */
export const nextRotationMs = ({ lastRotationAtMs, rotationSeconds }: KeyRecord): number | undefined =>
  rotationSeconds === undefined ? undefined : lastRotationAtMs + 1_000 * rotationSeconds

/** The earliest moment at which a key changes by itself. */
const nextChangeMs = (key: KeyRecord): number | undefined => {
  const moments = [
    key.deleteAtMs,
    key.materialExpiresAtMs,
    key.state === 'Enabled' ? nextRotationMs(key) : undefined,
  ].filter((moment) => moment !== undefined)
  return moments.length === 0 ? undefined : Math.min(...moments)
}

/** The table id of what lives in a region. */
export const placeOf = (region: string, name: string): string => `${region}/${name}`

const keyPlace = (row: { readonly region: string; readonly keyId: string }): string => placeOf(row.region, row.keyId)

/** Declares the tables; ids are `<region>/<name>`, import tokens and nonces have their own. */
export const createTables = (store: Store): Tables => ({
  keys: store.table<KeyRecord>('keys', { indexes: { region: (key) => key.region }, dueAtMs: nextChangeMs }),
  versions: store.table<VersionRecord>('versions', { indexes: { region: (row) => row.region, key: keyPlace } }),
  aliases: store.table<AliasRecord>('aliases', { indexes: { region: (row) => row.region, key: keyPlace } }),
  importTokens: store.table<ImportTokenRecord>('importTokens', { indexes: { key: keyPlace } }),
  // Nonces are due on the wall clock, so only the authentication takes them.
  nonces: store.table<NonceRecord>('nonces', { dueAtMs: (nonce) => nonce.forgetAtMs }),
})
