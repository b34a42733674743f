import { KMSClient, type KMSClientConfig, type ListKeysCommand } from '@aws-sdk/client-kms'
import type { WireRequest } from '../../src/wire.ts'

interface OfficialRequest {
  readonly method: string
  readonly hostname: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array
}

/** What the official client would send for a command: caught, complete with its signature, before it leaves. */
export async function officialAwsRequest(command: object, config: KMSClientConfig = {}): Promise<WireRequest> {
  let caught: OfficialRequest | undefined
  const requestHandler = {
    handle: async (request: OfficialRequest) => {
      caught = request
      throw new Error('caught')
    },
  }
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  const client = new KMSClient({ region: 'eu-west-1', credentials, maxAttempts: 1, ...config, requestHandler })
  // The type of send wants one command at a time, not any of them.
  await client.send(command as ListKeysCommand).catch(() => undefined)
  if (caught?.method !== 'POST') throw new Error('the official client posted nothing')
  const { hostname, path, headers, body } = caught
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return { method: 'POST', url: `https://${hostname}${path}`, headers, body: text }
}
