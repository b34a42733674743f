import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import {
  CREDENTIALS,
  EMPTY_HASH,
  KEY,
  TOKEN,
  V1_VECTORS,
  V3_VECTORS,
  VECTOR_TIME,
  v1,
  vectorRequest,
} from '../support/alibaba-vectors.ts'
import { alibabaWire, replyOf, signedV1, signedV3 } from '../support/alibaba-wire.ts'

/** A simulator that lives at the vectors' moment. */
const at = (time: string) => createAlibabaSimulator({ now: () => Date.parse(time), credentials: CREDENTIALS })

const codeIn = ({ text }: { text: string }): string | undefined =>
  /"Code":"([^"]+)"/.exec(text)?.[1] ?? /<Code>([^<]+)</.exec(text)?.[1]

describe('V1 signatures', () => {
  it.each(V1_VECTORS)('accepts the published vector for $name', async ({ method, time, query, signature, code }) => {
    const url = `https://kms.cn-hangzhou.aliyuncs.com/?${query}&Signature=${encodeURIComponent(signature)}`
    const reply = await replyOf(await at(time).fetch(new Request(url, { method })))
    expect(codeIn(reply)).toBe(code)
  })

  it.each(V1_VECTORS)(
    'refuses the vector for $name under the other method',
    async ({ method, time, query, signature }) => {
      const url = `https://kms.cn-hangzhou.aliyuncs.com/?${query}&Signature=${encodeURIComponent(signature)}`
      const other = method === 'GET' ? 'POST' : 'GET'
      expect(codeIn(await replyOf(await at(time).fetch(new Request(url, { method: other }))))).toBe(
        'SignatureDoesNotMatch',
      )
    },
  )

  it('takes the parameters from query and form as one set', async () => {
    const call = alibabaWire(createAlibabaSimulator().fetch, { scheme: 'V1' })
    for (const inBody of ['all', [], ['PageSize', 'Action'], ['Signature', 'AccessKeyId']] as const)
      expect((await call('ListKeys', { PageSize: 5 }, { inBody })).body).toMatchObject({ PageSize: 5 })
  })

  it('tells the string it signed when the secret is wrong', async () => {
    const { fetch } = createAlibabaSimulator({
      credentials: [{ accessKeyId: 'testid', secret: 'another' }],
      now: () => Date.parse(VECTOR_TIME),
    })
    const query = v1('testid', 'DescribeKey', `Format=JSON&${KEY}`, '', 1)
    const url = `https://kms.cn-hangzhou.aliyuncs.com/?${query}&Signature=uIPpHS9yFwM5bToOf5JGDr53%2FN0%3D`
    const { status, headers, body } = await replyOf(await fetch(new Request(url)))
    const RequestId = headers.get('x-acs-request-id')
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8')
    expect(body).toEqual({
      RequestId,
      HostId: 'kms.cn-hangzhou.aliyuncs.com',
      Code: 'SignatureDoesNotMatch',
      Message: `Specified signature is not matched with our calculation. server string to sign is:GET&%2F&${encodeURIComponent(query)}`,
      Recommend: `https://api.aliyun.com/troubleshoot?q=SignatureDoesNotMatch&product=Kms&requestId=${RequestId}`,
    })
  })

  it('misses every part of a signature as IncompleteSignature', async () => {
    const { fetch } = createAlibabaSimulator()
    for (const part of ['AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion']) {
      const url = new URL(signedV1('ListKeys', {}).url)
      url.searchParams.delete(part)
      const { status, body } = await replyOf(await fetch(new Request(url, { method: 'POST' })))
      expect({ status, code: body['Code'], message: body['Message'] }).toEqual({
        status: 400,
        code: 'IncompleteSignature',
        message: 'The request signature does not conform to Alibaba Cloud standards.',
      })
    }
  })
})

