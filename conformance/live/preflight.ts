import { isKmsError, type KmsErrorCode, type OperationName } from '../../src/index.ts'
import type { PlannedCase } from '../plan.ts'
import type { Target } from '../target.ts'
import { refusedOperations } from './probes.ts'
import { quotaOf } from './quota.ts'

/** One thing that was looked at before a run, and what is wrong with it. */
export interface Check {
  readonly cloud: string
  readonly name: 'credentials' | 'region' | 'clock' | 'permissions' | 'quota' | 'second region'
  readonly ok: boolean
  /** What was found. */
  readonly says: string
  /** What to do about it; only where something is wrong. */
  readonly cure?: string
}

export interface PreflightOptions {
  /** With the clock of the service. */
  readonly target: Target & { skewMs?(): number | undefined }
  readonly cases: readonly PlannedCase[]
  /** Keys that the run is going to make. */
  readonly keys: number
}

/** Signatures are refused from 5 (AWS) or 15 minutes on; whoever is that near should be told while it still works. */
const MAX_SKEW_MS = 120_000

/** What a run does whatever its cases are. */
const ALWAYS: readonly OperationName[] = ['createKey', 'describeKey', 'listKeys', 'scheduleKeyDeletion', 'listKeyTags']

/** Looks at everything that would make a run fail, with calls that change nothing. Ends at the first check that the others need. */
export async function* preflight({ target, cases, keys }: PreflightOptions): AsyncGenerator<Check, void, undefined> {
  const { cloud, kms, region, other } = target
  const check = (name: Check['name'], ok: boolean, says: string, cure?: string): Check => ({
    cloud,
    name,
    ok,
    says,
    ...(cure !== undefined && { cure }),
  })
  const problem = await troubleOf(async () => {
    requireRegionName(target)
    await kms.listKeys({})
    if (cloud === 'alibaba') await requireRegion(target)
  })
  const skewMs = target.skewMs?.()
  if (skewMs !== undefined && Math.abs(skewMs) > MAX_SKEW_MS) {
    const seconds = Math.round(Math.abs(skewMs) / 1000)
    const says = `this machine's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the cloud's`
    yield check('clock', false, says, 'set the clock, or let NTP do it')
    return
  }
  if (problem !== undefined) {
    yield { cloud, ok: false, ...problem }
    return
  }
  yield check('credentials', true, 'accepted')
  yield check('region', true, region)
  if (skewMs !== undefined) yield check('clock', true, `${Math.round(Math.abs(skewMs) / 1000)} s off`)

  const wanted = [...new Set([...ALWAYS, ...cases.flatMap(operationOf)])]
  const refused = await refusedOperations(kms, wanted)
  yield refused.length === 0
    ? check('permissions', true, `${wanted.filter((name) => kms.supports(name)).length} operations tried, none refused`)
    : check('permissions', false, `the caller may not ${refused.join(', ')}`, 'allow it, or choose cases by --filter')

  const { used, allowed, source } = await quotaOf(kms)
  const left = allowed === undefined ? undefined : allowed - used
  yield left === undefined
    ? check('quota', true, 'unknown')
    : left >= keys
      ? check('quota', true, `${used} of ${allowed} keys in use, ${keys} needed`)
      : check(
          'quota',
          false,
          `${used} of ${allowed} keys in use (${source}), ${keys} needed`,
          'delete keys (those pending deletion count too), ask for a higher quota, or choose cases by --filter',
        )

  if (other === undefined || !cases.some((one) => operationOf(one).includes('replicateKey'))) return
  const elsewhere = await troubleOf(() => other.kms.listKeys({}))
  yield elsewhere === undefined
    ? check('second region', true, other.region)
    : check('second region', false, `${other.region}: ${elsewhere.says}`, 'name another with --other-region')
}

function operationOf(one: PlannedCase): readonly OperationName[] {
  if (one.kind === 'behaviour') return [one.behaviour.operation]
  return one.cell.operation === undefined ? [] : [one.cell.operation]
}

/**
 * AWS's regions, by the shape of their names; a region that is not there has no host either, unless an endpoint stands
 * in its place. Q-KMS has one host for all regions and no page that names them; its client's own default is one of AWS's,
 * so that AWS's are understood.
 *
 * @see https://github.com/boto/botocore botocore/data/partitions.json (regionRegex)
 */
const AWS_REGION = /^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)-[a-z]+-\d+$/

function requireRegionName({ cloud, region }: Target): void {
  if ((cloud === 'aws' || cloud === 'quilibrium') && !AWS_REGION.test(region))
    throw new WrongRegion(`${region} is none of this cloud's regions`)
}

/** Alibaba Cloud's gateway takes any region's name; the service tells which it has. */
async function requireRegion({ kms, region }: Target): Promise<void> {
  const reply: unknown = await kms.raw('DescribeRegions')
  const regions: unknown = Object(Object(reply).Regions).Region
  if (!Array.isArray(regions) || regions.some((one) => Object(one).RegionId === region)) return
  throw new WrongRegion(`${region} is none of this cloud's regions`)
}

class WrongRegion extends Error {}

type Trouble = Pick<Check, 'name' | 'says' | 'cure'>

async function troubleOf(call: () => Promise<unknown>): Promise<Trouble | undefined> {
  try {
    await call()
    return undefined
  } catch (error) {
    if (error instanceof WrongRegion) return { name: 'region', says: error.message, cure: REGION_CURE }
    if (!isKmsError(error)) throw error
    const [name, cure] = TROUBLES[error.code] ?? ['region', REGION_CURE]
    return { name, says: error.message, cure }
  }
}

const REGION_CURE = 'check --region, the environment’s region, --endpoint and the network'

const TROUBLES: { readonly [C in KmsErrorCode]?: readonly [name: Check['name'], cure: string] } = {
  Unauthenticated: ['credentials', 'check the access key and its secret in the environment'],
  CredentialsExpired: ['credentials', 'get new temporary credentials'],
  ClockSkew: ['clock', 'set the clock, or let NTP do it'],
  AccessDenied: ['permissions', 'allow the caller to list keys'],
  AccountUnusable: ['credentials', 'see to the account: debt, or a service that was not opened'],
}
