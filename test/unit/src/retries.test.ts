import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { TransportFailure } from '../../../src/errors.ts'
import { RETRY_TOKENS, TRANSIENT_RETRY_COST } from '../../../src/retry.ts'
import {
  fakeCodec,
  fakeProvider,
  key,
  refuse,
  rejection,
  reply,
  type Step,
  script,
} from '../../support/fake-provider.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

/** Calls an operation against some steps: how it ended, and how many requests it took. */
async function outcome(operation: 'describeKey' | 'enableKey' | 'createKey' | 'raw', ...steps: Step[]) {
  const { transport, sent } = script(...steps)
  const kms = createClient(fakeProvider(), { transport })
  const input = { keyId: 'k' }
  const promise =
    operation === 'createKey' ? kms.createKey({}) : operation === 'raw' ? kms.raw('Any') : kms[operation](input)
  const code = await promise.then(
    () => 'done',
    (error: { code: string; attempts: number; retryable: boolean; ambiguous: boolean }) => {
      expect(error.attempts).toBe(sent.length)
      return `${error.code}${error.retryable ? ', retryable' : ''}${error.ambiguous ? ', ambiguous' : ''}`
    },
  )
  return `${code} after ${sent.length}`
}

const unavailable = refuse('ServiceUnavailable', 'transient')
const throttled = refuse('Throttled', 'not-executed')
const refused = refuse('InvalidKeyState')
const cut = new TransportFailure('cut', 'ECONNRESET')
const unsent = new TransportFailure('unsent', 'ECONNREFUSED')
const impossible = new TransportFailure('impossible', 'the certificate is not accepted')
const done = reply(key)

describe('what is sent again', () => {
  test.each([
    ['a refusal is final', 'describeKey', [refused, done], 'InvalidKeyState after 1'],
    ['a passing fault is tried again where that is safe', 'describeKey', [unavailable, done], 'done after 2'],
    ['also when it changes something, if twice is once', 'enableKey', [unavailable, done], 'done after 2'],
    ['but not if twice is two', 'createKey', [unavailable, done], 'ServiceUnavailable, retryable, ambiguous after 1'],
    [
      'nor for a raw call, of which nothing is known',
      'raw',
      [unavailable, done],
      'ServiceUnavailable, retryable, ambiguous after 1',
    ],
    ['what certainly did nothing may always go again', 'createKey', [throttled, throttled, done], 'done after 3'],
    ['raw calls too', 'raw', [throttled, done], 'done after 2'],
    ['a refused connection did nothing', 'createKey', [unsent, unsent, done], 'done after 3'],
    ['what cannot be sent will not be the next time', 'describeKey', [impossible, done], 'Network after 1'],
    ['two retries are the default', 'describeKey', [unavailable], 'ServiceUnavailable, retryable after 3'],
    ['a cut connection may have done it', 'createKey', [cut, done], 'Network, retryable, ambiguous after 1'],
    ['a cut connection is tried again where that is safe', 'describeKey', [cut, cut, done], 'done after 3'],
    [
      'a page instead of JSON is tried again where that is safe',
      'describeKey',
      [reply({}, { body: '<p>' }), done],
      'done after 2',
    ],
    [
      'a reply of another shape is not',
      'describeKey',
      [new TransportFailure('oversized', '9 bytes'), done],
      'InvalidResponse after 1',
    ],
    [
      'an error of a foreign transport counts as cut',
      'createKey',
      [new TypeError('?'), done],
      'Network, retryable, ambiguous after 1',
    ],
  ] as const)('%s', async (_what, operation, steps, expected) => {
    expect(await outcome(operation, ...steps)).toBe(expected)
  })

  test('nothing, with retries 0, not even after a cure', async () => {
    for (const code of ['Throttled', 'ClockSkew', 'CredentialsExpired'] as const) {
      const { transport, sent } = script(refuse(code, 'not-executed', { date: new Date().toUTCString() }))
      const kms = createClient(fakeProvider(), { transport, retries: 0 })
      expect(await rejection(kms.describeKey({ keyId: 'k' }))).toMatchObject({ code, attempts: 1 })
      expect(sent).toHaveLength(1)
    }
  })

  test('as a binding says, which knows its cloud better than the table', async () => {
    const provider = fakeProvider({
      bindings: {
        enableKey: fakeCodec('Enable', { idempotent: false }),
        createKey: fakeCodec('Create', { idempotent: true }),
      },
    })
    const first = createClient(provider, script(unavailable, done))
    expect(await rejection(first.enableKey({ keyId: 'k' }))).toMatchObject({ attempts: 1 })
    const second = createClient(provider, script(unavailable, done))
    await second.createKey({})
  })
})

