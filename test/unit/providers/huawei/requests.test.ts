import { describe, expect, it } from 'vitest'
import { huawei } from '../../../../providers/huawei/index.ts'
import { type OperationName, operationNames } from '../../../../src/index.ts'
import { huaweiRows } from './huawei-rows.ts'
import { commonRows } from './request-rows.ts'
import { bytes, huaweiService, KEY_ID, OTHER_KEY_ID, PROJECT, type Service, takenApart } from './service.ts'

const rows = [...commonRows, ...huaweiRows]

/** What leaves for one call; the service refuses everything, which does not matter here. */
async function sent(operation: OperationName, input: unknown, config?: Parameters<typeof huaweiService>[1]) {
  const { kms, calls } = huaweiService({}, config)
  await expect(call(kms, operation, input)).rejects.toMatchObject({ providerCode: 'APIGW.0101' })
  return calls
}

function call(kms: Service['kms'], operation: OperationName, input: unknown): Promise<unknown> {
  return (kms[operation] as (input: unknown) => Promise<unknown>)(input) // one of many signatures, chosen by the row
}

describe('every documented request to Huawei Cloud', () => {
  it.each(rows)('%s sends %o as %s', async (operation, input, action, body) => {
    const [first] = await sent(operation, input)
    expect(first?.action).toBe(action)
    expect(first?.body).toEqual(body)
    expect(first?.request.headers['content-type']).toBe(body === undefined ? undefined : 'application/json')
  })

  it('is covered above for every operation that this cloud has', () => {
    const { bindings } = huawei({ region: 'cn-north-4', credentials: { token: 't' } })
    const supported = operationNames.filter((name) => !('unsupported' in bindings[name]))
    expect([...new Set(rows.map(([operation]) => operation))].sort()).toEqual(supported.sort())
  })

  it('makes up a unique name for a key that has none', async () => {
    const names = new Set<string>()
    for (const _ of [1, 2]) {
      const [first] = await sent('createKey', {})
      expect(first?.body).toEqual({ key_alias: expect.stringMatching(/^key-[0-9a-f-]{36}$/) })
      names.add(JSON.stringify(first?.body))
    }
    expect(names.size).toBe(2)
  })

  it('sends aliases where a key id may be one, and refuses them by name where it may not', async () => {
    const alias = 'alias/orders'
    const [first] = await sent('describeKey', { keyId: alias })
    expect(first?.body).toEqual({ key_id: alias })
    for (const [operation, input, field] of [
      ['disableKey', { keyId: alias }, 'keyId'],
      ['tagKey', { keyId: alias, tags: { a: 'b' } }, 'keyId'],
      ['decryptDataKey', { keyId: alias, ciphertext: bytes('x') }, 'keyId'],
      ['createAlias', { alias, keyId: 'kms:cn-north-4:1:alias:orders' }, 'keyId'],
      ['reEncrypt', { ciphertext: new Uint8Array(200), destinationKeyId: alias }, 'destinationKeyId'],
    ] as const) {
      const { kms, calls } = huaweiService({})
      await expect(call(kms, operation, input), operation).rejects.toMatchObject({ code: 'InvalidInput', field })
      expect(calls).toEqual([])
    }
  })
})

