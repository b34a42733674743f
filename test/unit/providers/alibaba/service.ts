import { type AlibabaConfig, alibaba } from '../../../../providers/alibaba/index.ts'
import {
  type ClientOptions,
  createClient,
  type KmsClient,
  type WireRequest,
  type WireResponse,
} from '../../../../src/index.ts'

export const KEY_ID = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4aaaa'
export const VERSION_ID = '2ab1a983-7072-4bbc-a582-584b5bd8aaaa'
export const REQUEST_ID = '475f1620-b9d3-4d35-b5c6-3fbdd941423d'

/** One request as the service reads it: query and form are one set. */
export interface ServiceCall {
  readonly action: string
  readonly parameters: Record<string, string>
  readonly request: WireRequest
}

export interface Service {
  readonly kms: KmsClient
  readonly calls: ServiceCall[]
}

/** Reply bodies by action; a list is answered in turn, its last member for ever; a response is sent as it is. */
type Replies = Readonly<Record<string, object | readonly object[]>>

/** A client whose requests are answered from a table instead of a network, one attempt each. */
export function service(replies: Replies, config: Partial<AlibabaConfig> = {}, options: ClientOptions = {}): Service {
  const calls: ServiceCall[] = []
  const provider = alibaba({
    region: 'cn-hangzhou',
    credentials: { accessKeyId: 'testid', accessKeySecret: 'testsecret' },
    ...config,
  })
  const kms = createClient(provider, {
    retries: 0,
    ...options,
    transport: async (request) => {
      const action = request.headers['x-acs-action'] ?? ''
      calls.push({ action, parameters: parametersOf(request), request })
      const reply = replies[action]
      const nth = calls.filter((one) => one.action === action).length - 1
      const body = Array.isArray(reply) ? reply[Math.min(nth, reply.length - 1)] : reply
      if (body === undefined) return refusal(404, 'InvalidAction.NotFound')
      return isResponse(body)
        ? body
        : { status: 200, headers: {}, body: JSON.stringify({ RequestId: REQUEST_ID, ...body }) }
    },
  })
  return { kms, calls }
}

export function parametersOf({ url, body }: WireRequest): Record<string, string> {
  return Object.fromEntries([...new URL(url).searchParams, ...new URLSearchParams(body)])
}

/** An error reply in the gateway's form. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): WireResponse {
  const body = { RequestId: REQUEST_ID, HostId: 'kms.cn-hangzhou.aliyuncs.com', Code: code, Message: 'Refused.' }
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: JSON.stringify(body),
  }
}

function isResponse(reply: object): reply is WireResponse {
  return 'status' in reply && 'headers' in reply
}

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
