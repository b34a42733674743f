import type { Exchange } from '../shared/engine.ts'
import type { Store } from '../shared/store.ts'
import type { Rows, Table } from '../shared/table.ts'
import {
  type AliasRow,
  type GrantRow,
  type ImportTokenRow,
  type KeyRow,
  type KeystoreRow,
  type LockoutRow,
  type RateRow,
  STATE,
  type TemporaryKeyRow,
  type TokenRow,
} from './types.ts'

/** How long an expired token is remembered, so that it is called expired and not unknown. */
const TOKEN_MEMORY_MS = 86_400_000

/** The id of what lives in a project, or in a Region. */
export const placeOf = (place: string, name: string): string => `${place}/${name}`

/** The index value under which list-keys finds a key. */
export const listingOf = (projectId: string, spec = '*', state = '*'): string => `${projectId}/${spec}/${state}`

/** The earliest moment at which a key changes by itself. */
const nextChangeMs = (key: KeyRow): number | undefined => {
  const rotates = key.rotation?.enabled === true && key.state === STATE.enabled
  const moments = [
    key.activeAtMs,
    key.deletionAtMs,
    key.materials.length > 0 ? key.materialExpiresAtMs : undefined,
    rotates ? key.rotation?.nextAtMs : undefined,
  ].filter((moment) => moment !== undefined)
  return moments.length === 0 ? undefined : Math.min(...moments)
}

export const createTables = (store: Store) => ({
  keys: store.table<KeyRow>('keys', {
    indexes: {
      name: (key) => placeOf(key.projectId, key.name),
      /** A key and its replicas share the id. */
      keyId: (key) => key.keyId,
      listing: ({ projectId, spec, state }) => [
        listingOf(projectId),
        listingOf(projectId, spec),
        listingOf(projectId, undefined, state),
        listingOf(projectId, spec, state),
      ],
      customer: (key) => (key.isDefault ? undefined : key.projectId),
    },
    dueAtMs: nextChangeMs,
  }),
  aliases: store.table<AliasRow>('aliases', {
    indexes: { key: (alias) => placeOf(alias.projectId, alias.keyId), project: (alias) => alias.projectId },
  }),
  grants: store.table<GrantRow>('grants', {
    indexes: {
      key: (grant) => placeOf(grant.projectId, grant.keyId),
      retiring: ({ projectId, retiring }) => (retiring === undefined ? undefined : placeOf(projectId, retiring)),
    },
  }),
  importTokens: store.table<ImportTokenRow>('importTokens', {
    indexes: { key: (token) => placeOf(token.projectId, token.keyId) },
    dueAtMs: (token) => token.expiresAtMs + TOKEN_MEMORY_MS,
  }),
  keystores: store.table<KeystoreRow>('keystores', { indexes: { project: (keystore) => keystore.projectId } }),
  tokens: store.table<TokenRow>('tokens', { dueAtMs: (token) => token.expiresAtMs + TOKEN_MEMORY_MS }),
  temporaryKeys: store.table<TemporaryKeyRow>('temporaryKeys', {
    dueAtMs: (key) => key.expiresAtMs + TOKEN_MEMORY_MS,
  }),
  lockouts: store.table<LockoutRow>('lockouts'),
  rates: store.table<RateRow>('rates'),
})

export type Tables = ReturnType<typeof createTables>

/** The tables as one call sees them. */
export type State = { readonly [Name in keyof Tables]: Tables[Name] extends Table<infer Row> ? Rows<Row> : never }

/** Caller's own bookkeeping never lags: a token just issued must be valid. */
export const stateOf = (tables: Tables, { rows }: Pick<Exchange, 'rows'>): State => ({
  ...tables,
  keys: rows(tables.keys),
  aliases: rows(tables.aliases),
  grants: rows(tables.grants),
  keystores: rows(tables.keystores),
})
