import {
  constants,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomBytes,
} from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { isKmsError } from '../../../src/errors.ts'
import { importKey, wrapKeyMaterial } from '../../../src/import-key.ts'
import type { CallOptions, KmsClient } from '../../../src/index.ts'
import { failure, fakeClient, statesOf } from '../../support/fake-client.ts'
import { rejection } from '../../support/fake-provider.ts'
import { closeTo } from '../../support/timing.ts'

let privateKey: KeyObject
let publicKey: Uint8Array
beforeAll(() => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  privateKey = pair.privateKey
  publicKey = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }))
})

const oaep = (oaepHash: string) => ({ padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash })
const unwrapRsa = (oaepHash: string) => (wrapped: Uint8Array) =>
  privateDecrypt({ key: privateKey, ...oaep(oaepHash) }, wrapped)

/** RSA-AES key wrap: an AES key under RSA-OAEP, then the material under the AES key (RFC 5649). */
const unwrapRsaAes = (oaepHash: string) => (wrapped: Uint8Array) => {
  const key = privateDecrypt({ key: privateKey, ...oaep(oaepHash) }, wrapped.subarray(0, 256))
  const cipher = createDecipheriv('id-aes256-wrap-pad', key, Buffer.from('A65959A6', 'hex'))
  return Buffer.concat([cipher.update(wrapped.subarray(256)), cipher.final()])
}

describe('wrapKeyMaterial', () => {
  test.each([
    ['RSAES_OAEP_SHA_256', unwrapRsa('sha256'), 190],
    ['RSAES_OAEP_SHA_1', unwrapRsa('sha1'), 214],
    ['RSA_AES_KEY_WRAP_SHA_256', unwrapRsaAes('sha256'), 3_000],
    ['RSA_AES_KEY_WRAP_SHA_1', unwrapRsaAes('sha1'), 3_000],
  ] as const)('%s is undone by the private key, for any length it can carry', (algorithm, unwrap, longest) => {
    for (const length of [1, 16, 32, 33, longest]) {
      const material = new Uint8Array(randomBytes(length))
      const wrapped = wrapKeyMaterial(algorithm, publicKey, material)
      expect(new Uint8Array(unwrap(wrapped ?? new Uint8Array()))).toEqual(material)
    }
  })

  test('RSAES_PKCS1_V1_5 is the plain old padding', () => {
    const material = randomBytes(32)
    const wrapped = wrapKeyMaterial('RSAES_PKCS1_V1_5', publicKey, material) ?? new Uint8Array()
    // Node refuses to undo this padding; without padding it shows: 00 02, at least eight bytes of filling, 00, material.
    const padded = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, wrapped)
    expect([padded[0], padded[1], padded[256 - 33]]).toEqual([0, 2, 0])
    expect(padded.subarray(256 - 32)).toEqual(material)
    expect(padded.subarray(2, 256 - 33).includes(0)).toBe(false)
  })

  test('what Node has not is told, not thrown', () => {
    expect(wrapKeyMaterial('SM2PKE', publicKey, randomBytes(16))).toBeUndefined()
  })
})

