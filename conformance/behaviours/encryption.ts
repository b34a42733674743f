import { constants, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { makeKey, replicate } from '../scenarios/arrange.ts'
import { prepare, type Stage } from '../scenarios/stage.ts'
import { type Check, must, mustAccept, mustRefuse, sameBytes } from './behaviour.ts'

const secret = () => new Uint8Array(randomBytes(48))
const symmetric = (stage: Stage) => makeKey(stage, 'symmetric', 'Enabled', false)

export const encryptionBehaviours: readonly Check[] = [
  {
    id: 'decrypt-inverts-encrypt',
    title: 'What was encrypted is decrypted, also without naming the key, and no two ciphertexts are equal',
    operation: 'decrypt',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      const plaintext = secret()
      const first = await mustAccept('encrypt', () => kms.encrypt({ keyId: id, plaintext }))
      const second = await mustAccept('encrypt', () => kms.encrypt({ keyId: id, plaintext }))
      must(!sameBytes(first.ciphertext, second.ciphertext), 'the same plaintext gave the same ciphertext twice')
      for (const keyId of [id, undefined]) {
        const result = await mustAccept('decrypt', () => kms.decrypt({ ciphertext: first.ciphertext, keyId }))
        must(sameBytes(result.plaintext, plaintext), 'decrypt gave other bytes')
        must(result.keyId === id, 'decrypt names another key')
      }
    },
  },
  {
    id: 'context-is-bound',
    title: 'A ciphertext decrypts with exactly its encryption context, in any order, and with no other',
    operation: 'decrypt',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      const plaintext = secret()
      const context = { tenant: '42', purpose: 'test' }
      const { ciphertext } = await mustAccept('encrypt', () => kms.encrypt({ keyId: id, plaintext, context }))
      const reordered = { purpose: 'test', tenant: '42' }
      const opened = await mustAccept('decrypt', () => kms.decrypt({ keyId: id, ciphertext, context: reordered }))
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
      const wrong = [
        { ...context, tenant: '43' },
        { tenant: '42' },
        { ...context, more: '1' },
        { ...context, Tenant: '42' },
      ]
      for (const other of [undefined, ...wrong]) {
        await mustRefuse(`decrypt with ${other === undefined ? 'no' : 'another'} context`, ['InvalidCiphertext'], () =>
          kms.decrypt({ keyId: id, ciphertext, context: other }),
        )
      }
    },
  },
  {
    id: 'ciphertext-is-authenticated',
    title: 'A ciphertext with a bit flipped, cut or lengthened is refused',
    operation: 'decrypt',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      const { ciphertext } = await mustAccept('encrypt', () => kms.encrypt({ keyId: id, plaintext: secret() }))
      const flipped = Uint8Array.from(ciphertext)
      flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
      for (const damaged of [flipped, ciphertext.slice(0, -1), Uint8Array.of(...ciphertext, 0)]) {
        await mustRefuse('decrypt of a damaged ciphertext', ['InvalidCiphertext'], () =>
          kms.decrypt({ keyId: id, ciphertext: damaged }),
        )
      }
    },
  },
  {
    id: 'wrong-key-is-named',
    title: 'Decrypting with a key that did not make the ciphertext says that the key is wrong',
    operation: 'decrypt',
    check: async (stage) => {
      const { kms } = stage
      const [key, other] = [await symmetric(stage), await symmetric(stage)]
      const { ciphertext } = await mustAccept('encrypt', () => kms.encrypt({ keyId: key.id, plaintext: secret() }))
      await mustRefuse('decrypt', ['IncorrectKey'], () => kms.decrypt({ keyId: other.id, ciphertext }))
    },
  },
  {
    id: 'plaintext-is-bounded',
    title: 'A plaintext of 4096 bytes is encrypted, one byte more is refused',
    operation: 'encrypt',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      await mustAccept('4096 bytes', () => kms.encrypt({ keyId: id, plaintext: new Uint8Array(4096) }))
      await mustRefuse('4097 bytes', ['InvalidInput'], () =>
        kms.encrypt({ keyId: id, plaintext: new Uint8Array(4097) }),
      )
    },
  },
  {
    id: 're-encrypt-moves-a-ciphertext',
    title: 'A re-encrypted ciphertext opens under the destination key with the destination context only',
    operation: 'reEncrypt',
    check: async (stage) => {
      const { kms } = stage
      const [source, destination] = [await symmetric(stage), await symmetric(stage)]
      const plaintext = secret()
      const [sourceContext, destinationContext] = [{ from: 'a' }, { to: 'b' }]
      const encrypted = await mustAccept('encrypt', () =>
        kms.encrypt({ keyId: source.id, plaintext, context: sourceContext }),
      )
      const moved = await mustAccept('reEncrypt', () =>
        kms.reEncrypt({
          ciphertext: encrypted.ciphertext,
          sourceContext,
          destinationKeyId: destination.id,
          destinationContext,
        }),
      )
      const input = { keyId: destination.id, ciphertext: moved.ciphertext }
      const opened = await mustAccept('decrypt', () => kms.decrypt({ ...input, context: destinationContext }))
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
      await mustRefuse('the source context', ['InvalidCiphertext'], () =>
        kms.decrypt({ ...input, context: sourceContext }),
      )
    },
  },
  {
    id: 'data-key-comes-back',
    title: 'An encrypted data key decrypts to the data key that was given in the clear, in the length asked for',
    operation: 'generateDataKey',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      for (const lengthBytes of [16, 32, 64]) {
        const made = await mustAccept('generateDataKey', () => kms.generateDataKey({ keyId: id, lengthBytes }))
        must(
          made.plaintext.byteLength === lengthBytes,
          `asked for ${lengthBytes} bytes, got ${made.plaintext.byteLength}`,
        )
        const opened = await mustAccept('decryptDataKey', () =>
          kms.decryptDataKey({ keyId: id, ciphertext: made.ciphertext, lengthBytes }),
        )
        must(sameBytes(opened.plaintext, made.plaintext), 'the data key came back as other bytes')
      }
    },
  },
  {
    id: 'public-key-encrypts-outside',
    title: 'What is encrypted outside with the public key is decrypted inside',
    operation: 'getPublicKey',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'rsa-encrypt', 'Enabled', false)
      const { publicKey } = await mustAccept('getPublicKey', () => kms.getPublicKey({ keyId: id }))
      const plaintext = secret()
      const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
      const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
      const ciphertext = new Uint8Array(publicEncrypt({ key, ...padding }, plaintext))
      const opened = await mustAccept('decrypt', () =>
        kms.decrypt({ keyId: id, ciphertext, algorithm: 'RSAES_OAEP_SHA_256' }),
      )
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
    },
  },
  {
    id: 'random-is-random',
    title: 'Random bytes come in the length asked for and never twice',
    operation: 'generateRandom',
    check: async (stage) => {
      const seen = new Set<string>()
      for (let round = 0; round < 4; round += 1) {
        const { bytes } = await mustAccept('generateRandom', () => stage.kms.generateRandom({ lengthBytes: 32 }))
        must(bytes.byteLength === 32, `asked for 32 bytes, got ${bytes.byteLength}`)
        seen.add(createHash('sha256').update(bytes).digest('hex'))
      }
      must(seen.size === 4, 'the same random bytes came twice')
    },
  },
  {
    id: 'replica-opens-primary-ciphertext',
    title: 'A replica in another Region decrypts what the primary key encrypted',
    operation: 'replicateKey',
    check: async (stage) => {
      const primary = await makeKey(stage, 'multi-region-primary', 'Enabled', false)
      await prepare('replicateKey', () => replicate(stage, primary))
      const plaintext = secret()
      const { ciphertext } = await mustAccept('encrypt', () => stage.kms.encrypt({ keyId: primary.id, plaintext }))
      const opened = await mustAccept('decrypt', async () => stage.target.other?.kms.decrypt({ ciphertext }))
      must(opened !== undefined && sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
    },
  },
]
