import type { Place, State } from './call.ts'
import { algorithmsOf, familyOf } from './specs.ts'
import type { KeyRecord } from './types.ts'

const member = ({ arn, region }: KeyRecord) => ({ Arn: arn, Region: region })

const multiRegionConfiguration = (state: State, key: KeyRecord) => {
  if (key.multiRegion === undefined) return undefined
  const members = state.keys.all('keyId', key.keyId)
  const primary = members.find(({ multiRegion }) => multiRegion?.role === 'PRIMARY')
  return {
    MultiRegionKeyType: key.multiRegion.role,
    ...(primary !== undefined && { PrimaryKey: member(primary) }),
    ReplicaKeys: members.filter(({ multiRegion }) => multiRegion?.role === 'REPLICA').map(member),
  }
}

/** How long imported material lasts: shown only while all of it is there; `ValidTo` is the earliest end. */
const expiry = (key: KeyRecord) => {
  const present = key.materials.filter(({ secret, pendingRotation }) => secret !== undefined && !pendingRotation)
  if (key.origin !== 'EXTERNAL' || present.length === 0) return {}
  const ends = present.map(({ validToMs }) => validToMs).filter((end) => end !== undefined)
  return ends.length === 0
    ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
    : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(Math.min(...ends)) }
}

/** KeyMetadata as recorded from CreateKey and DescribeKey: absent members are left out, `MultiRegion: false` is not. */
export const keyMetadata = (state: State & Place, key: KeyRecord): Readonly<Record<string, unknown>> => ({
  AWSAccountId: state.account,
  KeyId: key.keyId,
  Arn: key.arn,
  CreationDate: new Date(key.createdAtMs),
  Enabled: key.state === 'Enabled',
  Description: key.description,
  KeyUsage: key.usage,
  KeyState: key.state,
  ...(key.deletionAtMs !== undefined && { DeletionDate: new Date(key.deletionAtMs) }),
  Origin: key.origin,
  CustomKeyStoreId: key.customKeyStoreId,
  CloudHsmClusterId: key.cloudHsmClusterId,
  ...expiry(key),
  KeyManager: key.manager,
  CustomerMasterKeySpec: key.spec,
  KeySpec: key.spec,
  ...algorithmsOf(key.spec, key.usage),
  MultiRegion: key.multiRegion !== undefined,
  MultiRegionConfiguration: multiRegionConfiguration(state, key),
  ...(key.state === 'PendingReplicaDeletion' && { PendingDeletionWindowInDays: key.deletionWindowDays }),
  ...(key.xksKeyId !== undefined && { XksKeyConfiguration: { Id: key.xksKeyId } }),
  ...(familyOf(key.spec) === 'SYMMETRIC' &&
    key.state !== 'Creating' && { CurrentKeyMaterialId: key.currentMaterialId }),
})
