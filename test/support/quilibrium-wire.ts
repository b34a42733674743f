import { createHash, createHmac } from 'node:crypto'
import { expect } from 'vitest'

/** A raw answer: status, headers, and the body as it came and parsed (`{}` if it is empty). */
export interface QuilibriumReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

export interface QuilibriumWireOptions {
  readonly region?: string
  readonly accessKeyId?: string
  readonly secret?: string
  readonly contentType?: string
  /** `?async=1`, signed. */
  readonly query?: string
  /** Further headers, signed too. */
  readonly moreHeaders?: Readonly<Record<string, string>>
  readonly now?: Date
}

type Fetch = (request: Request) => Promise<Response>
export type QuilibriumCall = (
  action: string,
  input: unknown,
  options?: QuilibriumWireOptions,
) => Promise<QuilibriumReply>

const HOST = 'qkms.quilibrium.com'

/** A request as the vendor's own client signs it: content-type, host, x-amz-date, x-amz-target, in this order. */
export function quilibriumRequest(action: string, input: unknown, options: QuilibriumWireOptions = {}): Request {
  const { region = 'us-east-1', accessKeyId = 'test-quilibrium', secret = 'test', query = '' } = options
  const body = typeof input === 'string' ? input : JSON.stringify(input, (_name, value: unknown) => fromBytes(value))
  const date = (options.now ?? new Date()).toISOString().replace(/[-:]|\.\d+/g, '')
  const headers = {
    'content-type': options.contentType ?? 'application/x-amz-json-1.1',
    host: HOST,
    ...options.moreHeaders,
    'x-amz-date': date,
    'x-amz-target': `TrentService.${action}`,
  }
  const signed = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = ['POST', '/', query, lines.join(''), signed, sha256(body)].join('\n')
  const scope = `${date.slice(0, 8)}/${region}/kms/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`)
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${hmac(key, toSign).toString('hex')}`
  const url = `https://${HOST}/${query === '' ? '' : `?${query}`}`
  return new Request(url, { method: 'POST', headers: { ...headers, authorization }, body })
}

/** Speaks to a simulator without any client: bytes in `input` travel as base64. */
export function quilibriumWire(fetch: Fetch, defaults: QuilibriumWireOptions = {}): QuilibriumCall {
  return async (action, input, options) => {
    const response = await fetch(quilibriumRequest(action, input, { ...defaults, ...options }))
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? {} : JSON.parse(text),
    }
  }
}

/** What wire tests say again and again, about one simulator in us-east-1. */
export function quilibriumTester(call: QuilibriumCall) {
  const succeeds = async (action: string, input: unknown): Promise<Record<string, unknown>> => {
    const { status, body } = await call(action, input)
    expect({ action, status, error: body['__type'] }).toEqual({ action, status: 200, error: undefined })
    return body
  }
  const refuses = async (action: string, input: unknown, code: string, status = 400): Promise<void> => {
    const reply = await call(action, input)
    expect({ action, status: reply.status, code: reply.body['__type'] }).toEqual({ action, status, code })
    expect(Object.keys(reply.body).sort()).toEqual(['__type', 'message'])
  }
  /** The state in which DescribeKey shows a key. */
  const stateOf = async (KeyId: string): Promise<unknown> => {
    const { KeyMetadata } = await succeeds('DescribeKey', { KeyId })
    return (KeyMetadata as { KeyState: string }).KeyState // what DescribeKey returns
  }
  return { succeeds, refuses, stateOf }
}

/** Plain byte arrays only: a Buffer has become an object before `JSON.stringify` asks. */
function fromBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
