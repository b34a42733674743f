/** AWS's own client against the AWS simulator on a real port: everything around keys that is not cryptography. */
import { randomBytes } from 'node:crypto'
import {
  AlreadyExistsException,
  CancelKeyDeletionCommand,
  ConnectCustomKeyStoreCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  CustomKeyStoreNotFoundException,
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  DisabledException,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
  KMSClient,
  KMSInvalidStateException,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ListRetirableGrantsCommand,
  NotFoundException,
  PutKeyPolicyCommand,
  paginateListKeys,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
  UpdatePrimaryRegionCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AwsBench, createKeyWith, given, importKeyWith, startAwsBench } from '../support/aws-sdk.ts'

let bench: AwsBench
let kms: KMSClient
beforeAll(async () => {
  bench = await startAwsBench()
  kms = bench.client()
})
afterAll(() => bench.server.close())

const metadataOf = async (KeyId: string, client = kms): Promise<KeyMetadata> =>
  given((await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata)

const aws = () => {
  const [simulator] = bench.server.simulators
  return given(simulator).control
}

describe('keys', () => {
  test('are created, described, renamed, disabled and enabled', async () => {
    const { KeyMetadata, $metadata } = await kms.send(
      new CreateKeyCommand({ Description: 'first', Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
    )
    const KeyId = given(KeyMetadata?.KeyId)
    expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(KeyMetadata?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000)
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'second' }))
    await kms.send(new DisableKeyCommand({ KeyId }))
    expect(await metadataOf(KeyId)).toMatchObject({ Description: 'second', KeyState: 'Disabled', Enabled: false })
    const refused = kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array([1]) }))
    await expect(refused).rejects.toThrow(DisabledException)
    await kms.send(new EnableKeyCommand({ KeyId }))
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Enabled', Enabled: true })
  })

  test('are scheduled for deletion, saved, and deleted in time', async () => {
    const KeyId = await createKeyWith(kms, {})
    const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    expect(scheduled).toMatchObject({ KeyId, KeyState: 'PendingDeletion', PendingWindowInDays: 7 })
    expect((await metadataOf(KeyId)).DeletionDate).toEqual(scheduled.DeletionDate)
    const enabled = kms.send(new EnableKeyCommand({ KeyId }))
    await expect(enabled).rejects.toThrow(KMSInvalidStateException)
    await expect(enabled).rejects.toThrow(`${KeyId} is pending deletion.`)
    expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId })
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    aws().clock.advance('8d')
    await expect(metadataOf(KeyId)).rejects.toThrow(NotFoundException)
  })

  test('are listed page by page', async () => {
    const region = 'sa-east-1'
    const there = bench.client(region)
    const made = await Promise.all(Array.from({ length: 7 }, () => createKeyWith(there, {})))
    const listed: string[] = []
    for await (const { Keys = [] } of paginateListKeys({ client: there, pageSize: 3 }, {}))
      listed.push(...Keys.map(({ KeyArn }) => given(KeyArn)))
    expect([...listed].sort()).toEqual([...made].sort())
    expect((await there.send(new ListKeysCommand({ Limit: 7 }))).Truncated).toBe(false)
  })

  test('remember their last use', async () => {
    const KeyId = await createKeyWith(kms, {})
    expect((await kms.send(new GetKeyLastUsageCommand({ KeyId }))).KeyLastUsage).toBeUndefined()
    const used = await kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array([1]) }))
    const { KeyLastUsage, KeyCreationDate } = await kms.send(new GetKeyLastUsageCommand({ KeyId }))
    expect(KeyLastUsage).toMatchObject({ Operation: 'Encrypt', KmsRequestId: used.$metadata.requestId })
    expect(KeyCreationDate).toBeInstanceOf(Date)
  })

  test('have a policy', async () => {
    const KeyId = await createKeyWith(kms, {})
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }))
    const policy = { ...JSON.parse(given(Policy)), Id: 'changed' }
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify(policy) }))
    const changed = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))
    expect(JSON.parse(given(changed.Policy))).toEqual(policy)
    expect((await kms.send(new ListKeyPoliciesCommand({ KeyId }))).PolicyNames).toEqual(['default'])
  })

  test('have tags', async () => {
    const KeyId = await createKeyWith(kms, {})
    await kms.send(
      new TagResourceCommand({
        KeyId,
        Tags: [
          { TagKey: 'a', TagValue: '1' },
          { TagKey: 'b', TagValue: '2' },
        ],
      }),
    )
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['a'] }))
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([{ TagKey: 'b', TagValue: '2' }])
    const reserved = kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'aws:x', TagValue: '' }] }))
    await expect(reserved).rejects.toThrow(TagException)
  })
})

