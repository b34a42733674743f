import { type Call, dateOf, type Handlers, NOTHING, saveKey, saveVersion } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireKey, requireKeyOrAlias, requireRoom, requireUsable, requireUsage, requireVersion } from '../guards.ts'
import { pageOf } from '../paging.ts'
import type { KeyRecord, VersionRecord } from '../types.ts'
import { missingParameter } from '../validate.ts'
import { newMaterial, saveAndCatchUp, versionOf, versionsOf } from '../versions.ts'
import { factsOf } from '../vocabulary.ts'

const DAY_MS = 86_400_000

type VersionAction = 'CreateKeyVersion' | 'DescribeKeyVersion' | 'ListKeyVersions' | 'UpdateRotationPolicy'

const shown = ({ keyId, versionId, createdAtMs }: VersionRecord) => ({
  KeyId: keyId,
  KeyVersionId: versionId,
  CreationDate: dateOf(createdAtMs),
})

/** Keys whose versions KMS makes by itself: its own symmetric ones that a user created. */
const requireRotatable = ({ spec, origin, creatorType }: KeyRecord): void => {
  if (factsOf(spec).family !== 'symmetric' || origin !== 'Aliyun_KMS' || creatorType !== 'User')
    throw refusal('Rejected.UnsupportedOperation')
}

/** The key CreateKeyVersion may give another version to (CreateKeyVersion page, "Limits"). */
const admittedKey = (call: Call, reference: string): KeyRecord => {
  const { limits } = call
  const key = requireKeyOrAlias(call, reference)
  requireUsable(key)
  requireUsage(key, 'asymmetric')
  if (key.instanceId !== undefined) throw refusal('Rejected.UnsupportedOperation')
  requireRoom(versionsOf(call, key).length + 1, limits.versionsPerKey)
  requireRoom(call.versions.count('region', call.region) + 1, limits.keyVersions)
  if (call.nowMs - key.lastRotationAtMs < limits.versionIntervalDays * DAY_MS) throw refusal('Rejected.LimitExceeded')
  return key
}

export const version: Handlers<VersionAction> = {
  CreateKeyVersion: async (call, input) => {
    const { spec } = admittedKey(call, input.KeyId)
    const material = await newMaterial(spec, call.random)
    const key = admittedKey(call, input.KeyId) // it may have changed while the material was on its way
    const made = versionOf(key, call.random.uuid(), call.nowMs, material)
    saveVersion(call, made)
    saveKey(call, { ...key, lastRotationAtMs: call.nowMs })
    return { KeyVersion: shown(made) }
  },

  DescribeKeyVersion: (call, input) => {
    const key = requireKeyOrAlias(call, input.KeyId)
    return { KeyVersion: shown(requireVersion(call, key, input.KeyVersionId)) }
  },

  ListKeyVersions: (call, input) => {
    const newestFirst = [...versionsOf(call, requireKeyOrAlias(call, input.KeyId))].reverse()
    const { rows, ...paging } = pageOf(input, newestFirst)
    return { ...paging, KeyVersions: { KeyVersion: rows.map(shown) } }
  },

  UpdateRotationPolicy: (call, input) => {
    if (input.EnableAutomaticRotation && input.RotationInterval === undefined)
      throw missingParameter('RotationInterval')
    const key = requireKey(call, input.KeyId)
    requireUsable(key)
    requireRotatable(key)
    const rotationSeconds = input.EnableAutomaticRotation ? input.RotationInterval : undefined
    saveAndCatchUp(call, call.random, { ...key, rotationSeconds }, call.nowMs)
    return NOTHING
  },
}
