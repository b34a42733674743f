import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import type { Bindings } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { someText } from '../../shared/schemas.ts'
import { idOnly } from '../reference.ts'
import { base64, someDate } from '../reply.ts'
import { wrappingAlgorithms, wrappingKeySpecs } from '../vocabulary.ts'
import type { ActionRequest } from '../wire.ts'

const parametersReply = once(() =>
  z.object({
    KeyId: someText,
    ImportToken: base64,
    PublicKey: base64,
    TokenExpireTime: someDate,
  }),
)

export function imports(
  request: ActionRequest,
): Pick<Bindings, 'getParametersForImport' | 'importKeyMaterial' | 'deleteKeyMaterial'> {
  return {
    getParametersForImport: {
      encode: ({ keyId, wrappingAlgorithm, wrappingKeySpec }) =>
        request('GetParametersForImport', {
          KeyId: idOnly(keyId),
          WrappingAlgorithm: wrappingAlgorithms.encode('wrappingAlgorithm', wrappingAlgorithm),
          WrappingKeySpec: wrappingKeySpecs.encode('wrappingKeySpec', wrappingKeySpec),
        }),
      decode: (reply) => {
        const { KeyId, ImportToken, PublicKey, TokenExpireTime } = parametersReply().parse(reply)
        return { keyId: KeyId, publicKey: PublicKey, importToken: ImportToken, expiresAt: TokenExpireTime }
      },
    },
    importKeyMaterial: {
      encode: ({ keyId, importToken, encryptedMaterial, materialExpiresAt }) =>
        request('ImportKeyMaterial', {
          KeyId: idOnly(keyId),
          ImportToken: toBase64(importToken),
          EncryptedKeyMaterial: toBase64(encryptedMaterial),
          // 0 is never; the metadata calls the parameter required.
          KeyMaterialExpireUnix: materialExpiresAt === undefined ? 0 : Math.floor(materialExpiresAt.getTime() / 1000),
        }),
      decode: (_reply, { keyId }) => ({ keyId: idOnly(keyId) }),
      // The token stays valid for 24 hours, and the same material may be imported again at any time.
      idempotent: true,
      refuses: {
        importType: 'a key of Alibaba Cloud has one material for its whole life',
        encryptedPrivateKey: 'Alibaba Cloud imports symmetric material only',
      },
    },
    deleteKeyMaterial: {
      encode: ({ keyId }) => request('DeleteKeyMaterial', { KeyId: idOnly(keyId) }),
      decode: (_reply, { keyId }) => ({ keyId: idOnly(keyId) }),
      refuses: { keyMaterialId: 'a key of Alibaba Cloud has one material' },
    },
  }
}
