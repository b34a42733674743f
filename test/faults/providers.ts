import { localCloud } from '../../conformance/targets/local.ts'
import { alibaba } from '../../providers/alibaba/index.ts'
import { aws } from '../../providers/aws/index.ts'
import { huawei } from '../../providers/huawei/index.ts'
import { otc } from '../../providers/otc/index.ts'
import { quilibrium } from '../../providers/quilibrium/index.ts'
import type { Provider } from '../../src/provider.ts'
import { FAULT_CLOUDS, type FaultCloud } from './cells.ts'
import { operationOf, type Subject } from './subjects.ts'

const SECRET = 'test'

/** A provider whose credentials come from a function, so that they can be renewed, and that asks nothing but the KMS. */
export async function providerFor(cloud: FaultCloud, region: string, endpoint: string): Promise<Provider> {
  const place = { region, endpoint }
  const project = { iamEndpoint: endpoint, projectId: localCloud(cloud).projectId?.(region) }
  switch (cloud) {
    case 'aws':
      return aws({ ...place, credentials: async () => ({ accessKeyId: 'test', secretAccessKey: SECRET }) })
    case 'alibaba':
      return alibaba({ ...place, credentials: async () => ({ accessKeyId: 'test', accessKeySecret: SECRET }) })
    case 'huawei':
      return huawei({ ...place, ...project, credentials: async () => ({ accessKey: 'test', secretKey: SECRET }) })
    case 'otc':
      return otc({ ...place, ...project, credentials: async () => ({ accessKey: 'test-otc', secretKey: SECRET }) })
    case 'quilibrium':
      return quilibrium({
        ...place,
        credentials: async () => ({ accessKeyId: 'test-quilibrium', secretAccessKey: SECRET }),
      })
  }
}

/** Which clouds have which operations, as their providers say. */
export async function supports(): Promise<(cloud: string, subject: Subject) => boolean> {
  const all = await Promise.all(
    FAULT_CLOUDS.map(async (cloud) => {
      const provider = await providerFor(cloud, localCloud(cloud).regions[0], 'http://127.0.0.1:1')
      return [cloud, provider] as const
    }),
  )
  const byCloud = new Map<string, Provider>(all)
  return (cloud, subject) => {
    const provider = byCloud.get(cloud)
    return provider !== undefined && !('unsupported' in provider.bindings[operationOf(subject)])
  }
}
