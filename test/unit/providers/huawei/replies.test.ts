import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base64, bytes, huaweiService, KEY_ID, OTHER_KEY_ID, otcService, REQUEST_ID } from './service.ts'

/** The reply to describe-key as the API reference shows it. */
const described = {
  key_id: KEY_ID,
  domain_id: 'b168fe00ff56492495a7d22974df2d0b',
  key_alias: 'do_not_delete_this_key',
  realm: 'cn-north-4',
  key_spec: 'AES_256',
  key_usage: 'ENCRYPT_DECRYPT',
  key_description: '',
  creation_date: '1502799822000',
  scheduled_deletion_date: '',
  key_state: '2',
  default_key_flag: '0',
  key_type: '1',
  expiration_time: '1501578672000',
  origin: 'kms',
  key_rotation_enabled: 'true',
  sys_enterprise_project_id: '0',
  keystore_id: '0',
  key_label: '',
  partition_type: '1',
}
const describeWith = (changes: object) => {
  const { kms } = huaweiService({ 'POST /kms/describe-key': { key_info: { ...described, ...changes } } })
  return kms.describeKey({ keyId: KEY_ID })
}

describe('the description of a key', () => {
  it('is read as the API reference shows it', async () => {
    const reply = await describeWith({})
    expect(reply).toEqual({
      keyId: KEY_ID,
      state: 'Enabled',
      providerState: '2',
      spec: 'AES_256',
      providerSpec: 'AES_256',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'PROVIDER',
      createdAt: new Date(1502799822000),
      name: 'do_not_delete_this_key',
      description: '',
      materialExpiresAt: new Date(1501578672000),
      manager: 'CUSTOMER',
    })
    expect(reply.requestId).toBe(REQUEST_ID)
    expect(reply.raw).toEqual({ key_info: described })
  })

  it.each([
    ['1', 'Creating'],
    ['2', 'Enabled'],
    ['3', 'Disabled'],
    ['4', 'PendingDeletion'],
    ['5', 'PendingImport'],
    ['7', 'Frozen'],
    ['6', 'Unknown'],
    ['42', 'Unknown'],
    ['', 'Unknown'],
    ['enabled', 'Unknown'],
    ['constructor', 'Unknown'],
  ])('knows state %j as %s, as text and as number', async (wire, state) => {
    expect(await describeWith({ key_state: wire })).toMatchObject({ state, providerState: wire })
    if (!/^\d+$/.test(wire)) return
    expect(await describeWith({ key_state: Number(wire) })).toMatchObject({ state, providerState: wire })
  })

  it('reads seconds where pages say seconds, and nothing where there is nothing', async () => {
    expect(await describeWith({ creation_date: '1502799822' })).toMatchObject({ createdAt: new Date(1502799822000) })
    expect(await describeWith({ creation_date: 1502799822000 })).toMatchObject({ createdAt: new Date(1502799822000) })
    for (const nothing of ['', null, undefined]) {
      const reply = await describeWith({ creation_date: nothing, expiration_time: nothing })
      expect(reply).not.toHaveProperty('createdAt')
      expect(reply).not.toHaveProperty('materialExpiresAt')
    }
    const reply = await describeWith({ key_state: '4', scheduled_deletion_date: '1505391822000' })
    expect(reply.deletionDate).toEqual(new Date(1505391822000))
  })

  it('keeps words that no table lists, and makes up none that are missing', async () => {
    expect(await describeWith({ key_spec: 'RSA_8192', key_usage: 'TELEPATHY', origin: 'space' })).toMatchObject({
      spec: 'UNKNOWN',
      providerSpec: 'RSA_8192',
      usage: 'UNKNOWN',
      origin: 'UNKNOWN',
    })
    const { key_spec: _spec, key_usage: _usage, default_key_flag: _flag, ...older } = described
    const { kms } = otcService({ 'POST /kms/describe-key': { key_info: older } })
    const reply = await kms.describeKey({ keyId: KEY_ID })
    expect(reply).toMatchObject({ spec: 'UNKNOWN', usage: 'UNKNOWN' })
    expect(reply).not.toHaveProperty('providerSpec')
    expect(reply).not.toHaveProperty('manager')
  })

  it.each([
    ['SECP256K1', 'EC_SECP256K1'],
    ['SM4', 'SM4'],
    ['HMAC_SM3', 'HMAC_SM3'],
    ['ED25519', 'ED25519'],
  ])('knows %s as %s', async (wire, spec) => {
    expect(await describeWith({ key_spec: wire })).toMatchObject({ spec, providerSpec: wire })
  })

  it.each([
    ['kms', '0', 'PROVIDER'],
    ['kms', '2', 'PROVIDER'],
    ['kms', '99b4d1a8-2d5b-4b1e-8f3c-5d7e8a9b0c1d', 'KEY_STORE'],
    ['external', '0', 'EXTERNAL'],
  ])('takes origin %s in store %s for %s', async (origin, store, ours) => {
    expect(await describeWith({ origin, keystore_id: store })).toMatchObject({ origin: ours })
  })

  it.each([
    ['1', 'PROVIDER'],
    ['0', 'CUSTOMER'],
    [1, 'PROVIDER'],
    ['2', 'UNKNOWN'],
  ])('takes default_key_flag %j for a key of the %s', async (flag, manager) => {
    expect(await describeWith({ default_key_flag: flag })).toMatchObject({ manager })
  })
})

