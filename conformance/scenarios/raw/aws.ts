import type { Scenario } from '../scenario.ts'

/** Key encapsulation: newer than the operation table. */
export const awsActions: Readonly<Record<string, Scenario>> = {
  'aws:Encapsulate': {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.raw('Encapsulate', { KeyId: id, EncapsulationAlgorithm: 'ML_KEM' }),
  },
  'aws:Decapsulate': {
    prepares: true,
    ready: async ({ kms }, { id }) => {
      const reply = await kms.raw('Encapsulate', { KeyId: id, EncapsulationAlgorithm: 'ML_KEM' })
      const SharedSecretCiphertextBlob = Object(reply).SharedSecretCiphertextBlob
      return () => kms.raw('Decapsulate', { KeyId: id, EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob })
    },
  },
}
