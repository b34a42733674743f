import { alibaba } from '../../providers/alibaba/index.ts'
import { aws } from '../../providers/aws/index.ts'
import { huawei } from '../../providers/huawei/index.ts'
import { otc } from '../../providers/otc/index.ts'
import { quilibrium } from '../../providers/quilibrium/index.ts'
import type { Provider } from '../../src/provider.ts'

/** Who calls: credentials in words of no cloud. */
export interface TestCaller {
  readonly key: string
  readonly secret: string
  /** Of temporary credentials; a cloud that has none leaves it out. */
  readonly token?: string
}

const NOBODY: TestCaller = { key: 'test', secret: 'test' }

/** Given, so that no call has to look it up. */
const projectId = '0123456789abcdef0123456789abcdef'

/** Every cloud's provider, with made-up credentials unless others are given. What stands here is held to the contract. */
export const providers: Readonly<Record<string, (caller?: TestCaller) => Provider>> = {
  aws: ({ key, secret, token } = NOBODY) =>
    aws({ region: 'eu-west-1', credentials: { accessKeyId: key, secretAccessKey: secret, sessionToken: token } }),
  alibaba: ({ key, secret, token } = NOBODY) =>
    alibaba({
      region: 'cn-hangzhou',
      credentials: { accessKeyId: key, accessKeySecret: secret, securityToken: token },
    }),
  huawei: ({ key, secret, token } = NOBODY) =>
    huawei({
      region: 'cn-north-4',
      projectId,
      credentials: { accessKey: key, secretKey: secret, securityToken: token },
    }),
  otc: ({ key, secret, token } = NOBODY) =>
    otc({ region: 'eu-de', projectId, credentials: { accessKey: key, secretKey: secret, securityToken: token } }),
  quilibrium: ({ key, secret, token } = NOBODY) =>
    quilibrium({ credentials: { accessKeyId: key, secretAccessKey: secret, sessionToken: token } }),
}