describe('key_info', () => {
  const info = { key_id: KEY_ID, key_state: '3' }

  it.each([
    ['an object, as both clouds send it', { key_info: info }],
    ['a list of one, as the OTC table has it', { key_info: [info] }],
    ['not wrapped, as schedule and cancel reply', info],
    ['with a number for the state', { key_info: { ...info, key_state: 3 } }],
  ])('is read as %s', async (_how, reply) => {
    const replies = Object.fromEntries(
      ['enable-key', 'disable-key', 'schedule-key-deletion', 'cancel-key-deletion'].map((verb) => [
        `POST /kms/${verb}`,
        reply,
      ]),
    )
    for (const { kms } of [huaweiService(replies), otcService(replies)]) {
      const expected = { keyId: KEY_ID, state: 'Disabled' }
      expect(await kms.enableKey({ keyId: KEY_ID })).toEqual(expected)
      expect(await kms.disableKey({ keyId: KEY_ID })).toEqual(expected)
      expect(await kms.scheduleKeyDeletion({ keyId: KEY_ID })).toEqual(expected)
      expect(await kms.cancelKeyDeletion({ keyId: KEY_ID })).toEqual(expected)
    }
  })

  it('is read in a list of one by describe-key and create-key too', async () => {
    const { kms } = otcService({
      'POST /kms/create-key': { key_info: [{ key_id: KEY_ID, domain_id: 'd' }] },
      'POST /kms/describe-key': { key_info: [described] },
    })
    expect(await kms.createKey({ name: 'x' })).toMatchObject({ keyId: KEY_ID, state: 'Enabled' })
  })

  it.each([
    ['two keys', { key_info: [info, info] }],
    ['an empty list', { key_info: [] }],
    ['nothing', {}],
    ['no state', { key_info: { key_id: KEY_ID } }],
  ])('is refused with %s, naming the place and no value', async (_what, reply) => {
    const { kms } = huaweiService({ 'POST /kms/disable-key': reply })
    await expect(kms.disableKey({ keyId: KEY_ID })).rejects.toMatchObject({
      code: 'InvalidResponse',
      ambiguous: true,
      attempts: 1,
    })
  })
})

