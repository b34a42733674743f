import { describe, expect, test } from 'vitest'
import { KmsFailure } from '../../../src/errors.ts'
import type { OperationName } from '../../../src/operations/index.ts'
import { checkFields, checkLimits, validate } from '../../../src/validate.ts'

function refusal(check: () => unknown): KmsFailure {
  try {
    check()
  } catch (error) {
    if (error instanceof KmsFailure) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('validate', () => {
  const refused = (name: OperationName, input: unknown) => {
    const { facts, message } = refusal(() => validate(name, input))
    expect(facts.code).toBe('InvalidInput')
    return { field: facts.field, message }
  }
  const bytes = new Uint8Array(1)

  test('gives back what it was given, bytes and dates untouched', () => {
    const input = {
      keyId: 'k',
      importToken: bytes,
      encryptedMaterial: Buffer.from('x'),
      materialExpiresAt: new Date(0),
    }
    const output = validate('importKeyMaterial', input)
    expect(output).toEqual(input)
    expect(output.importToken).toBe(bytes)
    expect(output.encryptedMaterial).toBe(input.encryptedMaterial)
  })

  test('takes an optional field that is undefined for absent', () => {
    expect(validate('decrypt', { ciphertext: bytes, keyId: undefined })).toEqual({ ciphertext: bytes })
  })

  test.each<[OperationName, unknown, string, RegExp]>([
    ['enableKey', {}, 'keyId', /is missing; enableKey needs it/],
    ['enableKey', { keyId: '' }, 'keyId', />=1 char/],
    ['enableKey', { keyId: 'k'.repeat(2049) }, 'keyId', /<=2048 char/],
    ['encrypt', { keyId: 'k', plaintext: 'text' }, 'plaintext', /must be a Uint8Array of at least 1 byte/],
    ['encrypt', { keyId: 'k', plaintext: new Uint8Array(0) }, 'plaintext', /at least 1 byte/],
    ['encrypt', { keyId: 'k', plaintext: new ArrayBuffer(4) }, 'plaintext', /Uint8Array/],
    ['encrypt', { keyId: 'k', plaintext: bytes, context: { a: 1 } }, 'context.a', /expected string/],
    ['encrypt', { keyId: 'k', plaintext: bytes, context: [] }, 'context', /expected record/],
    ['encrypt', { keyId: 'k', plaintext: bytes, context: new Map([['a', 'b']]) }, 'context', /expected record/],
    [
      'encrypt',
      { keyId: 'k', plaintext: bytes, algorithm: 'RSA' },
      'algorithm',
      /must be one of .*RSAES_OAEP_SHA_256, /,
    ],
    ['sign', { keyId: 'k', message: bytes }, 'algorithm', /is missing; sign needs one of .*, SM2DSA/],
    ['encrypt', { keyId: 'k', plaintext: bytes, grantTokens: ['t', ''] }, 'grantTokens.1', />=1 char/],
    ['createAlias', { alias: 'orders', keyId: 'k' }, 'alias', /./],
    ['createAlias', { alias: 'orders/a', keyId: 'k' }, 'alias', /must start with "alias\/"/],
    ['scheduleKeyDeletion', { keyId: 'k', pendingDays: 7.5 }, 'pendingDays', /expected int/],
    ['scheduleKeyDeletion', { keyId: 'k', pendingDays: Number.NaN }, 'pendingDays', /expected number/],
    ['generateRandom', { lengthBytes: 0 }, 'lengthBytes', />=1/],
    ['generateDataKey', { keyId: 'k', lengthBytes: 16, spec: 'AES_128' }, 'lengthBytes', /not both/],
    ['sign', { keyId: 'k', algorithm: 'SM2DSA' }, 'message', /exactly one/],
    ['sign', { keyId: 'k', algorithm: 'SM2DSA', message: bytes, digest: bytes }, 'message', /exactly one/],
    ['retireGrant', { keyId: 'k' }, 'grantToken', /grantToken, or keyId and grantId/],
    ['retireGrant', { keyId: 'k', grantId: 'g', grantToken: 't' }, 'grantToken', /or/],
    [
      'importKeyMaterial',
      { keyId: 'k', importToken: bytes, encryptedMaterial: bytes, materialExpiresAt: new Date(Number.NaN) },
      'materialExpiresAt',
      /date/,
    ],
    ['createGrant', { keyId: 'k', grantee: 'g', operations: ['Encrypt', 'Fly'] }, 'operations.1', /Decrypt/],
    ['listKeys', { filter: { states: ['Gone'] } }, 'filter.states.0', /Enabled/],
    ['tagKey', { keyId: 'k', tags: { '': 'x' } }, 'tags.', /./],
  ])('of %s refuses %o naming %s', (name, input, field, message) => {
    expect(refused(name, input)).toEqual({ field, message: expect.stringMatching(message) })
  })

  test('repeats no value in what it says', () => {
    for (const input of [
      { keyId: ['SECRET'] },
      { keyId: 'k', plaintext: 'SECRET' },
      { keyId: 'k', plaintext: bytes, algorithm: 'SECRET' },
      'SECRET',
    ]) {
      expect(refused('encrypt', input).message).not.toContain('SECRET')
    }
  })

  test('refuses names that its schemas would leave out in silence', () => {
    const context = JSON.parse('{"tenant":"42","__proto__":"x"}')
    expect(refused('encrypt', { keyId: 'k', plaintext: bytes, context })).toMatchObject({ field: 'context.__proto__' })
    expect(refused('tagKey', { keyId: 'k', tags: context })).toMatchObject({ field: 'tags.__proto__' })
    const grant = { keyId: 'k', grantee: 'g', operations: ['Encrypt'], constraints: { contextSubset: context } }
    expect(refused('createGrant', grant)).toMatchObject({ field: 'constraints.contextSubset.__proto__' })
  })

  test('refuses what looks like an empty object and is not: a Map, or a promise nobody waited for', () => {
    for (const hidden of [new Map([['limit', 1]]), new Set([1]), Promise.resolve({ limit: 1 })]) {
      expect(refused('listKeys', hidden)).toMatchObject({
        field: undefined,
        message: expect.stringContaining('plain object'),
      })
      expect(refused('listKeys', { filter: hidden })).toMatchObject({ field: 'filter' })
    }
  })

  test('refuses half a character, which would be sent as another one', () => {
    expect(refused('enableKey', { keyId: 'k\ud800' })).toMatchObject({ field: 'keyId' })
    for (const context of [{ a: '\udc00' }, { '\udc00': 'a' }]) {
      const { field } = refused('encrypt', { keyId: 'k', plaintext: bytes, context })
      expect(field).toBe(`context.${Object.keys(context)[0]}`)
    }
    expect(refused('untagKey', { keyId: 'k', tagKeys: ['a', 'b\ud83d'] })).toMatchObject({ field: 'tagKeys.1' })
    expect(validate('enableKey', { keyId: '😀' })).toEqual({ keyId: '😀' })
  })

  test('takes objects of a class, and objects without a prototype', () => {
    class Listing {
      readonly limit = 1
    }
    expect(validate('listKeys', new Listing())).toEqual({ limit: 1 })
    expect(validate('listKeys', Object.assign(Object.create(null), { limit: 1 }))).toEqual({ limit: 1 })
  })

  test('keeps every other awkward name', () => {
    const context = {
      '': 'a',
      constructor: 'b',
      toString: 'c',
      ' ': 'd',
      '\u0000': 'e',
      é: 'f',
      '😀': 'g',
      '1': 'h',
      'a.b': 'i',
    }
    expect(validate('encrypt', { keyId: 'k', plaintext: bytes, context }).context).toEqual(context)
  })

  test('ends on an input that contains itself', () => {
    const context: Record<string, unknown> = {}
    context['self'] = context
    expect(refused('encrypt', { keyId: 'k', plaintext: bytes, context })).toMatchObject({ field: 'context.self' })
  })
})

describe('checkLimits', () => {
  const source = 'https://fake.test/limits'
  const limits = { plaintextBytes: { min: 2, max: 4, source } }
  const encrypt = (size: number) => checkLimits('encrypt', { keyId: 'k', plaintext: new Uint8Array(size) }, limits)

  test('takes both ends of the range, and what has no limit', () => {
    encrypt(2)
    encrypt(4)
    checkLimits('encrypt', { keyId: 'k', plaintext: new Uint8Array(9) }, {})
    checkLimits('scheduleKeyDeletion', { keyId: 'k' }, { pendingDays: { min: 7, max: 30, source } })
  })

  test.each([1, 5])('refuses %i with field, size and range', (size) => {
    const { facts, message } = refusal(() => encrypt(size))
    expect(facts).toEqual({ code: 'InvalidInput', field: 'plaintext' })
    expect(message).toBe(`plaintext: ${size} is out of range; allowed are 2 to 4 (plaintextBytes)`)
  })

  test('reads numbers as they are', () => {
    const days = (pendingDays: number) =>
      checkLimits('scheduleKeyDeletion', { keyId: 'k', pendingDays }, { pendingDays: { min: 7, max: 30, source } })
    days(7)
    expect(refusal(() => days(31)).facts.field).toBe('pendingDays')
    expect(refusal(() => days(-7)).message).toContain('-7 is out of range')
  })
})

describe('checkFields', () => {
  test('refuses a field only when it is given', () => {
    const refuses = { name: 'keys have no names here', tags: undefined }
    checkFields({}, refuses)
    checkFields({ name: undefined, tags: {} }, refuses)
    checkFields({ name: 'n' }, undefined)
    const { facts, message } = refusal(() => checkFields({ name: '' }, refuses))
    expect(facts).toEqual({ code: 'Unsupported', field: 'name' })
    expect(message).toBe('name: keys have no names here')
  })
})
