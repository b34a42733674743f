import {
  constants,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  verify as verifyLocally,
} from 'node:crypto'
import { makeKey } from '../scenarios/arrange.ts'
import { type Check, must, mustAccept, mustRefuse, sameBytes } from './behaviour.ts'

const text = () => new Uint8Array(randomBytes(100))
const asKey = (spki: Uint8Array) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })

export const signingBehaviours: readonly Check[] = [
  {
    id: 'rsa-signature-verifies-outside',
    title: 'An RSA signature verifies outside with the public key',
    operation: 'sign',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'rsa-sign', 'Enabled', false)
      const { publicKey } = await mustAccept('getPublicKey', () => kms.getPublicKey({ keyId: id }))
      const message = text()
      const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      const forms = [
        { algorithm: 'RSASSA_PSS_SHA_256', padding: pss },
        { algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', padding: { padding: constants.RSA_PKCS1_PADDING } },
      ] as const
      for (const { algorithm, padding } of forms) {
        const { signature } = await mustAccept('sign', () => kms.sign({ keyId: id, message, algorithm }))
        must(
          verifyLocally('sha256', message, { key: asKey(publicKey), ...padding }, signature),
          `${algorithm} is not valid`,
        )
      }
    },
  },
  {
    id: 'ecdsa-signature-verifies-outside',
    title: 'An ECDSA signature is ASN.1 DER and verifies outside with the public key',
    operation: 'sign',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'ecc-sign', 'Enabled', false)
      const { publicKey } = await mustAccept('getPublicKey', () => kms.getPublicKey({ keyId: id }))
      const message = text()
      const signed = await mustAccept('sign', () => kms.sign({ keyId: id, message, algorithm: 'ECDSA_SHA_256' }))
      must(verifyLocally('sha256', message, asKey(publicKey), signed.signature), 'the signature is not valid')
    },
  },
  {
    id: 'foreign-signature-is-invalid',
    title: 'A signature of another message is not valid',
    operation: 'verify',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'ecc-sign', 'Enabled', false)
      const algorithm = 'ECDSA_SHA_256'
      const message = text()
      const { signature, keyVersionId } = await mustAccept('sign', () => kms.sign({ keyId: id, message, algorithm }))
      const input = { keyId: id, algorithm, signature, keyVersionId } as const
      const right = await mustAccept('verify', () => kms.verify({ ...input, message }))
      must(right.valid, 'the right signature was called invalid')
      const wrong = await mustAccept('verify', () => kms.verify({ ...input, message: text() }))
      must(!wrong.valid, 'the signature of another message was called valid')
    },
  },
  {
    id: 'foreign-mac-is-invalid',
    title: 'A message authentication code of another message is not valid',
    operation: 'verifyMac',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'hmac', 'Enabled', false)
      const algorithm = 'HMAC_SHA_256'
      const message = text()
      const { mac } = await mustAccept('generateMac', () => kms.generateMac({ keyId: id, message, algorithm }))
      const input = { keyId: id, algorithm, mac } as const
      must(
        (await mustAccept('verifyMac', () => kms.verifyMac({ ...input, message }))).valid,
        'the right code was called invalid',
      )
      const wrong = await mustAccept('verifyMac', () => kms.verifyMac({ ...input, message: text() }))
      must(!wrong.valid, 'the code of another message was called valid')
    },
  },
  {
    id: 'imported-mac-key-is-used',
    title: 'A code made with an imported HMAC key is the one computed outside with the same key',
    operation: 'generateMac',
    check: async (stage) => {
      const { kms } = stage
      const { id, material } = await makeKey(stage, 'external-hmac', 'Enabled', true)
      const message = text()
      const made = await mustAccept('generateMac', () =>
        kms.generateMac({ keyId: id, message, algorithm: 'HMAC_SHA_256' }),
      )
      const computed = createHmac('sha256', material ?? '')
        .update(message)
        .digest()
      must(sameBytes(made.mac, computed), 'the code is not that of the imported key')
    },
  },
  {
    id: 'shared-secret-is-agreed',
    title: 'Both sides of a key agreement get the same secret',
    operation: 'deriveSharedSecret',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'ecc-agreement', 'Enabled', false)
      const { publicKey } = await mustAccept('getPublicKey', () => kms.getPublicKey({ keyId: id }))
      const peer = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const ours = diffieHellman({ privateKey: peer.privateKey, publicKey: asKey(publicKey) })
      const spki = new Uint8Array(peer.publicKey.export({ format: 'der', type: 'spki' }))
      const theirs = await mustAccept('deriveSharedSecret', () =>
        kms.deriveSharedSecret({ keyId: id, publicKey: spki }),
      )
      must(sameBytes(theirs.sharedSecret, ours), 'the secrets differ')
    },
  },
  {
    id: 'usage-comes-before-state',
    title: 'A key of another usage is refused for its usage, even while it is disabled',
    operation: 'sign',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await makeKey(stage, 'hmac', 'Enabled', false)
      await mustAccept('disableKey', () => kms.disableKey({ keyId: id }))
      await mustRefuse('sign with an HMAC key', ['InvalidKeyUsage'], () =>
        kms.sign({ keyId: id, message: text(), algorithm: 'RSASSA_PSS_SHA_256' }),
      )
    },
  },
]
