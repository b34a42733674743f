import type { Provider } from '../../src/provider.ts'

/** How to reach a simulator of ours, or another server that knows its test credentials. */
export interface LocalAccess {
  readonly region: string
  /** Absent: the cloud's own host names, answered in process. */
  readonly endpoint?: string
  /** Default `test`; anything else is a wrong secret. */
  readonly secret?: string
}

export interface LocalCloud {
  /** Two regions that the cloud has. */
  readonly regions: readonly [string, string]
  provider(access: LocalAccess): Promise<Provider>
}

export const TEST_KEY = 'test'
export const TEST_SECRET = 'test'

/** Per cloud, a provider with the test credentials of the simulators. */
const localClouds: Readonly<Record<string, LocalCloud>> = {
  aws: {
    regions: ['us-east-1', 'us-west-2'],
    provider: async ({ region, endpoint, secret = TEST_SECRET }) => {
      const { aws } = await import('../../providers/aws/index.ts')
      return aws({ region, endpoint, credentials: { accessKeyId: TEST_KEY, secretAccessKey: secret } })
    },
  },
}

/** @throws TypeError for a cloud that has no provider. */
export function localCloud(cloud: string): LocalCloud {
  const found = Object.hasOwn(localClouds, cloud) ? localClouds[cloud] : undefined
  if (found === undefined) throw new TypeError(`there is no provider for ${cloud}`)
  return found
}
