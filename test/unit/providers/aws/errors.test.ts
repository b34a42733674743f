import * as official from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { errorTable, toError } from '../../../../providers/aws/errors.ts'
import type { ErrorFacts } from '../../../../src/index.ts'

const nowMs = Date.parse('2026-01-01T12:00:00Z')
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'

interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

function read({ status = 400, headers = {}, body = '' }: Reply, operation = 'encrypt'): ErrorFacts {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return toError({ status, headers, body: text }, { operation, nowMs })
}

/** Our code and retry class, for a code and a text of the service. */
function meaning(code: string, operation?: string, message?: string) {
  const facts = read({ body: message === undefined ? { __type: code } : { __type: code, message } }, operation)
  return [facts.code, facts.retry, facts.keyState]
}

describe('what AWS error codes mean', () => {
  it.each([
    ['AlreadyExistsException', 'AlreadyExists', 'never'],
    ['ConflictException', 'Conflict', 'never'],
    ['DependencyTimeoutException', 'ServiceUnavailable', 'transient'],
    ['DryRunOperationException', 'DryRunSucceeded', 'never'],
    ['ExpiredImportTokenException', 'InvalidImportToken', 'never'],
    ['IncorrectKeyException', 'IncorrectKey', 'never'],
    ['IncorrectKeyMaterialException', 'InvalidKeyMaterial', 'never'],
    ['InvalidAliasNameException', 'InvalidInput', 'never'],
    ['InvalidArnException', 'InvalidInput', 'never'],
    ['InvalidCiphertextException', 'InvalidCiphertext', 'never'],
    ['InvalidGrantTokenException', 'InvalidInput', 'never'],
    ['InvalidImportTokenException', 'InvalidImportToken', 'never'],
    ['InvalidKeyUsageException', 'InvalidKeyUsage', 'never'],
    ['InvalidMarkerException', 'InvalidInput', 'never'],
    ['KMSInternalException', 'ServiceUnavailable', 'transient'],
    ['KMSInvalidStateException', 'InvalidKeyState', 'never'],
    ['KeyUnavailableException', 'ServiceUnavailable', 'transient'],
    ['LimitExceededException', 'QuotaExceeded', 'never'],
    ['MalformedPolicyDocumentException', 'InvalidInput', 'never'],
    ['TagException', 'InvalidInput', 'never'],
    ['UnsupportedOperationException', 'InvalidKeyUsage', 'never'],
    ['CustomKeyStoreInvalidStateException', 'Conflict', 'never'],
    ['CustomKeyStoreNotFoundException', 'NotFound', 'never'],
    ['ValidationException', 'InvalidInput', 'never'],
    ['SerializationException', 'InvalidInput', 'never'],
    ['AccessDeniedException', 'AccessDenied', 'never'],
    ['ThrottlingException', 'Throttled', 'not-executed'],
    ['UnrecognizedClientException', 'Unauthenticated', 'never'],
    ['InvalidClientTokenId', 'Unauthenticated', 'never'],
    ['MissingAuthenticationToken', 'Unauthenticated', 'never'],
    ['IncompleteSignature', 'Unauthenticated', 'never'],
    ['ExpiredTokenException', 'CredentialsExpired', 'never'],
    ['UnknownOperationException', 'Unsupported', 'never'],
    ['OptInRequired', 'AccountUnusable', 'never'],
    ['InternalFailure', 'ServiceUnavailable', 'transient'],
    ['ServiceUnavailableException', 'ServiceUnavailable', 'transient'],
  ])('%s is %s, %s again', (providerCode, code, retry) => {
    expect(meaning(providerCode)).toEqual([code, retry, undefined])
  })

  it('DisabledException tells the state by its code', () => {
    expect(meaning('DisabledException')).toEqual(['InvalidKeyState', 'never', 'Disabled'])
  })

  it.each([
    ['encrypt', 'KeyNotFound'],
    ['describeKey', 'KeyNotFound'],
    ['createAlias', 'KeyNotFound'],
    ['listGrants', 'KeyNotFound'],
    ['deleteAlias', 'AliasNotFound'],
    ['updateAlias', 'AliasNotFound'],
    ['revokeGrant', 'NotFound'],
    ['retireGrant', 'NotFound'],
    ['DeleteAlias', 'AliasNotFound'],
    ['DescribeKey', 'KeyNotFound'],
  ])('NotFoundException of %s is %s', (operation, code) => {
    expect(meaning('NotFoundException', operation)[0]).toBe(code)
  })

  it('the same code means something else for another operation', () => {
    expect(meaning('InvalidCiphertextException', 'importKeyMaterial')[0]).toBe('InvalidKeyMaterial')
    expect(meaning('UnsupportedOperationException', 'createKey')[0]).toBe('Unsupported')
    expect(meaning('UnsupportedOperationException', 'enableKeyRotation')[0]).toBe('InvalidKeyUsage')
  })

  it('every code that the official client knows is in the table', () => {
    const modelled = Object.keys(official).filter(
      (name) => name.endsWith('Exception') && name !== 'KMSServiceException',
    )
    expect(modelled.length).toBeGreaterThan(45)
    expect(modelled.filter((code) => errorTable[code] === undefined)).toEqual([])
  })

  it.each(Object.entries(errorTable))('the row %s has a public source and is found by its code', (name, rule) => {
    expect(rule.source).toMatch(/^https:\/\//)
    const [code = '', operation] = name.split(':').reverse()
    const facts = read({ body: { __type: code } }, operation)
    expect(facts).toMatchObject({ code: rule.code, retry: rule.retry, providerCode: code })
  })
})

describe('the state in the text of a KMSInvalidStateException', () => {
  it.each([
    [`${keyArn} is pending deletion.`, 'PendingDeletion'],
    [`${keyArn} is pending import.`, 'PendingImport'],
    [`${keyArn} is pending replica deletion.`, 'PendingReplicaDeletion'],
    [`${keyArn} is unavailable.`, 'Unavailable'],
    [`${keyArn} is creating.`, 'Creating'],
    [`${keyArn} is updating.`, 'Updating'],
    [`${keyArn} is not pending deletion.`, undefined],
    [`${keyArn} is pending deletion (or pending replica deletion).`, undefined],
    [`No available key material pending rotation for the key: ${keyArn}.`, undefined],
    ['something is pending deletion.', undefined],
    [undefined, undefined],
  ])('%s → %s', (message, state) => {
    expect(meaning('KMSInvalidStateException', 'encrypt', message)).toEqual(['InvalidKeyState', 'never', state])
  })

  it('never makes the code', () => {
    expect(meaning('ValidationException', 'encrypt', `${keyArn} is pending deletion.`)).toEqual([
      'InvalidInput',
      'never',
      undefined,
    ])
  })
})

describe('where the code is read', () => {
  it.each<[string, Reply, string | undefined]>([
    ['__type', { body: { __type: 'TagException' } }, 'TagException'],
    ['after a namespace', { body: { __type: 'com.amazonaws.kms#TagException' } }, 'TagException'],
    ['before an address', { body: { __type: 'a.b#TagException:http://internal/' } }, 'TagException'],
    ['code', { body: { code: 'TagException' } }, 'TagException'],
    [
      'the header first',
      { headers: { 'x-amzn-errortype': 'TagException:http://internal/' }, body: { __type: 'Other', code: 'Third' } },
      'TagException',
    ],
    ['the header alone', { headers: { 'x-amzn-errortype': 'TagException' } }, 'TagException'],
    ['__type before code', { body: { __type: 'TagException', code: 'Other' } }, 'TagException'],
    [
      'the form without a target',
      { body: { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' } },
      'UnknownOperationException',
    ],
    ['not from what is no text', { body: { __type: 7, code: ['TagException'] } }, undefined],
    ['not from a sentence', { body: { __type: 'the secret was hunter2' } }, undefined],
  ])('%s', (_name, reply, code) => {
    expect(read(reply).providerCode).toBe(code)
  })

  it('the message is read in either spelling, and may be missing', () => {
    expect(read({ body: { __type: 'TagException', message: 'a' } }).message).toBe('a')
    expect(read({ body: { __type: 'TagException', Message: 'b' } }).message).toBe('b')
    expect(read({ body: { __type: 'TagException' } }).message).toBeUndefined()
  })

  it('statuses decide nothing about a code', () => {
    for (const status of [400, 401, 403, 404, 409, 412, 500, 503]) {
      expect(read({ status, body: { __type: 'NotFoundException' } }).code).toBe('KeyNotFound')
    }
  })

  it('an unknown code is kept, and called Unmapped', () => {
    const facts = read({ body: { __type: 'BrandNewException', message: 'm' }, headers: { 'x-amzn-requestid': 'r' } })
    expect(facts).toEqual({
      code: 'Unmapped',
      retry: 'never',
      providerCode: 'BrandNewException',
      message: 'm',
      requestId: 'r',
    })
    expect(read({ status: 500, body: { __type: 'BrandNewException' } })).toMatchObject({
      code: 'Unmapped',
      retry: 'transient',
    })
    for (const code of ['constructor', '__proto__', 'toString']) expect(meaning(code)[0]).toBe('Unmapped')
  })

  it.each<[string, Reply, string, string]>([
    ['a gateway’s page', { status: 502, body: '<html>bad gateway</html>' }, 'ServiceUnavailable', 'transient'],
    ['an empty 503', { status: 503 }, 'ServiceUnavailable', 'transient'],
    ['an empty 429', { status: 429 }, 'Throttled', 'not-executed'],
    ['an empty 400', { status: 400 }, 'Unmapped', 'never'],
    ['a JSON list', { status: 400, body: [] }, 'Unmapped', 'never'],
  ])('%s has no code: only then the status decides', (_name, reply, code, retry) => {
    expect(read(reply)).toMatchObject({ code, retry })
    expect(read(reply).providerCode).toBeUndefined()
  })
})

describe('a clock that is off', () => {
  const answeredAt = (offsetMs: number, code = 'InvalidSignatureException') => {
    const date = new Date(nowMs + offsetMs).toUTCString()
    return read({ headers: { date }, body: { __type: code } }).code
  }

  it('is told from a wrong secret by the reply’s Date, from 240 seconds on', () => {
    expect(answeredAt(0)).toBe('Unauthenticated')
    expect(answeredAt(239_000)).toBe('Unauthenticated')
    expect(answeredAt(-239_000)).toBe('Unauthenticated')
    expect(answeredAt(240_000)).toBe('ClockSkew')
    expect(answeredAt(-3_600_000)).toBe('ClockSkew')
  })

  it('is not concluded without a Date, from the text, or from another code', () => {
    const body = { __type: 'InvalidSignatureException', message: 'Signature expired: 20260101T000000Z is now earlier' }
    expect(read({ body }).code).toBe('Unauthenticated')
    expect(read({ body, headers: { date: 'yesterday' } }).code).toBe('Unauthenticated')
    expect(answeredAt(3_600_000, 'AccessDeniedException')).toBe('AccessDenied')
    expect(answeredAt(3_600_000, 'UnrecognizedClientException')).toBe('Unauthenticated')
  })
})
