import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator, projectIdOf } from '../../conformance/simulators/huawei/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'

// Huawei's own client, @huaweicloud/huaweicloud-sdk-core, against the simulator on a real port. Its KMS service package
// is not on npm, so the calls go through the core's own HcClient, which is what that package does. The core loses KMS's
// error codes (it looks for `error.code`), so those are read from the simulator's call log.

type Core = typeof import('@huaweicloud/huaweicloud-sdk-core/huaweicloud-sdk-core.js') &
  typeof import('@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js') &
  typeof import('@huaweicloud/huaweicloud-sdk-core/HcClient.js')
type Client = InstanceType<Core['HcClient']>
type Reply = Readonly<Record<string, unknown>> & { readonly httpStatusCode: number }

const projectId = projectIdOf('cn-north-4')
const home = mkdtempSync(join(tmpdir(), 'polykms-huawei-'))
const previousHome = process.env['HOME']
const huawei = createHuaweiSimulator()
const otc = createOtcSimulator()
let server: RunningServer
let core: Core

beforeAll(async () => {
  // A client writes an id file into the home directory when it is built.
  process.env['HOME'] = home
  core = {
    ...(await import('@huaweicloud/huaweicloud-sdk-core/huaweicloud-sdk-core.js')),
    ...(await import('@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js')),
    ...(await import('@huaweicloud/huaweicloud-sdk-core/HcClient.js')),
  }
  // It logs failed requests to the console, signature and body included, and has no option against that.
  const { Logger4jInstance } = await import('@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js')
  Logger4jInstance.level = 'off'
  server = await serve({ port: 0, simulators: [huawei, otc] })
})

afterAll(async () => {
  await server.close()
  if (previousHome !== undefined) process.env['HOME'] = previousHome
  rmSync(home, { recursive: true, force: true })
})

interface Settings {
  readonly ak?: string
  readonly sk?: string
  readonly securityToken?: string
  readonly projectId?: string
  /** Looks the project up in IAM instead of being told. */
  readonly region?: string
}

const clientOf = ({ ak = 'test', sk = 'test', securityToken, region, ...given }: Settings = {}) => {
  const credentials = new core.BasicCredentials().withAk(ak).withSk(sk)
  if (securityToken !== undefined) credentials.withSecurityToken(securityToken)
  if (region === undefined) credentials.withProjectId(given.projectId ?? projectId)
  else credentials.withIamEndpoint(server.url)
  const builder = new core.ClientBuilder((client: Client) => client).withCredential(credentials)
  const client =
    region === undefined ? builder.withEndpoint(server.url) : builder.withRegion(new core.Region(region, server.url))
  return client.build()
}

const send = (
  client: Client,
  method: string,
  path: string,
  more: { data?: object; query?: object; project?: string } = {},
): Promise<Reply> =>
  client.sendRequest({
    method,
    url: `/v1.0/${more.project ?? projectId}/kms/${path}`,
    contentType: 'application/json',
    queryParams: { ...more.query },
    pathParams: {},
    headers: {},
    data: { ...more.data },
  }) as unknown as Promise<Reply> // the SDK's reply type has no members

const post = (client: Client, verb: string, data: object) => send(client, 'POST', verb, { data })

const member = (reply: Reply, name: string): Readonly<Record<string, string>> =>
  reply[name] as Readonly<Record<string, string>> // `key_info`

/** The HTTP status the SDK reports and the code the simulator sent. */
const failureOf = async (call: Promise<unknown>, simulator = huawei): Promise<readonly unknown[]> => {
  const error = await call.then(
    () => undefined,
    (thrown: { httpStatusCode?: number }) => thrown,
  )
  return [error?.httpStatusCode, simulator.calls().at(-1)?.errorCode]
}

const createKey = async (client: Client, name: string): Promise<string> =>
  member(await post(client, 'create-key', { key_alias: name }), 'key_info')['key_id'] ?? ''

