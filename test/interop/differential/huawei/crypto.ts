import { constants, createHash, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto'
import { fromPem } from '../../../../src/index.ts'
import { base64, type Comparison, type Comparisons, fromBase64, hex, member, text } from '../compare.ts'
import type { HuaweiClients } from './clients.ts'

const PLAINTEXT = Buffer.from('a secret & its "neighbours" +/=~*')
const context = { tenant: '42', app: 'a b' }
// The context as our provider documents it: JSON with sorted names.
const bound = { additional_authenticated_data: '{"app":"a b","tenant":"42"}' }
const digest = createHash('sha256').update('order 7').digest()
const PAIR = { spec: 'EC_P256' }
const MAC = { spec: 'HMAC_256' }
const EXTERNAL = { state: '5' }
const DATA_KEY_BYTES = 24

const fromHex = (encoded: string): Uint8Array => Buffer.from(encoded, 'hex')
const spki = (der: Uint8Array) => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
const wrap = (publicKey: Uint8Array, material: Uint8Array): Uint8Array =>
  publicEncrypt({ key: spki(publicKey), oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, material)

/** Cryptography and imported material: what one client makes, the other reads. */
export const cryptoComparisons = ({ ours, post, newKey, about }: HuaweiClients): Comparisons => {
  const theyOpen = async (ciphertext: Uint8Array, more: object = bound) =>
    text(await post('decrypt-data', { cipher_text: base64(ciphertext), ...more }), 'plain_text')
  const theyOpenDataKey = async (key_id: string, ciphertext: Uint8Array) => {
    const asked = { key_id, cipher_text: hex(ciphertext), datakey_cipher_length: String(DATA_KEY_BYTES), ...bound }
    return text(await post('decrypt-datakey', asked), 'data_key').toLowerCase()
  }
  const weOpenDataKey = async (keyId: string, ciphertext: Uint8Array) =>
    hex((await ours.decryptDataKey({ keyId, ciphertext, lengthBytes: DATA_KEY_BYTES, context })).plaintext)

  /** Data keys are different each time: what each client knows of the other's, its maker must say too. */
  const dataKeys =
    (withPlaintext: boolean): Comparison =>
    async () => {
      const keyId = newKey()
      const input = { keyId, lengthBytes: DATA_KEY_BYTES, context }
      const mine = withPlaintext
        ? await ours.generateDataKey(input)
        : { plaintext: undefined, ...(await ours.generateDataKeyWithoutPlaintext(input)) }
      const verb = withPlaintext ? 'create-datakey' : 'create-datakey-without-plaintext'
      const theirs = await post(verb, { key_id: keyId, datakey_length: String(8 * DATA_KEY_BYTES), ...bound })
      const sealed = fromHex(text(theirs, 'cipher_text'))
      return {
        ours: [
          mine.keyId,
          mine.plaintext ? hex(mine.plaintext) : await weOpenDataKey(keyId, mine.ciphertext),
          await weOpenDataKey(keyId, sealed),
        ],
        theirs: [
          text(theirs, 'key_id'),
          await theyOpenDataKey(keyId, mine.ciphertext),
          withPlaintext ? text(theirs, 'plain_text').toLowerCase() : await theyOpenDataKey(keyId, sealed),
        ],
      }
    }

  /** Key pairs likewise: the other client opens the private key, and it must belong to the public one. */
  const pairs =
    (withPlaintext: boolean): Comparison =>
    async () => {
      const keyId = newKey()
      const input = { keyId, pairSpec: 'EC_P256', context } as const
      const mine = withPlaintext
        ? await ours.generateDataKeyPair(input)
        : { privateKey: undefined, ...(await ours.generateDataKeyPairWithoutPlaintext(input)) }
      const asked = { key_id: keyId, key_spec: 'ECC_NIST_P256', with_plain_text: withPlaintext, ...bound }
      const theirs = await post('create-ec-datakey-pair', asked)
      const curve = (der: Uint8Array) => spki(der).asymmetricKeyDetails?.namedCurve
      const sealed = fromHex(text(theirs, 'private_key_cipher_text'))
      const openings = (ciphertext: Uint8Array) => {
        const named = { key_id: keyId, cipher_text: hex(ciphertext), datakey_cipher_length: '138', ...bound }
        return Promise.all([
          ours.decryptDataKey({ keyId, ciphertext, lengthBytes: 138, context }).then(({ plaintext }) => hex(plaintext)),
          post('decrypt-datakey', named).then((reply) => text(reply, 'data_key').toLowerCase()),
        ])
      }
      const [ownOfMine, ownOfTheirs] = [await openings(mine.privateKeyCiphertext), await openings(sealed)]
      const stated = member(theirs, 'private_key_plain_text')
      return {
        ours: [mine.keyId, mine.pairSpec, curve(mine.publicKey), ownOfMine[0], ownOfTheirs[0]],
        theirs: [
          text(theirs, 'key_id'),
          text(theirs, 'key_spec').replace('ECC_NIST_P256', 'EC_P256'),
          curve(fromHex(text(theirs, 'public_key'))),
          mine.privateKey ? hex(mine.privateKey) : ownOfMine[1],
          typeof stated === 'string' ? stated.toLowerCase() : ownOfTheirs[1],
        ],
      }
    }

  const importParameters = (keyId: string) =>
    ours.getParametersForImport({ keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' })
  const theirParameters = (key_id: string) =>
    post('get-parameters-for-import', { key_id, wrapping_algorithm: 'RSAES_OAEP_SHA_256' })
  const signing = { algorithm: 'ECDSA_SHA_256', digest } as const
  const theirSigning = (key_id: string) => ({
    key_id,
    signing_algorithm: 'ECDSA_SHA_256',
    message: base64(digest),
    message_type: 'DIGEST',
  })

  return {
    encrypt: async () => {
      const keyId = newKey()
      const mine = await ours.encrypt({ keyId, plaintext: PLAINTEXT, context })
      const theirs = await post('encrypt-data', { key_id: keyId, plain_text: base64(PLAINTEXT), ...bound })
      const opened = await ours.decrypt({ ciphertext: fromBase64(text(theirs, 'cipher_text')), context })
      return {
        ours: [mine.keyId, base64(opened.plaintext)],
        theirs: [text(theirs, 'key_id'), await theyOpen(mine.ciphertext)],
        expected: [keyId, base64(PLAINTEXT)],
      }
    },
    decrypt: async () => {
      const keyId = newKey()
      const made = await post('encrypt-data', { key_id: keyId, plain_text: base64(PLAINTEXT) })
      const ciphertext = fromBase64(text(made, 'cipher_text'))
      const mine = await ours.decrypt({ ciphertext })
      const theirs = await post('decrypt-data', { cipher_text: base64(ciphertext) })
      return {
        ours: [mine.keyId, base64(mine.plaintext)],
        theirs: [text(theirs, 'key_id'), text(theirs, 'plain_text')],
        expected: [keyId, base64(PLAINTEXT)],
      }
    },
    reEncrypt: async () => {
      const [from, to] = [newKey(), newKey()]
      const { ciphertext } = await ours.encrypt({ keyId: from, plaintext: PLAINTEXT })
      const mine = await ours.reEncrypt({ ciphertext, destinationKeyId: to, destinationContext: context })
      const theirs = await post('re-encrypt', {
        cipher_text: base64(ciphertext),
        destination_key_id: to,
        destination_additional_authenticated_data: bound.additional_authenticated_data,
      })
      const opened = await ours.decrypt({ ciphertext: fromBase64(text(theirs, 'cipher_text')), context })
      return {
        ours: [mine.sourceKeyId, mine.keyId, base64(opened.plaintext)],
        theirs: [text(theirs, 'source_key_id'), text(theirs, 'key_id'), await theyOpen(mine.ciphertext)],
        expected: [from, to, base64(PLAINTEXT)],
      }
    },
    generateDataKey: dataKeys(true),
    generateDataKeyWithoutPlaintext: dataKeys(false),
    encryptDataKey: async () => {
      const keyId = newKey()
      const dataKey = randomBytes(DATA_KEY_BYTES)
      const mine = await ours.encryptDataKey({ keyId, plaintext: dataKey, context })
      const theirs = await post('encrypt-datakey', {
        key_id: keyId,
        plain_text: hex(dataKey) + createHash('sha256').update(dataKey).digest('hex'),
        datakey_plain_length: String(DATA_KEY_BYTES),
        ...bound,
      })
      return {
        ours: [mine.keyId, await weOpenDataKey(keyId, fromHex(text(theirs, 'cipher_text')))],
        theirs: [text(theirs, 'key_id'), await theyOpenDataKey(keyId, mine.ciphertext)],
        expected: [keyId, hex(dataKey)],
      }
    },
    decryptDataKey: async () => {
      const keyId = newKey()
      const made = await post('create-datakey', { key_id: keyId, datakey_length: String(8 * DATA_KEY_BYTES), ...bound })
      const ciphertext = fromHex(text(made, 'cipher_text'))
      return {
        ours: await weOpenDataKey(keyId, ciphertext),
        theirs: await theyOpenDataKey(keyId, ciphertext),
        expected: text(made, 'plain_text').toLowerCase(),
      }
    },
    generateDataKeyPair: pairs(true),
    generateDataKeyPairWithoutPlaintext: pairs(false),
    generateRandom: async () => ({
      ours: (await ours.generateRandom({ lengthBytes: 40 })).bytes.length,
      theirs: fromHex(text(await post('gen-random', { random_data_length: '320' }), 'random_data')).length,
      expected: 40,
    }),
    sign: async () => {
      const keyId = newKey(PAIR)
      const mine = await ours.sign({ keyId, ...signing })
      const theirs = await post('sign', theirSigning(keyId))
      const checked = await post('verify', { ...theirSigning(keyId), signature: base64(mine.signature) })
      const judged = await ours.verify({ keyId, ...signing, signature: fromBase64(text(theirs, 'signature')) })
      return {
        ours: [mine.keyId, judged.valid],
        theirs: [text(theirs, 'key_id'), text(checked, 'signature_valid') === 'true'],
        expected: [keyId, true],
      }
    },
    verify: async () => {
      const keyId = newKey(PAIR)
      const signature = fromBase64(text(await post('sign', theirSigning(keyId)), 'signature'))
      const other = createHash('sha256').update('order 8').digest()
      const mine = async (one: Uint8Array) => (await ours.verify({ keyId, ...signing, digest: one, signature })).valid
      const theirs = async (one: Uint8Array) => {
        const asked = { ...theirSigning(keyId), message: base64(one), signature: base64(signature) }
        return text(await post('verify', asked), 'signature_valid') === 'true'
      }
      return {
        ours: [await mine(digest), await mine(other)],
        theirs: [await theirs(digest), await theirs(other)],
        expected: [true, false],
      }
    },
    getPublicKey: async () => {
      const keyId = newKey(PAIR)
      const mine = await ours.getPublicKey({ keyId })
      const theirs = await post('get-publickey', { key_id: keyId })
      return {
        ours: [mine.keyId, base64(mine.publicKey)],
        theirs: [text(theirs, 'key_id'), base64(fromPem(text(theirs, 'public_key')) ?? Buffer.of())],
      }
    },
    generateMac: async () => {
      const keyId = newKey(MAC)
      const mine = await ours.generateMac({ keyId, message: PLAINTEXT, algorithm: 'HMAC_SHA_256' })
      const asked = { key_id: keyId, mac_algorithm: 'HMAC_SHA_256', message: base64(PLAINTEXT) }
      const theirs = await post('generate-mac', asked)
      return {
        ours: [mine.keyId, hex(mine.mac)],
        theirs: [text(theirs, 'key_id'), text(theirs, 'mac').toLowerCase()],
      }
    },
    verifyMac: async () => {
      const keyId = newKey(MAC)
      const algorithm = 'HMAC_SHA_256'
      const { mac } = await ours.generateMac({ keyId, message: PLAINTEXT, algorithm })
      const mine = async (message: Buffer) => (await ours.verifyMac({ keyId, message, algorithm, mac })).valid
      const theirs = async (message: Buffer) => {
        const asked = { key_id: keyId, mac_algorithm: algorithm, message: base64(message), mac: hex(mac) }
        return member(await post('verify-mac', asked), 'mac_valid')
      }
      return {
        ours: [await mine(PLAINTEXT), await mine(Buffer.from('other'))],
        theirs: [await theirs(PLAINTEXT), await theirs(Buffer.from('other'))],
        expected: [true, false],
      }
    },
    deriveSharedSecret: async () => {
      const keyId = newKey({ ...PAIR, usage: 'KEY_AGREEMENT' })
      const { publicKey: peer } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const publicKey = peer.export({ format: 'der', type: 'spki' })
      const mine = await ours.deriveSharedSecret({ keyId, publicKey })
      const asked = { key_id: keyId, key_agreement_algorithm: 'ECDH', public_key: base64(publicKey) }
      const theirs = await post('derive-shared-secret', asked)
      return {
        ours: [mine.keyId, base64(mine.sharedSecret)],
        theirs: [text(theirs, 'key_id'), text(theirs, 'shared_secret')],
      }
    },
    getParametersForImport: async () => {
      const keyId = newKey(EXTERNAL)
      const mine = await importParameters(keyId)
      const theirs = await theirParameters(keyId)
      const bits = (der: Uint8Array) => spki(der).asymmetricKeyDetails?.modulusLength
      return {
        ours: [mine.keyId, mine.expiresAt, bits(mine.publicKey), mine.importToken.length],
        theirs: [
          text(theirs, 'key_id'),
          new Date(Number(member(theirs, 'expiration_time')) * 1000),
          bits(fromBase64(text(theirs, 'public_key'))),
          fromBase64(text(theirs, 'import_token')).length,
        ],
      }
    },
    importKeyMaterial: async () => {
      // The same material, each client with the parameters that the other asked for.
      const material = randomBytes(32)
      const [a, b] = [newKey(EXTERNAL), newKey(EXTERNAL)]
      const materialExpiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000)
      const forMine = await theirParameters(a)
      const forTheirs = await importParameters(b)
      await ours.importKeyMaterial({
        keyId: a,
        importToken: fromBase64(text(forMine, 'import_token')),
        encryptedMaterial: wrap(fromBase64(text(forMine, 'public_key')), material),
        materialExpiresAt,
      })
      await post('import-key-material', {
        key_id: b,
        import_token: base64(forTheirs.importToken),
        encrypted_key_material: base64(wrap(forTheirs.publicKey, material)),
        expiration_time: materialExpiresAt.getTime() / 1000,
      })
      return { ours: await about(a), theirs: await about(b) }
    },
    deleteKeyMaterial: async () => {
      const [a, b] = [newKey({ origin: 'external' }), newKey({ origin: 'external' })]
      await ours.deleteKeyMaterial({ keyId: a })
      await post('delete-imported-key-material', { key_id: b })
      return { ours: await about(a), theirs: await about(b) }
    },
  }
}
