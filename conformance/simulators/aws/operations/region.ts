import { type Call, findKey, type Handler, type Handlers, keyArn, partitionOf, placeIn, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireState, resolveKeyOnly } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { keyRecord } from '../keys.ts'
import { keyMetadata } from '../metadata.ts'
import { checkPolicy } from '../policy.ts'
import { mergeTags } from '../tags.ts'
import type { KeyRecord, Material } from '../types.ts'

const requirePrimary = (key: KeyRecord): void => {
  if (key.multiRegion?.role !== 'PRIMARY')
    throw refusal('UnsupportedOperationException', `${key.arn} is not a multi-region primary key.`)
}

const requireSamePartition = (call: Call, region: string): void => {
  if (partitionOf(region) !== call.partition)
    throw refusal('UnsupportedOperationException', `Region ${region} is not in the partition ${call.partition}`)
}

/** Imported material is not copied: each replica needs its own import of it (developer guide, multi-Region keys). */
const replicated = (key: KeyRecord): readonly Material[] => (key.origin === 'EXTERNAL' ? [] : key.materials)

/** The state of a new replica: Creating first, unless that takes no time. */
const appearing = ({ nowMs, timing }: Call, to: KeyRecord['state']): Pick<KeyRecord, 'state' | 'passing'> =>
  timing.replicationMs > 0
    ? { state: 'Creating', passing: { untilMs: nowMs + timing.replicationMs, to } }
    : { state: to }

/** Makes the replica a request asks for, or refuses. */
export const newReplica = (call: Call, input: Input<'ReplicateKey'>): KeyRecord => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireState(key)
  requirePrimary(key)
  const region = input.ReplicaRegion
  requireSamePartition(call, region)
  const place = placeIn(call, region)
  if (findKey(call, key.keyId, region) !== undefined)
    throw refusal('AlreadyExistsException', `Key ${keyArn(place, key.keyId)} already exists`)
  const tags = mergeTags([], input.Tags ?? [], call.limits)
  const policy = checkPolicy(call, input.Policy, input.BypassPolicyLockoutSafetyCheck)
  if (call.keys.count('region', region) >= call.limits.keys)
    throw refusal('LimitExceededException', `You have reached the limit of ${call.limits.keys} KMS keys in ${region}.`)
  const { keyId, spec, usage, origin, currentMaterialId } = key
  const replica = keyRecord(place, {
    keyId,
    spec,
    usage,
    origin,
    ...appearing(call, origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled'),
    policy,
    createdAtMs: call.nowMs,
    description: input.Description ?? '',
    tags,
    multiRegion: { role: 'REPLICA' },
    materials: replicated(key),
    ...(currentMaterialId !== undefined && origin !== 'EXTERNAL' && { currentMaterialId }),
  })
  saveKey(call, replica)
  return replica
}

const replicateKey: Handler<'ReplicateKey'> = (call, input) => {
  const replica = newReplica(call, input)
  return {
    ReplicaKeyMetadata: keyMetadata(call, replica),
    ReplicaPolicy: replica.policy,
    ReplicaTags: replica.tags,
  }
}

/** The key while its primary Region changes; what it was before comes back. */
export const updating = (call: Call, key: KeyRecord): KeyRecord => ({
  ...key,
  state: 'Updating',
  passing: { untilMs: call.nowMs + call.timing.primaryUpdateMs, to: key.passing?.to ?? key.state },
})

const updatePrimaryRegion: Handler<'UpdatePrimaryRegion'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireState(key, 'Updating')
  requirePrimary(key)
  requireSamePartition(call, input.PrimaryRegion)
  if (input.PrimaryRegion === key.region)
    throw refusal('UnsupportedOperationException', `${key.arn} is already the primary key in ${key.region}.`)
  const replica = findKey(call, key.keyId, input.PrimaryRegion)
  if (replica === undefined)
    throw refusal('NotFoundException', `Key '${keyArn(placeIn(call, input.PrimaryRegion), key.keyId)}' does not exist`)
  requireState(replica, 'Updating')
  const { rotation, ...former } = key
  saveKey(call, updating(call, { ...former, multiRegion: { role: 'REPLICA' } }))
  const promoted = { ...replica, ...(rotation !== undefined && { rotation }) }
  saveKey(call, updating(call, { ...promoted, multiRegion: { role: 'PRIMARY' } }))
  return undefined
}

export const region = {
  ReplicateKey: replicateKey,
  UpdatePrimaryRegion: updatePrimaryRegion,
} satisfies Partial<Handlers>
