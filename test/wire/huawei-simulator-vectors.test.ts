import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator } from '../../conformance/simulators/huawei/index.ts'
import { canonicalRequest, isSignedWith, readSignature } from '../../conformance/simulators/huawei/sdk-hmac.ts'
import { codeOf, replyOf } from '../support/huawei-wire.ts'

// V…: computed by @huaweicloud/huaweicloud-sdk-core 3.1.211 (AKSKSigner), V6 by huaweicloud-sdk-python-v3, V11 by
// DerivedAKSKSigner; L…: by opentelekomcloud/gophertelekomcloud signer_helper.go; G…: huaweicloud-sdk-go-v3
// core/auth/signer/signer_test.go.

const AK = 'AKTESTHUAWEI00000001'
const SK = 'SkTestHuawei0000000000000000000000000001'
const DATE = '20260115T120000Z'
const P = '0123456789abcdef0123456789abcdef'
const K = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'
const H = 'https://kms.cn-north-4.myhuaweicloud.com'
const OTC = 'https://kms.eu-de.otc.t-systems.com'
const DISABLE = `{"key_id":"${K}"}`
const FULL = 'content-type;host;x-project-id;x-sdk-date'
const ALIASES = `${H}/v1.0/${P}/kms/aliases?marker=a%20b%2F%C3%BC~*&limit=50&key_id=${K}`
const PROJECTS = 'https://iam.myhuaweicloud.com/v3/projects?name=cn-north-4'
const SCOPED = 'accept;content-type;host;user-agent;x-sdk-date'

interface Vector {
  readonly name: string
  readonly method?: string
  readonly url?: string
  readonly body?: string
  readonly signedHeaders: string
  readonly headers?: Readonly<Record<string, string>>
  readonly credential?: string
  readonly algorithm?: string
  readonly canonicalHash?: string
  readonly signature: string
}

