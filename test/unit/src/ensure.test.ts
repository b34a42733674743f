import { describe, expect, test } from 'vitest'
import { ensureDisabled, ensureEnabled, ensureScheduledForDeletion } from '../../../src/ensure.ts'
import type { KmsClient } from '../../../src/index.ts'
import type { KeyState } from '../../../src/key-state.ts'
import { failure, fakeClient, statesOf } from '../../support/fake-client.ts'
import { rejection } from '../../support/fake-provider.ts'

type Ensure = (kms: KmsClient, keyId: string) => Promise<void>

const cases: [string, keyof KmsClient, Ensure, KeyState[]][] = [
  ['ensureEnabled', 'enableKey', ensureEnabled, ['Enabled']],
  ['ensureDisabled', 'disableKey', ensureDisabled, ['Disabled']],
  [
    'ensureScheduledForDeletion',
    'scheduleKeyDeletion',
    ensureScheduledForDeletion,
    ['PendingDeletion', 'PendingReplicaDeletion'],
  ],
]

describe.each(cases)('%s', (_name, method, ensure, wanted) => {
  const client = (error: Error | undefined, states = statesOf()) => {
    const act = async () => {
      if (error !== undefined) throw error
      return { keyId: 'k', requestId: undefined, raw: {} }
    }
    return fakeClient({ [method]: act, ...states })
  }

  test('is done when the call succeeds, and does not look', async () => {
    const states = statesOf()
    await ensure(client(undefined, states), 'k')
    expect(states.reads()).toBe(0)
  })

  test.each(wanted)('is done when the key refuses because it is %s already', async (state) => {
    await ensure(client(failure('InvalidKeyState'), statesOf(state)), 'k')
  })

  test('is done when nobody knew whether it happened, and it did', async () => {
    await ensure(client(failure('Timeout', { ambiguous: true }), statesOf(wanted[0] ?? 'Unknown')), 'k')
  })

  test('fails as the call did when the key is in another state', async () => {
    for (const error of [failure('InvalidKeyState'), failure('Network', { ambiguous: true })]) {
      for (const state of ['PendingImport', 'Unknown', 'Frozen'] as const) {
        expect(await rejection(ensure(client(error, statesOf(state)), 'k'))).toBe(error)
      }
    }
  })

  test('fails as the call did, without a look, when the state is not the reason', async () => {
    for (const error of [failure('AccessDenied'), failure('KeyNotFound'), failure('Timeout'), new TypeError('bug')]) {
      const states = statesOf(...wanted)
      expect(await rejection(ensure(client(error, states), 'k'))).toBe(error)
      expect(states.reads()).toBe(0)
    }
  })

  test('fails as the call did when the look fails too: who may enable may not always describe', async () => {
    const error = failure('InvalidKeyState')
    expect(await rejection(ensure(client(error, statesOf(failure('AccessDenied'))), 'k'))).toBe(error)
  })
})

test('the window and the options of the call are passed on, each to where it belongs', async () => {
  const seen: unknown[] = []
  const { signal } = new AbortController()
  const kms = fakeClient({
    scheduleKeyDeletion: async (...given) => {
      seen.push(given)
      throw failure('InvalidKeyState')
    },
    describeKey: async (input, options) => {
      seen.push([input, options])
      return statesOf('PendingDeletion').describeKey(input)
    },
  })
  await ensureScheduledForDeletion(kms, 'k', { pendingDays: 9, signal, retries: 0 })
  expect(seen).toEqual([
    [
      { keyId: 'k', pendingDays: 9 },
      { signal, retries: 0 },
    ],
    [{ keyId: 'k' }, { signal, retries: 0 }],
  ])
})
