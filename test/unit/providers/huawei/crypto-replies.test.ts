import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base64, bytes, huaweiService, KEY_ID, OTHER_KEY_ID, otcService } from './service.ts'

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
