import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuaweiSimulator, projectIdOf } from '../../../../conformance/simulators/huawei/index.ts'
import { serve } from '../../../../conformance/simulators/serve.ts'
import { huawei } from '../../../../providers/huawei/index.ts'
import { createClient } from '../../../../src/index.ts'
import { list, member, text } from '../compare.ts'

export const REGION = 'cn-north-4'
export const projectId = projectIdOf(REGION)

export interface Account {
  readonly accessKey: string
  readonly secretKey: string
  readonly securityToken?: string
  readonly projectId: string
}

const ACCOUNT: Account = { accessKey: 'test', secretKey: 'test', projectId }

/**
 * Huawei's own client writes an id file into the home directory when it is built, and logs failed requests to the
 * console, signature and body included, with no option against that.
 */
export const loadCore = async () => {
  const core = {
    ...(await import('@huaweicloud/huaweicloud-sdk-core/huaweicloud-sdk-core.js')),
    ...(await import('@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js')),
    ...(await import('@huaweicloud/huaweicloud-sdk-core/HcClient.js')),
  }
  const { Logger4jInstance } = await import('@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js')
  Logger4jInstance.level = 'off'
  return core
}

type Core = Awaited<ReturnType<typeof loadCore>>
type Client = InstanceType<Core['HcClient']>

/** A call by method and path, as Huawei's service packages make them through their core. */
export const sender = (core: Core, url: string, account: Account) => {
  const credentials = new core.BasicCredentials().withAk(account.accessKey).withSk(account.secretKey)
  if (account.securityToken !== undefined) credentials.withSecurityToken(account.securityToken)
  credentials.withProjectId(account.projectId)
  const client = new core.ClientBuilder((made: Client) => made).withCredential(credentials).withEndpoint(url).build()
  return (method: string, path: string, data: object = {}, queryParams: object = {}): Promise<unknown> =>
    client.sendRequest({
      method,
      url: path.startsWith('/') ? path : `/v1.0/${account.projectId}/kms/${path}`,
      contentType: 'application/json',
      queryParams,
      pathParams: {},
      headers: {},
      data,
    })
}

/** Our client and Huawei's, on one simulator whose time stands still. */
export const startHuawei = async () => {
  const home = mkdtempSync(join(tmpdir(), 'polykms-huawei-'))
  const previousHome = process.env['HOME']
  process.env['HOME'] = home
  const core = await loadCore()
  const startedMs = Date.now()
  const simulator = createHuaweiSimulator({ now: () => startedMs })
  let lastRefusal: unknown
  const answer: typeof simulator.answer = async (request) => {
    const reply = await simulator.answer(request)
    if (reply.status >= 400) lastRefusal = JSON.parse(Buffer.from(reply.body).toString('utf8'))
    return reply
  }
  const server = await serve({ port: 0, simulators: [{ ...simulator, answer }] })
  const clientsOf = ({ projectId: project, ...credentials }: Account) => ({
    ours: createClient(
      huawei({ region: REGION, endpoint: server.url, iamEndpoint: server.url, projectId: project, credentials }),
      { retries: 0 },
    ),
    send: sender(core, server.url, { projectId: project, ...credentials }),
  })
  const { ours, send } = clientsOf(ACCOUNT)
  const post = (verb: string, data: object) => send('POST', verb, data)
  return {
    ours,
    send,
    post,
    as: (account: Partial<Account>) => clientsOf({ ...ACCOUNT, ...account }),
    close: async () => {
      await server.close()
      if (previousHome !== undefined) process.env['HOME'] = previousHome
      rmSync(home, { recursive: true, force: true })
    },
    newKey: (input: Parameters<typeof simulator.control.putKey>[0] = {}) => simulator.control.putKey(input).keyId,
    /** All that the official client says of a key, but for what no other key shares. */
    about: async (key_id: string): Promise<unknown> =>
      Object.entries(member(await post('describe-key', { key_id }), 'key_info') ?? {}).filter(
        ([name]) => name !== 'key_id' && name !== 'key_alias',
      ),
    tagsOf: async (keyId: string): Promise<unknown> =>
      list(await send('GET', `${keyId}/tags`), 'tags').map((tag) => [text(tag, 'key'), text(tag, 'value')]),
    aliasesOf: async (key_id: string): Promise<readonly unknown[]> =>
      list(await send('GET', 'aliases', {}, { key_id, limit: '50' }), 'aliases').map((alias) => text(alias, 'alias')),
    /** The status that Huawei's client throws, and the code of that reply: the client looks for it elsewhere and drops it. */
    refusalOf: (error: unknown): string => {
      const code = member(lastRefusal, 'error', 'error_code') ?? member(lastRefusal, 'error_code')
      return `${member(error, 'httpStatusCode')} ${code}`
    },
  }
}

export type HuaweiClients = Awaited<ReturnType<typeof startHuawei>>

const STATES: Readonly<Record<string, string>> = {
  1: 'Creating',
  2: 'Enabled',
  3: 'Disabled',
  4: 'PendingDeletion',
  5: 'PendingImport',
}

export const stateOf = (wire: string): string | undefined => STATES[wire]

/** A key as Huawei describes it, in our words. */
export const metadataOf = (info: unknown) => {
  const said = (name: string): string => text(info, name)
  const date = (name: string) => (said(name) === '' ? undefined : new Date(Number(said(name))))
  return {
    keyId: said('key_id'),
    state: stateOf(said('key_state')),
    providerState: said('key_state'),
    spec: said('key_spec'),
    providerSpec: said('key_spec'),
    usage: said('key_usage'),
    origin: said('origin') === 'kms' ? 'PROVIDER' : 'EXTERNAL',
    createdAt: date('creation_date'),
    deletionDate: date('scheduled_deletion_date'),
    materialExpiresAt: date('expiration_time'),
    name: said('key_alias'),
    description: said('key_description'),
    manager: said('default_key_flag') === '1' ? 'PROVIDER' : 'CUSTOMER',
  }
}
