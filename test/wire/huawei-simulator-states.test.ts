import { describe, expect, test } from 'vitest'
import {
  createHuaweiSimulator,
  createOtcSimulator,
  type HuaweiPutKeyInput,
} from '../../conformance/simulators/huawei/index.ts'
import { codeOf, huaweiWire } from '../support/huawei-wire.ts'

// Sources: OTC KMS API reference, "Disabling a CMK" ("only an enabled CMK can be disabled"); Huawei DEW API reference,
// "Enabling a CMK" ("only a disabled CMK can be enabled"); the notes and error codes of the other pages. Where no page
// names a code, the choice is in conformance/simulators/huawei/README.md.

const clouds = { huawei: createHuaweiSimulator, otc: createOtcSimulator } as const
type Cloud = keyof typeof clouds

const setUp = (cloud: Cloud) => {
  const simulator = clouds[cloud]()
  return {
    simulator,
    wire: huaweiWire(simulator),
    put: (input: HuaweiPutKeyInput) => simulator.control.putKey(input).keyId,
  }
}

const STATES = ['2', '3', '4', '5', '7', '1'] as const
const SOME_DATA = { datakey_length: '512' }

/** What each operation says in the states 2, 3, 4, 5, 7, 1; `ok` is success. */
const ANSWERS: readonly (readonly [verb: string, more: object, answers: string])[] = [
  ['enable-key', {}, '1201 ok 1201 1201 1201 1201'],
  ['disable-key', {}, 'ok 1301 1301 1301 1301 1301'],
  ['schedule-key-deletion', { pending_days: '7' }, 'ok ok 1402 ok ok ok'],
  ['cancel-key-deletion', {}, '1501 1501 ok 1501 1501 1501'],
  ['describe-key', {}, 'ok ok ok ok ok ok'],
  ['create-datakey', SOME_DATA, 'ok 0209 0210 1301 0320 1301'],
  ['create-datakey-without-plaintext', SOME_DATA, 'ok 0209 0210 1301 0320 1301'],
  ['encrypt-data', { plain_text: 'x' }, 'ok 0209 0210 1301 0320 1301'],
  ['update-key-alias', { key_alias: 'other' }, 'ok ok 0210 ok ok ok'],
  ['update-key-description', { key_description: 'other' }, 'ok ok 0210 ok ok ok'],
  ['enable-key-rotation', {}, 'ok 0209 0210 0312 0320 1301'],
  ['disable-key-rotation', {}, '0313 0313 0313 0312 0313 0313'],
  ['update-key-rotation-interval', { rotation_interval: 30 }, '0313 0313 0313 0312 0313 0313'],
  ['get-key-rotation-status', {}, 'ok ok ok ok ok ok'],
  ['create-grant', { grantee_principal: 'a', operations: ['describe-key'] }, 'ok 0209 0210 1301 0320 1301'],
  ['list-grants', {}, 'ok ok ok ok ok ok'],
  ['get-parameters-for-import', { wrapping_algorithm: 'RSAES_OAEP_SHA_256' }, '0309 0309 0309 ok 0309 0309'],
  ['delete-imported-key-material', {}, '0309 0309 0309 2701 0309 0309'],
]

