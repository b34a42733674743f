import { inspect } from 'node:util'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/client.ts'
import { KmsError } from '../../../src/errors.ts'
import { type Input, type Output, operationNames } from '../../../src/operations/index.ts'
import {
  fakeCodec,
  fakeProvider,
  fakeRequest,
  key,
  refuse,
  rejection,
  reply,
  script,
} from '../../support/fake-provider.ts'
import { callByName, sampleInput } from '../../support/operations.ts'

// The wait between two attempts is a random part of its ceiling.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

describe('one call', () => {
  test('validates, encodes, signs, sends and decodes, in this order, and encodes once however often it sends', async () => {
    const steps: string[] = []
    const binding = fakeCodec<{ keyId: string }, typeof key & { origin: 'PROVIDER' }>('Describe', {
      encode: ({ keyId }) => {
        steps.push(`encode ${keyId}`)
        return fakeRequest('Describe')
      },
      decode: (_reply, { keyId }) => {
        steps.push(`decode ${keyId}`)
        return { ...key, keyId, origin: 'PROVIDER' }
      },
    })
    const provider = fakeProvider({
      bindings: { describeKey: binding as never }, // it gives back less than every field
      authenticate: async (request) => {
        steps.push('sign')
        return request
      },
    })
    const { transport } = script(async () => {
      steps.push('send')
      return steps.length < 4 ? refuse('ServiceUnavailable', 'transient') : reply()
    })
    const kms = createClient(provider, { transport })
    await kms.describeKey({ keyId: 'k' })
    expect(steps).toEqual(['encode k', 'sign', 'send', 'sign', 'send', 'decode k'])
    steps.length = 0
    await rejection(callByName(kms, 'describeKey', { keyId: '' }))
    expect(steps).toEqual([])
  })

  test('gives back what the binding decoded, with requestId and raw beside it but not among its fields', async () => {
    const body = { ...key, Extra: 1 }
    const { transport } = script(reply(body, { headers: { 'x-request-id': 'r-1' } }))
    const provider = fakeProvider({
      bindings: { describeKey: fakeCodec('Describe', { decode: () => key as never }) }, // a part of the reply
    })
    const result = await createClient(provider, { transport }).describeKey({ keyId: 'k' })
    expect(result.requestId).toBe('r-1')
    expect(result.raw).toEqual(body)
    expect(Object.keys(result)).toEqual(Object.keys(key))
    expect({ ...result }).toEqual(key)
    expect(JSON.stringify(result)).not.toContain('Extra')
    expect(inspect(result)).not.toContain('Extra')
  })

  test('reads an empty body as an empty object', async () => {
    const { transport } = script(reply({}, { body: '' }))
    const result = await createClient(fakeProvider(), { transport }).enableKey({ keyId: 'k' })
    expect(result.raw).toEqual({})
  })

  test('sends exactly what was signed, and its user agent beside it', async () => {
    const { transport, sent } = script(reply())
    const kms = createClient(fakeProvider(), { transport, userAgent: 'orders/3' })
    await kms.enableKey({ keyId: 'k' })
    expect(sent).toEqual([
      {
        method: 'POST',
        url: 'https://kms.fake.test/Enable',
        headers: {
          'content-type': 'application/json',
          authorization: 'signed',
          'user-agent': expect.stringMatching(/^orders\/3 polykms\/\d/),
        },
        body: '{"keyId":"k"}',
      },
    ])
  })

  test('counts a status from 200 to 299 as success, unless the cloud reports errors that way, and no other', async () => {
    const answers = async (status: number, isError?: () => boolean) => {
      const { transport } = script(reply(key, { status }))
      const provider = fakeProvider(isError && { isError })
      return createClient(provider, { transport })
        .describeKey({ keyId: 'k' })
        .then(() => 'ok')
        .catch((error: unknown) => (error instanceof KmsError ? [error.code, error.httpStatus] : error))
    }
    expect(await answers(200)).toBe('ok')
    expect(await answers(299)).toBe('ok')
    expect(await answers(199)).toEqual(['Unmapped', 199])
    expect(await answers(301)).toEqual(['Unmapped', 301])
    expect(await answers(200, () => true)).toEqual(['Unmapped', 200])
  })

  test('asks a binding whether an error is really an answer', async () => {
    const binding = fakeCodec<object, { valid: boolean }>('Verify', {
      fromError: ({ code }) => (code === 'InvalidCiphertext' ? { valid: false } : undefined),
    })
    const provider = fakeProvider({ bindings: { verify: binding } })
    const input = {
      keyId: 'k',
      message: new Uint8Array(1),
      algorithm: 'ECDSA_SHA_256',
      signature: new Uint8Array(1),
    } as const
    const no = script(refuse('InvalidCiphertext'))
    const answer = await createClient(provider, no).verify(input)
    expect({ ...answer }).toEqual({ valid: false })
    expect(answer.raw).toMatchObject({ code: 'InvalidCiphertext' })
    const unreadable = fakeProvider({ bindings: { verify: { ...binding, fromError: () => ({ valid: false }) } } })
    const page = await createClient(unreadable, script(reply({}, { status: 400, body: '<p>' }))).verify(input)
    expect([{ ...page }, page.raw]).toEqual([{ valid: false }, undefined])
    const other = script(refuse('KeyNotFound'))
    expect(await rejection(createClient(provider, other).verify(input))).toMatchObject({ code: 'KeyNotFound' })
  })
})

