/** KeyMetadata as the samples of CreateKey, DescribeKey and ReplicateKey show it: three different sets of members. */
import { keyMetadata } from '../aws/metadata.ts'
import type { KeyRecord } from '../aws/types.ts'
import type { QCall } from './call.ts'
import type { Readings } from './options.ts'
import { isScheduledForDeletion, replicaStateWord, specWord, stateWord, usageWord } from './words.ts'

type Metadata = Readonly<Record<string, unknown>>

const wholeSeconds = (ms: number): string => new Date(ms).toISOString().slice(0, 19)

/** `2023-12-01T00:00:00-07:00` in the samples: whole seconds and an offset, here always that of UTC. */
const metadataDate = ({ metadataDates }: Readings, ms: number): string | Date =>
  metadataDates === 'iso' ? `${wholeSeconds(ms)}+00:00` : new Date(ms)

/** The key spec under the name that replies give it. */
export const specOf = ({ readings }: QCall, key: KeyRecord): Metadata => ({ [readings.specMember]: specWord(key.spec) })

const shared = (key: KeyRecord): Metadata => ({
  KeyId: key.keyId,
  Arn: key.arn,
  Enabled: key.state === 'Enabled',
  Description: key.description,
  KeyUsage: usageWord(key.usage),
  MultiRegion: key.multiRegion !== undefined,
})

const originWord = ({ origin }: KeyRecord, ofService: string): string => (origin === 'AWS_KMS' ? ofService : origin)

export const createdMetadata = (call: QCall, key: KeyRecord): Metadata => ({
  AccountId: call.account,
  ...shared(key),
  CreationDate: metadataDate(call.readings, key.createdAtMs),
  KeyState: stateWord(key.state),
  Origin: originWord(key, 'QKMS'),
  ...specOf(call, key),
})

/** What the sample does not show appears when there is something to say: listed for the page, or read by the vendor's client (Tags). */
const occasional = (call: QCall, key: KeyRecord): Metadata => {
  const { ExpirationModel, ValidTo, MultiRegionConfiguration } = keyMetadata(call, key)
  return {
    ...(isScheduledForDeletion(key) &&
      key.deletionAtMs !== undefined && { DeletionDate: metadataDate(call.readings, key.deletionAtMs) }),
    ExpirationModel,
    ...(ValidTo instanceof Date && { ValidTo: metadataDate(call.readings, ValidTo.getTime()) }),
    ...(key.rotation !== undefined && { KeyRotationEnabled: key.rotation.enabled }),
    MultiRegionConfiguration,
    ...(key.tags.length > 0 && { Tags: key.tags }),
  }
}

export const describedMetadata = (call: QCall, key: KeyRecord): Metadata => ({
  AWSAccountId: call.account,
  ...shared(key),
  CreationDate: metadataDate(call.readings, key.createdAtMs),
  KeyManager: key.manager,
  KeyState: stateWord(key.state),
  Origin: originWord(key, call.readings.describedOrigin),
  ...specOf(call, key),
  ...occasional(call, key),
})

/** From the page's source alone: states in capitals, the date in UTC, neither origin nor spec. */
export const replicaMetadata = (call: QCall, key: KeyRecord): Metadata => ({
  AWSAccountId: call.account,
  ...shared(key),
  CreationDate: call.readings.metadataDates === 'iso' ? `${wholeSeconds(key.createdAtMs)}Z` : new Date(key.createdAtMs),
  KeyManager: key.manager,
  KeyState: replicaStateWord(key.state),
  MultiRegionConfiguration: keyMetadata(call, key)['MultiRegionConfiguration'],
})