describe('a list', () => {
  it('of keys carries their metadata and a cursor while there is more', async () => {
    const page = {
      keys: [KEY_ID, OTHER_KEY_ID],
      key_details: [described],
      next_marker: '2',
      truncated: 'true',
      total: 3,
    }
    const { kms } = huaweiService({
      'POST /kms/list-keys': [page, { keys: [], key_details: [], next_marker: '', truncated: 'false', total: 3 }],
    })
    const first = await kms.listKeys()
    expect(first.keys).toMatchObject([{ keyId: KEY_ID, metadata: { state: 'Enabled' } }, { keyId: OTHER_KEY_ID }])
    expect(first.keys[1]).not.toHaveProperty('metadata')
    expect(first.cursor).toBe('2')
    expect(await kms.listKeys({ cursor: '2' })).toEqual({ keys: [] })
  })

  it.each([
    [{ next_marker: '', truncated: 'true' }, undefined],
    [{ next_marker: '2', truncated: 'false' }, undefined],
    [{ next_marker: 2, truncated: true }, '2'],
    [{ next_marker: '2' }, '2'],
    [{}, undefined],
  ])('ends or goes on by %o', async (rest, cursor) => {
    const { kms } = otcService({ 'POST /kms/list-keys': { keys: [], ...rest } })
    expect((await kms.listKeys()).cursor).toBe(cursor)
  })

  it('of grants is read as the API reference shows it', async () => {
    const grant = {
      key_id: KEY_ID,
      grant_id: '7c9a3286af4fcca5f0a385ad13e1d21a50e27b6dbcab50f37f30f93b8939827d',
      grantee_principal: '13gg44z4g2sglzk0egw0u726zoyzvrs8',
      grantee_principal_type: 'user',
      operations: ['describe-key', 'create-datakey', 'fly-to-the-moon'],
      issuing_principal: '8b961fb414344d59825ba0c8c008c815',
      creation_date: '1597062260000',
      name: '',
    }
    const reply = { grants: [grant], next_marker: '1', truncated: 'true', total: 2 }
    const { kms } = huaweiService({ 'POST /kms/list-grants': reply, 'POST /kms/list-retirable-grants': reply })
    const expected = {
      grants: [
        {
          grantId: grant.grant_id,
          keyId: KEY_ID,
          grantee: grant.grantee_principal,
          issuingPrincipal: grant.issuing_principal,
          operations: ['DescribeKey', 'GenerateDataKey', 'UNKNOWN'],
          createdAt: new Date(1597062260000),
        },
      ],
      cursor: '1',
    }
    expect(await kms.listGrants({ keyId: KEY_ID })).toEqual(expected)
    expect(await kms.listRetirableGrants()).toEqual(expected)
  })

  it('of aliases is read as one object, and as the list of one that the SDK models', async () => {
    const page = {
      aliases: [
        {
          domain_id: 'd',
          key_id: KEY_ID,
          alias: 'alias/orders',
          alias_urn: 'kms:cn-north-4:1:alias:orders',
          create_time: '1676000000000',
          update_time: '1676000000000',
        },
      ],
      page_info: { next_marker: 'm', current_count: 1 },
    }
    for (const reply of [page, [page]]) {
      const { kms } = huaweiService({
        'GET /kms/aliases': { status: 200, headers: {}, body: JSON.stringify(reply) },
      })
      expect(await kms.listAliases()).toEqual({
        aliases: [
          {
            alias: 'alias/orders',
            aliasArn: 'kms:cn-north-4:1:alias:orders',
            keyId: KEY_ID,
            createdAt: new Date(1676000000000),
            updatedAt: new Date(1676000000000),
          },
        ],
        cursor: 'm',
      })
    }
  })

  it('of tags takes either spelling of their count', async () => {
    const tags = [
      { key: 'env', value: 'test' },
      { key: 'bare', value: null },
    ]
    for (const count of ['existTagsNum', 'existTagNum']) {
      const { kms } = otcService({ [`GET /kms/${KEY_ID}/tags`]: { tags, [count]: 2, sys_tags: [] } })
      expect(await kms.listKeyTags({ keyId: KEY_ID })).toEqual({ tags: { env: 'test', bare: '' } })
    }
  })
})

describe('answers without content', () => {
  it.each([
    ['204 without a body', { status: 204, headers: {}, body: '' }],
    ['200 with {}', { status: 200, headers: {}, body: '{}' }],
    ['201', { status: 201, headers: {}, body: '{"alias":"alias/a"}' }],
  ])('count as success: %s', async (_what, response) => {
    const { kms } = huaweiService({
      [`POST /kms/${KEY_ID}/tags/action`]: response,
      [`DELETE /kms/${KEY_ID}/tags/env`]: response,
      'POST /kms/aliases': response,
      'POST /kms/import-key-material': response,
      'POST /kms/disable-key-rotation': response,
    })
    const material = new Uint8Array(256)
    expect(await kms.tagKey({ keyId: KEY_ID, tags: { a: 'b' } })).toEqual({})
    expect(await kms.untagKey({ keyId: KEY_ID, tagKeys: ['env'] })).toEqual({})
    expect(await kms.createAlias({ alias: 'alias/a', keyId: KEY_ID })).toEqual({})
    const imported = { keyId: KEY_ID, importToken: material, encryptedMaterial: material }
    expect(await kms.importKeyMaterial(imported)).toEqual({})
    expect(await kms.disableKeyRotation({ keyId: KEY_ID })).toEqual({})
  })
})

