import { type KmsClient, paginate } from '../../src/index.ts'

export interface Quota {
  readonly used: number
  /** `undefined`: no page and no call tells. */
  readonly allowed: number | undefined
  /** The page, or the call, that says so. */
  readonly source: string
}

/** What a new account may have; nobody's own quota can be read through the KMS of these clouds. */
const documented: Readonly<Record<string, { readonly allowed: number; readonly source: string }>> = {
  aws: { allowed: 100_000, source: 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html' },
  alibaba: { allowed: 200, source: 'https://www.alibabacloud.com/help/en/kms/support/limits' },
}

/** How many keys the account has in the region, and how many it may have; reads only. */
export async function quotaOf(kms: KmsClient): Promise<Quota> {
  if (kms.provider === 'huawei' || kms.provider === 'otc') return askedQuota(kms)
  const { allowed, source } = documented[kms.provider] ?? { allowed: undefined, source: 'no page gives a number' }
  let used = 0
  // Where no number is known, counting the keys of a large account would tell nothing.
  if (allowed !== undefined) for await (const _key of paginate(kms, 'listKeys', { limit: 100 })) used += 1
  return { used, allowed, source }
}

/** @see https://github.com/opentelekomcloud-docs/key-management-service api-ref/source: Querying a User Quota */
async function askedQuota(kms: KmsClient): Promise<Quota> {
  const reply: unknown = await kms.raw('GET user-quotas')
  const source = 'the call user-quotas'
  const resources: unknown = Object(Object(reply).quotas).resources
  const keys: unknown = Array.isArray(resources) ? resources.find((one) => Object(one).type === 'CMK') : undefined
  const { used, quota } = Object(keys)
  return Number.isInteger(used) && Number.isInteger(quota)
    ? { used, allowed: quota, source }
    : { used: 0, allowed: undefined, source }
}
