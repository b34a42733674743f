import { createHash, createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { type HuaweiSimulator, projectIdOf } from '../../conformance/simulators/huawei/index.ts'

/** A reply with its JSON. */
export interface WireReply {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

export interface SigningKey {
  readonly ak: string
  readonly sk: string
  readonly securityToken?: string
}

/** Signs like the clouds' clients do: written anew from Huawei's signing guide, not from the simulator's verifier. */
export const signed = (
  { ak, sk, securityToken }: SigningKey,
  request: { method: string; url: string; body: string; headers?: Readonly<Record<string, string>> },
  options: { date?: Date; form?: 'access' | 'scoped' } = {},
): Request => {
  const { date = new Date(), form = 'access' } = options
  const url = new URL(request.url)
  const stamp = date.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ...request.headers,
    'x-sdk-date': stamp,
    ...(securityToken !== undefined && { 'x-security-token': securityToken }),
  }
  const names = [...Object.keys(headers), 'host'].sort()
  const path = decodeURIComponent(url.pathname).split('/').map(encode).join('/')
  const canonical = [
    request.method,
    path.endsWith('/') ? path : `${path}/`,
    [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${name === 'host' ? url.host : (headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    headers['x-sdk-content-sha256'] ?? sha256(request.body),
  ].join('\n')
  const day = stamp.slice(0, 8)
  const scope = `${day}///sdk_request`
  const scopedKey = ['', '', 'sdk_request'].reduce<Buffer>((key, part) => hmac(key, part), hmac(`SDK${sk}`, day))
  const signature =
    form === 'access'
      ? hmac(sk, ['SDK-HMAC-SHA256', stamp, sha256(canonical)].join('\n'))
      : hmac(scopedKey, ['SDK-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n'))
  const credential = form === 'access' ? `Access=${ak}` : `Credential=${ak}/${scope}`
  const authorization = `SDK-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`
  return new Request(url, {
    method: request.method,
    headers: { ...headers, authorization },
    ...(request.body !== '' && { body: Buffer.from(request.body) }),
  })
}

export const replyOf = async (response: Response): Promise<WireReply> => {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>), // every reply of these clouds is an object
  }
}

/** The code in a reply of whichever shape. */
export const codeOf = ({ body }: WireReply): unknown => {
  const error = body['error'] as Record<string, unknown> | undefined // KMS and IAM wrap, the gateway does not
  return error?.['error_code'] ?? error?.['code'] ?? body['error_code']
}

const CLOUDS = {
  huawei: { region: 'cn-north-4', host: 'kms.cn-north-4.myhuaweicloud.com', ak: 'test' },
  otc: { region: 'eu-de', host: 'kms.eu-de.otc.t-systems.com', ak: 'test-otc' },
} as const

/** Calls one cloud's KMS, with the default credentials unless told otherwise. */
export const huaweiWire = (simulator: HuaweiSimulator, caller?: string) => {
  const { region, host, ak: own } = CLOUDS[simulator.cloud as keyof typeof CLOUDS] // these simulators are of no other cloud
  const ak = caller ?? own
  const projectId = projectIdOf(region)
  const url = (path: string, version = 'v1.0') => `https://${host}/${version}/${projectId}/${path}`
  const send = async (method: string, path: string, input?: object, version?: string): Promise<WireReply> => {
    const body = input === undefined ? '' : JSON.stringify(input)
    return replyOf(await simulator.fetch(signed({ ak, sk: 'test' }, { method, url: url(path, version), body })))
  }
  const call = (verb: string, input: object): Promise<WireReply> => send('POST', `kms/${verb}`, input)
  return {
    region,
    projectId,
    url,
    send,
    call,
    succeeds: async (verb: string, input: object): Promise<Readonly<Record<string, unknown>>> => {
      const reply = await call(verb, input)
      expect(reply.status, `${verb}: ${reply.text}`).toBe(200)
      return reply.body
    },
    refuses: async (verb: string, input: object, code: string, status = 400): Promise<void> => {
      const reply = await call(verb, input)
      expect([codeOf(reply), reply.status], verb).toEqual([code, status])
    },
    createKey: async (input: object = {}): Promise<string> => {
      const reply = await call('create-key', { key_alias: `key-${Math.random().toString(36).slice(2)}`, ...input })
      const info = reply.body['key_info'] as { key_id?: string } | undefined // an object, as the examples show
      expect(reply.status, reply.text).toBe(200)
      return info?.key_id ?? ''
    },
    stateOf: async (keyId: string): Promise<unknown> => {
      const reply = await call('describe-key', { key_id: keyId })
      return (reply.body['key_info'] as Record<string, unknown> | undefined)?.['key_state'] // likewise
    },
  }
}
