import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { concat, own, refusable, sameBytes, uint32, utf8 } from './bytes.ts'

/** Symmetric encryption that notices any change of ciphertext, nonce or associated data. */
export type SealCipher = 'AES' | 'SM4'

/** What is bound to a sealed text without being in it. */
export interface SealInput {
  readonly cipher: SealCipher
  /** 16, 24 or 32 bytes for AES, 16 for SM4. */
  readonly key: Uint8Array
  /** 12 bytes, never twice with one key. */
  readonly nonce: Uint8Array
  readonly associatedData: Uint8Array
}

export const nonceBytes = 12
export const sealTagBytes = 16

/** Ciphertext, as long as the plaintext, followed by a 16-byte tag. */
export function seal(input: SealInput, plaintext: Uint8Array): Uint8Array {
  return input.cipher === 'AES' ? sealAes(input, plaintext) : sealSm4(input, plaintext)
}

/** Inverse of {@link seal}; `undefined` unless key, nonce, associated data and every byte are the same. */
export function open(input: SealInput, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < sealTagBytes) return undefined
  const ciphertext = sealed.subarray(0, -sealTagBytes)
  const tag = sealed.subarray(-sealTagBytes)
  return input.cipher === 'AES' ? openAes(input, ciphertext, tag) : openSm4(input, ciphertext, tag)
}

/** AES-GCM with a 12-byte nonce and a 16-byte tag (NIST SP 800-38D). */
function sealAes({ key, nonce, associatedData }: SealInput, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv(aesGcm(key), key, nonce).setAAD(associatedData)
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag())
}

function openAes(input: SealInput, ciphertext: Uint8Array, tag: Uint8Array): Uint8Array | undefined {
  const decipher = createDecipheriv(aesGcm(input.key), input.key, input.nonce)
  decipher.setAAD(input.associatedData).setAuthTag(tag)
  return refusable(() => concat(decipher.update(ciphertext), decipher.final()))
}

function aesGcm(key: Uint8Array): 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' {
  return key.length === 16 ? 'aes-128-gcm' : key.length === 24 ? 'aes-192-gcm' : 'aes-256-gcm'
}

// Node offers no SM4-GCM before its OpenSSL has it, and a blob must not depend on the Node that made it. So SM4 is
// always SM4-CTR, then HMAC-SM3 over everything (encrypt-then-MAC), with two keys derived from the one.
function sealSm4(input: SealInput, plaintext: Uint8Array): Uint8Array {
  const ciphertext = applySm4Ctr(input, plaintext)
  return concat(ciphertext, sm4Tag(input, ciphertext))
}

function openSm4(input: SealInput, ciphertext: Uint8Array, tag: Uint8Array): Uint8Array | undefined {
  return sameBytes(own(tag), sm4Tag(input, ciphertext)) ? applySm4Ctr(input, ciphertext) : undefined
}

function applySm4Ctr({ key, nonce }: SealInput, text: Uint8Array): Uint8Array {
  const cipher = createCipheriv('sm4-ctr', deriveSm4(key, 'encrypt').subarray(0, 16), concat(nonce, uint32(1)))
  return concat(cipher.update(text), cipher.final())
}

function sm4Tag({ key, nonce, associatedData }: SealInput, ciphertext: Uint8Array): Uint8Array {
  const mac = createHmac('sm3', deriveSm4(key, 'authenticate'))
  mac.update(concat(nonce, uint32(associatedData.length), associatedData, ciphertext))
  return own(mac.digest()).subarray(0, sealTagBytes)
}

function deriveSm4(key: Uint8Array, purpose: 'encrypt' | 'authenticate'): Uint8Array {
  return own(createHmac('sm3', key).update(utf8(purpose)).digest())
}
