import * as z from 'zod/mini'
import { toBase64, toUtf8 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Caller, Codec } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { contextParameter } from '../context.ts'
import { idAliasOrArn, resolveKeyId } from '../reference.ts'
import { base64, optionalText } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'

/** How plaintext becomes the text that Alibaba Cloud really encrypts: it never decodes the `Plaintext` parameter. */
export type PlaintextEncoding = 'base64' | 'utf8'

/** What Encrypt and Decrypt carry, whichever operation calls them. */
export type EncryptInput = Pick<Input<'encrypt'>, 'keyId' | 'plaintext' | 'context' | 'dryRun'>
export type DecryptInput = Pick<Input<'decrypt'>, 'ciphertext' | 'context' | 'dryRun'>

const encryptReply = once(() => z.object({ KeyId: someText, KeyVersionId: optionalText, CiphertextBlob: base64 }))
const decryptReply = once(() => z.object({ KeyId: someText, KeyVersionId: optionalText, Plaintext: z.string() }))

/** The actions Encrypt and Decrypt, which know symmetric keys only. */
export interface SymmetricCodecs {
  readonly encrypt: Codec<EncryptInput, Output<'encrypt'>>
  readonly decrypt: Codec<DecryptInput, Output<'decrypt'>>
}

export function symmetricCodecs(request: ActionRequest, encoding: PlaintextEncoding): SymmetricCodecs {
  return {
    encrypt: {
      encode: ({ keyId, plaintext, context, dryRun }) =>
        request('Encrypt', {
          KeyId: idAliasOrArn(keyId),
          Plaintext: toText(plaintext, encoding),
          EncryptionContext: contextParameter(context),
          DryRun: dryRun || undefined,
        }),
      decode: decodeWrapped,
    },
    decrypt: {
      encode: ({ ciphertext, context, dryRun }) =>
        request('Decrypt', {
          CiphertextBlob: toBase64(ciphertext),
          EncryptionContext: contextParameter(context),
          DryRun: dryRun || undefined,
        }),
      decode: (reply) => {
        const { KeyId, KeyVersionId, Plaintext } = decryptReply().parse(reply)
        return present({ plaintext: fromText(Plaintext, encoding), keyId: KeyId, keyVersionId: KeyVersionId })
      },
    },
  }
}

/** Every reply that holds a ciphertext and the key that made it. */
export function decodeWrapped(reply: unknown): Output<'encrypt'> {
  const { KeyId, KeyVersionId, CiphertextBlob } = encryptReply().parse(reply)
  return present({ ciphertext: CiphertextBlob, keyId: KeyId, keyVersionId: KeyVersionId })
}

/** Decrypts with a codec, and makes sure that it was the key the caller named: the service finds it by itself. */
export async function decryptWith<I>(
  codec: Codec<I, Output<'decrypt'>>,
  input: I,
  keyId: string | undefined,
  call: Caller,
): Promise<Output<'decrypt'>> {
  const expected = keyId === undefined ? undefined : await resolveKeyId(keyId, call)
  const output = await call.codec(codec, input)
  if (expected === undefined || expected === output.keyId) return output
  throw new KmsFailure({ code: 'IncorrectKey' }, 'another key than keyId made the ciphertext; give that one, or none')
}

function toText(plaintext: Uint8Array, encoding: PlaintextEncoding): string {
  if (encoding === 'base64') return toBase64(plaintext)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext)
  } catch {
    const problem = "plaintext: not UTF-8, which plaintextEncoding 'utf8' needs; 'base64' carries any bytes"
    throw new KmsFailure({ code: 'InvalidInput', field: 'plaintext' }, problem)
  }
}

function fromText(text: string, encoding: PlaintextEncoding): Uint8Array {
  if (encoding === 'utf8') return toUtf8(text)
  const bytes = base64.safeParse(text)
  if (bytes.success) return bytes.data
  throw new KmsFailure(
    { code: 'InvalidResponse' },
    "the plaintext is not base64: if another tool encrypted literal text, configure plaintextEncoding: 'utf8'",
  )
}
