import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input } from '../../../src/operations/index.ts'
import type { Bindings } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { contextParameter } from '../context.ts'
import { DEFAULT_DATA_KEY_BYTES } from '../limits.ts'
import { idAliasOrArn } from '../reference.ts'
import { base64, optionalText } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'
import { decodeWrapped, decryptWith, symmetricCodecs } from './symmetric.ts'
import { NO_GRANTS } from './unsupported.ts'

type DataKeys = Pick<
  Bindings,
  'generateDataKey' | 'generateDataKeyWithoutPlaintext' | 'encryptDataKey' | 'decryptDataKey'
>

const dataKeyReply = once(() =>
  z.object({
    KeyId: someText,
    KeyVersionId: optionalText,
    CiphertextBlob: base64,
    Plaintext: base64,
  }),
)

const refuses = {
  grantTokens: NO_GRANTS,
  keyVersionId: 'Alibaba Cloud generates data keys under the primary version',
}

const SPEC_BYTES = { AES_256: 32, AES_128: 16 } as const

export function dataKeys(request: ActionRequest): DataKeys {
  // GenerateDataKey encrypts the data key's base64 text, whatever the caller's own plaintexts are.
  const { encrypt, decrypt } = symmetricCodecs(request, 'base64')
  const generate = (action: string, { keyId, spec, lengthBytes, context, dryRun }: Input<'generateDataKey'>) =>
    request(action, {
      KeyId: idAliasOrArn(keyId),
      KeySpec: spec,
      NumberOfBytes: lengthBytes,
      EncryptionContext: contextParameter(context),
      DryRun: dryRun || undefined,
    })
  return {
    generateDataKey: {
      encode: (input) => generate('GenerateDataKey', input),
      decode: (reply) => {
        const { KeyId, KeyVersionId, CiphertextBlob, Plaintext } = dataKeyReply().parse(reply)
        return present({ plaintext: Plaintext, ciphertext: CiphertextBlob, keyId: KeyId, keyVersionId: KeyVersionId })
      },
      refuses,
    },
    generateDataKeyWithoutPlaintext: {
      encode: (input) => generate('GenerateDataKeyWithoutPlaintext', input),
      decode: decodeWrapped,
      refuses,
    },
    encryptDataKey: {
      encode: (input) => encrypt.encode(input),
      decode: decodeWrapped,
      refuses: { grantTokens: NO_GRANTS },
    },
    decryptDataKey: {
      run: async (input, call) => {
        const output = await decryptWith(decrypt, input, input.keyId, call)
        const { spec, lengthBytes = spec === undefined ? DEFAULT_DATA_KEY_BYTES : SPEC_BYTES[spec] } = input
        if (output.plaintext.byteLength === lengthBytes) return output
        throw new KmsFailure(
          { code: 'InvalidCiphertext' },
          `the data key has ${output.plaintext.byteLength} bytes instead of ${lengthBytes}; give the length it was made with`,
        )
      },
      refuses: { grantTokens: NO_GRANTS },
    },
  }
}
