/** The three ways to reach a simulator, and the control surface of the third. */
import { request as httpRequest } from 'node:http'
import axios from 'axios'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSimulator, simulatedClouds } from '../../conformance/simulators/index.ts'
import { mswHandlers } from '../../conformance/simulators/msw.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { awsWire } from '../support/aws-wire.ts'

const aws = createSimulator('aws')

describe('through msw', () => {
  const server = setupServer(...mswHandlers(aws))
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => aws.control.reset())
  afterAll(() => server.close())

  const byAxios = async (request: Request) => {
    const { status, data } = await axios.request({
      url: request.url,
      method: 'post',
      headers: Object.fromEntries(request.headers),
      data: await request.text(),
      transformResponse: [],
      validateStatus: () => true,
    })
    return new Response(data, { status })
  }

  test.each([
    // Looked up at the call: msw has put its own in the place of fetch by then.
    ['global fetch', (request: Request) => fetch(request)],
    ['axios over node:http', byAxios],
  ])('%s reaches it, in whatever Region', async (_what, send) => {
    const call = awsWire(send)
    expect((await call('CreateKey', {}, { region: 'eu-west-1' })).status).toBe(200)
    expect((await call('ListKeys', {}, { region: 'us-east-1' })).body).toMatchObject({ Keys: [] })
    expect((await call('ListKeys', {}, { region: 'eu-west-1' })).body['Keys']).toHaveLength(1)
  })

  test('a cut connection is a network error', async () => {
    aws.control.faults.add({ kind: 'cut-connection' })
    await expect(awsWire(fetch)('ListKeys', {})).rejects.toThrow(TypeError)
  })

  test.each([
    'kms.eu-west-1.amazonaws.com',
    'kms-fips.us-west-2.amazonaws.com',
    'kms.cn-north-1.amazonaws.com.cn',
    'kms.eu-west-1.api.aws',
    'kms.cn-north-1.api.amazonwebservices.com.cn',
    'vpce-0a1b-2c3d.kms.us-east-1.vpce.amazonaws.com',
  ])('%s is answered', async (host) => {
    const response = await fetch(`https://${host}/`, { method: 'POST', body: '{}' })
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
  })

  test('no other host is', async () => {
    for (const host of ['s3.eu-west-1.amazonaws.com', 'kms.eu-west-1.amazonaws.com.example.org'])
      await expect(fetch(`https://${host}/`)).rejects.toThrow()
  })

  test('a host of one’s own is, when named', async () => {
    const own = createSimulator('aws', { hosts: ['kms.test.internal'] })
    server.use(...mswHandlers(own))
    expect((await fetch('http://kms.test.internal/', { method: 'POST' })).status).toBe(400)
    await expect(fetch('http://kms-test-internal/')).rejects.toThrow()
    server.resetHandlers()
  })
})

