import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { identityOf, optionalIdentityOf } from './key-reference.ts'
import { blob, optional, text, timestamp } from './reply.ts'

type Import = 'getParametersForImport' | 'importKeyMaterial' | 'deleteKeyMaterial'

/** Older services answered these with an empty body. */
const materialChange = z.object({ KeyId: optional(text), KeyMaterialId: optional(text) })

export function importCodecs(dialect: Dialect): Codecs<Import> {
  return {
    getParametersForImport: codec(dialect, {
      action: 'GetParametersForImport',
      members: (input) => ({
        KeyId: input.keyId,
        WrappingAlgorithm: dialect.wrappingAlgorithms.write(input.wrappingAlgorithm, 'wrappingAlgorithm'),
        WrappingKeySpec: dialect.wrappingKeySpecs.write(input.wrappingKeySpec, 'wrappingKeySpec'),
      }),
      reply: () => z.object({ KeyId: text, PublicKey: blob, ImportToken: blob, ParametersValidTo: timestamp }),
      output: (reply) => ({
        ...identityOf(reply.KeyId),
        publicKey: reply.PublicKey,
        importToken: reply.ImportToken,
        expiresAt: reply.ParametersValidTo,
      }),
    }),

    importKeyMaterial: codec(dialect, {
      action: 'ImportKeyMaterial',
      members: (input) => {
        const expires = input.materialExpiresAt
        return {
          KeyId: input.keyId,
          ImportToken: toBase64(input.importToken),
          EncryptedKeyMaterial: toBase64(input.encryptedMaterial),
          // The service's default expects a date, so "never" must be said.
          ExpirationModel: expires === undefined ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES',
          ValidTo: expires && expires.getTime() / 1000,
          ImportType: input.importType,
        }
      },
      reply: () => materialChange,
      output: (reply) => ({ ...optionalIdentityOf(reply.KeyId), keyMaterialId: reply.KeyMaterialId }),
    }),

    deleteKeyMaterial: codec(dialect, {
      action: 'DeleteImportedKeyMaterial',
      members: (input) => ({ KeyId: input.keyId, KeyMaterialId: input.keyMaterialId }),
      reply: () => materialChange,
      output: (reply) => ({ ...optionalIdentityOf(reply.KeyId), keyMaterialId: reply.KeyMaterialId }),
    }),
  }
}
