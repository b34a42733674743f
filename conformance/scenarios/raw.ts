import type { Scenario } from './scenario.ts'

/** Actions that no operation of ours covers, by `cloud:action`. */
export const rawActions: Readonly<Record<string, Scenario>> = {
  'aws:Encapsulate': {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.raw('Encapsulate', { KeyId: id, EncapsulationAlgorithm: 'ML_KEM' }),
  },
  'aws:Decapsulate': {
    ready: async ({ kms }, { id }) => {
      const reply = await kms.raw('Encapsulate', { KeyId: id, EncapsulationAlgorithm: 'ML_KEM' })
      const SharedSecretCiphertextBlob = Object(reply).SharedSecretCiphertextBlob
      return () => kms.raw('Decapsulate', { KeyId: id, EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob })
    },
  },
}