const vectors: readonly Vector[] = [
  {
    name: 'V1',
    signedHeaders: FULL,
    canonicalHash: '4cc883e633802bde93c00c864645abe84b876b62640cc26893a27c27a46d2000',
    signature: 'a9a247f2cbfbd09ca1cbb943bb1e45cbba3a630553f1f58d47b03d0e566ad8e5',
  },
  {
    name: 'V2, with a security token',
    signedHeaders: `${FULL};x-security-token`,
    headers: { 'x-security-token': 'TESTSECURITYTOKEN/+==' },
    canonicalHash: 'b5e1f466c90862e8e6c39f823382860a45aaab168bfb97cf84448537a2151802',
    signature: 'f8c6982d2e1b8f8f3e87da2988fea5481a5aada77261ff35b56615545701bc02',
  },
  {
    name: 'V3, a query with blank, slash, umlaut, tilde and star',
    method: 'GET',
    url: ALIASES,
    body: '',
    signedHeaders: FULL,
    canonicalHash: 'a0282456178a134eaf74fdf6fa45bf373c674b7b379ff6a542137a74a4dfe58d',
    signature: '7ea4d255a1d45815ebc0129c6950e5e3539fb5abfc13847013df49287858962a',
  },
  {
    name: 'V3b, a GET with the body {} that the Node SDK sends',
    method: 'GET',
    url: ALIASES,
    body: '{}',
    signedHeaders: FULL,
    canonicalHash: 'f7274830afd18f4186584cdab6ab96051b31073cbbfbcdaf9e29121cee4ca033',
    signature: '5a5a9cb109d24bf1669e258f053b8d7e54b822f76974af0585e51a6f06c1c76d',
  },
  {
    name: 'V4, IAM',
    method: 'GET',
    url: PROJECTS,
    body: '',
    signedHeaders: 'content-type;host;x-sdk-date',
    canonicalHash: 'c2c0a1033d1ace293735e775a6ee06ebd4db218d4058eef6aa840f7a9ac39e1d',
    signature: '5b05bf258f02267f4b47bac119bb5f2e0c7b874fd59b486c4266a7e9a2b3ec74',
  },
  {
    name: 'V4b, IAM with the body {}',
    method: 'GET',
    url: PROJECTS,
    body: '{}',
    signedHeaders: 'content-type;host;x-sdk-date',
    canonicalHash: 'e593e5e1cafd6896dc725e399718597018f88b2b222e034dc8bbca34884861a4',
    signature: '226fdfc48853c262514080211ec5453a5b158d1e3e776e7c2d73099cf8da0659',
  },
  {
    name: 'V5, a body beyond ASCII',
    url: `${H}/v1.0/${P}/kms/encrypt-data`,
    body: `{"key_id":"${K}","plain_text":"grüße 你好"}`,
    signedHeaders: FULL,
    canonicalHash: 'b3d07c78eabcd12c17a8c1e43cb0ac9462bbbed846a672bf4c3c462fdf7dd7dd',
    signature: '8eddd2f89e887aab726d7ee2b831d894d4b0c952a298005f201aac1bbe2c19ee',
  },
  {
    name: 'V6, a path that is encoded once',
    method: 'DELETE',
    url: `${H}/v1.0/${P}/kms/${K}/tags/cost%20center`,
    body: '',
    signedHeaders: 'host;x-project-id;x-sdk-date',
    canonicalHash: '25cc27976ffdb139fa19a3cf353a4cdef331fab872a7fa4b1c11570fa33e6590',
    signature: 'd0a09b6b15ada3bf5e470ec342d0ee95eae3593b5db39b2727ab62f3fd9d1825',
  },
  {
    name: 'V7, the headers the Go SDK signs',
    signedHeaders: 'x-project-id;x-sdk-date',
    canonicalHash: 'b0666d495f7cf4002d2e7e4bfda60d3435c7753f0a2fe4114bdf4927d2f2996b',
    signature: '0ffd516e622d18531bbee7464d740d3139351f7cc118be08ac49a1e45319c64d',
  },
  {
    name: 'V8, the date alone signed',
    signedHeaders: 'x-sdk-date',
    canonicalHash: '800c8bf9e0832d8c7ad3593742a7b048863612428af3d90153315d611677a639',
    signature: '71d5e98207ec506fa3368e4b52b9b6bc948c41b8d4a25bd60bbc4974234c2f05',
  },
  {
    name: 'V9, without content type and project',
    url: `${H}/v1.0/${P}/kms/gen-random`,
    body: '{"random_data_length":"512"}',
    signedHeaders: 'host;x-sdk-date',
    canonicalHash: 'e0f02af8baafd5bfdf19ba00d6bf52a79c643ca64f013ce57fcfc0e18a9a7e05',
    signature: '3f919beb31a3168605e24fb164c68f64a5b8ea782d865f2eb557ba0d53579927',
  },
  {
    name: 'V10, on OTC',
    url: `${OTC}/v1.0/${P}/kms/list-keys`,
    body: '{"limit":"10","marker":""}',
    signedHeaders: FULL,
    canonicalHash: '406658a86b84baea82959e8d0a89e3321eeec826268b7fd2e5de2063aff5865d',
    signature: '63d778826f3e6c292580aa87fb4ee7dec03847bc837362046720763b5b55c71a',
  },
  {
    name: "L1, OTC's own SDK: scope without region and service",
    url: `${OTC}/v1.0/${P}/kms/disable-key`,
    signedHeaders: SCOPED,
    headers: { accept: 'application/json', 'user-agent': 'golangsdk/2.0.0' },
    credential: `Credential=${AK}/20260115///sdk_request`,
    canonicalHash: '8f68f7b3fd172552e5f524333ef5bd5b590c4eddd8eaee49fa38ea219238b1a6',
    signature: 'ca429d4b46dcee3c847ad7dabb744d4b8477ce0cb739c407e8ad3201ff5b8725',
  },
  {
    name: 'L2, scope with region and service',
    url: `${OTC}/v1.0/${P}/kms/disable-key`,
    signedHeaders: SCOPED,
    headers: { accept: 'application/json', 'user-agent': 'golangsdk/2.0.0' },
    credential: `Credential=${AK}/20260115/eu-de/kms/sdk_request`,
    canonicalHash: '8f68f7b3fd172552e5f524333ef5bd5b590c4eddd8eaee49fa38ea219238b1a6',
    signature: '736080a96dd03be89b0c6c17b56e3376adacebee1f40966827c8b594fcecc92b',
  },
  {
    name: 'V11, the derived form',
    signedHeaders: FULL,
    algorithm: 'V11-HMAC-SHA256',
    credential: `Credential=${AK}/20260115/cn-north-4/kms`,
    canonicalHash: '4cc883e633802bde93c00c864645abe84b876b62640cc26893a27c27a46d2000',
    signature: '4a567447dc2a58c81ecc8b792132212d502c77d182c42e14ae50e8909ee98a19',
  },
]

