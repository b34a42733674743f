import { describe, expect, it } from 'vitest'
import { huawei } from '../../../../providers/huawei/index.ts'
import { kmsErrors } from '../../../../providers/shared/kms-v1/errors.ts'
import { gatewayErrors, iamErrors } from '../../../../providers/shared/kms-v1/gateway-errors.ts'
import type { KmsErrorCode, WireResponse } from '../../../../src/index.ts'
import { huaweiService, KEY_ID, otcService, REQUEST_ID, refusal } from './service.ts'

const provider = huawei({ region: 'cn-north-4', projectId: 'p', credentials: { token: 't' } })

function read(response: WireResponse, operation = 'describeKey') {
  return provider.toError(response, { operation, nowMs: 0 })
}

function reply(status: number, body: unknown, headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** What each code means to a caller, group by group; written down apart from the adapter's table. */
const kmsMeanings: readonly (readonly [KmsErrorCode, string])[] = [
  ['KeyNotFound', '0207'],
  ['InvalidKeyState', '0209 0210 0310 0320 1201 1301 1402 1501 2701'],
  [
    'InvalidKeyUsage',
    '0211 0309 0312 0324 0325 0331 0332 0334 0335 0338 0339 0340 0341 1114 1115 1404 2105 2106 2702 3803',
  ],
  ['Conflict', '0313 0317 2901'],
  ['AlreadyExists', '0318 1104'],
  ['QuotaExceeded', '0409 1105 2301 2302 2303 2304 2305 2404 2405'],
  ['Unauthenticated', '0301 0302 0305'],
  ['CredentialsExpired', '0303'],
  ['AccessDenied', '0304 0306 0307 0314 0321 0322 0326 0327 0330 2406'],
  ['AccountUnusable', '0328 3201 3202'],
  ['InvalidCiphertext', '0311 2201 2203 2204'],
  ['InvalidImportToken', '2601 2603 2605'],
  ['InvalidKeyMaterial', '2604 2606 2608 2609 2610'],
  ['NotFound', '0316 0416 2501 2502 3901 8003'],
  ['Unsupported', '0106 0319'],
  [
    'InvalidInput',
    '0201 0202 0203 0204 0205 0206 0208 0212 0214 0215 0308 0315 0329 0401 0402 0403 0404 0405 0406 0407 0408 0410 ' +
      '0411 0412 0413 0414 0415 0417 0418 1101 1102 1103 1110 1401 1601 1602 1603 1801 1802 1901 1902 1903 1904 2001 ' +
      '2101 2102 2103 2104 2108 2202 2401 2402 2602 2801 3001 3103 3702 3804 3902 3903 4001 4002 5022 5023',
  ],
  ['ServiceUnavailable', '0100 0101 0102 0103 0104 0105 0323 1108 1109 2403 3801 3802 3805 3806 5012 5021'],
]
const kmsRows = kmsMeanings.flatMap(([code, numbers]) => numbers.split(' ').map((number) => [number, code] as const))

const gatewayMeanings: readonly (readonly [KmsErrorCode, string])[] = [
  ['Unsupported', '0101 0204 0607'],
  ['InvalidInput', '0106 0201 0602'],
  ['Unauthenticated', '0301 0303 0305 0311 0312 0313'],
  ['CredentialsExpired', '0307'],
  ['Throttled', '0308'],
  ['AccessDenied', '0205 0302 0304 0306 0310 0314 0401 0402 0404 0405 0802'],
  ['QuotaExceeded', '0501'],
  ['AccountUnusable', '0502'],
  ['ServiceUnavailable', '0103 0104 0105 0202 0203 0601 0605 0606 0608 0609 0610 0611 0612 0613 0615 0616 0617 0705'],
]
const gatewayRows = gatewayMeanings.flatMap(([code, numbers]) =>
  numbers.split(' ').map((number) => [number, code] as const),
)

describe('every code of the KMS', () => {
  it.each(kmsRows)('KMS.%s means %s', (number, code) => {
    const facts = read(refusal(400, `KMS.${number}`))
    expect(facts).toMatchObject({ code, providerCode: `KMS.${number}`, requestId: REQUEST_ID, message: 'Refused.' })
    expect(facts.retry).toBe(code === 'ServiceUnavailable' ? 'transient' : 'never')
  })

  it('is in the list above, once', () => {
    const numbers = kmsRows.map(([number]) => `KMS.${number}`)
    const rows = Object.keys(kmsErrors).filter((row) => !row.includes(':'))
    expect(numbers.toSorted()).toEqual(rows.toSorted())
  })

  it.each([
    ['KMS.0209', 'Disabled'],
    ['KMS.0210', 'PendingDeletion'],
    ['KMS.1402', 'PendingDeletion'],
    ['KMS.0320', 'Frozen'],
    ['KMS.1201', undefined],
    ['KMS.1301', undefined],
    ['KMS.1501', undefined],
  ])('%s tells the state %s', (code, keyState) => {
    expect(read(refusal(400, code)).keyState).toBe(keyState)
  })

  it('means the material when KMS.0311 comes from an import, and the ciphertext otherwise', () => {
    expect(read(refusal(400, 'KMS.0311'), 'importKeyMaterial').code).toBe('InvalidKeyMaterial')
    expect(read(refusal(400, 'KMS.0311'), 'decrypt').code).toBe('InvalidCiphertext')
  })

  it('is never decided by the status, and never guessed', () => {
    for (const status of [400, 403, 404, 500, 503]) {
      expect(read(refusal(status, 'KMS.0209'))).toMatchObject({ code: 'InvalidKeyState', retry: 'never' })
      for (const code of ['KMS.9999', 'KMS.02099', 'CSMS.0101', 'constructor', 'KMS.']) {
        expect(read(refusal(status, code))).toMatchObject({ code: 'Unmapped', providerCode: code, retry: 'never' })
      }
    }
  })

  it('has a public source', () => {
    for (const [code, rule] of Object.entries({ ...kmsErrors, ...gatewayErrors, ...iamErrors })) {
      expect(rule.source, code).toMatch(/^https:\/\/github\.com\//)
    }
  })
})

describe('every code of the gateway', () => {
  it.each(gatewayRows)('APIGW.%s means %s, and so does APIG.', (number, code) => {
    for (const prefix of ['APIGW', 'APIG']) {
      const body = { error_msg: 'Refused.', error_code: `${prefix}.${number}`, request_id: REQUEST_ID }
      expect(read(reply(400, body))).toMatchObject({
        code,
        providerCode: `${prefix}.${number}`,
        requestId: REQUEST_ID,
        retry: code === 'ServiceUnavailable' ? 'transient' : code === 'Throttled' ? 'not-executed' : 'never',
      })
    }
  })

  it('is in the list above, once', () => {
    const rows = Object.keys(gatewayErrors).filter((row) => /^APIGW\.\d+$/.test(row))
    expect(gatewayRows.map(([number]) => `APIGW.${number}`).toSorted()).toEqual(rows.toSorted())
  })

  it('0201 is the request below 500 and the backend from there on', () => {
    const body = { error_msg: 'x', error_code: 'APIGW.0201', request_id: REQUEST_ID }
    for (const status of [400, 413, 414, 494]) expect(read(reply(status, body)).code).toBe('InvalidInput')
    for (const status of [500, 502, 504]) {
      expect(read(reply(status, body))).toMatchObject({ code: 'ServiceUnavailable', retry: 'transient' })
    }
  })

  it('is not guessed', () => {
    const body = { error_msg: 'x', error_code: 'APIGW.9999' }
    expect(read(reply(503, body))).toMatchObject({ code: 'Unmapped', retry: 'never' })
  })
})

describe('every shape of an error body', () => {
  const expected = { code: 'Conflict', providerCode: 'KMS.2901', message: 'The rotation state of key is not disabled.' }
  const message = expected.message

  it.each([
    ['the KMS, message first', { error: { error_msg: message, error_code: 'KMS.2901' } }],
    ['the KMS, code first', { error: { error_code: 'KMS.2901', error_msg: message } }],
    ['the gateway: flat', { error_msg: message, error_code: 'KMS.2901', request_id: REQUEST_ID }],
    ['other services: nested code', { error: { code: 'KMS.2901', message } }],
    ['other services: flat code', { code: 'KMS.2901', message }],
    ['something deeper', { fault: { inner: { error_code: 'KMS.2901', error_msg: message } } }],
  ])('is read: %s', (_producer, body) => {
    expect(read(reply(400, body, { 'x-request-id': REQUEST_ID }))).toMatchObject({ ...expected, requestId: REQUEST_ID })
  })

  it.each([
    [400, 'InvalidInput', 'never'],
    [401, 'Unauthenticated', 'never'],
    [403, 'AccessDenied', 'never'],
    [404, 'NotFound', 'never'],
    [429, 'Throttled', 'not-executed'],
    [500, 'ServiceUnavailable', 'transient'],
    [502, 'ServiceUnavailable', 'transient'],
    [503, 'ServiceUnavailable', 'transient'],
    [504, 'ServiceUnavailable', 'transient'],
  ] as const)('of IAM is read by its status %i as %s', (status, code, retry) => {
    const headers = { 'x-iam-trace-id': 'token_cn-north-4_1' }
    for (const body of [
      { error: { code: status, message: 'The request you have made requires authentication.', title: 'Unauthorized' } },
      { error_code: 'IAM.0101', error_msg: 'x', request_id: 'r' },
      { error: { message: 'x', code: 'IAM.0101' } },
    ]) {
      expect(read(reply(status, body, headers))).toMatchObject({ code, retry, requestId: 'token_cn-north-4_1' })
    }
  })

  it('may be no JSON at all: then the status is all there is', () => {
    const page = '<html><body><h1>502 Bad Gateway</h1></body></html>'
    expect(read(reply(502, page))).toMatchObject({ code: 'ServiceUnavailable', retry: 'transient' })
    expect(read(reply(504, ''))).toMatchObject({ code: 'ServiceUnavailable', retry: 'transient' })
    expect(read(reply(429, page))).toMatchObject({ code: 'Throttled', retry: 'not-executed' })
    expect(read(reply(302, ''))).toMatchObject({ code: 'InvalidResponse', retry: 'never' })
    expect(read(reply(418, '{}'))).toMatchObject({ code: 'Unmapped', retry: 'never' })
    expect(read(reply(400, '[]')).providerCode).toBeUndefined()
  })

  it('may name the request in header or body', () => {
    expect(provider.requestId(reply(200, '{}', { 'x-request-id': 'a' }))).toBe('a')
    expect(provider.requestId(reply(401, { error_code: 'APIGW.0301', request_id: 'b' }))).toBe('b')
    expect(provider.requestId(reply(201, {}, { 'x-iam-trace-id': 'c' }))).toBe('c')
    expect(provider.requestId(reply(500, 'nothing'))).toBeUndefined()
  })
})

describe('an error that reaches the caller', () => {
  it.each([
    ['huawei', huaweiService],
    ['otc', otcService],
  ] as const)('of %s carries code, state, status and request id', async (cloud, service) => {
    const { kms } = service({ 'POST /kms/encrypt-data': refusal(400, 'KMS.0209') })
    const call = kms.encrypt({ keyId: KEY_ID, plaintext: new Uint8Array([1, 2, 3]) })
    await expect(call).rejects.toMatchObject({
      code: 'InvalidKeyState',
      provider: cloud,
      operation: 'encrypt',
      providerCode: 'KMS.0209',
      httpStatus: 400,
      requestId: REQUEST_ID,
      keyState: 'Disabled',
      keyId: KEY_ID,
      attempts: 1,
      retryable: false,
    })
  })
})
