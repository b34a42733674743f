import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSimulator, simulatedClouds } from '../../../conformance/simulators/index.ts'
import { serve } from '../../../conformance/simulators/serve.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import {
  createClient,
  fetchTransport,
  type Input,
  importKey,
  isKmsError,
  type KmsClient,
  paginate,
  waitForKeyState,
} from '../../../src/index.ts'
import { rejection } from '../../support/fake-provider.ts'
import { has } from '../../support/has.ts'

const RUNS = { seed: 42 }

const AWKWARD: readonly Readonly<Record<string, string>>[] = [
  {},
  { '': '' },
  { constructor: 'a', toString: 'b', hasOwnProperty: 'c' },
  { 'a"b\\c/d': '\u0000\u001f\u007f' },
  { é: 'e\u0301', '😀': '\u2028\u2029' },
  { b: '1', a: '2', '10': '3', '9': '4' },
  { ' ': ' ', '\n': '\t', 'a=b&c': '%20+' },
]
const lengthened = (length: number) => new Uint8Array(createHash('shake256', { outputLength: length }).digest())
const bytes = (maxLength: number) =>
  fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.integer({ min: 1, max: maxLength }).map(lengthened))
const context = fc.oneof(
  fc.constantFrom(undefined, ...AWKWARD),
  fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 8 }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
)

/** Large arrays are slow to compare member by member. */
function expectSame(actual: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.compare(actual, expected)).toBe(0)
}

async function clientOf(cloud: (typeof simulatedClouds)[number]): Promise<KmsClient> {
  const local = localCloud(cloud)
  const simulator = createSimulator(cloud, { seed: 1 })
  return createClient(await local.provider({ region: local.regions[0] }), {
    transport: fetchTransport(simulator.fetch),
  })
}

/** A new key, or undefined if the cloud says before the network that it has none of this kind. */
async function newKey(kms: KmsClient, input: Input<'createKey'> = {}): Promise<string | undefined> {
  try {
    return (await kms.createKey(input)).keyId
  } catch (error) {
    expect(error).toMatchObject({ code: 'Unsupported', field: 'spec', attempts: 0 })
    return undefined
  }
}

/** What a call gives; undefined if its context was refused, by name and before the network. */
async function unlessContextRefused<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (!isKmsError(error) || error.code !== 'InvalidInput') throw error
    expect(error).toMatchObject({ field: expect.stringMatching(/^context/), attempts: 0 })
    return undefined
  })
}

