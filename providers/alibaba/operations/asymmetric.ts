import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import type { Output } from '../../../src/operations/index.ts'
import type { Codec } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { idAliasOrArn } from '../reference.ts'
import { base64, optionalText } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'
import { decodeWrapped } from './symmetric.ts'

/** Every asymmetric action needs the version. */
interface VersionInput {
  readonly keyId: string
  readonly keyVersionId: string
  readonly algorithm: string
  readonly dryRun?: boolean | undefined
}

const decryptReply = once(() => z.object({ KeyId: someText, KeyVersionId: optionalText, Plaintext: base64 }))

/** The actions AsymmetricEncrypt and AsymmetricDecrypt; the service decodes this `Plaintext`. */
export interface AsymmetricCodecs {
  readonly encrypt: Codec<VersionInput & { readonly plaintext: Uint8Array }, Output<'encrypt'>>
  readonly decrypt: Codec<VersionInput & { readonly ciphertext: Uint8Array }, Output<'decrypt'>>
}

export function asymmetricCodecs(request: ActionRequest): AsymmetricCodecs {
  return {
    encrypt: {
      encode: ({ keyId, keyVersionId, algorithm, plaintext, dryRun }) =>
        request('AsymmetricEncrypt', {
          KeyId: idAliasOrArn(keyId),
          KeyVersionId: keyVersionId,
          Algorithm: algorithm,
          Plaintext: toBase64(plaintext),
          DryRun: dryRun || undefined,
        }),
      decode: decodeWrapped,
    },
    decrypt: {
      encode: ({ keyId, keyVersionId, algorithm, ciphertext, dryRun }) =>
        request('AsymmetricDecrypt', {
          KeyId: idAliasOrArn(keyId),
          KeyVersionId: keyVersionId,
          Algorithm: algorithm,
          CiphertextBlob: toBase64(ciphertext),
          DryRun: dryRun || undefined,
        }),
      decode: (reply) => {
        const { KeyId, KeyVersionId, Plaintext } = decryptReply().parse(reply)
        return present({ plaintext: Plaintext, keyId: KeyId, keyVersionId: KeyVersionId })
      },
    },
  }
}