const requestOf = (vector: Vector) => {
  const { method = 'POST', url = `${H}/v1.0/${P}/kms/disable-key`, body = DISABLE, signedHeaders } = vector
  const given = { 'content-type': 'application/json', 'x-project-id': P, 'x-sdk-date': DATE, ...vector.headers }
  const names = new Set([...signedHeaders.split(';'), 'x-sdk-date'])
  const authorization = `${vector.algorithm ?? 'SDK-HMAC-SHA256'} ${vector.credential ?? `Access=${AK}`}, SignedHeaders=${signedHeaders}, Signature=${vector.signature}`
  const headers = new Headers(Object.entries(given).filter(([name]) => names.has(name)))
  headers.set('authorization', authorization)
  return { method, url: new URL(url), headers, body: new Uint8Array(Buffer.from(body)) }
}

test.each(vectors)('the canonical request and signature of $name are the published ones', (vector) => {
  const request = requestOf(vector)
  const signature = readSignature(request.headers)
  if (signature === undefined) throw new Error('the header does not parse')
  if (vector.canonicalHash !== undefined)
    expect(createHash('sha256').update(canonicalRequest(request, signature)).digest('hex')).toBe(vector.canonicalHash)
  expect(isSignedWith(SK, request, signature, DATE)).toBe(true)
  expect(isSignedWith(`${SK}x`, request, signature, DATE)).toBe(false)
  const changed = { ...request, body: new Uint8Array(Buffer.from('{"key_id":"another"}')) }
  expect(isSignedWith(SK, changed, signature, DATE)).toBe(false)
})

test.each([
  ['GET', 'limit=1', '', '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624'],
  ['POST', 'key=value', '{"Name":"test","Id":1}\n', 'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59'],
])("G: the Go SDK's own %s vector verifies", (method, query, body, expected) => {
  const headers = new Headers({
    'x-sdk-date': '20060102T150405Z',
    authorization: `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, Signature=${expected}`,
  })
  const signature = readSignature(headers)
  const url = new URL(`https://example.com/path?${query}`)
  const request = { method, url, headers, body: new Uint8Array(Buffer.from(body)) }
  expect(signature && isSignedWith('SecretKey', request, signature, '20060102T150405Z')).toBe(true)
})

const clouds = (credential: { accessKeyId: string; secret: string; sessionToken?: string }) => {
  const options = { now: () => Date.parse('2026-01-15T12:00:00Z'), credentials: [credential] }
  return {
    huawei: createHuaweiSimulator({ ...options, projects: [{ id: P, name: 'cn-north-4_vectors' }] }),
    otc: createOtcSimulator({ ...options, projects: [{ id: P, name: 'eu-de_vectors' }] }),
  }
}

// A GET with a body does not fit into a `Request`; the interop test sends one through a socket.
const sendable = vectors.filter(({ method, body }) => method !== 'GET' || body === '')

test.each(sendable)('a simulator lets $name through to KMS or IAM', async (vector) => {
  const sessionToken = vector.headers?.['x-security-token']
  const { huawei, otc } = clouds({ accessKeyId: AK, secret: SK, ...(sessionToken !== undefined && { sessionToken }) })
  const { method, url, headers, body } = requestOf(vector)
  const simulator = url.host.endsWith('t-systems.com') ? otc : huawei
  const reply = await simulator.fetch(new Request(url, { method, headers, ...(body.byteLength > 0 && { body }) }))
  // KMS itself answers (the key does not exist), not the gateway.
  const { status, code } = await replyOf(reply).then((read) => ({ status: read.status, code: codeOf(read) }))
  expect(status === 200 ? 'KMS' : String(code)).toMatch(/^KMS/)
})

test("the Node SDK's doubly encoded path is refused, as on the real gateway", async () => {
  const { huawei } = clouds({ accessKeyId: AK, secret: SK })
  const wrong = {
    name: 'V6n',
    method: 'DELETE',
    url: `${H}/v1.0/${P}/kms/${K}/tags/cost%20center`,
    body: '',
    signedHeaders: FULL,
    signature: '87028b010812df2275cb4019fbb480a6532b113a857c32b9d13d0561891d4837',
  }
  const { method, url, headers } = requestOf(wrong)
  expect((await huawei.fetch(new Request(url, { method, headers }))).status).toBe(401)
})

test.each([
  ['huawei', "L1, OTC's own SDK: scope without region and service"],
  ['otc', 'V11, the derived form'],
] as const)('%s does not know the form of %s', async (cloud, name) => {
  const simulators = clouds({ accessKeyId: AK, secret: SK })
  const vector = vectors.find((candidate) => candidate.name === name)
  if (vector === undefined) throw new Error('no such vector')
  const { method, url, headers, body } = requestOf(vector)
  const reply = await simulators[cloud].fetch(new Request(url, { method, headers, body }))
  expect(reply.status).toBe(401)
})
