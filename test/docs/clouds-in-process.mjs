/*
 * Loaded before programs of the documents (node --import): the simulators answer for the clouds' own host names, so
 * that what a reader would send to a real cloud is run as it stands. Every cloud has a key named `orders`, one named
 * `documents` that signs, and one named `retired` that is disabled.
 */
import { setupServer } from 'msw/node'
import { createClient, fetchTransport } from 'polykms'
import { alibaba } from 'polykms/alibaba'
import { aws } from 'polykms/aws'
import { huawei } from 'polykms/huawei'
import { otc } from 'polykms/otc'
import { quilibrium } from 'polykms/quilibrium'
import { createSimulator } from 'polykms/simulators'
import { mswHandlers } from 'polykms/simulators/msw'

const environment = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ALIBABA_CLOUD_REGION_ID: 'cn-hangzhou',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'test',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test',
  HUAWEICLOUD_SDK_REGION: 'cn-north-4',
  HUAWEICLOUD_SDK_AK: 'test',
  HUAWEICLOUD_SDK_SK: 'test',
  HUAWEICLOUD_SDK_PROJECT_ID: Buffer.from('cn-north-4').toString('hex').padStart(32, '0'),
  OS_REGION: 'eu-de',
  OS_ACCESS_KEY: 'test-otc',
  OS_SECRET_KEY: 'test',
  QKMS_APP_ID: 'test-quilibrium',
  QKMS_APP_SECRET: 'test',
}
Object.assign(process.env, environment)

const providers = {
  aws: aws({ region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  alibaba: alibaba({ region: 'cn-hangzhou', credentials: { accessKeyId: 'test', accessKeySecret: 'test' } }),
  huawei: huawei({ region: 'cn-north-4', credentials: { accessKey: 'test', secretKey: 'test' } }),
  otc: otc({ region: 'eu-de', credentials: { accessKey: 'test-otc', secretKey: 'test' } }),
  quilibrium: quilibrium({ credentials: { accessKeyId: 'test-quilibrium', secretAccessKey: 'test' } }),
}

/** Makes a key and gives it its name in the way the cloud has. */
async function named(kms, name, input) {
  const { keyId } = await kms.createKey(kms.supports('createAlias') ? input : { ...input, name })
  if (kms.supports('createAlias')) await kms.createAlias({ alias: `alias/${name}`, keyId })
  return keyId
}

const worlds = Object.entries(providers).map(([cloud, provider]) => {
  const simulator = createSimulator(cloud)
  return { simulator, kms: createClient(provider, { transport: fetchTransport(simulator.fetch) }) }
})

/** Puts every cloud into the state in which a reader's program finds it. */
export async function prepare() {
  for (const { simulator, kms } of worlds) {
    simulator.control.reset()
    await named(kms, 'orders', {})
    await named(kms, 'documents', { spec: 'EC_P256', usage: 'SIGN_VERIFY' })
    await kms.disableKey({ keyId: await named(kms, 'retired', {}) })
  }
}

await prepare()
const server = setupServer(...mswHandlers(...worlds.map(({ simulator }) => simulator)))
server.listen({ onUnhandledRequest: 'error' })
