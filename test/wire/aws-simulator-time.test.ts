/** What happens to keys by themselves, on the virtual clock. */
import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester } from '../support/aws-wire.ts'

const DAY_S = 86_400

const setUp = (options: Parameters<typeof createAwsSimulator>[0] = {}) => {
  const simulator = createAwsSimulator(options)
  const call = awsWire(simulator.fetch)
  const tester = awsWireTester(call)
  const metadataOf = async (KeyId: string) => {
    const { KeyMetadata } = (await tester.succeeds('DescribeKey', { KeyId })) as {
      KeyMetadata: Record<string, unknown>
    }
    return KeyMetadata
  }
  return {
    ...tester,
    simulator,
    control: simulator.control,
    advance: simulator.control.clock.advance,
    call,
    metadataOf,
  }
}

describe('deletion', () => {
  test('happens at its date and not before, and takes aliases and grants along', async () => {
    const { createKey, succeeds, refuses, advance, call } = setUp()
    const { id, arn } = await createKey()
    await succeeds('CreateAlias', { AliasName: 'alias/doomed', TargetKeyId: id })
    await succeeds('CreateGrant', {
      KeyId: id,
      Operations: ['Encrypt'],
      GranteePrincipal: '000000000000',
      RetiringPrincipal: '000000000000',
    })
    await succeeds('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 7 })
    advance('167h')
    expect((await call('DescribeKey', { KeyId: id })).status).toBe(200)
    advance('1h')
    await refuses('DescribeKey', { KeyId: id }, 'NotFoundException', `Key '${arn}' does not exist`)
    await refuses('CancelKeyDeletion', { KeyId: id }, 'NotFoundException', `Key '${arn}' does not exist`)
    expect(await succeeds('ListAliases', {})).toEqual({ Aliases: [], Truncated: false })
    expect(await succeeds('ListRetirableGrants', { RetiringPrincipal: '000000000000' })).toMatchObject({ Grants: [] })
    expect(await succeeds('ListKeys', {})).toEqual({ Keys: [], Truncated: false })
  })

  test('does not happen to a key that was saved', async () => {
    const { createKey, succeeds, advance, metadataOf } = setUp()
    const { id } = await createKey()
    await succeeds('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 7 })
    await succeeds('CancelKeyDeletion', { KeyId: id })
    advance('400d')
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'Disabled' })
  })

  test('makes a ciphertext unreadable', async () => {
    const { createKey, succeeds, advance, call } = setUp()
    const { id } = await createKey()
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
    await succeeds('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 7 })
    advance('7d')
    expect((await call('Decrypt', { CiphertextBlob })).body['__type']).toBe('AccessDeniedException')
  })
})

test('imported material expires at its date', async () => {
  const { control, advance, metadataOf, refuses, succeeds } = setUp()
  const validToMs = control.clock.now() + 10 * DAY_S * 1_000
  const { keyId, arn } = control.putKey({ origin: 'EXTERNAL', validToMs })
  expect(await metadataOf(keyId)).toMatchObject({
    KeyState: 'Enabled',
    ExpirationModel: 'KEY_MATERIAL_EXPIRES',
    ValidTo: validToMs / 1_000,
  })
  const { CurrentKeyMaterialId } = await metadataOf(keyId)
  advance('9d')
  await succeeds('Encrypt', { KeyId: keyId, Plaintext: 'AQID' })
  advance('1d')
  const expired = await metadataOf(keyId)
  expect(expired).toMatchObject({ KeyState: 'PendingImport', Enabled: false, CurrentKeyMaterialId })
  for (const gone of ['ExpirationModel', 'ValidTo']) expect(expired).not.toHaveProperty(gone)
  await refuses('Encrypt', { KeyId: keyId, Plaintext: 'AQID' }, 'KMSInvalidStateException', `${arn} is pending import.`)
})

describe('automatic rotation', () => {
  const rotationsOf = async (
    succeeds: (action: string, input: unknown) => Promise<Record<string, unknown>>,
    KeyId: string,
  ) => {
    const { Rotations } = (await succeeds('ListKeyRotations', { KeyId })) as { Rotations: Record<string, unknown>[] }
    return Rotations
  }

  test('turns every period, and old ciphertexts stay readable', async () => {
    const { createKey, succeeds, advance, metadataOf, control } = setUp()
    const { id, arn } = await createKey()
    await succeeds('EnableKeyRotation', { KeyId: id, RotationPeriodInDays: 100 })
    const startedS = control.clock.now() / 1_000
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
    const { CurrentKeyMaterialId: first } = await metadataOf(id)
    advance('350d')
    const status = await succeeds('GetKeyRotationStatus', { KeyId: id })
    expect(status).toMatchObject({ KeyId: arn, KeyRotationEnabled: true, RotationPeriodInDays: 100 })
    expect(Number(status['NextRotationDate']) - startedS).toBeCloseTo(400 * DAY_S, -2)
    const rotations = await rotationsOf(succeeds, id)
    expect(rotations.map(({ RotationType }) => RotationType)).toEqual(['AUTOMATIC', 'AUTOMATIC', 'AUTOMATIC'])
    const ages = rotations.map(({ RotationDate }) => Math.round((Number(RotationDate) - startedS) / DAY_S))
    expect(ages).toEqual([100, 200, 300])
    const { CurrentKeyMaterialId: last } = await metadataOf(id)
    expect(last).toBe(rotations.at(-1)?.['KeyMaterialId'])
    expect(await succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: 'AQID', KeyMaterialId: first })
  })

  test('rests while the key is disabled and is made up for when it is enabled', async () => {
    const { createKey, succeeds, advance } = setUp()
    const { id } = await createKey()
    await succeeds('EnableKeyRotation', { KeyId: id, RotationPeriodInDays: 90 })
    await succeeds('DisableKey', { KeyId: id })
    advance('200d')
    expect(await rotationsOf(succeeds, id)).toEqual([])
    await succeeds('EnableKey', { KeyId: id })
    expect(await rotationsOf(succeeds, id)).toHaveLength(1)
  })

  test('is reported off while deletion is pending and comes back after', async () => {
    const { createKey, succeeds } = setUp()
    const { id } = await createKey()
    const enabled = async () => (await succeeds('GetKeyRotationStatus', { KeyId: id }))['KeyRotationEnabled']
    await succeeds('EnableKeyRotation', { KeyId: id })
    await succeeds('ScheduleKeyDeletion', { KeyId: id })
    expect(await enabled()).toBe(false)
    await succeeds('CancelKeyDeletion', { KeyId: id })
    expect(await enabled()).toBe(true)
  })

  test('changes its period on a second call, and keeps it when the call names none', async () => {
    const { createKey, succeeds } = setUp()
    const { id } = await createKey()
    const period = async () => (await succeeds('GetKeyRotationStatus', { KeyId: id }))['RotationPeriodInDays']
    await succeeds('EnableKeyRotation', { KeyId: id })
    expect(await period()).toBe(365)
    await succeeds('EnableKeyRotation', { KeyId: id, RotationPeriodInDays: 180 })
    await succeeds('EnableKeyRotation', { KeyId: id })
    expect(await period()).toBe(180)
    await succeeds('DisableKeyRotation', { KeyId: id })
    expect(await succeeds('GetKeyRotationStatus', { KeyId: id })).toEqual({
      KeyRotationEnabled: false,
      KeyId: expect.any(String),
    })
  })

  test('twenty minutes before it, one on demand conflicts', async () => {
    const { createKey, succeeds, advance, call } = setUp()
    const { id } = await createKey()
    await succeeds('EnableKeyRotation', { KeyId: id, RotationPeriodInDays: 90 })
    advance('2159h')
    await succeeds('RotateKeyOnDemand', { KeyId: id })
    advance('45m')
    const { status, body } = await call('RotateKeyOnDemand', { KeyId: id })
    expect([status, body['__type']]).toEqual([400, 'ConflictException'])
  })
})

