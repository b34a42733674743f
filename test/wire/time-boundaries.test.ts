import { describe, expect, test } from 'vitest'
import { createSimulator, type SimulatedCloud, simulatedClouds } from '../../conformance/simulators/index.ts'
import { inProcessTransport } from '../../conformance/targets/in-process.ts'
import { localCloud } from '../../conformance/targets/local.ts'
import { createClient, type KmsClient, wrapKeyMaterial } from '../../src/index.ts'
import type { Provider } from '../../src/provider.ts'
import { has } from '../support/has.ts'
import { providers } from '../support/providers.ts'

/** The wall clock stands still, so that the virtual one can be set to the second. */
const NOW_MS = Date.parse('2026-03-01T12:00:00Z')
const DAY_MS = 86_400_000
const SECOND_MS = 1_000

/** A caller whose credentials end in an hour, where credentials carry their own end. */
const PASSING = { accessKeyId: 'PASSING', secret: 'secret', sessionToken: 'token', expiresAtMs: NOW_MS + 3_600_000 }
const PASSING_CALLER = { key: PASSING.accessKeyId, secret: PASSING.secret, token: PASSING.sessionToken }

/** The clouds that have credentials which end; others have a secret and no more. */
const ENDING: readonly string[] = ['aws', 'alibaba', 'huawei', 'otc', 'quilibrium']

async function world(cloud: SimulatedCloud) {
  const simulator = createSimulator(cloud, { seed: 1, now: () => NOW_MS, moreCredentials: [PASSING] })
  const transport = inProcessTransport(simulator)
  const local = localCloud(cloud)
  const [region] = local.regions
  const clientOf = (provider: Provider): KmsClient =>
    createClient(provider, { transport, now: () => NOW_MS, retries: 0 })
  const kms = clientOf(await local.provider({ region }))
  /** Sets the virtual clock to a moment. */
  const to = (moment: Date | number) => simulator.control.clock.advance(Number(moment) - simulator.control.clock.now())
  return { simulator, transport, local, region, clientOf, kms, to }
}

/** Alibaba Cloud alone gives a key back as it was. */
const afterCancelling = (cloud: SimulatedCloud) => (cloud === 'alibaba' ? 'Enabled' : 'Disabled')

async function scheduled(kms: KmsClient) {
  const { keyId } = await kms.createKey()
  const plaintext = new Uint8Array([1, 2, 3])
  const { ciphertext } = await kms.encrypt({ keyId, plaintext })
  await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })
  const { deletionDate = new Date(Number.NaN) } = await kms.describeKey({ keyId })
  return { keyId, plaintext, ciphertext, deletionDate }
}

describe.each(simulatedClouds)('on %s', (cloud) => {
  test('a deletion is cancelled a second before its date, and the key lives on', async () => {
    const { kms, to } = await world(cloud)
    const { keyId, plaintext, ciphertext, deletionDate } = await scheduled(kms)
    expect(deletionDate.getTime() - NOW_MS).toBe(7 * DAY_MS)
    to(deletionDate.getTime() - SECOND_MS)
    expect((await kms.describeKey({ keyId })).state).toBe('PendingDeletion')
    await kms.cancelKeyDeletion({ keyId })
    to(deletionDate.getTime() + 400 * DAY_MS)
    expect((await kms.describeKey({ keyId })).state).toBe(afterCancelling(cloud))
    if (afterCancelling(cloud) === 'Disabled') await kms.enableKey({ keyId })
    expect(await kms.decrypt({ keyId, ciphertext })).toMatchObject({ plaintext })
  })

  test('at its deletion date a key is gone, and all that it sealed with it', async () => {
    const { kms, to } = await world(cloud)
    const { keyId, ciphertext, deletionDate } = await scheduled(kms)
    to(deletionDate)
    const notThere = { code: 'KeyNotFound' }
    await expect(kms.describeKey({ keyId })).rejects.toMatchObject(notThere)
    await expect(kms.cancelKeyDeletion({ keyId })).rejects.toMatchObject(notThere)
    await expect(kms.encrypt({ keyId, plaintext: new Uint8Array(1) })).rejects.toMatchObject(notThere)
    await expect(kms.decrypt({ keyId, ciphertext })).rejects.toThrow()
    expect((await kms.listKeys()).keys.map((key) => key.keyId)).not.toContain(keyId)
  })

  test.runIf(has(cloud, 'importKeyMaterial'))('an import token is good until the second of its end', async () => {
    const { kms, to } = await world(cloud)
    const { keyId } = await kms.createKey({ origin: 'EXTERNAL' })
    const wrappingAlgorithm = 'RSAES_OAEP_SHA_256'
    const parameters = { keyId, wrappingAlgorithm, wrappingKeySpec: 'RSA_2048' } as const
    const { publicKey, importToken, expiresAt = new Date(Number.NaN) } = await kms.getParametersForImport(parameters)
    const encryptedMaterial = wrapKeyMaterial(wrappingAlgorithm, publicKey, new Uint8Array(32).fill(7))
    if (encryptedMaterial === undefined) throw new TypeError('wrapped with an algorithm that Node has')
    const importIt = () => kms.importKeyMaterial({ keyId, importToken, encryptedMaterial })
    expect(expiresAt.getTime() - NOW_MS).toBe(DAY_MS)
    to(expiresAt)
    await expect(importIt()).rejects.toMatchObject({ code: 'InvalidImportToken' })
    const again = await world(cloud)
    const twin = await again.kms.createKey({ origin: 'EXTERNAL' })
    const given = await again.kms.getParametersForImport({ ...parameters, keyId: twin.keyId })
    const wrapped = wrapKeyMaterial(wrappingAlgorithm, given.publicKey, new Uint8Array(32).fill(7)) ?? encryptedMaterial
    again.to(expiresAt.getTime() - SECOND_MS)
    await again.kms.importKeyMaterial({
      keyId: twin.keyId,
      importToken: given.importToken,
      encryptedMaterial: wrapped,
    })
    expect((await again.kms.describeKey({ keyId: twin.keyId })).state).toBe('Enabled')
  })

  test.runIf(ENDING.includes(cloud))('credentials that end work until the second of their end', async () => {
    const { clientOf, local, region, transport, to } = await world(cloud)
    const token = await local.withToken?.({ region }, transport)
    const provider = token ?? providers[cloud]?.(PASSING_CALLER)
    if (provider === undefined) throw new TypeError(`no provider for ${cloud}`)
    const endsAtMs = token === undefined ? PASSING.expiresAtMs : NOW_MS + DAY_MS
    const kms = clientOf(provider)
    to(endsAtMs - SECOND_MS)
    await expect(kms.listKeys()).resolves.toMatchObject({ keys: [] })
    to(endsAtMs)
    // Q-KMS has one word for every credential that it does not take.
    const code = cloud === 'quilibrium' ? 'Unauthenticated' : 'CredentialsExpired'
    await expect(kms.listKeys()).rejects.toMatchObject({ code })
  })
})

