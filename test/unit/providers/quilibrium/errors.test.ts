import { describe, expect, it } from 'vitest'
import { errorTable, toError } from '../../../../providers/quilibrium/errors.ts'

const nowMs = Date.parse('2026-07-01T12:00:00Z')

function read(code: string, operation = 'encrypt', headers: Readonly<Record<string, string>> = {}) {
  const body = JSON.stringify({ __type: code, message: 'm' })
  return toError({ status: 400, headers, body }, { operation, nowMs })
}

/** Every code of the API reference, operation by operation. */
const DOCUMENTED = [
  ['AlreadyExistsException', 'AlreadyExists', 'never'],
  ['DependencyTimeoutException', 'ServiceUnavailable', 'transient'],
  ['DisabledException', 'InvalidKeyState', 'never'],
  ['ExpiredImportTokenException', 'InvalidImportToken', 'never'],
  ['IncorrectKeyMaterialException', 'InvalidKeyMaterial', 'never'],
  ['InvalidAliasNameException', 'InvalidInput', 'never'],
  ['InvalidArnException', 'InvalidInput', 'never'],
  ['InvalidCiphertextException', 'InvalidCiphertext', 'never'],
  ['InvalidGrantIdException', 'InvalidInput', 'never'],
  ['InvalidGrantTokenException', 'InvalidInput', 'never'],
  ['InvalidImportTokenException', 'InvalidImportToken', 'never'],
  ['InvalidKeyUsageException', 'InvalidKeyUsage', 'never'],
  ['InvalidMarkerException', 'InvalidInput', 'never'],
  ['InvalidPublicKeyException', 'InvalidInput', 'never'],
  ['KMSInternalException', 'ServiceUnavailable', 'transient'],
  ['KMSInvalidStateException', 'InvalidKeyState', 'never'],
  ['KMSNotFoundException', 'KeyNotFound', 'never'],
  ['KeyUnavailableException', 'ServiceUnavailable', 'transient'],
  ['LimitExceededException', 'QuotaExceeded', 'never'],
  ['MacInvalidException', 'InvalidInput', 'never'],
  ['MalformedPolicyDocumentException', 'InvalidInput', 'never'],
  ['NotFoundException', 'KeyNotFound', 'never'],
  ['SignatureInvalidException', 'InvalidInput', 'never'],
  ['TagException', 'InvalidInput', 'never'],
  ['TooManyTagsException', 'QuotaExceeded', 'never'],
  ['UnsupportedOperationException', 'InvalidKeyUsage', 'never'],
] as const

