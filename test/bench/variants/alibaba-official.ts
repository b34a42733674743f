import { default as Kms } from '@alicloud/kms20160120'
import { ACCESS_KEY, type CreateVariant, KEY_ID, SECRET_KEY } from '../variant.ts'

/** `@alicloud/kms20160120`, Alibaba Cloud's KMS client of npm, with its defaults. */
export const create: CreateVariant = async (port) => {
  const config = {
    endpoint: `127.0.0.1:${port}`,
    protocol: 'http',
    regionId: 'cn-hangzhou',
    accessKeyId: ACCESS_KEY,
    accessKeySecret: SECRET_KEY,
    type: 'access_key',
  }
  const client = new Kms.default(config as ConstructorParameters<typeof Kms.default>[0]) // its class is in another package
  const request = new Kms.DescribeKeyRequest({ keyId: KEY_ID })
  return { call: () => client.describeKey(request) }
}