describe('refused before the network', () => {
  const provider = fakeProvider({
    limits: {
      plaintextBytes: { min: 1, max: 4, source: 'https://fake.test/limits' },
      descriptionCharacters: { min: 0, max: 3, source: 'https://fake.test/limits' },
      tagsPerCall: { min: 0, max: 1, source: 'https://fake.test/limits' },
    },
    bindings: {
      createKey: fakeCodec<Input<'createKey'>, Output<'createKey'>>('Create', {
        refuses: { multiRegion: 'the fake cloud has one region' },
      }),
      reEncrypt: {
        run: async () => ({ ciphertext: new Uint8Array(1), keyId: 'k' }),
        refuses: { dryRun: 'no dry runs' },
      },
    },
  })
  const refused = async (name: (typeof operationNames)[number], input: unknown, limits: 'check' | 'send' = 'check') => {
    const { transport, sent } = script()
    const error = await rejection(callByName(createClient(provider, { transport, limits }), name, input))
    expect(sent).toEqual([])
    expect(error).toMatchObject({ attempts: 0, ambiguous: false, retryable: false, operation: name, provider: 'fake' })
    return error
  }

  test('an operation the cloud does not have, with reason and source', async () => {
    const kms = createClient(provider)
    expect(kms.supports('describeKey')).toBe(true)
    expect(kms.supports('listKeys')).toBe(false)
    expect(await refused('listKeys', {})).toMatchObject({
      code: 'Unsupported',
      message: expect.stringContaining('the fake cloud has no such call (https://fake.test/docs)'),
    })
  })

  test('a field the cloud cannot carry, by name, of codecs and of composites', async () => {
    expect(await refused('createKey', { multiRegion: false })).toMatchObject({
      code: 'Unsupported',
      field: 'multiRegion',
      message: expect.stringContaining('the fake cloud has one region'),
    })
    const input = { ciphertext: new Uint8Array(1), destinationKeyId: 'k', dryRun: true }
    expect(await refused('reEncrypt', input)).toMatchObject({ code: 'Unsupported', field: 'dryRun' })
  })

  test('an unknown field, by its whole name, and says which there are', async () => {
    expect(await refused('enableKey', { keyId: 'k', force: true })).toMatchObject({
      code: 'InvalidInput',
      field: 'force',
      message: expect.stringMatching(/"force"; enableKey takes keyId$/),
    })
    const nested = { keyId: 'k', grantee: 'g', operations: ['Encrypt'], constraints: { contextEqual: {} } }
    expect(await refused('createGrant', nested)).toMatchObject({ field: 'constraints.contextEqual' })
    expect(await refused('listKeys', { filter: { state: [] } })).toMatchObject({ field: 'filter.state' })
  })

  test('an unknown field of every operation, also one called __proto__', async () => {
    const kms = createClient(fakeProvider(), script())
    for (const name of operationNames) {
      for (const field of ['misspelt', '__proto__', 'constructor']) {
        const input = { ...sampleInput(name) }
        Object.defineProperty(input, field, { value: 1, enumerable: true })
        const error = await rejection(callByName(kms, name, input))
        expect(error, name).toMatchObject({ code: 'InvalidInput', attempts: 0, field })
      }
    }
  })

  test('a size beyond what the cloud documents, with field, size and range, unless limits are left to the cloud', async () => {
    const input = { keyId: 'k', plaintext: new Uint8Array(5) }
    expect(await refused('encrypt', input)).toMatchObject({
      code: 'InvalidInput',
      field: 'plaintext',
      message: expect.stringContaining('plaintext: 5 is out of range; allowed are 1 to 4 (plaintextBytes)'),
    })
    expect(await refused('createKey', { description: 'long' })).toMatchObject({ field: 'description' })
    expect(await refused('createKey', { tags: { a: '', b: '' } })).toMatchObject({ field: 'tags' })
    const { transport, sent } = script(reply())
    await createClient(provider, { transport, limits: 'send' }).encrypt(input)
    await createClient(provider, { transport }).encrypt({ ...input, plaintext: new Uint8Array(4) })
    expect(sent).toHaveLength(2)
  })

  test.each([undefined, null, 'text', 7, [], new Map(), () => ({})])(
    'an input that is no object: %s',
    async (input) => {
      expect(await refused('enableKey', input)).toMatchObject({ code: 'InvalidInput' })
    },
  )

  test('an option out of range, by name', async () => {
    const kms = createClient(provider, script())
    for (const [field, values] of Object.entries({
      timeoutMs: [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5'],
      deadlineMs: [0, -1, Number.NaN],
      retries: [-1, 0.5, 101, Number.NaN, '1'],
      signal: ['x', {}, null],
    })) {
      for (const value of values) {
        const error = await rejection(callByName(kms, 'enableKey', { keyId: 'k' }, { [field]: value }))
        expect(error, `${field}: ${String(value)}`).toMatchObject({ code: 'InvalidInput', field, attempts: 0 })
        const raw = await rejection(kms.raw('Any', {}, { [field]: value as never })) // wrong on purpose
        expect(raw, `raw ${field}: ${String(value)}`).toMatchObject({ code: 'InvalidInput', field, attempts: 0 })
      }
    }
  })
})
