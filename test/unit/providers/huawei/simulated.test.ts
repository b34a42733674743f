import { createHash, createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSimulator } from '../../../../conformance/simulators/index.ts'
import { type HuaweiConfig, huawei } from '../../../../providers/huawei/index.ts'
import { type OtcConfig, otc } from '../../../../providers/otc/index.ts'
import { createClient, fetchTransport, importKey, type KmsClient } from '../../../../src/index.ts'
import { bytes } from './service.ts'

/*
 * Against simulators that were written from the same pages by somebody else, and that check signatures and tokens and
 * seal ciphertexts with code of their own.
 */

function huaweiWorld(config: Partial<HuaweiConfig> = {}) {
  const simulator = createSimulator('huawei', { seed: 1 })
  const credentials = { accessKey: 'test', secretKey: 'test' }
  const provider = huawei({ region: 'cn-north-4', credentials, ...config })
  return { kms: createClient(provider, { transport: fetchTransport(simulator.fetch) }) }
}

function otcWorld(config: Partial<OtcConfig> = {}) {
  const simulator = createSimulator('otc', { seed: 1 })
  const credentials = { accessKey: 'test-otc', secretKey: 'test' }
  const provider = otc({ region: 'eu-de', credentials, ...config })
  return { kms: createClient(provider, { transport: fetchTransport(simulator.fetch) }) }
}

const AWKWARD = "主密钥 key+1*2~3/4!'()&=%🔑\n"
/** The simulators' one account, and a user in it. */
const USER = { username: 'test', password: 'test', domainName: '000000000000' }

async function roundTrip(kms: KmsClient): Promise<void> {
  const { keyId } = await kms.createKey({ description: 'round trip', tags: { 'cost center': 'c/d+e' } })
  expect((await kms.listKeyTags({ keyId })).tags).toEqual({ 'cost center': 'c/d+e' })
  const context = { tenant: '主', empty: '' }
  const { ciphertext } = await kms.encrypt({ keyId, plaintext: bytes(AWKWARD), context })
  expect((await kms.decrypt({ keyId, ciphertext, context })).plaintext).toEqual(bytes(AWKWARD))
  await expect(kms.decrypt({ ciphertext, context: { tenant: 'x' } })).rejects.toMatchObject({
    code: 'InvalidCiphertext',
  })
  const made = await kms.generateDataKey({ keyId, context })
  expect(await kms.decryptDataKey({ keyId, ciphertext: made.ciphertext, context })).toMatchObject({
    plaintext: made.plaintext,
  })
  const again = await kms.encryptDataKey({ keyId, plaintext: made.plaintext })
  expect(await kms.decryptDataKey({ keyId, ciphertext: again.ciphertext })).toMatchObject({ plaintext: made.plaintext })
}

describe.each([
  ['Huawei Cloud, signed', () => huaweiWorld().kms],
  ['Huawei Cloud, signed with a derived key', () => huaweiWorld({ signature: 'derived' }).kms],
  ['Huawei Cloud, logged in', () => huaweiWorld({ credentials: USER }).kms],
  ['Open Telekom Cloud, signed with an empty scope', () => otcWorld().kms],
  ['Open Telekom Cloud, signed with a full scope', () => otcWorld({ scoped: true }).kms],
  ['Open Telekom Cloud, signed without a scope', () => otcWorld({ signature: 'access' }).kms],
  ['Open Telekom Cloud, logged in', () => otcWorld({ credentials: { ...USER, username: 'test-otc' } }).kms],
])('a client of %s', (_what, make) => {
  it('keeps, encrypts and wraps what it is given', async () => {
    await roundTrip(make())
  })

  it('signs what anybody can verify', async () => {
    const kms = make()
    const { keyId } = await kms.createKey({ spec: 'EC_P256', usage: 'SIGN_VERIFY' })
    const { publicKey } = await kms.getPublicKey({ keyId })
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    const message = bytes(AWKWARD)
    const algorithm = 'ECDSA_SHA_256'
    const ofMessage = await kms.sign({ keyId, message, algorithm })
    expect(verify('sha256', message, key, ofMessage.signature)).toBe(true)
    const digest = new Uint8Array(createHash('sha256').update(message).digest())
    const ofDigest = await kms.sign({ keyId, digest, algorithm })
    expect(verify('sha256', message, key, ofDigest.signature)).toBe(true)
    expect(await kms.verify({ keyId, message, algorithm, signature: ofDigest.signature })).toMatchObject({
      valid: true,
    })
    const other = bytes('another message')
    const wrong = await kms.verify({ keyId, message: other, algorithm, signature: ofDigest.signature })
    expect(wrong.valid).toBe(false)
  })

  it('walks through the states of a key, and is refused by name where there is no way', async () => {
    const kms = make()
    const { keyId } = await kms.createKey({})
    const refused = { code: 'InvalidKeyState' }
    await expect(kms.enableKey({ keyId })).rejects.toMatchObject({ ...refused, providerCode: 'KMS.1201' })
    expect(await kms.disableKey({ keyId })).toEqual({ keyId, state: 'Disabled' })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ ...refused, providerCode: 'KMS.1301' })
    const used = kms.encrypt({ keyId, plaintext: bytes('x') })
    await expect(used).rejects.toMatchObject({ ...refused, keyState: 'Disabled' })
    expect(await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })).toEqual({ keyId, state: 'PendingDeletion' })
    await expect(kms.scheduleKeyDeletion({ keyId })).rejects.toMatchObject({ ...refused, providerCode: 'KMS.1402' })
    expect(await kms.cancelKeyDeletion({ keyId })).toEqual({ keyId, state: 'Disabled' })
    await expect(kms.cancelKeyDeletion({ keyId })).rejects.toMatchObject({ ...refused, providerCode: 'KMS.1501' })
  })
})

