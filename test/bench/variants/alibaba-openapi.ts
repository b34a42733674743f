import { default as OpenApi } from '@alicloud/openapi-client'
import { ACCESS_KEY, type CreateVariant, KEY_ID, SECRET_KEY } from '../variant.ts'

/** A call by `@alicloud/openapi-client`, on which Alibaba Cloud's newer clients are built, with its defaults. */
export const create: CreateVariant = async (port) => {
  const config = new OpenApi.Config({
    endpoint: `127.0.0.1:${port}`,
    protocol: 'http',
    regionId: 'cn-hangzhou',
    accessKeyId: ACCESS_KEY,
    accessKeySecret: SECRET_KEY,
  })
  const client = new OpenApi.default(config)
  const params = new OpenApi.Params({
    action: 'DescribeKey',
    version: '2016-01-20',
    protocol: 'HTTP',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  })
  const runtime = {} as Parameters<typeof client.callApi>[2] // its class is in another package
  return { call: () => client.callApi(params, new OpenApi.OpenApiRequest({ query: { KeyId: KEY_ID } }), runtime) }
}
