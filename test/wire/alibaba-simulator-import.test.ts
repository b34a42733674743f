import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { supports } from '../../conformance/simulators/shared/crypto/specs.ts'
import { wrapMaterial } from '../../conformance/simulators/shared/crypto/wrapping.ts'
import { alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// "Import key material": GetParametersForImport, ImportKeyMaterial, DeleteKeyMaterial. Material is wrapped by OpenSSL.

const START = '2026-03-01T12:00:00Z'
const START_UNIX = Date.parse(START) / 1_000
const PADDINGS = {
  RSAES_PKCS1_V1_5: { padding: constants.RSA_PKCS1_PADDING },
  RSAES_OAEP_SHA_1: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  RSAES_OAEP_SHA_256: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
} as const
type Padding = keyof typeof PADDINGS

const bench = () => {
  const simulator = createAlibabaSimulator({ now: () => Date.parse(START) })
  const tester = alibabaWireTester(alibabaWire(simulator.fetch, { timestamp: START }))
  /** Fetches parameters and wraps the material: all that ImportKeyMaterial needs. */
  const wrapped = async (KeyId: string, material: Uint8Array, WrappingAlgorithm: Padding = 'RSAES_OAEP_SHA_256') => {
    const asked = { KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' }
    const { PublicKey, ImportToken } = await tester.succeeds('GetParametersForImport', asked)
    const key = createPublicKey({ key: Buffer.from(String(PublicKey), 'base64'), format: 'der', type: 'spki' })
    const EncryptedKeyMaterial = publicEncrypt({ key, ...PADDINGS[WrappingAlgorithm] }, material).toString('base64')
    return { KeyId, EncryptedKeyMaterial, ImportToken: String(ImportToken) }
  }
  const advance = (duration: string) => simulator.control.clock.advance(duration)
  return { simulator, ...tester, wrapped, advance }
}

describe('GetParametersForImport', () => {
  it('replies with key, token, RSA public key and the end of the token', async () => {
    const { createKey, succeeds } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    const asked = { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_1', WrappingKeySpec: 'RSA_2048' }
    const first = await succeeds('GetParametersForImport', asked)
    expect(first).toEqual({
      KeyId,
      ImportToken: expect.any(String),
      PublicKey: expect.stringMatching(/^MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A/),
      TokenExpireTime: '2026-03-02T12:00:00Z',
    })
    const second = await succeeds('GetParametersForImport', asked)
    expect(second['PublicKey']).not.toBe(first['PublicKey'])
    expect(second['ImportToken']).not.toBe(first['ImportToken'])
  })

  it('is for external keys, before their state is asked', async () => {
    const { simulator, refuses } = bench()
    const text = 'This key origin is not valid for this api.'
    for (const state of ['Enabled', 'Disabled', 'PendingDeletion']) {
      const { keyId: KeyId } = simulator.control.putKey({ state })
      const wrapping = { WrappingAlgorithm: 'RSAES_PKCS1_V1_5', WrappingKeySpec: 'RSA_2048' }
      await refuses('GetParametersForImport', { KeyId, ...wrapping }, 400, 'Unsupported.Origin', text)
      const material = { EncryptedKeyMaterial: 'AAAA', ImportToken: 'x' }
      await refuses('ImportKeyMaterial', { KeyId, ...material }, 400, 'Unsupported.Origin', text)
      await refuses('DeleteKeyMaterial', { KeyId }, 400, 'Unsupported.Origin', text)
    }
  })

  it('knows the documented pairs of spec and algorithm', async () => {
    const { createKey, refuses } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    for (const [WrappingKeySpec, WrappingAlgorithm] of [
      ['RSA_2048', 'SM2PKE'],
      ['EC_SM2', 'RSAES_OAEP_SHA_256'],
      ['EC_SM2', 'SM2PKE'], // only for keys in HSMs
      ['RSA_4096', 'RSAES_OAEP_SHA_256'],
      ['RSA_2048', 'RSA_AES_KEY_WRAP_SHA_256'],
    ] as const)
      await refuses('GetParametersForImport', { KeyId, WrappingKeySpec, WrappingAlgorithm }, 400, 'InvalidParameter')
  })
})

describe('ImportKeyMaterial', () => {
  it.each(Object.keys(PADDINGS) as Padding[])('takes material wrapped with %s', async (algorithm) => {
    const { createKey, describe: metadataOf, succeeds, wrapped } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    const before = await metadataOf(KeyId)
    expect(before).toMatchObject({ KeyState: 'PendingImport', Origin: 'EXTERNAL', MaterialExpireTime: '' })
    expect(await succeeds('ImportKeyMaterial', await wrapped(KeyId, randomBytes(32), algorithm))).toEqual({})
    expect(await metadataOf(KeyId)).toEqual({ ...before, KeyState: 'Enabled' })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext: 'dGV4dA==' })
    expect(await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })).toMatchObject({ KeyId })
  })

  it.runIf(supports('SM4') && supports('SM2'))(
    'takes 16 bytes for SM4, wrapped with SM2 for a key in an HSM',
    async () => {
      const { createKey, succeeds, stateOf, wrapped, refuses } = bench()
      const KeyId = await createKey({ Origin: 'EXTERNAL', KeySpec: 'Aliyun_SM4', ProtectionLevel: 'HSM' })
      await refuses('ImportKeyMaterial', await wrapped(KeyId, randomBytes(32)), 400, 'InvalidKeyMaterial')
      const asked = { KeyId, WrappingAlgorithm: 'SM2PKE', WrappingKeySpec: 'EC_SM2' }
      const { PublicKey, ImportToken } = await succeeds('GetParametersForImport', asked)
      const material = wrapMaterial('SM2PKE', Buffer.from(String(PublicKey), 'base64'), randomBytes(16))
      const EncryptedKeyMaterial = Buffer.from(material ?? []).toString('base64')
      await succeeds('ImportKeyMaterial', { KeyId, ImportToken: String(ImportToken), EncryptedKeyMaterial })
      expect(await stateOf(KeyId)).toBe('Enabled')
    },
  )

  it('takes the same material again, after deletion too, and never another', async () => {
    const { createKey, succeeds, refuses, stateOf, wrapped } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    const material = randomBytes(32)
    await succeeds('ImportKeyMaterial', await wrapped(KeyId, material))
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext: 'dGV4dA==' })
    await succeeds('DeleteKeyMaterial', { KeyId })
    await refuses(
      'ImportKeyMaterial',
      await wrapped(KeyId, randomBytes(32)),
      400,
      'InvalidKeyMaterial',
      'key material is invalid.',
    )
    expect(await stateOf(KeyId)).toBe('PendingImport')
    await succeeds('ImportKeyMaterial', await wrapped(KeyId, material))
    expect(await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })).toMatchObject({
      Plaintext: 'dGV4dA==',
    })
  })

  it('makes two keys of the same material that cannot read each other', async () => {
    const { createKey, succeeds, wrapped } = bench()
    const material = randomBytes(32)
    const [one, two] = [await createKey({ Origin: 'EXTERNAL' }), await createKey({ Origin: 'EXTERNAL' })]
    for (const KeyId of [one, two]) await succeeds('ImportKeyMaterial', await wrapped(KeyId, material))
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: one, Plaintext: 'dGV4dA==' })
    await succeeds('ScheduleKeyDeletion', { KeyId: two, PendingWindowInDays: 7 })
    expect(await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })).toMatchObject({ KeyId: one })
  })

  it('leaves a disabled key disabled and a deleted one alone', async () => {
    const { createKey, succeeds, refuses, stateOf, wrapped } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    const input = await wrapped(KeyId, randomBytes(32))
    await succeeds('ImportKeyMaterial', input)
    await succeeds('DisableKey', { KeyId })
    await succeeds('ImportKeyMaterial', input)
    expect(await stateOf(KeyId)).toBe('Disabled')
    await succeeds('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    await refuses('ImportKeyMaterial', input, 409, 'Rejected.StateModifiedFailed', 'Keystate modified failed.')
  })

  it('takes a token for one key and for 24 hours', async () => {
    const { createKey, succeeds, refuses, wrapped, advance } = bench()
    const [KeyId, other] = [await createKey({ Origin: 'EXTERNAL' }), await createKey({ Origin: 'EXTERNAL' })]
    const input = await wrapped(KeyId, randomBytes(32))
    const refused = (change: Record<string, string>, code: string, text: string) =>
      refuses('ImportKeyMaterial', { ...input, ...change }, 400, code, text)
    await refused({ KeyId: other }, 'InvalidImportToken', 'import token is invalid.')
    await refused({ ImportToken: 'AAAA' }, 'InvalidImportToken', 'import token is invalid.')
    const { ImportToken } = await wrapped(KeyId, randomBytes(32))
    await refused({ ImportToken }, 'InvalidKeyMaterial', 'key material is invalid.')
    advance('23h')
    await succeeds('ImportKeyMaterial', input)
    await succeeds('ImportKeyMaterial', input)
    advance('1h')
    await refused({}, 'ExpiredImportToken', 'import token is expired.')
  })

  it('takes material of the right length', async () => {
    const { createKey, refuses, wrapped, stateOf } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    for (const bytes of [16, 31, 33])
      await refuses('ImportKeyMaterial', await wrapped(KeyId, randomBytes(bytes)), 400, 'InvalidKeyMaterial')
    expect(await stateOf(KeyId)).toBe('PendingImport')
  })
})

