import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { WrappingAlgorithm } from '../../../src/operations/fields.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { bareKeyId, type Dialect, post } from './dialect.ts'
import { base64Bytes, keyIdReply, noOutput, time } from './values.ts'
import { wireWord } from './vocabulary.ts'

const ONE_MATERIAL = 'a key of this cloud has one material'

const parameters = once(() =>
  z.extend(keyIdReply, { import_token: base64Bytes, public_key: base64Bytes, expiration_time: time }),
)

/**
 * A private key is imported in two parts: a temporary AES key under the wrapping key, and the private key under the
 * temporary one (AES key wrap with padding). Set one behind the other they are what AWS calls RSA_AES_KEY_WRAP.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dew/ImportKeyMaterial.html
 */
const TEMPORARY_KEY_WRAPPING: { readonly [A in WrappingAlgorithm]?: WrappingAlgorithm } = {
  RSA_AES_KEY_WRAP_SHA_1: 'RSAES_OAEP_SHA_1',
  RSA_AES_KEY_WRAP_SHA_256: 'RSAES_OAEP_SHA_256',
}
/** What RSA-2048, the only wrapping key but for SM2, makes of anything. */
const WRAPPED_BYTES = 256
const SYMMETRIC = /^(AES|SM4|HMAC)/

type Import = Pick<Bindings, 'getParametersForImport' | 'importKeyMaterial' | 'deleteKeyMaterial'>

export function importing(dialect: Dialect): Import {
  const importMaterial: Codec<Input<'importKeyMaterial'>, Output<'importKeyMaterial'>> = {
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
  }
  return {
    getParametersForImport: {
      encode: ({ keyId, wrappingAlgorithm, wrappingKeySpec }) => {
        const asked = TEMPORARY_KEY_WRAPPING[wrappingAlgorithm] ?? wrappingAlgorithm
        const algorithm = wireWord(dialect.wrappingAlgorithms, asked, 'wrappingAlgorithm')
        const only = wrappingAlgorithm === 'SM2PKE' ? 'SM2' : 'RSA_2048'
        if (wrappingKeySpec !== only) {
          const facts = { code: 'Unsupported', field: 'wrappingKeySpec' } as const
          throw new KmsFailure(facts, `wrappingKeySpec: with ${wrappingAlgorithm} this cloud gives out ${only} only`)
        }
        return post(dialect, 'get-parameters-for-import', { key_id: bareKeyId(keyId), wrapping_algorithm: algorithm })
      },
      decode: (reply) => {
        const answer = parameters().parse(reply)
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
      run: async (input, call) => {
        const { keyId, encryptedMaterial: both, encryptedPrivateKey } = input
        if (both.byteLength <= WRAPPED_BYTES || encryptedPrivateKey !== undefined) {
          return call.codec(importMaterial, input)
        }
        // A symmetric key would take the temporary key for its material, and nobody would notice.
        const { spec } = await call.operation('describeKey', { keyId: bareKeyId(keyId) })
        if (SYMMETRIC.test(spec)) {
          const facts = { code: 'InvalidInput', field: 'encryptedMaterial' } as const
          const problem = `${both.byteLength} bytes; symmetric material is wrapped without a temporary key on this cloud`
          throw new KmsFailure(
            facts,
            `encryptedMaterial: ${problem}; take RSAES_OAEP_SHA_256, which makes ${WRAPPED_BYTES}`,
          )
        }
        const encryptedMaterial = both.subarray(0, WRAPPED_BYTES)
        return call.codec(importMaterial, {
          ...input,
          encryptedMaterial,
          encryptedPrivateKey: both.subarray(WRAPPED_BYTES),
        })
      },
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
