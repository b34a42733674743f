// Vectors: the ECS and KMS examples of Alibaba Cloud's "request signature" page and the example of the page "V3 request
// body and signature"; the others were computed with @alicloud/openapi-util 0.3.3 and @alicloud/openapi-core 1.0.8,
// which agree on every one.

export const TOKEN = 'CAIS+token/with=special+chars=='
export const CREDENTIALS = [
  { accessKeyId: 'testid', secret: 'testsecret' },
  { accessKeyId: 'STS.testid', secret: 'stssecret', sessionToken: TOKEN },
  { accessKeyId: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
]

export const VECTOR_TIME = '2024-01-02T03:04:05Z'
const UNICODE = 'Description=%E4%B8%BB%E5%AF%86%E9%92%A5%20key%2B1%2A2~3%2F4%21%27%28%29%26%3D%25%F0%9F%94%91'
export const v1 = (accessKeyId: string, action: string, before: string, after: string, nonce: number) =>
  `AccessKeyId=${accessKeyId}&Action=${action}&${before}&SignatureMethod=HMAC-SHA1&SignatureNonce=9e03ea62-5d55-4a86-9ab0-1e9a6f6a1c0${nonce}&SignatureVersion=1.0&${after}Timestamp=2024-01-02T03%3A04%3A05Z&Version=2016-01-20`
export const KEY = 'KeyId=08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4aaaa'

export const V1_VECTORS = [
  {
    name: 'the ECS page',
    method: 'GET',
    time: '2016-02-23T12:46:24Z',
    query:
      'AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26',
    signature: 'OLeaidS1JvxuMvnyHOwuJ+uX5qY=',
    code: 'InvalidVersion',
  },
  {
    name: 'the KMS page, without a nonce',
    method: 'GET',
    time: '2016-03-28T03:13:08Z',
    query:
      'AccessKeyId=testid&Action=CreateKey&Format=json&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&Timestamp=2016-03-28T03%3A13%3A08Z&Version=2016-01-20',
    signature: '41wk2SSX1GJh7fwnc5eqOfiJPFg=',
    code: undefined,
  },
  {
    name: 'GET',
    method: 'GET',
    time: VECTOR_TIME,
    query: v1('testid', 'DescribeKey', `Format=JSON&${KEY}`, '', 1),
    signature: 'uIPpHS9yFwM5bToOf5JGDr53/N0=',
    code: 'Forbidden.KeyNotFound',
  },
  {
    name: 'POST with a security token',
    method: 'POST',
    time: VECTOR_TIME,
    query: v1(
      'STS.testid',
      'DescribeKey',
      'Format=JSON&KeyId=alias%2Fmy-key&SecurityToken=CAIS%2Btoken%2Fwith%3Dspecial%2Bchars%3D%3D',
      '',
      2,
    ),
    signature: 'fNDwgrNJzDKWIWbQucqbZlL0THo=',
    code: 'Forbidden.AliasNotFound',
  },
  {
    name: 'characters outside ASCII and those encodeURIComponent leaves alone',
    method: 'POST',
    time: VECTOR_TIME,
    query: v1('testid', 'UpdateKeyDescription', `${UNICODE}&Format=JSON&${KEY}`, '', 3),
    signature: 'h2Lsbtk2pXiVoQf7r2N7T4LYzwA=',
    code: 'Forbidden.KeyNotFound',
  },
  {
    name: 'an empty value',
    method: 'POST',
    time: VECTOR_TIME,
    query: v1('testid', 'UpdateKeyDescription', `Description=&Format=JSON&${KEY}`, '', 4),
    signature: 'h4cG81GQmMW8DC5SLelWgDHvgYw=',
    code: 'Forbidden.KeyNotFound',
  },
  {
    name: 'JSON in a parameter',
    method: 'POST',
    time: VECTOR_TIME,
    query: v1(
      'testid',
      'Encrypt',
      'EncryptionContext=%7B%22Example%22%3A%22Example%22%7D&Format=JSON&KeyId=alias%2Fmy-key&Plaintext=SGVsbG8gd29ybGQ%3D',
      '',
      5,
    ),
    signature: '724Xpq0yjZ4Il+ASaBIilmsuQh0=',
    code: 'Forbidden.AliasNotFound',
  },
  {
    name: 'repeated parameters',
    method: 'POST',
    time: VECTOR_TIME,
    query: v1(
      'testid',
      'TagResources',
      'Format=JSON&RegionId=cn-hangzhou&ResourceId.1=key-hzz62f1cb66fa42qo0001&ResourceType=key',
      'Tag.1.Key=env&Tag.1.Value=prod&Tag.2.Key=team&Tag.2.Value=a%20b&',
      6,
    ),
    signature: '5yggthe/eOKqenSHXKzWtHAM0Ro=',
    // The blank in the second value is none of the documented characters.
    code: 'InvalidParameter.TagValue',
  },
]

export interface V3Vector {
  readonly name: string
  readonly action: string
  readonly query: string
  readonly signature: string
  readonly code: string | undefined
  readonly method?: string
  readonly digit?: number
  readonly body?: string
  readonly sts?: 'with' | 'without'
}

const CONTEXT_QUERY =
  'EncryptionContext=%7B%22Example%22%3A%22Example%22%7D&KeyId=alias%2Fmy-key&Plaintext=SGVsbG8gd29ybGQ%3D'
export const V3_VECTORS: readonly V3Vector[] = [
  {
    name: 'POST',
    digit: 1,
    action: 'DescribeKey',
    query: KEY,
    signature: '733a5c450e1b01abf219fd9a28dc37d207ea68d0430d87fa4b026302156a76ab',
    code: 'Forbidden.KeyNotFound',
  },
  {
    name: 'no parameters',
    digit: 2,
    action: 'DescribeRegions',
    query: '',
    signature: 'ab13406cfe6dce53bb5d289b808523efbdaa91d45459e8d832ef170c50b35666',
    code: undefined,
  },
  {
    name: 'a security token and the access key header',
    digit: 3,
    action: 'Encrypt',
    query: CONTEXT_QUERY,
    sts: 'with',
    signature: '20ed5a84cdb613c2d99b4da4a809a9954021d6ff4c1342eedcef5da8e23a0ef6',
    code: 'Forbidden.AliasNotFound',
  },
  {
    name: 'a security token alone',
    digit: 3,
    action: 'Encrypt',
    query: CONTEXT_QUERY,
    sts: 'without',
    signature: 'bc7e30969d23bb0275cf8e05c4f797d718d12bf0edfafa143b1e153b2799cc57',
    code: 'Forbidden.AliasNotFound',
  },
  {
    name: 'characters outside ASCII and those encodeURIComponent leaves alone',
    digit: 4,
    action: 'UpdateKeyDescription',
    query: `${UNICODE}&${KEY}`,
    signature: 'bea855fd089dd0c1c1149e48cd71643512eddd9bfc19176b03cd071bbbb1f1c7',
    code: 'Forbidden.KeyNotFound',
  },
  {
    name: 'an empty value',
    digit: 5,
    action: 'UpdateKeyDescription',
    query: `Description=&${KEY}`,
    signature: '05c29eafc1b5c522e8458fb0d37440dfa80c72ca0886d0ad183ee11c62c3f182',
    code: 'Forbidden.KeyNotFound',
  },
  {
    name: 'a form',
    digit: 6,
    action: 'Decrypt',
    query: '',
    body: 'CiphertextBlob=ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJm%2B%2F%3D%3D',
    signature: '9ff04b3609367dfeb692612d327924e41b53cdd2efcb33d18d16720df873d963',
    code: 'InvalidParameter',
  },
  {
    name: 'GET',
    method: 'GET',
    digit: 7,
    action: 'ListKeys',
    query:
      'Filters=%5B%7B%22Key%22%3A%22KeyState%22%2C%22Values%22%3A%5B%22Enabled%22%2C%22Disabled%22%5D%7D%5D&PageNumber=1&PageSize=10',
    signature: '02ecc7df4785c0b358434855b687c84a71642ba94938eb308cd004e24d1bca03',
    code: undefined,
  },
]

export const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** The very request of a V3 vector. */
export const vectorRequest = (vector: V3Vector): Request => {
  const host = 'kms.cn-hangzhou.aliyuncs.com'
  const headers: Record<string, string> = {
    host,
    'x-acs-action': vector.action,
    'x-acs-content-sha256': EMPTY_HASH,
    'x-acs-date': VECTOR_TIME,
    'x-acs-signature-nonce': `${'0'.repeat(31)}${vector.digit}`,
    'x-acs-version': '2016-01-20',
  }
  if (vector.body !== undefined) {
    headers['content-type'] = 'application/x-www-form-urlencoded'
    headers['x-acs-content-sha256'] = '4c3706cb1b5a1801a7cf88073aece45764bc484e338b9f7269e8434c22c07186'
  }
  if (vector.sts !== undefined) headers['x-acs-security-token'] = TOKEN
  if (vector.sts === 'with') headers['x-acs-accesskey-id'] = 'STS.testid'
  const credential = vector.sts === undefined ? 'testid' : 'STS.testid'
  const names = Object.keys(headers).sort().join(';')
  const authorization = `ACS3-HMAC-SHA256 Credential=${credential},SignedHeaders=${names},Signature=${vector.signature}`
  return new Request(`https://${host}/?${vector.query}`, {
    method: vector.method ?? 'POST',
    headers: { ...headers, authorization },
    ...(vector.body !== undefined && { body: vector.body }),
  })
}
