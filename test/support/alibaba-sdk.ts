import { createPublicKey, publicEncrypt } from 'node:crypto'
import * as Kms from '@alicloud/kms20160120'
import * as OpenApi from '@alicloud/openapi-client'

export { Kms }

export interface Account {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
}

/** The class behind a CommonJS default export: Node hands out the module, test runners may hand out the class. */
const classOf = <Class>(module: Class | { readonly default: Class }): Class =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : module

const KmsClient = classOf<typeof Kms.default.default>(Kms.default)
const OpenApiClient = classOf<typeof OpenApi.default.default>(OpenApi.default)

/** Alibaba Cloud's KMS client of npm, which signs with HMAC-SHA1 (V1). */
export const kmsClient = (port: number, account: Account, more: { endpoint?: string; readTimeout?: number } = {}) =>
  new KmsClient({ ...config(port, account), ...more } as ConstructorParameters<typeof KmsClient>[0]) // its class is in a package of its own

export type KmsClient = ReturnType<typeof kmsClient>

const config = (port: number, account: Account) => ({
  endpoint: `127.0.0.1:${port}`,
  protocol: 'http',
  regionId: 'cn-hangzhou',
  ...account,
})

export type Speak = (action: string, query?: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>

/** Alibaba Cloud's general client, which signs with ACS3-HMAC-SHA256 (V3). */
export const openApi = (port: number, account: Account): Speak => {
  const client = new OpenApiClient(new OpenApi.Config(config(port, account)))
  return async (action, query = {}) => {
    const params = new OpenApi.Params({
      action,
      version: '2016-01-20',
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    })
    const runtime = {} as Parameters<typeof client.callApi>[2] // its class is in a package of its own
    const reply = await client.callApi(params, new OpenApi.OpenApiRequest({ query }), runtime)
    return reply['body'] as Record<string, unknown> // bodyType json
  }
}

/** Key material as its owner would send it, by Node alone. */
export const wrapFor = (publicKey: string, material: Uint8Array): string => {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  return publicEncrypt({ key, oaepHash: 'sha256' }, material).toString('base64')
}
