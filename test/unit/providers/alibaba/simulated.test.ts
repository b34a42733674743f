import { createPublicKey, publicEncrypt, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSimulator } from '../../../../conformance/simulators/index.ts'
import { type AlibabaConfig, alibaba } from '../../../../providers/alibaba/index.ts'
import { createClient, fetchTransport, type KmsClient } from '../../../../src/index.ts'
import { bytes } from './service.ts'

/** A client of a simulator that verifies signatures and keeps keys by code of its own. */
function simulated(config: Partial<AlibabaConfig> = {}) {
  const simulator = createSimulator('alibaba', { seed: 1 })
  const credentials = { accessKeyId: 'test', accessKeySecret: 'test' }
  const provider = alibaba({ region: 'cn-hangzhou', credentials, ...config })
  return { simulator, kms: createClient(provider, { transport: fetchTransport(simulator.fetch), retries: 0 }) }
}

const AWKWARD = "主密钥 key+1*2~3/4!'()&=%🔑"

async function roundTrip(kms: KmsClient): Promise<void> {
  const { keyId } = await kms.createKey({ description: AWKWARD, tags: { 'a:b': 'c/d+e=f' } })
  expect((await kms.describeKey({ keyId })).description).toBe(AWKWARD)
  expect((await kms.listKeyTags({ keyId })).tags).toEqual({ 'a:b': 'c/d+e=f' })
  const context = { tenant: AWKWARD, empty: '' }
  const { ciphertext } = await kms.encrypt({ keyId, plaintext: bytes(AWKWARD), context })
  expect((await kms.decrypt({ keyId, ciphertext, context })).plaintext).toEqual(bytes(AWKWARD))
}

