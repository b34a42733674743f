/** Multi-Region keys (AWS KMS developer guide, "Multi-Region keys"). */
import { expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire } from '../support/aws-wire.ts'

const EAST = 'us-east-1'
const WEST = 'us-west-2'
const EU = 'eu-west-1'
type Reply = Record<string, unknown>

const setUp = async (input: Reply = {}) => {
  const simulator = createAwsSimulator()
  const call = awsWire(simulator.fetch)
  const { body } = await call('CreateKey', { MultiRegion: true, ...input })
  const KeyId = String((body['KeyMetadata'] as Reply)['KeyId'])
  const ask = async (action: string, more: Reply, region = EAST) => (await call(action, more, { region })).body
  const metadata = async (region: string) => (await ask('DescribeKey', { KeyId }, region))['KeyMetadata'] as Reply
  const arn = (region: string) => `arn:aws:kms:${region}:000000000000:key/${KeyId}`
  const replicate = (ReplicaRegion: string, more: Reply = {}) => ask('ReplicateKey', { KeyId, ReplicaRegion, ...more })
  const settle = () => simulator.control.clock.advance('1m')
  return { simulator, KeyId, ask, metadata, arn, replicate, settle }
}

test('a replica is Creating at first, then Enabled, with what is its own and what is shared', async () => {
  const { KeyId, metadata, arn, replicate, settle } = await setUp({ Description: 'primary' })
  expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/)
  const Tags = [{ TagKey: 'a', TagValue: 'b' }]
  const reply = await replicate(WEST, { Description: 'replica', Tags })
  const creating = reply['ReplicaKeyMetadata'] as Reply
  expect(creating).toMatchObject({
    KeyId,
    Arn: arn(WEST),
    KeyState: 'Creating',
    Enabled: false,
    Description: 'replica',
  })
  expect(creating).not.toHaveProperty('CurrentKeyMaterialId')
  expect(reply['ReplicaTags']).toEqual(Tags)
  expect(JSON.parse(String(reply['ReplicaPolicy']))).toMatchObject({ Id: 'key-default-1' })
  settle()
  const [primary, replica] = [await metadata(EAST), await metadata(WEST)]
  expect(replica).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: primary['CurrentKeyMaterialId'] })
  const PrimaryKey = { Arn: arn(EAST), Region: EAST }
  const ReplicaKeys = [{ Arn: arn(WEST), Region: WEST }]
  expect(primary['MultiRegionConfiguration']).toEqual({ MultiRegionKeyType: 'PRIMARY', PrimaryKey, ReplicaKeys })
  expect(replica['MultiRegionConfiguration']).toEqual({ MultiRegionKeyType: 'REPLICA', PrimaryKey, ReplicaKeys })
})

test('what one Region encrypts, another decrypts, and answers with its own ARN', async () => {
  const { KeyId, ask, arn, replicate, settle } = await setUp()
  const { CiphertextBlob } = await ask('Encrypt', { KeyId, Plaintext: 'AQID' })
  await replicate(WEST)
  expect((await ask('Decrypt', { CiphertextBlob }, WEST))['__type']).toBe('KMSInvalidStateException')
  settle()
  expect(await ask('Decrypt', { CiphertextBlob }, WEST)).toMatchObject({ Plaintext: 'AQID', KeyId: arn(WEST) })
  expect((await ask('Decrypt', { CiphertextBlob }, EU))['__type']).toBe('AccessDeniedException')
})

test('a Region holds one key of a set, and only the primary is replicated', async () => {
  const { KeyId, ask, arn, replicate, settle } = await setUp()
  await replicate(WEST)
  settle()
  for (const region of [WEST, EAST]) expect((await replicate(region))['__type']).toBe('AlreadyExistsException')
  expect(await ask('ReplicateKey', { KeyId, ReplicaRegion: EU }, WEST)).toEqual({
    __type: 'UnsupportedOperationException',
    message: `${arn(WEST)} is not a multi-region primary key.`,
  })
  expect((await replicate('cn-north-1'))['__type']).toBe('UnsupportedOperationException')
})

