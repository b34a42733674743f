/** What each cloud answers to DescribeKey, members and headers as its own pages show them. */
export interface CannedReply {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'

const MATERIAL = '123abcd'.padEnd(64, '0')

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
const aws = reply(
  { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'b2b63bd1-1111-4222-8333-444455556666' },
  {
    KeyMetadata: {
      AWSAccountId: '111122223333',
      Arn: `arn:aws:kms:us-east-1:111122223333:key/${KEY_ID}`,
      CreationDate: 1_566_160_362.664,
      CurrentKeyMaterialId: MATERIAL,
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: '',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: KEY_ID,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    },
  },
)

/** @see https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-describekey */
const alibaba = reply(
  { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': '8eaeaa8b-4491-4f1e-a51e-f95a4e54620c' },
  {
    RequestId: '8eaeaa8b-4491-4f1e-a51e-f95a4e54620c',
    KeyMetadata: {
      KeyId: KEY_ID,
      Arn: `acs:kms:cn-hangzhou:154035569884****:key/${KEY_ID}`,
      Creator: '154035569884****',
      CreationDate: '2016-03-25T10:42:40Z',
      Description: '',
      KeySpec: 'Aliyun_AES_256',
      KeyUsage: 'ENCRYPT/DECRYPT',
      KeyState: 'Enabled',
      Origin: 'Aliyun_KMS',
      ProtectionLevel: 'SOFTWARE',
      PrimaryKeyVersion: '2ab1a983-7072-4bbc-a582-584b5bd8b5f8',
      LastRotationDate: '2016-03-25T10:42:40Z',
      AutomaticRotation: 'Disabled',
      DeleteDate: '',
      MaterialExpireTime: '',
      DeletionProtection: 'Disabled',
    },
  },
)

/** @see https://support.huaweicloud.com/intl/en-us/api-dew/ListKeyDetail.html */
const huawei = reply(
  { 'content-type': 'application/json', 'x-request-id': 'ad91c5749aeb4eef800f2d79439b8f3e' },
  {
    key_info: {
      key_id: KEY_ID,
      domain_id: 'b168fe00ff56492495a7d22974df2d0b',
      key_alias: 'bench',
      realm: 'cn-north-4',
      key_spec: 'AES_256',
      key_usage: 'ENCRYPT_DECRYPT',
      key_description: '',
      creation_date: '1502799822000',
      scheduled_deletion_date: '',
      key_state: '2',
      default_key_flag: '0',
      key_type: '1',
      expiration_time: '',
      origin: 'kms',
      key_rotation_enabled: 'false',
      sys_enterprise_project_id: '0',
      keystore_id: '0',
    },
  },
)

/** @see https://docs.otc.t-systems.com/key-management-service/api-ref/apis/key_lifecycle_management/querying_the_information_about_a_cmk.html */
const otc = reply(
  { 'content-type': 'application/json', 'x-request-id': '300454ac45a54ceba460ed5edff15bce' },
  {
    key_info: {
      key_id: KEY_ID,
      domain_id: 'b168fe00ff56492495a7d22974df2d0b',
      key_alias: 'bench',
      realm: 'eu-de',
      key_spec: 'AES_256',
      key_usage: 'ENCRYPT_DECRYPT',
      key_description: '',
      creation_date: '1502799822000',
      scheduled_deletion_date: '',
      key_state: '2',
      default_key_flag: '0',
      key_type: '1',
      expiration_time: '',
      origin: 'kms',
      key_rotation_enabled: 'false',
    },
  },
)

const qkmsKey = {
  AWSAccountId: '000000000000',
  KeyId: KEY_ID,
  Arn: `arn:verenc:000000000000:key/${KEY_ID}`,
  Enabled: true,
  Description: '',
  KeyUsage: 'ENCRYPT_DECRYPT',
  MultiRegion: false,
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  Origin: 'AWS_KMS',
  CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
}

/** @see https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/describe-key */
const quilibrium = reply(
  { 'content-type': 'application/x-amz-json-1.1' },
  { KeyMetadata: { ...qkmsKey, CreationDate: '2025-01-21T21:36:30+00:00' } },
)

/** AWS's client cannot read Q-KMS's time and would fail: it gets the same reply with one of AWS's. */
export const quilibriumForAwsClient = reply(
  { 'content-type': 'application/x-amz-json-1.1' },
  { KeyMetadata: { ...qkmsKey, CreationDate: 1_737_495_390 } },
)

export const replies = { aws, alibaba, huawei, otc, quilibrium } as const
export type BenchCloud = keyof typeof replies

function reply(headers: Readonly<Record<string, string>>, body: object): CannedReply {
  const text = JSON.stringify(body)
  const length = String(Buffer.byteLength(text))
  return { headers: { ...headers, 'content-length': length }, body: text }
}
