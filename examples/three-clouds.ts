/*
 * One function, three clouds: the same calls, the same states, the same errors. A local `polykms serve` plays all three;
 * with `fromEnv()` of each provider instead, the same function talks to the real ones.
 * Run: npx polykms serve &
 *      npx tsx examples/three-clouds.ts
 */
import { createClient, isKmsError, type KmsClient } from 'polykms'
import { alibaba } from 'polykms/alibaba'
import { aws } from 'polykms/aws'
import { huawei } from 'polykms/huawei'

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

const endpoint = process.env['KMS_ENDPOINT'] ?? 'http://127.0.0.1:4580'
const providers = [
  aws({ region: 'eu-west-1', endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  alibaba({ region: 'cn-hangzhou', endpoint, credentials: { accessKeyId: 'test', accessKeySecret: 'test' } }),
  huawei({
    region: 'cn-north-4',
    endpoint,
    iamEndpoint: endpoint,
    credentials: { accessKey: 'test', secretKey: 'test' },
  }),
]
for (const provider of providers) console.log(await tell(createClient(provider)))
