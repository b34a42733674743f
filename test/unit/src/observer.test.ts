import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { TransportFailure } from '../../../src/errors.ts'
import type { ErrorFacts } from '../../../src/provider.ts'
import type { AttemptEvent } from '../../../src/settings.ts'
import { fakeProvider, key, refuse, rejection, reply, type Step, script } from '../../support/fake-provider.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const unavailable = refuse('ServiceUnavailable', 'transient')
const cut = new TransportFailure('cut', 'ECONNRESET')
const done = reply(key)

describe('the observer', () => {
  const seen = async (
    observe: (event: AttemptEvent) => void,
    steps: Step[],
    parts: Parameters<typeof fakeProvider>[0] = {},
  ) => {
    const { transport, sent } = script(...steps)
    const kms = createClient(fakeProvider(parts), { transport, onAttempt: observe })
    return { result: await kms.describeKey({ keyId: 'k' }).catch((error: unknown) => error), sent }
  }

  test('sees every attempt, numbered from 1, and nothing else', async () => {
    const events: AttemptEvent[] = []
    const steps = [
      cut,
      refuse('Throttled', 'not-executed', { 'x-request-id': 'r-2' }),
      reply(key, { headers: { 'x-request-id': 'r-3' } }),
    ]
    await seen((event) => events.push(event), steps)
    const base = { provider: 'fake', operation: 'describeKey', durationMs: expect.any(Number) }
    expect(events).toEqual([
      { ...base, attempt: 1, status: undefined, code: 'Network', requestId: undefined },
      { ...base, attempt: 2, status: 400, code: 'Throttled', requestId: 'r-2' },
      { ...base, attempt: 3, status: 200, code: undefined, requestId: 'r-3' },
    ])
  })

  test('sees an attempt that failed before anything was sent', async () => {
    const events: AttemptEvent[] = []
    const authenticate = async () => Promise.reject(new Error('no credentials'))
    await seen((event) => events.push(event), [], { authenticate })
    expect(events).toMatchObject([{ attempt: 1, code: 'Unauthenticated', status: undefined }])
  })

  test('changes nothing by throwing, by rejecting, or by writing into what it is given', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const observers: ((event: AttemptEvent) => void)[] = [
      () => {
        throw new Error('observer')
      },
      async () => Promise.reject(new Error('observer')),
      (event) => Object.assign(event, { code: 'Aborted', attempt: 100, status: 500 } satisfies Partial<AttemptEvent>),
    ]
    for (const observe of observers) {
      const { result, sent } = await seen(observe, [unavailable, done])
      expect(result).toMatchObject(key)
      expect(sent).toHaveLength(2)
    }
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})

test('facts of an error reply reach the error', async () => {
  const facts: ErrorFacts = {
    code: 'InvalidKeyState',
    retry: 'never',
    providerCode: 'Off',
    keyState: 'Disabled',
    requestId: 'r',
    message: 'it is off',
  }
  const { transport } = script(reply({}, { status: 418 }))
  const kms = createClient(fakeProvider({ toError: () => facts }), { transport })
  expect(await rejection(kms.describeKey({ keyId: 'k' }))).toMatchObject({
    message: 'fake describeKey of k: InvalidKeyState (Off, HTTP 418): it is off',
    providerCode: 'Off',
    httpStatus: 418,
    requestId: 'r',
    keyState: 'Disabled',
    keyId: 'k',
  })
})
