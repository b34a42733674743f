import type { Promises } from '../behaviour.ts'
import { alibabaPromises } from './alibaba.ts'
import { awsPromises } from './aws.ts'
import { huaweiPromises } from './huawei.ts'
import { otcPromises } from './otc.ts'
import { quilibriumPromises } from './quilibrium.ts'

/** What the clouds promise beside their tables. */
export const promises: Readonly<Record<string, Promises>> = {
  aws: awsPromises,
  alibaba: alibabaPromises,
  huawei: huaweiPromises,
  otc: otcPromises,
  quilibrium: quilibriumPromises,
}