describe('an input that Huawei Cloud cannot carry', () => {
  const ciphertext = new Uint8Array(200)
  it.each<[OperationName, object, string, string]>([
    ['createKey', { spec: 'ML_DSA_44' }, 'Unsupported', 'spec'],
    ['createKey', { multiRegion: true }, 'Unsupported', 'multiRegion'],
    ['createKey', { protectionLevel: 'HSM' }, 'Unsupported', 'protectionLevel'],
    ['createKey', { policy: '{}' }, 'Unsupported', 'policy'],
    ['createKey', { origin: 'KEY_STORE' }, 'InvalidInput', 'keyStoreId'],
    ['listKeys', { filter: { states: ['Enabled', 'Disabled'] } }, 'Unsupported', 'filter.states'],
    ['listKeys', { filter: { states: ['Frozen'] } }, 'Unsupported', 'filter.states'],
    ['listKeys', { filter: { states: ['Updating'] } }, 'Unsupported', 'filter.states'],
    ['listKeys', { filter: { specs: ['AES_256', 'SM4'] } }, 'Unsupported', 'filter.specs'],
    ['listKeys', { filter: { usages: ['SIGN_VERIFY'] } }, 'Unsupported', 'filter.usages'],
    ['listKeys', { filter: { origins: ['EXTERNAL'] } }, 'Unsupported', 'filter.origins'],
    ['encrypt', { keyId: KEY_ID, plaintext: bytes('x'), algorithm: 'RSAES_OAEP_SHA_1' }, 'Unsupported', 'algorithm'],
    [
      'encrypt',
      { keyId: KEY_ID, plaintext: bytes('x'), algorithm: 'SM2PKE', context: { a: 'b' } },
      'InvalidInput',
      'context',
    ],
    ['encrypt', { keyId: KEY_ID, plaintext: bytes('x'), context: { a: 'b'.repeat(121) } }, 'InvalidInput', 'context'],
    ['encrypt', { keyId: KEY_ID, plaintext: bytes('x'.repeat(3073)) }, 'InvalidInput', 'plaintext'],
    ['encrypt', { keyId: KEY_ID, plaintext: bytes('x'), dryRun: true }, 'Unsupported', 'dryRun'],
    ['decrypt', { ciphertext, algorithm: 'RSAES_OAEP_SHA_256' }, 'InvalidInput', 'keyId'],
    ['decrypt', { ciphertext: new Uint8Array(93) }, 'InvalidInput', 'ciphertext'],
    [
      'reEncrypt',
      { ciphertext, destinationKeyId: OTHER_KEY_ID, sourceAlgorithm: 'SM2PKE' },
      'InvalidInput',
      'sourceKeyId',
    ],
    [
      'reEncrypt',
      { ciphertext, destinationKeyId: KEY_ID, destinationAlgorithm: 'SM2PKE', destinationContext: { a: 'b' } },
      'InvalidInput',
      'destinationContext',
    ],
    ['generateDataKey', { keyId: KEY_ID, lengthBytes: 1025 }, 'InvalidInput', 'lengthBytes'],
    ['generateDataKeyPair', { keyId: KEY_ID, pairSpec: 'ED25519' }, 'Unsupported', 'pairSpec'],
    ['generateRandom', { lengthBytes: 1025 }, 'InvalidInput', 'lengthBytes'],
    ['generateMac', { keyId: KEY_ID, message: bytes('x'), algorithm: 'HMAC_SHA_224' }, 'Unsupported', 'algorithm'],
    ['sign', { keyId: KEY_ID, message: bytes('x'), algorithm: 'SM2DSA' }, 'InvalidInput', 'message'],
    ['sign', { keyId: KEY_ID, message: bytes('x'), algorithm: 'ML_DSA_SHAKE_256' }, 'Unsupported', 'algorithm'],
    [
      'getParametersForImport',
      { keyId: KEY_ID, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_4096' },
      'Unsupported',
      'wrappingKeySpec',
    ],
    [
      'getParametersForImport',
      { keyId: KEY_ID, wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_1', wrappingKeySpec: 'RSA_2048' },
      'Unsupported',
      'wrappingAlgorithm',
    ],
    ['enableKeyRotation', { keyId: KEY_ID, periodDays: 29 }, 'InvalidInput', 'periodDays'],
    ['scheduleKeyDeletion', { keyId: KEY_ID, pendingDays: 6 }, 'InvalidInput', 'pendingDays'],
    ['createGrant', { keyId: KEY_ID, grantee: 'a', operations: ['Sign'] }, 'Unsupported', 'operations'],
    ['listGrants', { keyId: KEY_ID, grantee: 'a' }, 'Unsupported', 'grantee'],
    ['retireGrant', { grantToken: 'a' }, 'Unsupported', 'grantToken'],
    ['replicateKey', { keyId: KEY_ID, region: 'cn-east-3' }, 'InvalidInput', 'name'],
    ['replicateKey', { keyId: KEY_ID, region: 'cn-east-3', name: 'x' }, 'InvalidInput', 'projectId'],
    ['getKeyPolicy', { keyId: KEY_ID }, 'Unsupported', ''],
  ])('%s %o is refused as %s of %s before anything is sent', async (operation, input, code, field) => {
    const { kms, calls } = huaweiService({})
    const expected = { code, attempts: 0, ...(field !== '' && { field }) }
    await expect(call(kms, operation, input)).rejects.toMatchObject(expected)
    expect(calls).toEqual([])
  })
})

describe('the encodings that can be configured', () => {
  it('sends text literally when told to, and nothing that is not text', async () => {
    const config = { plaintextEncoding: 'utf8' } as const
    const [first] = await sent('encrypt', { keyId: KEY_ID, plaintext: bytes('grüße 你好') }, config)
    expect(first?.body).toMatchObject({ plain_text: 'grüße 你好' })
    const { kms, calls } = huaweiService({}, config)
    const refused = kms.encrypt({ keyId: KEY_ID, plaintext: new Uint8Array([0xff, 0xfe]) })
    await expect(refused).rejects.toMatchObject({ code: 'InvalidInput', field: 'plaintext' })
    expect(calls).toEqual([])
    expect(kms.limits.plaintextBytes?.max).toBe(4096)
    expect(huaweiService({}).kms.limits.plaintextBytes?.max).toBe(3072)
  })

  it('sends the pairs of a context when told to', async () => {
    const config = { contextEncoding: 'encryption_context' } as const
    const input = { keyId: KEY_ID, plaintext: bytes('x'), context: { b: '2', a: '1' } }
    const [first] = await sent('encrypt', input, config)
    expect(first?.body).toEqual({ key_id: KEY_ID, plain_text: 'eA==', encryption_context: { b: '2', a: '1' } })
    const { kms } = huaweiService({}, config)
    const refused = kms.reEncrypt({
      ciphertext: new Uint8Array(200),
      destinationKeyId: KEY_ID,
      sourceContext: { a: 'b' },
    })
    await expect(refused).rejects.toMatchObject({ code: 'Unsupported', field: 'sourceContext' })
  })

  it('writes a context with a function of the caller', async () => {
    const contextEncoding = (context: Readonly<Record<string, string>>) => `tenant=${context['tenant']}`
    const input = { keyId: KEY_ID, plaintext: bytes('x'), context: { tenant: '42' } }
    const [first] = await sent('encrypt', input, { contextEncoding })
    expect(first?.body).toMatchObject({ additional_authenticated_data: 'tenant=42' })
  })

  it('counts the bytes of a context, not its characters', async () => {
    const { kms } = huaweiService({})
    const context = { a: '你'.repeat(41) }
    expect(JSON.stringify(context).length).toBeLessThan(128)
    const refused = kms.encrypt({ keyId: KEY_ID, plaintext: bytes('x'), context })
    await expect(refused).rejects.toMatchObject({ code: 'InvalidInput', field: 'context' })
  })

  it('treats a context without pairs as none', async () => {
    const [first] = await sent('encrypt', { keyId: KEY_ID, plaintext: bytes('x'), context: {} })
    expect(first?.body).toEqual({ key_id: KEY_ID, plain_text: 'eA==' })
  })
})

describe('a raw call', () => {
  const provider = huawei({ region: 'cn-north-4', projectId: PROJECT, credentials: { token: 't' } })
  const raw = (action: string, parameters: Record<string, unknown> = {}) => {
    const { action: line, body } = takenApart(provider.raw(action, parameters))
    return [line, body]
  }

  it('takes a verb, or a method with a path whose names are filled in', () => {
    expect(raw('describe-key', { key_id: KEY_ID })).toEqual(['POST /kms/describe-key', { key_id: KEY_ID }])
    expect(raw('alias/associate', { alias: 'a' })).toEqual(['POST /kms/alias/associate', { alias: 'a' }])
    expect(raw('GET user-quotas')).toEqual(['GET /kms/user-quotas', undefined])
    expect(raw('GET aliases', { key_id: KEY_ID, marker: 'a b' })).toEqual([
      `GET /kms/aliases?key_id=${KEY_ID}&marker=a%20b`,
      undefined,
    ])
    expect(raw('DELETE {key_id}/tags/{key}', { key_id: KEY_ID, key: 'cost center' })).toEqual([
      `DELETE /kms/${KEY_ID}/tags/cost%20center`,
      undefined,
    ])
    expect(raw('DELETE aliases', { key_id: KEY_ID, aliases: ['alias/a'] })).toEqual([
      'DELETE /kms/aliases',
      { key_id: KEY_ID, aliases: ['alias/a'] },
    ])
    expect(raw('POST {key_id}/tags', { key_id: KEY_ID, tag: { key: 'a', value: 'b' } })).toEqual([
      `POST /kms/${KEY_ID}/tags`,
      { tag: { key: 'a', value: 'b' } },
    ])
    expect(raw('GET /v2/{project_id}/kms/regions', { limit: 2 })).toEqual(['GET /v2/kms/regions?limit=2', undefined])
  })

  it.each(['', 'Describe Key', 'PATCH keys', 'GET', 'POST a b', '../x?y'])('refuses %j', (action) => {
    expect(() => provider.raw(action, {})).toThrowError(/give a verb/)
  })
})
