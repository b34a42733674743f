import { findKey, saveKey } from '../../aws/call.ts'
import { resolveKeyOnly } from '../../aws/guards.ts'
import { familyMembers } from '../../aws/keys.ts'
import { handlerOf } from '../../aws/operations/index.ts'
import { newReplica, updating } from '../../aws/operations/region.ts'
import type { QHandler, QHandlers } from '../call.ts'
import { replicaMetadata } from '../metadata.ts'
import { withValues } from '../tags.ts'

/** Policy, description and tags are the primary's unless others are given: the page's text, against its parameter table. */
const replicateKey: QHandler<'ReplicateKey'> = (call, input) => {
  const primary = resolveKeyOnly(call, input.KeyId)
  const replica = newReplica(call, {
    KeyId: input.KeyId,
    ReplicaRegion: input.ReplicaRegion,
    Policy: input.Policy ?? primary.policy,
    // A policy that is in force already is not asked again.
    BypassPolicyLockoutSafetyCheck: input.Policy === undefined,
    Description: input.Description ?? primary.description,
    Tags: input.Tags === undefined ? primary.tags : withValues(input.Tags),
  })
  return {
    ReplicaKeyMetadata: replicaMetadata(call, replica),
    ReplicaPolicy: replica.policy,
    ReplicaTags: replica.tags,
  }
}

/** All related keys are UPDATING meanwhile, not only the two that change roles. */
const updatePrimaryRegion: QHandler<'UpdatePrimaryRegion'> = async (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  await handlerOf('UpdatePrimaryRegion')(call, input)
  for (const { region, state } of familyMembers(call, key)) {
    const member = findKey(call, key.keyId, region)
    if (member !== undefined && (state === 'Enabled' || state === 'Disabled')) saveKey(call, updating(call, member))
  }
  return undefined
}

export const region = {
  ReplicateKey: replicateKey,
  UpdatePrimaryRegion: updatePrimaryRegion,
} satisfies Partial<QHandlers>
