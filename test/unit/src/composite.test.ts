import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { KmsFailure } from '../../../src/errors.ts'
import { fakeCodec, fakeProvider, key, refuse, rejection, reply, script } from '../../support/fake-provider.ts'

describe('an operation made of several', () => {
  test('sends them through the same pipeline, counts all attempts, and reports the last reply', async () => {
    const provider = fakeProvider({
      bindings: {
        reEncrypt: {
          run: async ({ destinationKeyId }, call) => {
            const { keyId } = await call.operation('describeKey', { keyId: destinationKeyId })
            return call.codec(fakeCodec('ReEncrypt'), { keyId })
          },
        },
      },
    })
    const first = script(
      reply(key, { headers: { 'x-request-id': 'r-1' } }),
      reply({ done: 1 }, { headers: { 'x-request-id': 'r-2' } }),
    )
    const input = { ciphertext: new Uint8Array(1), destinationKeyId: 'alias/a' }
    const result = await createClient(provider, first).reEncrypt(input)
    expect(first.sent.map(({ body }) => body)).toEqual(['{"keyId":"alias/a"}', '{"keyId":"k"}'])
    expect([result.requestId, result.raw]).toEqual(['r-2', { done: 1 }])
    const second = script(reply(key), refuse('ServiceUnavailable', 'transient'))
    const error = await rejection(createClient(provider, second).reEncrypt(input, { retries: 1 }))
    expect(error).toMatchObject({ code: 'ServiceUnavailable', attempts: 3, operation: 'reEncrypt' })
  })

  test('shares one deadline', async () => {
    const provider = fakeProvider({
      bindings: {
        enableKey: {
          run: async ({ keyId }, call) => {
            for (;;) await call.operation('describeKey', { keyId })
          },
        },
      },
    })
    const slow = script(async () => new Promise((resolve) => setTimeout(() => resolve(reply(key)), 20)))
    const startedMs = performance.now()
    const error = await rejection(createClient(provider, slow).enableKey({ keyId: 'k' }, { deadlineMs: 70 }))
    expect(error).toMatchObject({ code: 'Timeout' })
    expect(slow.sent.length).toBeGreaterThan(1)
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })

  test('may refuse, or find that replies do not fit together, by throwing a KmsFailure', async () => {
    const provider = fakeProvider({
      bindings: {
        enableKey: {
          run: async ({ keyId }, call) => {
            await call.operation('describeKey', { keyId })
            throw new KmsFailure({ code: 'IncorrectKey', keyId: 'other' }, 'the reply names another key')
          },
        },
      },
    })
    const { transport } = script(reply(key, { headers: { 'x-request-id': 'r-1' } }))
    expect(await rejection(createClient(provider, { transport }).enableKey({ keyId: 'k' }))).toMatchObject({
      code: 'IncorrectKey',
      keyId: 'other',
      attempts: 1,
      requestId: 'r-1',
    })
  })
})
