import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { alibaba } from '../../providers/alibaba/index.ts'
import { aws } from '../../providers/aws/index.ts'
import { huawei } from '../../providers/huawei/index.ts'
import { createClient } from '../../src/index.ts'

let server: RunningServer
beforeAll(async () => {
  server = await serve({ port: 0, seed: 5 })
})
afterAll(() => server.close())

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** As a browser, which `fetch` does not let itself be made into. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${server.url}/_polykms/${path}`, { method, headers }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(method === 'POST' ? '{"advance":"1d"}' : undefined)
  })
}

const CONTROL = { 'x-polykms-control': '1' }

describe('the page of a serving process', () => {
  test('is there without a header, holds nothing of the simulators, and lets nothing else in', async () => {
    const { status, headers, text } = await ask('')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    for (const part of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "form-action 'none'"])
      expect(policy).toContain(part)
    expect(policy).not.toContain('unsafe')
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(text).toContain('<title>polykms serve</title>')
  })

  test('is not shown under a name that was made to point here', async () => {
    expect((await ask('', { host: 'page.example.org' })).status).toBe(403)
  })

  test.each([
    ['another origin', { origin: 'https://page.example.org' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin that has a name', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the site', { 'sec-fetch-site': 'same-site' }],
  ])('cannot be spoken for by a page of %s', async (_, headers) => {
    for (const [path, method] of [
      ['overview', 'GET'],
      ['snapshot', 'GET'],
      ['clock', 'POST'],
    ] as const)
      expect((await ask(path, { ...CONTROL, ...headers }, method)).status).toBe(403)
    expect((await ask('overview', headers)).status).toBe(403)
  })

  test('asks by its own origin and the header, and never without it', async () => {
    const { host, origin } = new URL(server.url)
    expect((await ask('overview', { ...CONTROL, host, origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await ask('overview', { host, origin, 'sec-fetch-site': 'same-origin' })).status).toBe(403)
    const preflight = await ask(
      'overview',
      { origin, 'access-control-request-headers': 'x-polykms-control' },
      'OPTIONS',
    )
    expect(preflight.status).toBe(403)
  })

  test('learns of keys, states and verdicts, and of no material', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const kms = createClient(aws({ region: 'us-east-1', endpoint: server.url, credentials }))
    const { keyId } = await kms.createKey({ spec: 'RSA_2048', usage: 'SIGN_VERIFY' })
    await kms.disableKey({ keyId })
    const refused = kms.sign({ keyId, message: new Uint8Array(4), algorithm: 'RSASSA_PSS_SHA_256' })
    await expect(refused).rejects.toMatchObject({ code: 'InvalidKeyState' })
    const access = { accessKey: 'test', secretKey: 'test' }
    const other = createClient(
      huawei({ region: 'cn-north-4', endpoint: server.url, iamEndpoint: server.url, credentials: access }),
    )
    await other.createKey()
    const { text } = await ask('overview', CONTROL)
    const { clouds, calls } = JSON.parse(text)
    expect(clouds.map((one: { cloud: string }) => one.cloud)).toEqual(simulatedClouds)
    expect(clouds[0].keys).toEqual({
      total: 1,
      newest: [
        {
          keyId,
          region: 'us-east-1',
          state: 'Disabled',
          spec: 'RSA_2048',
          usage: 'SIGN_VERIFY',
          createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      ],
    })
    expect(clouds[2].keys.newest[0]).toMatchObject({ state: '2 enabled', spec: 'AES_256', region: 'cn-north-4' })
    const signed = calls.find(({ action }: { action: string }) => action === 'Sign')
    expect(signed).toMatchObject({ cloud: 'aws', status: 400, errorCode: 'DisabledException' })
    // Whatever material the simulators have is in a snapshot, as long runs of characters.
    const snapshot = (await ask('snapshot', CONTROL)).text
    const long = [...new Set(snapshot.match(/[A-Za-z0-9+/=]{40,}/g) ?? [])]
    expect(long.length).toBeGreaterThan(1)
    expect(long.filter((run) => text.includes(run))).toEqual([])
  })

  test('has the newest call first, whatever the clocks of the clouds say', async () => {
    const clock = { method: 'POST', headers: CONTROL, body: '{"advance":"31d","cloud":"aws"}' }
    expect((await fetch(`${server.url}/_polykms/clock`, clock)).status).toBe(200)
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    await createClient(aws({ region: 'us-east-1', endpoint: server.url, credentials })).listKeys()
    const access = { accessKeyId: 'test', accessKeySecret: 'test' }
    await createClient(alibaba({ region: 'cn-hangzhou', endpoint: server.url, credentials: access })).listKeys()
    const { calls } = JSON.parse((await ask('overview', CONTROL)).text)
    expect(calls.slice(0, 2).map(({ cloud }: { cloud: string }) => cloud)).toEqual(['alibaba', 'aws'])
  })
})
