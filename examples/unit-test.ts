/*
 * Tests application code that uses a KMS: the simulator takes the place of the cloud, with real cryptography, real
 * refusals and a clock that can be moved. Works the same with vitest or jest.
 * Run: npx tsx --test examples/unit-test.ts
 */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { createClient, fetchTransport, isKmsError, type KmsClient } from 'polykms'
import { aws } from 'polykms/aws'
import { createSimulator } from 'polykms/simulators'

/** The code under test: it gets its client from outside and knows no cloud. */
async function encryptOrder(kms: KmsClient, keyId: string, order: string): Promise<Uint8Array | 'try again later'> {
  try {
    const { ciphertext } = await kms.encrypt({ keyId, plaintext: Buffer.from(order) })
    return ciphertext
  } catch (error) {
    if (isKmsError(error) && error.retryable) return 'try again later'
    throw error
  }
}

const simulator = createSimulator('aws', { seed: 1 })
const provider = aws({ region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
const kms = createClient(provider, { transport: fetchTransport(simulator.fetch), retries: 0 })

describe('encryptOrder', () => {
  beforeEach(() => simulator.control.reset())

  test('what it encrypts, the key decrypts', async () => {
    const { keyId } = await kms.createKey()
    const ciphertext = await encryptOrder(kms, keyId, 'three apples')
    assert.ok(ciphertext instanceof Uint8Array)
    const { plaintext } = await kms.decrypt({ ciphertext })
    assert.equal(Buffer.from(plaintext).toString(), 'three apples')
  })

  test('an overloaded cloud is worth another try', async () => {
    const { keyId } = await kms.createKey()
    simulator.control.faults.add({ kind: 'throttle', action: 'Encrypt' })
    assert.equal(await encryptOrder(kms, keyId, 'three apples'), 'try again later')
  })

  test('a disabled key is an error of its own', async () => {
    const { keyId } = await kms.createKey()
    await kms.disableKey({ keyId })
    await assert.rejects(encryptOrder(kms, keyId, 'three apples'), { code: 'InvalidKeyState', keyState: 'Disabled' })
  })

  test('a key in a state that no call leads to is refused as well', async () => {
    const { keyId } = simulator.control.putKey({ state: 'Unavailable', origin: 'KEY_STORE', region: 'eu-west-1' })
    await assert.rejects(encryptOrder(kms, keyId, 'three apples'), { code: 'InvalidKeyState' })
  })
})
