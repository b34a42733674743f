/** The state machine of a key, by the transitions the AWS KMS developer guide draws ("Key states of AWS KMS keys"). */
import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester } from '../support/aws-wire.ts'

const simulator = createAwsSimulator()
const { control } = simulator
const call = awsWire(simulator.fetch)
const { createKey, refuses, succeeds } = awsWireTester(call)

const metadataOf = async (KeyId: string) => {
  const { KeyMetadata } = (await succeeds('DescribeKey', { KeyId })) as { KeyMetadata: Record<string, unknown> }
  return KeyMetadata
}
const stateOf = async (keyId: string) => (await metadataOf(keyId))['KeyState']

const ALL_STATES = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
] as const
type State = (typeof ALL_STATES)[number]

const WORDS: Readonly<Record<State, string>> = {
  Creating: 'is creating',
  Enabled: '',
  Disabled: 'is disabled',
  PendingDeletion: 'is pending deletion',
  PendingImport: 'is pending import',
  PendingReplicaDeletion: 'is pending replica deletion',
  Unavailable: 'is unavailable',
  Updating: 'is updating',
}

test('a key goes from Enabled to Disabled and back, and each step may be repeated', async () => {
  const { id } = await createKey()
  for (const [action, state] of [
    ['EnableKey', 'Enabled'],
    ['DisableKey', 'Disabled'],
    ['DisableKey', 'Disabled'],
    ['EnableKey', 'Enabled'],
  ] as const) {
    expect(await succeeds(action, { KeyId: id })).toEqual({})
    expect(await metadataOf(id)).toMatchObject({ KeyState: state, Enabled: state === 'Enabled' })
  }
})

