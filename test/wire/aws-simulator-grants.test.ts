/** Grants and lists that come in pages (AWS KMS API reference, CreateGrant and the List operations). */
import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester, constraint } from '../support/aws-wire.ts'

const simulator = createAwsSimulator({ limits: { grantsPerKey: 3, aliasesPerKey: 2, keys: 1_000 } })
const { control } = simulator
const call = awsWire(simulator.fetch)
const { createKey, refuses, succeeds } = awsWireTester(call)

const USER = 'arn:aws:iam::000000000000:user/somebody'
const OTHER = 'arn:aws:iam::000000000000:role/other'

type Grant = Readonly<Record<string, unknown>>
type Reply = Readonly<Record<string, unknown>>

const codeOf = async (action: string, input: unknown) => {
  const { status, body } = await call(action, input)
  return [status, body['__type']]
}

const grant = (KeyId: string, more: Grant = {}) =>
  succeeds('CreateGrant', { KeyId, GranteePrincipal: USER, Operations: ['Encrypt', 'Decrypt'], ...more })

describe('a grant', () => {
  test('is created, listed as given, and revoked once', async () => {
    const { id, arn } = await createKey()
    const Constraints = { EncryptionContextSubset: { tenant: '42' } }
    const { GrantId, GrantToken } = await grant(id, { RetiringPrincipal: OTHER, Name: 'mine', Constraints })
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/)
    expect(GrantToken).toMatch(/^[A-Za-z0-9+/]+=*$/)
    const { Grants } = (await succeeds('ListGrants', { KeyId: id })) as { Grants: Grant[] }
    expect(Grants).toEqual([
      {
        KeyId: arn,
        GrantId,
        Name: 'mine',
        CreationDate: expect.any(Number),
        GranteePrincipal: USER,
        RetiringPrincipal: OTHER,
        IssuingAccount: 'arn:aws:iam::000000000000:root',
        Operations: ['Decrypt', 'Encrypt'],
        Constraints,
      },
    ])
    await succeeds('RevokeGrant', { KeyId: arn, GrantId })
    expect(await codeOf('RevokeGrant', { KeyId: id, GrantId })).toEqual([400, 'NotFoundException'])
    expect(await succeeds('ListGrants', { KeyId: id })).toEqual({ Grants: [], Truncated: false })
  })

  test('of the same name and content is the same grant with a new token, else another', async () => {
    const { id } = await createKey()
    const other = await createKey()
    const first = await grant(id, { Name: 'twin' })
    const again = await grant(id, { Name: 'twin', Operations: ['Decrypt', 'Encrypt'] })
    expect(again['GrantId']).toBe(first['GrantId'])
    expect(again['GrantToken']).not.toBe(first['GrantToken'])
    expect((await grant(id, { Name: 'twin', Operations: ['Encrypt'] }))['GrantId']).not.toBe(first['GrantId'])
    expect((await grant(other.id, { Name: 'twin' }))['GrantId']).not.toBe(first['GrantId'])
    const unnamed = [await grant(other.id), await grant(other.id)]
    expect(unnamed[0]?.['GrantId']).not.toBe(unnamed[1]?.['GrantId'])
  })

  test('is retired by any of its tokens, or by its id and the bare key id, once', async () => {
    const { id } = await createKey()
    const { GrantToken: oldest } = await grant(id, { Name: 'tokens' })
    const { GrantToken: newest } = await grant(id, { Name: 'tokens' })
    await succeeds('RetireGrant', { GrantToken: oldest })
    expect(await codeOf('RetireGrant', { GrantToken: newest })).toEqual([400, 'NotFoundException'])
    const { GrantId } = await grant(id)
    expect(await codeOf('RetireGrant', { GrantId })).toEqual([400, 'ValidationException'])
    await succeeds('RetireGrant', { KeyId: id, GrantId })
    expect(await codeOf('RetireGrant', { KeyId: id, GrantId })).toEqual([400, 'NotFoundException'])
  })

  test('lends its token to calls, and a token of no grant is refused', async () => {
    const { id } = await createKey()
    const { GrantToken } = await grant(id)
    await succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID', GrantTokens: [GrantToken] })
    const stray = { KeyId: id, Plaintext: 'AQID', GrantTokens: ['c3RyYXk='] }
    await refuses('Encrypt', stray, 'InvalidGrantTokenException')
    const eleven = { ...stray, GrantTokens: Array.from({ length: 11 }, () => 'a') }
    expect(await codeOf('Encrypt', eleven)).toEqual([400, 'ValidationException'])
  })

  test('that is only rehearsed is not made, retired or revoked', async () => {
    const { id } = await createKey()
    const { GrantId, GrantToken } = await grant(id)
    const text = 'The request would have succeeded, but the DryRun option is set.'
    const rehearsed = { KeyId: id, GranteePrincipal: USER, Operations: ['Encrypt'], DryRun: true }
    await refuses('CreateGrant', rehearsed, 'DryRunOperationException', text)
    await refuses('RevokeGrant', { KeyId: id, GrantId, DryRun: true }, 'DryRunOperationException', text)
    await refuses('RetireGrant', { GrantToken, DryRun: true }, 'DryRunOperationException', text)
    expect(await codeOf('RevokeGrant', { KeyId: id, GrantId: 'none', DryRun: true })).toEqual([
      400,
      'NotFoundException',
    ])
    expect(await succeeds('ListGrants', { KeyId: id })).toMatchObject({ Grants: [{ GrantId }] })
  })

  test.each<[string, Grant, string]>([
    ['nobody', { GranteePrincipal: undefined }, 'ValidationException'],
    ['a user and a service', { GranteeServicePrincipal: 'rds.amazonaws.com' }, 'ValidationException'],
    ['what is no principal', { GranteePrincipal: 'somebody' }, 'InvalidArnException'],
    ['signing with a symmetric key', { Operations: ['Sign'] }, 'ValidationException'],
    ['nothing', { Operations: [] }, 'ValidationException'],
    ['an unknown operation', { Operations: ['Decipher'] }, 'ValidationException'],
  ])('for %s is refused', async (_what, more, code) => {
    const { id } = await createKey()
    const input = { KeyId: id, GranteePrincipal: USER, Operations: ['Encrypt'], ...more }
    expect(await codeOf('CreateGrant', input)).toEqual([400, code])
  })

  test('names the operation it does not know by its place in the list', async () => {
    const { id } = await createKey()
    const { body } = await call('CreateGrant', {
      KeyId: id,
      GranteePrincipal: USER,
      Operations: ['Encrypt', 'Decipher'],
    })
    expect(body['message']).toContain(
      constraint("'Decipher'", 'operations.2.member', 'satisfy enum value set: [').slice(0, 80),
    )
  })

  test('beyond the quota is refused', async () => {
    const { id } = await createKey()
    for (let count = 0; count < 3; count += 1) await grant(id)
    const input = { KeyId: id, GranteePrincipal: USER, Operations: ['Encrypt'] }
    expect(await codeOf('CreateGrant', input)).toEqual([400, 'LimitExceededException'])
  })

  test('is found by grantee, by id, and by who may retire it', async () => {
    const { id } = await createKey()
    const mine = await grant(id, { RetiringPrincipal: OTHER })
    const theirs = await grant(id, { GranteePrincipal: OTHER })
    const found = async (filter: Grant) => {
      const { Grants } = (await succeeds('ListGrants', { KeyId: id, ...filter })) as { Grants: Grant[] }
      return Grants.map(({ GrantId }) => GrantId)
    }
    expect(await found({ GranteePrincipal: OTHER })).toEqual([theirs['GrantId']])
    expect(await found({ GrantId: mine['GrantId'] })).toEqual([mine['GrantId']])
    expect(await found({ GranteeServicePrincipal: 'rds.amazonaws.com' })).toEqual([])
    const retirable = (await succeeds('ListRetirableGrants', { RetiringPrincipal: OTHER })) as { Grants: Grant[] }
    expect(retirable.Grants.map(({ GrantId }) => GrantId)).toContain(mine['GrantId'])
    expect(retirable.Grants.map(({ GrantId }) => GrantId)).not.toContain(theirs['GrantId'])
    expect(await codeOf('ListRetirableGrants', {})).toEqual([400, 'ValidationException'])
  })
})

