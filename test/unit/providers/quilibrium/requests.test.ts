import { describe, expect, it } from 'vitest'
import { operationNames } from '../../../../src/index.ts'
import { callByName } from '../../../support/operations.ts'
import { requestRows } from './request-rows.ts'
import { bytes, failure, keyArn, keyId, service } from './service.ts'

const refuse = () => ({ __type: 'UnsupportedOperationException' })

describe('a request is the one that the operation’s page documents', () => {
  it.each(requestRows.map((row, index) => ({ ...row, name: `${row.operation} (${index})` })))(
    '$name',
    async ({ operation, input, action, members }) => {
      const { kms, sent } = service(refuse)
      await failure(callByName(kms, operation, input))
      expect(sent.map(({ action, body }) => ({ action, body }))).toEqual([{ action, body: members }])
    },
  )

  it('for every operation that is a single request', () => {
    const { kms } = service(refuse)
    const single = operationNames.filter((name) => kms.supports(name) && !name.endsWith('cryptDataKey'))
    expect(new Set(requestRows.map(({ operation }) => operation))).toEqual(new Set(single))
  })

  it('except that Quilibrium’s own client calls the key spec by another name, which can be chosen', async () => {
    const { kms, sent } = service(refuse, { keySpecMember: 'KeySpec' })
    await failure(kms.createKey({ spec: 'EC_SECP256K1' }))
    expect(sent[0]?.body).toEqual({ KeySpec: 'ECC_SECG_P256K1' })
  })
})

