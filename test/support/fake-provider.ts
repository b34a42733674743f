import * as z from 'zod'
import { KMS_ERROR_CODES } from '../../src/errors.ts'
import { operationNames } from '../../src/operations/index.ts'
import type { Bindings, Codec, ErrorFacts, Provider } from '../../src/provider.ts'
import type { Transport, WireRequest, WireResponse } from '../../src/wire.ts'

/** What the fake cloud says of an error; anything else is `Unmapped`. */
const refusal = z.object({
  code: z.enum(KMS_ERROR_CODES),
  retry: z.enum(['never', 'not-executed', 'transient']).default('never'),
  message: z.string().optional(),
  providerCode: z.string().optional(),
})

export const FAKE_URL = 'https://kms.fake.test/'

export function fakeRequest(action: string, body: object = {}): WireRequest {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', url: `${FAKE_URL}${action}`, headers, body: JSON.stringify(body) }
}

/** A codec that sends its input as it is, bytes as base64, and gives back the reply as it is. */
export function fakeCodec<I extends object, O>(action: string, more: Partial<Codec<I, O>> = {}): Codec<I, O> {
  const bytesAsText = (_name: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
  return {
    encode: (input) => ({ ...fakeRequest(action), body: JSON.stringify(input, bytesAsText) }),
    decode: (reply) => reply as O, // the tests script the replies
    ...more,
  }
}

export interface FakeParts extends Partial<Omit<Provider, 'bindings'>> {
  readonly bindings?: Partial<Bindings>
}

/** A cloud that has `describeKey` (changes nothing), `enableKey` (may be repeated), `createKey` (may not) and no more. */
export function fakeProvider({ bindings, ...parts }: FakeParts = {}): Provider {
  const nothing = { unsupported: 'the fake cloud has no such call', source: 'https://fake.test/docs' }
  // Every name of the table is here, each with a binding that fits any operation.
  const none = Object.fromEntries(operationNames.map((name) => [name, nothing])) as unknown as Bindings
  return {
    id: 'fake',
    limits: {},
    bindings: {
      ...none,
      describeKey: fakeCodec('Describe'),
      enableKey: fakeCodec('Enable'),
      createKey: fakeCodec('Create'),
      encrypt: fakeCodec('Encrypt'),
      ...bindings,
    },
    authenticate: async (request) => ({ ...request, headers: { ...request.headers, authorization: 'signed' } }),
    toError,
    requestId: ({ headers }) => headers['x-request-id'],
    raw: fakeRequest,
    ...parts,
  }
}

function toError({ body }: WireResponse): ErrorFacts {
  try {
    return refusal.parse(JSON.parse(body))
  } catch {
    return { code: 'Unmapped', retry: 'never' }
  }
}

/** A reply of the fake cloud. */
export function reply(body: unknown = {}, more: Partial<WireResponse> = {}): WireResponse {
  return { status: 200, headers: {}, body: JSON.stringify(body), ...more }
}

/** A refusal of the fake cloud. */
export function refuse(
  code: ErrorFacts['code'],
  retry: ErrorFacts['retry'] = 'never',
  headers: WireResponse['headers'] = {},
): WireResponse {
  return { status: 400, headers, body: JSON.stringify({ code, retry }) }
}

/** A key as the fake cloud describes it. */
export const key = { keyId: 'k', state: 'Enabled', providerState: 'on', spec: 'AES_256', usage: 'ENCRYPT_DECRYPT' }

export type Step = WireResponse | Error | ((request: WireRequest, signal: AbortSignal) => Promise<WireResponse>)

export interface Script {
  readonly transport: Transport
  /** What was sent so far. */
  readonly sent: readonly WireRequest[]
}

/** A transport that answers each request with the next step, the last one over and over. */
export function script(...steps: readonly Step[]): Script {
  const sent: WireRequest[] = []
  const transport: Transport = async (request, signal) => {
    sent.push(request)
    const step = steps[Math.min(sent.length, steps.length) - 1]
    if (step === undefined) throw new Error('nothing must be sent')
    if (step instanceof Error) throw step
    return typeof step === 'function' ? step(request, signal) : step
  }
  return { transport, sent }
}

/** A step that never answers, and tells when its signal fired. */
export function silence(): { readonly step: Step; readonly stopped: Promise<void> } {
  let tell: () => void = () => {}
  const stopped = new Promise<void>((resolve) => {
    tell = resolve
  })
  const step: Step = (_request, signal) =>
    new Promise(() => {
      signal.addEventListener('abort', tell)
    })
  return { step, stopped }
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`resolved with ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )
}