describe('quotas', () => {
  test('bound the aliases of a key', async () => {
    const { id } = await createKey()
    for (const name of ['one', 'two'])
      await succeeds('CreateAlias', { AliasName: `alias/quota-${name}`, TargetKeyId: id })
    const third = { AliasName: 'alias/quota-three', TargetKeyId: id }
    expect(await codeOf('CreateAlias', third)).toEqual([400, 'LimitExceededException'])
  })

  test('bound the keys of a Region', async () => {
    const small = awsWire(createAwsSimulator({ limits: { keys: 1 } }).fetch)
    expect((await small('CreateKey', {})).status).toBe(200)
    expect((await small('CreateKey', {})).body['__type']).toBe('LimitExceededException')
    expect((await small('CreateKey', {}, { region: 'eu-west-1' })).status).toBe(200)
  })
})

describe('pages', () => {
  const region = 'ap-south-1'
  const all = Array.from({ length: 25 }, () => control.putKey({ region }).keyId)

  const walk = async (action: string, input: Grant, list: string) => {
    const pages: Grant[][] = []
    for (let Marker: unknown; ; ) {
      const { status, body } = await call(action, { ...input, Marker }, { region })
      expect(status).toBe(200)
      pages.push(body[list] as Grant[])
      expect(typeof body['Truncated']).toBe('boolean')
      expect(Object.hasOwn(body, 'NextMarker')).toBe(body['Truncated'])
      if (body['Truncated'] !== true) return pages
      Marker = body['NextMarker']
    }
  }

  test('hold every key once, in as many pages as it takes', async () => {
    const pages = await walk('ListKeys', { Limit: 10 }, 'Keys')
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5])
    expect(pages.flat().map(({ KeyId }) => KeyId)).toEqual(all)
    expect((await walk('ListKeys', { Limit: 25 }, 'Keys')).length).toBe(1)
  })

  test('hold aliases, tags, grants and rotations too', async () => {
    const KeyId = all[0] ?? ''
    const ask = async (action: string, input: Grant): Promise<Reply> =>
      (await call(action, { KeyId, ...input }, { region })).body
    await ask('TagResource', { Tags: ['a', 'b', 'c'].map((TagKey) => ({ TagKey, TagValue: '' })) })
    for (let count = 0; count < 3; count += 1) {
      await ask('CreateGrant', { GranteePrincipal: count === 1 ? OTHER : USER, Operations: ['Encrypt'] })
      await ask('RotateKeyOnDemand', {})
      await call('CreateAlias', { AliasName: `alias/page-${count}`, TargetKeyId: all[count] }, { region })
    }
    const sizes = async (action: string, list: string, input: Grant = { KeyId }) =>
      (await walk(action, { ...input, Limit: 2 }, list)).map((page) => page.length)
    expect(await sizes('ListResourceTags', 'Tags')).toEqual([2, 1])
    expect(await sizes('ListGrants', 'Grants')).toEqual([2, 1])
    expect(await sizes('ListKeyRotations', 'Rotations')).toEqual([2, 1])
    expect(await sizes('ListKeyRotations', 'Rotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).toEqual([
      2, 2,
    ])
    expect(await sizes('ListAliases', 'Aliases', {})).toEqual([2, 1])
    const theirs = await walk('ListGrants', { KeyId, GranteePrincipal: USER, Limit: 1 }, 'Grants')
    expect(theirs.flat().map(({ GranteePrincipal }) => GranteePrincipal)).toEqual([USER, USER])
  })

  test('go on where they stopped although keys were deleted and made meanwhile', async () => {
    const quiet = createAwsSimulator()
    const ask = awsWire(quiet.fetch)
    const ids = Array.from({ length: 6 }, () => quiet.control.putKey({}).keyId)
    const first = (await ask('ListKeys', { Limit: 2 })).body
    await ask('ScheduleKeyDeletion', { KeyId: ids[1], PendingWindowInDays: 7 })
    quiet.control.clock.advance('7d')
    const added = quiet.control.putKey({}).keyId
    const rest = (await ask('ListKeys', { Marker: first['NextMarker'] })).body as { Keys: Grant[] }
    expect(rest.Keys.map(({ KeyId }) => KeyId)).toEqual([...ids.slice(2), added])
  })

  test.each(['rubbish', 'MTow', '    '])('%j is no marker', async (Marker) => {
    expect((await call('ListKeys', { Marker }, { region })).body).toEqual({ __type: 'InvalidMarkerException' })
  })

  test('a marker belongs to its operation, Region and filter', async () => {
    const { NextMarker: Marker } = (await call('ListKeys', { Limit: 1 }, { region })).body
    expect((await call('ListAliases', { Marker }, { region })).body['__type']).toBe('InvalidMarkerException')
    expect((await call('ListKeys', { Marker })).body['__type']).toBe('InvalidMarkerException')
  })

  test.each([0, 1001])('a limit of %d is refused', async (Limit) => {
    expect((await call('ListKeys', { Limit }, { region })).body['__type']).toBe('ValidationException')
  })
})