describe('a verdict', () => {
  it.each([
    ['true', true],
    ['false', false],
    [true, true],
    [false, false],
  ])('is read from %j', async (wire, valid) => {
    const { kms } = huaweiService({
      'POST /kms/verify': { key_id: KEY_ID, signature_valid: wire },
      'POST /kms/verify-mac': { key_id: KEY_ID, mac_algorithm: 'HMAC_SHA_256', mac_valid: wire },
      'POST /kms/get-key-rotation-status': {
        key_rotation_enabled: wire,
        rotation_interval: '90',
        last_rotation_time: '1501578672000',
        number_of_rotations: 3,
      },
    })
    const signature = new Uint8Array(64)
    const message = bytes('x')
    const input = { keyId: KEY_ID, message, signature, algorithm: 'ECDSA_SHA_256' } as const
    expect(await kms.verify(input)).toEqual({ valid, keyId: KEY_ID })
    const mac = { keyId: KEY_ID, message, mac: signature, algorithm: 'HMAC_SHA_256' } as const
    expect(await kms.verifyMac(mac)).toEqual({ valid, keyId: KEY_ID })
    expect(await kms.getKeyRotationStatus({ keyId: KEY_ID })).toEqual({
      enabled: valid,
      periodDays: 90,
      lastRotationDate: new Date(1501578672000),
    })
  })

  it('is refused when it is neither', async () => {
    const { kms } = huaweiService({ 'POST /kms/verify': { key_id: KEY_ID, signature_valid: 'maybe' } })
    const input = { keyId: KEY_ID, message: bytes('x'), signature: bytes('y'), algorithm: 'ECDSA_SHA_256' } as const
    await expect(kms.verify(input)).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})

describe('keys and codes in their encodings', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }))
  const pkcs8 = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }))

  it('reads a PEM public key with CRLF as the samples show it', async () => {
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const reply = { key_id: KEY_ID, public_key: pem.replaceAll('\n', '\r\n') }
    for (const { kms } of [
      huaweiService({ 'POST /kms/get-publickey': reply }),
      otcService({ 'POST /kms/get-publickey': reply }),
    ]) {
      expect(await kms.getPublicKey({ keyId: KEY_ID })).toEqual({ keyId: KEY_ID, publicKey: der, pem })
    }
  })

  it('reads signatures and secrets from base64, codes from hexadecimal of either case', async () => {
    const { kms } = huaweiService({
      'POST /kms/sign': { key_id: KEY_ID, signature: 'AQID' },
      'POST /kms/generate-mac': { key_id: KEY_ID, mac_algorithm: 'HMAC_SHA_256', mac: 'ABcd01' },
      'POST /kms/derive-shared-secret': { key_id: KEY_ID, key_agreement_algorithm: 'ECDH', shared_secret: 'AQID' },
      'POST /kms/gen-random': { random_data: 'FF00' },
    })
    const message = bytes('x')
    expect(await kms.sign({ keyId: KEY_ID, message, algorithm: 'ECDSA_SHA_256' })).toEqual({
      keyId: KEY_ID,
      signature: new Uint8Array([1, 2, 3]),
    })
    expect(await kms.generateMac({ keyId: KEY_ID, message, algorithm: 'HMAC_SHA_256' })).toEqual({
      keyId: KEY_ID,
      mac: new Uint8Array([0xab, 0xcd, 1]),
    })
    expect(await kms.deriveSharedSecret({ keyId: KEY_ID, publicKey: der })).toEqual({
      keyId: KEY_ID,
      sharedSecret: new Uint8Array([1, 2, 3]),
    })
    expect(await kms.generateRandom({ lengthBytes: 2 })).toEqual({ bytes: new Uint8Array([255, 0]) })
    await expect(kms.generateRandom({ lengthBytes: 3 })).rejects.toMatchObject({ code: 'InvalidResponse' })
  })

  it.each(['hex', 'base64'] as const)('reads a data key pair written in %s', async (encoding) => {
    const write = (key: Uint8Array) => Buffer.from(key).toString(encoding)
    const { kms } = huaweiService({
      'POST /kms/create-ec-datakey-pair': {
        key_id: KEY_ID,
        key_spec: 'ECC_NIST_P256',
        public_key: write(der),
        private_key_cipher_text: write(bytes('sealed')),
        private_key_plain_text: write(pkcs8),
      },
    })
    const input = { keyId: KEY_ID, pairSpec: 'EC_P256' } as const
    const shared = { keyId: KEY_ID, pairSpec: 'EC_P256', publicKey: der, privateKeyCiphertext: bytes('sealed') }
    expect(await kms.generateDataKeyPair(input)).toEqual({ ...shared, privateKey: pkcs8 })
    expect(await kms.generateDataKeyPairWithoutPlaintext(input)).toEqual(shared)
  })

  it('reads a data key pair written as PEM, and refuses one without its private key', async () => {
    const reply = {
      key_id: KEY_ID,
      key_spec: 'RSA_9',
      public_key: pair.publicKey.export({ type: 'spki', format: 'pem' }),
      private_key_cipher_text: 'AQID',
    }
    const { kms } = huaweiService({ 'POST /kms/create-ec-datakey-pair': reply })
    const input = { keyId: KEY_ID, pairSpec: 'EC_P256' } as const
    const answer = await kms.generateDataKeyPairWithoutPlaintext(input)
    expect(answer).toMatchObject({ pairSpec: 'UNKNOWN', publicKey: der })
    await expect(kms.generateDataKeyPair(input)).rejects.toMatchObject({ code: 'InvalidResponse' })
  })

  it('reads import parameters with seconds as a number and as a text', async () => {
    for (const expiration of [1501578672, '1501578672']) {
      const { kms } = otcService({
        'POST /kms/get-parameters-for-import': {
          key_id: KEY_ID,
          import_token: 'AQID',
          expiration_time: expiration,
          public_key: Buffer.from(der).toString('base64'),
        },
      })
      const input = { keyId: KEY_ID, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' } as const
      expect(await kms.getParametersForImport(input)).toEqual({
        keyId: KEY_ID,
        importToken: new Uint8Array([1, 2, 3]),
        publicKey: der,
        expiresAt: new Date(1501578672000),
      })
    }
  })
})

