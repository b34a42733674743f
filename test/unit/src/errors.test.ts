import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import * as ours from '../../../src/errors.ts'

const { isKmsError, isNotFound, KMS_ERROR_CODES, KmsError, KmsFailure, withKeyId } = ours
const least = { code: 'Throttled', provider: 'aws', operation: 'encrypt' } as const
const full: Required<ours.KmsErrorDetails> = {
  code: 'InvalidKeyState',
  provider: 'aws',
  operation: 'encrypt',
  providerCode: 'DisabledException',
  httpStatus: 400,
  requestId: 'r-1',
  retryable: true,
  attempts: 2,
  keyState: 'Disabled',
  keyId: 'k',
  field: 'keyId',
  ambiguous: true,
}

describe('a KmsError', () => {
  test('is an Error with a name, a stack, and everything it was told', () => {
    const error = new KmsError('it is off', full)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject(full)
    expect(String(error)).toBe('KmsError: it is off')
    expect(error.stack).toContain('errors.test.ts')
  })

  test('without more than it must know was never sent, has no doubt, and need not be tried again', () => {
    expect(new KmsError('', least)).toMatchObject({ attempts: 0, ambiguous: false, retryable: false })
  })

  test('shows as JSON the fields that say something, and no others', () => {
    expect(JSON.parse(JSON.stringify(new KmsError('m', full)))).toEqual({ name: 'KmsError', message: 'm', ...full })
    expect(JSON.parse(JSON.stringify(new KmsError('m', least)))).toEqual({
      ...least,
      name: 'KmsError',
      message: 'm',
      attempts: 0,
      retryable: false,
    })
  })

  test('shows to inspect its stack and the same fields, and nothing that somebody hung on it', () => {
    const error = Object.assign(new KmsError('m', full), { cause: { config: 'SECRET' }, request: 'SECRET' })
    const shown = inspect(error, { depth: 10, showHidden: true })
    expect(shown).toContain('KmsError: m\n')
    expect(shown).toContain('"providerCode":"DisabledException"')
    expect(shown + JSON.stringify(error)).not.toContain('SECRET')
  })

  test('can be told apart by code: no code is there twice', () => {
    expect(new Set(KMS_ERROR_CODES).size).toBe(KMS_ERROR_CODES.length)
  })

  test('keeps all it knows when it learns which key it is about', () => {
    const { keyId: _keyId, ...others } = full
    expect(withKeyId(new KmsError('m', { ...others, keyId: 'old' }), 'new')).toMatchObject({
      ...others,
      keyId: 'new',
      message: 'm',
    })
  })
})

describe('the guards', () => {
  test('know an error made by another copy of this package', async () => {
    vi.resetModules()
    const other: typeof ours = await import('../../../src/errors.ts')
    expect(other.KmsError).not.toBe(KmsError)
    const error = new other.KmsError('m', { ...least, code: 'KeyNotFound' })
    expect(error).not.toBeInstanceOf(KmsError)
    expect([isKmsError(error), isNotFound(error)]).toEqual([true, true])
    expect(other.isKmsError(new KmsError('m', least))).toBe(true)
  })

  test.each([
    undefined,
    null,
    'KmsError',
    new Error('m'),
    new KmsFailure({ code: 'InvalidInput' }, 'm'),
    { name: 'KmsError', ...least },
    Object.create(null),
  ])('take %o for no KmsError', (value) => {
    expect([isKmsError(value), isNotFound(value)]).toEqual([false, false])
  })

  test('call not found what names no key, alias or other thing', () => {
    const found = KMS_ERROR_CODES.filter((code) => isNotFound(new KmsError('m', { ...least, code })))
    expect(found).toEqual(['KeyNotFound', 'AliasNotFound', 'NotFound'])
  })
})
