import { expect } from 'vitest'
import * as z from 'zod/mini'
import { aws } from '../../../../providers/aws/index.ts'
import { fetchTransport } from '../../../../src/fetch-transport.ts'
import { createClient, type KmsClient, type OperationName, operations } from '../../../../src/index.ts'

/** A client whose every call gets this reply. */
export function clientAnswered(reply: unknown, region = 'eu-west-1'): KmsClient {
  const provider = aws({ region, credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } })
  const body = reply === undefined ? '' : JSON.stringify(reply)
  const headers = { 'x-amzn-requestid': 'request-1' }
  return createClient(provider, { transport: fetchTransport(async () => new Response(body, { headers })), retries: 0 })
}

/** What the operation makes of a reply; it must also be what the operation table says. */
export async function read(
  operation: OperationName,
  input: object,
  reply?: unknown,
  region?: string,
): Promise<unknown> {
  const kms = clientAnswered(reply, region)
  const call: (input: never) => Promise<object> = kms[operation]
  const output = await call.call(kms, input as never) // any operation, by its name
  const plain = { ...output }
  expect(z.strictObject(operations[operation].output.shape).parse(plain)).toEqual(plain)
  for (const [name, value] of Object.entries(plain)) expect(value, name).toBeDefined()
  return plain
}
