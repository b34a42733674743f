import { describe, expect, it } from 'vitest'
import { huaweiService, KEY_ID, OTHER_KEY_ID, otcService, REQUEST_ID } from './service.ts'

/** The reply to describe-key as the API reference shows it. */
const described = {
  key_id: KEY_ID,
  domain_id: 'b168fe00ff56492495a7d22974df2d0b',
  key_alias: 'do_not_delete_this_key',
  realm: 'cn-north-4',
  key_spec: 'AES_256',
  key_usage: 'ENCRYPT_DECRYPT',
  key_description: '',
  creation_date: '1502799822000',
  scheduled_deletion_date: '',
  key_state: '2',
  default_key_flag: '0',
  key_type: '1',
  expiration_time: '1501578672000',
  origin: 'kms',
  key_rotation_enabled: 'true',
  sys_enterprise_project_id: '0',
  keystore_id: '0',
  key_label: '',
  partition_type: '1',
}
const describeWith = (changes: object) => {
  const { kms } = huaweiService({ 'POST /kms/describe-key': { key_info: { ...described, ...changes } } })
  return kms.describeKey({ keyId: KEY_ID })
}

describe('the description of a key', () => {
  it('is read as the API reference shows it', async () => {
    const reply = await describeWith({})
    expect(reply).toEqual({
      keyId: KEY_ID,
      state: 'Enabled',
      providerState: '2',
      spec: 'AES_256',
      providerSpec: 'AES_256',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'PROVIDER',
      createdAt: new Date(1502799822000),
      name: 'do_not_delete_this_key',
      description: '',
      materialExpiresAt: new Date(1501578672000),
      manager: 'CUSTOMER',
    })
    expect(reply.requestId).toBe(REQUEST_ID)
    expect(reply.raw).toEqual({ key_info: described })
  })

  it.each([
    ['1', 'Creating'],
    ['2', 'Enabled'],
    ['3', 'Disabled'],
    ['4', 'PendingDeletion'],
    ['5', 'PendingImport'],
    ['7', 'Frozen'],
    ['6', 'Unknown'],
    ['42', 'Unknown'],
    ['', 'Unknown'],
    ['enabled', 'Unknown'],
    ['constructor', 'Unknown'],
  ])('knows state %j as %s, as text and as number', async (wire, state) => {
    expect(await describeWith({ key_state: wire })).toMatchObject({ state, providerState: wire })
    if (!/^\d+$/.test(wire)) return
    expect(await describeWith({ key_state: Number(wire) })).toMatchObject({ state, providerState: wire })
  })

  it('reads seconds where pages say seconds, and nothing where there is nothing', async () => {
    expect(await describeWith({ creation_date: '1502799822' })).toMatchObject({ createdAt: new Date(1502799822000) })
    expect(await describeWith({ creation_date: 1502799822000 })).toMatchObject({ createdAt: new Date(1502799822000) })
    for (const nothing of ['', null, undefined]) {
      const reply = await describeWith({ creation_date: nothing, expiration_time: nothing })
      expect(reply).not.toHaveProperty('createdAt')
      expect(reply).not.toHaveProperty('materialExpiresAt')
    }
    const reply = await describeWith({ key_state: '4', scheduled_deletion_date: '1505391822000' })
    expect(reply.deletionDate).toEqual(new Date(1505391822000))
  })

  it('keeps words that no table lists, and makes up none that are missing', async () => {
    expect(await describeWith({ key_spec: 'RSA_8192', key_usage: 'TELEPATHY', origin: 'space' })).toMatchObject({
      spec: 'UNKNOWN',
      providerSpec: 'RSA_8192',
      usage: 'UNKNOWN',
      origin: 'UNKNOWN',
    })
    const { key_spec: _spec, key_usage: _usage, default_key_flag: _flag, ...older } = described
    const { kms } = otcService({ 'POST /kms/describe-key': { key_info: older } })
    const reply = await kms.describeKey({ keyId: KEY_ID })
    expect(reply).toMatchObject({ spec: 'UNKNOWN', usage: 'UNKNOWN' })
    expect(reply).not.toHaveProperty('providerSpec')
    expect(reply).not.toHaveProperty('manager')
  })

  it.each([
    ['SECP256K1', 'EC_SECP256K1'],
    ['SM4', 'SM4'],
    ['HMAC_SM3', 'HMAC_SM3'],
    ['ED25519', 'ED25519'],
  ])('knows %s as %s', async (wire, spec) => {
    expect(await describeWith({ key_spec: wire })).toMatchObject({ spec, providerSpec: wire })
  })

  it.each([
    ['kms', '0', 'PROVIDER'],
    ['kms', '2', 'PROVIDER'],
    ['kms', '99b4d1a8-2d5b-4b1e-8f3c-5d7e8a9b0c1d', 'KEY_STORE'],
    ['external', '0', 'EXTERNAL'],
  ])('takes origin %s in store %s for %s', async (origin, store, ours) => {
    expect(await describeWith({ origin, keystore_id: store })).toMatchObject({ origin: ours })
  })

  it.each([
    ['1', 'PROVIDER'],
    ['0', 'CUSTOMER'],
    [1, 'PROVIDER'],
    ['2', 'UNKNOWN'],
  ])('takes default_key_flag %j for a key of the %s', async (flag, manager) => {
    expect(await describeWith({ default_key_flag: flag })).toMatchObject({ manager })
  })
})

