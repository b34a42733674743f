import type { Quota } from '../../src/limits.ts'
import { operationNames } from '../../src/operations/index.ts'

/** One bound for everything a user does; the quota page of an account may show more for single APIs. */
export const quotas: readonly Quota[] = [
  {
    name: 'user',
    operations: operationNames,
    requests: 20,
    perSeconds: 1,
    source: 'https://support.huaweicloud.com/intl/en-us/api-dew/dew_02_0053.html',
  },
]
