import { describe, expect, it } from 'vitest'
import { errorTable } from '../../../../providers/alibaba/error-table.ts'
import { toError } from '../../../../providers/alibaba/errors.ts'
import type { WireResponse } from '../../../../src/index.ts'
import { REQUEST_ID, refusal, service } from './service.ts'

const NOW = Date.parse('2024-01-02T03:04:05Z')

function read(response: WireResponse, operation = 'describeKey') {
  return toError(response, { operation, nowMs: NOW })
}

/** Code, status, ours, retry, state: the published tables, transcribed once more. */
type Row = [code: string, status: number, ours: string, retry?: string, keyState?: string]
const rows: readonly Row[] = [
  // KMS, common
  ['InternalFailure', 500, 'ServiceUnavailable', 'transient'],
  ['ServiceUnavailableTemporary', 503, 'ServiceUnavailable', 'transient'],
  ['InvalidAccessKeyId.NotFound', 404, 'Unauthenticated'],
  ['Forbidden.KeyNotFound', 404, 'KeyNotFound'],
  ['Forbidden.KeyVersionNotFound', 404, 'NotFound'],
  ['Forbidden.AliasNotFound', 404, 'AliasNotFound'],
  ['Forbidden.NoPermission', 403, 'AccessDenied'],
  ['Forbidden.NoPermission', 400, 'AccessDenied'],
  ['Forbidden.AccessKey', 403, 'Unauthenticated'],
  ['UnsupportedHTTPMethod', 403, 'Unsupported'],
  ['Forbidden.UbsmsInvalidUserid', 403, 'AccountUnusable'],
  ['Forbidden.UbsmsInvalidBid', 403, 'AccountUnusable'],
  ['Forbidden.KmsServiceNotEnabled', 403, 'AccountUnusable'],
  ['Forbidden.ProhibitedByRiskControl', 403, 'AccountUnusable'],
  ['Forbidden.InDebtOverdue', 403, 'AccountUnusable'],
  ['Forbidden.InDebt', 403, 'AccountUnusable'],
  ['ParseRequestParameterException', 400, 'InvalidInput'],
  ['MissingParameter', 400, 'InvalidInput'],
  ['InvalidParameter', 400, 'InvalidInput'],
  ['IncompleteSignature', 400, 'Unauthenticated'],
  ['IllegalTimestamp', 400, 'Unauthenticated'],
  ['Rejected.LimitExceeded', 400, 'QuotaExceeded'],
  ['AliasAlreadyExists', 400, 'AlreadyExists'],
  ['InvalidKeyMaterial', 400, 'InvalidKeyMaterial'],
  ['InvalidImportToken', 400, 'InvalidImportToken'],
  ['ExpiredImportToken', 400, 'InvalidImportToken'],
  ['Unsupported.Origin', 400, 'InvalidKeyUsage'],
  ['Unsupported.Alias', 400, 'InvalidInput'],
  ['Unsupported.ProtectionLevel', 400, 'Unsupported'],
  ['Rejected.StateModifiedFailed', 409, 'InvalidKeyState'],
  ['Rejected.Disabled', 409, 'InvalidKeyState', 'never', 'Disabled'],
  ['Rejected.PendingDeletion', 409, 'InvalidKeyState', 'never', 'PendingDeletion'],
  ['Rejected.PendingImport', 409, 'InvalidKeyState', 'never', 'PendingImport'],
  ['Rejected.Enabled', 409, 'InvalidKeyState', 'never', 'Enabled'],
  ['Rejected.Unavailable', 409, 'InvalidKeyState', 'never', 'Unavailable'],
  ['Rejected.Throttling', 429, 'Throttled', 'not-executed'],
  ['Throttling', 400, 'Throttled', 'not-executed'],
  ['SerivceUnavailableTemporary', 503, 'ServiceUnavailable', 'transient'],
  ['SerivceUnvailableTemporary', 503, 'ServiceUnavailable', 'transient'],
  ['Rejetced.PendingDeletion', 409, 'InvalidKeyState', 'never', 'PendingDeletion'],
  // Gateway
  ['SignatureDoesNotMatch', 400, 'Unauthenticated'],
  ['InvalidSignatureMethod', 400, 'Unauthenticated'],
  ['InvalidTimeStamp.Expired', 400, 'ClockSkew'],
  ['InvalidTimeStamp.Format', 400, 'Unauthenticated'],
  ['SignatureNonceUsed', 400, 'Unauthenticated', 'transient'],
  ['InvalidAccessKeyId.Inactive', 400, 'Unauthenticated'],
  ['MissingSecurityToken', 400, 'Unauthenticated'],
  ['InvalidSecurityToken.Expired', 403, 'CredentialsExpired'],
  ['InvalidSecurityToken.Malformed', 400, 'Unauthenticated'],
  ['InvalidSecurityToken.MismatchWithAccessKey', 400, 'Unauthenticated'],
  ['InvalidProduct.NotFound', 404, 'Unsupported'],
  ['InvalidProtocol.NeedSsl', 404, 'Unsupported'],
  ['InvalidApi.NotFound', 404, 'Unsupported'],
  ['InvalidAction.NotFound', 404, 'Unsupported'],
  ['InvalidVersion', 400, 'Unsupported'],
  ['Forbidden.RAM', 403, 'AccessDenied'],
  ['NoPermission', 403, 'AccessDenied'],
  ['Throttling.User', 400, 'Throttled', 'not-executed'],
  ['Throttling.Api', 400, 'Throttled', 'not-executed'],
  ['ServiceUnavailable', 503, 'ServiceUnavailable', 'transient'],
  ['InternalError', 500, 'ServiceUnavailable', 'transient'],
  // Single actions
  ['UnsupportedOperation', 400, 'InvalidKeyUsage'],
  ['Rejected.UnsupportedOperation', 400, 'InvalidKeyUsage'],
  ['Rejected.ShareQuotaExceedLimit', 400, 'QuotaExceeded'],
  ['Forbidden.DKMSInstanceNotFound', 403, 'NotFound'],
  ['Forbidden.DKMSInstanceStateInvalid', 403, 'Conflict'],
  ['Forbidden.KeyPolicyUnSupported', 400, 'InvalidKeyUsage'],
  ['Forbidden.ResourceNotFound', 404, 'NotFound'],
  ['Duplicate.TagKey', 400, 'InvalidInput'],
  ['InvalidParameter.TagKey', 400, 'InvalidInput'],
  ['InvalidParameter.TagValue', 400, 'InvalidInput'],
  ['InvalidResourceId.NotFound', 404, 'NotFound'],
  ['CreateLXOrderFailed', 400, 'AccountUnusable'],
  ['Forbidden.NoRealNameAuthentication', 400, 'AccountUnusable'],
  ['Forbidden.Opened', 400, 'Conflict'],
  ['Certificate.NotFound', 404, 'NotFound'],
  ['Rejected.ResourceExist', 409, 'AlreadyExists'],
  ['Rejected.ResourceInDeleteWindow', 409, 'Conflict'],
  ['Rejected.ResourceInUse', 409, 'Conflict'],
  ['Rejected.InvalidRequest', 400, 'InvalidInput'],
  // DryRun
  ['DryRunOperationError', 400, 'DryRunSucceeded'],
  ['ValidationError', 400, 'InvalidInput'],
  ['AccessDeniedError', 403, 'AccessDenied'],
]

