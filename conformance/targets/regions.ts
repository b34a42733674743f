import type { ProviderId } from '../../providers/index.ts'
import { localCloud } from './local.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The region that the environment gives a cloud's own tools; `undefined`: none, and the provider says what to set. */
export async function regionFromEnv(cloud: ProviderId, env: Env = process.env): Promise<string | undefined> {
  switch (cloud) {
    case 'aws': {
      const { readEnvironment } = await import('../../providers/aws/environment.ts')
      return readEnvironment({}, env).region
    }
    case 'alibaba':
      return env['ALIBABA_CLOUD_REGION_ID'] || undefined
    case 'huawei':
      return (await import('../../providers/huawei/config.ts')).configFromEnv(env, {}).region || undefined
    case 'otc':
      return (await import('../../providers/otc/config.ts')).configFromEnv(env, {}).region || undefined
    default:
      return localCloud(cloud).regions[0]
  }
}

/** Parts of AWS that do not know each other's regions. */
const PARTITIONS: readonly (readonly [prefix: string, first: string, second: string])[] = [
  ['cn-', 'cn-north-1', 'cn-northwest-1'],
  ['us-gov-', 'us-gov-west-1', 'us-gov-east-1'],
]

/** A region to put replicas of a region's keys into. */
export function otherRegionOf(cloud: string, region: string): string {
  const partition = cloud === 'aws' ? PARTITIONS.find(([prefix]) => region.startsWith(prefix)) : undefined
  const [first, second] = partition?.slice(1) ?? localCloud(cloud).regions
  return (region === first ? second : first) ?? ''
}
