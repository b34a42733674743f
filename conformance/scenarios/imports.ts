import { isKmsError } from '../../src/index.ts'
import { companion, type Key } from './arrange.ts'
import { type ImportParts, importParts } from './material.ts'
import type { Scenario } from './scenario.ts'
import { isFinding, prepare, type Stage } from './stage.ts'

/** Parameters of the key itself; `undefined` if it has material already and the cloud gives it no more, or takes none. */
async function ownParts(stage: Stage, { id, material }: Key): Promise<ImportParts | undefined> {
  if (material === undefined) return undefined
  try {
    return await importParts(stage, id, material)
  } catch (error) {
    if (isKmsError(error) && isFinding(error)) return undefined
    throw error
  }
}

/** Those of another key are as good to be refused with. */
async function foreignParts(stage: Stage): Promise<ImportParts> {
  const { id, material = new Uint8Array(32) } = await companion(stage, 'external-symmetric', 'PendingImport')
  return prepare('getParametersForImport', () => importParts(stage, id, material))
}

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
    prepares: true,
    ready: async (stage, key) => {
      const parts = (await ownParts(stage, key)) ?? (await foreignParts(stage))
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
