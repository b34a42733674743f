import { projectIdOf } from '../../../../conformance/simulators/huawei/index.ts'
import type { GrantOperation, OperationName } from '../../../../src/index.ts'
import { type Comparison, type Comparisons, list, member, text } from '../compare.ts'
import { type HuaweiClients, metadataOf, projectId, stateOf } from './clients.ts'

const REPLICA = 'cn-east-3'

/** Everything but cryptography and key material. */
export const keyComparisons = (clients: HuaweiClients): Comparisons => {
  const { ours, send, post, newKey, about, tagsOf, aliasesOf, refusalOf } = clients

  /** The same change of two keys alike: what is seen of them afterwards. */
  const change =
    (
      start: Parameters<typeof newKey>[0],
      mine: (keyId: string) => Promise<unknown>,
      theirs: (key_id: string) => Promise<unknown>,
      see: (keyId: string) => Promise<unknown> = about,
    ): Comparison =>
    async () => {
      const [a, b] = [newKey(start), newKey(start)]
      await mine(a)
      await theirs(b)
      return { ours: await see(a), theirs: await see(b) }
    }

  /** The same, where the reply tells the new state. */
  const switched =
    (
      start: Parameters<typeof newKey>[0],
      operation: Extract<OperationName, 'enableKey' | 'disableKey' | 'scheduleKeyDeletion' | 'cancelKeyDeletion'>,
      verb: string,
      more: object = {},
    ): Comparison =>
    async () => {
      const [a, b] = [newKey(start), newKey(start)]
      const mine = await ours[operation]({ keyId: a })
      const reply = await post(verb, { key_id: b, ...more })
      const status = member(reply, 'key_info') ?? reply
      return {
        ours: [mine.keyId === a, mine.state, await about(a)],
        theirs: [text(status, 'key_id') === b, stateOf(text(status, 'key_state')), await about(b)],
      }
    }

  const rotationOf = (key_id: string) => post('get-key-rotation-status', { key_id })
  const grant = { grantee_principal: 'a'.repeat(32), operations: ['describe-key', 'encrypt-data'], name: 'g' }
  const allowed: GrantOperation[] = ['DescribeKey', 'Encrypt']
  const ourGrant = { grantee: 'a'.repeat(32), operations: allowed, name: 'g' }
  const granted = (one: unknown) => ({
    grantId: text(one, 'grant_id'),
    operations: ourGrant.operations, // what `operations` stands for
    keyId: member(one, 'key_id'),
    name: text(one, 'name'),
    grantee: text(one, 'grantee_principal'),
    retiringPrincipal: member(one, 'retiring_principal'),
    issuingPrincipal: text(one, 'issuing_principal'),
    createdAt: new Date(Number(text(one, 'creation_date'))),
  })
  /** Grants of a key as the official client lists them, but for what no other grant shares. */
  const grantsOf = async (key_id: string) =>
    list(await post('list-grants', { key_id }), 'grants').map((one) =>
      Object.entries(one ?? {}).filter(([name]) => name !== 'grant_id' && name !== 'key_id'),
    )
  const newGrant = async (key_id: string, more: object = {}) =>
    text(await post('create-grant', { key_id, ...grant, ...more }), 'grant_id')
  const ungrant =
    (operation: 'revokeGrant' | 'retireGrant', verb: string): Comparison =>
    async () => {
      const keyId = newKey()
      const [a, b, kept] = [await newGrant(keyId), await newGrant(keyId), await newGrant(keyId)]
      const left = async () =>
        list(await post('list-grants', { key_id: keyId }), 'grants').map((one) => text(one, 'grant_id'))
      await ours[operation]({ keyId, grantId: a })
      const afterOurs = await left()
      await post(verb, { key_id: keyId, grant_id: b })
      return { ours: afterOurs.filter((id) => id !== b), theirs: await left(), expected: [kept] }
    }

  return {
    createKey: async () => {
      const mine = await ours.createKey({ name: 'created-by-us', description: 'für alle', spec: 'EC_P256' })
      const asked = { key_alias: 'created-by-them', key_description: 'für alle', key_spec: 'EC_P256' }
      const key_id = text(await post('create-key', asked), 'key_info', 'key_id')
      return {
        ours: [mine, await ours.describeKey({ keyId: key_id }), await about(mine.keyId)],
        theirs: [
          metadataOf(member(await post('describe-key', { key_id: mine.keyId }), 'key_info')),
          metadataOf(member(await post('describe-key', { key_id }), 'key_info')),
          await about(key_id),
        ],
      }
    },
    describeKey: async () => {
      const keys = ['1', '2', '3', '4', '5'].map((state) => newKey({ state, description: 'x' }))
      const mine = await Promise.all(keys.map((keyId) => ours.describeKey({ keyId })))
      const theirs = await Promise.all(keys.map((key_id) => post('describe-key', { key_id })))
      return { ours: mine, theirs: theirs.map((reply) => metadataOf(member(reply, 'key_info'))) }
    },
    listKeys: async () => {
      for (const spec of ['AES_256', 'EC_P256', 'HMAC_256']) newKey({ spec })
      const first = await ours.listKeys({ limit: 2 })
      const second = await ours.listKeys({ limit: 2, cursor: first.cursor ?? '' })
      const page = async (marker: string) => post('list-keys', { limit: '2', marker, key_spec: 'ALL' })
      const start = await page('')
      const next = await page(text(start, 'next_marker'))
      return {
        ours: [...first.keys, ...second.keys],
        theirs: [...list(start, 'key_details'), ...list(next, 'key_details')].map((info) => {
          const metadata = metadataOf(info)
          return { keyId: metadata.keyId, metadata }
        }),
      }
    },
    updateKeyDescription: change(
      {},
      (keyId) => ours.updateKeyDescription({ keyId, description: 'now' }),
      (key_id) => post('update-key-description', { key_id, key_description: 'now' }),
    ),
    updateKeyName: async () => {
      const [a, b] = [newKey(), newKey()]
      const nameOf = async (key_id: string) => text(await post('describe-key', { key_id }), 'key_info', 'key_alias')
      await ours.updateKeyName({ keyId: a, name: 'renamed-one' })
      await post('update-key-alias', { key_id: b, key_alias: 'renamed-two' })
      return { ours: await nameOf(a), theirs: (await nameOf(b)).replace('two', 'one'), expected: 'renamed-one' }
    },
    enableKey: switched({ state: '3' }, 'enableKey', 'enable-key'),
    disableKey: switched({}, 'disableKey', 'disable-key'),
    scheduleKeyDeletion: switched({}, 'scheduleKeyDeletion', 'schedule-key-deletion', { pending_days: '30' }),
    cancelKeyDeletion: switched({ state: '4' }, 'cancelKeyDeletion', 'cancel-key-deletion'),
    createAlias: async () => {
      const keyId = newKey()
      await ours.createAlias({ keyId, alias: 'alias/c/ours' })
      await send('POST', 'aliases', { key_id: keyId, alias: 'alias/c/theirs' })
      const seen = (await ours.listAliases({ keyId })).aliases.map(({ alias }) => alias)
      return { ours: seen, theirs: await aliasesOf(keyId), expected: ['alias/c/ours', 'alias/c/theirs'] }
    },
    updateAlias: async () => {
      const [from, to] = [newKey(), newKey()]
      for (const alias of ['alias/u/ours', 'alias/u/theirs']) await send('POST', 'aliases', { key_id: from, alias })
      await ours.updateAlias({ alias: 'alias/u/ours', keyId: to })
      await send('POST', 'alias/associate', { alias: 'alias/u/theirs', target_key_id: to })
      const all = list(await send('GET', 'aliases', {}, { limit: '50' }), 'aliases')
      const keyOf = (alias: string) =>
        member(
          all.find((one) => member(one, 'alias') === alias),
          'key_id',
        )
      return { ours: keyOf('alias/u/ours'), theirs: keyOf('alias/u/theirs'), expected: to }
    },
    deleteAlias: async () => {
      const keyId = newKey()
      for (const alias of ['alias/d/a', 'alias/d/b', 'alias/d/c'])
        await send('POST', 'aliases', { key_id: keyId, alias })
      await ours.deleteAlias({ alias: 'alias/d/a' })
      const afterOurs = await aliasesOf(keyId)
      await send('DELETE', 'aliases', { key_id: keyId, aliases: ['alias/d/b'] })
      const expected = ['alias/d/c']
      return { ours: afterOurs.filter((alias) => alias !== 'alias/d/b'), theirs: await aliasesOf(keyId), expected }
    },
    listAliases: async () => {
      const keyId = newKey()
      for (const alias of ['alias/l/a', 'alias/l/b', 'alias/l/c'])
        await send('POST', 'aliases', { key_id: keyId, alias })
      const first = await ours.listAliases({ keyId, limit: 2 })
      const second = await ours.listAliases({ keyId, limit: 2, cursor: first.cursor ?? '' })
      const page = (marker: string) => send('GET', 'aliases', {}, { key_id: keyId, limit: '2', marker })
      const start = await page('')
      const next = await page(text(start, 'page_info', 'next_marker'))
      return {
        ours: [...first.aliases, ...second.aliases],
        theirs: [...list(start, 'aliases'), ...list(next, 'aliases')].map((one) => ({
          alias: text(one, 'alias'),
          aliasArn: text(one, 'alias_urn'),
          keyId: text(one, 'key_id'),
          createdAt: new Date(Number(text(one, 'create_time'))),
          updatedAt: new Date(Number(text(one, 'update_time'))),
        })),
      }
    },
    tagKey: change(
      {},
      (keyId) => ours.tagKey({ keyId, tags: { team: 'red & blue', cost: '' } }),
      (key_id) =>
        send('POST', `${key_id}/tags/action`, {
          action: 'create',
          tags: [
            { key: 'team', value: 'red & blue' },
            { key: 'cost', value: '' },
          ],
        }),
      tagsOf,
    ),
    untagKey: async () => {
      const keys = [newKey(), newKey()] as const
      // Names that need no escape in a path: Huawei's Node client signs those escaped twice.
      for (const keyId of keys) await ours.tagKey({ keyId, tags: { a_b: '1', c: '2', kept: '3' } })
      await ours.untagKey({ keyId: keys[0], tagKeys: ['a_b', 'c'] })
      for (const key of ['a_b', 'c']) await send('DELETE', `${keys[1]}/tags/${key}`)
      return { ours: await tagsOf(keys[0]), theirs: await tagsOf(keys[1]), expected: [['kept', '3']] }
    },
    listKeyTags: async () => {
      const keyId = newKey()
      for (const tag of [
        { key: 'a', value: '1' },
        { key: 'b', value: '' },
      ])
        await send('POST', `${keyId}/tags`, { tag })
      return { ours: Object.entries((await ours.listKeyTags({ keyId })).tags), theirs: await tagsOf(keyId) }
    },
    enableKeyRotation: change(
      {},
      (keyId) => ours.enableKeyRotation({ keyId, periodDays: 40 }),
      async (key_id) => {
        await post('enable-key-rotation', { key_id })
        await post('update-key-rotation-interval', { key_id, rotation_interval: 40 })
      },
      rotationOf,
    ),
    disableKeyRotation: change(
      { rotation: { enabled: true, intervalDays: 50 } },
      (keyId) => ours.disableKeyRotation({ keyId }),
      (key_id) => post('disable-key-rotation', { key_id }),
      rotationOf,
    ),
    getKeyRotationStatus: async () => {
      const keyId = newKey({ rotation: { enabled: true, intervalDays: 50 } })
      await ours.rotateKeyOnDemand({ keyId })
      const theirs = await rotationOf(keyId)
      return {
        ours: await ours.getKeyRotationStatus({ keyId }),
        theirs: {
          enabled: member(theirs, 'key_rotation_enabled'),
          periodDays: member(theirs, 'rotation_interval'),
          lastRotationDate: new Date(Number(text(theirs, 'last_rotation_time'))),
        },
      }
    },
    rotateKeyOnDemand: change(
      { rotation: { enabled: true } },
      (keyId) => ours.rotateKeyOnDemand({ keyId }),
      (key_id) => post('rotate-on-demand', { key_id }),
      rotationOf,
    ),
    createGrant: change(
      {},
      (keyId) => ours.createGrant({ keyId, ...ourGrant, retiringPrincipal: 'b'.repeat(32) }),
      (key_id) => post('create-grant', { key_id, ...grant, retiring_principal: 'b'.repeat(32) }),
      grantsOf,
    ),
    listGrants: async () => {
      const keyId = newKey()
      for (const _ of Array(3)) await newGrant(keyId)
      const first = await ours.listGrants({ keyId, limit: 2 })
      const second = await ours.listGrants({ keyId, limit: 2, cursor: first.cursor ?? '' })
      const all = list(await post('list-grants', { key_id: keyId }), 'grants')
      return { ours: [...first.grants, ...second.grants], theirs: all.map(granted) }
    },
    revokeGrant: ungrant('revokeGrant', 'revoke-grant'),
    retireGrant: ungrant('retireGrant', 'retire-grant'),
    listRetirableGrants: async () => {
      const keyId = newKey()
      await newGrant(keyId)
      const [given] = list(await post('list-grants', { key_id: keyId }), 'grants')
      const issuer = text(given, 'issuing_principal')
      await newGrant(keyId, { retiring_principal: issuer })
      const all = list(await post('list-retirable-grants', {}), 'grants')
      return { ours: (await ours.listRetirableGrants()).grants, theirs: all.map(granted) }
    },
    replicateKey: async () => {
      const [a, b] = [newKey(), newKey()]
      const target = { replica_region: REPLICA, replica_project_id: projectIdOf(REPLICA) }
      const mine = await ours.replicateKey({
        keyId: a,
        region: REPLICA,
        projectId: projectIdOf(REPLICA),
        name: 'replica-a',
      })
      const path = `/v2/${projectId}/kms/keys/${b}/replicate`
      const theirs = await send('POST', path, { key_id: b, key_alias: 'replica-b', ...target })
      return {
        ours: [mine.keyId === a, mine.region],
        theirs: [text(theirs, 'key_id') === b, text(theirs, 'region')],
      }
    },
    updatePrimaryRegion: async () => {
      const keys = [newKey({ origin: 'external' }), newKey({ origin: 'external' })] as const
      for (const keyId of keys)
        await ours.replicateKey({ keyId, region: REPLICA, projectId: projectIdOf(REPLICA), name: `moved-${keyId}` })
      const path = `/v2/${projectId}/kms/keys/${keys[1]}/update-primary-region`
      await ours.updatePrimaryRegion({ keyId: keys[0], region: REPLICA })
      await send('PUT', path, { key_id: keys[1], primary_region: REPLICA })
      // No reply names the primary region, but only there is material imported.
      const refused = (key_id: string) =>
        post('get-parameters-for-import', { key_id, wrapping_algorithm: 'RSAES_OAEP_SHA_256' }).catch(refusalOf)
      return { ours: await refused(keys[0]), theirs: await refused(keys[1]), expected: '400 KMS.1404' }
    },
  }
}
