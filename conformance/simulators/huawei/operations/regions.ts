import { ok, operation, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { integer, keyId, list, NAME, optional, required, text } from '../fields.ts'
import { requireUsable, resolveCustomerKey } from '../guards.ts'
import { DOMAIN_ID, findProject } from '../projects.ts'
import { placeOf } from '../tables.ts'
import type { KeyRow } from '../types.ts'
import { readTag } from './tags.ts'

const region = text('KMS.0308', { pattern: /^[a-z0-9-]{1,64}$/ })

/** The replica has the same id and material; name, description and tags are its own. */
const replicateKey = operation(
  {
    key_id: keyId,
    replica_region: required(region),
    key_alias: required(text('KMS.1101', { pattern: NAME })),
    replica_project_id: required(text('KMS.0308', { max: 64 })),
    key_description: optional(text('KMS.1103', { max: 255 })),
    enterprise_project_id: optional(text('KMS.0308', { max: 36 })),
    tags: optional(list('KMS.0414', readTag)),
  },
  (call, input) => {
    const { state } = call
    const key = resolveCustomerKey(call, input.key_id)
    requireUsable(call, key)
    const project = findProject(call, input.replica_project_id)
    if (project === undefined || project.region !== input.replica_region || project.region === key.region)
      throw refusal('KMS.0308')
    if (state.keys.get(placeOf(project.id, key.keyId)) !== undefined) throw refusal('KMS.1104')
    if (state.keys.count('name', placeOf(project.id, input.key_alias)) > 0) throw refusal('KMS.1104')
    const primaryRegion = key.primaryRegion ?? key.region
    const replica: KeyRow = {
      ...key,
      projectId: project.id,
      region: project.region,
      name: input.key_alias,
      description: input.key_description ?? '',
      createdAtMs: call.nowMs,
      tags: input.tags ?? [],
      enterpriseProjectId: input.enterprise_project_id ?? '0',
      primaryRegion,
    }
    saveKey(state, replica)
    saveKey(state, { ...key, primaryRegion })
    return ok({ key_id: key.keyId, domain_id: DOMAIN_ID, region: project.region })
  },
)

const updatePrimaryRegion = operation({ key_id: keyId, primary_region: required(region) }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  requireUsable(call, key)
  const members = call.state.keys.all('keyId', key.keyId)
  if (!members.some((member) => member.region === input.primary_region)) throw refusal('KMS.0308')
  for (const member of members) saveKey(call.state, { ...member, primaryRegion: input.primary_region })
  return ok({ key_id: key.keyId, primary_region: input.primary_region })
})

const listReplicaRegions = operation(
  { limit: optional(integer('KMS.1601', { min: 1, max: 1_000 })), offset: optional(integer('KMS.0417')) },
  ({ profile }, { limit = 1_000, offset = 0 }) => ok({ regions: profile.regions.slice(offset, offset + limit) }),
)

export const regions = {
  'replicate-key': replicateKey,
  'update-primary-region': updatePrimaryRegion,
  'list-replica-regions': listReplicaRegions,
}
