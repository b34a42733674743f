import { expect } from 'vitest'
import * as z from 'zod/mini'
import { type QuilibriumConfig, quilibrium } from '../../../../providers/quilibrium/index.ts'
import {
  type ClientOptions,
  createClient,
  KmsError,
  type OperationName,
  operations,
  type WireRequest,
} from '../../../../src/index.ts'
import { callByName } from '../../../support/operations.ts'

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

/** What the operation makes of a reply; it must also be what the operation table says. */
export async function read(operation: OperationName, input: object, reply?: unknown): Promise<unknown> {
  const { kms } = service(() => reply)
  const output = await callByName(kms, operation, input)
  const plain = { ...Object(output) }
  expect(z.strictObject(operations[operation].output.shape).parse(plain)).toEqual(plain)
  for (const [name, value] of Object.entries(plain)) expect(value, name).toBeDefined()
  return plain
}

/** The sample of CreateKey's page. */
export const created = {
  AccountId: '111122223333',
  KeyId: keyId,
  Arn: keyArn,
  CreationDate: '2026-01-02T04:04:05.000+01:00',
  Enabled: true,
  Description: '',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeyState: 'Enabled',
  Origin: 'QKMS',
  CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
  MultiRegion: false,
}

/** What is made of it. */
export const described = {
  keyId,
  keyArn,
  state: 'Enabled',
  providerState: 'Enabled',
  spec: 'AES_256',
  providerSpec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'PROVIDER',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  description: '',
  multiRegion: false,
}
export const later = new Date('2026-02-02T00:00:00Z')
/** `later` as epoch seconds. */
export const seconds = later.getTime() / 1000
