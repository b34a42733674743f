import { type Command, InvalidArgumentError, Option } from 'commander'
import { matrix, matrixClouds, plan } from '../../../conformance/index.ts'
import { createLiveTarget, type LiveTarget } from '../../../conformance/targets/live.ts'
import { isLoopback } from '../../../conformance/targets/local.ts'
import { isKmsError } from '../../index.ts'
import { parseClouds } from '../clouds.ts'
import { UsageError } from '../exit.ts'

/** What `run --target live`, `plan` and `sweep` share. */
export interface LiveFlags {
  readonly cloud: string
  readonly region?: string
  readonly otherRegion?: string
  readonly endpoint?: string
  readonly iamEndpoint?: string
  readonly grantee?: string
  readonly maxRps?: number
}

/** An account's quotas for changes of keys are as low as this on AWS. */
const DEFAULT_RPS = 5
/** No cloud's quota of keys for a new account is lower. */
export const DEFAULT_MAX_KEYS = 100
export const DEFAULT_JOURNAL = '.polykms'

export function withLiveOptions(command: Command): Command {
  return command
    .option('--region <region>', 'region to use')
    .option('--other-region <region>', 'second region, for replicas')
    .option('--endpoint <url>', 'a server in the cloud’s place')
    .option('--iam-endpoint <url>', 'where Huawei Cloud’s and Open Telekom Cloud’s logins go')
    .addOption(
      new Option('--max-rps <n>', 'requests per second at most (live; 5, on this machine unlimited)').argParser(count),
    )
}

export function count(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new InvalidArgumentError('give a whole number from 1')
}

/** The clouds that are asked for and have a case. */
export function cloudsOf({ cloud, filter }: { readonly cloud: string; readonly filter?: string | undefined }) {
  const asked = parseClouds(cloud, matrixClouds)
  const clouds = asked.filter((one) => plan({ cloud: one, matrix: matrix([one]), filter }).length > 0)
  if (clouds.length === 0)
    throw new UsageError(
      `no case of ${asked.join(', ')} matches "${filter}": --filter takes a part of an id or title, such as EnableKey/Disabled`,
    )
  return clouds
}

export function rateOf({ maxRps, endpoint }: Pick<LiveFlags, 'maxRps' | 'endpoint'>): number | undefined {
  if (endpoint !== undefined && !URL.canParse(endpoint))
    throw new UsageError(`--endpoint: "${endpoint}" is not a URL such as http://127.0.0.1:4580`)
  return maxRps ?? (endpoint !== undefined && isLoopback(endpoint) ? undefined : DEFAULT_RPS)
}

/** @throws UsageError naming what the environment lacks. */
export async function openLive(cloud: string, flags: Omit<LiveFlags, 'cloud'>): Promise<LiveTarget> {
  const { region, otherRegion, endpoint, iamEndpoint, grantee } = flags
  const maxRps = rateOf(flags)
  try {
    return await createLiveTarget({ cloud, region, otherRegion, endpoint, iamEndpoint, grantee, maxRps })
  } catch (error) {
    if (!isKmsError(error)) throw error
    throw new UsageError(`${cloud}: the environment does not say how to reach the account: ${error.message}`)
  }
}
