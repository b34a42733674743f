import { describe, expect, it } from 'vitest'
import {
  type AccessKey,
  authorization,
  canonicalHash,
  type SigningOptions,
  sdkDate,
  signSdkHmac,
} from '../../providers/shared/sdk-hmac.ts'
import type { WireRequest } from '../../src/wire.ts'

/*
 * Expected values come from official code run on these inputs: V1 to V6 from `@huaweicloud/huaweicloud-sdk-core`
 * 3.1.211 (V1 and V6 also from huaweicloud-sdk-python-v3), the two after V10 from the unit tests of
 * huaweicloud-sdk-go-v3 (core/auth/signer/signer_test.go), L1 and L2 from gophertelekomcloud's signer_helper.go.
 */
const KEY: AccessKey = { accessKey: 'AKTESTHUAWEI00000001', secretKey: 'SkTestHuawei0000000000000000000000000001' }
const DATE = new Date('2026-01-15T12:00:00Z')
const PROJECT = '0123456789abcdef0123456789abcdef'
const KEY_ID = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'
const HOST = 'kms.cn-north-4.myhuaweicloud.com'
const BASE = `https://${HOST}/v1.0/${PROJECT}/kms`
const BODY = `{"key_id":"${KEY_ID}"}`

const host = { host: HOST }
const date = { 'x-sdk-date': '20260115T120000Z' }
const json = { 'content-type': 'application/json' }
const project = { 'x-project-id': PROJECT }
const all = { ...json, ...host, ...project, ...date }

interface Vector {
  readonly name: string
  readonly request: WireRequest
  readonly hash: string
  readonly signature: string
}

const disable: WireRequest = { method: 'POST', url: `${BASE}/disable-key`, headers: all, body: BODY }
const aliases = `${BASE}/aliases?marker=a%20b%2F%C3%BC~*&limit=50&key_id=${KEY_ID}`
const iam = 'https://iam.myhuaweicloud.com/v3/projects?name=cn-north-4'
const iamHeaders = { ...json, host: 'iam.myhuaweicloud.com', ...date }