/** Q-KMS's reference has no validity of imported material. */
describe.each(
  simulatedClouds.filter((cloud) => cloud !== 'quilibrium' && has(cloud, 'importKeyMaterial', 'enableKeyRotation')),
)('on %s', (cloud) => {
  test('imported material is used until the second of its expiry, and then the key waits for it', async () => {
    const { kms, to } = await world(cloud)
    const { keyId } = await kms.createKey({ origin: 'EXTERNAL' })
    const wrappingAlgorithm = 'RSAES_OAEP_SHA_256'
    const given = await kms.getParametersForImport({ keyId, wrappingAlgorithm, wrappingKeySpec: 'RSA_2048' })
    const encryptedMaterial = wrapKeyMaterial(wrappingAlgorithm, given.publicKey, new Uint8Array(32).fill(7))
    if (encryptedMaterial === undefined) throw new TypeError('wrapped with an algorithm that Node has')
    const materialExpiresAt = new Date(NOW_MS + 2 * DAY_MS)
    await kms.importKeyMaterial({ keyId, importToken: given.importToken, encryptedMaterial, materialExpiresAt })
    to(materialExpiresAt.getTime() - SECOND_MS)
    const plaintext = new Uint8Array([9])
    const { ciphertext } = await kms.encrypt({ keyId, plaintext })
    to(materialExpiresAt)
    expect((await kms.describeKey({ keyId })).state).toBe('PendingImport')
    await expect(kms.decrypt({ keyId, ciphertext })).rejects.toMatchObject({ code: 'InvalidKeyState' })
  })

  test('a key rotates in the second in which its period is over, once', async () => {
    const { kms, to } = await world(cloud)
    const { keyId } = await kms.createKey()
    const plaintext = new Uint8Array([5])
    const { ciphertext } = await kms.encrypt({ keyId, plaintext })
    const periodDays = kms.limits.rotationPeriodDays?.min ?? Number.NaN
    await kms.enableKeyRotation({ keyId, periodDays })
    /** Versions where they are listed, else the date of the last rotation. */
    const turns = async () =>
      kms.supports('listKeyVersions')
        ? (await kms.listKeyVersions({ keyId })).versions.length
        : (await kms.getKeyRotationStatus({ keyId })).lastRotationDate?.getTime()
    const before = await turns()
    to(NOW_MS + periodDays * DAY_MS - SECOND_MS)
    expect(await turns()).toBe(before)
    to(NOW_MS + periodDays * DAY_MS)
    expect(await turns()).toBe(before === undefined ? NOW_MS + periodDays * DAY_MS : before + 1)
    expect(await kms.decrypt({ keyId, ciphertext })).toMatchObject({ plaintext })
  })
})

test('on quilibrium, which tells nothing of rotations, old ciphertexts open after years of them', async () => {
  const { kms, to } = await world('quilibrium')
  const { keyId } = await kms.createKey()
  const plaintext = new Uint8Array([5])
  const { ciphertext } = await kms.encrypt({ keyId, plaintext })
  await kms.enableKeyRotation({ keyId })
  to(NOW_MS + 1_000 * DAY_MS)
  expect(await kms.getKeyRotationStatus({ keyId })).toMatchObject({ enabled: true })
  expect(await kms.decrypt({ keyId, ciphertext })).toMatchObject({ plaintext })
})
