import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { refuseContext } from './context.ts'
import { bareKeyId, type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, NO_VERSIONS, post } from './dialect.ts'
import { fromPlainText, replyPlainText, toPlainText } from './plaintext.ts'
import { base64Bytes, keyIdReply, maybe } from './values.ts'
import { wireWord } from './vocabulary.ts'

const refuses = { keyVersionId: NO_VERSIONS, grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN }

const encrypted = once(() => z.extend(keyIdReply, { cipher_text: base64Bytes }))
const decrypted = once(() => z.extend(keyIdReply, { plain_text: z.string(), plain_text_base64: maybe(base64Bytes) }))

export function encryption(dialect: Dialect): Pick<Bindings, 'encrypt' | 'decrypt'> {
  const decrypt: Codec<Input<'decrypt'>, Output<'decrypt'>> = {
    encode: ({ ciphertext, keyId, context, algorithm = 'SYMMETRIC_DEFAULT' }) => {
      const id = keyId && bareKeyId(keyId)
      const symmetric = algorithm === 'SYMMETRIC_DEFAULT'
      if (!symmetric) refuseContext(context)
      if (!symmetric && id === undefined) throw keyNeeded('keyId')
      return post(dialect, 'decrypt-data', {
        cipher_text: toBase64(ciphertext),
        // The ciphertext of a symmetric key names its key: the field is documented for the others only.
        ...(!symmetric && { key_id: id, ...asymmetric(dialect, algorithm) }),
        ...dialect.contextFields(context, 'context'),
      })
    },
    decode: (reply) => {
      const answer = decrypted().parse(reply)
      return { plaintext: fromPlainText(replyPlainText(answer), dialect.plaintextEncoding), keyId: answer.key_id }
    },
  }
  return {
    encrypt: {
      refuses,
      encode: ({ keyId, plaintext, context, algorithm = 'SYMMETRIC_DEFAULT' }) => {
        if (algorithm !== 'SYMMETRIC_DEFAULT') refuseContext(context)
        return post(dialect, 'encrypt-data', {
          key_id: keyId,
          plain_text: toPlainText(plaintext, dialect.plaintextEncoding),
          ...asymmetric(dialect, algorithm),
          ...dialect.contextFields(context, 'context'),
        })
      },
      decode: (reply) => {
        const { key_id: keyId, cipher_text: ciphertext } = encrypted().parse(reply)
        return { ciphertext, keyId }
      },
    },
    decrypt: {
      refuses,
      // One request: the check of its key is what makes it more than a codec.
      run: async (input, call) => {
        const output = await call.codec(decrypt, input)
        expectKey(input.keyId, output.keyId)
        return output
      },
    },
  }
}

/** The field is left out where it says nothing, because Open Telekom Cloud does not document it. */
function asymmetric(dialect: Dialect, algorithm: keyof Dialect['encryptionAlgorithms']) {
  const word = wireWord(dialect.encryptionAlgorithms, algorithm, 'algorithm')
  return algorithm === 'SYMMETRIC_DEFAULT' ? {} : { encryption_algorithm: word }
}

/** These clouds take the key from the ciphertext and ignore the one named, so the caller's is compared here. */
export function expectKey(asked: string | undefined, used: string): void {
  if (asked === undefined || asked === used) return
  throw new KmsFailure(
    { code: 'IncorrectKey', keyId: asked },
    `another key made this ciphertext: ${used}; give that one, or none`,
  )
}

export function keyNeeded(field: string): KmsFailure {
  return new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: an asymmetric ciphertext does not name its key; give it`,
  )
}
