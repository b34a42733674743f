import type { AccessKey } from '../../providers/alibaba/credentials.ts'
import type { WireRequest } from '../../src/wire.ts'

/*
 * `DOC` vectors are published: V1-DOC-ECS in the description of RPC signatures, V1-DOC-KMS in the Chinese page on KMS
 * signatures (partly masked: 41wk2SSX1GJh7fwnc5eqOfiJPF****), V3-DOC in the page on signature method V3,
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature. All others were
 * computed with `getRPCSignature` and `getAuthorization` of the official `@alicloud/openapi-util` 0.3.3 and
 * `@alicloud/openapi-core` 1.0.8.
 */
export const NONCE = '9e03ea62-5d55-4a86-9ab0-1e9a6f6a1c0'
export const KEY_ID = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4aaaa'
const SPECIALS = '%E4%B8%BB%E5%AF%86%E9%92%A5%20key%2B1%2A2~3%2F4%21%27%28%29%26%3D%25%F0%9F%94%91'
export const SIGNED = (nonce: string) =>
  `SignatureMethod=HMAC-SHA1&SignatureNonce=${NONCE}${nonce}&SignatureVersion=1.0&`
export const WHEN = 'Timestamp=2024-01-02T03%3A04%3A05Z&Version=2016-01-20'

export const v1Vectors: readonly {
  name: string
  method: 'GET' | 'POST'
  secret?: string
  query: string
  signature: string
}[] = [
  {
    name: 'V1-DOC-ECS',
    method: 'GET',
    query:
      'AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26',
    signature: 'OLeaidS1JvxuMvnyHOwuJ+uX5qY=',
  },
  {
    name: 'V1-DOC-KMS',
    method: 'GET',
    query:
      'AccessKeyId=testid&Action=CreateKey&Format=json&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&Timestamp=2016-03-28T03%3A13%3A08Z&Version=2016-01-20',
    signature: '41wk2SSX1GJh7fwnc5eqOfiJPFg=',
  },
  {
    name: 'V1-1, a GET',
    method: 'GET',
    query: `AccessKeyId=testid&Action=DescribeKey&Format=JSON&KeyId=${KEY_ID}&${SIGNED('1')}${WHEN}`,
    signature: 'uIPpHS9yFwM5bToOf5JGDr53/N0=',
  },
  {
    name: 'V1-2, a POST with a security token',
    method: 'POST',
    secret: 'stssecret',
    query: `AccessKeyId=STS.testid&Action=DescribeKey&Format=JSON&KeyId=alias%2Fmy-key&SecurityToken=CAIS%2Btoken%2Fwith%3Dspecial%2Bchars%3D%3D&${SIGNED('2')}${WHEN}`,
    signature: 'fNDwgrNJzDKWIWbQucqbZlL0THo=',
  },
  {
    name: 'V1-3, every awkward character',
    method: 'POST',
    query: `AccessKeyId=testid&Action=UpdateKeyDescription&Description=${SPECIALS}&Format=JSON&KeyId=${KEY_ID}&${SIGNED('3')}${WHEN}`,
    signature: 'h2Lsbtk2pXiVoQf7r2N7T4LYzwA=',
  },
  {
    name: 'V1-4, an empty value',
    method: 'POST',
    query: `AccessKeyId=testid&Action=UpdateKeyDescription&Description=&Format=JSON&KeyId=${KEY_ID}&${SIGNED('4')}${WHEN}`,
    signature: 'h4cG81GQmMW8DC5SLelWgDHvgYw=',
  },
  {
    name: 'V1-5, JSON in a value',
    method: 'POST',
    query: `AccessKeyId=testid&Action=Encrypt&EncryptionContext=%7B%22Example%22%3A%22Example%22%7D&Format=JSON&KeyId=alias%2Fmy-key&Plaintext=SGVsbG8gd29ybGQ%3D&${SIGNED('5')}${WHEN}`,
    signature: '724Xpq0yjZ4Il+ASaBIilmsuQh0=',
  },
  {
    name: 'V1-6, a repeated list',
    method: 'POST',
    query: `AccessKeyId=testid&Action=TagResources&Format=JSON&RegionId=cn-hangzhou&ResourceId.1=key-hzz62f1cb66fa42qo0001&ResourceType=key&${SIGNED('6')}Tag.1.Key=env&Tag.1.Value=prod&Tag.2.Key=team&Tag.2.Value=a%20b&${WHEN}`,
    signature: '5yggthe/eOKqenSHXKzWtHAM0Ro=',
  },
]

export const DATE = new Date('2024-01-02T03:04:05Z')
export const HOST = 'kms.cn-hangzhou.aliyuncs.com'
export const EMPTY_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
export const PLAIN: AccessKey = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }
export const STS: AccessKey = {
  accessKeyId: 'STS.testid',
  accessKeySecret: 'stssecret',
  securityToken: 'CAIS+token/with=special+chars==',
}

