import type { Store } from '../shared/store.ts'
import type { Table } from '../shared/table.ts'
import type { AliasRecord, GrantRecord, ImportTokenRecord, KeyRecord, UsageRecord } from './types.ts'

export interface Tables {
  readonly keys: Table<KeyRecord>
  readonly aliases: Table<AliasRecord>
  readonly grants: Table<GrantRecord>
  readonly usages: Table<UsageRecord>
  readonly importTokens: Table<ImportTokenRecord>
}

/** The earliest moment at which a key changes by itself. */
export const nextChangeMs = (key: KeyRecord): number | undefined => {
  const moments = [
    key.passing?.untilMs,
    key.deletionAtMs,
    key.rotating?.untilMs,
    key.rotation?.enabled === true && key.state === 'Enabled' ? key.rotation.nextAtMs : undefined,
    ...key.materials.map((material) => (material.secret === undefined ? undefined : material.validToMs)),
  ].filter((moment) => moment !== undefined)
  return moments.length === 0 ? undefined : Math.min(...moments)
}

const inRegion = (region: string, value: string | undefined) => (value === undefined ? undefined : `${region}/${value}`)

/** Declares the tables; ids are `<region>/<name>`, grants and tokens have their own. */
export const createTables = (store: Store): Tables => ({
  keys: store.table<KeyRecord>('keys', {
    indexes: {
      region: (key) => key.region,
      /** Finds the members of a multi-Region key, which share one id. */
      keyId: (key) => key.keyId,
    },
    dueAtMs: nextChangeMs,
  }),
  aliases: store.table<AliasRecord>('aliases', {
    indexes: { region: (alias) => alias.region, key: (alias) => inRegion(alias.region, alias.targetKeyId) },
  }),
  grants: store.table<GrantRecord>('grants', {
    indexes: {
      key: (grant) => inRegion(grant.region, grant.keyId),
      name: (grant) => (grant.name === undefined ? undefined : `${grant.region}/${grant.keyId}/${grant.name}`),
      retiring: (grant) => inRegion(grant.region, grant.retiringPrincipal ?? grant.retiringServicePrincipal),
      token: (grant) => grant.tokenDigests,
    },
  }),
  usages: store.table<UsageRecord>('usages'),
  importTokens: store.table<ImportTokenRecord>('importTokens', { indexes: { key: (token) => token.keyArn } }),
})
