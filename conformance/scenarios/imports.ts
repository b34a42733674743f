import { makeKey } from './arrange.ts'
import { importParts } from './material.ts'
import type { Scenario } from './scenario.ts'
import { prepare } from './stage.ts'

export const imports = {
  getParametersForImport: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.getParametersForImport({
          keyId: id,
          wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
          wrappingKeySpec: 'RSA_2048',
        }),
  },
  importKeyMaterial: {
    ready: async (stage, key) => {
      // A key that takes no material gives no parameters either: those of another key are as good to be refused with.
      const donor =
        key.material === undefined ? await makeKey(stage, 'external-symmetric', 'PendingImport', false) : key
      const { id, material = new Uint8Array(32) } = donor
      const parts = await prepare('getParametersForImport', () => importParts(stage, id, material))
      return () => stage.kms.importKeyMaterial({ keyId: key.id, ...parts })
    },
  },
  deleteKeyMaterial: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.deleteKeyMaterial({ keyId: id }),
  },
} as const satisfies Record<string, Scenario>
