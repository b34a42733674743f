import { describe, expect, it } from 'vitest'
import { alibaba } from '../../../../providers/alibaba/index.ts'
import type { OperationName } from '../../../../src/index.ts'
import { base64, bytes, KEY_ID, service } from './service.ts'

const { kms, calls } = service({})
const plaintext = bytes('p')
const ciphertext = bytes('c')
const digest = new Uint8Array(32)
const signing = { keyId: KEY_ID, keyVersionId: 'v', digest, algorithm: 'ECDSA_SHA_256' } as const

describe('refused before anything is sent', () => {
  it.each([
    ['a name for a key', () => kms.createKey({ name: 'orders' }), 'Unsupported', 'name'],
    ['a multi-Region key', () => kms.createKey({ multiRegion: true }), 'Unsupported', 'multiRegion'],
    ['a key spec this cloud lacks', () => kms.createKey({ spec: 'RSA_4096' }), 'Unsupported', 'spec'],
    ['an HMAC key, whose specs are not public', () => kms.createKey({ spec: 'HMAC_256' }), 'Unsupported', 'spec'],
    ['a usage this cloud lacks', () => kms.createKey({ usage: 'KEY_AGREEMENT' }), 'Unsupported', 'usage'],
    ['an origin this cloud lacks', () => kms.createKey({ origin: 'KEY_STORE' }), 'Unsupported', 'origin'],
    ['a filter by origin', () => kms.listKeys({ filter: { origins: ['EXTERNAL'] } }), 'Unsupported', 'filter.origins'],
    [
      'a filter by a state this cloud lacks',
      () => kms.listKeys({ filter: { states: ['Frozen'] } }),
      'Unsupported',
      'filter.states',
    ],
    [
      'a filter by a spec this cloud lacks',
      () => kms.listKeys({ filter: { specs: ['ED25519'] } }),
      'Unsupported',
      'filter.specs',
    ],
    ['grant tokens', () => kms.encrypt({ keyId: KEY_ID, plaintext, grantTokens: ['t'] }), 'Unsupported', 'grantTokens'],
    [
      'a version of a symmetric key',
      () => kms.encrypt({ keyId: KEY_ID, plaintext, keyVersionId: 'v' }),
      'Unsupported',
      'keyVersionId',
    ],
    [
      'a version of a symmetric ciphertext',
      () => kms.decrypt({ ciphertext, keyVersionId: 'v' }),
      'Unsupported',
      'keyVersionId',
    ],
    [
      'a context with an asymmetric algorithm',
      () => kms.encrypt({ keyId: KEY_ID, plaintext, algorithm: 'SM2PKE', context: { a: '1' } }),
      'InvalidInput',
      'context',
    ],
    [
      'an empty context with an asymmetric algorithm',
      () => kms.decrypt({ keyId: KEY_ID, ciphertext, algorithm: 'SM2PKE', context: {} }),
      'InvalidInput',
      'context',
    ],
    [
      'an asymmetric ciphertext without its key',
      () => kms.decrypt({ ciphertext, algorithm: 'SM2PKE' }),
      'InvalidInput',
      'keyId',
    ],
    [
      'a source without its key',
      () => kms.reEncrypt({ ciphertext, destinationKeyId: KEY_ID, sourceAlgorithm: 'SM2PKE' }),
      'InvalidInput',
      'sourceKeyId',
    ],
    [
      'a source context with an asymmetric algorithm',
      () =>
        kms.reEncrypt({
          ciphertext,
          destinationKeyId: KEY_ID,
          sourceKeyId: 's',
          sourceAlgorithm: 'SM2PKE',
          sourceContext: {},
        }),
      'InvalidInput',
      'sourceContext',
    ],
    [
      'an asymmetric destination',
      () => kms.reEncrypt({ ciphertext, destinationKeyId: KEY_ID, destinationAlgorithm: 'SM2PKE' }),
      'Unsupported',
      'destinationAlgorithm',
    ],
    [
      'a length for reEncrypt',
      () => kms.reEncrypt({ ciphertext, destinationKeyId: KEY_ID, lengthBytes: 32 }),
      'Unsupported',
      'lengthBytes',
    ],
    [
      'a context beyond 8192 characters',
      () => kms.encrypt({ keyId: KEY_ID, plaintext, context: { a: 'x'.repeat(8185) } }),
      'InvalidInput',
      'context',
    ],
    [
      'a plaintext beyond 6144 bytes',
      () => kms.encrypt({ keyId: KEY_ID, plaintext: new Uint8Array(6145) }),
      'InvalidInput',
      'plaintext',
    ],
    [
      'a version for a data key',
      () => kms.generateDataKey({ keyId: KEY_ID, keyVersionId: 'v' }),
      'Unsupported',
      'keyVersionId',
    ],
    [
      'a data key beyond 1024 bytes',
      () => kms.generateDataKey({ keyId: KEY_ID, lengthBytes: 1025 }),
      'InvalidInput',
      'lengthBytes',
    ],
    [
      'a hash other than SHA-256',
      () => kms.sign({ ...signing, algorithm: 'ECDSA_SHA_384' }),
      'Unsupported',
      'algorithm',
    ],
    [
      'a digest of another length',
      () => kms.sign({ ...signing, digest: new Uint8Array(48) }),
      'InvalidInput',
      'digest',
    ],
    [
      'a digest of another length to verify',
      () => kms.verify({ ...signing, digest: new Uint8Array(20), signature: plaintext }),
      'InvalidInput',
      'digest',
    ],
    [
      'a wrapping this cloud lacks',
      () =>
        kms.getParametersForImport({
          keyId: KEY_ID,
          wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
          wrappingKeySpec: 'RSA_2048',
        }),
      'Unsupported',
      'wrappingAlgorithm',
    ],
    [
      'a wrapping key this cloud lacks',
      () =>
        kms.getParametersForImport({
          keyId: KEY_ID,
          wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
          wrappingKeySpec: 'RSA_4096',
        }),
      'Unsupported',
      'wrappingKeySpec',
    ],
    [
      'an import type',
      () =>
        kms.importKeyMaterial({
          keyId: KEY_ID,
          importToken: plaintext,
          encryptedMaterial: plaintext,
          importType: 'NEW_KEY_MATERIAL',
        }),
      'Unsupported',
      'importType',
    ],
    [
      'a material of several',
      () => kms.deleteKeyMaterial({ keyId: KEY_ID, keyMaterialId: 'm' }),
      'Unsupported',
      'keyMaterialId',
    ],
    [
      'a reason for switching protection off',
      () => kms.setDeletionProtection({ keyId: KEY_ID, enabled: false, description: 'd' }),
      'InvalidInput',
      'description',
    ],
    [
      'a waiting period below 7 days',
      () => kms.scheduleKeyDeletion({ keyId: KEY_ID, pendingDays: 6 }),
      'InvalidInput',
      'pendingDays',
    ],
    [
      'a waiting period above 366 days',
      () => kms.scheduleKeyDeletion({ keyId: KEY_ID, pendingDays: 367 }),
      'InvalidInput',
      'pendingDays',
    ],
    [
      'a rotation period above 730 days',
      () => kms.enableKeyRotation({ keyId: KEY_ID, periodDays: 731 }),
      'InvalidInput',
      'periodDays',
    ],
    ['pages of tags', () => kms.listKeyTags({ keyId: KEY_ID, limit: 5 }), 'Unsupported', 'limit'],
    [
      'a lockout check',
      () => kms.putKeyPolicy({ keyId: KEY_ID, policy: '{}', bypassLockoutSafetyCheck: true }),
      'Unsupported',
      'bypassLockoutSafetyCheck',
    ],
  ] as const)('%s', async (_what, call, code, field) => {
    await expect(call()).rejects.toMatchObject({ code, field, attempts: 0, provider: 'alibaba' })
    expect(calls).toEqual([])
  })
})

