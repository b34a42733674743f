import { describe, expect, it } from 'vitest'
import { aws } from '../../../../providers/aws/index.ts'
import { fetchTransport } from '../../../../src/fetch-transport.ts'
import { createClient, KmsError, type OperationName, operationNames } from '../../../../src/index.ts'
import { officialAwsRequest } from '../../../support/official-aws.ts'
import { cryptoRequests } from './crypto-requests.ts'
import { keyRequests } from './key-requests.ts'

const requestCases = [...keyRequests, ...cryptoRequests]
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

/** Calls an operation and catches the request that leaves. */
async function sentBy(operation: OperationName, input: object): Promise<{ target: string | null; body: unknown }> {
  const sent: { target: string | null; body: unknown }[] = []
  const transport = fetchTransport(async (request) => {
    sent.push({ target: request.headers.get('x-amz-target'), body: await request.json() })
    return new Response('{"__type":"AccessDeniedException"}', { status: 400 })
  })
  const kms = createClient(aws({ region: 'eu-west-1', credentials }), { transport })
  const call: (input: never) => Promise<unknown> = kms[operation]
  await expect(call.call(kms, input as never)).rejects.toBeInstanceOf(KmsError) // any operation, by its name
  expect(sent).toHaveLength(1)
  return sent[0] ?? { target: null, body: undefined }
}

describe('a request is the one that the official client sends', () => {
  it.each(requestCases.map((given, index) => ({ ...given, name: `${given.operation} (${index})` })))(
    '$name',
    async ({ operation, input, command }) => {
      const official = await officialAwsRequest(command)
      expect(await sentBy(operation, input)).toEqual({
        target: official.headers['x-amz-target'],
        body: JSON.parse(official.body),
      })
    },
  )

  it('for every operation that is a single request', () => {
    const { bindings } = aws({ region: 'eu-west-1', credentials })
    const single = operationNames.filter((name) => !('unsupported' in bindings[name]) && !name.endsWith('cryptDataKey'))
    expect(new Set(requestCases.map(({ operation }) => operation))).toEqual(new Set(single))
  })
})
