import { createAlibabaSimulator } from '../../../../conformance/simulators/index.ts'
import { serve } from '../../../../conformance/simulators/serve.ts'
import { alibaba } from '../../../../providers/alibaba/index.ts'
import { createClient } from '../../../../src/index.ts'
import { type Account, Kms, kmsClient, openApi, type Speak } from '../../../support/alibaba-sdk.ts'
import { list, member, text } from '../compare.ts'

const ACCOUNT: Account = { accessKeyId: 'test', accessKeySecret: 'test' }

interface Model {
  toMap(): Record<string, unknown>
}

/** Speaks through the methods of @alicloud/kms20160120, in the names of the API. */
const methodsOf = (port: number, account: Account): Speak => {
  const client = kmsClient(port, account)
  return async (action, input = {}) => {
    const camel = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    // Its methods and request classes are named after the actions.
    const Request = member(Kms, `${action}Request`) as new (map: object) => object
    const method = member(client, camel(action)) as (request: object) => Promise<Model>
    const fields = Object.fromEntries(Object.entries(input).map(([name, value]) => [camel(name), value]))
    return (await method.call(client, new Request(fields))).toMap()
  }
}

/** Our client and both of Alibaba Cloud's, on one simulator whose time stands still. */
export const startAlibaba = async () => {
  const startedMs = Date.now()
  const simulator = createAlibabaSimulator({ now: () => startedMs, limits: { versionIntervalDays: 0 } })
  const server = await serve({ port: 0, simulators: [simulator] })
  const clientsOf = (account: Account) => ({
    ours: createClient(alibaba({ region: 'cn-hangzhou', endpoint: server.url, credentials: account }), { retries: 0 }),
    /** @alicloud/kms20160120, which signs V1. */
    sdk: methodsOf(server.port, account),
    /** @alicloud/openapi-client, which signs V3: for what the other, being older, lacks. */
    speak: openApi(server.port, account),
  })
  const { speak, ...clients } = clientsOf(ACCOUNT)
  return {
    ...clients,
    speak,
    as: (account: Partial<Account>) => clientsOf({ ...ACCOUNT, ...account }),
    close: () => server.close(),
    newKey: (input: Parameters<typeof simulator.control.putKey>[0] = {}) => simulator.control.putKey(input).keyId,
    /** All that the official client says of a key, but for what no other key shares. */
    about: async (KeyId: string): Promise<unknown> => {
      const reply = await speak('DescribeKey', { KeyId })
      const own = ['KeyId', 'Arn', 'PrimaryKeyVersion']
      return Object.entries(member(reply, 'KeyMetadata') ?? {}).filter(([name]) => !own.includes(name))
    },
    aliasesOf: async (KeyId: string): Promise<readonly unknown[]> =>
      list(await speak('ListAliasesByKeyId', { KeyId }), 'Aliases', 'Alias').map((alias) => text(alias, 'AliasName')),
    tagsOf: async (KeyId: string): Promise<unknown> =>
      list(await speak('ListResourceTags', { KeyId }), 'Tags', 'Tag').map((tag) => [
        text(tag, 'TagKey'),
        text(tag, 'TagValue'),
      ]),
  }
}

export type AlibabaClients = Awaited<ReturnType<typeof startAlibaba>>

const SPECS: Readonly<Record<string, string>> = { Aliyun_AES_256: 'AES_256', EC_P256: 'EC_P256' }
const USAGES: Readonly<Record<string, string>> = {
  'ENCRYPT/DECRYPT': 'ENCRYPT_DECRYPT',
  'SIGN/VERIFY': 'SIGN_VERIFY',
}

/** The official reply in our words. */
export const metadataOf = (reply: unknown) => {
  const said = (name: string): unknown => member(reply, 'KeyMetadata', name) || undefined // unset ones are ""
  const date = (name: string) => said(name) && new Date(text(reply, 'KeyMetadata', name))
  return {
    keyId: said('KeyId'),
    keyArn: said('Arn'),
    state: said('KeyState'),
    providerState: said('KeyState'),
    spec: SPECS[text(reply, 'KeyMetadata', 'KeySpec')],
    providerSpec: said('KeySpec'),
    usage: USAGES[text(reply, 'KeyMetadata', 'KeyUsage')],
    origin: said('Origin') === 'Aliyun_KMS' ? 'PROVIDER' : said('Origin'),
    createdAt: date('CreationDate'),
    deletionDate: date('DeleteDate'),
    description: said('Description'),
    primaryVersionId: said('PrimaryKeyVersion'),
    materialExpiresAt: date('MaterialExpireTime'),
  }
}