describe('V3 signatures', () => {
  it.each(V3_VECTORS)('accepts the vector for $name', async (vector) => {
    expect(codeIn(await replyOf(await at(VECTOR_TIME).fetch(vectorRequest(vector))))).toBe(vector.code)
  })

  it('accepts the published example of RunInstances, which is then no action of KMS', async () => {
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-version': '2014-05-26',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-content-sha256': EMPTY_HASH,
      authorization:
        'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    }
    const url =
      'https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai'
    const reply = await replyOf(await at('2023-10-26T10:22:32Z').fetch(new Request(url, { method: 'POST', headers })))
    expect(reply.body).toMatchObject({ Code: 'InvalidVersion', Message: 'Specified parameter Version is not valid.' })
  })

  it('tells its string to sign and its canonical request when the secret is wrong', async () => {
    const simulator = createAlibabaSimulator({
      now: () => Date.parse(VECTOR_TIME),
      credentials: [{ accessKeyId: 'STS.testid', secret: 'another', sessionToken: TOKEN }],
    })
    const vector = V3_VECTORS[2]
    if (vector === undefined) throw new Error('the vector is gone')
    const { status, body } = await replyOf(await simulator.fetch(vectorRequest(vector)))
    expect({ status, code: body['Code'] }).toEqual({ status: 400, code: 'SignatureDoesNotMatch' })
    expect(body['Message']).toBe(
      `Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256
89aa32e68e2508222766e32921fc2f81c8b7e97e99d02428d6e7756e78b00a86] server CanonicalRequest is [POST
/
EncryptionContext=%7B%22Example%22%3A%22Example%22%7D&KeyId=alias%2Fmy-key&Plaintext=SGVsbG8gd29ybGQ%3D
host:kms.cn-hangzhou.aliyuncs.com
x-acs-accesskey-id:STS.testid
x-acs-action:Encrypt
x-acs-content-sha256:${EMPTY_HASH}
x-acs-date:2024-01-02T03:04:05Z
x-acs-security-token:CAIS+token/with=special+chars==
x-acs-signature-nonce:00000000000000000000000000000003
x-acs-version:2016-01-20

host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version
${EMPTY_HASH}]`,
    )
  })

  it('covers method, query, form and headers', async () => {
    const { fetch } = createAlibabaSimulator()
    const changed = async (change: (url: URL, headers: Headers) => { method?: string; body?: string }) => {
      const request = signedV3('ListKeys', { PageSize: '5' }, { inBody: 'all' })
      const [url, headers, body] = [new URL(request.url), new Headers(request.headers), await request.text()]
      const init = change(url, headers)
      return codeIn(await replyOf(await fetch(new Request(url, { method: 'POST', headers, body, ...init }))))
    }
    expect(await changed(() => ({}))).toBeUndefined()
    expect(await changed(() => ({ body: 'PageSize=6' }))).toBe('SignatureDoesNotMatch')
    const anotherHeader = (name: string, value: string) => (_: URL, headers: Headers) => {
      headers.set(name, value)
      return {}
    }
    const anotherParameter = (url: URL) => {
      url.searchParams.set('PageNumber', '2')
      return {}
    }
    expect(await changed(anotherParameter)).toBe('SignatureDoesNotMatch')
    for (const [name, value] of [
      ['host', 'kms.cn-beijing.aliyuncs.com'],
      ['x-acs-action', 'ListAliases'],
      ['x-acs-signature-nonce', 'another'],
      ['x-acs-content-sha256', EMPTY_HASH],
    ] as const)
      expect(await changed(anotherHeader(name, value))).toBe('SignatureDoesNotMatch')
  })

  it('refuses signatures that lack a part, leave out a header that matters, or are of another kind', async () => {
    const { fetch } = createAlibabaSimulator()
    const withAuthorization = async (change: (authorization: string) => string) => {
      const request = signedV3('ListKeys', {})
      const headers = new Headers(request.headers)
      headers.set('authorization', change(headers.get('authorization') ?? ''))
      return codeIn(await replyOf(await fetch(new Request(request.url, { method: 'POST', headers }))))
    }
    expect(await withAuthorization((text) => text)).toBeUndefined()
    expect(await withAuthorization((text) => text.replace(/Signature=.*/, ''))).toBe('IncompleteSignature')
    expect(await withAuthorization((text) => text.replace(/Credential=[^,]*,/, ''))).toBe('IncompleteSignature')
    expect(await withAuthorization((text) => text.replace('ACS3-HMAC-SHA256', 'ACS4-HMAC-SHA256'))).toBe(
      'IncompleteSignature',
    )
    for (const name of ['host;', 'x-acs-action;', 'x-acs-content-sha256;', 'x-acs-signature-nonce;'])
      expect(await withAuthorization((text) => text.replace(name, ''))).toBe('IncompleteSignature')
    for (const name of ['x-acs-signature-nonce', 'x-acs-content-sha256']) {
      const request = signedV3('ListKeys', {})
      const headers = new Headers(request.headers)
      headers.delete(name)
      const reply = await replyOf(await fetch(new Request(request.url, { method: 'POST', headers })))
      expect(codeIn(reply)).toBe('IncompleteSignature')
    }
  })

  it('reads the host from the URL where the request has no such header', async () => {
    const { fetch } = createAlibabaSimulator()
    const request = signedV3('ListKeys', {})
    const headers = new Headers(request.headers)
    headers.delete('host')
    expect((await fetch(new Request(request.url, { method: 'POST', headers }))).status).toBe(200)
  })
})
