import { fromBase64, toBase64, toUtf8 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'

/**
 * How bytes travel in `plain_text`, which is a text on both clouds.
 *
 * `base64`: as HashiCorp's go-kms-wrapping and SOPS do it, so that any bytes fit; costs a third of the length.
 * `utf8`: the text itself, for ciphertexts that other tools read or wrote.
 */
export const PLAINTEXT_ENCODINGS = ['base64', 'utf8'] as const
export type PlaintextEncoding = (typeof PLAINTEXT_ENCODINGS)[number]

export function toPlainText(plaintext: Uint8Array, encoding: PlaintextEncoding): string {
  if (encoding === 'base64') return toBase64(plaintext)
  const text = readUtf8(plaintext)
  if (text !== undefined) return text
  const facts = { code: 'InvalidInput', field: 'plaintext' } as const
  throw new KmsFailure(facts, "plaintext: not UTF-8; set plaintextEncoding to 'base64' to encrypt any bytes")
}

/** Undoes {@link toPlainText}, and refuses what it cannot have written: guessing would return other bytes. */
export function fromPlainText(text: Uint8Array, encoding: PlaintextEncoding): Uint8Array {
  if (encoding === 'utf8') return text
  const bytes = fromBase64(readUtf8(text) ?? '\0')
  if (bytes !== undefined) return bytes
  throw new KmsFailure(
    { code: 'InvalidResponse' },
    "the plaintext is not base64, so another tool encrypted it as plain text; read it with plaintextEncoding 'utf8'",
  )
}

/** The plaintext of a reply: Huawei Cloud's newer replies carry it unambiguously beside the text. */
export function replyPlainText(reply: { plain_text: string; plain_text_base64?: Uint8Array | undefined }): Uint8Array {
  return reply.plain_text_base64 ?? toUtf8(reply.plain_text)
}

function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