describe('what Q-KMS’s error codes mean', () => {
  it.each(DOCUMENTED)('%s is %s, %s again', (providerCode, code, retry) => {
    expect(read(providerCode)).toMatchObject({ code, retry, providerCode, message: 'm' })
  })

  it('the 26 codes of the API reference are all there, resting on its pages', () => {
    const rows = Object.entries(errorTable).filter(([, { source }]) =>
      source.startsWith('https://docs.quilibrium.com/'),
    )
    const codes = rows.map(([name]) => name.split(':').at(-1))
    expect([...new Set(codes)].sort()).toEqual(DOCUMENTED.map(([code]) => code).sort())
  })

  it('only DisabledException tells a state', () => {
    const telling = DOCUMENTED.filter(([code]) => read(code).keyState !== undefined).map(([code]) => code)
    expect(telling).toEqual(['DisabledException'])
    expect(read('DisabledException').keyState).toBe('Disabled')
  })

  it.each([
    ['NotFoundException', 'describeKey', 'KeyNotFound'],
    ['NotFoundException', 'createAlias', 'KeyNotFound'],
    ['NotFoundException', 'deleteAlias', 'AliasNotFound'],
    ['NotFoundException', 'updateAlias', 'AliasNotFound'],
    ['NotFoundException', 'revokeGrant', 'NotFound'],
    ['NotFoundException', 'retireGrant', 'NotFound'],
    ['NotFoundException', 'listRetirableGrants', 'NotFound'],
    ['NotFoundException', 'DeleteAlias', 'AliasNotFound'],
    ['KMSNotFoundException', 'tagKey', 'KeyNotFound'],
    ['KMSNotFoundException', 'replicateKey', 'KeyNotFound'],
    ['InvalidCiphertextException', 'importKeyMaterial', 'InvalidKeyMaterial'],
    ['UnsupportedOperationException', 'createKey', 'Unsupported'],
  ])('%s of %s is %s', (providerCode, operation, code) => {
    expect(read(providerCode, operation).code).toBe(code)
  })

  it.each(Object.entries(errorTable))('the row %s has a public source and is found by its code', (name, rule) => {
    expect(rule.source).toMatch(/^https:\/\//)
    const [code = '', operation] = name.split(':').reverse()
    expect(read(code, operation)).toMatchObject({ code: rule.code, retry: rule.retry, providerCode: code })
  })

  it('what rests on AWS or on the client is marked as inferred, and so is what may be sent again', () => {
    for (const [name, { retry, source, evidence }] of Object.entries(errorTable)) {
      const isStated = source.startsWith('https://docs.quilibrium.com/') && retry === 'never'
      if (!isStated) expect(evidence, name).toBe('inferred')
    }
  })

  it.each([
    ['ThrottlingException', 'Throttled', 'not-executed'],
    ['AccessDeniedException', 'AccessDenied', 'never'],
    ['ValidationException', 'InvalidInput', 'never'],
    ['ExpiredTokenException', 'CredentialsExpired', 'never'],
    ['UnknownOperationException', 'Unsupported', 'never'],
    ['InvalidSignatureException', 'Unauthenticated', 'never'],
    ['IncorrectKeyException', 'IncorrectKey', 'never'],
    ['KMSInvalidMacException', 'InvalidInput', 'never'],
  ])('%s, which no page names, means what it does at AWS', (providerCode, code, retry) => {
    expect(read(providerCode)).toMatchObject({ code, retry })
  })

  it('AWS’s codes of operations that Q-KMS has not are unknown, and kept', () => {
    for (const code of [
      'DryRunOperationException',
      'CustomKeyStoreNotFoundException',
      'ConflictException',
      '__proto__',
    ]) {
      expect(read(code)).toMatchObject({ code: 'Unmapped', providerCode: code })
    }
  })
})

describe('NotAuthorizedException', () => {
  const answeredAt = (offsetMs: number, code = 'NotAuthorizedException') =>
    read(code, 'listKeys', { date: new Date(nowMs + offsetMs).toUTCString() }).code

  it('means who one is, not what one may', () => {
    expect(read('NotAuthorizedException')).toMatchObject({ code: 'Unauthenticated', retry: 'never' })
  })

  it('is the clock’s fault where the reply’s Date is 240 seconds or more off', () => {
    expect(answeredAt(239_000)).toBe('Unauthenticated')
    expect(answeredAt(240_000)).toBe('ClockSkew')
    expect(answeredAt(-3_600_000)).toBe('ClockSkew')
    expect(answeredAt(3_600_000, 'NotFoundException')).toBe('KeyNotFound')
  })
})

describe('where the code is read', () => {
  it.each<[string, unknown, string | undefined, string | undefined]>([
    ['after a namespace', { __type: 'com.quilibrium.kms#TagException', message: 'm' }, 'TagException', 'm'],
    ['as code, with a message in capitals', { code: 'TagException', Message: 'm' }, 'TagException', 'm'],
    [
      'nowhere in a plain text',
      'Request is missing required authentication parameters',
      undefined,
      'an error reply without a code: something other than the service may have answered',
    ],
  ])('%s', (_name, body, providerCode, message) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const facts = toError({ status: 400, headers: {}, body: text }, { operation: 'tagKey', nowMs })
    expect(facts).toMatchObject({ code: providerCode === undefined ? 'Unmapped' : 'InvalidInput', message })
    expect(facts.providerCode).toBe(providerCode)
  })
})
