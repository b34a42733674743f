import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { waitForKeyState } from '../../../src/wait.ts'
import { fakeClient, statesOf } from '../../support/fake-client.ts'
import { fakeProvider, key, rejection, reply, script, silence } from '../../support/fake-provider.ts'

const warnings: string[] = []
const note = (warning: Error) => warnings.push(warning.name)
beforeEach(() => void process.on('warning', note))
afterEach(() => void process.off('warning', note))

const MANY = Array.from({ length: 64 })
const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

/** Node tells of a leak in a turn of its own. */
const told = async () => {
  await new Promise((resolve) => setImmediate(resolve))
  return warnings.splice(0)
}

describe('many calls on one signal', () => {
  test('share one listener, warn nobody and leave nothing', async () => {
    const { signal } = new AbortController()
    const kms = createClient(fakeProvider(), script(reply(key)))
    const calls = MANY.map(() => kms.describeKey({ keyId: 'k' }, { signal }))
    expect(listeners(signal)).toBe(1)
    await Promise.all(calls)
    expect(listeners(signal)).toBe(0)
    expect(await told()).toEqual([])
  })

  test('all end with Aborted when it fires', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const clients = [1, 2].map(() => createClient(fakeProvider(), script(silence().step)))
    const calls = clients.flatMap((kms) => MANY.map(() => rejection(kms.describeKey({ keyId: 'k' }, { signal }))))
    controller.abort()
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'Aborted' })
    expect(listeners(signal)).toBe(0)
    expect(await told()).toEqual([])
  })

  test('one that ends does not end the listening of the others', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const kms = createClient(fakeProvider(), script(reply(key), silence().step))
    await kms.describeKey({ keyId: 'k' }, { signal })
    const waiting = rejection(kms.describeKey({ keyId: 'k' }, { signal }))
    const short = rejection(kms.describeKey({ keyId: 'k' }, { signal, deadlineMs: 1 }))
    expect(await short).toMatchObject({ code: 'Timeout' })
    controller.abort()
    expect(await waiting).toMatchObject({ code: 'Aborted' })
  })

  test('hold for waits too', async () => {
    const { signal } = new AbortController()
    const waits = MANY.map(() =>
      waitForKeyState(fakeClient(statesOf('Creating', 'Enabled')), 'k', 'Enabled', { signal, intervalMs: 2 }),
    )
    await Promise.all(waits)
    expect(listeners(signal)).toBe(0)
    expect(await told()).toEqual([])
  })
})