describe.each([
  ['Huawei Cloud', () => huaweiWorld().kms],
  ['Open Telekom Cloud', () => otcWorld().kms],
])('%s', (_cloud, make) => {
  it('imports key material that then expires', async () => {
    const kms = make()
    const { keyId } = await kms.createKey({ origin: 'EXTERNAL' })
    await importKey(kms, {
      keyId,
      material: new Uint8Array(32).fill(5),
      materialExpiresAt: new Date(Date.now() + 864e5),
    })
    const { state, materialExpiresAt } = await kms.describeKey({ keyId })
    expect(state).toBe('Enabled')
    expect(Math.abs((materialExpiresAt?.getTime() ?? 0) - Date.now() - 864e5)).toBeLessThan(60_000)
  })
})

describe('Huawei Cloud alone', () => {
  it('wraps data keys under an SM4 key, whose digest is another', async () => {
    const { kms } = huaweiWorld()
    const { keyId } = await kms.createKey({ spec: 'SM4' })
    const plaintext = new Uint8Array(16).fill(3)
    const { ciphertext } = await kms.encryptDataKey({ keyId, plaintext })
    expect((await kms.decryptDataKey({ keyId, ciphertext, lengthBytes: 16 })).plaintext).toEqual(plaintext)
  })

  it('moves ciphertexts and data keys to another key, and names a wrong source', async () => {
    const { kms } = huaweiWorld()
    const [from, to] = [await kms.createKey({}), await kms.createKey({})]
    const { ciphertext } = await kms.encrypt({ keyId: from.keyId, plaintext: bytes('x'), context: { a: '1' } })
    const moved = await kms.reEncrypt({
      ciphertext,
      sourceKeyId: from.keyId,
      sourceContext: { a: '1' },
      destinationKeyId: to.keyId,
    })
    expect(await kms.decrypt({ ciphertext: moved.ciphertext, keyId: to.keyId })).toMatchObject({
      plaintext: bytes('x'),
    })
    const made = await kms.generateDataKey({ keyId: from.keyId })
    const key = await kms.reEncrypt({ ciphertext: made.ciphertext, destinationKeyId: to.keyId, lengthBytes: 32 })
    expect(await kms.decryptDataKey({ keyId: to.keyId, ciphertext: key.ciphertext })).toMatchObject({
      plaintext: made.plaintext,
    })
    const wrong = { ciphertext, sourceContext: { a: '1' }, sourceKeyId: to.keyId, destinationKeyId: to.keyId }
    await expect(kms.reEncrypt(wrong)).rejects.toMatchObject({ code: 'IncorrectKey' })
  })

  it.each(['gateway', 'service'] as const)(
    'logs in again when the %s finds its token expired',
    async (tokensCheckedBy) => {
      const simulator = createSimulator('huawei', { seed: 1, tokensCheckedBy })
      const send = fetchTransport(simulator.fetch)
      const paths: string[] = []
      const kms = createClient(huawei({ region: 'cn-north-4', credentials: USER }), {
        transport: (request, signal) => {
          paths.push(new URL(request.url).pathname)
          return send(request, signal)
        },
      })
      const { keyId } = await kms.createKey({})
      const logins = () => paths.filter((path) => path === '/v3/auth/tokens').length
      expect(logins()).toBe(1)
      // The client's clock does not move, so only the refusal tells it.
      simulator.control.clock.advance('25h')
      expect(await kms.describeKey({ keyId })).toMatchObject({ state: 'Enabled' })
      expect(logins()).toBe(2)
    },
  )

  it.each([
    ['a wrong secret', { credentials: { accessKey: 'test', secretKey: 'wrong' } }],
    ['an unknown access key', { credentials: { accessKey: 'nobody', secretKey: 'test' } }],
    ['a wrong password', { credentials: { ...USER, password: 'wrong' } }],
    ['a made-up token', { credentials: { token: 'made-up' }, projectId: 'f'.repeat(32) }],
  ])('knows no caller with %s', async (_what, config) => {
    const { kms } = huaweiWorld(config)
    await expect(kms.listKeys()).rejects.toMatchObject({ code: 'Unauthenticated', httpStatus: 401 })
  })
})
