import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { fakeCodec, fakeProvider, key, rejection, reply, script } from '../../support/fake-provider.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const empty = { status: 200, headers: {}, body: '' }
const reads = (decode: (reply: unknown) => never) =>
  fakeProvider({ bindings: { enableKey: fakeCodec('Enable', { decode }) } })
const unreadable = () => {
  throw new TypeError('no member')
}

describe('a reply without a body', () => {
  test('is no answer to a question: it is asked again', async () => {
    const { transport, sent } = script(empty, reply(key))
    await createClient(fakeProvider(), { transport }).describeKey({ keyId: 'k' })
    expect(sent).toHaveLength(2)
  })

  test('is never taken for an empty list or for nothing', async () => {
    const call = createClient(fakeProvider(), script(empty)).describeKey({ keyId: 'k' })
    expect(await rejection(call)).toMatchObject({
      code: 'InvalidResponse',
      attempts: 3,
      retryable: true,
      httpStatus: 200,
    })
  })

  test('is enough for a change that reports nothing', async () => {
    const { transport, sent } = script(empty)
    await createClient(fakeProvider(), { transport }).enableKey({ keyId: 'k' })
    expect(sent).toHaveLength(1)
  })

  test('leaves a change that reports something unclear, repeated only if that is safe', async () => {
    const again = createClient(reads(unreadable), script(empty)).enableKey({ keyId: 'k' })
    expect(await rejection(again)).toMatchObject({ code: 'InvalidResponse', attempts: 3, ambiguous: true })
    const provider = fakeProvider({ bindings: { createKey: fakeCodec('Create', { decode: unreadable }) } })
    const once = createClient(provider, script(empty)).createKey({})
    expect(await rejection(once)).toMatchObject({ code: 'InvalidResponse', attempts: 1, ambiguous: true })
  })
})