describe('imported material', () => {
  it('expires on its date, and can be imported again with another', async () => {
    const { createKey, describe: metadataOf, succeeds, refuses, wrapped, advance } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    const material = randomBytes(32)
    const ends = { KeyMaterialExpireUnix: START_UNIX + 3_600 }
    await succeeds('ImportKeyMaterial', { ...(await wrapped(KeyId, material)), ...ends })
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Enabled', MaterialExpireTime: '2026-03-01T13:00:00Z' })
    advance('59m')
    await succeeds('Encrypt', { KeyId, Plaintext: 'dGV4dA==' })
    advance('1m')
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'PendingImport', MaterialExpireTime: '' })
    await refuses('Encrypt', { KeyId, Plaintext: 'dGV4dA==' }, 409, 'Rejected.PendingImport')
    await succeeds('ImportKeyMaterial', { ...(await wrapped(KeyId, material)), KeyMaterialExpireUnix: 0 })
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Enabled', MaterialExpireTime: '' })
    advance('365d')
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Enabled' })
  })

  it('expires in a disabled key, and behind the back of one that waits for its deletion', async () => {
    const { simulator, succeeds, stateOf, advance } = bench()
    const put = (state: string) =>
      simulator.control.putKey({ origin: 'EXTERNAL', state, validToMs: Date.parse(START) + 1_000 }).keyId
    const [disabled, deleting] = [put('Disabled'), put('PendingDeletion')]
    advance('1s')
    expect(await stateOf(disabled)).toBe('PendingImport')
    expect(await stateOf(deleting)).toBe('PendingDeletion')
    await succeeds('CancelKeyDeletion', { KeyId: deleting })
    expect(await stateOf(deleting)).toBe('PendingImport')
  })

  it('does not end before it begins', async () => {
    const { createKey, succeeds, refuses, wrapped } = bench()
    const KeyId = await createKey({ Origin: 'EXTERNAL' })
    const input = await wrapped(KeyId, randomBytes(32))
    for (const KeyMaterialExpireUnix of [START_UNIX - 1, 'tomorrow', -1])
      await refuses('ImportKeyMaterial', { ...input, KeyMaterialExpireUnix }, 400, 'InvalidParameter')
    await succeeds('ImportKeyMaterial', { ...input, KeyMaterialExpireUnix: START_UNIX + 1 })
  })
})
