import { toBase64 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Bindings } from '../../../src/provider.ts'
import { bareKeyId, type Dialect, post } from './dialect.ts'
import { base64Bytes, keyIdReply, noOutput, time } from './values.ts'
import { wireWord } from './vocabulary.ts'

const ONE_MATERIAL = 'a key of this cloud has one material'

const parameters = keyIdReply.extend({ import_token: base64Bytes, public_key: base64Bytes, expiration_time: time })

type Import = Pick<Bindings, 'getParametersForImport' | 'importKeyMaterial' | 'deleteKeyMaterial'>

export function importing(dialect: Dialect): Import {
  return {
    getParametersForImport: {
      encode: ({ keyId, wrappingAlgorithm, wrappingKeySpec }) => {
        const algorithm = wireWord(dialect.wrappingAlgorithms, wrappingAlgorithm, 'wrappingAlgorithm')
        const only = wrappingAlgorithm === 'SM2PKE' ? 'SM2' : 'RSA_2048'
        if (wrappingKeySpec !== only) {
          const facts = { code: 'Unsupported', field: 'wrappingKeySpec' } as const
          throw new KmsFailure(facts, `wrappingKeySpec: with ${wrappingAlgorithm} this cloud gives out ${only} only`)
        }
        return post(dialect, 'get-parameters-for-import', { key_id: bareKeyId(keyId), wrapping_algorithm: algorithm })
      },
      decode: (reply) => {
        const answer = parameters.parse(reply)
        return {
          keyId: answer.key_id,
          publicKey: answer.public_key,
          importToken: answer.import_token,
          expiresAt: answer.expiration_time,
        }
      },
    },
    importKeyMaterial: {
      refuses: { importType: ONE_MATERIAL },
      encode: ({ keyId, importToken, encryptedMaterial, encryptedPrivateKey, materialExpiresAt }) =>
        post(dialect, 'import-key-material', {
          key_id: bareKeyId(keyId),
          import_token: toBase64(importToken),
          encrypted_key_material: toBase64(encryptedMaterial),
          encrypted_privatekey: encryptedPrivateKey && toBase64(encryptedPrivateKey),
          // Whole seconds, and the only times that travel as numbers.
          expiration_time: materialExpiresAt && Math.floor(materialExpiresAt.getTime() / 1000),
        }),
      decode: noOutput,
    },
    deleteKeyMaterial: {
      refuses: { keyMaterialId: ONE_MATERIAL },
      // The second deletion is refused with KMS.2701.
      idempotent: false,
      encode: ({ keyId }) => post(dialect, 'delete-imported-key-material', { key_id: bareKeyId(keyId) }),
      decode: noOutput,
    },
  }
}