describe('importKey', () => {
  const service = (over: Partial<KmsClient> = {}) => {
    const asked: unknown[] = []
    const states = statesOf('PendingImport', 'Enabled')
    const imported: { encryptedMaterial: Uint8Array }[] = []
    const kms = fakeClient({
      getParametersForImport: async (input) => {
        asked.push(input)
        return {
          keyId: 'k',
          publicKey,
          importToken: new Uint8Array([1]),
          expiresAt: new Date(),
          requestId: 'r',
          raw: {},
        }
      },
      importKeyMaterial: async (input) => {
        imported.push(input)
        return { keyId: 'k', requestId: 'r-2', raw: {} }
      },
      ...states,
      ...over,
    })
    return { kms, asked, imported, reads: states.reads }
  }

  test('fetches parameters, wraps, and imports with the token and the expiry it was given', async () => {
    const { kms, asked, imported } = service()
    const material = new Uint8Array(randomBytes(32))
    const materialExpiresAt = new Date('2030-01-01')
    const options = { intervalMs: 1 }
    expect(await importKey(kms, { keyId: 'k', material, materialExpiresAt }, options)).toMatchObject({
      state: 'Enabled',
    })
    expect(asked).toEqual([{ keyId: 'k', wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' }])
    expect(imported).toMatchObject([{ keyId: 'k', importToken: new Uint8Array([1]), materialExpiresAt }])
    expect(new Uint8Array(unwrapRsa('sha256')(imported[0]?.encryptedMaterial ?? new Uint8Array()))).toEqual(material)
  })

  test('takes the wrapping that can carry the material', async () => {
    const { kms, asked, imported } = service()
    const material = new Uint8Array(randomBytes(191))
    await importKey(kms, { keyId: 'k', material, wrappingKeySpec: 'RSA_4096' }, { intervalMs: 1 })
    expect(asked).toEqual([{ keyId: 'k', wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256', wrappingKeySpec: 'RSA_4096' }])
    expect(new Uint8Array(unwrapRsaAes('sha256')(imported[0]?.encryptedMaterial ?? new Uint8Array()))).toEqual(material)
  })

  test('refuses what cannot be wrapped here, and imports nothing', async () => {
    const { kms, imported } = service()
    const sm2 = importKey(kms, {
      keyId: 'k',
      material: randomBytes(16),
      wrappingAlgorithm: 'SM2PKE',
      wrappingKeySpec: 'SM2',
    })
    expect(await rejection(sm2)).toMatchObject({
      code: 'Unsupported',
      field: 'wrappingAlgorithm',
      operation: 'importKey',
    })
    const large = importKey(kms, { keyId: 'k', material: randomBytes(191), wrappingAlgorithm: 'RSAES_OAEP_SHA_256' })
    expect(await rejection(large)).toMatchObject({
      code: 'InvalidInput',
      field: 'material',
      operation: 'importKey',
    })
    expect(imported).toEqual([])
  })

  test('throws nothing but a KmsError when the wrapping key is none', async () => {
    const getParametersForImport = async () => ({
      keyId: 'k',
      publicKey: new Uint8Array([1, 2]),
      importToken: new Uint8Array([1]),
      expiresAt: new Date(),
      requestId: 'r',
      raw: {},
    })
    const { kms, imported } = service({ getParametersForImport })
    expect(isKmsError(await rejection(importKey(kms, { keyId: 'k', material: randomBytes(32) })))).toBe(true)
    expect(imported).toEqual([])
  })

  test('wraps a private key in the way that every cloud takes, however short the key is', async () => {
    const { kms, asked } = service()
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const material = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }))
    expect(material.byteLength).toBeLessThan(190)
    await importKey(kms, { keyId: 'k', material }, { intervalMs: 1 })
    expect(asked).toMatchObject([{ wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256' }])
  })

  test('waits until the key is Enabled, believing as many reads as it is told', async () => {
    const { kms, reads } = service()
    await importKey(kms, { keyId: 'k', material: randomBytes(32) }, { intervalMs: 1, consecutive: 2 })
    expect(reads()).toBe(3)
  })

  test('bounds all of it by one deadline, and hands on signal, timeout and retries', async () => {
    const seen: (CallOptions | undefined)[] = []
    const { signal } = new AbortController()
    const inner = service().kms
    const kms = fakeClient({
      getParametersForImport: (given, options) => {
        seen.push(options)
        return inner.getParametersForImport(given)
      },
      importKeyMaterial: (given, options) => {
        seen.push(options)
        return inner.importKeyMaterial(given)
      },
      describeKey: statesOf('PendingImport').describeKey,
    })
    const options = { signal, timeoutMs: 7, retries: 1, deadlineMs: 60, intervalMs: 10 }
    const call = importKey(kms, { keyId: 'k', material: randomBytes(32) }, options)
    expect(await closeTo(60, rejection(call))).toMatchObject({ code: 'Timeout', keyState: 'PendingImport' })
    expect(seen).toMatchObject(Array(2).fill({ signal, timeoutMs: 7, retries: 1 }))
    for (const one of seen) expect(one?.deadlineMs).toBeLessThanOrEqual(60)
  })

  test('fails as its calls fail', async () => {
    const used = failure('InvalidImportToken')
    const { kms } = service({ importKeyMaterial: async () => Promise.reject(used) })
    expect(await rejection(importKey(kms, { keyId: 'k', material: randomBytes(32) }))).toBe(used)
  })
})
