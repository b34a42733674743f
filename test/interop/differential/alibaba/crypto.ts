import { createHash, createPublicKey, randomBytes } from 'node:crypto'
import { fromPem } from '../../../../src/index.ts'
import { wrapFor } from '../../../support/alibaba-sdk.ts'
import { base64, type Comparison, type Comparisons, fromBase64, member, text } from '../compare.ts'
import type { AlibabaClients } from './clients.ts'

const PLAINTEXT = Buffer.from('a secret & its "neighbours" +/=~*')
const context = { tenant: '42', 'what + how': 'a&b=c' }
const EncryptionContext = JSON.stringify(context) // the SDK's own way to write an object is none of the API's
const digest = createHash('sha256').update('order 7').digest()
const EXTERNAL = { state: 'PendingImport' }
const WRAPPING = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
const PAIR = { spec: 'EC_P256' } as const
const MAC = { spec: 'HMAC_256' } as const

/** Cryptography and imported material: what one client makes, the other reads. */
export const cryptoComparisons = ({ ours, sdk, speak, newKey, about }: AlibabaClients): Comparisons => {
  const encrypted = (reply: unknown) => fromBase64(text(reply, 'CiphertextBlob'))
  const versionOf = async (KeyId: string) =>
    text(
      await sdk('ListKeyVersions', { KeyId, PageNumber: 1, PageSize: 10 }),
      'KeyVersions',
      'KeyVersion',
      0,
      'KeyVersionId',
    )

  /** What each client reads in the other's ciphertext, and what the makers say of their key. */
  const crossed = async (
    mine: { ciphertext: Uint8Array; keyId: string; keyVersionId?: string | undefined },
    theirs: unknown,
  ) => {
    const opened = await ours.decrypt({ ciphertext: encrypted(theirs), context })
    const read = await sdk('Decrypt', { CiphertextBlob: base64(mine.ciphertext), EncryptionContext })
    return {
      ours: [mine.keyId, mine.keyVersionId, opened.keyId, opened.keyVersionId, base64(opened.plaintext)],
      theirs: [
        ...['KeyId', 'KeyVersionId'].map((name) => text(theirs, name)),
        ...['KeyId', 'KeyVersionId', 'Plaintext'].map((name) => text(read, name)),
      ],
    }
  }

  /** Data keys are different each time: what each client knows of the other's, its maker must say too. */
  const dataKeys =
    (withPlaintext: boolean): Comparison =>
    async () => {
      const keyId = newKey()
      const input = { keyId, lengthBytes: 24, context }
      const mine = withPlaintext
        ? await ours.generateDataKey(input)
        : { plaintext: undefined, ...(await ours.generateDataKeyWithoutPlaintext(input)) }
      const action = withPlaintext ? 'GenerateDataKey' : 'GenerateDataKeyWithoutPlaintext'
      const theirs = await sdk(action, { KeyId: keyId, NumberOfBytes: 24, EncryptionContext })
      const weOpen = async (ciphertext: Uint8Array) =>
        base64((await ours.decryptDataKey({ ...input, ciphertext })).plaintext)
      const theyOpen = async (ciphertext: Uint8Array) =>
        text(await sdk('Decrypt', { CiphertextBlob: base64(ciphertext), EncryptionContext }), 'Plaintext')
      return {
        ours: [
          ...[mine.keyId, mine.keyVersionId, input.lengthBytes],
          mine.plaintext ? base64(mine.plaintext) : await weOpen(mine.ciphertext),
          await weOpen(encrypted(theirs)),
        ],
        theirs: [
          ...['KeyId', 'KeyVersionId'].map((name) => text(theirs, name)),
          fromBase64(await theyOpen(mine.ciphertext)).length,
          await theyOpen(mine.ciphertext),
          withPlaintext ? text(theirs, 'Plaintext') : await theyOpen(encrypted(theirs)),
        ],
      }
    }

  const signing = { algorithm: 'ECDSA_SHA_256', digest } as const
  const theirSigning = async (KeyId: string) => ({
    KeyId,
    KeyVersionId: await versionOf(KeyId),
    Algorithm: 'ECDSA_SHA_256',
    Digest: base64(digest),
  })
  const importParameters = (keyId: string) =>
    ours.getParametersForImport({ keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' })

  return {
    encrypt: async () => {
      const keyId = newKey()
      const theirs = await sdk('Encrypt', { KeyId: keyId, Plaintext: base64(PLAINTEXT), EncryptionContext })
      return crossed(await ours.encrypt({ keyId, plaintext: PLAINTEXT, context }), theirs)
    },
    decrypt: async () => {
      const keyId = newKey()
      const theirs = await sdk('Encrypt', { KeyId: keyId, Plaintext: base64(PLAINTEXT) })
      const mine = await ours.decrypt({ ciphertext: encrypted(theirs) })
      const read = await sdk('Decrypt', { CiphertextBlob: text(theirs, 'CiphertextBlob') })
      return {
        ours: [base64(mine.plaintext), mine.keyId, mine.keyVersionId],
        theirs: ['Plaintext', 'KeyId', 'KeyVersionId'].map((name) => text(read, name)),
        expected: [base64(PLAINTEXT), keyId, await versionOf(keyId)],
      }
    },
    reEncrypt: async () => {
      const [from, to] = [newKey(), newKey()]
      const { ciphertext } = await ours.encrypt({ keyId: from, plaintext: PLAINTEXT })
      const mine = await ours.reEncrypt({ ciphertext, destinationKeyId: to, destinationContext: context })
      const theirs = await speak('ReEncrypt', {
        CiphertextBlob: base64(ciphertext),
        DestinationKeyId: to,
        DestinationEncryptionContext: EncryptionContext,
      })
      const read = await sdk('Decrypt', { CiphertextBlob: base64(mine.ciphertext), EncryptionContext })
      const opened = await ours.decrypt({ ciphertext: encrypted(theirs), context })
      return {
        ours: [mine.sourceKeyId, mine.keyId, opened.keyId, base64(opened.plaintext)],
        theirs: [text(theirs, 'KeyId'), text(read, 'KeyId'), to, text(read, 'Plaintext')],
      }
    },
    generateDataKey: dataKeys(true),
    generateDataKeyWithoutPlaintext: dataKeys(false),
    encryptDataKey: async () => {
      const keyId = newKey()
      const dataKey = randomBytes(32)
      const theirs = await sdk('Encrypt', { KeyId: keyId, Plaintext: base64(dataKey), EncryptionContext })
      return crossed(await ours.encryptDataKey({ keyId, plaintext: dataKey, context }), theirs)
    },
    decryptDataKey: async () => {
      const keyId = newKey()
      const made = await sdk('GenerateDataKey', { KeyId: keyId, NumberOfBytes: 16 })
      const mine = await ours.decryptDataKey({ keyId, ciphertext: encrypted(made), lengthBytes: 16 })
      return { ours: [base64(mine.plaintext), mine.keyId], theirs: [text(made, 'Plaintext'), text(made, 'KeyId')] }
    },
    sign: async () => {
      const keyId = newKey(PAIR)
      const mine = await ours.sign({ keyId, ...signing })
      const asked = await theirSigning(keyId)
      const theirs = await sdk('AsymmetricSign', asked)
      const read = await sdk('AsymmetricVerify', { ...asked, Value: base64(mine.signature) })
      const opened = await ours.verify({ keyId, ...signing, signature: fromBase64(text(theirs, 'Value')) })
      return {
        ours: [mine.keyId, mine.keyVersionId, opened.valid],
        theirs: [text(theirs, 'KeyId'), text(theirs, 'KeyVersionId'), member(read, 'Value')],
        expected: [keyId, mine.keyVersionId, true],
      }
    },
    verify: async () => {
      const keyId = newKey(PAIR)
      const asked = await theirSigning(keyId)
      const signature = fromBase64(text(await sdk('AsymmetricSign', asked), 'Value'))
      const other = createHash('sha256').update('order 8').digest()
      const mine = async (one: Uint8Array) => (await ours.verify({ keyId, ...signing, digest: one, signature })).valid
      const theirs = async (one: Uint8Array) =>
        member(await sdk('AsymmetricVerify', { ...asked, Digest: base64(one), Value: base64(signature) }), 'Value')
      return {
        ours: [await mine(digest), await mine(other)],
        theirs: [await theirs(digest), await theirs(other)],
        expected: [true, false],
      }
    },
    getPublicKey: async () => {
      const keyId = newKey(PAIR)
      const mine = await ours.getPublicKey({ keyId })
      const theirs = await sdk('GetPublicKey', { KeyId: keyId, KeyVersionId: await versionOf(keyId) })
      const der = fromPem(text(theirs, 'PublicKey'))
      return {
        ours: [base64(mine.publicKey), mine.keyId, mine.keyVersionId],
        theirs: [base64(der ?? new Uint8Array()), text(theirs, 'KeyId'), text(theirs, 'KeyVersionId')],
      }
    },
    generateMac: async () => {
      const keyId = newKey(MAC)
      const mine = await ours.generateMac({ keyId, message: PLAINTEXT, algorithm: 'HMAC_SHA_256' })
      const asked = { KeyId: keyId, Algorithm: 'HMAC_SHA_256', Message: base64(PLAINTEXT) }
      const theirs = await speak('GenerateMac', asked)
      return { ours: [base64(mine.mac), mine.keyId], theirs: [text(theirs, 'Mac'), text(theirs, 'KeyId')] }
    },
    verifyMac: async () => {
      const keyId = newKey(MAC)
      const { mac } = await ours.generateMac({ keyId, message: PLAINTEXT, algorithm: 'HMAC_SHA_256' })
      const mine = async (message: Buffer) =>
        (await ours.verifyMac({ keyId, message, algorithm: 'HMAC_SHA_256', mac })).valid
      const theirs = async (message: Buffer) => {
        const asked = { KeyId: keyId, Algorithm: 'HMAC_SHA_256', Message: base64(message), Mac: base64(mac) }
        return member(await speak('VerifyMac', asked), 'Value')
      }
      return {
        ours: [await mine(PLAINTEXT), await mine(Buffer.from('other'))],
        theirs: [await theirs(PLAINTEXT), await theirs(Buffer.from('other'))],
        expected: [true, false],
      }
    },
    getParametersForImport: async () => {
      const keyId = newKey(EXTERNAL)
      const mine = await importParameters(keyId)
      const theirs = await sdk('GetParametersForImport', { KeyId: keyId, ...WRAPPING })
      const kind = (der: Uint8Array) =>
        createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }).asymmetricKeyDetails?.modulusLength
      return {
        ours: [mine.keyId, mine.expiresAt, kind(mine.publicKey), mine.importToken.length > 0],
        theirs: [
          text(theirs, 'KeyId'),
          new Date(text(theirs, 'TokenExpireTime')),
          kind(fromBase64(text(theirs, 'PublicKey'))),
          text(theirs, 'ImportToken') !== '',
        ],
      }
    },
    importKeyMaterial: async () => {
      // The same material, each client with the parameters that the other asked for.
      const material = randomBytes(32)
      const [a, b] = [newKey(EXTERNAL), newKey(EXTERNAL)]
      const materialExpiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000)
      const forMine = await sdk('GetParametersForImport', { KeyId: a, ...WRAPPING })
      const forTheirs = await importParameters(b)
      await ours.importKeyMaterial({
        keyId: a,
        importToken: fromBase64(text(forMine, 'ImportToken')),
        encryptedMaterial: fromBase64(wrapFor(text(forMine, 'PublicKey'), material)),
        materialExpiresAt,
      })
      await sdk('ImportKeyMaterial', {
        KeyId: b,
        ImportToken: base64(forTheirs.importToken),
        EncryptedKeyMaterial: wrapFor(base64(forTheirs.publicKey), material),
        KeyMaterialExpireUnix: materialExpiresAt.getTime() / 1000,
      })
      return { ours: await about(a), theirs: await about(b) }
    },
    deleteKeyMaterial: async () => {
      const [a, b] = [newKey({ origin: 'EXTERNAL' }), newKey({ origin: 'EXTERNAL' })]
      await ours.deleteKeyMaterial({ keyId: a })
      await sdk('DeleteKeyMaterial', { KeyId: b })
      return { ours: await about(a), theirs: await about(b) }
    },
  }
}
