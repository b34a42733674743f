import type { Scenario } from '../scenario.ts'

/** Actions of Q-KMS that no operation of ours covers. */
export const quilibriumActions: Readonly<Record<string, Scenario>> = {
  'quilibrium:GenerateDataKeyPair': {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.raw('GenerateDataKeyPair', { KeyId: id, KeyPairSpec: 'ECC_NIST_P256' }),
  },
}