/** One code, two meanings. */
const byOperation: readonly (readonly [string, string, string])[] = [
  ['decrypt', 'InvalidParameter', 'InvalidCiphertext'],
  ['decryptDataKey', 'InvalidParameter', 'InvalidCiphertext'],
  ['reEncrypt', 'InvalidParameter', 'InvalidCiphertext'],
  ['Decrypt', 'InvalidParameter', 'InvalidCiphertext'],
  ['ReEncrypt', 'InvalidParameter', 'InvalidCiphertext'],
  ['AsymmetricDecrypt', 'InvalidParameter', 'InvalidCiphertext'],
  ['ExportDataKey', 'InvalidParameter', 'InvalidCiphertext'],
  ['createKey', 'UnsupportedOperation', 'Unsupported'],
  ['CreateKey', 'UnsupportedOperation', 'Unsupported'],
]

describe('every error code', () => {
  it.each(rows)('%s (%i) is %s', (code, status, ours, retry = 'never', keyState = undefined) => {
    expect(read(refusal(status, code))).toEqual({
      code: ours,
      retry,
      keyState,
      providerCode: code,
      message: 'Refused.',
      requestId: REQUEST_ID,
    })
  })

  it.each(byOperation)('of %s: %s is %s', (operation, code, ours) => {
    expect(read(refusal(400, code), operation)).toMatchObject({ code: ours, retry: 'never' })
  })

  it('is decided by the code alone, whatever the status', () => {
    for (const status of [400, 403, 404, 409, 429, 500, 503]) {
      expect(read(refusal(status, 'Forbidden.KeyNotFound'))).toMatchObject({ code: 'KeyNotFound', retry: 'never' })
    }
  })

  it('has a row of this test and a source', () => {
    const tested = [...rows.map(([code]) => code), ...byOperation.map(([operation, code]) => `${operation}:${code}`)]
    expect([...new Set(tested)].sort()).toEqual(Object.keys(errorTable).sort())
    for (const { source } of Object.values(errorTable)) expect(source).toMatch(/^https:\/\//)
  })

  it('keeps a code that no table lists, and never guesses from its prefix or status', () => {
    for (const [status, code] of [
      [404, 'Forbidden.MoonNotFound'],
      [409, 'Rejected.Frozen'],
      [429, 'Throttling.Moon'],
      [503, 'MoonUnavailable'],
    ] as const) {
      expect(read(refusal(status, code))).toMatchObject({ code: 'Unmapped', retry: 'never', providerCode: code })
    }
  })
})

describe('a time stamp that is refused', () => {
  const date = (text: string) => ({ date: text })

  it('means a wrong clock when the reply’s date is far from ours', () => {
    for (const text of ['Tue, 02 Jan 2024 03:30:00 GMT', 'Tue, 02 Jan 2024 02:30:00 GMT']) {
      expect(read(refusal(400, 'IllegalTimestamp', date(text)))).toMatchObject({ code: 'ClockSkew' })
    }
    expect(read(refusal(400, 'IllegalTimestamp', date('Tue, 02 Jan 2024 03:05:00 GMT')))).toMatchObject({
      code: 'Unauthenticated',
    })
  })

  it('is cured once by setting the clock after the service’s', async () => {
    const late = 'Tue, 02 Jan 2024 04:04:05 GMT'
    const expired = refusal(400, 'InvalidTimeStamp.Expired', date(late))
    const { kms, calls } = service({ EnableKey: [expired, {}] }, {}, { now: () => NOW, retries: 1 })
    await kms.enableKey({ keyId: 'key' })
    expect(calls.map(({ request }) => request.headers['x-acs-date'])).toEqual([
      '2024-01-02T03:04:05Z',
      '2024-01-02T04:04:05Z',
    ])
    const nonces = calls.map(({ request }) => request.headers['x-acs-signature-nonce'])
    expect(new Set(nonces).size).toBe(2)
  })
})

describe('the form of an error reply', () => {
  it('is read in KMS’s own form, with the request id of header or body', () => {
    const own = { HttpStatus: 429, Code: 'Rejected.Throttling', Message: 'QPS Limit Exceeded', RequestId: 'body-id' }
    const response = { status: 429, headers: {}, body: JSON.stringify(own) }
    expect(read(response)).toMatchObject({ code: 'Throttled', message: 'QPS Limit Exceeded', requestId: 'body-id' })
    const headers = { 'x-acs-request-id': 'header-id' }
    expect(read({ ...response, headers })).toMatchObject({ requestId: 'header-id' })
  })

  it('may spell its members small', () => {
    const body = JSON.stringify({ code: 'Forbidden.RAM', message: 'no', requestId: 'r' })
    expect(read({ status: 403, headers: {}, body })).toMatchObject({
      code: 'AccessDenied',
      message: 'no',
      requestId: 'r',
    })
  })

  it('may be XML, where the gateway did not understand the wanted format', () => {
    const body =
      '<?xml version="1.0"?><Error><RequestId>R</RequestId><Code>InvalidProduct.NotFound</Code><Message>Cannot find product.</Message></Error>'
    expect(read({ status: 404, headers: { 'content-type': 'text/xml;charset=utf-8' }, body })).toMatchObject({
      code: 'Unsupported',
      providerCode: 'InvalidProduct.NotFound',
      message: 'Cannot find product.',
    })
  })

  it('decides by its status only where it has no code', () => {
    const page = (status: number) => read({ status, headers: { 'content-type': 'text/html' }, body: '<html>' })
    expect(page(502)).toMatchObject({ code: 'ServiceUnavailable', retry: 'transient' })
    expect(page(429)).toMatchObject({ code: 'Throttled', retry: 'not-executed' })
    expect(page(403)).toMatchObject({ code: 'Unmapped', retry: 'never' })
    expect(page(302)).toMatchObject({ code: 'InvalidResponse', retry: 'never' })
  })
})
