import { getEventListeners } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { TransportFailure } from '../../../src/errors.ts'
import type { CallOptions, ClientOptions } from '../../../src/settings.ts'
import { createTransport } from '../../../src/transport.ts'
import { FAKE_URL, fakeProvider, key, rejection } from '../../support/fake-provider.ts'
import { closed, closedPort, post, startServer, type TestServer } from '../../support/server.ts'
import { closeTo } from '../../support/timing.ts'

/** A client of the fake cloud, at a real address, over the default transport. */
function clientOf({ url }: Pick<TestServer, 'url'>, options: ClientOptions = {}) {
  const provider = fakeProvider({
    authenticate: async (request) => ({ ...request, url: request.url.replace(FAKE_URL, `${url}/`) }),
  })
  return createClient(provider, options)
}

const silent = () => startServer(() => {})
const trickling = () =>
  startServer((_request, response) => {
    response.writeHead(200, { 'content-length': 1_000 })
    const trickle = setInterval(() => response.write(' '), 10)
    response.on('close', () => clearInterval(trickle))
  })

describe('timeoutMs', () => {
  test.each([
    ['that says nothing', silent],
    ['that never ends', trickling],
  ])('ends a wait for a server %s, and closes the connection', async (_what, start) => {
    const server = await start()
    const call = clientOf(server).enableKey({ keyId: 'k' }, { timeoutMs: 150, retries: 0 })
    expect(await closeTo(150, rejection(call))).toMatchObject({
      code: 'Timeout',
      attempts: 1,
      ambiguous: true,
      retryable: true,
    })
    await closed(server.connections[0])
  })

  test('gives the next attempt a connection of its own', async () => {
    let requests = 0
    const server = await startServer((_request, response) => {
      requests += 1
      if (requests > 1) response.end(JSON.stringify(key))
    })
    expect(await clientOf(server).describeKey({ keyId: 'k' }, { timeoutMs: 100 })).toMatchObject(key)
    expect(server.connections).toHaveLength(2)
    await closed(server.connections[0])
    expect(server.connections[1]?.destroyed).toBe(false)
  })
})

describe('a signal', () => {
  test.each([
    ['before the first byte', silent],
    ['in the middle of the reply', trickling],
  ])('that fires %s closes the connection', async (_when, start) => {
    const server = await start()
    const controller = new AbortController()
    const { signal } = controller
    const call = clientOf(server).enableKey({ keyId: 'k' }, { signal })
    setTimeout(() => controller.abort(), 100)
    expect(await closeTo(100, rejection(call))).toMatchObject({ code: 'Aborted', attempts: 1, ambiguous: true })
    await closed(server.connections[0])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('that fires before the connection is begun, at whatever step, lets nothing be sent', async () => {
    const server = await startServer((_request, response) => response.end('{}'))
    const transport = createTransport()
    for (let steps = 0; steps < 30; steps += 1) {
      const controller = new AbortController()
      const sending = transport(post(server.url), controller.signal)
      for (let step = 0; step < steps; step += 1) await Promise.resolve()
      controller.abort()
      expect(await rejection(sending), `after ${steps} steps`).toBeInstanceOf(TransportFailure)
      expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    }
    await rejection(transport(post(server.url), AbortSignal.abort()))
    await sleep(20)
    expect(server.received).toEqual([])
  })
})

describe('what is left behind', () => {
  const resources = () => {
    const counts: Record<string, number> = {}
    for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1
    return { timers: counts['Timeout'] ?? 0, connecting: counts['TCPConnectWrap'] ?? 0 }
  }

  test('is no listener and no timer, however a call ends', async () => {
    const server = await startServer((request, response) => {
      if (request.url === '/Describe') response.end(JSON.stringify(key))
      else if (request.url === '/Create') request.socket.destroy()
      else if (request.url === '/Enable') response.writeHead(200).write('{')
    })
    const { signal } = new AbortController()
    const signals: AbortSignal[] = []
    const transport = createTransport()
    const kms = clientOf(server, {
      retries: 0,
      transport: (request, inner) => {
        signals.push(inner)
        return transport(request, inner)
      },
    })
    const before = resources()
    for (let round = 0; round < 3; round += 1) {
      await kms.describeKey({ keyId: 'k' }, { signal })
      await rejection(kms.createKey({}, { signal }))
      await rejection(kms.enableKey({ keyId: 'k' }, { signal, timeoutMs: 50 }))
    }
    await Promise.all(server.connections.slice(0, -1).map(closed))
    await sleep(20)
    expect(getEventListeners(signal, 'abort')).toEqual([])
    for (const inner of signals) expect(getEventListeners(inner, 'abort')).toEqual([])
    expect(signals).toHaveLength(9)
    const after = resources()
    expect(after.timers).toBeLessThanOrEqual(before.timers)
    expect(after.connecting).toBe(0)
  })

  test('is no connection in the agents that other code shares', async () => {
    const server = await startServer((_request, response) => response.end(JSON.stringify(key)))
    await clientOf(server).describeKey({ keyId: 'k' })
    for (const agent of [http.globalAgent, https.globalAgent]) {
      expect([agent.sockets, agent.freeSockets].map((sockets) => Object.keys(sockets))).toEqual([[], []])
    }
  })
})

describe('through the pipeline', () => {
  const call = (kms: ReturnType<typeof clientOf>, options: CallOptions = {}) => rejection(kms.createKey({}, options))

  test('a refused connection is tried again even for what may not be repeated, and leaves no doubt', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`
    expect(await call(clientOf({ url }))).toMatchObject({
      code: 'Network',
      attempts: 3,
      ambiguous: false,
      retryable: true,
    })
  })

  test('a name that does not resolve leaves no doubt', async () => {
    const url = `http://${'a'.repeat(64)}.invalid`
    expect(await call(clientOf({ url }), { retries: 0 })).toMatchObject({ code: 'Network', ambiguous: false })
  })

  test('a reply cut in the middle leaves doubt, and is not tried again for what may not be repeated', async () => {
    const server = await startServer(({ socket }, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"a"', () => socket.resetAndDestroy())
    })
    expect(await call(clientOf(server))).toMatchObject({ code: 'Network', attempts: 1, ambiguous: true })
    expect(server.received).toHaveLength(1)
    const read = rejection(clientOf(server).describeKey({ keyId: 'k' }))
    expect(await read).toMatchObject({ code: 'Network', attempts: 3, ambiguous: false })
  })

  test('a reply too large is no reply, and is not asked for again', async () => {
    const server = await startServer((_request, response) =>
      response.writeHead(200, { 'content-length': 50 * 1024 * 1024 }).flushHeaders(),
    )
    expect(await call(clientOf(server))).toMatchObject({ code: 'InvalidResponse', attempts: 1, ambiguous: true })
    await closed(server.connections[0])
  })

  test('a redirect is an error, and goes nowhere', async () => {
    const other = await silent()
    const server = await startServer((_request, response) => response.writeHead(307, { location: other.url }).end())
    expect(await call(clientOf(server))).toMatchObject({ code: 'Unmapped', httpStatus: 307, attempts: 1 })
    expect(other.connections).toHaveLength(0)
  })
})