describe('against the simulator', () => {
  it.each([
    { signature: 'v3', parametersIn: 'body' },
    { signature: 'v3', parametersIn: 'query' },
    { signature: 'v1', parametersIn: 'body' },
    { signature: 'v1', parametersIn: 'query' },
  ] as const)('$signature signatures with parameters in the $parametersIn are accepted', async (config) => {
    await roundTrip(simulated(config).kms)
  })

  it.each(['v3', 'v1'] as const)(
    'a wrong secret is refused with signature %s, and no plaintext is shown',
    async (signature) => {
      const { kms } = simulated({ signature, credentials: { accessKeyId: 'test', accessKeySecret: 'wrong' } })
      const call = kms.encrypt({ keyId: 'alias/orders', plaintext: bytes('do not show this') })
      await expect(call).rejects.toMatchObject({ code: 'Unauthenticated', providerCode: 'SignatureDoesNotMatch' })
      const error: unknown = await call.catch((reason: unknown) => reason)
      expect(JSON.stringify(error)).not.toContain(Buffer.from('do not show this').toString('base64').slice(0, 12))
    },
  )

  it('data keys survive rotation, re-encryption and the other way to unwrap them', async () => {
    const { kms } = simulated({ plaintextEncoding: 'utf8' })
    const from = await kms.createKey({})
    const to = await kms.createKey({})
    const made = await kms.generateDataKey({ keyId: from.keyId, lengthBytes: 20, context: { a: '1' } })
    expect(made.plaintext).toHaveLength(20)
    const moved = await kms.reEncrypt({
      ciphertext: made.ciphertext,
      sourceKeyId: from.keyId,
      sourceContext: { a: '1' },
      destinationKeyId: to.keyId,
    })
    expect(moved).toMatchObject({ keyId: to.keyId, sourceKeyId: from.keyId })
    const opened = await kms.decryptDataKey({ keyId: to.keyId, ciphertext: moved.ciphertext, lengthBytes: 20 })
    expect(opened.plaintext).toEqual(made.plaintext)
    const wrongContext = kms.decryptDataKey({ keyId: from.keyId, ciphertext: made.ciphertext, lengthBytes: 20 })
    await expect(wrongContext).rejects.toMatchObject({ code: 'InvalidCiphertext', providerCode: 'InvalidParameter' })
  })

  it('keys sign and encrypt with the newest of their versions, and need to be told it to verify', async () => {
    const { kms, simulator } = simulated()
    const { keyId } = await kms.createKey({ spec: 'EC_P256' })
    const message = bytes('message')
    const first = await kms.sign({ keyId, message, algorithm: 'ECDSA_SHA_256' })
    const signed = { keyId, message, algorithm: 'ECDSA_SHA_256', signature: first.signature } as const
    expect((await kms.verify(signed)).valid).toBe(true)
    simulator.control.clock.advance('8d')
    const { keyVersionId } = await kms.createKeyVersion({ keyId })
    const second = await kms.sign({ keyId, message, algorithm: 'ECDSA_SHA_256' })
    expect(second.keyVersionId).toBe(keyVersionId)
    await expect(kms.verify(signed)).rejects.toMatchObject({ code: 'InvalidInput', field: 'keyVersionId' })
    expect((await kms.verify({ ...signed, keyVersionId: first.keyVersionId })).valid).toBe(true)
    expect((await kms.verify({ ...signed, keyVersionId })).valid).toBe(false)
    const { publicKey } = await kms.getPublicKey({ keyId })
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    expect(verify('sha256', message, key, second.signature)).toBe(true)
  })

  it('SM2 signatures cover SM3 of Z and message, as the service checks', async () => {
    const { kms } = simulated()
    const { keyId } = await kms.createKey({ spec: 'SM2', protectionLevel: 'HSM' })
    const signed = { keyId, message: bytes('message'), algorithm: 'SM2DSA' } as const
    const { signature } = await kms.sign(signed)
    expect((await kms.verify({ ...signed, signature })).valid).toBe(true)
    expect((await kms.verify({ ...signed, message: bytes('another'), signature })).valid).toBe(false)
  })

  it('material is imported and taken away', async () => {
    const { kms } = simulated()
    const { keyId, state } = await kms.createKey({ origin: 'EXTERNAL' })
    expect(state).toBe('PendingImport')
    const { publicKey, importToken } = await kms.getParametersForImport({
      keyId,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      wrappingKeySpec: 'RSA_2048',
    })
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    const encryptedMaterial = publicEncrypt({ key, oaepHash: 'sha256' }, Buffer.alloc(32, 7))
    const materialExpiresAt = new Date('2099-01-01T00:00:00Z')
    await kms.importKeyMaterial({ keyId, importToken, encryptedMaterial, materialExpiresAt })
    expect(await kms.describeKey({ keyId })).toMatchObject({ state: 'Enabled', materialExpiresAt })
    await kms.deleteKeyMaterial({ keyId })
    expect((await kms.describeKey({ keyId })).state).toBe('PendingImport')
  })

  it('rotation goes out in days, and comes back in days', async () => {
    const { kms } = simulated()
    const { keyId } = await kms.createKey({})
    expect(await kms.getKeyRotationStatus({ keyId })).toMatchObject({ enabled: false })
    await kms.enableKeyRotation({ keyId, periodDays: 30 })
    expect(await kms.getKeyRotationStatus({ keyId })).toMatchObject({ enabled: true, periodDays: 30 })
    await kms.disableKeyRotation({ keyId })
    expect(await kms.getKeyRotationStatus({ keyId })).toMatchObject({ enabled: false })
  })

  it('a protected key is not scheduled for deletion, and says why', async () => {
    const { kms } = simulated()
    const { keyId, keyArn = '' } = await kms.createKey({})
    for (const reference of [keyId, keyArn]) {
      await kms.setDeletionProtection({ keyId: reference, enabled: true })
      await expect(kms.scheduleKeyDeletion({ keyId })).rejects.toMatchObject({ code: 'DeletionProtected' })
      await kms.setDeletionProtection({ keyId: reference, enabled: false })
    }
    await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })
    await expect(kms.scheduleKeyDeletion({ keyId })).rejects.toMatchObject({ code: 'InvalidKeyState' })
  })

  it('pages and filters reach every key once', async () => {
    const { kms } = simulated()
    const made = new Set<string>()
    for (let index = 0; index < 5; index += 1) made.add((await kms.createKey({})).keyId)
    const { keyId: other } = await kms.createKey({ spec: 'EC_P256' })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await kms.listKeys({ limit: 2, cursor, filter: { specs: ['AES_256'], states: ['Enabled'] } })
      seen.push(...page.keys.map(({ keyId }) => keyId))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(seen.sort()).toEqual([...made].sort())
    expect(seen).not.toContain(other)
  })

  it('a dry run that would succeed says so', async () => {
    const { kms } = simulated()
    const { keyId } = await kms.createKey({})
    const call = kms.encrypt({ keyId, plaintext: bytes('p'), dryRun: true })
    await expect(call).rejects.toMatchObject({ code: 'DryRunSucceeded' })
  })
})
