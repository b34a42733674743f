import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// Versions and automatic rotation: Alibaba Cloud, "Automatic key rotation", CreateKeyVersion, UpdateRotationPolicy.

const START = '2026-03-01T12:00:00Z'
const bench = (options: Parameters<typeof createAlibabaSimulator>[0] = {}) => {
  const simulator = createAlibabaSimulator({ now: () => Date.parse(START), ...options })
  const call = alibabaWire(simulator.fetch, { timestamp: START })
  const tester = alibabaWireTester(call)
  const advance = (duration: string) => simulator.control.clock.advance(duration)
  const turn = (KeyId: string, RotationInterval: string) =>
    tester.succeeds('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: true, RotationInterval })
  const encryptedBy = async (KeyId: string) => tester.succeeds('Encrypt', { KeyId, Plaintext: 'dGV4dA==' })
  return { simulator, ...tester, advance, turn, encryptedBy }
}

describe('automatic rotation', () => {
  it('makes a version per interval, encrypts with the newest, and decrypts with all', async () => {
    const { createKey, describe: metadataOf, versionsOf, succeeds, advance, turn, encryptedBy } = bench()
    const KeyId = await createKey()
    const old = await encryptedBy(KeyId)
    expect(await turn(KeyId, '7d')).toEqual({})
    expect(await metadataOf(KeyId)).toMatchObject({
      AutomaticRotation: 'Enabled',
      RotationInterval: '604800s',
      NextRotationDate: '2026-03-08T12:00:00Z',
    })
    advance('7d')
    const [newest, oldest] = await versionsOf(KeyId)
    expect(oldest).toBe(old['KeyVersionId'])
    expect(await metadataOf(KeyId)).toMatchObject({
      PrimaryKeyVersion: newest,
      LastRotationDate: '2026-03-08T12:00:00Z',
      NextRotationDate: '2026-03-15T12:00:00Z',
    })
    expect(await encryptedBy(KeyId)).toMatchObject({ KeyVersionId: newest })
    expect(await succeeds('Decrypt', { CiphertextBlob: String(old['CiphertextBlob']) })).toEqual({
      KeyId,
      KeyVersionId: oldest,
      Plaintext: 'dGV4dA==',
    })
    advance('15d')
    expect(await versionsOf(KeyId)).toHaveLength(4)
  })

  it('rests while the key is disabled and catches up once when it is enabled', async () => {
    const { createKey, describe: metadataOf, versionsOf, succeeds, advance, turn } = bench()
    const KeyId = await createKey()
    await turn(KeyId, '30d')
    await succeeds('DisableKey', { KeyId })
    advance('100d')
    expect(await versionsOf(KeyId)).toHaveLength(1)
    expect(await metadataOf(KeyId)).toMatchObject({
      AutomaticRotation: 'Suspended',
      RotationInterval: '2592000s',
      NextRotationDate: '2026-03-31T12:00:00Z',
    })
    await succeeds('EnableKey', { KeyId })
    expect(await versionsOf(KeyId)).toHaveLength(2)
    expect(await metadataOf(KeyId)).toMatchObject({
      AutomaticRotation: 'Enabled',
      LastRotationDate: '2026-06-09T12:00:00Z',
      NextRotationDate: '2026-07-09T12:00:00Z',
    })
  })

  it('rests while the key waits for its deletion', async () => {
    const { createKey, describe: metadataOf, versionsOf, succeeds, advance, turn } = bench()
    const KeyId = await createKey()
    await turn(KeyId, '7d')
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 30 })
    advance('20d')
    expect(await metadataOf(KeyId)).toMatchObject({ AutomaticRotation: 'Suspended' })
    await succeeds('CancelKeyDeletion', { KeyId })
    expect(await metadataOf(KeyId)).toMatchObject({ AutomaticRotation: 'Enabled' })
    expect(await versionsOf(KeyId)).toHaveLength(2)
  })

  it('happens at once when a new interval puts it into the past', async () => {
    const { createKey, versionsOf, advance, turn } = bench()
    const KeyId = await createKey()
    await turn(KeyId, '365d')
    advance('40d')
    await turn(KeyId, '30d')
    expect(await versionsOf(KeyId)).toHaveLength(2)
  })

  it('ends when it is switched off', async () => {
    const { createKey, describe: metadataOf, versionsOf, succeeds, advance, turn } = bench()
    const KeyId = await createKey()
    await turn(KeyId, '604800s')
    await succeeds('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: false })
    advance('365d')
    expect(await versionsOf(KeyId)).toHaveLength(1)
    const metadata = await metadataOf(KeyId)
    expect(metadata).toMatchObject({ AutomaticRotation: 'Disabled' })
    expect(metadata).not.toHaveProperty('RotationInterval')
    expect(metadata).not.toHaveProperty('NextRotationDate')
  })

  it('is for symmetric keys of KMS that a user made', async () => {
    const { simulator, refuses } = bench()
    const kinds = [{ spec: 'EC_P256' }, { origin: 'EXTERNAL' }, { service: 'Oss' }]
    for (const kind of kinds) {
      const { keyId } = simulator.control.putKey(kind)
      const input = { KeyId: keyId, EnableAutomaticRotation: true, RotationInterval: '30d' }
      await refuses('UpdateRotationPolicy', input, 400, 'Rejected.UnsupportedOperation', 'Unsupported operation.')
    }
  })

  it('needs an interval of 7 to 730 days', async () => {
    const { createKey, refuses, turn } = bench()
    const KeyId = await createKey()
    const on = { KeyId, EnableAutomaticRotation: true }
    await refuses('UpdateRotationPolicy', on, 400, 'MissingParameter')
    const text = 'The specified parameter RotationInterval is not valid.'
    await refuses('UpdateRotationPolicy', { ...on, RotationInterval: '731d' }, 400, 'InvalidParameter', text)
    for (const interval of ['7d', '168h', '10080m', '604800s', '730d']) await turn(KeyId, interval)
  })

  it('survives a snapshot', async () => {
    const { simulator, createKey, versionsOf, advance, turn, encryptedBy, succeeds } = bench()
    const KeyId = await createKey()
    await turn(KeyId, '7d')
    const { CiphertextBlob } = await encryptedBy(KeyId)
    const snapshot = JSON.parse(JSON.stringify(simulator.control.snapshot()))
    advance('7d')
    expect(await versionsOf(KeyId)).toHaveLength(2)
    simulator.control.restore(snapshot)
    expect(await versionsOf(KeyId)).toHaveLength(1)
    await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })
    advance('14d')
    expect(await versionsOf(KeyId)).toHaveLength(3)
  })
})

