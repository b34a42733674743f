import type { Comparison, Comparisons } from '../compare.ts'
import { ACCOUNT, type AwsClients, metadataOf, REGION } from './clients.ts'

const REPLICA = 'eu-west-1'

/** The id in a key ARN, or the id itself. */
const idOf = (reference: string | undefined): string => reference?.split('/').at(-1) ?? ''

/** Keys: their life, names, tags and rotation. */
export const keyComparisons = (clients: AwsClients): Comparisons => {
  const { ours, sdk, as, newKey, about, aliasesOf, tagsOf, advance } = clients
  /** The same change of two keys alike: what is seen of them afterwards. */
  const change =
    (
      start: Parameters<typeof newKey>[0],
      mine: (keyId: string) => Promise<unknown>,
      theirs: (KeyId: string) => Promise<unknown>,
      see: (KeyId: string) => Promise<unknown> = about,
    ): Comparison =>
    async () => {
      const [a, b] = [newKey(start), newKey(start)]
      await mine(a)
      await theirs(b)
      return { ours: await see(a), theirs: await see(b) }
    }

  const rotationOf = async (KeyId: string) => {
    const { KeyRotationEnabled, RotationPeriodInDays, NextRotationDate } = await sdk.getKeyRotationStatus({ KeyId })
    return { enabled: KeyRotationEnabled, periodDays: RotationPeriodInDays, nextRotationDate: NextRotationDate }
  }

  return {
    createKey: async () => {
      const pair = { spec: 'EC_P256', usage: 'SIGN_VERIFY' } as const
      const mine = await ours.createKey({ description: 'für alle', tags: { a: '1' }, ...pair })
      const asked = { Description: 'für alle', KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } as const
      const { KeyMetadata } = await sdk.createKey({ ...asked, Tags: [{ TagKey: 'a', TagValue: '1' }] })
      const keyId = KeyMetadata?.KeyId ?? ''
      const read = await sdk.describeKey({ KeyId: mine.keyId })
      return {
        ours: [mine, await ours.describeKey({ keyId }), await about(mine.keyId), await tagsOf(mine.keyId)],
        theirs: [metadataOf(read.KeyMetadata), metadataOf(KeyMetadata), await about(keyId), await tagsOf(keyId)],
      }
    },
    describeKey: async () => {
      const states = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport']
      const keys = states.map((state) => newKey({ state, description: 'x', pendingDays: 9 }))
      const theirs = await Promise.all(keys.map((KeyId) => sdk.describeKey({ KeyId })))
      return {
        ours: await Promise.all(keys.map((keyId) => ours.describeKey({ keyId }))),
        theirs: theirs.map(({ KeyMetadata }) => metadataOf(KeyMetadata)),
      }
    },
    listKeys: async () => {
      for (const _ of Array(3)) newKey()
      const first = await ours.listKeys({ limit: 2 })
      const second = await ours.listKeys({ limit: 2, cursor: first.cursor ?? '' })
      const start = await sdk.listKeys({ Limit: 2 })
      const next = await sdk.listKeys({ Limit: 2, Marker: start.NextMarker })
      return {
        ours: [...first.keys, ...second.keys],
        theirs: [...(start.Keys ?? []), ...(next.Keys ?? [])].map(({ KeyId, KeyArn }) => ({
          keyId: KeyId,
          keyArn: KeyArn,
        })),
      }
    },
    updateKeyDescription: change(
      {},
      (keyId) => ours.updateKeyDescription({ keyId, description: 'now' }),
      (KeyId) => sdk.updateKeyDescription({ KeyId, Description: 'now' }),
    ),
    enableKey: change(
      { state: 'Disabled' },
      (keyId) => ours.enableKey({ keyId }),
      (KeyId) => sdk.enableKey({ KeyId }),
    ),
    disableKey: change(
      {},
      (keyId) => ours.disableKey({ keyId }),
      (KeyId) => sdk.disableKey({ KeyId }),
    ),
    scheduleKeyDeletion: async () => {
      const [a, b] = [newKey(), newKey()]
      const mine = await ours.scheduleKeyDeletion({ keyId: a, pendingDays: 11 })
      const theirs = await sdk.scheduleKeyDeletion({ KeyId: b, PendingWindowInDays: 11 })
      return {
        ours: [mine.keyId === a, mine.state, mine.deletionDate, await about(a)],
        theirs: [idOf(theirs.KeyId) === b, theirs.KeyState, theirs.DeletionDate, await about(b)],
      }
    },
    cancelKeyDeletion: async () => {
      const [a, b] = [newKey({ state: 'PendingDeletion' }), newKey({ state: 'PendingDeletion' })]
      const mine = await ours.cancelKeyDeletion({ keyId: a })
      const theirs = await sdk.cancelKeyDeletion({ KeyId: b })
      return { ours: [mine.keyId === a, await about(a)], theirs: [idOf(theirs.KeyId) === b, await about(b)] }
    },
    getKeyLastUsage: async () => {
      const keyId = newKey()
      await sdk.encrypt({ KeyId: keyId, Plaintext: Buffer.from('x') })
      const { KeyLastUsage: use, TrackingStartDate } = await sdk.getKeyLastUsage({ KeyId: keyId })
      return {
        ours: await ours.getKeyLastUsage({ keyId }),
        theirs: { lastUsedAt: use?.Timestamp, lastOperation: use?.Operation, trackedSince: TrackingStartDate },
      }
    },
    createAlias: async () => {
      const keyId = newKey()
      await ours.createAlias({ keyId, alias: 'alias/c/ours' })
      await sdk.createAlias({ TargetKeyId: keyId, AliasName: 'alias/c/theirs' })
      const seen = (await ours.listAliases({ keyId })).aliases.map(({ alias }) => alias)
      return { ours: seen, theirs: await aliasesOf(keyId), expected: ['alias/c/ours', 'alias/c/theirs'] }
    },
    updateAlias: async () => {
      const [from, to] = [newKey(), newKey()]
      for (const AliasName of ['alias/u/ours', 'alias/u/theirs'])
        await sdk.createAlias({ TargetKeyId: from, AliasName })
      await ours.updateAlias({ alias: 'alias/u/ours', keyId: to })
      await sdk.updateAlias({ AliasName: 'alias/u/theirs', TargetKeyId: to })
      const target = async (KeyId: string) => (await sdk.describeKey({ KeyId })).KeyMetadata?.KeyId
      return { ours: await target('alias/u/ours'), theirs: await target('alias/u/theirs'), expected: to }
    },
    deleteAlias: async () => {
      const TargetKeyId = newKey()
      for (const name of ['a', 'b', 'c']) await sdk.createAlias({ TargetKeyId, AliasName: `alias/d/${name}` })
      await ours.deleteAlias({ alias: 'alias/d/a' })
      const afterOurs = await aliasesOf(TargetKeyId)
      await sdk.deleteAlias({ AliasName: 'alias/d/b' })
      const expected = ['alias/d/c']
      return { ours: afterOurs.filter((name) => name !== 'alias/d/b'), theirs: await aliasesOf(TargetKeyId), expected }
    },
    listAliases: async () => {
      const TargetKeyId = newKey()
      for (const name of ['a', 'b', 'c']) await sdk.createAlias({ TargetKeyId, AliasName: `alias/l/${name}` })
      const first = await ours.listAliases({ keyId: TargetKeyId, limit: 2 })
      const second = await ours.listAliases({ keyId: TargetKeyId, limit: 2, cursor: first.cursor ?? '' })
      const { Aliases = [] } = await sdk.listAliases({ KeyId: TargetKeyId })
      return {
        ours: [...first.aliases, ...second.aliases],
        theirs: Aliases.map((one) => ({
          alias: one.AliasName,
          aliasArn: one.AliasArn,
          keyId: one.TargetKeyId,
          createdAt: one.CreationDate,
          updatedAt: one.LastUpdatedDate,
        })),
      }
    },
    tagKey: change(
      {},
      (keyId) => ours.tagKey({ keyId, tags: { team: 'red', cost: '' } }),
      (KeyId) =>
        sdk.tagResource({
          KeyId,
          Tags: [
            { TagKey: 'team', TagValue: 'red' },
            { TagKey: 'cost', TagValue: '' },
          ],
        }),
      tagsOf,
    ),
    untagKey: async () => {
      const [a, b] = [newKey(), newKey()]
      for (const keyId of [a, b]) await ours.tagKey({ keyId, tags: { 'a b': '1', c: '2', kept: '3' } })
      await ours.untagKey({ keyId: a, tagKeys: ['a b', 'c'] })
      await sdk.untagResource({ KeyId: b, TagKeys: ['a b', 'c'] })
      return { ours: await tagsOf(a), theirs: await tagsOf(b), expected: [['kept', '3']] }
    },
    listKeyTags: async () => {
      const keyId = newKey()
      const tags = ['a', 'b', 'c'].map((name) => ({ TagKey: name, TagValue: name }))
      await sdk.tagResource({ KeyId: keyId, Tags: tags })
      const first = await ours.listKeyTags({ keyId, limit: 2 })
      const second = await ours.listKeyTags({ keyId, limit: 2, cursor: first.cursor ?? '' })
      return { ours: Object.entries({ ...first.tags, ...second.tags }), theirs: await tagsOf(keyId) }
    },
    enableKeyRotation: change(
      {},
      (keyId) => ours.enableKeyRotation({ keyId, periodDays: 100 }),
      (KeyId) => sdk.enableKeyRotation({ KeyId, RotationPeriodInDays: 100 }),
      rotationOf,
    ),
    disableKeyRotation: async () => {
      const [a, b] = [newKey(), newKey()]
      for (const KeyId of [a, b]) await sdk.enableKeyRotation({ KeyId })
      await ours.disableKeyRotation({ keyId: a })
      await sdk.disableKeyRotation({ KeyId: b })
      return { ours: await rotationOf(a), theirs: await rotationOf(b) }
    },
    getKeyRotationStatus: async () => {
      const keyId = newKey()
      await sdk.enableKeyRotation({ KeyId: keyId, RotationPeriodInDays: 90 })
      return { ours: await ours.getKeyRotationStatus({ keyId }), theirs: await rotationOf(keyId) }
    },
    rotateKeyOnDemand: async () => {
      const [a, b] = [newKey(), newKey()]
      const mine = await ours.rotateKeyOnDemand({ keyId: a })
      const theirs = await sdk.rotateKeyOnDemand({ KeyId: b })
      advance('1h')
      const rotations = async (KeyId: string) =>
        (await sdk.listKeyRotations({ KeyId })).Rotations?.map(({ RotationType }) => RotationType)
      return {
        ours: [mine.keyId === a, await rotations(a)],
        theirs: [idOf(theirs.KeyId) === b, await rotations(b)],
        expected: [true, ['ON_DEMAND']],
      }
    },
    listKeyVersions: async () => {
      const keyId = newKey()
      for (const _ of Array(2)) {
        await sdk.rotateKeyOnDemand({ KeyId: keyId })
        advance('1h')
      }
      const first = await ours.listKeyVersions({ keyId, limit: 2 })
      const second = await ours.listKeyVersions({ keyId, limit: 2, cursor: first.cursor ?? '' })
      const theirs = await sdk.listKeyRotations({ KeyId: keyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
      return {
        ours: [...first.versions, ...second.versions],
        theirs: theirs.Rotations?.map((one) => ({
          keyId: idOf(one.KeyId),
          keyVersionId: one.KeyMaterialId,
          createdAt: one.RotationDate,
          rotationType: one.RotationType,
        })),
      }
    },
    replicateKey: async () => {
      const [a, b] = [newKey({ multiRegion: true }), newKey({ multiRegion: true })]
      const mine = await ours.replicateKey({ keyId: a, region: REPLICA, description: 'there', tags: { a: '1' } })
      const { ReplicaKeyMetadata } = await sdk.replicateKey({
        KeyId: b,
        ReplicaRegion: REPLICA,
        Description: 'there',
        Tags: [{ TagKey: 'a', TagValue: '1' }],
      })
      advance('1h')
      const there = as({ region: REPLICA }).sdk
      const seen = async (KeyId: string) => {
        const { Description, KeyState, MultiRegionConfiguration } =
          (await there.describeKey({ KeyId })).KeyMetadata ?? {}
        return [Description, KeyState, MultiRegionConfiguration?.MultiRegionKeyType]
      }
      const arn = (keyId: string) => `arn:aws:kms:${REPLICA}:${ACCOUNT}:key/${keyId}`
      return {
        ours: [mine.keyId === a, mine.keyArn === arn(a), mine.region, mine.metadata?.state, await seen(a)],
        theirs: [
          ReplicaKeyMetadata?.KeyId === b,
          ReplicaKeyMetadata?.Arn === arn(b),
          REPLICA,
          ReplicaKeyMetadata?.KeyState,
          await seen(b),
        ],
      }
    },
    updatePrimaryRegion: async () => {
      const [a, b] = [newKey({ multiRegion: true }), newKey({ multiRegion: true })]
      for (const KeyId of [a, b]) await sdk.replicateKey({ KeyId, ReplicaRegion: REPLICA })
      advance('1h')
      await ours.updatePrimaryRegion({ keyId: a, region: REPLICA })
      await sdk.updatePrimaryRegion({ KeyId: b, PrimaryRegion: REPLICA })
      advance('1h')
      const seen = async (KeyId: string) => {
        const { MultiRegionConfiguration: where } = (await sdk.describeKey({ KeyId })).KeyMetadata ?? {}
        return [where?.MultiRegionKeyType, where?.PrimaryKey?.Region, where?.ReplicaKeys?.map(({ Region }) => Region)]
      }
      return { ours: await seen(a), theirs: await seen(b), expected: ['REPLICA', REPLICA, [REGION]] }
    },
  }
}
