import { type HuaweiConfig, huawei } from '../../../../providers/huawei/index.ts'
import { type OtcConfig, otc } from '../../../../providers/otc/index.ts'
import { createClient, type KmsClient, type WireRequest, type WireResponse } from '../../../../src/index.ts'
import type { Provider } from '../../../../src/provider.ts'

export const KEY_ID = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'
export const OTHER_KEY_ID = 'bb6a3d22-dc93-47ac-b5bd-88df7ad35f1e'
export const PROJECT = '0123456789abcdef0123456789abcdef'
export const REQUEST_ID = 'f1e2d3c4b5a697887766554433221100'

/** One request, taken apart. */
export interface ServiceCall {
  /** Method and path after the project, such as `POST /kms/describe-key`. */
  readonly action: string
  readonly body: unknown
  readonly request: WireRequest
}

export interface Service {
  readonly kms: KmsClient
  readonly calls: ServiceCall[]
}

/** Replies by action; a list is answered in turn, its last member for ever; a response is sent as it is. */
export type Replies = Readonly<Record<string, object | readonly object[]>>

/** A client of Huawei Cloud whose requests are answered from a table instead of a network, one attempt each. */
export function huaweiService(replies: Replies, config: Partial<HuaweiConfig> = {}): Service {
  return serviceOf(
    huawei({
      region: 'cn-north-4',
      projectId: PROJECT,
      credentials: { accessKey: 'test', secretKey: 'secret' },
      ...config,
    }),
    replies,
  )
}

/** The same of Open Telekom Cloud. */
export function otcService(replies: Replies, config: Partial<OtcConfig> = {}): Service {
  return serviceOf(
    otc({ region: 'eu-de', projectId: PROJECT, credentials: { accessKey: 'test', secretKey: 'secret' }, ...config }),
    replies,
  )
}

function serviceOf(provider: Provider, replies: Replies): Service {
  const calls: ServiceCall[] = []
  const kms = createClient(provider, {
    retries: 0,
    transport: async (request) => {
      const call = takenApart(request)
      calls.push(call)
      const reply = replies[call.action]
      const nth = calls.filter((one) => one.action === call.action).length - 1
      const body = Array.isArray(reply) ? reply[Math.min(nth, reply.length - 1)] : reply
      if (body === undefined) return refusal(404, 'APIGW.0101')
      return isResponse(body) ? body : ok(body)
    },
  })
  return { kms, calls }
}

export function takenApart(request: WireRequest): ServiceCall {
  const { pathname, search } = new URL(request.url)
  const path = pathname.replace(new RegExp(`^(/v1.0|/v2)/${PROJECT}`), (_match, version) =>
    version === '/v1.0' ? '' : version,
  )
  const body: unknown = request.body === '' ? undefined : JSON.parse(request.body)
  return { action: `${request.method} ${path}${search}`, body, request }
}

export function ok(body: object): WireResponse {
  return { status: 200, headers: { 'x-request-id': REQUEST_ID }, body: JSON.stringify(body) }
}

/** A refusal as the KMS writes it. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): WireResponse {
  const body = JSON.stringify({ error: { error_code: code, error_msg: 'Refused.' } })
  return { status, headers: { 'x-request-id': REQUEST_ID, ...headers }, body }
}

function isResponse(reply: object): reply is WireResponse {
  return 'status' in reply && 'headers' in reply
}

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
