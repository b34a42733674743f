import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { alibaba } from '../../providers/alibaba/index.ts'
import { aws } from '../../providers/aws/index.ts'
import {
  type AttemptEvent,
  createClient,
  isKmsError,
  type OperationName,
  operations,
  type Provider,
  type Transport,
  type WireRequest,
} from '../../src/index.ts'
import { callByName, sampleInput, supportedOperations } from '../support/operations.ts'
import { providers } from '../support/providers.ts'

const SECRET = 'MARKEDsecretKEY/0123456789abcdef'
const TOKEN = 'MARKEDsessionTOKEN/0123456789abcdef=='
const MARK = 'MARKED-plaintext-0123456789'
const markBytes = new Uint8Array(Buffer.from(MARK))

const CALLER = { key: 'AKID', secret: SECRET, token: TOKEN }

const credentialed: readonly (readonly [string, Provider])[] = [
  ...Object.entries(providers).map(([cloud, make]) => [cloud, make(CALLER)] as const),
  [
    'alibaba, signed in the URL',
    alibaba({
      region: 'cn-hangzhou',
      credentials: { accessKeyId: 'AKID', accessKeySecret: SECRET, securityToken: TOKEN },
      signature: 'v1',
      parametersIn: 'query',
    }),
  ],
]

/** Every way in which a secret could be written down. */
function formsOf(secret: Uint8Array | string): string[] {
  const buffer = Buffer.from(secret)
  const texts = [buffer.toString('utf8'), buffer.toString('base64'), buffer.toString('hex')]
  const forms = texts.flatMap((text) => [text, encodeURIComponent(text)])
  return [...new Set([...forms, inspect(new Uint8Array(buffer)).slice(12, 60), [...buffer].join(',')])]
}

/** The input with its secret fields marked. */
function markedInput(name: OperationName): Record<string, unknown> {
  const input: Record<string, unknown> = { ...sampleInput(name) }
  for (const field of operations[name].secrets.input) {
    if (!(field in input) && field !== 'grantToken') continue
    input[field] = input[field] instanceof Uint8Array ? markBytes : input[field]
  }
  return input
}

/** Everything a careless server could say back. */
function echo(request: WireRequest): string {
  return `you sent ${request.url} ${JSON.stringify(request.headers)} ${request.body}`
}

function errorBody(request: WireRequest, code: string): string {
  const text = echo(request)
  return JSON.stringify({
    __type: code,
    message: text,
    Message: text,
    Code: code,
    RequestId: text,
    HostId: text,
    error: { error_code: code, error_msg: text, code, message: text, title: text },
    error_code: code,
    error_msg: text,
    request_id: text,
  })
}

const json = { 'content-type': 'application/json', date: new Date().toUTCString() }

const careless: Readonly<Record<string, Transport>> = {
  'an error that quotes the request': async (request) => ({
    status: 400,
    headers: json,
    body: errorBody(request, 'ValidationException'),
  }),
  'an error whose code is the request': async (request) => ({
    status: 400,
    headers: json,
    body: errorBody(request, echo(request)),
  }),
  'a signature error that quotes what was signed': async (request) => ({
    status: 403,
    headers: json,
    body: errorBody(request, 'SignatureDoesNotMatch'),
  }),
  'an authentication error': async (request) => ({
    status: 401,
    headers: json,
    body: errorBody(request, 'APIGW.0301'),
  }),
  'a 5xx page that quotes the request': async (request) => ({
    status: 502,
    headers: {},
    body: `<html>${echo(request)}</html>`,
  }),
  'a success of a wrong shape': async (request) => ({
    status: 200,
    headers: json,
    body: JSON.stringify({ Plaintext: { a: echo(request) }, KeyMetadata: echo(request), key_info: [echo(request)] }),
  }),
  'a success that is not JSON': async (request) => ({ status: 200, headers: json, body: echo(request) }),
  'a transport that throws the request': async (request) => {
    throw Object.assign(new Error(echo(request)), { config: request, request, code: echo(request) })
  },
}

let output = ''
beforeEach(() => {
  output = ''
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      output += String(chunk)
      return true
    })
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => {
      output += inspect(parts)
    })
  }
})
afterEach(() => vi.restoreAllMocks())

/** Everything that a program might write down of an error. */
function everythingSaid(error: unknown, events: readonly AttemptEvent[]): string {
  const own =
    error instanceof Error ? Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error, name)]) : []
  return [
    JSON.stringify(error),
    String(error),
    inspect(error, { depth: 20, showHidden: true }),
    inspect(own, { depth: 20 }),
    JSON.stringify(events),
    output,
  ].join('\n')
}

describe.each(credentialed)('%s: no error, event or log shows a secret', (_, provider) => {
  test.each(Object.entries(careless))('after %s', async (_name, transport) => {
    const sentHeaders: string[] = []
    const events: AttemptEvent[] = []
    const kms = createClient(provider, {
      transport: async (request, signal) => {
        for (const [name, value] of Object.entries(request.headers)) {
          const signature = /Signature=([0-9a-f]{40,})/i.exec(value)?.[1]
          if (signature !== undefined) sentHeaders.push(signature)
          if (/token/i.test(name)) sentHeaders.push(value)
        }
        return transport(request, signal)
      },
      onAttempt: (event) => events.push(event),
      retries: 0,
      limits: 'send',
    })
    let failures = 0
    for (const name of supportedOperations(kms)) {
      const input = markedInput(name)
      try {
        await callByName(kms, name, input)
      } catch (error) {
        failures += 1
        expect(isKmsError(error), `${name} threw ${inspect(error)}`).toBe(true)
        const said = everythingSaid(error, events)
        const secrets = [MARK, SECRET, TOKEN, ...sentHeaders].flatMap((secret) => formsOf(secret))
        for (const form of secrets) expect(said.includes(form), `${name} shows ${form}`).toBe(false)
      }
    }
    expect(failures).toBeGreaterThan(0)
  })

  test('after input of the wrong kind', async () => {
    const kms = createClient(provider, { transport: async () => ({ status: 200, headers: {}, body: '{}' }) })
    for (const name of supportedOperations(kms)) {
      const fields = Object.keys(operations[name].input.shape)
      const wrong = [
        ...fields.map((field) => ({ ...sampleInput(name), [field]: { deep: [MARK] } })),
        { misspelt: MARK },
        MARK,
      ]
      for (const input of wrong) {
        const error = await callByName(kms, name, input).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        const said = everythingSaid(error, [])
        for (const form of formsOf(MARK)) expect(said.includes(form), `${name} shows ${form}`).toBe(false)
      }
    }
  })
})

test('credentials that cannot be had do not show why', async () => {
  const credentials = async () => {
    throw new Error(`cannot log in with ${SECRET}`)
  }
  const kms = createClient(aws({ region: 'eu-west-1', credentials }), {
    transport: async () => Promise.reject(new Error('unused')),
  })
  const error = await kms.listKeys({}).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'Unauthenticated', attempts: 0 })
  for (const form of formsOf(SECRET)) expect(everythingSaid(error, []).includes(form)).toBe(false)
})