test('aliases are made, moved, listed and deleted', async () => {
  const [first, second] = [await createKeyWith(kms, {}), await createKeyWith(kms, {})]
  const AliasName = 'alias/interop'
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first }))
  const again = kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: second }))
  await expect(again).rejects.toThrow(AlreadyExistsException)
  await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }))
  expect((await metadataOf(AliasName)).Arn).toBe(second)
  const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: second }))
  expect(Aliases).toMatchObject([{ AliasName, CreationDate: expect.any(Date), LastUpdatedDate: expect.any(Date) }])
  await kms.send(new DeleteAliasCommand({ AliasName }))
  await expect(metadataOf(AliasName)).rejects.toThrow(NotFoundException)
})

test('grants are made, listed, retired and revoked', async () => {
  const KeyId = await createKeyWith(kms, {})
  const [GranteePrincipal, RetiringPrincipal] = ['user/a', 'user/b'].map((name) => `arn:aws:iam::000000000000:${name}`)
  const create = new CreateGrantCommand({ KeyId, GranteePrincipal, RetiringPrincipal, Operations: ['Decrypt'] })
  const [one, two] = [await kms.send(create), await kms.send(create)]
  const listed = async () => (await kms.send(new ListGrantsCommand({ KeyId }))).Grants?.map(({ GrantId }) => GrantId)
  expect(await listed()).toEqual([one.GrantId, two.GrantId])
  const retirable = await kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal }))
  expect(retirable.Grants).toHaveLength(2)
  await kms.send(new RetireGrantCommand({ GrantToken: one.GrantToken }))
  expect(await listed()).toEqual([two.GrantId])
  await kms.send(new RevokeGrantCommand({ KeyId, GrantId: two.GrantId }))
  expect(await listed()).toEqual([])
})

test('rotation is switched on and off, asked for, and listed', async () => {
  const KeyId = await createKeyWith(kms, {})
  await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }))
  const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }))
  expect(status).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 90,
    NextRotationDate: expect.any(Date),
  })
  await kms.send(new RotateKeyOnDemandCommand({ KeyId }))
  aws().clock.advance('91d')
  const { Rotations = [] } = await kms.send(new ListKeyRotationsCommand({ KeyId }))
  expect(Rotations.map(({ RotationType }) => RotationType)).toEqual(['ON_DEMAND', 'AUTOMATIC'])
  await kms.send(new DisableKeyRotationCommand({ KeyId }))
  expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false)
})

test('material is imported and deleted', async () => {
  const KeyId = await importKeyWith(kms, {}, randomBytes(32))
  expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Enabled', Origin: 'EXTERNAL' })
  const deleted = await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }))
  expect(deleted).toMatchObject({ KeyId, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect((await metadataOf(KeyId)).KeyState).toBe('PendingImport')
})

test('a multi-Region key is replicated and changes its primary', async () => {
  const [east, west] = [bench.client('us-east-1'), bench.client('us-west-2')]
  const { KeyMetadata } = await east.send(new CreateKeyCommand({ MultiRegion: true }))
  const KeyId = given(KeyMetadata?.KeyId)
  const replica = await east.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'us-west-2' }))
  expect(replica.ReplicaKeyMetadata?.KeyState).toBe('Creating')
  aws().clock.advance('1m')
  await east.send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: 'us-west-2' }))
  expect((await metadataOf(KeyId, west)).KeyState).toBe('Updating')
  aws().clock.advance('1m')
  expect((await metadataOf(KeyId, west)).MultiRegionConfiguration).toMatchObject({ MultiRegionKeyType: 'PRIMARY' })
})

test('there are no custom key stores', async () => {
  expect((await kms.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores).toEqual([])
  const connected = kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: 'cks-1' }))
  await expect(connected).rejects.toThrow(CustomKeyStoreNotFoundException)
})

describe('the client itself', () => {
  const clientWith = (more: ConstructorParameters<typeof KMSClient>[0]) =>
    new KMSClient({ endpoint: bench.server.url, region: 'us-east-1', ...more })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

  test('is refused with a wrong secret', async () => {
    const wrong = clientWith({ credentials: { ...credentials, secretAccessKey: 'wrong' }, maxAttempts: 1 })
    const error = wrong.send(new ListKeysCommand({}))
    await expect(error).rejects.toMatchObject({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 400 } })
  })

  test('recognises throttling and server errors, and tries again', async () => {
    aws().faults.add({ kind: 'throttle', count: 1 }, { kind: 'server-error', count: 1 })
    const { $metadata } = await clientWith({ credentials, maxAttempts: 4 }).send(new ListKeysCommand({}))
    expect($metadata.attempts).toBeGreaterThan(1)
    aws().faults.clear()
  })

  test('corrects a clock that the Date header proves wrong', async () => {
    aws().faults.add({ kind: 'wrong-clock', skewMs: 3_600_000 })
    const { $metadata } = await clientWith({ credentials, maxAttempts: 3 }).send(new ListKeysCommand({}))
    expect($metadata.attempts).toBe(2)
    aws().faults.clear()
  })
})