describe.each(simulatedClouds)('%s, against its simulator', (cloud) => {
  test('decrypts what it encrypted, with the same context and no other', async () => {
    const kms = await clientOf(cloud)
    const keyId = (await newKey(kms)) ?? ''
    let bound = 0
    const largest = kms.limits.plaintextBytes?.max ?? 0
    const property = fc.asyncProperty(bytes(largest), context, async (plaintext, given) => {
      const sealed = await unlessContextRefused(kms.encrypt({ keyId, plaintext, context: given }))
      if (sealed === undefined) return
      const { ciphertext } = sealed
      expectSame((await kms.decrypt({ ciphertext, context: given })).plaintext, plaintext)
      const failure = await rejection(kms.decrypt({ ciphertext, context: { ...given, m: '' } }))
      if (isKmsError(failure) && failure.code === 'InvalidInput') return
      expect(failure).toMatchObject({ code: 'InvalidCiphertext' })
      bound += 1
    })
    const examples = AWKWARD.map((given): [Uint8Array<ArrayBuffer>, typeof given] => [
      new Uint8Array(largest).fill(255),
      given,
    ])
    await fc.assert(property, { ...RUNS, numRuns: examples.length + 10, examples })
    expect(bound).toBeGreaterThanOrEqual(AWKWARD.length)
  })

  test.runIf(has(cloud, 'generateDataKey', 'encryptDataKey'))(
    'opens the data keys that it made, and those that it was given',
    async () => {
      const kms = await clientOf(cloud)
      const keyId = (await newKey(kms)) ?? ''
      const { min = 1, max = 128 } = kms.limits.dataKeyBytes ?? {}
      const length = fc.integer({ min, max })
      await fc.assert(
        fc.asyncProperty(length, context, async (lengthBytes, given) => {
          const input = { keyId, lengthBytes, context: given }
          const made = await unlessContextRefused(kms.generateDataKey(input))
          if (made === undefined) return
          expect(made.plaintext).toHaveLength(lengthBytes)
          const open = (ciphertext: Uint8Array) =>
            kms.decryptDataKey({ keyId, ciphertext, lengthBytes, context: given })
          expectSame((await open(made.ciphertext)).plaintext, made.plaintext)
          const sealed = await kms.encryptDataKey({ keyId, plaintext: made.plaintext, context: given })
          expectSame((await open(sealed.ciphertext)).plaintext, made.plaintext)
          const unseen = await kms.generateDataKeyWithoutPlaintext(input)
          expect((await open(unseen.ciphertext)).plaintext).toHaveLength(lengthBytes)
        }),
        { ...RUNS, numRuns: 8 },
      )
    },
  )

  test.runIf(has(cloud, 'sign'))('verifies its signatures, and no signature of another message', async () => {
    const kms = await clientOf(cloud)
    const keyId = (await newKey(kms, { spec: 'EC_P256', usage: 'SIGN_VERIFY' })) ?? ''
    const largest = kms.limits.messageBytes?.max ?? 5_000
    await fc.assert(
      fc.asyncProperty(bytes(largest - 1), async (message) => {
        const algorithm = 'ECDSA_SHA_256'
        const { signature } = await kms.sign({ keyId, message, algorithm })
        expect(await kms.verify({ keyId, message, algorithm, signature })).toMatchObject({ valid: true })
        const other = Uint8Array.of(...message, 0)
        expect(await kms.verify({ keyId, message: other, algorithm, signature })).toMatchObject({ valid: false })
      }),
      { ...RUNS, numRuns: 6 },
    )
  })

  test('verifies its message authentication codes, and no other', async () => {
    const kms = await clientOf(cloud)
    const message = new Uint8Array(1)
    if (!kms.supports('generateMac')) {
      const call = kms.generateMac({ keyId: 'k', message, algorithm: 'HMAC_SHA_256' })
      expect(await rejection(call)).toMatchObject({ code: 'Unsupported', attempts: 0 })
      return
    }
    const keyId = await newKey(kms, { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' })
    if (keyId === undefined) return
    await fc.assert(
      fc.asyncProperty(bytes(4_095), async (text) => {
        const algorithm = 'HMAC_SHA_256'
        const { mac } = await kms.generateMac({ keyId, message: text, algorithm })
        expect(await kms.verifyMac({ keyId, message: text, algorithm, mac })).toMatchObject({ valid: true })
        const other = Uint8Array.of(...text, 0)
        expect(await kms.verifyMac({ keyId, message: other, algorithm, mac })).toMatchObject({ valid: false })
      }),
      { ...RUNS, numRuns: 6 },
    )
  })

  test.runIf(has(cloud, 'importKeyMaterial'))('uses key material that was imported in one call', async () => {
    const kms = await clientOf(cloud)
    const { keyId } = await kms.createKey({ origin: 'EXTERNAL' })
    const plaintext = new Uint8Array([1, 2, 3])
    expect(await rejection(kms.encrypt({ keyId, plaintext }))).toMatchObject({ code: 'InvalidKeyState' })
    await importKey(kms, { keyId, material: new Uint8Array(32).fill(7) })
    await waitForKeyState(kms, keyId, 'Enabled', { intervalMs: 1 })
    const { ciphertext } = await kms.encrypt({ keyId, plaintext })
    expect((await kms.decrypt({ ciphertext })).plaintext).toEqual(plaintext)
  })

  test('finds all keys, however many pages they fill', async () => {
    const kms = await clientOf(cloud)
    const made: (string | undefined)[] = []
    for (let keys = 0; keys < 5; keys += 1) made.push(await newKey(kms))
    for (const limit of [1, 2, 5, Math.min(100, kms.limits.pageItems?.max ?? 100)]) {
      const listed: string[] = []
      for await (const { keyId } of paginate(kms, 'listKeys', { limit })) listed.push(keyId)
      expect(listed.sort()).toEqual([...made].sort())
    }
  })

  test('signs what is really sent, over a real connection too', async () => {
    const server = await serve({ port: 0, clouds: [cloud] })
    onTestFinished(() => server.close())
    const local = localCloud(cloud)
    const kms = createClient(await local.provider({ region: local.regions[0], endpoint: server.url }))
    const description = 'é😀\u2028 "quoted" \\ +%20 & <b> ' + '\t'
    const { keyId } = await kms.createKey({ description })
    expect(await kms.describeKey({ keyId })).toMatchObject({ description })
    for (const given of AWKWARD) {
      const plaintext = new Uint8Array([0, 255])
      const { ciphertext } = await kms.encrypt({ keyId, plaintext, context: given })
      expectSame((await kms.decrypt({ ciphertext, context: given })).plaintext, plaintext)
    }
  })
})
