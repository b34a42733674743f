/*
 * One function, three clouds: the same calls, the same states, the same errors. Each cloud is a simulator in this
 * process; with `fromEnv()` of its provider instead, the same function talks to the real one.
 * Run: npx tsx examples/three-clouds.ts
 */
import { createClient, fetchTransport, isKmsError, type KmsClient, type Provider } from 'polykms'
import { alibaba } from 'polykms/alibaba'
import { aws } from 'polykms/aws'
import { huawei } from 'polykms/huawei'
import { createSimulator } from 'polykms/simulators'

/** What happens to a key that is disabled, scheduled for deletion, and taken back. */
async function tell(kms: KmsClient): Promise<string> {
  const { keyId } = await kms.createKey({ description: 'orders' })
  const { ciphertext } = await kms.encrypt({ keyId, plaintext: Buffer.from('secret'), context: { tenant: '42' } })
  await kms.disableKey({ keyId })
  const refused = await kms.decrypt({ keyId, ciphertext, context: { tenant: '42' } }).catch((error: unknown) => error)
  if (!isKmsError(refused)) throw new Error('a disabled key decrypted')
  await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })
  const pending = await kms.describeKey({ keyId })
  await kms.cancelKeyDeletion({ keyId })
  const { state, providerState } = await kms.describeKey({ keyId })
  const said = `${refused.code} (${refused.providerCode})`
  return `${kms.provider}: disabled: ${said}; then ${pending.state}; taken back: ${state} (${providerState})`
}

function client(provider: Provider, simulator: { fetch(request: Request): Promise<Response> }): KmsClient {
  return createClient(provider, { transport: fetchTransport(simulator.fetch) })
}

const clients = [
  client(
    aws({ region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    createSimulator('aws'),
  ),
  client(
    alibaba({ region: 'cn-hangzhou', credentials: { accessKeyId: 'test', accessKeySecret: 'test' } }),
    createSimulator('alibaba'),
  ),
  client(
    huawei({ region: 'cn-north-4', credentials: { accessKey: 'test', secretKey: 'test' } }),
    createSimulator('huawei'),
  ),
]
for (const kms of clients) console.log(await tell(kms))