test('a rotation on demand that takes its time shows until it is done', async () => {
  const { createKey, succeeds, advance, metadataOf, call } = setUp({ timing: { rotationMs: 60_000 } })
  const { id } = await createKey()
  const { CurrentKeyMaterialId: before } = await metadataOf(id)
  await succeeds('RotateKeyOnDemand', { KeyId: id })
  expect(await succeeds('GetKeyRotationStatus', { KeyId: id })).toMatchObject({
    OnDemandRotationStartDate: expect.any(Number),
  })
  expect((await call('RotateKeyOnDemand', { KeyId: id })).body['__type']).toBe('ConflictException')
  expect((await metadataOf(id))['CurrentKeyMaterialId']).toBe(before)
  advance('1m')
  expect((await metadataOf(id))['CurrentKeyMaterialId']).not.toBe(before)
  expect(await succeeds('GetKeyRotationStatus', { KeyId: id })).not.toHaveProperty('OnDemandRotationStartDate')
})

describe('snapshots', () => {
  test('bring everything back: keys, ciphertexts, time, and the seed’s place', async () => {
    const one = setUp({ seed: 1 })
    const { id } = await one.createKey({ Description: 'kept' })
    const { CiphertextBlob } = await one.succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
    one.advance('10d')
    const text = JSON.stringify(one.control.snapshot())
    const next = (await one.createKey()).id

    const two = setUp({ seed: 1 })
    two.control.restore(JSON.parse(text))
    expect(await two.metadataOf(id)).toMatchObject({ Description: 'kept' })
    expect(await two.succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: 'AQID' })
    expect(Math.round((two.control.clock.now() - Date.now()) / (DAY_S * 1_000))).toBe(10)
    expect(id).not.toBe(next)
    expect((await two.createKey()).id).not.toBe(id)
  })

  test('the same seed and the same calls give the same ids', async () => {
    const ids = async () => {
      const { createKey } = setUp({ seed: 'same' })
      return [(await createKey()).id, (await createKey({ MultiRegion: true })).id]
    }
    expect(await ids()).toEqual(await ids())
  })

  test('reset forgets keys, faults, lag, log and time', async () => {
    const { createKey, succeeds, advance, control, simulator } = setUp({ seed: 5 })
    const { id } = await createKey()
    advance('5d')
    control.faults.add({ kind: 'throttle', action: 'Encrypt' })
    control.lag({ calls: 5 })
    control.reset()
    expect([control.faults.list(), control.lagSettings(), simulator.calls()]).toEqual([[], undefined, []])
    expect(await succeeds('ListKeys', {})).toEqual({ Keys: [], Truncated: false })
    expect(Math.abs(control.clock.now() - Date.now())).toBeLessThan(60_000)
    control.reset()
    expect((await createKey()).id).toBe(id)
  })
})
