import { createRequire } from 'node:module'
import { afterEach, describe, expect, test } from 'vitest'
import * as classic from 'zod'
import { de } from 'zod/locales'
import * as mini from 'zod/mini'
import { aws } from '../providers/aws/index.ts'
import { createClient } from '../src/client.ts'
import { validate } from '../src/validate.ts'
import { fakeCodec, fakeProvider, rejection, reply, script } from './support/fake-provider.ts'

// zod for CommonJS: other modules than those of `import`, as a second installed version would be.
const other: typeof classic = createRequire(import.meta.url)('zod')

describe('a reply that does not fit says where, whichever zod the provider reads with', () => {
  test.each([
    ['classic', classic.object({ inner: classic.object({ id: classic.string() }) })],
    ['mini', mini.object({ inner: mini.object({ id: mini.string() }) })],
    ['another copy', other.object({ inner: other.object({ id: other.string() }) })],
  ])('%s', async (_name, schema) => {
    const describeKey = fakeCodec<object, never>('Describe', { decode: (body) => schema.parse(body) as never }) // it throws
    const kms = createClient(fakeProvider({ bindings: { describeKey } }), script(reply({ inner: { id: 1 } })))
    const error = await rejection(kms.describeKey({ keyId: 'k' }))
    expect(error).toMatchObject({ code: 'InvalidResponse', message: expect.stringContaining('shape at inner.id') })
  })

  test('the other copy is one', () => {
    expect(other.ZodError).not.toBe(classic.ZodError)
  })
})

describe('an application that sets another language for its own schemas', () => {
  const before = { ...classic.config() }
  afterEach(() => {
    classic.config({ customError: undefined, localeError: undefined, ...before })
  })

  const messages = () =>
    [
      () => validate('createKey', { spec: 'DES' }),
      () => validate('createKey', { tags: { '': 'a' } }),
      () => validate('encrypt', { plaintext: new Uint8Array(1) }),
      () => validate('generateRandom', { lengthBytes: 0 }),
      () =>
        aws({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b', expiration: 'x' as never } }), // a mistake
      () => aws({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, fips: 1 as never }), // a mistake
    ].map((refused) => {
      try {
        return refused()
      } catch (error) {
        return String(error)
      }
    })

  test.each([
    ['a locale', de()],
    ['messages of its own', { customError: () => 'nein' }],
  ])('reads the same messages of ours with %s', (_what, config) => {
    const english = messages()
    classic.config(config)
    expect(classic.string().safeParse(1).error?.issues[0]?.message).not.toContain('expected string')
    expect(messages()).toEqual(english)
    expect(english).toEqual([
      expect.stringContaining('spec: must be one of AES_256, AES_192'),
      expect.stringContaining('tags.: Invalid key in record'),
      expect.stringContaining('keyId: is missing; encrypt needs it'),
      expect.stringContaining('lengthBytes: Too small: expected number to be >=1'),
      expect.stringContaining('credentials.expiration: Invalid input: expected date, received string'),
      expect.stringContaining('fips: Invalid input: expected boolean, received number'),
    ])
  })
})