test('rotation belongs to the primary and is shared by all', async () => {
  const { KeyId, ask, metadata, arn, replicate, settle } = await setUp()
  await replicate(WEST)
  settle()
  for (const action of ['EnableKeyRotation', 'RotateKeyOnDemand'])
    expect((await ask(action, { KeyId }, WEST))['__type']).toBe('UnsupportedOperationException')
  await ask('EnableKeyRotation', { KeyId })
  expect(await ask('GetKeyRotationStatus', { KeyId }, WEST)).toMatchObject({
    KeyRotationEnabled: true,
    KeyId: arn(WEST),
  })
  const before = (await metadata(WEST))['CurrentKeyMaterialId']
  await ask('RotateKeyOnDemand', { KeyId })
  const after = (await metadata(WEST))['CurrentKeyMaterialId']
  expect(after).not.toBe(before)
  expect((await metadata(EAST))['CurrentKeyMaterialId']).toBe(after)
})

test('a primary waits for its last replica before its own waiting period begins', async () => {
  const { simulator, KeyId, ask, metadata, arn, replicate, settle } = await setUp()
  await replicate(WEST)
  settle()
  const scheduled = await ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 10 })
  expect(scheduled).toEqual({ KeyId: arn(EAST), KeyState: 'PendingReplicaDeletion', PendingWindowInDays: 10 })
  expect(await metadata(EAST)).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 10 })
  await ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, WEST)
  simulator.control.clock.advance('8d')
  const waiting = await metadata(EAST)
  expect(waiting).toMatchObject({ KeyState: 'PendingDeletion' })
  expect(waiting).not.toHaveProperty('PendingDeletionWindowInDays')
  const daysLeft = (Number(waiting['DeletionDate']) * 1_000 - simulator.control.clock.now()) / 86_400_000
  expect(daysLeft).toBeCloseTo(9, 1) // ten days from the replica's end, a day ago
  simulator.control.clock.advance('9d')
  expect((await ask('DescribeKey', { KeyId }))['__type']).toBe('NotFoundException')
})

test('cancelling while waiting for replicas leaves the primary Disabled', async () => {
  const { KeyId, ask, metadata, replicate } = await setUp()
  await replicate(WEST)
  await ask('ScheduleKeyDeletion', { KeyId })
  await ask('CancelKeyDeletion', { KeyId })
  const cancelled = await metadata(EAST)
  expect(cancelled).toMatchObject({ KeyState: 'Disabled' })
  expect(cancelled).not.toHaveProperty('PendingDeletionWindowInDays')
})

test('the primary Region moves through Updating, and rotation moves along', async () => {
  const { KeyId, ask, metadata, replicate, settle } = await setUp()
  await replicate(WEST)
  settle()
  await ask('EnableKeyRotation', { KeyId })
  expect(await ask('UpdatePrimaryRegion', { KeyId, PrimaryRegion: WEST })).toEqual({})
  for (const region of [EAST, WEST]) expect(await metadata(region)).toMatchObject({ KeyState: 'Updating' })
  expect((await ask('Encrypt', { KeyId, Plaintext: 'AQID' }))['__type']).toBeUndefined()
  settle()
  const role = async (region: string) => {
    const { KeyState, MultiRegionConfiguration } = await metadata(region)
    return [KeyState, (MultiRegionConfiguration as Reply)['MultiRegionKeyType']]
  }
  expect([await role(EAST), await role(WEST)]).toEqual([
    ['Enabled', 'REPLICA'],
    ['Enabled', 'PRIMARY'],
  ])
  expect((await ask('EnableKeyRotation', { KeyId }))['__type']).toBe('UnsupportedOperationException')
  expect(await ask('GetKeyRotationStatus', { KeyId }, WEST)).toMatchObject({ KeyRotationEnabled: true })
})

test('the primary moves only to where a replica is', async () => {
  const { KeyId, ask, replicate, settle } = await setUp()
  await replicate(WEST)
  settle()
  expect((await ask('UpdatePrimaryRegion', { KeyId, PrimaryRegion: EU }))['__type']).toBe('NotFoundException')
  expect((await ask('UpdatePrimaryRegion', { KeyId, PrimaryRegion: EU }, WEST))['__type']).toBe(
    'UnsupportedOperationException',
  )
})

test('a replica of imported material waits for its own import', async () => {
  const simulator = createAwsSimulator()
  const call = awsWire(simulator.fetch)
  const { keyId } = simulator.control.putKey({ origin: 'EXTERNAL', multiRegion: true })
  await call('ReplicateKey', { KeyId: keyId, ReplicaRegion: WEST })
  simulator.control.clock.advance('1m')
  const { body } = await call('DescribeKey', { KeyId: keyId }, { region: WEST })
  expect(body['KeyMetadata']).toMatchObject({ KeyState: 'PendingImport', Origin: 'EXTERNAL' })
})
