import { createHash, createHmac } from 'node:crypto'
import { expect } from 'vitest'

/** A raw answer: status, and the parsed body (`undefined` if it is empty). */
export interface WireReply {
  readonly status: number
  readonly body: Record<string, unknown>
}

export interface WireOptions {
  readonly region?: string
}

type Fetch = (request: Request) => Promise<Response>
type Call = (action: string, input: unknown, options?: WireOptions) => Promise<WireReply>

/** Speaks AWS JSON 1.1 to a simulator without any client: bytes in `input` travel as base64. */
export function awsWire(fetch: Fetch, accessKeyId = 'test', secret = 'test'): Call {
  return async (action, input, { region = 'us-east-1' } = {}) => {
    const body = JSON.stringify(input, (_name, value: unknown) => fromBytes(value))
    const host = `kms.${region}.amazonaws.com`
    const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      host,
      'x-amz-date': date,
      'x-amz-target': `TrentService.${action}`,
    }
    const signed = Object.keys(headers).join(';')
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
    const canonical = ['POST', '/', '', lines.join(''), signed, sha256(body)].join('\n')
    const scope = `${date.slice(0, 8)}/${region}/kms/aws4_request`
    const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
    const key = scope.split('/').reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`)
    const signature = hmac(key, toSign).toString('hex')
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
    const request = new Request(`https://${host}/`, { method: 'POST', headers: { ...headers, authorization }, body })
    const response = await fetch(request)
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  }
}

export interface WireKey {
  readonly id: string
  readonly arn: string
}

/** What wire tests say again and again, about one simulator in us-east-1. */
export function awsWireTester(call: Call) {
  const succeeds = async (action: string, input: unknown): Promise<Record<string, unknown>> => {
    const { status, body } = await call(action, input)
    expect({ status, error: body['__type'] }).toEqual({ status: 200, error: undefined })
    return body
  }
  return {
    succeeds,

    /** Status 400 and exactly these members: code and message, or the code alone where AWS sends no message. */
    refuses: async (action: string, input: unknown, code: string, message?: string): Promise<void> => {
      const { status, body } = await call(action, input)
      const expected = message === undefined ? { __type: code } : { __type: code, message }
      expect({ status, body }).toEqual({ status: 400, body: expected })
    },

    createKey: async (input: Record<string, unknown> = {}): Promise<WireKey> => {
      const body = await succeeds('CreateKey', input)
      const metadata = body['KeyMetadata'] as { KeyId: string; Arn: string } // what CreateKey returns
      return { id: metadata.KeyId, arn: metadata.Arn }
    },
  }
}

/** A ValidationException about one member. */
export function constraint(value: string, path: string, rule: string): string {
  return `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${rule}`
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