describe('key_info', () => {
  const info = { key_id: KEY_ID, key_state: '3' }

  it.each([
    ['an object, as both clouds send it', { key_info: info }],
    ['a list of one, as the OTC table has it', { key_info: [info] }],
    ['not wrapped, as schedule and cancel reply', info],
    ['with a number for the state', { key_info: { ...info, key_state: 3 } }],
  ])('is read as %s', async (_how, reply) => {
    const replies = Object.fromEntries(
      ['enable-key', 'disable-key', 'schedule-key-deletion', 'cancel-key-deletion'].map((verb) => [
        `POST /kms/${verb}`,
        reply,
      ]),
    )
    for (const { kms } of [huaweiService(replies), otcService(replies)]) {
      const expected = { keyId: KEY_ID, state: 'Disabled' }
      expect(await kms.enableKey({ keyId: KEY_ID })).toEqual(expected)
      expect(await kms.disableKey({ keyId: KEY_ID })).toEqual(expected)
      expect(await kms.scheduleKeyDeletion({ keyId: KEY_ID })).toEqual(expected)
      expect(await kms.cancelKeyDeletion({ keyId: KEY_ID })).toEqual(expected)
    }
  })

  it('is read in a list of one by describe-key and create-key too', async () => {
    const { kms } = otcService({
      'POST /kms/create-key': { key_info: [{ key_id: KEY_ID, domain_id: 'd' }] },
      'POST /kms/describe-key': { key_info: [described] },
    })
    expect(await kms.createKey({ name: 'x' })).toMatchObject({ keyId: KEY_ID, state: 'Enabled' })
  })

  it.each([
    ['two keys', { key_info: [info, info] }],
    ['an empty list', { key_info: [] }],
    ['nothing', {}],
    ['no state', { key_info: { key_id: KEY_ID } }],
  ])('is refused with %s, naming the place and no value', async (_what, reply) => {
    const { kms } = huaweiService({ 'POST /kms/disable-key': reply })
    await expect(kms.disableKey({ keyId: KEY_ID })).rejects.toMatchObject({
      code: 'InvalidResponse',
      ambiguous: true,
      attempts: 1,
    })
  })
})

