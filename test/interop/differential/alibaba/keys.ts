import { type Comparison, type Comparisons, list, member, text } from '../compare.ts'
import { type AlibabaClients, metadataOf } from './clients.ts'

const POLICY = JSON.stringify({ Version: '1', Statement: [] })

/** Everything but cryptography and key material. */
export const keyComparisons = ({ ours, sdk, speak, newKey, about, aliasesOf, tagsOf }: AlibabaClients): Comparisons => {
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

  return {
    createKey: async () => {
      const mine = await ours.createKey({ description: "clé 主密钥 + * ~ ' & = % 🔑" })
      const theirs = await sdk('CreateKey', { Description: mine.description, KeySpec: 'Aliyun_AES_256' })
      const { keyId, keyArn, primaryVersionId, ...said } = metadataOf(theirs)
      const theirId = { keyId, keyArn, primaryVersionId }
      const read = metadataOf(await sdk('DescribeKey', { KeyId: mine.keyId }))
      const described = await ours.describeKey({ keyId: text(theirs, 'KeyMetadata', 'KeyId') })
      return { ours: [mine, { ...described, deletionProtection: undefined }], theirs: [read, { ...said, ...theirId }] }
    },
    describeKey: async () => {
      const keyId = newKey({ state: 'PendingDeletion', description: 'going', pendingDays: 9 })
      const { deletionProtection, ...mine } = await ours.describeKey({ keyId })
      const full = await speak('DescribeKey', { KeyId: keyId })
      return {
        ours: [mine, mine, deletionProtection],
        theirs: [
          metadataOf(full),
          metadataOf(await sdk('DescribeKey', { KeyId: keyId })),
          member(full, 'KeyMetadata', 'DeletionProtection') === 'Enabled',
        ],
      }
    },
    listKeys: async () => {
      for (const _ of Array(3)) newKey()
      const first = await ours.listKeys({ limit: 2 })
      const second = await ours.listKeys({ limit: 2, cursor: first.cursor ?? '' })
      const page = async (PageNumber: number) => list(await sdk('ListKeys', { PageNumber, PageSize: 2 }), 'Keys', 'Key')
      return {
        ours: [...first.keys, ...second.keys].map(({ keyId, keyArn }) => [keyId, keyArn]),
        theirs: [...(await page(1)), ...(await page(2))].map((key) => [text(key, 'KeyId'), text(key, 'KeyArn')]),
      }
    },
    updateKeyDescription: change(
      {},
      (keyId) => ours.updateKeyDescription({ keyId, description: 'now & then' }),
      (KeyId) => sdk('UpdateKeyDescription', { KeyId, Description: 'now & then' }),
    ),
    enableKey: change(
      { state: 'Disabled' },
      (keyId) => ours.enableKey({ keyId }),
      (KeyId) => sdk('EnableKey', { KeyId }),
    ),
    disableKey: change(
      {},
      (keyId) => ours.disableKey({ keyId }),
      (KeyId) => sdk('DisableKey', { KeyId }),
    ),
    scheduleKeyDeletion: change(
      {},
      (keyId) => ours.scheduleKeyDeletion({ keyId, pendingDays: 11 }),
      (KeyId) => sdk('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 11 }),
    ),
    cancelKeyDeletion: change(
      { state: 'PendingDeletion' },
      (keyId) => ours.cancelKeyDeletion({ keyId }),
      (KeyId) => sdk('CancelKeyDeletion', { KeyId }),
    ),
    setDeletionProtection: change(
      {},
      (keyId) => ours.setDeletionProtection({ keyId, enabled: true, description: 'keep' }),
      (KeyId) =>
        speak('SetDeletionProtection', {
          ProtectedResourceArn: `acs:kms:cn-hangzhou:000000000000:key/${KeyId}`,
          EnableDeletionProtection: true,
          DeletionProtectionDescription: 'keep',
        }),
    ),
    createAlias: async () => {
      const keyId = newKey()
      await ours.createAlias({ keyId, alias: 'alias/c/ours' })
      await sdk('CreateAlias', { KeyId: keyId, AliasName: 'alias/c/theirs' })
      const seen = (await ours.listAliases({ keyId })).aliases.map(({ alias }) => alias)
      return { ours: seen, theirs: await aliasesOf(keyId), expected: ['alias/c/ours', 'alias/c/theirs'] }
    },
    updateAlias: async () => {
      const [from, to] = [newKey(), newKey()]
      for (const AliasName of ['alias/u/ours', 'alias/u/theirs']) await sdk('CreateAlias', { KeyId: from, AliasName })
      await ours.updateAlias({ alias: 'alias/u/ours', keyId: to })
      await sdk('UpdateAlias', { AliasName: 'alias/u/theirs', KeyId: to })
      const target = async (KeyId: string) => text(await sdk('DescribeKey', { KeyId }), 'KeyMetadata', 'KeyId')
      return { ours: await target('alias/u/ours'), theirs: await target('alias/u/theirs'), expected: to }
    },
    deleteAlias: async () => {
      const KeyId = newKey()
      for (const name of ['ours', 'theirs', 'left']) await sdk('CreateAlias', { KeyId, AliasName: `alias/d/${name}` })
      await ours.deleteAlias({ alias: 'alias/d/ours' })
      const afterOurs = await aliasesOf(KeyId)
      await sdk('DeleteAlias', { AliasName: 'alias/d/theirs' })
      const afterBoth = await aliasesOf(KeyId)
      return {
        ours: afterOurs.filter((name) => name === 'alias/d/ours').length,
        theirs: afterBoth.filter((name) => name === 'alias/d/theirs').length,
        expected: afterBoth.length - 1,
      }
    },
    listAliases: async () => {
      const KeyId = newKey()
      for (const name of ['a', 'b']) await sdk('CreateAlias', { KeyId, AliasName: `alias/l/${name}` })
      const said = (aliases: readonly unknown[]) =>
        aliases.map((alias) => ['AliasName', 'AliasArn', 'KeyId'].map((name) => text(alias, name)))
      const all = said(list(await sdk('ListAliases', { PageNumber: 1, PageSize: 100 }), 'Aliases', 'Alias'))
      const one = said(
        list(await sdk('ListAliasesByKeyId', { KeyId, PageNumber: 1, PageSize: 100 }), 'Aliases', 'Alias'),
      )
      const mine = async (input: { keyId?: string }) =>
        (await ours.listAliases({ limit: 100, ...input })).aliases.map(({ alias, aliasArn, keyId }) => [
          alias,
          aliasArn,
          keyId,
        ])
      return { ours: [await mine({}), await mine({ keyId: KeyId })], theirs: [all, one] }
    },
    tagKey: change(
      {},
      (keyId) => ours.tagKey({ keyId, tags: { team: 'red:1', cost: '1' } }),
      (KeyId) =>
        sdk('TagResource', {
          KeyId,
          Tags: JSON.stringify([
            { TagKey: 'team', TagValue: 'red:1' },
            { TagKey: 'cost', TagValue: '1' },
          ]),
        }),
      tagsOf,
    ),
    untagKey: change(
      {
        tags: [
          { TagKey: 'a', TagValue: '1' },
          { TagKey: 'b', TagValue: '2' },
        ],
      },
      (keyId) => ours.untagKey({ keyId, tagKeys: ['a'] }),
      (KeyId) => sdk('UntagResource', { KeyId, TagKeys: '["a"]' }),
      tagsOf,
    ),
    listKeyTags: async () => {
      const keyId = newKey({
        tags: [
          { TagKey: 'a', TagValue: '1' },
          { TagKey: 'b', TagValue: '' },
        ],
      })
      return { ours: Object.entries((await ours.listKeyTags({ keyId })).tags), theirs: await tagsOf(keyId) }
    },
    enableKeyRotation: change(
      {},
      (keyId) => ours.enableKeyRotation({ keyId, periodDays: 30 }),
      (KeyId) => sdk('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: true, RotationInterval: '30d' }),
    ),
    disableKeyRotation: async () => {
      const keys = [newKey(), newKey()]
      for (const keyId of keys) await ours.enableKeyRotation({ keyId, periodDays: 30 })
      const [a = '', b = ''] = keys
      await ours.disableKeyRotation({ keyId: a })
      await sdk('UpdateRotationPolicy', { KeyId: b, EnableAutomaticRotation: false })
      return { ours: await about(a), theirs: await about(b) }
    },
    getKeyRotationStatus: async () => {
      const KeyId = newKey()
      await sdk('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: true, RotationInterval: '30d' })
      const { KeyMetadata: said } = await sdk('DescribeKey', { KeyId })
      const theirs = {
        enabled: text(said, 'AutomaticRotation') === 'Enabled',
        periodDays: Number.parseInt(text(said, 'RotationInterval'), 10) / 86_400, // such as 2592000s
        nextRotationDate: new Date(text(said, 'NextRotationDate')),
        lastRotationDate: new Date(text(said, 'LastRotationDate')),
      }
      return { ours: await ours.getKeyRotationStatus({ keyId: KeyId }), theirs }
    },
    createKeyVersion: async () => {
      const keyId = newKey({ spec: 'EC_P256' })
      const mine = await ours.createKeyVersion({ keyId })
      const theirs = await sdk('CreateKeyVersion', { KeyId: keyId })
      const listed = (await ours.listKeyVersions({ keyId })).versions.map(({ keyVersionId }) => keyVersionId)
      const made = [mine.keyVersionId, text(theirs, 'KeyVersion', 'KeyVersionId')]
      return {
        ours: [mine.keyId, mine.createdAt, made.map((id) => listed.includes(id)), listed.length],
        theirs: [
          text(theirs, 'KeyVersion', 'KeyId'),
          new Date(text(theirs, 'KeyVersion', 'CreationDate')),
          [true, true],
          3,
        ],
      }
    },
    listKeyVersions: async () => {
      const keyId = newKey({ spec: 'EC_P256' })
      for (const _ of Array(2)) await ours.createKeyVersion({ keyId })
      const first = await ours.listKeyVersions({ keyId, limit: 2 })
      const second = await ours.listKeyVersions({ keyId, limit: 2, cursor: first.cursor ?? '' })
      const page = async (PageNumber: number) =>
        list(await sdk('ListKeyVersions', { KeyId: keyId, PageNumber, PageSize: 2 }), 'KeyVersions', 'KeyVersion')
      const theirs = [...(await page(1)), ...(await page(2))].map((one) => ({
        keyId: text(one, 'KeyId'),
        keyVersionId: text(one, 'KeyVersionId'),
        createdAt: new Date(text(one, 'CreationDate')),
      }))
      return { ours: [...first.versions, ...second.versions], theirs }
    },
    getKeyPolicy: async () => {
      const keyId = newKey({ instanceId: 'kst-1' })
      await speak('SetKeyPolicy', { KeyId: keyId, Policy: POLICY })
      const theirs = await speak('GetKeyPolicy', { KeyId: keyId })
      return { ours: (await ours.getKeyPolicy({ keyId })).policy, theirs: text(theirs, 'Policy'), expected: POLICY }
    },
    putKeyPolicy: change(
      { instanceId: 'kst-1' },
      (keyId) => ours.putKeyPolicy({ keyId, policy: POLICY }),
      (KeyId) => speak('SetKeyPolicy', { KeyId, Policy: POLICY }),
      async (KeyId) => text(await speak('GetKeyPolicy', { KeyId }), 'Policy'),
    ),
  }
}
