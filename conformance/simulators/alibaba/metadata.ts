import { dateOf, type Output } from './call.ts'
import { nextRotationMs } from './tables.ts'
import type { KeyRecord } from './types.ts'
import { factsOf } from './vocabulary.ts'

/** Shown with its dates while there is a policy, even one that rests because the key is not Enabled. */
const rotationOf = (key: KeyRecord): Output => {
  const nextMs = nextRotationMs(key)
  if (nextMs === undefined) return { AutomaticRotation: 'Disabled' }
  return {
    AutomaticRotation: key.state === 'Enabled' ? 'Enabled' : 'Suspended',
    RotationInterval: `${key.rotationSeconds}s`,
    NextRotationDate: dateOf(nextMs),
  }
}

const dateOrEmpty = (ms: number | undefined): string => (ms === undefined ? '' : dateOf(ms))

/** `KeyMetadata` of CreateKey. Unset texts and dates are `""` as in the pages' samples; other unset members are absent. */
export const metadataOf = (key: KeyRecord): Output => ({
  KeyId: key.keyId,
  Arn: key.arn,
  Creator: key.creator,
  CreationDate: dateOf(key.createdAtMs),
  Description: key.description,
  KeySpec: key.spec,
  KeyUsage: key.usage,
  KeyState: key.state,
  Origin: key.origin,
  ProtectionLevel: key.protectionLevel,
  ...(factsOf(key.spec).family === 'symmetric' && { PrimaryKeyVersion: key.primaryVersionId }),
  LastRotationDate: dateOf(key.lastRotationAtMs),
  ...rotationOf(key),
  DeleteDate: dateOrEmpty(key.deleteAtMs),
  MaterialExpireTime: dateOrEmpty(key.materialExpiresAtMs),
  ...(key.instanceId !== undefined && { DKMSInstanceId: key.instanceId }),
})

/** `KeyMetadata` of DescribeKey. */
export const describedOf = (key: KeyRecord): Output => ({
  ...metadataOf(key),
  DeletionProtection: key.deletionProtection === undefined ? 'Disabled' : 'Enabled',
  ...(key.deletionProtection?.description && { DeletionProtectionDescription: key.deletionProtection.description }),
})