describe('decrypted text', () => {
  const ciphertext = new Uint8Array(200)
  const decrypt = (reply: object, config: Parameters<typeof huaweiService>[1] = {}, keyId?: string) => {
    const { kms } = huaweiService({ 'POST /kms/decrypt-data': { key_id: KEY_ID, ...reply } }, config)
    return kms.decrypt(keyId === undefined ? { ciphertext } : { ciphertext, keyId })
  }

  it('is base64 of the bytes, whether it comes as text or as base64 of the text', async () => {
    const expected = { plaintext: bytes('grüße'), keyId: KEY_ID }
    expect(await decrypt({ plain_text: base64('grüße') })).toEqual(expected)
    const twice = base64(base64('grüße'))
    expect(await decrypt({ plain_text: 'not looked at', plain_text_base64: twice })).toEqual(expected)
    expect(await decrypt({ plain_text: base64('grüße'), plain_text_base64: '' })).toEqual(expected)
  })

  it('is the text itself when so configured', async () => {
    const config = { plaintextEncoding: 'utf8' } as const
    expect((await decrypt({ plain_text: 'hello world' }, config)).plaintext).toEqual(bytes('hello world'))
    const reply = { plain_text: '?', plain_text_base64: base64('hello world') }
    expect((await decrypt(reply, config)).plaintext).toEqual(bytes('hello world'))
  })

  it('is never guessed: text of another tool is refused, and told nowhere', async () => {
    const error = await decrypt({ plain_text: 'hello world' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'InvalidResponse', message: expect.stringContaining('plaintextEncoding') })
    expect(String(error)).not.toContain('hello')
  })

  it('is refused when another key made the ciphertext', async () => {
    expect(await decrypt({ plain_text: 'eA==' }, {}, KEY_ID)).toMatchObject({ keyId: KEY_ID })
    const wrong = decrypt({ plain_text: 'eA==' }, {}, OTHER_KEY_ID)
    await expect(wrong).rejects.toMatchObject({ code: 'IncorrectKey', attempts: 1 })
  })
})

describe('a re-encrypted ciphertext', () => {
  const ciphertext = new Uint8Array(200)
  const reply = { key_id: OTHER_KEY_ID, source_key_id: KEY_ID, cipher_text: 'AQID' }

  it('is base64, and its source is compared with the one asked for', async () => {
    const { kms } = huaweiService({ 'POST /kms/re-encrypt': reply })
    const input = { ciphertext, destinationKeyId: OTHER_KEY_ID }
    const expected = { ciphertext: new Uint8Array([1, 2, 3]), keyId: OTHER_KEY_ID, sourceKeyId: KEY_ID }
    expect(await kms.reEncrypt(input)).toEqual(expected)
    expect(await kms.reEncrypt({ ...input, sourceKeyId: KEY_ID })).toEqual(expected)
    const wrong = kms.reEncrypt({ ...input, sourceKeyId: OTHER_KEY_ID })
    await expect(wrong).rejects.toMatchObject({ code: 'IncorrectKey' })
  })

  it('of a data key is hexadecimal', async () => {
    const { kms } = huaweiService({ 'POST /kms/re-encrypt': { ...reply, cipher_text: '0a0B' } })
    const input = { ciphertext, destinationKeyId: OTHER_KEY_ID, lengthBytes: 32 }
    expect((await kms.reEncrypt(input)).ciphertext).toEqual(new Uint8Array([10, 11]))
    const { kms: odd } = huaweiService({ 'POST /kms/re-encrypt': { ...reply, cipher_text: '?' } })
    await expect(odd.reEncrypt(input)).rejects.toMatchObject({ code: 'InvalidResponse' })
  })
})
