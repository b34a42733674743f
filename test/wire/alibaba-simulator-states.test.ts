import { describe, expect, it } from 'vitest'
import { type AlibabaPutKeyInput, createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { type AlibabaParameters, alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// What the key's state does to each action: Alibaba Cloud, "Impact of CMK states on API call", row by row.

const bench = () => {
  const simulator = createAlibabaSimulator()
  return { simulator, ...alibabaWireTester(alibabaWire(simulator.fetch)) }
}

const TEXT = 'SGVsbG8gd29ybGQ='
const TEXTS = {
  'Rejected.Disabled': 'The request was rejected because the key state is Disabled.',
  'Rejected.PendingDeletion': 'The request was rejected because the key state is PendingDeletion.',
  'Rejected.PendingImport': 'The request was rejected because the key state is PendingImport.',
  'Rejected.Unavailable': 'The request was rejected because the key state is Unavailable.',
  'Rejected.StateModifiedFailed': 'Keystate modified failed.',
} as const
type Code = keyof typeof TEXTS

const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable'] as const
type State = (typeof STATES)[number]

/** What each action of a group answers in a state; `undefined` is success. */
type Row = Readonly<Partial<Record<State, Code>>>

const use: Row = {
  Disabled: 'Rejected.Disabled',
  PendingDeletion: 'Rejected.PendingDeletion',
  PendingImport: 'Rejected.PendingImport',
  Unavailable: 'Rejected.Unavailable',
}
const failed = 'Rejected.StateModifiedFailed'
const toggle: Row = { PendingDeletion: failed, PendingImport: failed, Unavailable: failed }
const schedule: Row = { PendingDeletion: failed, Unavailable: failed }
const cancel: Row = { Enabled: failed, Disabled: failed, PendingImport: failed, Unavailable: failed }
const edit: Row = { PendingDeletion: 'Rejected.PendingDeletion' }
const notWhileDeleting: Row = { PendingDeletion: failed }
const always: Row = {}

interface Case {
  readonly action: string
  readonly row: Row
  readonly input?: (keyId: string, versionId: string) => AlibabaParameters
  readonly kind?: AlibabaPutKeyInput
}

const named = (KeyId: string): AlibabaParameters => ({ KeyId })
const pair: AlibabaPutKeyInput = { spec: 'EC_P256', ageDays: 8 }
const external: AlibabaPutKeyInput = { origin: 'EXTERNAL' }
const digest = Buffer.alloc(32, 7).toString('base64')
const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
const signing = (KeyId: string, KeyVersionId: string) => ({
  KeyId,
  KeyVersionId,
  Algorithm: 'ECDSA_SHA_256',
  Digest: digest,
})

const CASES: readonly Case[] = [
  { action: 'DescribeKey', row: always },
  { action: 'ListKeys', row: always, input: () => ({}) },
  { action: 'ListResourceTags', row: always },
  { action: 'ListKeyVersions', row: always },
  { action: 'ListAliasesByKeyId', row: always },
  { action: 'DescribeKeyVersion', row: always, input: (KeyId, KeyVersionId) => ({ KeyId, KeyVersionId }) },
  { action: 'Encrypt', row: use, input: (KeyId) => ({ KeyId, Plaintext: TEXT }) },
  { action: 'GenerateDataKey', row: use },
  { action: 'GenerateDataKeyWithoutPlaintext', row: use },
  {
    action: 'UpdateRotationPolicy',
    row: use,
    input: (KeyId) => ({ KeyId, EnableAutomaticRotation: false }),
    kind: { origin: 'Aliyun_KMS' },
  },
  { action: 'CreateKeyVersion', row: use, kind: pair },
  { action: 'AsymmetricSign', row: use, input: signing, kind: pair },
  {
    action: 'AsymmetricVerify',
    row: use,
    input: (id, version) => ({ ...signing(id, version), Value: TEXT }),
    kind: pair,
  },
  {
    action: 'GetPublicKey',
    row: { PendingImport: 'Rejected.PendingImport' },
    input: (KeyId, KeyVersionId) => ({ KeyId, KeyVersionId }),
    kind: pair,
  },
  {
    action: 'GenerateMac',
    row: use,
    input: (KeyId) => ({ KeyId, Algorithm: 'HMAC_SHA_256', Message: TEXT }),
    kind: { spec: 'HMAC_SHA_256' },
  },
  { action: 'EnableKey', row: toggle },
  { action: 'DisableKey', row: toggle },
  { action: 'ScheduleKeyDeletion', row: schedule, input: (KeyId) => ({ KeyId, PendingWindowInDays: 7 }) },
  { action: 'CancelKeyDeletion', row: cancel },
  { action: 'UpdateKeyDescription', row: edit, input: (KeyId) => ({ KeyId, Description: 'new' }) },
  { action: 'SetDeletionProtection', row: edit, input: (KeyId) => ({ KeyId, EnableDeletionProtection: true }) },
  { action: 'TagResource', row: edit, input: (KeyId) => ({ KeyId, Tags: '[{"TagKey":"k","TagValue":"v"}]' }) },
  { action: 'UntagResource', row: edit, input: (KeyId) => ({ KeyId, TagKeys: '["k"]' }) },
  {
    action: 'TagResources',
    row: edit,
    input: (id) => ({
      RegionId: 'cn-hangzhou',
      ResourceType: 'key',
      'ResourceId.1': id,
      'Tag.1.Key': 'k',
      'Tag.1.Value': 'v',
    }),
  },
  {
    action: 'UntagResources',
    row: edit,
    input: (id) => ({ RegionId: 'cn-hangzhou', ResourceType: 'key', 'ResourceId.1': id, All: true }),
  },
  { action: 'CreateAlias', row: notWhileDeleting, input: (KeyId) => ({ KeyId, AliasName: 'alias/new' }) },
  { action: 'GetParametersForImport', row: always, input: (KeyId) => ({ KeyId, ...wrapping }), kind: external },
  { action: 'DeleteKeyMaterial', row: always, kind: external },
]

describe.each(STATES)('a key in %s', (state) => {
  it.each(CASES)('is treated by $action as documented', async ({ action, row, input = named, kind = {} }) => {
    const { simulator, succeeds, refuses, describe: metadataOf, versionsOf } = bench()
    const { keyId } = simulator.control.putKey({ ...kind, state })
    const [versionId = ''] = await versionsOf(keyId)
    const parameters = input(keyId, versionId)
    const code = row[state]
    const before = await metadataOf(keyId)
    if (code === undefined) await succeeds(action, parameters)
    else {
      await refuses(action, parameters, 409, code, TEXTS[code])
      expect(await metadataOf(keyId)).toEqual(before)
      expect(await versionsOf(keyId)).toEqual([versionId])
    }
  })
})

describe('actions that find their key by a ciphertext', () => {
  const reach: Readonly<Record<string, (keyId: string) => readonly [string, AlibabaParameters][]>> = {
    'Rejected.Disabled': (KeyId) => [['DisableKey', { KeyId }]],
    'Rejected.PendingDeletion': (KeyId) => [['ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }]],
    'Rejected.PendingImport': (KeyId) => [['DeleteKeyMaterial', { KeyId }]],
  }

  it.each(Object.keys(reach))('answer %s for Decrypt and for both sides of ReEncrypt', async (code) => {
    const { simulator, succeeds, refuses } = bench()
    const { keyId } = simulator.control.putKey({ origin: 'EXTERNAL' })
    const other = simulator.control.putKey({}).keyId
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: keyId, Plaintext: TEXT })
    const foreign = await succeeds('Encrypt', { KeyId: other, Plaintext: TEXT })
    for (const [action, input] of reach[code]?.(keyId) ?? []) await succeeds(action, input)
    const blob = { CiphertextBlob: String(CiphertextBlob) }
    await refuses('Decrypt', blob, 409, code)
    await refuses('ReEncrypt', { ...blob, DestinationKeyId: other }, 409, code)
    await refuses(
      'ReEncrypt',
      { CiphertextBlob: String(foreign['CiphertextBlob']), DestinationKeyId: keyId },
      409,
      code,
    )
  })
})

describe('UpdateAlias', () => {
  it.each(STATES)('cares about the target in %s, whatever the key it leaves', async (state) => {
    const { simulator, succeeds, refuses } = bench()
    for (const left of STATES) {
      const from = simulator.control.putKey({}).keyId
      const AliasName = `alias/from-${left}`
      await succeeds('CreateAlias', { KeyId: from, AliasName })
      const KeyId = simulator.control.putKey({ state }).keyId
      if (left === 'Disabled') await succeeds('DisableKey', { KeyId: from })
      if (left === 'PendingDeletion') await succeeds('ScheduleKeyDeletion', { KeyId: from, PendingWindowInDays: 7 })
      if (state === 'PendingDeletion')
        await refuses(
          'UpdateAlias',
          { AliasName, KeyId },
          409,
          'Rejected.PendingDeletion',
          TEXTS['Rejected.PendingDeletion'],
        )
      else await succeeds('UpdateAlias', { AliasName, KeyId })
      const target = state === 'PendingDeletion' ? from : KeyId
      expect(await succeeds('DescribeKey', { KeyId: AliasName })).toMatchObject({ KeyMetadata: { KeyId: target } })
    }
  })
})

describe('a state that a call changes', () => {
  const transition = async (
    state: State,
    action: string,
    input: AlibabaParameters = {},
    kind: AlibabaPutKeyInput = {},
  ) => {
    const { simulator, succeeds, stateOf } = bench()
    const { keyId } = simulator.control.putKey({ ...kind, state })
    await succeeds(action, { KeyId: keyId, ...input })
    return stateOf(keyId)
  }

  it('goes where the pages say', async () => {
    expect(await transition('Disabled', 'EnableKey')).toBe('Enabled')
    expect(await transition('Enabled', 'EnableKey')).toBe('Enabled')
    expect(await transition('Enabled', 'DisableKey')).toBe('Disabled')
    expect(await transition('Disabled', 'DisableKey')).toBe('Disabled')
    for (const state of ['Enabled', 'Disabled', 'PendingImport'] as const)
      expect(await transition(state, 'ScheduleKeyDeletion', { PendingWindowInDays: 7 })).toBe('PendingDeletion')
    expect(await transition('PendingDeletion', 'CancelKeyDeletion')).toBe('Enabled')
  })

  it('is Enabled after a cancelled deletion even if the key was disabled before', async () => {
    const { succeeds, createKey, stateOf } = bench()
    const KeyId = await createKey()
    await succeeds('DisableKey', { KeyId })
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    await succeeds('CancelKeyDeletion', { KeyId })
    expect(await stateOf(KeyId)).toBe('Enabled')
  })

  it('is PendingImport after a cancelled deletion of a key without material', async () => {
    const { succeeds, createKey, stateOf } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    await succeeds('CancelKeyDeletion', { KeyId })
    expect(await stateOf(KeyId)).toBe('PendingImport')
  })

  it('is PendingImport once material is deleted, but a key that waits for its deletion goes on waiting', async () => {
    for (const state of ['Enabled', 'Disabled', 'PendingImport'] as const)
      expect(await transition(state, 'DeleteKeyMaterial', {}, { origin: 'EXTERNAL' })).toBe('PendingImport')
    const { simulator, succeeds, describe: metadataOf } = bench()
    const { keyId } = simulator.control.putKey({ origin: 'EXTERNAL', state: 'PendingDeletion' })
    const before = await metadataOf(keyId)
    await succeeds('DeleteKeyMaterial', { KeyId: keyId })
    expect(await metadataOf(keyId)).toEqual(before)
  })
})
