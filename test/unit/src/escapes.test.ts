import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { isKmsError, KmsFailure } from '../../../src/errors.ts'
import type { KmsClient } from '../../../src/index.ts'
import {
  type FakeParts,
  fakeCodec,
  fakeProvider,
  key,
  refuse,
  rejection,
  reply,
  type Step,
  script,
} from '../../support/fake-provider.ts'
import { callByName } from '../../support/operations.ts'

const client = (parts: FakeParts, ...steps: Step[]): KmsClient =>
  createClient(fakeProvider(parts), { ...script(...steps), retries: 0 })
const fails = () => {
  throw Object.assign(new TypeError('SECRET'), { config: { headers: 'SECRET' } })
}

/** A KmsError, and without the words of whatever was thrown. */
async function kmsError(promise: Promise<unknown>) {
  const error = await rejection(promise)
  expect(isKmsError(error), String(error)).toBe(true)
  expect(JSON.stringify(error)).not.toContain('SECRET')
  return error
}

describe('nothing but a KmsError leaves a call', () => {
  test.each<[string, FakeParts, Step, object]>([
    [
      'encode throws',
      { bindings: { enableKey: fakeCodec('', { encode: fails }) } },
      reply(),
      { code: 'InvalidInput', attempts: 0 },
    ],
    [
      'decode throws',
      { bindings: { enableKey: fakeCodec('', { decode: fails }) } },
      reply(),
      { code: 'InvalidResponse', attempts: 1 },
    ],
    [
      'fromError throws',
      { bindings: { enableKey: fakeCodec('', { fromError: fails }) } },
      refuse('Conflict'),
      { code: 'InvalidResponse' },
    ],
    ['a composite throws', { bindings: { enableKey: { run: fails } } }, reply(), { code: 'InvalidInput', attempts: 0 }],
    ['authenticate throws', { authenticate: fails }, reply(), { code: 'Unauthenticated', attempts: 0 }],
    ['toError throws', { toError: fails }, refuse('Conflict'), { code: 'Network', attempts: 1 }],
    ['requestId throws', { requestId: fails }, reply(), { code: 'Network', attempts: 1 }],
    ['isError throws', { isError: fails }, reply(), { code: 'Network', attempts: 1 }],
    ['the transport throws', {}, fails, { code: 'Network', attempts: 1 }],
    [
      'the transport gives back nothing',
      {},
      (async () => undefined) as unknown as Step,
      { code: 'Network', attempts: 1 },
    ],
    [
      'a binding throws what is no error',
      { bindings: { enableKey: { run: () => Promise.reject('SECRET') } } },
      reply(),
      { code: 'InvalidInput' },
    ],
  ])('when %s', async (_when, parts, step, expected) => {
    expect(await kmsError(client(parts, step).enableKey({ keyId: 'k' }))).toMatchObject(expected)
  })

  test('when a provider cannot make a raw request, or is given strange parameters', async () => {
    expect(await kmsError(client({ raw: fails }).raw('Any'))).toMatchObject({ code: 'InvalidInput', operation: 'Any' })
    const refuses = () => {
      throw new KmsFailure({ code: 'InvalidInput', field: 'action' }, 'no such action')
    }
    expect(await kmsError(client({ raw: refuses }).raw('Any'))).toMatchObject({ field: 'action', attempts: 0 })
    expect(await kmsError(client({}).raw('Any', null as never))).toMatchObject({ code: 'InvalidInput' })
  })

  test('when the input bites', async () => {
    const getter = Object.defineProperty({}, 'keyId', { enumerable: true, get: fails })
    const proxy = new Proxy({}, { get: fails, ownKeys: fails })
    for (const input of [getter, proxy]) {
      expect(await kmsError(callByName(client({}), 'enableKey', input))).toMatchObject({
        code: 'InvalidInput',
        attempts: 0,
      })
    }
  })

  test('when the options are none', async () => {
    for (const options of [null, 7, 'x']) {
      const result = callByName(client({}, reply(key)), 'describeKey', { keyId: 'k' }, options as never)
      expect(await result).toMatchObject(key)
    }
  })
})

describe('a raw call', () => {
  test('is signed, sent and counted like any other, and gives back the reply as it is', async () => {
    const { transport, sent } = script(refuse('CredentialsExpired'), reply({ Any: ['thing'] }))
    const kms = createClient(fakeProvider(), { transport })
    expect(await kms.raw('CreateThing', { Name: 'n' })).toEqual({ Any: ['thing'] })
    expect(sent.map(({ url, body, headers }) => [url, body, headers['authorization']])).toEqual([
      ['https://kms.fake.test/CreateThing', '{"Name":"n"}', 'signed'],
      ['https://kms.fake.test/CreateThing', '{"Name":"n"}', 'signed'],
    ])
  })

  test('gives an empty object for an empty reply, and needs no parameters', async () => {
    const { transport, sent } = script(reply({}, { body: '' }))
    expect(await createClient(fakeProvider(), { transport }).raw('Ping')).toEqual({})
    expect(sent[0]?.body).toBe('{}')
  })

  test('shows none of its parameters in an error', async () => {
    const plaintext = 'MARKED'
    const echo: Step = async ({ body }) =>
      reply({ code: 'InvalidInput', message: `bad: ${body} ${btoa(plaintext)}` }, { status: 400 })
    for (const parameters of [{ Plaintext: plaintext }, { Deep: { Plaintext: [plaintext] } }]) {
      const error = await kmsError(client({}, echo).raw('Encrypt', parameters))
      expect(error).toMatchObject({
        code: 'InvalidInput',
        operation: 'Encrypt',
        message: expect.stringContaining('[redacted]'),
      })
      expect(JSON.stringify(error)).not.toMatch(/MARKED|TUFSS0VE/)
    }
  })
})

test('a server that says nothing but the secret says nothing', async () => {
  const plaintext = 'MARKEDplaintext0123456789'
  const input = { keyId: 'k', plaintext: new Uint8Array(Buffer.from(plaintext)) }
  const encrypted = { ciphertext: new Uint8Array(1), keyId: 'k' }
  const provider = fakeProvider({ bindings: { encrypt: fakeCodec('Encrypt', { decode: () => encrypted }) } })
  for (const form of [plaintext, btoa(plaintext), Buffer.from(plaintext).toString('hex')]) {
    const events: unknown[] = []
    const onAttempt = (event: object) => events.push(event)
    const headers = { 'x-request-id': form }
    const success = createClient(provider, { ...script(reply({}, { headers })), onAttempt })
    expect((await success.encrypt(input)).requestId).toBe('[redacted]')
    const body = { code: 'InvalidInput', message: form, providerCode: form }
    const failure = createClient(provider, { ...script(reply(body, { status: 400, headers })), onAttempt })
    const error = await kmsError(failure.encrypt(input))
    expect(error).toMatchObject({ providerCode: '[redacted]', code: 'InvalidInput' })
    expect(JSON.stringify([error, events])).not.toContain(form)
  }
})

test.each(['Unauthenticated', 'ClockSkew', 'CredentialsExpired'] as const)(
  'the words of %s, which quote what was signed, are not shown',
  async (code) => {
    const step = reply({ code, message: 'The canonical string should have been: SECRET' }, { status: 403 })
    const error = await kmsError(client({}, step).enableKey({ keyId: 'k' }))
    expect(error).toMatchObject({ code, message: `fake enableKey of k: ${code} (HTTP 403)` })
  },
)