const vectors: readonly Vector[] = [
  {
    name: 'V1: a POST',
    request: disable,
    hash: '4cc883e633802bde93c00c864645abe84b876b62640cc26893a27c27a46d2000',
    signature: 'a9a247f2cbfbd09ca1cbb943bb1e45cbba3a630553f1f58d47b03d0e566ad8e5',
  },
  {
    name: 'V2: a temporary credential',
    request: { ...disable, headers: { ...all, 'x-security-token': 'TESTSECURITYTOKEN/+==' } },
    hash: 'b5e1f466c90862e8e6c39f823382860a45aaab168bfb97cf84448537a2151802',
    signature: 'f8c6982d2e1b8f8f3e87da2988fea5481a5aada77261ff35b56615545701bc02',
  },
  {
    name: 'V3: a query with blank, slash, umlaut, tilde and star',
    request: { method: 'GET', url: aliases, headers: all, body: '' },
    hash: 'a0282456178a134eaf74fdf6fa45bf373c674b7b379ff6a542137a74a4dfe58d',
    signature: '7ea4d255a1d45815ebc0129c6950e5e3539fb5abfc13847013df49287858962a',
  },
  {
    name: 'V3b: the same with the body that the official Node client sends',
    request: { method: 'GET', url: aliases, headers: all, body: '{}' },
    hash: 'f7274830afd18f4186584cdab6ab96051b31073cbbfbcdaf9e29121cee4ca033',
    signature: '5a5a9cb109d24bf1669e258f053b8d7e54b822f76974af0585e51a6f06c1c76d',
  },
  {
    name: 'V4: a project look-up at IAM',
    request: { method: 'GET', url: iam, headers: iamHeaders, body: '' },
    hash: 'c2c0a1033d1ace293735e775a6ee06ebd4db218d4058eef6aa840f7a9ac39e1d',
    signature: '5b05bf258f02267f4b47bac119bb5f2e0c7b874fd59b486c4266a7e9a2b3ec74',
  },
  {
    name: 'V4b: the same with a body',
    request: { method: 'GET', url: iam, headers: iamHeaders, body: '{}' },
    hash: 'e593e5e1cafd6896dc725e399718597018f88b2b222e034dc8bbca34884861a4',
    signature: '226fdfc48853c262514080211ec5453a5b158d1e3e776e7c2d73099cf8da0659',
  },
  {
    name: 'V5: a body beyond ASCII',
    request: {
      ...disable,
      url: `${BASE}/encrypt-data`,
      body: `{"key_id":"${KEY_ID}","plain_text":"grüße 你好"}`,
    },
    hash: 'b3d07c78eabcd12c17a8c1e43cb0ac9462bbbed846a672bf4c3c462fdf7dd7dd',
    signature: '8eddd2f89e887aab726d7ee2b831d894d4b0c952a298005f201aac1bbe2c19ee',
  },
  {
    name: 'V6: a path segment with a blank, encoded once',
    request: {
      method: 'DELETE',
      url: `${BASE}/${KEY_ID}/tags/cost%20center`,
      headers: { ...host, ...project, ...date },
      body: '',
    },
    hash: '25cc27976ffdb139fa19a3cf353a4cdef331fab872a7fa4b1c11570fa33e6590',
    signature: 'd0a09b6b15ada3bf5e470ec342d0ee95eae3593b5db39b2727ab62f3fd9d1825',
  },
  {
    name: 'V7: the headers that the official Go client signs',
    request: { ...disable, headers: { ...project, ...date } },
    hash: 'b0666d495f7cf4002d2e7e4bfda60d3435c7753f0a2fe4114bdf4927d2f2996b',
    signature: '0ffd516e622d18531bbee7464d740d3139351f7cc118be08ac49a1e45319c64d',
  },
  {
    name: 'V8: only the date signed',
    request: { ...disable, headers: date },
    hash: '800c8bf9e0832d8c7ad3593742a7b048863612428af3d90153315d611677a639',
    signature: '71d5e98207ec506fa3368e4b52b9b6bc948c41b8d4a25bd60bbc4974234c2f05',
  },
  {
    name: 'V9: no content type and no project',
    request: {
      method: 'POST',
      url: `${BASE}/gen-random`,
      headers: { ...host, ...date },
      body: '{"random_data_length":"512"}',
    },
    hash: 'e0f02af8baafd5bfdf19ba00d6bf52a79c643ca64f013ce57fcfc0e18a9a7e05',
    signature: '3f919beb31a3168605e24fb164c68f64a5b8ea782d865f2eb557ba0d53579927',
  },
  {
    name: 'V10: Open Telekom Cloud',
    request: {
      method: 'POST',
      url: `https://kms.eu-de.otc.t-systems.com/v1.0/${PROJECT}/kms/list-keys`,
      headers: { ...all, host: 'kms.eu-de.otc.t-systems.com' },
      body: '{"limit":"10","marker":""}',
    },
    hash: '406658a86b84baea82959e8d0a89e3321eeec826268b7fd2e5de2063aff5865d',
    signature: '63d778826f3e6c292580aa87fb4ee7dec03847bc837362046720763b5b55c71a',
  },
]

const access: SigningOptions = { form: 'access', date: DATE }

function signatureIn(header: string): string | undefined {
  return /Signature=([0-9a-f]{64})$/.exec(header)?.[1]
}

