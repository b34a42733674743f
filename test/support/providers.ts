import { alibaba } from '../../providers/alibaba/index.ts'
import { aws } from '../../providers/aws/index.ts'
import { huawei } from '../../providers/huawei/index.ts'
import { otc } from '../../providers/otc/index.ts'
import { quilibrium } from '../../providers/quilibrium/index.ts'
import type { Provider } from '../../src/provider.ts'

/** Every cloud's provider with made-up credentials. What stands here is held to the contract. */
export const providers: Readonly<Record<string, () => Provider>> = {
  aws: () => aws({ region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  alibaba: () => alibaba({ region: 'cn-hangzhou', credentials: { accessKeyId: 'test', accessKeySecret: 'test' } }),
  huawei: () => huawei({ region: 'cn-north-4', credentials: { accessKey: 'test', secretKey: 'test' } }),
  otc: () => otc({ region: 'eu-de', credentials: { accessKey: 'test', secretKey: 'test' } }),
  quilibrium: () => quilibrium({ credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
}
