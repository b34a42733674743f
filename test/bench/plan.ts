import type { BenchCloud } from './replies.ts'

/** Who makes the call, per cloud: `floor` and `polykms` always, and the cloud's own clients where npm has them. */
export const clients: Readonly<Record<BenchCloud, readonly string[]>> = {
  aws: ['floor', 'polykms', 'official'],
  alibaba: ['floor', 'polykms', 'official', 'openapi'],
  huawei: ['floor', 'polykms', 'official'],
  otc: ['floor', 'polykms'],
  quilibrium: ['floor', 'polykms', 'official'],
}

/** The packages behind `official` and `openapi`. */
export const packages: Readonly<Record<string, string>> = {
  'aws-official': '@aws-sdk/client-kms',
  'alibaba-official': '@alicloud/kms20160120',
  'alibaba-openapi': '@alicloud/openapi-client',
  'huawei-official': '@huaweicloud/huaweicloud-sdk-core',
  'quilibrium-official': '@aws-sdk/client-kms',
}

export const isOfficial = (client: string) => client === 'official' || client === 'openapi'

export const clouds = Object.keys(clients) as BenchCloud[] // the keys of a Record of them

export const variants = clouds.flatMap((cloud) => clients[cloud].map((client) => `${cloud}-${client}`))

/** How much of everything; ratios need at least six repetitions to mean something. */
export interface Effort {
  readonly repetitions: number
  /** Sequential calls that are measured in one process; half as many warm it up, and 2.5 times as many run at once. */
  readonly calls: number
  /** Fresh processes per client for the cold start. */
  readonly starts: number
  /** Calls of the memory check. */
  readonly memoryCalls: number
  /** What starts, memory and bundles are measured of. */
  readonly beyondCalls: readonly BenchCloud[]
}

export const FULL: Effort = { repetitions: 6, calls: 2000, starts: 11, memoryCalls: 100_000, beyondCalls: clouds }

/** Proves that the bench works, and nothing else. */
export const SHORT: Effort = { repetitions: 1, calls: 40, starts: 1, memoryCalls: 1000, beyondCalls: ['aws'] }
