import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSimulatorTarget } from '../../../conformance/targets/simulator.ts'
import type { CreateKeyInput, KmsClient, SigningAlgorithm } from '../../../src/index.ts'
import { importKey } from '../../../src/index.ts'
import { rejection } from '../../support/fake-provider.ts'

const client = async (cloud: 'aws' | 'alibaba' | 'huawei' | 'otc' | 'quilibrium') =>
  (await createSimulatorTarget({ cloud, via: 'direct' })).kms

const create = async (kms: KmsClient, input: CreateKeyInput) => {
  const { keyId, state } = await kms.createKey({ ...input, origin: 'EXTERNAL' })
  expect(state).toBe('PendingImport')
  return keyId
}

const QUICK = { intervalMs: 1, consecutive: 1 }

describe.each(['aws', 'alibaba', 'huawei', 'otc', 'quilibrium'] as const)('importKey on %s', (cloud) => {
  test('brings a symmetric key into use in one call', async () => {
    const kms = await client(cloud)
    const keyId = await create(kms, {})
    expect(await importKey(kms, { keyId, material: randomBytes(32) }, QUICK)).toMatchObject({ keyId, state: 'Enabled' })
    const plaintext = new Uint8Array(randomBytes(16))
    const { ciphertext } = await kms.encrypt({ keyId, plaintext })
    expect((await kms.decrypt({ keyId, ciphertext })).plaintext).toEqual(plaintext)
  })
})

const pairs: [string, CreateKeyInput, SigningAlgorithm, () => { privateKey: KeyObject; publicKey: KeyObject }][] = [
  [
    'RSA',
    { spec: 'RSA_2048', usage: 'SIGN_VERIFY' },
    'RSASSA_PKCS1_V1_5_SHA_256',
    () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ],
  [
    'elliptic curves',
    { spec: 'EC_P256', usage: 'SIGN_VERIFY' },
    'ECDSA_SHA_256',
    () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ],
]

describe.each(['aws', 'huawei', 'otc'] as const)('importKey on %s', (cloud) => {
  test.each(pairs)('imports a private key of %s, which then signs', async (_name, input, algorithm, make) => {
    const kms = await client(cloud)
    const pair = make()
    const keyId = await create(kms, input)
    const material = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }))
    await importKey(kms, { keyId, material }, QUICK)
    const message = randomBytes(20)
    const { signature } = await kms.sign({ keyId, message, algorithm })
    expect(verify('sha256', message, pair.publicKey, signature)).toBe(true)
    const { publicKey } = await kms.getPublicKey({ keyId })
    const spki = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    expect(spki.equals(pair.publicKey)).toBe(true)
  })
})

test.each(['huawei', 'otc'] as const)(
  'on %s a symmetric key never takes the wrapping key for its material',
  async (cloud) => {
    const kms = await client(cloud)
    const keyId = await create(kms, {})
    const wrappingAlgorithm = 'RSA_AES_KEY_WRAP_SHA_256'
    const call = importKey(kms, { keyId, material: randomBytes(32), wrappingAlgorithm }, QUICK)
    expect(await rejection(call)).toMatchObject({ code: 'InvalidInput', field: 'encryptedMaterial' })
    expect((await kms.describeKey({ keyId })).state).toBe('PendingImport')
  },
)
