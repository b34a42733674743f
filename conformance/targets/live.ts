import { isProviderId, type ProviderId, providerFromEnv, providerIds } from '../../providers/index.ts'
import { createTransport } from '../../src/transport.ts'
import type { Transport } from '../../src/wire.ts'
import type { Target } from '../target.ts'
import { watchedClient } from './client.ts'
import { forging } from './forgery.ts'
import { isLoopback, localCloud } from './local.ts'
import { createPacer } from './pacing.ts'
import { createRecorder } from './recording.ts'
import { otherRegionOf, regionFromEnv } from './regions.ts'

export interface LiveTargetOptions {
  readonly cloud: string
  /** Default: what the environment says. */
  readonly region?: string | undefined
  /** For replicas; default: another region of the same part of the cloud. */
  readonly otherRegion?: string | undefined
  /** A server in the cloud's place. */
  readonly endpoint?: string | undefined
  /** Default: the cloud's own; with an endpoint on this machine, that. */
  readonly iamEndpoint?: string | undefined
  /** Requests per second at most. */
  readonly maxRps?: number | undefined
  /** Somebody of the account to grant keys to, where an ARN cannot be made from the key's: the id of an IAM user. */
  readonly grantee?: string | undefined
}

export interface LiveTarget extends Target {
  /** How far the service's clock is ahead of ours, in ms, by the `Date` of its last reply. */
  skewMs(): number | undefined
}

/** A real account's KMS is consistent only in the end; three looks half a second apart are believed. */
const SETTLING = { consecutive: 3, intervalMs: 500, deadlineMs: 120_000 } as const
const SETTLING_ON_LOOPBACK = { consecutive: 3, intervalMs: 1, deadlineMs: 5_000 } as const

/**
 * A real account, with the credentials that the environment holds for the cloud's own tools. It has no control: what no
 * call of the cloud brings about is unreachable.
 *
 * @throws KmsError `InvalidInput` naming what the environment lacks.
 */
export async function createLiveTarget(options: LiveTargetOptions): Promise<LiveTarget> {
  const { cloud, endpoint, maxRps } = options
  if (!isProviderId(cloud)) throw new TypeError(`there is no provider for ${cloud} (${providerIds.join(', ')})`)
  const onLoopback = endpoint !== undefined && isLoopback(endpoint)
  // On one port the simulators answer for the login service too.
  const iamEndpoint = options.iamEndpoint ?? (onLoopback ? endpoint : undefined)
  const region = options.region ?? (await regionFromEnv(cloud)) ?? ''
  const otherRegion = options.otherRegion ?? otherRegionOf(cloud, region)
  const access = (where: string) => ({
    ...(where !== '' && { region: where }),
    ...(endpoint !== undefined && { endpoint }),
    ...(iamEndpoint !== undefined && { iamEndpoint }),
  })
  const clock = createClockReader()
  const recorder = createRecorder()
  const pace = maxRps === undefined ? (transport: Transport) => transport : createPacer(maxRps)
  const wire = pace(clock.reading(createTransport()))
  const { kms, lastAttempt, resend } = watchedClient(await providerFromEnv(cloud, access(region)), wire, recorder)
  const impostor = watchedClient(await providerFromEnv(cloud, access(region)), forging(wire), recorder)
  const grantee = options.grantee ?? (onLoopback ? localCloud(cloud).grantee : undefined)
  return {
    cloud,
    name: 'live',
    kms,
    lastAttempt,
    resend,
    region,
    ...(kms.supports('replicateKey') && { other: await otherOf(cloud, otherRegion, access(otherRegion), wire) }),
    ...(grantee !== undefined && { grantee }),
    impostor: impostor.kms,
    recorder,
    settling: onLoopback ? SETTLING_ON_LOOPBACK : SETTLING,
    skewMs: clock.skewMs,
    close: async () => {},
  }
}

async function otherOf(
  cloud: ProviderId,
  region: string,
  access: Parameters<typeof providerFromEnv>[1],
  wire: Transport,
): Promise<NonNullable<Target['other']>> {
  // The provider looks the region's project up when it first calls; the address of that call names it.
  let projectId: string | undefined
  const transport: Transport = (request, signal) => {
    projectId ??= /\/v1\.0\/([^/]+)\/kms\//.exec(request.url)?.[1]
    return wire(request, signal)
  }
  const { kms } = watchedClient(await providerFromEnv(cloud, access), transport)
  return {
    region,
    kms,
    get projectId() {
      return projectId ?? ''
    },
  }
}

function createClockReader() {
  let skewMs: number | undefined
  const reading =
    (transport: Transport): Transport =>
    async (request, signal) => {
      const reply = await transport(request, signal)
      const theirsMs = Date.parse(reply.headers['date'] ?? '')
      if (!Number.isNaN(theirsMs)) skewMs = theirsMs - Date.now()
      return reply
    }
  return { reading, skewMs: () => skewMs }
}
