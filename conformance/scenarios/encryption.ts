import { randomBytes } from 'node:crypto'
import { type Key, otherKey } from './arrange.ts'
import { kinds } from './kinds.ts'
import type { Scenario } from './scenario.ts'
import { prepare, type Stage } from './stage.ts'

/** 32 bytes: a data key's length, so that the same bytes fit every cloud's calls. */
const PLAINTEXT_BYTES = 32
/** The one length that every cloud, OTC included, makes data keys of by default. */
const plaintext = () => new Uint8Array(randomBytes(PLAINTEXT_BYTES))

function encryptWith(stage: Stage, key: Key) {
  const { encryption } = kinds[key.kind]
  return stage.kms.encrypt({ keyId: key.id, plaintext: plaintext(), algorithm: encryption })
}

export const encryption = {
  encrypt: { ready: (stage, key) => () => encryptWith(stage, key) },
  decrypt: {
    uses: true,
    ready: async (stage, key) => {
      const made = key.usable ? await prepare('encrypt', () => encryptWith(stage, key)) : undefined
      // A key without material has encrypted nothing; the state is looked at before the ciphertext.
      const { ciphertext = new Uint8Array(256), keyVersionId } = made ?? {}
      const algorithm = kinds[key.kind].encryption
      const named = algorithm === undefined ? {} : { algorithm, keyVersionId }
      return () => stage.kms.decrypt({ ciphertext, keyId: key.id, ...named })
    },
  },
  'reEncrypt.source': {
    uses: true,
    ready: async (stage, key) => {
      const { ciphertext } = await prepare('encrypt', () => encryptWith(stage, key))
      const destination = await otherKey(stage)
      return () => stage.kms.reEncrypt({ ciphertext, sourceKeyId: key.id, destinationKeyId: destination.id })
    },
  },
  'reEncrypt.destination': {
    ready: async (stage, key) => {
      const source = await otherKey(stage)
      const { ciphertext } = await prepare('encrypt', () => encryptWith(stage, source))
      return () => stage.kms.reEncrypt({ ciphertext, sourceKeyId: source.id, destinationKeyId: key.id })
    },
  },
  generateDataKey: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.generateDataKey({ keyId: id }),
  },
  generateDataKeyWithoutPlaintext: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.generateDataKeyWithoutPlaintext({ keyId: id }),
  },
  encryptDataKey: {
    ready: ({ kms }, { id }) => {
      const lengthBytes = kms.limits.dataKeyBytes?.default ?? PLAINTEXT_BYTES
      return () => kms.encryptDataKey({ keyId: id, plaintext: new Uint8Array(randomBytes(lengthBytes)) })
    },
  },
  decryptDataKey: {
    uses: true,
    ready: async ({ kms }, { id }) => {
      const { ciphertext } = await prepare('generateDataKey', () => kms.generateDataKey({ keyId: id }))
      return () => kms.decryptDataKey({ keyId: id, ciphertext })
    },
  },
  generateDataKeyPair: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.generateDataKeyPair({ keyId: id, pairSpec: 'EC_P256' }),
  },
  generateDataKeyPairWithoutPlaintext: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.generateDataKeyPairWithoutPlaintext({ keyId: id, pairSpec: 'EC_P256' }),
  },
} as const satisfies Record<string, Scenario>
