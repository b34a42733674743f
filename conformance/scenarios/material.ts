import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { GetParametersForImportOutput, WrappingAlgorithm } from '../../src/index.ts'
import { wrapKeyMaterial } from '../../src/index.ts'
import type { KindRecipe } from './kinds.ts'
import { once } from './once.ts'
import { type Stage, Unreachable } from './stage.ts'

/** The same for every key that it is imported into. */
const rsaMaterial = once(() =>
  pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs8' })),
)

/** Key material to import, made here, so that the suite knows it. */
export function makeMaterial(kind: KindRecipe['material']): Uint8Array {
  switch (kind) {
    case 'rsa-2048':
      return rsaMaterial()
    case 'ec-p256':
      return pkcs8(
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' }),
      )
    default:
      return new Uint8Array(randomBytes(32))
  }
}

function pkcs8(der: Buffer): Uint8Array {
  return new Uint8Array(der)
}

/** Everything `importKeyMaterial` needs. */
export interface ImportParts {
  readonly importToken: Uint8Array
  readonly encryptedMaterial: Uint8Array
}

/** Asks for import parameters of a key and wraps material for it. */
export async function importParts(stage: Stage, keyId: string, material: Uint8Array): Promise<ImportParts> {
  const wrappingAlgorithm: WrappingAlgorithm =
    material.byteLength > 190 ? 'RSA_AES_KEY_WRAP_SHA_256' : 'RSAES_OAEP_SHA_256'
  const parameters = await stage.kms.getParametersForImport({ keyId, wrappingAlgorithm, wrappingKeySpec: 'RSA_2048' })
  return wrapFor(parameters, wrappingAlgorithm, material)
}

function wrapFor(
  { publicKey, importToken }: GetParametersForImportOutput,
  algorithm: WrappingAlgorithm,
  material: Uint8Array,
): ImportParts {
  const encryptedMaterial = wrapKeyMaterial(algorithm, publicKey, material)
  if (encryptedMaterial === undefined) throw new Unreachable(`${algorithm} cannot be done here`)
  return { importToken, encryptedMaterial }
}
