/*
 * Two clouds hold the same data key, each encrypted under a key of its own: while one cloud refuses, the other opens it.
 * A local `polykms serve` plays both.
 * Run: npx polykms serve &
 *      npx tsx examples/failover.ts
 */
import { randomBytes } from 'node:crypto'
import { createClient, isKmsError, type KmsClient } from 'polykms'
import { aws } from 'polykms/aws'
import { otc } from 'polykms/otc'

interface Copy {
  readonly kms: KmsClient
  readonly keyId: string
  readonly ciphertext: Uint8Array
}

/** Encrypts one data key on every cloud. */
async function wrap(dataKey: Uint8Array, clients: readonly KmsClient[]): Promise<readonly Copy[]> {
  return Promise.all(
    clients.map(async (kms) => {
      const { keyId } = await kms.createKey()
      const { ciphertext } = await kms.encryptDataKey({ keyId, plaintext: dataKey })
      return { kms, keyId, ciphertext }
    }),
  )
}

/** Asks one cloud after the other; what a refusal means is the same word on all of them. */
async function unwrap(copies: readonly Copy[], lengthBytes: number): Promise<Uint8Array> {
  for (const { kms, keyId, ciphertext } of copies) {
    try {
      return (await kms.decryptDataKey({ keyId, ciphertext, lengthBytes })).plaintext
    } catch (error) {
      if (!isKmsError(error)) throw error
      console.log(`${kms.provider} refuses: ${error.code}`)
    }
  }
  throw new Error('no cloud opens the data key')
}

const endpoint = process.env['KMS_ENDPOINT'] ?? 'http://127.0.0.1:4580'
const first = createClient(
  aws({ region: 'eu-central-1', endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
)
const second = createClient(
  otc({
    region: 'eu-de',
    endpoint,
    iamEndpoint: endpoint,
    credentials: { accessKey: 'test-otc', secretKey: 'test' },
  }),
)

const dataKey = new Uint8Array(randomBytes(64))
const copies = await wrap(dataKey, [first, second])
for (const { kms, keyId } of copies.slice(0, 1)) await kms.disableKey({ keyId })
const opened = await unwrap(copies, dataKey.byteLength)
console.log(`the data key is ${Buffer.from(opened).equals(dataKey) ? 'there' : 'lost'}`)
