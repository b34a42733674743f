import { createHash, createHmac, randomUUID } from 'node:crypto'
import { expect } from 'vitest'

/** A raw answer of Alibaba Cloud's RPC style. */
export interface AlibabaReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

export type AlibabaParameters = Readonly<Record<string, string | number | boolean>>

export interface AlibabaCaller {
  readonly accessKeyId?: string
  readonly secret?: string
  readonly token?: string
  readonly region?: string
  readonly scheme?: 'V1' | 'V3'
  readonly method?: string
  /** Names of the parameters that travel in a form; `all` puts every one there. */
  readonly inBody?: 'all' | readonly string[]
  readonly nonce?: string
  readonly timestamp?: string
  readonly version?: string
  readonly headers?: Readonly<Record<string, string>>
}

type Fetch = (request: Request) => Promise<Response>
export type AlibabaCall = (action: string, input?: AlibabaParameters, caller?: AlibabaCaller) => Promise<AlibabaReply>

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex')
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
export const queryOf = (parameters: Readonly<Record<string, string>>): string =>
  Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? '')}`)
    .join('&')
export const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`

const split = (parameters: Readonly<Record<string, string>>, inBody: AlibabaCaller['inBody'] = []) => {
  const goes = (name: string) => inBody === 'all' || inBody.includes(name)
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => goes(name) === wanted))
  return { query: queryOf(pick(false)), body: queryOf(pick(true)) }
}

const requestOf = (url: string, method: string, body: string, headers: Readonly<Record<string, string>>): Request =>
  new Request(url, {
    method,
    headers: { ...(body !== '' && { 'content-type': 'application/x-www-form-urlencoded' }), ...headers },
    ...(body !== '' && { body }),
  })

/** A request signed as the "request signature" page tells (HMAC-SHA1 over the parameters). */
export const signedV1 = (action: string, input: Readonly<Record<string, string>>, caller: AlibabaCaller = {}) => {
  const { region = 'cn-hangzhou', method = 'POST', nonce = randomUUID(), timestamp = now() } = caller
  const parameters: Record<string, string> = {
    ...input,
    Action: action,
    Version: caller.version ?? '2016-01-20',
    Format: input['Format'] ?? 'JSON',
    AccessKeyId: caller.accessKeyId ?? 'test',
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: nonce,
    Timestamp: timestamp,
    ...(caller.token !== undefined && { SecurityToken: caller.token }),
  }
  const toSign = `${method}&%2F&${encode(queryOf(parameters))}`
  const signature = createHmac('sha1', `${caller.secret ?? 'test'}&`)
    .update(toSign)
    .digest('base64')
  const { query, body } = split({ ...parameters, Signature: signature }, caller.inBody)
  return requestOf(`https://kms.${region}.aliyuncs.com/?${query}`, method, body, caller.headers ?? {})
}

/** A request signed as the "V3 request body and signature" page tells (ACS3-HMAC-SHA256 over headers). */
export const signedV3 = (action: string, input: Readonly<Record<string, string>>, caller: AlibabaCaller = {}) => {
  const { region = 'cn-hangzhou', method = 'POST', nonce = randomUUID(), timestamp = now() } = caller
  const host = `kms.${region}.aliyuncs.com`
  const { query, body } = split(input, caller.inBody)
  const headers: Record<string, string> = {
    host,
    ...(body !== '' && { 'content-type': 'application/x-www-form-urlencoded' }),
    'x-acs-action': action,
    'x-acs-version': caller.version ?? '2016-01-20',
    'x-acs-date': timestamp,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': sha256(body),
    ...(caller.token !== undefined && { 'x-acs-security-token': caller.token }),
    ...caller.headers,
  }
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = [method, '/', query, lines, names.join(';'), sha256(body)].join('\n')
  const toSign = `ACS3-HMAC-SHA256\n${sha256(canonical)}`
  const signature = createHmac('sha256', caller.secret ?? 'test')
    .update(toSign)
    .digest('hex')
  const authorization = `ACS3-HMAC-SHA256 Credential=${caller.accessKeyId ?? 'test'},SignedHeaders=${names.join(';')},Signature=${signature}`
  return requestOf(`https://${host}/?${query}`, method, body, { ...headers, authorization })
}

export const replyOf = async (response: Response): Promise<AlibabaReply> => {
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : {} }
}

/** Speaks to a simulator without any client; V3 unless the caller says V1. */
export const alibabaWire =
  (fetch: Fetch, usual: AlibabaCaller = {}): AlibabaCall =>
  async (action, input = {}, caller = {}) => {
    const texts = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]))
    const all = { ...usual, ...caller }
    return replyOf(await fetch((all.scheme === 'V1' ? signedV1 : signedV3)(action, texts, all)))
  }

/** What wire tests say again and again. */
export function alibabaWireTester(call: AlibabaCall) {
  /** The result members of a successful call. */
  const succeeds: (...of: Parameters<AlibabaCall>) => Promise<Record<string, unknown>> = async (...of) => {
    const { status, body } = await call(...of)
    expect({ status, code: body['Code'], message: body['Message'] }).toEqual({ status: 200 })
    const { RequestId: _, ...result } = body
    return result
  }

  const describe = async (KeyId: string): Promise<Record<string, unknown>> => {
    const { KeyMetadata } = await succeeds('DescribeKey', { KeyId })
    return KeyMetadata as Record<string, unknown> // what DescribeKey returns
  }

  return {
    succeeds,
    describe,

    refuses: async (
      action: string,
      input: AlibabaParameters,
      status: number,
      code: string,
      message?: string,
    ): Promise<void> => {
      const { status: got, body } = await call(action, input)
      expect({ status: got, code: body['Code'] }).toEqual({ status, code })
      if (message !== undefined) expect(body['Message']).toBe(message)
    },

    createKey: async (input: AlibabaParameters = {}): Promise<string> => {
      const { KeyMetadata } = await succeeds('CreateKey', input)
      return String((KeyMetadata as Record<string, unknown>)['KeyId']) // what CreateKey returns
    },

    stateOf: async (KeyId: string): Promise<unknown> => (await describe(KeyId))['KeyState'],

    /** The ids of a key's versions, newest first. */
    versionsOf: async (KeyId: string): Promise<string[]> => {
      const { KeyVersions } = await succeeds('ListKeyVersions', { KeyId, PageSize: 100 })
      const { KeyVersion } = KeyVersions as { KeyVersion: { KeyVersionId: string }[] } // what ListKeyVersions returns
      return KeyVersion.map(({ KeyVersionId }) => KeyVersionId)
    },
  }
}
