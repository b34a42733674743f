import { constants, createHash, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto'
import { base64, type Comparison, type Comparisons, hex } from '../compare.ts'
import type { AwsClients } from './clients.ts'

const PLAINTEXT = Buffer.from('a secret & its "neighbours" +/=~*')
const context = { tenant: '42', 'what + how': 'a&b=c' }
const EncryptionContext = context
const digest = createHash('sha256').update('order 7').digest()
const PAIR = { spec: 'EC_P256' }
const MAC = { spec: 'HMAC_256' }
const EXTERNAL = { state: 'PendingImport' }
const NOTHING = Buffer.of()

const idOf = (arn: string | undefined): string => arn?.split('/').at(-1) ?? ''
const spki = (der: Uint8Array) => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
const wrap = (publicKey: Uint8Array, material: Uint8Array): Uint8Array =>
  publicEncrypt({ key: spki(publicKey), oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, material)

/** Cryptography and imported material: what one client makes, the other reads. */
export const cryptoComparisons = ({ ours, sdk, newKey, about }: AwsClients): Comparisons => {
  const theyOpen = async (CiphertextBlob: Uint8Array | undefined) =>
    hex((await sdk.decrypt({ CiphertextBlob, EncryptionContext })).Plaintext ?? NOTHING)
  const weOpen = async (ciphertext: Uint8Array = NOTHING) =>
    hex((await ours.decrypt({ ciphertext, context })).plaintext)

  const crossed = async (
    mine: { ciphertext: Uint8Array; keyId: string; keyArn?: string | undefined },
    theirs: { CiphertextBlob?: Uint8Array | undefined; KeyId?: string | undefined },
    plaintext: Uint8Array,
  ) => ({
    ours: [mine.keyId, mine.keyArn, await weOpen(theirs.CiphertextBlob)],
    theirs: [idOf(theirs.KeyId), theirs.KeyId, await theyOpen(mine.ciphertext)],
    expected: [mine.keyId, mine.keyArn, hex(plaintext)],
  })

  /** Data keys are different each time: what each client knows of the other's, its maker must say too. */
  const dataKeys =
    (withPlaintext: boolean): Comparison =>
    async () => {
      const keyId = newKey()
      const input = { keyId, lengthBytes: 24, context }
      const mine = withPlaintext
        ? await ours.generateDataKey(input)
        : { plaintext: undefined, ...(await ours.generateDataKeyWithoutPlaintext(input)) }
      const asked = { KeyId: keyId, NumberOfBytes: 24, EncryptionContext }
      const theirs = withPlaintext
        ? await sdk.generateDataKey(asked)
        : { Plaintext: undefined, ...(await sdk.generateDataKeyWithoutPlaintext(asked)) }
      const opened = await ours.decryptDataKey({ ...input, ciphertext: theirs.CiphertextBlob ?? NOTHING })
      return {
        ours: [
          ...[mine.keyId, mine.keyArn, 2 * input.lengthBytes], // in hex
          mine.plaintext ? hex(mine.plaintext) : await weOpen(mine.ciphertext),
          hex(opened.plaintext),
        ],
        theirs: [
          ...[idOf(theirs.KeyId), theirs.KeyId, (await theyOpen(mine.ciphertext)).length],
          await theyOpen(mine.ciphertext),
          theirs.Plaintext ? hex(theirs.Plaintext) : await theyOpen(theirs.CiphertextBlob),
        ],
      }
    }

  /** Key pairs likewise: each client opens the other's private key. */
  const pairs =
    (withPlaintext: boolean): Comparison =>
    async () => {
      const keyId = newKey()
      const input = { keyId, pairSpec: 'EC_P256', context } as const
      const mine = withPlaintext
        ? await ours.generateDataKeyPair(input)
        : { privateKey: undefined, ...(await ours.generateDataKeyPairWithoutPlaintext(input)) }
      const asked = { KeyId: keyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext } as const
      const theirs = withPlaintext
        ? await sdk.generateDataKeyPair(asked)
        : { PrivateKeyPlaintext: undefined, ...(await sdk.generateDataKeyPairWithoutPlaintext(asked)) }
      const curve = (der: Uint8Array) => spki(der).asymmetricKeyDetails?.namedCurve
      const sealed = theirs.PrivateKeyCiphertextBlob
      return {
        ours: [
          ...[mine.keyId, mine.keyArn, mine.pairSpec, curve(mine.publicKey)],
          mine.privateKey ? hex(mine.privateKey) : await weOpen(mine.privateKeyCiphertext),
          await weOpen(sealed),
        ],
        theirs: [
          ...[idOf(theirs.KeyId), theirs.KeyId, theirs.KeyPairSpec?.replace('ECC_NIST', 'EC')],
          curve(theirs.PublicKey ?? NOTHING),
          await theyOpen(mine.privateKeyCiphertext),
          theirs.PrivateKeyPlaintext ? hex(theirs.PrivateKeyPlaintext) : await theyOpen(sealed),
        ],
      }
    }

  const importParameters = (keyId: string) =>
    ours.getParametersForImport({ keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' })
  const theirParameters = (KeyId: string) =>
    sdk.getParametersForImport({ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' })
  const signing = { algorithm: 'ECDSA_SHA_256', digest } as const
  const theirSigning = { SigningAlgorithm: 'ECDSA_SHA_256', Message: digest, MessageType: 'DIGEST' } as const

  return {
    encrypt: async () => {
      const keyId = newKey()
      const theirs = await sdk.encrypt({ KeyId: keyId, Plaintext: PLAINTEXT, EncryptionContext })
      return crossed(await ours.encrypt({ keyId, plaintext: PLAINTEXT, context }), theirs, PLAINTEXT)
    },
    decrypt: async () => {
      const keyId = newKey()
      const { CiphertextBlob = NOTHING } = await sdk.encrypt({ KeyId: keyId, Plaintext: PLAINTEXT })
      const mine = await ours.decrypt({ ciphertext: CiphertextBlob, keyId })
      const theirs = await sdk.decrypt({ CiphertextBlob, KeyId: keyId })
      return {
        ours: [mine.keyId, mine.keyArn, hex(mine.plaintext)],
        theirs: [idOf(theirs.KeyId), theirs.KeyId, hex(theirs.Plaintext ?? NOTHING)],
        expected: [keyId, mine.keyArn, hex(PLAINTEXT)],
      }
    },
    reEncrypt: async () => {
      const [from, to] = [newKey(), newKey()]
      const { ciphertext } = await ours.encrypt({ keyId: from, plaintext: PLAINTEXT })
      const mine = await ours.reEncrypt({ ciphertext, destinationKeyId: to, destinationContext: context })
      const theirs = await sdk.reEncrypt({
        CiphertextBlob: ciphertext,
        DestinationKeyId: to,
        DestinationEncryptionContext: EncryptionContext,
      })
      return {
        ours: [mine.sourceKeyId, mine.keyId, mine.keyArn, await weOpen(theirs.CiphertextBlob)],
        theirs: [idOf(theirs.SourceKeyId), idOf(theirs.KeyId), theirs.KeyId, await theyOpen(mine.ciphertext)],
        expected: [from, to, mine.keyArn, hex(PLAINTEXT)],
      }
    },
    generateDataKey: dataKeys(true),
    generateDataKeyWithoutPlaintext: dataKeys(false),
    encryptDataKey: async () => {
      const keyId = newKey()
      const dataKey = randomBytes(32)
      const theirs = await sdk.encrypt({ KeyId: keyId, Plaintext: dataKey, EncryptionContext })
      return crossed(await ours.encryptDataKey({ keyId, plaintext: dataKey, context }), theirs, dataKey)
    },
    decryptDataKey: async () => {
      const keyId = newKey()
      const made = await sdk.generateDataKey({ KeyId: keyId, KeySpec: 'AES_128', EncryptionContext })
      const ciphertext = made.CiphertextBlob ?? NOTHING
      const mine = await ours.decryptDataKey({ keyId, ciphertext, spec: 'AES_128', context })
      return {
        ours: hex(mine.plaintext),
        theirs: await theyOpen(ciphertext),
        expected: hex(made.Plaintext ?? NOTHING),
      }
    },
    generateDataKeyPair: pairs(true),
    generateDataKeyPairWithoutPlaintext: pairs(false),
    generateRandom: async () => ({
      ours: (await ours.generateRandom({ lengthBytes: 40 })).bytes.length,
      theirs: (await sdk.generateRandom({ NumberOfBytes: 40 })).Plaintext?.length,
      expected: 40,
    }),
    sign: async () => {
      const KeyId = newKey(PAIR)
      const mine = await ours.sign({ keyId: KeyId, ...signing })
      const theirs = await sdk.sign({ KeyId, ...theirSigning })
      const checked = await sdk.verify({ KeyId, ...theirSigning, Signature: mine.signature })
      const judged = await ours.verify({ keyId: KeyId, ...signing, signature: theirs.Signature ?? NOTHING })
      return {
        ours: [mine.keyId, mine.keyArn, judged.valid],
        theirs: [idOf(theirs.KeyId), theirs.KeyId, checked.SignatureValid],
        expected: [KeyId, mine.keyArn, true],
      }
    },
    verify: async () => {
      const KeyId = newKey(PAIR)
      const { Signature = NOTHING } = await sdk.sign({ KeyId, ...theirSigning })
      const other = createHash('sha256').update('order 8').digest()
      const mine = async (one: Uint8Array) =>
        (await ours.verify({ keyId: KeyId, ...signing, digest: one, signature: Signature })).valid
      // A signature that does not fit is an exception here.
      const theirs = (one: Uint8Array) =>
        sdk.verify({ KeyId, ...theirSigning, Message: one, Signature }).then(
          ({ SignatureValid }) => SignatureValid,
          ({ name }: Error) => (name === 'KMSInvalidSignatureException' ? false : name),
        )
      return {
        ours: [await mine(digest), await mine(other)],
        theirs: [await theirs(digest), await theirs(other)],
        expected: [true, false],
      }
    },
    getPublicKey: async () => {
      const KeyId = newKey(PAIR)
      const mine = await ours.getPublicKey({ keyId: KeyId })
      const theirs = await sdk.getPublicKey({ KeyId })
      return {
        ours: [mine.keyId, mine.keyArn, base64(mine.publicKey), mine.spec, mine.usage, mine.algorithms],
        theirs: [
          ...[idOf(theirs.KeyId), theirs.KeyId, base64(theirs.PublicKey ?? NOTHING)],
          ...[theirs.KeySpec?.replace('ECC_NIST', 'EC'), theirs.KeyUsage, theirs.SigningAlgorithms],
        ],
      }
    },
    generateMac: async () => {
      const KeyId = newKey(MAC)
      const mine = await ours.generateMac({ keyId: KeyId, message: PLAINTEXT, algorithm: 'HMAC_SHA_256' })
      const theirs = await sdk.generateMac({ KeyId, Message: PLAINTEXT, MacAlgorithm: 'HMAC_SHA_256' })
      return {
        ours: [mine.keyId, mine.keyArn, hex(mine.mac)],
        theirs: [idOf(theirs.KeyId), theirs.KeyId, hex(theirs.Mac ?? NOTHING)],
      }
    },
    verifyMac: async () => {
      const KeyId = newKey(MAC)
      const { Mac = NOTHING } = await sdk.generateMac({ KeyId, Message: PLAINTEXT, MacAlgorithm: 'HMAC_SHA_256' })
      const mine = async (message: Uint8Array) =>
        (await ours.verifyMac({ keyId: KeyId, message, algorithm: 'HMAC_SHA_256', mac: Mac })).valid
      const theirs = (Message: Uint8Array) =>
        sdk.verifyMac({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256', Mac }).then(
          ({ MacValid }) => MacValid,
          ({ name }: Error) => (name === 'KMSInvalidMacException' ? false : name),
        )
      return {
        ours: [await mine(PLAINTEXT), await mine(Buffer.from('other'))],
        theirs: [await theirs(PLAINTEXT), await theirs(Buffer.from('other'))],
        expected: [true, false],
      }
    },
    deriveSharedSecret: async () => {
      const KeyId = newKey({ ...PAIR, usage: 'KEY_AGREEMENT' })
      const { publicKey: peer } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const publicKey = peer.export({ format: 'der', type: 'spki' })
      const mine = await ours.deriveSharedSecret({ keyId: KeyId, publicKey })
      const asked = { KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: publicKey } as const
      const theirs = await sdk.deriveSharedSecret(asked)
      return {
        ours: [mine.keyId, mine.keyArn, hex(mine.sharedSecret)],
        theirs: [idOf(theirs.KeyId), theirs.KeyId, hex(theirs.SharedSecret ?? NOTHING)],
      }
    },
    getParametersForImport: async () => {
      const keyId = newKey(EXTERNAL)
      const mine = await importParameters(keyId)
      const theirs = await theirParameters(keyId)
      const bits = (der: Uint8Array = NOTHING) => spki(der).asymmetricKeyDetails?.modulusLength
      return {
        ours: [mine.keyId, mine.keyArn, mine.expiresAt, bits(mine.publicKey), mine.importToken.length],
        theirs: [
          ...[idOf(theirs.KeyId), theirs.KeyId, theirs.ParametersValidTo],
          ...[bits(theirs.PublicKey), theirs.ImportToken?.length],
        ],
      }
    },
    importKeyMaterial: async () => {
      // The same material, each client with the parameters that the other asked for.
      const material = randomBytes(32)
      const [a, b] = [newKey(EXTERNAL), newKey(EXTERNAL)]
      const materialExpiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * 86_400_000)
      const forMine = await theirParameters(a)
      const forTheirs = await importParameters(b)
      const mine = await ours.importKeyMaterial({
        keyId: a,
        importToken: forMine.ImportToken ?? NOTHING,
        encryptedMaterial: wrap(forMine.PublicKey ?? NOTHING, material),
        materialExpiresAt,
      })
      const theirs = await sdk.importKeyMaterial({
        KeyId: b,
        ImportToken: forTheirs.importToken,
        EncryptedKeyMaterial: wrap(forTheirs.publicKey, material),
        ExpirationModel: 'KEY_MATERIAL_EXPIRES',
        ValidTo: materialExpiresAt,
      })
      return {
        ours: [mine.keyId === a, mine.keyMaterialId?.length, await about(a)],
        theirs: [idOf(theirs.KeyId) === b, theirs.KeyMaterialId?.length, await about(b)],
      }
    },
    deleteKeyMaterial: async () => {
      const [a, b] = [newKey({ origin: 'EXTERNAL' }), newKey({ origin: 'EXTERNAL' })]
      const mine = await ours.deleteKeyMaterial({ keyId: a })
      const theirs = await sdk.deleteImportedKeyMaterial({ KeyId: b })
      return {
        ours: [mine.keyId === a, mine.keyMaterialId?.length, await about(a)],
        theirs: [idOf(theirs.KeyId) === b, theirs.KeyMaterialId?.length, await about(b)],
      }
    },
  }
}