describe('a list', () => {
  it('of keys carries their metadata and a cursor while there is more', async () => {
    const page = {
      keys: [KEY_ID, OTHER_KEY_ID],
      key_details: [described],
      next_marker: '2',
      truncated: 'true',
      total: 3,
    }
    const { kms } = huaweiService({
      'POST /kms/list-keys': [page, { keys: [], key_details: [], next_marker: '', truncated: 'false', total: 3 }],
    })
    const first = await kms.listKeys()
    expect(first.keys).toMatchObject([{ keyId: KEY_ID, metadata: { state: 'Enabled' } }, { keyId: OTHER_KEY_ID }])
    expect(first.keys[1]).not.toHaveProperty('metadata')
    expect(first.cursor).toBe('2')
    expect(await kms.listKeys({ cursor: '2' })).toEqual({ keys: [], total: 3 })
  })

  it.each([
    [{ next_marker: '', truncated: 'true' }, undefined],
    [{ next_marker: '2', truncated: 'false' }, undefined],
    [{ next_marker: 2, truncated: true }, '2'],
    [{ next_marker: '2' }, '2'],
    [{}, undefined],
  ])('ends or goes on by %o', async (rest, cursor) => {
    const { kms } = otcService({ 'POST /kms/list-keys': { keys: [], ...rest } })
    expect((await kms.listKeys()).cursor).toBe(cursor)
  })

  it('of grants is read as the API reference shows it', async () => {
    const grant = {
      key_id: KEY_ID,
      grant_id: '7c9a3286af4fcca5f0a385ad13e1d21a50e27b6dbcab50f37f30f93b8939827d',
      grantee_principal: '13gg44z4g2sglzk0egw0u726zoyzvrs8',
      grantee_principal_type: 'user',
      operations: ['describe-key', 'create-datakey', 'fly-to-the-moon'],
      issuing_principal: '8b961fb414344d59825ba0c8c008c815',
      creation_date: '1597062260000',
      name: '',
    }
    const reply = { grants: [grant], next_marker: '1', truncated: 'true', total: 2 }
    const { kms } = huaweiService({ 'POST /kms/list-grants': reply, 'POST /kms/list-retirable-grants': reply })
    const expected = {
      grants: [
        {
          grantId: grant.grant_id,
          keyId: KEY_ID,
          grantee: grant.grantee_principal,
          issuingPrincipal: grant.issuing_principal,
          operations: ['DescribeKey', 'GenerateDataKey', 'UNKNOWN'],
          createdAt: new Date(1597062260000),
        },
      ],
      cursor: '1',
      total: 2,
    }
    expect(await kms.listGrants({ keyId: KEY_ID })).toEqual(expected)
    expect(await kms.listRetirableGrants()).toEqual(expected)
  })

  it('of aliases is read as one object, and as the list of one that the SDK models', async () => {
    const page = {
      aliases: [
        {
          domain_id: 'd',
          key_id: KEY_ID,
          alias: 'alias/orders',
          alias_urn: 'kms:cn-north-4:1:alias:orders',
          create_time: '1676000000000',
          update_time: '1676000000000',
        },
      ],
      page_info: { next_marker: 'm', current_count: 1 },
    }
    for (const reply of [page, [page]]) {
      const { kms } = huaweiService({
        'GET /kms/aliases': { status: 200, headers: {}, body: JSON.stringify(reply) },
      })
      expect(await kms.listAliases()).toEqual({
        aliases: [
          {
            alias: 'alias/orders',
            aliasArn: 'kms:cn-north-4:1:alias:orders',
            keyId: KEY_ID,
            createdAt: new Date(1676000000000),
            updatedAt: new Date(1676000000000),
          },
        ],
        cursor: 'm',
      })
    }
  })

  it('of tags takes either spelling of their count', async () => {
    const tags = [
      { key: 'env', value: 'test' },
      { key: 'bare', value: null },
    ]
    for (const count of ['existTagsNum', 'existTagNum']) {
      const { kms } = otcService({ [`GET /kms/${KEY_ID}/tags`]: { tags, [count]: 2, sys_tags: [] } })
      expect(await kms.listKeyTags({ keyId: KEY_ID })).toEqual({ tags: { env: 'test', bare: '' } })
    }
  })
})

describe('answers without content', () => {
  it.each([
    ['204 without a body', { status: 204, headers: {}, body: '' }],
    ['200 with {}', { status: 200, headers: {}, body: '{}' }],
    ['201', { status: 201, headers: {}, body: '{"alias":"alias/a"}' }],
  ])('count as success: %s', async (_what, response) => {
    const { kms } = huaweiService({
      [`POST /kms/${KEY_ID}/tags/action`]: response,
      [`DELETE /kms/${KEY_ID}/tags/env`]: response,
      'POST /kms/aliases': response,
      'POST /kms/import-key-material': response,
      'POST /kms/disable-key-rotation': response,
    })
    const material = new Uint8Array(256)
    expect(await kms.tagKey({ keyId: KEY_ID, tags: { a: 'b' } })).toEqual({})
    expect(await kms.untagKey({ keyId: KEY_ID, tagKeys: ['env'] })).toEqual({})
    expect(await kms.createAlias({ alias: 'alias/a', keyId: KEY_ID })).toEqual({})
    const imported = { keyId: KEY_ID, importToken: material, encryptedMaterial: material }
    expect(await kms.importKeyMaterial(imported)).toEqual({})
    expect(await kms.disableKeyRotation({ keyId: KEY_ID })).toEqual({})
  })
})
