import type { Call } from './call.ts'
import { DOMAIN_ID } from './projects.ts'
import { placeOf } from './tables.ts'
import type { AliasRow, GrantRow, KeyRow, Tag } from './types.ts'

/** A moment as these clouds write it: milliseconds as a string, empty when there is none. */
export const msString = (ms: number | undefined): string => (ms === undefined ? '' : String(ms))

/** The structure of describe-key, list-keys and the tag queries. */
export const describeView = ({ profile }: Call, key: KeyRow): Readonly<Record<string, string>> => ({
  key_id: key.keyId,
  domain_id: DOMAIN_ID,
  key_alias: key.name,
  realm: key.region,
  key_spec: key.spec,
  key_usage: key.usage,
  key_description: key.description,
  creation_date: msString(key.createdAtMs),
  scheduled_deletion_date: msString(key.deletionAtMs),
  key_state: key.state,
  default_key_flag: key.isDefault ? '1' : '0',
  key_type: '1',
  expiration_time: msString(key.materialExpiresAtMs),
  origin: key.origin,
  key_rotation_enabled: String(key.rotation?.enabled ?? false),
  ...(profile.hasEnterpriseProjects && {
    sys_enterprise_project_id: key.enterpriseProjectId,
    keystore_id: key.keystoreId,
  }),
})

const NUMBERS = new Set(['creation_date', 'key_state', 'default_key_flag', 'key_type'])

/** The same in resource_instances/action, whose samples have four of the members as numbers. */
export const resourceView = (call: Call, key: KeyRow) => {
  const detail = Object.fromEntries(
    Object.entries(describeView(call, key)).map(([name, value]) => [name, NUMBERS.has(name) ? Number(value) : value]),
  )
  return {
    resource_id: key.keyId,
    resource_detail: call.profile.resourceDetail === 'array' ? [detail] : detail,
    resource_name: key.name,
    tags: tagsView(key.tags),
  }
}

export const tagsView = (tags: readonly Tag[]) => tags.map(({ key, value }) => ({ key, value }))

export const aliasView = (alias: AliasRow) => ({
  domain_id: DOMAIN_ID,
  key_id: alias.keyId,
  alias: alias.alias,
  alias_urn: `kms:${alias.region}:${DOMAIN_ID}:alias:${alias.alias.slice('alias/'.length)}`,
  create_time: msString(alias.createdAtMs),
  update_time: msString(alias.updatedAtMs),
})

export const grantView = (grant: GrantRow) => ({
  key_id: grant.keyId,
  grant_id: grant.grantId,
  grantee_principal: grant.grantee,
  grantee_principal_type: grant.granteeType,
  operations: grant.operations,
  issuing_principal: grant.issuer,
  creation_date: msString(grant.createdAtMs),
  ...(grant.name !== undefined && { name: grant.name }),
  ...(grant.retiring !== undefined && { retiring_principal: grant.retiring }),
})

/** Where the rows of a key's grants and aliases are filed. */
export const keyPlace = (key: KeyRow): string => placeOf(key.projectId, key.keyId)