describe('CreateKeyVersion', () => {
  it('gives a key pair another version, which signs beside the first', async () => {
    const { createKey, describe: metadataOf, versionsOf, succeeds, advance } = bench()
    const KeyId = await createKey({ KeySpec: 'EC_P256' })
    advance('7d')
    const { KeyVersion } = await succeeds('CreateKeyVersion', { KeyId })
    const [newest, oldest] = await versionsOf(KeyId)
    expect(KeyVersion).toEqual({ KeyId, KeyVersionId: newest, CreationDate: '2026-03-08T12:00:00Z' })
    expect(await succeeds('DescribeKeyVersion', { KeyId, KeyVersionId: newest ?? '' })).toEqual({ KeyVersion })
    expect(await metadataOf(KeyId)).toMatchObject({ LastRotationDate: '2026-03-08T12:00:00Z' })
    const digest = { Algorithm: 'ECDSA_SHA_256', Digest: Buffer.alloc(32).toString('base64') }
    const by = async (KeyVersionId = '') => ({ KeyId, KeyVersionId, ...digest })
    const { Value } = await succeeds('AsymmetricSign', await by(oldest))
    const judged = async (id?: string) =>
      (await succeeds('AsymmetricVerify', { ...(await by(id)), Value: String(Value) }))['Value']
    expect([await judged(oldest), await judged(newest)]).toEqual([true, false])
  })

  it('waits seven days after the newest version, the first included', async () => {
    const { createKey, succeeds, refuses, advance } = bench()
    const KeyId = await createKey({ KeySpec: 'EC_P256' })
    await refuses('CreateKeyVersion', { KeyId }, 400, 'Rejected.LimitExceeded')
    advance('167h')
    await refuses('CreateKeyVersion', { KeyId }, 400, 'Rejected.LimitExceeded')
    advance('1h')
    await succeeds('CreateKeyVersion', { KeyId })
    await refuses('CreateKeyVersion', { KeyId }, 400, 'Rejected.LimitExceeded')
  })

  it('stops at the quotas of the key and of the region', async () => {
    const none = { versionIntervalDays: 0 }
    const few = bench({ limits: { ...none, versionsPerKey: 2 } })
    const KeyId = await few.createKey({ KeySpec: 'EC_P256' })
    await few.succeeds('CreateKeyVersion', { KeyId })
    await few.refuses('CreateKeyVersion', { KeyId }, 400, 'Rejected.LimitExceeded')
    const full = bench({ limits: { ...none, keyVersions: 1 } })
    const only = await full.createKey({ KeySpec: 'EC_P256' })
    await full.refuses('CreateKeyVersion', { KeyId: only }, 400, 'Rejected.LimitExceeded')
  })

  it('is for key pairs outside KMS instances', async () => {
    const { simulator, refuses } = bench()
    for (const kind of [{}, { origin: 'EXTERNAL' }, { spec: 'EC_P256', instanceId: 'kst-1' }]) {
      const { keyId: KeyId } = simulator.control.putKey({ ...kind, ageDays: 8 })
      await refuses('CreateKeyVersion', { KeyId }, 400, 'Rejected.UnsupportedOperation')
    }
  })

  it('takes an alias, as the other version actions do', async () => {
    const { simulator, succeeds, refuses } = bench()
    const { keyId: KeyId } = simulator.control.putKey({ spec: 'EC_P256', ageDays: 8 })
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/pair' })
    await succeeds('CreateKeyVersion', { KeyId: 'alias/pair' })
    expect(await succeeds('ListKeyVersions', { KeyId: 'alias/pair', PageSize: 1 })).toMatchObject({
      TotalCount: 2,
      PageNumber: 1,
      PageSize: 1,
      KeyVersions: { KeyVersion: [{ KeyId }] },
    })
    const unknown = { KeyId, KeyVersionId: '00000000-0000-4000-8000-000000000000' }
    const text = 'The specified Key version is not found.'
    await refuses('DescribeKeyVersion', unknown, 404, 'Forbidden.KeyVersionNotFound', text)
  })
})
