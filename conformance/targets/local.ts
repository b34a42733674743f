import type { Provider } from '../../src/provider.ts'
import type { Transport } from '../../src/wire.ts'
import { login } from './login.ts'

/** How to reach a simulator of ours, or another server that knows its test credentials. */
export interface LocalAccess {
  readonly region: string
  /** Absent: the cloud's own host names, answered in process. */
  readonly endpoint?: string
  /** Default `test`; anything else is a wrong secret. */
  readonly secret?: string
}

export interface LocalCloud {
  /** Two regions that the cloud has. */
  readonly regions: readonly [string, string]
  /** Somebody to grant a key to, where an ARN cannot be made from the key's. */
  readonly grantee?: string
  /** The project that a region has, where regions have projects. */
  projectId?(region: string): string
  /** Logs in, and makes a provider that has the token and nothing to renew it with. */
  withToken?(access: LocalAccess, transport: Transport): Promise<Provider>
  provider(access: LocalAccess): Promise<Provider>
}

export const TEST_KEY = 'test'
export const TEST_SECRET = 'test'

/** An IAM user id looks like this. */
const IAM_USER = '0123456789abcdef0123456789abcdef'

/** The simulators name a region's project after it: its letters in hexadecimal, filled up with zeros to 32 digits. */
function simulatedProject(region: string): string {
  return Buffer.from(region).toString('hex').padStart(32, '0')
}

/** On one port the simulators answer for the login service too. */
function withIam(endpoint: string | undefined): { endpoint?: string; iamEndpoint?: string } {
  return endpoint === undefined ? {} : { endpoint, iamEndpoint: endpoint }
}

/** Per cloud, a provider with the test credentials of the simulators. */
const localClouds: Readonly<Record<string, LocalCloud>> = {
  aws: {
    regions: ['us-east-1', 'us-west-2'],
    provider: async ({ region, endpoint, secret = TEST_SECRET }) => {
      const { aws } = await import('../../providers/aws/index.ts')
      return aws({ region, endpoint, credentials: { accessKeyId: TEST_KEY, secretAccessKey: secret } })
    },
  },
  alibaba: {
    regions: ['cn-hangzhou', 'cn-shanghai'],
    provider: async ({ region, endpoint, secret = TEST_SECRET }) => {
      const { alibaba } = await import('../../providers/alibaba/index.ts')
      return alibaba({ region, endpoint, credentials: { accessKeyId: TEST_KEY, accessKeySecret: secret } })
    },
  },
  huawei: {
    regions: ['cn-north-4', 'cn-east-3'],
    grantee: IAM_USER,
    projectId: simulatedProject,
    provider: async ({ region, endpoint, secret = TEST_SECRET }) => {
      const { huawei } = await import('../../providers/huawei/index.ts')
      const credentials = { accessKey: TEST_KEY, secretKey: secret }
      return huawei({ region, ...withIam(endpoint), credentials })
    },
    withToken: async ({ region, endpoint }, transport) => {
      const { huawei } = await import('../../providers/huawei/index.ts')
      const iam = endpoint ?? `https://iam.${region}.myhuaweicloud.com`
      const token = await login(transport, iam, region, TEST_KEY, TEST_SECRET)
      return huawei({ region, ...withIam(endpoint), projectId: simulatedProject(region), credentials: { token } })
    },
  },
  otc: {
    regions: ['eu-de', 'eu-nl'],
    grantee: IAM_USER,
    projectId: simulatedProject,
    provider: async ({ region, endpoint, secret = TEST_SECRET }) => {
      const { otc } = await import('../../providers/otc/index.ts')
      const credentials = { accessKey: `${TEST_KEY}-otc`, secretKey: secret }
      return otc({ region, ...withIam(endpoint), credentials })
    },
    withToken: async ({ region, endpoint }, transport) => {
      const { otc } = await import('../../providers/otc/index.ts')
      const iam = endpoint ?? `https://iam.${region}.otc.t-systems.com`
      const token = await login(transport, iam, region, `${TEST_KEY}-otc`, TEST_SECRET)
      return otc({ region, ...withIam(endpoint), projectId: simulatedProject(region), credentials: { token } })
    },
  },
  quilibrium: {
    regions: ['us-east-1', 'us-west-2'],
    provider: async ({ region, endpoint, secret = TEST_SECRET }) => {
      const { quilibrium } = await import('../../providers/quilibrium/index.ts')
      const credentials = { accessKeyId: `${TEST_KEY}-quilibrium`, secretAccessKey: secret }
      return quilibrium({ region, endpoint, credentials })
    },
  },
}

/** Is a server on this machine? */
export function isLoopback(endpoint: string): boolean {
  return LOOPBACK.test(new URL(endpoint).hostname)
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** @throws TypeError for a cloud that has no provider. */
export function localCloud(cloud: string): LocalCloud {
  const found = Object.hasOwn(localClouds, cloud) ? localClouds[cloud] : undefined
  if (found === undefined)
    throw new TypeError(`there is no provider for ${cloud} (${Object.keys(localClouds).join(', ')})`)
  return found
}

/** The project of a region, as a target names it. */
export function projectOf(local: LocalCloud, region: string): { readonly projectId?: string } {
  return local.projectId === undefined ? {} : { projectId: local.projectId(region) }
}