test.each(['Enabled', 'Disabled'])(
  'a key scheduled for deletion from %s is Disabled after cancelling',
  async (state) => {
    const { keyId, arn } = control.putKey({ state })
    const scheduled = await succeeds('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 })
    expect(scheduled).toEqual({
      KeyId: arn,
      DeletionDate: expect.any(Number),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: 7,
    })
    expect(Number(scheduled['DeletionDate']) - Date.now() / 1_000).toBeCloseTo(7 * 86_400, -2)
    expect(await metadataOf(keyId)).toMatchObject({ Enabled: false, DeletionDate: scheduled['DeletionDate'] })
    await refuses('ScheduleKeyDeletion', { KeyId: keyId }, 'KMSInvalidStateException', `${arn} is pending deletion.`)
    await refuses('EnableKey', { KeyId: keyId }, 'KMSInvalidStateException', `${arn} is pending deletion.`)
    expect(await succeeds('CancelKeyDeletion', { KeyId: keyId })).toEqual({ KeyId: arn })
    expect(await metadataOf(keyId)).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    expect(await metadataOf(keyId)).not.toHaveProperty('DeletionDate')
  },
)

test('the waiting period is 30 days unless said otherwise', async () => {
  const { id } = await createKey()
  expect(await succeeds('ScheduleKeyDeletion', { KeyId: id })).toMatchObject({ PendingWindowInDays: 30 })
})

test('cancelling the deletion of a key without material leaves it waiting for its material', async () => {
  const { keyId } = control.putKey({ state: 'PendingImport' })
  await succeeds('ScheduleKeyDeletion', { KeyId: keyId })
  await succeeds('CancelKeyDeletion', { KeyId: keyId })
  expect(await stateOf(keyId)).toBe('PendingImport')
})

test('an unavailable key can be enabled and disabled and stays unavailable', async () => {
  const { keyId } = control.putKey({ state: 'Unavailable' })
  expect(await metadataOf(keyId)).toMatchObject({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: expect.any(String) })
  for (const action of ['EnableKey', 'DisableKey']) {
    await succeeds(action, { KeyId: keyId })
    expect(await stateOf(keyId)).toBe('Unavailable')
  }
})

describe('the states an operation is possible in', () => {
  const notPendingDeletion: readonly State[] = [
    'Creating',
    'Enabled',
    'Disabled',
    'PendingImport',
    'Unavailable',
    'Updating',
  ]
  const settled: readonly State[] = ['Enabled', 'Disabled', 'Unavailable']
  const grantee = { Operations: ['DescribeKey'], GranteePrincipal: 'arn:aws:iam::000000000000:root' }

  test.each<[string, Record<string, unknown>, readonly State[]]>([
    ['EnableKey', {}, settled],
    ['DisableKey', {}, settled],
    ['ScheduleKeyDeletion', {}, ['Creating', 'Enabled', 'Disabled', 'PendingImport', 'Unavailable']],
    ['UpdateKeyDescription', { Description: 'new' }, notPendingDeletion],
    ['TagResource', { Tags: [{ TagKey: 'a', TagValue: 'b' }] }, notPendingDeletion],
    ['UntagResource', { TagKeys: ['a'] }, notPendingDeletion],
    ['CreateGrant', grantee, ['Enabled', 'Unavailable', 'Updating']],
    ['DescribeKey', {}, ALL_STATES],
    ['GetKeyPolicy', {}, ALL_STATES],
    ['PutKeyPolicy', { Policy: '{"Statement":{}}', BypassPolicyLockoutSafetyCheck: true }, ALL_STATES],
    ['ListGrants', {}, ALL_STATES],
    ['ListResourceTags', {}, ALL_STATES],
    ['ListAliases', {}, ALL_STATES],
    ['GetKeyLastUsage', {}, ALL_STATES],
  ])('%s', async (action, input, possible) => {
    for (const state of ALL_STATES) {
      const { keyId, arn } = control.putKey({ state })
      if (possible.includes(state)) {
        await succeeds(action, { ...input, KeyId: keyId })
        continue
      }
      const before = await metadataOf(keyId)
      const code = state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException'
      await refuses(action, { ...input, KeyId: keyId }, code, `${arn} ${WORDS[state]}.`)
      expect(await metadataOf(keyId)).toEqual(before)
    }
  })

  test('CancelKeyDeletion', async () => {
    for (const state of ALL_STATES) {
      const { keyId, arn } = control.putKey({ state })
      if (state === 'PendingDeletion' || state === 'PendingReplicaDeletion')
        await succeeds('CancelKeyDeletion', { KeyId: keyId })
      else
        await refuses(
          'CancelKeyDeletion',
          { KeyId: keyId },
          'KMSInvalidStateException',
          `${arn} is not pending deletion.`,
        )
    }
  })

  test.each(['CreateAlias', 'UpdateAlias'])('%s, of its target', async (action) => {
    const { id } = await createKey()
    for (const state of ALL_STATES) {
      const { keyId, arn } = control.putKey({ state })
      const AliasName = `alias/${action}-${state}`
      if (action === 'UpdateAlias') await succeeds('CreateAlias', { AliasName, TargetKeyId: id })
      const input = { AliasName, TargetKeyId: keyId }
      if (notPendingDeletion.includes(state)) await succeeds(action, input)
      else await refuses(action, input, 'KMSInvalidStateException', `${arn} ${WORDS[state]}.`)
    }
  })

  test('UpdateAlias and DeleteAlias, of the key the alias points at now: all', async () => {
    for (const state of ALL_STATES) {
      const [{ keyId }, { id }] = [control.putKey({}), await createKey()]
      const AliasName = `alias/moves-from-${state}`
      await succeeds('CreateAlias', { AliasName, TargetKeyId: keyId })
      control.putKey({ keyId, state })
      await succeeds('UpdateAlias', { AliasName, TargetKeyId: id })
      await succeeds('DeleteAlias', { AliasName })
    }
  })
})

test('a key put into a state keeps its material, aliases and grants, and stays in it', async () => {
  const { id } = await createKey({ Description: 'kept' })
  await succeeds('CreateAlias', { AliasName: 'alias/kept', TargetKeyId: id })
  const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
  control.putKey({ keyId: id, state: 'Creating' })
  control.clock.advance('1d')
  expect(await metadataOf('alias/kept')).toMatchObject({ KeyId: id, KeyState: 'Creating', Description: 'kept' })
  control.putKey({ keyId: id, state: 'Enabled' })
  expect(await succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: 'AQID' })
})

test.each([
  [{ state: 'Frozen' }],
  [{ spec: 'AES_512' }],
  [{ origin: 'NOWHERE' }],
  [{ spec: 'RSA_2048', usage: 'GENERATE_VERIFY_MAC' }],
])('AWS has no key with %o, and control says so', (input) => {
  expect(() => control.putKey(input)).toThrow(TypeError)
})
