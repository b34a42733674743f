import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient, type KmsClient } from '../../../src/index.ts'
import { createTransport } from '../../../src/transport.ts'
import { bytesOf } from './load.ts'

export interface Caller {
  readonly kms: KmsClient
  /** Signs the request of a call `count` times, and sends none. */
  prepare(count: number, call: (kms: KmsClient) => Promise<unknown>): Promise<readonly Buffer[]>
}

/** A client of one cloud at a server of ours, and its requests as bytes. */
export async function callerOf(cloud: string, port: number): Promise<Caller> {
  const local = localCloud(cloud)
  const transport = createTransport()
  const region = local.regions[0]
  const endpoint = `http://127.0.0.1:${port}`
  const provider = await local.provider({ region, endpoint })
  return {
    kms: createClient(provider, { transport }),
    prepare: async (count, call) => {
      const signed: Buffer[] = []
      const catching = createClient(provider, {
        retries: 0,
        transport: (request, signal) => {
          // Where the client asks the login service first, it needs an answer.
          if (new URL(request.url).pathname.startsWith('/v3/')) return transport(request, signal)
          signed.push(bytesOf(request))
          return Promise.reject(new Error('only signed'))
        },
      })
      for (let made = 0; made < count; made += 1) await call(catching).catch(() => undefined)
      return signed
    },
  }
}