describe('before the network', () => {
  const { kms, sent } = service(refuse)
  const message = bytes(1)
  const plaintext = message
  const ciphertext = message
  const key = { keyId }

  it.each<[string, () => Promise<unknown>, string | undefined]>([
    ['a key pair in the clear', () => kms.generateDataKeyPair({ ...key, pairSpec: 'EC_P256' }), undefined],
    ['random numbers', () => kms.generateRandom({ lengthBytes: 1 }), undefined],
    ['rotation on demand', () => kms.rotateKeyOnDemand(key), undefined],
    ['a list of rotations', () => kms.listKeyVersions(key), undefined],
    ['a new version', () => kms.createKeyVersion(key), undefined],
    ['a name', () => kms.updateKeyName({ ...key, name: 'n' }), undefined],
    ['deletion protection', () => kms.setDeletionProtection({ ...key, enabled: true }), undefined],
    ['the last use', () => kms.getKeyLastUsage(key), undefined],
    ['a rotation period', () => kms.enableKeyRotation({ ...key, periodDays: 365 }), 'periodDays'],
    ['a key store', () => kms.createKey({ keyStoreId: 'cks-1' }), 'keyStoreId'],
    ['the origin of a key store', () => kms.createKey({ origin: 'KEY_STORE' }), 'origin'],
    ['a key spec of other clouds', () => kms.createKey({ spec: 'SM2' }), 'spec'],
    ['a pair of other clouds', () => kms.generateDataKeyPairWithoutPlaintext({ ...key, pairSpec: 'SM2' }), 'pairSpec'],
    ['a filter', () => kms.listKeys({ filter: { states: ['Enabled'] } }), 'filter'],
    ['a dry run', () => kms.encrypt({ ...key, plaintext, dryRun: true }), 'dryRun'],
    ['a dry run of a data key', () => kms.encryptDataKey({ ...key, plaintext, dryRun: true }), 'dryRun'],
    ['a version', () => kms.decrypt({ ...key, ciphertext, keyVersionId: 'v' }), 'keyVersionId'],
    ['an algorithm to decrypt by', () => kms.decrypt({ ciphertext, algorithm: 'RSAES_OAEP_SHA_256' }), 'algorithm'],
    ['SM2 encryption', () => kms.encrypt({ ...key, plaintext, algorithm: 'SM2PKE' }), 'algorithm'],
    [
      'an asymmetric key to re-encrypt with',
      () => kms.reEncrypt({ ciphertext, destinationKeyId: keyId, destinationAlgorithm: 'RSAES_OAEP_SHA_256' }),
      'destinationAlgorithm',
    ],
    ['an algorithm without a word', () => kms.sign({ ...key, message, algorithm: 'ED25519_PH_SHA_512' }), 'algorithm'],
    [
      'grant tokens of an agreement',
      () => kms.deriveSharedSecret({ ...key, publicKey: message, grantTokens: ['t'] }),
      'grantTokens',
    ],
    [
      'another wrapping algorithm',
      () => kms.getParametersForImport({ ...key, wrappingAlgorithm: 'RSAES_PKCS1_V1_5', wrappingKeySpec: 'RSA_2048' }),
      'wrappingAlgorithm',
    ],
    [
      'another wrapping key',
      () =>
        kms.getParametersForImport({ ...key, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_4096' }),
      'wrappingKeySpec',
    ],
    ['one of several materials', () => kms.deleteKeyMaterial({ ...key, keyMaterialId: 'm' }), 'keyMaterialId'],
    [
      'a grant of other clouds',
      () => kms.createGrant({ ...key, grantee: 'g', operations: ['EncryptDataKey'] }),
      'operations',
    ],
    [
      'grant tokens of a grant',
      () => kms.createGrant({ ...key, grantee: 'g', operations: ['Decrypt'], grantTokens: ['t'] }),
      'grantTokens',
    ],
  ])('%s is refused as unsupported', async (_name, call, field) => {
    expect(await failure(call())).toMatchObject({ code: 'Unsupported', provider: 'quilibrium', field, attempts: 0 })
    expect(sent).toEqual([])
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['6 days', () => kms.scheduleKeyDeletion({ ...key, pendingDays: 6 }), 'pendingDays'],
    ['31 days', () => kms.scheduleKeyDeletion({ ...key, pendingDays: 31 }), 'pendingDays'],
    ['4097 bytes to encrypt', () => kms.encrypt({ ...key, plaintext: new Uint8Array(4097) }), 'plaintext'],
    [
      '4097 bytes to sign',
      () => kms.sign({ ...key, message: new Uint8Array(4097), algorithm: 'ECDSA_SHA_256' }),
      'message',
    ],
    ['8193 characters', () => kms.updateKeyDescription({ ...key, description: 'd'.repeat(8193) }), 'description'],
    ['32769 characters', () => kms.putKeyPolicy({ ...key, policy: 'p'.repeat(32_769) }), 'policy'],
    ['no retiring principal', () => kms.listRetirableGrants({}), 'retiringPrincipal'],
    [
      'a context with an asymmetric algorithm',
      () => kms.encrypt({ ...key, plaintext, algorithm: 'RSAES_OAEP_SHA_256', context: { a: '1' } }),
      'context',
    ],
  ])('%s is refused as out of bounds', async (_name, call, field) => {
    expect(await failure(call())).toMatchObject({ code: 'InvalidInput', field, attempts: 0 })
    expect(sent).toEqual([])
  })
})

describe('an alias', () => {
  const pages = [
    {
      Aliases: [{ AliasName: 'alias/other', TargetKeyId: 'x' }, { AliasName: 'alias/none' }],
      NextMarker: '2',
      Truncated: true,
    },
    {
      Aliases: [{ AliasName: 'alias/orders', AliasArn: 'arn:verenc:111122223333:alias/orders', TargetKeyId: keyId }],
      Truncated: false,
    },
  ]
  const directory = () =>
    service(({ action, body }) =>
      action === 'ListAliases'
        ? pages[Object(body).Marker === '2' ? 1 : 0]
        : { __type: 'UnsupportedOperationException' },
    )

  it.each(['alias/orders', 'arn:verenc:111122223333:alias/orders'])('%s is looked up page by page', async (alias) => {
    const { kms, sent } = directory()
    await failure(kms.encrypt({ keyId: alias, plaintext: bytes(1) }))
    expect(sent.map(({ action, body }) => [action, body])).toEqual([
      ['ListAliases', {}],
      ['ListAliases', { Marker: '2' }],
      ['Encrypt', { KeyId: keyId, Plaintext: 'AQ==' }],
    ])
  })

  it('is looked up for both keys of a re-encryption, and for the key of another alias', async () => {
    const { kms, sent } = directory()
    const alias = 'alias/orders'
    await failure(kms.reEncrypt({ ciphertext: bytes(1), sourceKeyId: alias, destinationKeyId: alias }))
    await failure(kms.updateAlias({ alias: 'alias/new', keyId: alias }))
    expect(sent.filter(({ action }) => action !== 'ListAliases').map(({ body }) => body)).toEqual([
      { CiphertextBlob: 'AQ==', SourceKeyId: keyId, DestinationKeyId: keyId },
      { AliasName: 'alias/new', TargetKeyId: keyId },
    ])
  })

  it.each(['alias/nowhere', 'alias/none', 'arn:verenc:444455556666:alias/orders'])(
    '%s that leads to no key fails the call, which is not made',
    async (alias) => {
      const { kms, sent } = directory()
      const error = await failure(kms.scheduleKeyDeletion({ keyId: alias }))
      expect(error).toMatchObject({ code: 'AliasNotFound', operation: 'scheduleKeyDeletion', keyId: alias })
      expect(sent.map(({ action }) => action)).toEqual(['ListAliases', 'ListAliases'])
    },
  )

  it('ids and key ARNs are never looked up', async () => {
    const { kms, sent } = directory()
    for (const reference of [keyId, keyArn, 'mrk-1234abcd12ab34cd56ef1234567890ab']) {
      await failure(kms.enableKey({ keyId: reference }))
    }
    expect(sent.map(({ action }) => action)).toEqual(['EnableKey', 'EnableKey', 'EnableKey'])
  })
})
