import { createHash, createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expected, matrix, runConformance } from '../../../../conformance/index.ts'
import {
  createQuilibriumSimulator,
  type QuilibriumReadings,
} from '../../../../conformance/simulators/quilibrium/index.ts'
import { createSimulatorTarget } from '../../../../conformance/targets/simulator.ts'
import { type QuilibriumConfig, quilibrium } from '../../../../providers/quilibrium/index.ts'
import { createClient, fetchTransport, importKey } from '../../../../src/index.ts'
import { bytes, failure } from './service.ts'

/** Wherever the pages and the vendor's client can be read in two ways, the readings that are not the simulator's own. */
const OTHERWISE: Partial<QuilibriumReadings> = {
  enablePendingDeletion: 'refused',
  disablePendingDeletion: 'accepted',
  failedVerification: 'exception',
  signedHeaders: 'fixed',
  describedOrigin: 'QKMS',
  specMember: 'KeySpec',
  metadataDates: 'epoch',
  cancelledArn: 'arn:aws:verenc',
  pairPrivateKey: true,
  encodings: 'raw',
}

const credentials = { accessKeyId: 'test-quilibrium', secretAccessKey: 'test' }

/** A client of a simulator that verifies signatures and keeps keys by code of its own. */
function simulated(readings: Partial<QuilibriumReadings>, config: Partial<QuilibriumConfig> = {}) {
  const simulator = createQuilibriumSimulator({ seed: 1, readings })
  const provider = quilibrium({ credentials, ...config })
  return createClient(provider, { transport: fetchTransport(simulator.fetch), retries: 0 })
}

