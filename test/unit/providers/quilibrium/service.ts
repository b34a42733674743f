import { type QuilibriumConfig, quilibrium } from '../../../../providers/quilibrium/index.ts'
import { type ClientOptions, createClient, KmsError, type WireRequest } from '../../../../src/index.ts'

export const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
export const keyArn = `arn:verenc:111122223333:key/${keyId}`
export const bytes = (...values: number[]) => Uint8Array.from(values)

export interface Sent {
  readonly url: string
  readonly headers: WireRequest['headers']
  readonly action: string
  readonly body: unknown
}

/** A service that answers as told; an answer with `__type` is an error, `undefined` an empty body. */
export function service(
  answer: (request: Sent) => unknown,
  config: Partial<QuilibriumConfig> = {},
  options: ClientOptions = {},
) {
  const sent: Sent[] = []
  const transport = async ({ url, headers, body }: WireRequest) => {
    const request = {
      url,
      headers,
      action: headers['x-amz-target']?.replace('TrentService.', '') ?? '',
      body: JSON.parse(body),
    }
    sent.push(request)
    const reply = answer(request)
    const status = typeof reply === 'object' && reply !== null && '__type' in reply ? 400 : 200
    return {
      status,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: reply === undefined ? '' : JSON.stringify(reply),
    }
  }
  const provider = quilibrium({ credentials: { accessKeyId: 'id', secretAccessKey: 'secret' }, ...config })
  return { kms: createClient(provider, { transport, ...options }), sent }
}

/** The error that a call ends with. */
export async function failure(call: Promise<unknown>): Promise<KmsError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof KmsError) return error
  throw new Error('the call did not fail')
}