describe('SDK-HMAC-SHA256 as Huawei Cloud signs', () => {
  it.each(vectors)('agrees with official code on $name', ({ request, hash, signature }) => {
    expect(canonicalHash(request, 'access').hash).toBe(hash)
    expect(signatureIn(authorization(request, KEY, access))).toBe(signature)
  })

  it('writes the header as the official clients do', () => {
    expect(authorization(disable, KEY, access)).toBe(
      'SDK-HMAC-SHA256 Access=AKTESTHUAWEI00000001, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=a9a247f2cbfbd09ca1cbb943bb1e45cbba3a630553f1f58d47b03d0e566ad8e5',
    )
  })

  it("agrees with the unit tests of Huawei's Go SDK", () => {
    const key = { accessKey: 'AccessKey', secretKey: 'SecretKey' }
    const at = new Date('2006-01-02T15:04:05Z')
    const headers = { 'x-sdk-date': sdkDate(at) }
    const sign = (request: Pick<WireRequest, 'method' | 'url' | 'body'>) =>
      signatureIn(authorization({ ...request, headers }, key, { form: 'access', date: at }))
    expect(sign({ method: 'GET', url: 'https://example.org/path?limit=1', body: '' })).toBe(
      '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
    )
    // Its encoder ends a body with a newline, which is sent and signed.
    const body = '{"Name":"test","Id":1}\n'
    expect(sign({ method: 'POST', url: 'https://example.org/path?key=value', body })).toBe(
      'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
    )
  })

  it('adds host and date itself and signs every header it was given', () => {
    const signed = signSdkHmac({ ...disable, headers: { ...json, ...project } }, KEY, access)
    expect(signed.headers).toMatchObject(all)
    expect(signatureIn(signed.headers['authorization'] ?? '')).toBe(vectors[0]?.signature)
    expect(signed).toMatchObject({ method: 'POST', url: disable.url, body: BODY })
  })

  it('names the port in the host header, as the transport sends it', () => {
    const request: WireRequest = { ...disable, url: 'http://127.0.0.1:4580/v1.0/p/kms/x' }
    expect(signSdkHmac(request, KEY, access).headers['host']).toBe('127.0.0.1:4580')
  })

  it.each([
    ['a changed body', { ...disable, body: `${BODY} ` }],
    ['another method', { ...disable, method: 'PUT' as const }],
    ['another path', { ...disable, url: `${BASE}/enable-key` }],
    ['another header value', { ...disable, headers: { ...all, ...{ 'x-project-id': 'f'.repeat(32) } } }],
  ])('gives another signature for %s', (_what, request) => {
    expect(signatureIn(authorization(request, KEY, access))).not.toBe(vectors[0]?.signature)
  })

  it('sorts repeated query names by their values and gives a name without value an empty one', () => {
    const with_ = (search: string) => canonicalHash({ ...disable, url: `${BASE}/aliases?${search}` }, 'access').hash
    expect(with_('b=2&a&b=1')).toBe(with_('a=&b=1&b=2'))
    expect(with_('a=%EF%BF%BD&a=%F0%9F%94%91')).toBe(with_('a=%F0%9F%94%91&a=%EF%BF%BD'))
  })
})

describe("SDK-HMAC-SHA256 as Open Telekom Cloud's clients sign", () => {
  const request: WireRequest = {
    method: 'POST',
    url: `https://kms.eu-de.otc.t-systems.com/v1.0/${PROJECT}/kms/disable-key`,
    headers: {
      accept: 'application/json',
      ...json,
      host: 'kms.eu-de.otc.t-systems.com',
      'user-agent': 'golangsdk/2.0.0',
      ...date,
    },
    body: BODY,
  }

  it('agrees with gophertelekomcloud on the canonical request', () => {
    expect(canonicalHash(request, 'legacy').hash).toBe(
      '8f68f7b3fd172552e5f524333ef5bd5b590c4eddd8eaee49fa38ea219238b1a6',
    )
  })

  it('L1: leaves region and service empty, as gophertelekomcloud does', () => {
    expect(authorization(request, KEY, { form: 'legacy', date: DATE })).toBe(
      'SDK-HMAC-SHA256 Credential=AKTESTHUAWEI00000001/20260115///sdk_request, SignedHeaders=accept;content-type;host;user-agent;x-sdk-date, Signature=ca429d4b46dcee3c847ad7dabb744d4b8477ce0cb739c407e8ad3201ff5b8725',
    )
  })

  it('L2: fills them when told to', () => {
    const scope = { region: 'eu-de', service: 'kms' }
    expect(authorization(request, KEY, { form: 'legacy', date: DATE, scope })).toMatch(
      /Credential=AKTESTHUAWEI00000001\/20260115\/eu-de\/kms\/sdk_request, .*Signature=736080a96dd03be89b0c6c17b56e3376adacebee1f40966827c8b594fcecc92b$/,
    )
  })

  it('collapses blanks inside header values', () => {
    const spaced = { ...request, headers: { ...request.headers, accept: '  application/json,   text/plain ' } }
    const plain = { ...request, headers: { ...request.headers, accept: 'application/json, text/plain' } }
    expect(canonicalHash(spaced, 'legacy').hash).toBe(canonicalHash(plain, 'legacy').hash)
    expect(canonicalHash(spaced, 'access').hash).not.toBe(canonicalHash(plain, 'access').hash)
  })
})

describe('V11-HMAC-SHA256', () => {
  it('agrees with official code', () => {
    const scope = { region: 'cn-north-4', service: 'kms' }
    expect(authorization(disable, KEY, { form: 'derived', date: DATE, scope })).toBe(
      'V11-HMAC-SHA256 Credential=AKTESTHUAWEI00000001/20260115/cn-north-4/kms, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=4a567447dc2a58c81ecc8b792132212d502c77d182c42e14ae50e8909ee98a19',
    )
  })
})