describe('an alias', () => {
  const importing = { importToken: plaintext, encryptedMaterial: plaintext }

  it.each([
    ['enableKey', {}],
    ['disableKey', {}],
    ['scheduleKeyDeletion', {}],
    ['cancelKeyDeletion', {}],
    ['updateKeyDescription', { description: 'd' }],
    ['setDeletionProtection', { enabled: true }],
    ['createAlias', { alias: 'alias/new' }],
    ['updateAlias', { alias: 'alias/new' }],
    ['listAliases', {}],
    ['importKeyMaterial', importing],
    ['deleteKeyMaterial', {}],
    ['getParametersForImport', { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' }],
    ['enableKeyRotation', {}],
    ['disableKeyRotation', {}],
    ['untagKey', { tagKeys: ['a'] }],
    ['listKeyTags', {}],
    ['getKeyPolicy', {}],
    ['putKeyPolicy', { policy: '{}' }],
  ] as const)('is refused where the service documents the key id only: %s', async (operation, input) => {
    const call = kms[operation] as (input: object) => Promise<unknown> // one of many signatures, chosen by the row
    for (const keyId of ['alias/orders', 'acs:kms:cn-hangzhou:1:alias/orders']) {
      await expect(call({ ...input, keyId })).rejects.toMatchObject({
        code: 'InvalidInput',
        field: 'keyId',
        attempts: 0,
      })
    }
    expect(calls).toEqual([])
  })
})

describe('an operation this cloud does not have', () => {
  const { bindings } = alibaba({ region: 'cn-hangzhou', credentials: { accessKeyId: 'a', accessKeySecret: 'b' } })
  const absent: readonly OperationName[] = [
    'updateKeyName',
    'getKeyLastUsage',
    'generateDataKeyPair',
    'generateDataKeyPairWithoutPlaintext',
    'generateRandom',
    'deriveSharedSecret',
    'rotateKeyOnDemand',
    'createGrant',
    'listGrants',
    'revokeGrant',
    'retireGrant',
    'listRetirableGrants',
    'listKeyPolicies',
    'replicateKey',
    'updatePrimaryRegion',
  ]

  it.each(absent)('says why, and where that is written: %s', (name) => {
    expect(kms.supports(name)).toBe(false)
    expect(bindings[name]).toEqual({
      unsupported: expect.stringMatching(/^Alibaba Cloud /),
      source: expect.stringMatching(/^https:\/\//),
    })
  })

  it('is refused before the network', async () => {
    await expect(kms.generateRandom({ lengthBytes: 16 })).rejects.toMatchObject({ code: 'Unsupported', attempts: 0 })
    expect(calls).toEqual([])
  })
})

it('passes over limits that its caller wants to try', async () => {
  const trying = service({ Encrypt: { KeyId: KEY_ID, CiphertextBlob: base64('c') } }, {}, { limits: 'send' })
  await trying.kms.encrypt({ keyId: KEY_ID, plaintext: new Uint8Array(7000) })
  expect(trying.calls).toHaveLength(1)
})