export function request(action: string, nonce: string, query: string, more: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'POST',
    url: `https://${HOST}/${query === '' ? '' : `?${query}`}`,
    body: '',
    ...more,
    headers: {
      // Not signed.
      accept: 'application/json',
      'user-agent': 'test',
      'x-acs-action': action,
      'x-acs-version': '2016-01-20',
      'x-acs-date': '2024-01-02T03:04:05Z',
      'x-acs-signature-nonce': nonce.padStart(32, '0'),
      'x-acs-content-sha256': EMPTY_BODY,
      ...more.headers,
    },
  }
}

export const ENCRYPT =
  'EncryptionContext=%7B%22Example%22%3A%22Example%22%7D&KeyId=alias%2Fmy-key&Plaintext=SGVsbG8gd29ybGQ%3D'
export const token = { 'x-acs-security-token': 'CAIS+token/with=special+chars==' }
export const FORM = 'CiphertextBlob=ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJm%2B%2F%3D%3D'

export const v3Vectors: readonly {
  name: string
  request: WireRequest
  key: AccessKey
  hash: string
  signature: string
}[] = [
  {
    name: 'V3-DOC',
    request: {
      method: 'POST',
      url: 'https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
      headers: {
        'x-acs-action': 'RunInstances',
        'x-acs-version': '2014-05-26',
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-content-sha256': EMPTY_BODY,
      },
      body: '',
    },
    key: { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' },
    hash: '7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259',
    signature: '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  },
  {
    name: 'V3-1, one parameter',
    request: request('DescribeKey', '1', `KeyId=${KEY_ID}`),
    key: PLAIN,
    hash: '63f24e020130e23fb72ade397a6d31f03c5406924541fd0844d4809adfd37c58',
    signature: '733a5c450e1b01abf219fd9a28dc37d207ea68d0430d87fa4b026302156a76ab',
  },
  {
    name: 'V3-2, no parameter',
    request: request('DescribeRegions', '2', ''),
    key: PLAIN,
    hash: '009d1013555d5877ac7127f5f362506bfeed9ebecb377904b56ebe8ff730781d',
    signature: 'ab13406cfe6dce53bb5d289b808523efbdaa91d45459e8d832ef170c50b35666',
  },
  {
    name: 'V3-3, a security token and the key it belongs to',
    request: request('Encrypt', '3', ENCRYPT, { headers: { ...token, 'x-acs-accesskey-id': 'STS.testid' } }),
    key: STS,
    hash: '89aa32e68e2508222766e32921fc2f81c8b7e97e99d02428d6e7756e78b00a86',
    signature: '20ed5a84cdb613c2d99b4da4a809a9954021d6ff4c1342eedcef5da8e23a0ef6',
  },
  {
    name: 'V3-3b, a security token alone',
    request: request('Encrypt', '3', ENCRYPT, { headers: token }),
    key: STS,
    hash: 'e4427948c1319951d0ebf3f54c1973fa7e72c018d39e50d760cc3ae9611d577f',
    signature: 'bc7e30969d23bb0275cf8e05c4f797d718d12bf0edfafa143b1e153b2799cc57',
  },
  {
    name: 'V3-4, every awkward character',
    request: request('UpdateKeyDescription', '4', `Description=${SPECIALS}&KeyId=${KEY_ID}`),
    key: PLAIN,
    hash: 'c21e4e8b76c40e1e1e8034529ad035240997ad2fe99edad61b073a9690709e78',
    signature: 'bea855fd089dd0c1c1149e48cd71643512eddd9bfc19176b03cd071bbbb1f1c7',
  },
  {
    name: 'V3-5, an empty value',
    request: request('UpdateKeyDescription', '5', `Description=&KeyId=${KEY_ID}`),
    key: PLAIN,
    hash: '66b0cc8636a9e85d4a1c0515cda529f00377712c5efad5496883aae8859344a6',
    signature: '05c29eafc1b5c522e8458fb0d37440dfa80c72ca0886d0ad183ee11c62c3f182',
  },
  {
    name: 'V3-6, a form body',
    request: request('Decrypt', '6', '', {
      body: FORM,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-acs-content-sha256': '4c3706cb1b5a1801a7cf88073aece45764bc484e338b9f7269e8434c22c07186',
      },
    }),
    key: PLAIN,
    hash: '417ce4eb50b03490fdd2a80083cdbf25f2e388a201e29cc28056b747fd1f162d',
    signature: '9ff04b3609367dfeb692612d327924e41b53cdd2efcb33d18d16720df873d963',
  },
  {
    name: 'V3-7, a GET',
    request: request(
      'ListKeys',
      '7',
      'Filters=%5B%7B%22Key%22%3A%22KeyState%22%2C%22Values%22%3A%5B%22Enabled%22%2C%22Disabled%22%5D%7D%5D&PageNumber=1&PageSize=10',
      { method: 'GET' },
    ),
    key: PLAIN,
    hash: '93226e3159b5f2c68dfebbed6997c2e6625d12578fc008a0ec7e198f810cd717',
    signature: '02ecc7df4785c0b358434855b687c84a71642ba94938eb308cd004e24d1bca03',
  },
]
