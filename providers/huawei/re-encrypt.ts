import * as z from 'zod/mini'
import { fromBase64, fromHex, toBase64, toHex } from '../../src/bytes.ts'
import { KmsFailure } from '../../src/errors.ts'
import type { EncryptionAlgorithm } from '../../src/operations/fields.ts'
import type { Input, Output } from '../../src/operations/index.ts'
import type { Codec, Composite } from '../../src/provider.ts'
import { refuseContext } from '../shared/kms-v1/context.ts'
import { bareKeyId, type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, post } from '../shared/kms-v1/dialect.ts'
import { expectKey, keyNeeded } from '../shared/kms-v1/encryption.ts'
import { keyIdReply } from '../shared/kms-v1/values.ts'
import { wireWord } from '../shared/kms-v1/vocabulary.ts'
import { once } from '../shared/once.ts'
import { someText } from '../shared/schemas.ts'

const reEncrypted = once(() => z.extend(keyIdReply, { cipher_text: z.string(), source_key_id: someText }))

/**
 * re-encrypt takes ciphertexts of encrypt-data, and with `datakey_cipher_length` those of data keys.
 *
 * @see https://support.huaweicloud.com/api-dew/ReEncrypt.html
 */
export function reEncrypt(dialect: Dialect): Composite<Input<'reEncrypt'>, Output<'reEncrypt'>> {
  const codec = reEncryption(dialect)
  return {
    refuses: { grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN },
    // One request: the check of the source key is what makes it more than a codec.
    run: async (input, call) => {
      const output = await call.codec(codec, input)
      expectKey(input.sourceKeyId, output.sourceKeyId)
      return output
    },
  }
}

type ReEncrypted = Output<'reEncrypt'> & { readonly sourceKeyId: string }

function reEncryption(dialect: Dialect): Codec<Input<'reEncrypt'>, ReEncrypted> {
  const side = (
    prefix: 'source' | 'destination',
    algorithm: EncryptionAlgorithm = 'SYMMETRIC_DEFAULT',
    context?: Readonly<Record<string, string>>,
  ) => {
    const word = wireWord(RE_ENCRYPTION_ALGORITHMS, algorithm, `${prefix}Algorithm`)
    const field = `${prefix}Context`
    if (algorithm !== 'SYMMETRIC_DEFAULT') {
      refuseContext(context, field)
      return { [`${prefix}_encryption_algorithm`]: word }
    }
    const { additional_authenticated_data: data, ...others } = dialect.contextFields(context, field)
    if (Object.keys(others).length > 0) {
      const problem = 're-encrypt carries none while contextEncoding is encryption_context; decrypt, then encrypt'
      throw new KmsFailure({ code: 'Unsupported', field }, `${field}: ${problem}`)
    }
    return { [`${prefix}_additional_authenticated_data`]: data }
  }
  return {
    encode: (input) => {
      const { ciphertext, sourceKeyId, sourceAlgorithm = 'SYMMETRIC_DEFAULT', lengthBytes } = input
      const source = sourceKeyId && bareKeyId(sourceKeyId, 'sourceKeyId')
      const symmetric = sourceAlgorithm === 'SYMMETRIC_DEFAULT'
      if (!symmetric && source === undefined) throw keyNeeded('sourceKeyId')
      return post(dialect, 're-encrypt', {
        // A symmetric ciphertext names its key: told another, the service would only call the ciphertext invalid.
        source_key_id: symmetric ? undefined : source,
        ...side('source', sourceAlgorithm, input.sourceContext),
        destination_key_id: bareKeyId(input.destinationKeyId, 'destinationKeyId'),
        ...side('destination', input.destinationAlgorithm, input.destinationContext),
        // Data keys travel as hexadecimal everywhere else; this page shows no example.
        cipher_text: lengthBytes === undefined ? toBase64(ciphertext) : toHex(ciphertext),
        datakey_cipher_length: lengthBytes === undefined ? undefined : String(lengthBytes),
      })
    },
    decode: (reply, { lengthBytes }) => {
      const { key_id: keyId, cipher_text: text, source_key_id: sourceKeyId } = reEncrypted().parse(reply)
      const ciphertext = (lengthBytes === undefined ? undefined : fromHex(text)) ?? fromBase64(text)
      if (ciphertext === undefined) {
        throw new KmsFailure({ code: 'InvalidResponse' }, 'cipher_text in the reply is neither hexadecimal nor base64')
      }
      return { ciphertext, keyId, sourceKeyId }
    },
  }
}

const RE_ENCRYPTION_ALGORITHMS = {
  SYMMETRIC_DEFAULT: 'SYMMETRIC_DEFAULT',
  RSAES_OAEP_SHA_1: 'RSAES_OAEP_SHA_1',
  RSAES_OAEP_SHA_256: 'RSAES_OAEP_SHA_256',
  SM2PKE: 'SM2_ENCRYPT',
} as const