describe.each(['huawei', 'otc'] as const)('%s', (cloud) => {
  const { simulator, wire, put } = setUp(cloud)
  // Frozen is Huawei's alone.
  const states = STATES.filter((state) => cloud === 'huawei' || state !== '7')

  test('the log of calls names the key, also where the call was refused', async () => {
    const keyId = put({ state: '3' })
    await wire.call('encrypt-data', { key_id: keyId, plain_text: 'x' })
    expect(simulator.calls().at(-1)).toMatchObject({ keyId, status: 400, errorCode: 'KMS.0209' })
  })

  test('the log of calls names the key that a call has made', async () => {
    const keyId = await wire.createKey()
    expect(simulator.calls().at(-1)).toMatchObject({ action: 'create-key', keyId, status: 200 })
  })

  test.each(ANSWERS)('%s answers by the state of the key', async (verb, more, answers) => {
    const expected = answers.split(' ').filter((_, index) => states.includes(STATES[index] ?? '2'))
    const given: string[] = []
    for (const state of states) {
      simulator.control.reset()
      const reply = await wire.call(verb, { key_id: put({ state }), ...more })
      given.push(reply.status === 200 ? 'ok' : String(codeOf(reply)).replace('KMS.', ''))
    }
    expect(given).toEqual(expected)
  })

  test.each([
    ['enable-key', '3', {}, '2'],
    ['disable-key', '2', {}, '3'],
    ['schedule-key-deletion', '2', { pending_days: '7' }, '4'],
    ['schedule-key-deletion', '3', { pending_days: 7 }, '4'],
    ['schedule-key-deletion', '5', { pending_days: '1096' }, '4'],
    ['cancel-key-deletion', '4', {}, '3'],
  ] as const)('%s leads a key out of state %s', async (verb, from, more, to) => {
    const key_id = put({ state: from })
    const reply = await wire.succeeds(verb, { key_id, ...more })
    // Enable and disable wrap what they say, schedule and cancel do not.
    expect(verb.startsWith('enable') || verb.startsWith('disable') ? reply['key_info'] : reply).toEqual({
      key_id,
      key_state: to,
    })
    expect(await wire.stateOf(key_id)).toBe(to)
  })

  test('a cancelled deletion leaves an external key without material pending import', async () => {
    const key_id = put({ state: '4', origin: 'external', hasMaterial: false })
    expect((await wire.succeeds('cancel-key-deletion', { key_id }))['key_state']).toBe('5')
  })

  test('a refused call changes nothing', async () => {
    const key_id = put({ state: '4' })
    const before = simulator.control.snapshot()
    await wire.refuses('disable-key', { key_id }, 'KMS.1301')
    await wire.refuses('schedule-key-deletion', { key_id, pending_days: '7' }, 'KMS.1402')
    expect(simulator.control.snapshot()).toEqual(before)
  })

  test.each([
    ['enable-key', {}],
    ['disable-key', {}],
    ['schedule-key-deletion', { pending_days: '7' }],
    ['cancel-key-deletion', {}],
    ['update-key-alias', { key_alias: 'other' }],
    ['update-key-description', { key_description: 'other' }],
    ['create-grant', { grantee_principal: 'a', operations: ['describe-key'] }],
    ['enable-key-rotation', {}],
    ['disable-key-rotation', {}],
    ['delete-imported-key-material', {}],
    ['get-parameters-for-import', { wrapping_algorithm: 'RSAES_OAEP_SHA_256' }],
  ])('%s is refused on a default key, whatever its state', async (verb, more) => {
    for (const state of ['2', '3', '4']) {
      const key_id = put({ state, isDefault: true, name: 'evs/default' })
      await wire.refuses(verb, { key_id, ...more }, 'KMS.0211')
    }
  })

  test('a default key can be described and used, and is not counted', async () => {
    simulator.control.reset()
    put({})
    const key_id = put({ isDefault: true, name: 'obs/default' })
    expect(await wire.succeeds('describe-key', { key_id })).toMatchObject({
      key_info: { default_key_flag: '1', key_alias: 'obs/default' },
    })
    await wire.succeeds('encrypt-data', { key_id, plain_text: 'x' })
    expect((await wire.send('GET', 'kms/user-instances')).body).toEqual({ instance_num: 1 })
  })

  test('rotation that is on is refused as on, even on a key pending deletion', async () => {
    for (const state of ['2', '3', '4'])
      await wire.refuses('enable-key-rotation', { key_id: put({ state, rotation: { enabled: true } }) }, 'KMS.2901')
    await wire.refuses('disable-key-rotation', { key_id: put({ state: '3', rotation: { enabled: true } }) }, 'KMS.0209')
  })

  test('signing and public keys are refused like other use', async () => {
    const key = (state: string) => put({ spec: 'EC_P256', state })
    const signing = { message: Buffer.alloc(32).toString('base64'), signing_algorithm: 'ECDSA_SHA_256' }
    await wire.refuses('sign', { key_id: key('3'), ...signing }, 'KMS.0209')
    await wire.refuses('sign', { key_id: key('4'), ...signing }, 'KMS.0210')
    await wire.refuses('get-publickey', { key_id: key('3') }, 'KMS.0209')
    await wire.refuses('get-publickey', { key_id: key('5') }, 'KMS.1301')
  })

  test('imported material is deleted from enabled and disabled keys only', async () => {
    const key = (state: string, spec = 'AES_256') => put({ spec, state, origin: 'external' })
    for (const state of ['2', '3']) {
      const key_id = key(state)
      await wire.succeeds('delete-imported-key-material', { key_id })
      expect(await wire.stateOf(key_id)).toBe('5')
      await wire.refuses('delete-imported-key-material', { key_id }, 'KMS.2701')
    }
    await wire.refuses('delete-imported-key-material', { key_id: key('4') }, 'KMS.2701')
    await wire.refuses('delete-imported-key-material', { key_id: key('2', 'EC_P256') }, 'KMS.2702')
  })

  test('external keys that have their material take no more parameters', async () => {
    const wrapping_algorithm = 'RSAES_OAEP_SHA_256'
    for (const state of ['2', '3', '4']) {
      const key_id = put({ state, origin: 'external' })
      await wire.refuses('get-parameters-for-import', { key_id, wrapping_algorithm }, 'KMS.0310')
    }
  })
})

test("the codes of states no page speaks of can be chosen, and so can the third party's no-op", async () => {
  const simulator = createHuaweiSimulator({
    stateCodes: { frozen: 'KMS.0328', pendingImport: 'KMS.0309' },
    quirks: { repeatedSwitchSucceeds: true },
  })
  const wire = huaweiWire(simulator)
  const frozen = simulator.control.putKey({ state: '7' }).keyId
  await wire.refuses('encrypt-data', { key_id: frozen, plain_text: 'x' }, 'KMS.0328', 403)
  const waiting = simulator.control.putKey({ state: '5' }).keyId
  await wire.refuses('encrypt-data', { key_id: waiting, plain_text: 'x' }, 'KMS.0309')
  const enabled = simulator.control.putKey({}).keyId
  expect(await wire.succeeds('enable-key', { key_id: enabled })).toEqual({
    key_info: { key_id: enabled, key_state: '2' },
  })
})

test('OTC has no frozen keys', () => {
  expect(() => createOtcSimulator().control.putKey({ state: '7' })).toThrow('otc has no key state 7')
})

test('a new key passes through "1" where the simulator is told so, and a key put there stays', async () => {
  const simulator = createHuaweiSimulator({ activationMs: 60_000 })
  const wire = huaweiWire(simulator)
  const passing = await wire.createKey()
  const staying = simulator.control.putKey({ state: '1' }).keyId
  expect(await wire.stateOf(passing)).toBe('1')
  simulator.control.clock.advance('2m')
  expect(await wire.stateOf(passing)).toBe('2')
  expect(await wire.stateOf(staying)).toBe('1')
})
