import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat, fromHex, refusable } from './bytes.ts'

const wrapIv = fromHex('a6a6a6a6a6a6a6a6')
const wrapPadIv = fromHex('a65959a6')

/** One block of integrity check and at least one of material (RFC 3394 §2.2.1, RFC 5649 §4.2). */
const shortestWrappedBytes = 16

/** AES key wrap (RFC 3394): material of 16 bytes or more, in whole multiples of 8. */
export function aesKeyWrap(kek: Uint8Array, material: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`id-aes${8 * kek.length}-wrap`, kek, wrapIv)
  return concat(cipher.update(material), cipher.final())
}

/** Inverse of {@link aesKeyWrap}; `undefined` if the integrity check value is not the one expected. */
export function aesKeyUnwrap(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  return decipherWith(`id-aes${8 * kek.length}-wrap`, kek, wrapIv, wrapped)
}

/** AES key wrap with padding, "AES-KWP" (RFC 5649): material of any length from 1. */
export function aesKeyWrapPadded(kek: Uint8Array, material: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`id-aes${8 * kek.length}-wrap-pad`, kek, wrapPadIv)
  return concat(cipher.update(material), cipher.final())
}

/** Inverse of {@link aesKeyWrapPadded}; `undefined` if the integrity check value is not the one expected. */
export function aesKeyUnwrapPadded(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  return decipherWith(`id-aes${8 * kek.length}-wrap-pad`, kek, wrapPadIv, wrapped)
}

function decipherWith(name: string, kek: Uint8Array, iv: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  // OpenSSL takes nothing at all for a success.
  if (wrapped.length < shortestWrappedBytes) return undefined
  return refusable(() => {
    const decipher = createDecipheriv(name, kek, iv)
    return concat(decipher.update(wrapped), decipher.final())
  })
}
