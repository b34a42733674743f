/*
 * Encrypts a file's worth of data under a data key, and rotates the key that protects it. Runs against a simulator in
 * this process; without the transport, and with `fromEnv()` of 'polykms/aws', the same code talks to AWS.
 * Run: npx tsx examples/encrypt.ts
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createClient, fetchTransport, type KmsClient } from 'polykms'
import { aws } from 'polykms/aws'
import { createSimulator } from 'polykms/simulators'

/** What is stored: the data key only in its encrypted form. */
interface Sealed {
  readonly wrappedKey: Uint8Array
  readonly iv: Uint8Array
  readonly tag: Uint8Array
  readonly data: Uint8Array
}

async function seal(kms: KmsClient, keyId: string, data: Uint8Array, context: Record<string, string>): Promise<Sealed> {
  const { plaintext: dataKey, ciphertext: wrappedKey } = await kms.generateDataKey({ keyId, lengthBytes: 32, context })
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv)
  const sealed = Buffer.concat([cipher.update(data), cipher.final()])
  dataKey.fill(0)
  return { wrappedKey, iv, tag: cipher.getAuthTag(), data: sealed }
}

async function open(kms: KmsClient, keyId: string, sealed: Sealed, context: Record<string, string>): Promise<Buffer> {
  const { plaintext: dataKey } = await kms.decryptDataKey({ keyId, ciphertext: sealed.wrappedKey, context })
  const decipher = createDecipheriv('aes-256-gcm', dataKey, sealed.iv)
  decipher.setAuthTag(sealed.tag)
  const data = Buffer.concat([decipher.update(sealed.data), decipher.final()])
  dataKey.fill(0)
  return data
}

const simulator = createSimulator('aws')
const provider = aws({ region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
const kms = createClient(provider, { transport: fetchTransport(simulator.fetch) })

const { keyId } = await kms.createKey({ description: 'orders' })
const context = { tenant: '42' }
const sealed = await seal(kms, keyId, Buffer.from('a long list of orders'), context)
await kms.rotateKeyOnDemand({ keyId })
console.log((await open(kms, keyId, sealed, context)).toString())

try {
  await open(kms, keyId, sealed, { tenant: '43' })
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
}