describe('whether the effect is unknown', () => {
  test.each([
    ['nothing was changed by reading', 'describeKey', [unavailable], 'ServiceUnavailable, retryable after 3'],
    ['what certainly did nothing leaves no doubt', 'enableKey', [throttled], 'Throttled, retryable after 3'],
    ['a connection never made leaves no doubt', 'enableKey', [unsent], 'Network, retryable after 3'],
    ['a refusal leaves no doubt', 'enableKey', [refused], 'InvalidKeyState after 1'],
    [
      'a refusal after a doubtful attempt does not remove the doubt',
      'enableKey',
      [cut, refused],
      'InvalidKeyState, ambiguous after 2',
    ],
    [
      'a reply too large was a reply',
      'createKey',
      [new TransportFailure('oversized', 'x')],
      'InvalidResponse, ambiguous after 1',
    ],
    [
      'success without a readable report',
      'createKey',
      [reply({}, { body: '{' })],
      'InvalidResponse, retryable, ambiguous after 1',
    ],
  ] as const)('%s', async (_what, operation, steps, expected) => {
    expect(await outcome(operation, ...steps)).toBe(expected)
  })

  test('a report that cannot be read leaves doubt about a change, and none about a look', async () => {
    const decode = () => {
      throw new TypeError('not of the documented shape')
    }
    const provider = fakeProvider({
      bindings: { describeKey: fakeCodec('Describe', { decode }), enableKey: fakeCodec('Enable', { decode }) },
    })
    const kms = createClient(provider, script(reply()))
    expect(await rejection(kms.describeKey({ keyId: 'k' }))).toMatchObject({
      code: 'InvalidResponse',
      ambiguous: false,
    })
    expect(await rejection(kms.enableKey({ keyId: 'k' }))).toMatchObject({ code: 'InvalidResponse', ambiguous: true })
  })

  test('the look before a change, failing, leaves no doubt about the change', async () => {
    const provider = fakeProvider({
      bindings: {
        enableKey: {
          run: async ({ keyId }, call) => {
            await call.operation('describeKey', { keyId })
            return call.codec(fakeCodec('Enable'), {})
          },
        },
      },
    })
    const enable = (...steps: Step[]) =>
      rejection(createClient(provider, script(...steps)).enableKey({ keyId: 'k' }, { retries: 0 }))
    expect(await enable(cut)).toMatchObject({ code: 'Network', ambiguous: false })
    expect(await enable(done, cut)).toMatchObject({ code: 'Network', ambiguous: true })
  })
})

describe('how long it waits', () => {
  const waited = async (...steps: Step[]) => {
    const startedMs = performance.now()
    const { transport, sent } = script(...steps)
    await createClient(fakeProvider(), { transport })
      .describeKey({ keyId: 'k' })
      .catch(() => {})
    return { ms: performance.now() - startedMs, requests: sent.length }
  }

  test('at least as long as Retry-After says', async () => {
    const { ms, requests } = await waited(refuse('Throttled', 'not-executed', { 'retry-after': '0.2' }), done)
    expect(requests).toBe(2)
    expect(ms).toBeGreaterThanOrEqual(199)
  })

  test('not at all when the deadline would pass meanwhile', async () => {
    const { transport, sent } = script(refuse('Throttled', 'not-executed', { 'retry-after': '20' }))
    const startedMs = performance.now()
    const call = createClient(fakeProvider(), { transport }).describeKey({ keyId: 'k' }, { deadlineMs: 15_000 })
    expect(await rejection(call)).toMatchObject({ code: 'Throttled', retryable: true, attempts: 1 })
    expect(sent).toHaveLength(1)
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })

  test('a random part of 100 ms, of 200 ms, and so on; of 500 ms after throttling', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { ms } = await waited(unavailable, unavailable, done)
    expect(ms).toBeGreaterThanOrEqual(148)
    const second = await waited(throttled, done)
    expect(second.ms).toBeGreaterThanOrEqual(249)
  })
})

describe('the budget', () => {
  test('ends retries during an outage, and is earned back by success', async () => {
    let down = true
    let sent = 0
    const kms = createClient(fakeProvider(), {
      transport: async () => {
        sent += 1
        return down ? unavailable : done
      },
    })
    const affordable = RETRY_TOKENS / TRANSIENT_RETRY_COST
    const calls = 60
    for (let made = 0; made < calls; made += 1) await rejection(kms.describeKey({ keyId: 'k' }))
    expect(sent).toBe(calls + affordable)
    down = false
    for (let made = 0; made < TRANSIENT_RETRY_COST; made += 1) await kms.describeKey({ keyId: 'k' })
    down = true
    sent = 0
    await rejection(kms.describeKey({ keyId: 'k' }))
    await rejection(kms.describeKey({ keyId: 'k' }))
    expect(sent).toBe(3)
  })
})
