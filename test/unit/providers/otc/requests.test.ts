import { describe, expect, it } from 'vitest'
import { otc } from '../../../../providers/otc/index.ts'
import { type KmsClient, type OperationName, operationNames } from '../../../../src/index.ts'
import { commonRows } from '../huawei/request-rows.ts'
import { bytes, hex, KEY_ID, otcService } from '../huawei/service.ts'
import { otcRows } from './otc-rows.ts'

const rows = [...commonRows, ...otcRows]

function call(kms: KmsClient, operation: OperationName, input: unknown): Promise<unknown> {
  return (kms[operation] as (input: unknown) => Promise<unknown>)(input) // one of many signatures, chosen by the row
}

describe('every documented request to Open Telekom Cloud', () => {
  it.each(rows)('%s sends %o as %s', async (operation, input, action, body) => {
    const { kms, calls } = otcService({})
    await expect(call(kms, operation, input)).rejects.toMatchObject({ providerCode: 'APIGW.0101' })
    expect(calls[0]?.action).toBe(action)
    expect(calls[0]?.body).toEqual(body)
    expect(calls[0]?.request.url).toMatch(/^https:\/\/kms\.eu-de\.otc\.t-systems\.com\//)
  })

  it('is covered above for every operation that this cloud has', () => {
    const { bindings } = otc({ region: 'eu-de', credentials: { token: 't' } })
    const supported = operationNames.filter((name) => !('unsupported' in bindings[name]))
    expect([...new Set(rows.map(([operation]) => operation))].sort()).toEqual(supported.sort())
  })

  it('tells when an API was withdrawn, and what there is instead', () => {
    const { bindings } = otc({ region: 'eu-de', credentials: { token: 't' } })
    for (const name of ['createAlias', 'updateAlias', 'deleteAlias', 'listAliases'] as const) {
      expect(bindings[name]).toMatchObject({
        unsupported: expect.stringMatching(/withdrew it in summer 2025.*updateKeyName/),
      })
    }
    expect(bindings.generateMac).toMatchObject({ unsupported: expect.stringContaining('December 2025') })
  })
})

describe('an input that Open Telekom Cloud cannot carry', () => {
  const ciphertext = new Uint8Array(200)
  it.each<[OperationName, object, string, string]>([
    ['createKey', { spec: 'SM4' }, 'Unsupported', 'spec'],
    ['createKey', { keyStoreId: '1' }, 'Unsupported', 'keyStoreId'],
    ['listKeys', { filter: { specs: ['RSA_2048'] } }, 'Unsupported', 'filter.specs'],
    ['encrypt', { keyId: KEY_ID, plaintext: bytes('x'), algorithm: 'RSAES_OAEP_SHA_256' }, 'Unsupported', 'algorithm'],
    ['encrypt', { keyId: KEY_ID, plaintext: bytes('x'), context: { a: 'x'.repeat(8192) } }, 'InvalidInput', 'context'],
    ['decrypt', { keyId: KEY_ID, ciphertext, algorithm: 'SM2PKE' }, 'Unsupported', 'algorithm'],
    ['decrypt', { keyId: 'alias/orders', ciphertext }, 'InvalidInput', 'keyId'],
    ['decrypt', { ciphertext: new Uint8Array(138) }, 'InvalidInput', 'ciphertext'],
    ['generateDataKey', { keyId: KEY_ID, lengthBytes: 32 }, 'InvalidInput', 'lengthBytes'],
    ['generateDataKey', { keyId: KEY_ID, spec: 'AES_256' }, 'InvalidInput', 'spec'],
    ['encryptDataKey', { keyId: KEY_ID, plaintext: new Uint8Array(32) }, 'InvalidInput', 'plaintext'],
    ['decryptDataKey', { keyId: KEY_ID, ciphertext, lengthBytes: 32 }, 'InvalidInput', 'lengthBytes'],
    ['generateRandom', { lengthBytes: 1025 }, 'InvalidInput', 'lengthBytes'],
    ['sign', { keyId: KEY_ID, message: bytes('x'), algorithm: 'ED25519_SHA_512' }, 'Unsupported', 'algorithm'],
    ['sign', { keyId: KEY_ID, digest: new Uint8Array(32), algorithm: 'SM2DSA' }, 'Unsupported', 'algorithm'],
    [
      'getParametersForImport',
      { keyId: KEY_ID, wrappingAlgorithm: 'SM2PKE', wrappingKeySpec: 'SM2' },
      'Unsupported',
      'wrappingAlgorithm',
    ],
    ['createGrant', { keyId: KEY_ID, grantee: 'a', operations: ['Encrypt'] }, 'Unsupported', 'operations'],
    ['reEncrypt', { ciphertext, destinationKeyId: KEY_ID }, 'Unsupported', ''],
  ])('%s %o is refused as %s of %s before anything is sent', async (operation, input, code, field) => {
    const { kms, calls } = otcService({})
    const expected = { code, attempts: 0, ...(field !== '' && { field }) }
    await expect(call(kms, operation, input)).rejects.toMatchObject(expected)
    expect(calls).toEqual([])
  })

  it('sends an alias or a URN where the pages allow one', async () => {
    for (const keyId of ['alias/orders', 'kms:eu-de-ring0:3a1:alias:orders']) {
      const { kms, calls } = otcService({})
      await expect(kms.encrypt({ keyId, plaintext: bytes('x') })).rejects.toMatchObject({ attempts: 1 })
      expect(calls[0]?.body).toMatchObject({ key_id: keyId })
    }
  })
})

describe('random bytes', () => {
  it.each([
    [1, 1],
    [64, 1],
    [65, 2],
    [200, 4],
  ])('%i of them are cut from %i requests of 64', async (lengthBytes, requests) => {
    const parts = [0, 1, 2, 3].map((part) => ({ random_data: `0${part}`.repeat(64) }))
    const { kms, calls } = otcService({ 'POST /kms/gen-random': parts })
    const { bytes: made } = await kms.generateRandom({ lengthBytes })
    expect(made).toEqual(hex(parts.map(({ random_data: data }) => data).join('')).slice(0, lengthBytes))
    expect(calls.map(({ body }) => body)).toEqual(Array(requests).fill({ random_data_length: '512' }))
  })

  it('are refused when a part is too short', async () => {
    const { kms } = otcService({ 'POST /kms/gen-random': { random_data: '00' } })
    await expect(kms.generateRandom({ lengthBytes: 1 })).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})
