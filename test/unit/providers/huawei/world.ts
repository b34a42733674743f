import { type HuaweiConfig, huawei } from '../../../../providers/huawei/index.ts'
import { createClient, type KmsClient, type WireRequest, type WireResponse } from '../../../../src/index.ts'
import { KEY_ID, ok, PROJECT } from './service.ts'

export const NOW = Date.parse('2026-01-15T12:00:00Z')
export const KEY = { accessKey: 'AKTESTHUAWEI00000001', secretKey: 'SkTestHuawei0000000000000000000000000001' }
export const USER = { username: 'shop', password: 'a very secret password', domainName: 'company' }
export const disabled = ok({ key_info: { key_id: KEY_ID, key_state: '3' } })

export type Handler = (request: WireRequest, nth: number, signal: AbortSignal) => WireResponse | Promise<WireResponse>

export interface World {
  readonly kms: KmsClient
  readonly calls: WireRequest[]
  /** Requests to IAM. */
  readonly iam: () => WireRequest[]
  readonly clock: { ms: number }
}

/** A client with a KMS that answers `kms` and an IAM that answers `iam`; `nth` counts the requests to each. */
export function world(config: Partial<HuaweiConfig>, handlers: { kms?: Handler; iam?: Handler } = {}): World {
  const calls: WireRequest[] = []
  const clock = { ms: NOW }
  const iam = () => calls.filter(({ url }) => url.startsWith('https://iam.'))
  const provider = huawei({ region: 'cn-north-4', credentials: KEY, ...config })
  const kms = createClient(provider, {
    now: () => clock.ms,
    transport: async (request, signal) => {
      calls.push(request)
      const toIam = request.url.startsWith('https://iam.')
      const handler = toIam ? handlers.iam : handlers.kms
      const nth = toIam ? iam().length : calls.length - iam().length
      return handler === undefined ? disabled : handler(request, nth, signal)
    },
  })
  return { kms, calls, iam, clock }
}

/** IAM issues token-1, token-2 …, each for a day. */
export const issue =
  (clock: () => number = () => NOW): Handler =>
  (_request, nth) => ({
    status: 201,
    headers: { 'x-subject-token': `token-${nth}` },
    body: JSON.stringify({
      token: { expires_at: new Date(clock() + 86_400_000).toISOString(), project: { id: PROJECT, name: 'cn-north-4' } },
    }),
  })

export const projects =
  (...names: string[]): Handler =>
  () =>
    ok({ projects: names.map((name, index) => ({ id: index === 0 ? PROJECT : `other${index}`, name })) })

export const keyId = KEY_ID
export const gatewayRefusal = (status: number, code: string, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers,
  body: JSON.stringify({ error_msg: 'Incorrect IAM authentication information: decrypt token fail', error_code: code }),
})
