import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { authenticateV1, signatureV1, stringToSignV1 } from '../../providers/alibaba/authenticate-v1.ts'
import { authenticateV3, authorizationV3, canonicalRequest } from '../../providers/alibaba/authenticate-v3.ts'
import { createActionRequest, encodePairs, percentEncode } from '../../providers/alibaba/wire.ts'
import {
  DATE,
  EMPTY_BODY,
  ENCRYPT,
  FORM,
  HOST,
  KEY_ID,
  NONCE,
  PLAIN,
  request,
  SIGNED,
  STS,
  token,
  v1Vectors,
  v3Vectors,
  WHEN,
} from './alibaba-vectors.ts'

describe('signature V1', () => {
  it.each(v1Vectors)('signs $name', ({ method, secret = 'testsecret', query, signature }) => {
    const pairs = [...new URLSearchParams(query)].reverse()
    expect(encodePairs(pairs)).toBe(query)
    expect(signatureV1(method, pairs, secret)).toBe(signature)
  })

  it('encodes the parameters twice', () => {
    const pairs = new URLSearchParams(`Action=Encrypt&EncryptionContext=%7B%22Example%22%3A%22Example%22%7D`)
    expect(stringToSignV1('POST', pairs)).toBe(
      'POST&%2F&Action%3DEncrypt%26EncryptionContext%3D%257B%2522Example%2522%253A%2522Example%2522%257D',
    )
  })

  it('signs a form body and the query as one set, and leaves the body as it is (V1-5)', () => {
    const request = createActionRequest('https://kms.cn-hangzhou.aliyuncs.com', 'body')('Encrypt', {
      KeyId: 'alias/my-key',
      Plaintext: 'SGVsbG8gd29ybGQ=',
      EncryptionContext: '{"Example":"Example"}',
    })
    const key = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }
    const stamp = { date: new Date('2024-01-02T03:04:05.678Z'), nonce: `${NONCE}5` }
    const signed = authenticateV1(request, key, stamp)
    expect(signed.body).toBe(
      'EncryptionContext=%7B%22Example%22%3A%22Example%22%7D&KeyId=alias%2Fmy-key&Plaintext=SGVsbG8gd29ybGQ%3D',
    )
    expect(signed.url).toBe(
      `https://kms.cn-hangzhou.aliyuncs.com/?AccessKeyId=testid&Action=Encrypt&Format=JSON&Signature=724Xpq0yjZ4Il%2BASaBIilmsuQh0%3D&${SIGNED('5')}${WHEN}`,
    )
    expect(signed.headers).toEqual(request.headers)
  })

  it('carries the security token among the parameters (V1-2)', () => {
    const request = createActionRequest('https://kms.cn-hangzhou.aliyuncs.com', 'query')('DescribeKey', {
      KeyId: 'alias/my-key',
    })
    const signed = authenticateV1(request, STS, { date: DATE, nonce: `${NONCE}2` })
    const query = new URL(signed.url).searchParams
    expect(query.get('SecurityToken')).toBe('CAIS+token/with=special+chars==')
    expect(query.get('Signature')).toBe('fNDwgrNJzDKWIWbQucqbZlL0THo=')
  })
})

