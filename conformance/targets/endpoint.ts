import { isProviderId, providerFromEnv, providerIds } from '../../providers/index.ts'
import type { Provider } from '../../src/provider.ts'
import type { Target } from '../target.ts'
import { watchedClient } from './client.ts'
import { isLoopback, type LocalAccess, localCloud, projectOf } from './local.ts'
import { createRecorder } from './recording.ts'

export interface EndpointTargetOptions {
  readonly cloud: string
  /** Such as `http://127.0.0.1:4580`. */
  readonly endpoint: string
  readonly region?: string | undefined
}

/**
 * Any server that claims to speak a cloud's KMS. On loopback it is called with the simulators' test credentials,
 * elsewhere with those that the environment names.
 */
export async function createEndpointTarget(options: EndpointTargetOptions): Promise<Target> {
  const { cloud, endpoint } = options
  if (!isProviderId(cloud)) throw new TypeError(`there is no provider for ${cloud} (${providerIds.join(', ')})`)
  const local = localCloud(cloud)
  const [first, second] = local.regions
  const region = options.region ?? first
  const otherRegion = region === second ? first : second
  const onLoopback = isLoopback(endpoint)
  const provider = (access: Omit<LocalAccess, 'endpoint'>): Promise<Provider> =>
    onLoopback ? local.provider({ ...access, endpoint }) : providerFromEnv(cloud, { region: access.region, endpoint })
  const recorder = createRecorder()
  const client = async (access: Omit<LocalAccess, 'endpoint'>) =>
    watchedClient(await provider(access), undefined, recorder)
  const { kms, lastAttempt, resend } = await client({ region })
  return {
    cloud,
    name: 'endpoint',
    kms,
    lastAttempt,
    resend,
    region,
    other: {
      region: otherRegion,
      kms: (await client({ region: otherRegion })).kms,
      ...projectOf(local, otherRegion),
    },
    ...(local.grantee !== undefined && { grantee: local.grantee }),
    ...(onLoopback && { impostor: (await client({ region, secret: 'wrong' })).kms }),
    recorder,
    // On this machine a change shows at once or not at all; lag is counted in reads, of which this is time for a dozen.
    settling: { consecutive: 1, intervalMs: 50, deadlineMs: onLoopback ? 1_000 : 2_000 },
    close: async () => {},
  }
}