describe("Huawei's own core SDK", () => {
  test('goes through the life of a key', async () => {
    const client = clientOf()
    const key_id = await createKey(client, 'node-life')
    const stateOf = async () => member(await post(client, 'describe-key', { key_id }), 'key_info')['key_state']
    expect(await stateOf()).toBe('2')

    const { cipher_text } = await post(client, 'encrypt-data', { key_id, plain_text: 'grüße 你好' })
    expect(await post(client, 'decrypt-data', { cipher_text })).toMatchObject({ key_id, plain_text: 'grüße 你好' })

    const made = await post(client, 'create-datakey', { key_id, datakey_length: '512' })
    const dataKey = Buffer.from(String(made['plain_text']), 'hex')
    const digest = createHash('sha256').update(dataKey).digest('hex').toUpperCase()
    const decrypted = await post(client, 'decrypt-datakey', {
      key_id,
      cipher_text: made['cipher_text'],
      datakey_cipher_length: '64',
    })
    expect(decrypted).toMatchObject({ data_key: made['plain_text'], datakey_length: '64', datakey_dgst: digest })
    const sealed = await post(client, 'encrypt-datakey', {
      key_id,
      plain_text: dataKey.toString('hex') + digest,
      datakey_plain_length: '64',
    })
    expect(sealed).toMatchObject({ key_id, datakey_length: '64' })

    await post(client, 'enable-key-rotation', { key_id })
    await post(client, 'update-key-rotation-interval', { key_id, rotation_interval: 30 })
    expect(await post(client, 'get-key-rotation-status', { key_id })).toMatchObject({
      key_rotation_enabled: true,
      rotation_interval: 30,
      number_of_rotations: 0,
    })

    expect(member(await post(client, 'disable-key', { key_id }), 'key_info')['key_state']).toBe('3')
    expect(member(await post(client, 'enable-key', { key_id }), 'key_info')['key_state']).toBe('2')
    expect((await post(client, 'schedule-key-deletion', { key_id, pending_days: '7' }))['key_state']).toBe('4')
    expect((await post(client, 'cancel-key-deletion', { key_id }))['key_state']).toBe('3')
    expect(await stateOf()).toBe('3')
  })

  test('tags and untags a key, and gives and takes grants', async () => {
    const client = clientOf()
    const key_id = await createKey(client, 'node-tags')
    await send(client, 'POST', `${key_id}/tags`, { data: { tag: { key: 'team', value: 'red' } } })
    await send(client, 'POST', `${key_id}/tags/action`, {
      data: { action: 'create', tags: [{ key: 'cost', value: '1' }] },
    })
    await send(client, 'DELETE', `${key_id}/tags/team`)
    const { tags, existTagsNum } = await send(client, 'GET', `${key_id}/tags`)
    expect({ tags, existTagsNum }).toEqual({ tags: [{ key: 'cost', value: '1' }], existTagsNum: 1 })

    const grantee_principal = 'a'.repeat(32)
    const operations = ['describe-key', 'create-datakey']
    const { grant_id } = await post(client, 'create-grant', { key_id, grantee_principal, operations })
    const { grants, total } = await post(client, 'list-grants', { key_id })
    expect({ grants, total }).toMatchObject({ grants: [{ grant_id, operations }], total: 1 })
    await post(client, 'revoke-grant', { key_id, grant_id })
    expect((await post(client, 'list-grants', { key_id }))['total']).toBe(0)
  })

  test('reads with GET, whose body {} it signs, and with an encoded query', async () => {
    const client = clientOf()
    expect((await send(client, 'GET', 'user-instances'))['httpStatusCode']).toBe(200)
    const key_id = await createKey(client, 'node-alias')
    await send(client, 'POST', 'aliases', { data: { key_id, alias: 'alias/node' } })
    const { aliases } = await send(client, 'GET', 'aliases', { query: { key_id, limit: '50', marker: '' } })
    expect(aliases).toMatchObject([{ alias: 'alias/node', key_id }])
    await send(client, 'DELETE', 'aliases', { data: { key_id, aliases: ['alias/node'] } })
  })

  test('finds its project through IAM', async () => {
    const client = clientOf({ region: 'cn-north-4' })
    expect((await post(client, 'list-keys', {}))['httpStatusCode']).toBe(200)
    expect(huawei.calls().some(({ action, status }) => action === 'iam:list-projects' && status === 200)).toBe(true)
  })

  test('uses temporary keys until they end', async () => {
    const login = await fetch(`${server.url}/v3/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'test', password: 'test', domain: { name: '000000000000' } } },
          },
          scope: { project: { id: projectId } },
        },
      }),
    })
    const issued = await fetch(`${server.url}/v3.0/OS-CREDENTIAL/securitytokens`, {
      method: 'POST',
      headers: { 'x-auth-token': login.headers.get('x-subject-token') ?? '' },
      body: '{"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":"900"}}}}',
    })
    const { credential } = (await issued.json()) as { credential: Record<string, string> } // as documented
    const { access: ak = '', secret: sk = '', securitytoken: securityToken = '' } = credential
    const client = clientOf({ ak, sk, securityToken })
    expect((await post(client, 'list-keys', {}))['httpStatusCode']).toBe(200)
    huawei.control.clock.advance('16m')
    expect(await failureOf(post(client, 'list-keys', {}))).toEqual([401, 'APIGW.0307'])
    expect(await failureOf(post(clientOf({ ak, sk }), 'list-keys', {}))).toEqual([401, 'APIGW.0301'])
  })

  test("meets the cloud's refusals", async () => {
    const client = clientOf()
    const key_id = await createKey(client, 'node-errors')
    const other = projectIdOf('cn-east-3')
    expect(await failureOf(post(client, 'enable-key', { key_id }))).toEqual([400, 'KMS.1201'])
    expect(await failureOf(post(client, 'describe-key', { key_id: key_id.replace(/^./, 'z') }))).toEqual([
      404,
      'KMS.0207',
    ])
    expect(await failureOf(post(clientOf({ sk: 'wrong' }), 'list-keys', {}))).toEqual([401, 'APIGW.0301'])
    expect(await failureOf(send(client, 'POST', 'list-keys', { project: other }))).toEqual([403, 'KMS.0321'])
    const unknown = clientOf({ projectId: 'f'.repeat(32) })
    expect(await failureOf(send(unknown, 'POST', 'list-keys', { project: 'f'.repeat(32) }))).toEqual([403, 'KMS.0321'])
  })
})

test("the access form reaches OTC's profile by its access key alone", async () => {
  const otcProject = projectIdOf('eu-de')
  const client = clientOf({ ak: 'test-otc', projectId: otcProject })
  const { total } = await send(client, 'POST', 'list-keys', { project: otcProject })
  expect(total).toBe(0)
  expect(otc.calls().at(-1)).toMatchObject({
    cloud: 'otc',
    action: 'list-keys',
    accessKeyId: 'test-otc',
    region: 'eu-de',
  })
})