describe('signature V3', () => {
  it.each(v3Vectors)('signs $name', ({ request: signed, key, hash, signature }) => {
    const canonical = canonicalRequest(signed)
    expect(createHash('sha256').update(canonical.text).digest('hex')).toBe(hash)
    expect(authorizationV3(signed, key)).toBe(
      `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${canonical.signedHeaders},Signature=${signature}`,
    )
  })

  it('adds date, nonce, body hash, token and key to a request (V3-3)', () => {
    const unsigned = createActionRequest(`https://${HOST}`, 'query')('Encrypt', {
      KeyId: 'alias/my-key',
      Plaintext: 'SGVsbG8gd29ybGQ=',
      EncryptionContext: '{"Example":"Example"}',
    })
    expect(authenticateV3(unsigned, STS, { date: DATE, nonce: '3'.padStart(32, '0') })).toEqual({
      method: 'POST',
      url: `https://${HOST}/?${ENCRYPT}`,
      body: '',
      headers: {
        accept: 'application/json',
        'x-acs-action': 'Encrypt',
        'x-acs-version': '2016-01-20',
        'x-acs-date': '2024-01-02T03:04:05Z',
        'x-acs-signature-nonce': '00000000000000000000000000000003',
        'x-acs-content-sha256': EMPTY_BODY,
        'x-acs-accesskey-id': 'STS.testid',
        'x-acs-security-token': 'CAIS+token/with=special+chars==',
        authorization:
          'ACS3-HMAC-SHA256 Credential=STS.testid,SignedHeaders=host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,Signature=20ed5a84cdb613c2d99b4da4a809a9954021d6ff4c1342eedcef5da8e23a0ef6',
      },
    })
  })

  it('signs a form body by its hash (V3-6)', () => {
    const unsigned = createActionRequest(`https://${HOST}`, 'body')('Decrypt', {
      CiphertextBlob: 'ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJm+/==',
    })
    const signed = authenticateV3(unsigned, PLAIN, { date: DATE, nonce: '6'.padStart(32, '0') })
    expect(signed.body).toBe(FORM)
    expect(signed.headers['authorization']).toMatch(
      /Signature=9ff04b3609367dfeb692612d327924e41b53cdd2efcb33d18d16720df873d963$/,
    )
  })

  it('signs the host with a port that is not the scheme’s own', () => {
    const local = { ...request('DescribeRegions', '2', ''), url: 'http://127.0.0.1:4580/' }
    expect(canonicalRequest(local).text).toContain('\nhost:127.0.0.1:4580\n')
  })
})

/*
 * Signature V4 is an option of the SDKs that this provider does not offer. It signs the canonical request of V3, so its
 * vectors (`@alicloud/gateway-pop` 0.1.5) hold for ours as far as that.
 */
describe('the canonical request of signature V4', () => {
  it.each([
    ['V4-1', 'DescribeKey', '1', `KeyId=${KEY_ID}`, '63f24e020130e23fb72ade397a6d31f03c5406924541fd0844d4809adfd37c58'],
    ['V4-2', 'DescribeRegions', '2', '', '009d1013555d5877ac7127f5f362506bfeed9ebecb377904b56ebe8ff730781d'],
    ['V4-3', 'Encrypt', '3', ENCRYPT, '89aa32e68e2508222766e32921fc2f81c8b7e97e99d02428d6e7756e78b00a86'],
    [
      'V4-4',
      'UpdateKeyDescription',
      '4',
      `Description=%E4%B8%BB%E5%AF%86%E9%92%A5%20key%2B1~2%2F3%26%3D%25%F0%9F%94%91&KeyId=${KEY_ID}`,
      '06104b20dd0475bbf52b73403dbec40466307a1c92945b1c2402bcb2a194344c',
    ],
    [
      'V4-5',
      'UpdateKeyDescription',
      '5',
      `Description=&KeyId=${KEY_ID}`,
      '66b0cc8636a9e85d4a1c0515cda529f00377712c5efad5496883aae8859344a6',
    ],
  ])('is ours too: %s', (_name, action, nonce, query, hash) => {
    const headers = action === 'Encrypt' ? { ...token, 'x-acs-accesskey-id': 'STS.testid' } : {}
    const { text } = canonicalRequest(request(action, nonce, query, { headers }))
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
  })
})

describe('percent encoding', () => {
  it('leaves only the unreserved characters of RFC 3986 alone', () => {
    const text = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
    const encoded = percentEncode(text)
    expect(encoded.replace(/%[0-9A-F]{2}/g, '')).toBe(
      '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~',
    )
    expect(decodeURIComponent(encoded)).toBe(text)
    expect(percentEncode(' *')).toBe('%20%2A')
  })
})
