import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Key } from './arrange.ts'
import { kinds } from './kinds.ts'
import type { Scenario } from './scenario.ts'
import { prepare, Unreachable } from './stage.ts'

const message = () => new Uint8Array(randomBytes(32))

function signingAlgorithm(key: Key) {
  const { signing } = kinds[key.kind]
  if (signing === undefined) throw new Unreachable(`a key of kind ${key.kind} does not sign`)
  return signing
}

function macAlgorithm(key: Key) {
  const { mac } = kinds[key.kind]
  if (mac === undefined) throw new Unreachable(`a key of kind ${key.kind} makes no codes`)
  return mac
}

export const signing = {
  sign: {
    ready: ({ kms }, key) => {
      const input = { keyId: key.id, message: message(), algorithm: signingAlgorithm(key) }
      return () => kms.sign(input)
    },
  },
  verify: {
    prepares: true,
    ready: async ({ kms }, key) => {
      const input = { keyId: key.id, message: message(), algorithm: signingAlgorithm(key) }
      // A key without material has signed nothing; the state is looked at before the signature.
      const signed = key.usable ? await prepare('sign', () => kms.sign(input)) : undefined
      const { signature = new Uint8Array(256), keyVersionId } = signed ?? {}
      return () => kms.verify({ ...input, signature, keyVersionId })
    },
  },
  getPublicKey: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.getPublicKey({ keyId: id }),
  },
  generateMac: {
    ready: ({ kms }, key) => {
      const input = { keyId: key.id, message: message(), algorithm: macAlgorithm(key) }
      return () => kms.generateMac(input)
    },
  },
  verifyMac: {
    prepares: true,
    ready: async ({ kms }, key) => {
      const input = { keyId: key.id, message: message(), algorithm: macAlgorithm(key) }
      const { mac } = key.usable
        ? await prepare('generateMac', () => kms.generateMac(input))
        : { mac: new Uint8Array(32) }
      return () => kms.verifyMac({ ...input, mac })
    },
  },
  deriveSharedSecret: {
    ready: ({ kms }, { id }) => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const peer = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))
      return () => kms.deriveSharedSecret({ keyId: id, publicKey: peer })
    },
  },
} as const satisfies Record<string, Scenario>