describe.each<[string, Partial<QuilibriumReadings>, Partial<QuilibriumConfig>]>([
  ['as its pages are', {}, {}],
  ['as its client expects it', OTHERWISE, { contentType: 'application/json', keySpecMember: 'KeySpec' }],
])('a service that is %s', (_name, readings, config) => {
  const client = () => simulated(readings, config)
  const message = bytes(1, 2, 3)

  it('shows a new key as it is asked for', async () => {
    const kms = client()
    const made = await kms.createKey({ description: 'd', tags: { a: 'b' }, spec: 'AES_256' })
    expect(made).toMatchObject({ state: 'Enabled', spec: 'AES_256', usage: 'ENCRYPT_DECRYPT', origin: 'PROVIDER' })
    expect(made.keyArn).toBe(`arn:verenc:000000000000:key/${made.keyId}`)
    const shown = await kms.describeKey({ keyId: made.keyArn ?? '' })
    expect(shown).toMatchObject({ keyId: made.keyId, description: 'd', createdAt: made.createdAt, origin: 'PROVIDER' })
    expect(Math.abs((shown.createdAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  it.each(['EC_P256', 'EC_P384', 'EC_SECP256K1'] as const)('signs with %s so that anybody can verify', async (spec) => {
    const kms = client()
    const { keyId } = await kms.createKey({ spec, usage: 'SIGN_VERIFY' })
    const algorithm = spec === 'EC_P384' ? 'ECDSA_SHA_384' : 'ECDSA_SHA_256'
    const { publicKey, pem, spec: told } = await kms.getPublicKey({ keyId })
    const { signature } = await kms.sign({ keyId, message, algorithm })
    expect(told).toBe(spec)
    const key = createPublicKey(pem)
    expect(new Uint8Array(key.export({ type: 'spki', format: 'der' }))).toEqual(publicKey)
    expect(verify(algorithm === 'ECDSA_SHA_384' ? 'sha384' : 'sha256', message, key, signature)).toBe(true)
    const digest = createHash(algorithm === 'ECDSA_SHA_384' ? 'sha384' : 'sha256')
      .update(message)
      .digest()
    const byDigest = await kms.sign({ keyId, digest, algorithm })
    expect(verify(algorithm === 'ECDSA_SHA_384' ? 'sha384' : 'sha256', message, key, byDigest.signature)).toBe(true)
  })

  it('says false of a signature and of a code that do not fit', async () => {
    const kms = client()
    const signing = { ...(await kms.createKey({ spec: 'RSA_2048', usage: 'SIGN_VERIFY' })) }
    const signed = { keyId: signing.keyId, message, algorithm: 'RSASSA_PSS_SHA_256' } as const
    const { signature } = await kms.sign(signed)
    expect(await kms.verify({ ...signed, signature })).toMatchObject({ valid: true })
    expect(await kms.verify({ ...signed, message: bytes(4), signature })).toMatchObject({ valid: false })
    const { keyId } = await kms.createKey({ spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' })
    const coded = { keyId, message, algorithm: 'HMAC_SHA_256' } as const
    const { mac } = await kms.generateMac(coded)
    expect(await kms.verifyMac({ ...coded, mac })).toMatchObject({ valid: true })
    expect(await kms.verifyMac({ ...coded, message: bytes(4), mac })).toMatchObject({ valid: false })
  })

  it('makes key pairs without ever giving out the private key', async () => {
    const kms = client()
    const { keyId } = await kms.createKey({})
    const pair = await kms.generateDataKeyPairWithoutPlaintext({ keyId, pairSpec: 'EC_SECP256K1' })
    expect(createPublicKey({ key: Buffer.from(pair.publicKey), type: 'spki', format: 'der' }).asymmetricKeyType).toBe(
      'ec',
    )
    const { plaintext } = await kms.decrypt({ ciphertext: pair.privateKeyCiphertext })
    expect(plaintext.byteLength).toBeGreaterThan(32)
  })

  it('takes material, and its aliases are found', async () => {
    const kms = client()
    const { keyId } = await kms.createKey({ origin: 'EXTERNAL' })
    await importKey(kms, { keyId, material: new Uint8Array(32).fill(7) })
    await kms.createAlias({ alias: 'alias/orders', keyId })
    const { ciphertext } = await kms.encrypt({ keyId: 'alias/orders', plaintext: message })
    expect(await kms.decrypt({ ciphertext, keyId: 'alias/orders' })).toMatchObject({ plaintext: message, keyId })
    await kms.deleteKeyMaterial({ keyId: 'alias/orders' })
    expect(await failure(kms.decrypt({ ciphertext }))).toMatchObject({ code: 'InvalidKeyState' })
  })

  it('schedules, shows and cancels a deletion', async () => {
    const kms = client()
    const { keyId } = await kms.createKey({})
    const { state, deletionDate } = await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })
    // One reply has fractions of a second, the other's text has none.
    const wholeSeconds = (date: Date | undefined) => Math.floor((date?.getTime() ?? 0) / 1000)
    const shown = await kms.describeKey({ keyId })
    expect([state, shown.state]).toEqual(['PendingDeletion', 'PendingDeletion'])
    expect(wholeSeconds(shown.deletionDate)).toBe(wholeSeconds(deletionDate))
    expect({ ...(await kms.cancelKeyDeletion({ keyId })) }).toEqual({ keyId })
    expect((await kms.describeKey({ keyId })).state).toBe('Disabled')
  })

  it('refuses a wrong secret as nobody’s', async () => {
    const kms = simulated(readings, { ...config, credentials: { ...credentials, secretAccessKey: 'wrong' } })
    expect(await failure(kms.listKeys({}))).toMatchObject({
      code: 'Unauthenticated',
      providerCode: 'NotAuthorizedException',
      httpStatus: 400,
    })
  })
})

it('a service that reads its pages the other way conforms no less', async () => {
  const simulator = createQuilibriumSimulator({ seed: 1, readings: OTHERWISE })
  const target = await createSimulatorTarget({ cloud: 'quilibrium', via: 'direct', simulator })
  const { sources, cells } = matrix(['quilibrium'])
  const judged = { sources, cells: cells.filter((cell) => expected(cell) !== undefined) }
  const counts: Record<string, number> = {}
  const wrong: string[] = []
  for await (const { id, verdict, reason } of runConformance({ target, matrix: judged })) {
    counts[verdict] = (counts[verdict] ?? 0) + 1
    if (!['conforms', 'impossible'].includes(verdict)) wrong.push(`${id}: ${verdict}, ${reason}`)
  }
  expect(wrong).toEqual([])
  expect(counts['conforms']).toBeGreaterThan(100)
}, 120_000)