describe('on a port', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await serve({
      port: 0,
      seed: 1,
      credentials: [{ accessKeyId: 'mine', secret: 'my secret', cloud: 'aws' }],
    })
  })
  afterAll(() => server.close())

  /** Signed for AWS's own host, and sent to the port with that host in its header. */
  const over = (accessKeyId?: string, secret?: string) => {
    const send = (request: Request) =>
      request.text().then(
        (body) =>
          new Promise<Response>((resolve, reject) => {
            const headers = { ...Object.fromEntries(request.headers), host: new URL(request.url).host }
            const outgoing = httpRequest(server.url, { method: 'POST', headers }, (incoming) => {
              const chunks: Buffer[] = []
              incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
              incoming.on('end', () =>
                resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 0 })),
              )
            })
            outgoing.on('error', reject)
            outgoing.end(body)
          }),
      )
    return awsWire(send, accessKeyId, secret)
  }

  const control = async (method: string, path: string, body?: unknown, headers = { 'x-polykms-control': '1' }) => {
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${server.url}/_polykms/${path}`, init)
    const reply = (await response.json()) as Record<string, unknown>
    return { status: response.status, reply }
  }

  test('every cloud is served', () => {
    expect(server.simulators.map(({ cloud }) => cloud)).toEqual(simulatedClouds)
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  })

  test('the default caller and the added one are known, others are not', async () => {
    expect((await over()('ListKeys', {})).status).toBe(200)
    expect((await over('mine', 'my secret')('ListKeys', {})).status).toBe(200)
    expect((await over('mine', 'guess')('ListKeys', {})).body['__type']).toBe('InvalidSignatureException')
    expect((await over('nobody')('ListKeys', {})).body['__type']).toBe('UnrecognizedClientException')
  })

  test('a cut connection is cut', async () => {
    await control('POST', 'faults', { add: [{ kind: 'cut-connection', count: 1 }], cloud: 'aws' })
    await expect(over()('ListKeys', {})).rejects.toThrow('socket hang up')
    expect((await over()('ListKeys', {})).status).toBe(200)
  })

  test('a shape that no cloud has is not found', async () => {
    for (const path of ['favicon.ico', 'index.html']) expect((await fetch(`${server.url}/${path}`)).status).toBe(404)
  })

  describe('the control surface', () => {
    afterEach(() => control('POST', 'reset'))

    test('wants its header, and a local name', async () => {
      for (const headers of [{}, { 'x-polykms-control': 'yes' }])
        expect((await control('GET', 'snapshot', undefined, headers as { 'x-polykms-control': string })).status).toBe(
          403,
        )
      const named = await new Promise<number>((resolve, reject) => {
        const headers = { 'x-polykms-control': '1', host: 'page.example.org' }
        httpRequest(`${server.url}/_polykms/snapshot`, { headers }, (incoming) => {
          incoming.resume()
          resolve(incoming.statusCode ?? 0)
        })
          .on('error', reject)
          .end()
      })
      expect(named).toBe(403)
    })

    test('puts keys into states', async () => {
      const { reply } = await control('PUT', 'state', {
        cloud: 'aws',
        key: { state: 'Unavailable', region: 'eu-west-1' },
      })
      const { body } = await over()('DescribeKey', { KeyId: reply['keyId'] }, { region: 'eu-west-1' })
      expect(body).toMatchObject({ KeyMetadata: { KeyState: 'Unavailable', Arn: reply['arn'] } })
    })

    test('moves time, for one cloud or all', async () => {
      const { reply } = await control('POST', 'clock', { advance: '31d', cloud: 'aws' })
      const { clouds } = reply as { clouds: { cloud: string; now: string }[] }
      expect(clouds.map(({ cloud }) => cloud)).toEqual(['aws'])
      expect(Date.parse(clouds[0]?.now ?? '') - Date.now()).toBeGreaterThan(30 * 86_400_000)
      const all = (await control('GET', 'state')).reply as { clouds: unknown[] }
      expect(all.clouds).toHaveLength(simulatedClouds.length)
    })

    test('arms and clears faults, and sets lag', async () => {
      const armed = await control('POST', 'faults', { cloud: 'aws', add: [{ kind: 'throttle' }], lag: { calls: 2 } })
      expect(armed.reply).toMatchObject({ clouds: [{ faults: [{ kind: 'throttle' }], lag: { calls: 2 } }] })
      expect((await over()('ListKeys', {})).body['__type']).toBe('ThrottlingException')
      const cleared = await control('POST', 'faults', { cloud: 'aws', clear: true, lag: null })
      expect(cleared.reply).toMatchObject({ clouds: [{ faults: [], lag: null }] })
    })

    test('takes snapshots and gives them back', async () => {
      const { body } = await over()('CreateKey', {})
      const snapshot = (await control('GET', 'snapshot')).reply
      await control('POST', 'reset')
      expect((await over()('ListKeys', {})).body).toMatchObject({ Keys: [] })
      expect((await control('PUT', 'snapshot', snapshot)).status).toBe(200)
      const { KeyMetadata } = body as { KeyMetadata: { KeyId: string } }
      expect((await over()('DescribeKey', { KeyId: KeyMetadata.KeyId })).status).toBe(200)
    })

    test('tells the calls', async () => {
      await over()('ListKeys', {}, { region: 'eu-west-1' })
      const { calls } = (await control('GET', 'calls?cloud=aws')).reply as { calls: unknown[] }
      expect(calls.at(-1)).toEqual({
        cloud: 'aws',
        action: 'ListKeys',
        region: 'eu-west-1',
        accessKeyId: 'test',
        status: 200,
        time: expect.any(String),
      })
    })

    test.each<[string, string, unknown, number]>([
      ['POST', 'clock', { advance: 'soon' }, 400],
      ['POST', 'clock', {}, 400],
      ['POST', 'clock', { advance: '1d', cloud: 'nowhere' }, 400],
      ['POST', 'faults', { add: [{ kind: 'meteor' }] }, 400],
      ['POST', 'faults', { add: [null] }, 400],
      ['POST', 'faults', { kind: 'throttle' }, 400],
      ['POST', 'clock', { advance: '1d', clouds: ['aws'] }, 400],
      ['POST', 'reset', { keys: true }, 400],
      ['PUT', 'snapshot', { amazon: {} }, 400],
      ['POST', 'faults', { lag: { calls: 'many' } }, 400],
      ['PUT', 'state', { key: {} }, 400],
      ['PUT', 'state', { cloud: 'aws', key: { state: 'Frozen' } }, 400],
      ['PUT', 'snapshot', { aws: { version: 9 } }, 400],
      ['POST', 'reset', [], 400],
      ['GET', 'secrets', undefined, 404],
      ['DELETE', 'state', undefined, 404],
    ])('%s %s %j is refused', async (method, path, body, status) => {
      const { status: given, reply } = await control(method, path, body)
      expect([given, typeof reply['error']]).toEqual([status, 'string'])
    })
  })

  test('a server that is closed is gone, with calls under way ended', async () => {
    const other = await serve({ port: 0, simulators: [createSimulator('aws')] })
    other.simulators[0]?.control.faults.add({ kind: 'slow-first-byte', delayMs: 60_000 })
    const hanging = fetch(other.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'TrentService.ListKeys' },
      body: '{}',
    })
    const ended = expect(hanging).rejects.toThrow('fetch failed')
    await new Promise((resolve) => setTimeout(resolve, 50))
    await other.close()
    await ended
    await expect(fetch(other.url)).rejects.toThrow('fetch failed')
  })

  test('a port that is taken is refused', async () => {
    await expect(serve({ port: server.port, simulators: [] })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
