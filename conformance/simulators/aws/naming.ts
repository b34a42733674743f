/** How resources are named: what services that speak this API differ in throughout. */
import type { Call } from './call.ts'
import { refusal } from './errors.ts'

/** Where the service runs. */
export interface Site {
  readonly region: string
  readonly partition: string
  readonly account: string
}

export interface Naming {
  /** The ARN of a resource (`key/<id>`, `alias/<name>`). */
  readonly arnOf: (site: Site, resource: string) => string
  readonly isAlias: (identifier: string) => boolean
  /** The resource an ARN of this Region and account is about; refuses any other ARN. */
  readonly resourceOf: (call: Call, arn: string) => string
  /** Whether an alias names its key to operations that use or show keys. */
  readonly aliasesNameKeys: boolean
  /** What a policy calls the whole account. */
  readonly accountNames: (site: Site) => readonly string[]
}

const resourceOf = (call: Call, arn: string): string => {
  const [, partition, service, region, account, ...rest] = arn.split(':')
  const resource = rest.join(':')
  if (service !== 'kms' || region === undefined || !/^(?:key|alias)\//.test(resource))
    throw refusal('InvalidArnException', `Invalid arn ${arn}`)
  if (region !== call.region || partition !== call.partition)
    throw refusal('NotFoundException', `Invalid arn ${region}`)
  if (account !== call.account)
    throw refusal(
      'AccessDeniedException',
      `User: ${call.callerArn} is not authorized to perform: kms:${call.action} on resource: ${arn} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    )
  return resource
}

export const accountRootArn = ({ partition, account }: Site): string => `arn:${partition}:iam::${account}:root`

export const awsNaming: Naming = {
  arnOf: ({ partition, account, region }, resource) => `arn:${partition}:kms:${region}:${account}:${resource}`,
  isAlias: (identifier) => /^(?:arn:[^:]*:[^:]*:[^:]*:[^:]*:)?alias\//.test(identifier),
  resourceOf,
  aliasesNameKeys: true,
  accountNames: (site) => [accountRootArn(site), site.account],
}
