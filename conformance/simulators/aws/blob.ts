import { createHash } from 'node:crypto'
import { concat, fromHex, sameBytes, uint32, utf8 } from '../shared/crypto/bytes.ts'
import { nonceBytes, open, seal, sealTagBytes } from '../shared/crypto/seal.ts'

/**
 * Symmetric ciphertexts. Like the real ones they are opaque, name their key and its generation, differ for equal
 * plaintexts, and begin `AQICAHg`; unlike the real ones (PKCS #7) they are
 *
 *     01 02 02 00 78 ‖ reference ‖ 4 bytes of SHA-256(reference) ‖ nonce ‖ ciphertext ‖ tag
 *
 * where the reference is the key's id and its material's id. The check tells a damaged reference (InvalidCiphertext)
 * from one to a key that is not here (AccessDenied).
 */
export interface Blob {
  readonly keyId: string
  readonly materialId: string
  readonly nonce: Uint8Array
  readonly sealed: Uint8Array
}

/** Pairs that must be the same, in any order, to decrypt. */
export type EncryptionContext = Readonly<Record<string, string>>

const header = fromHex('0102020078')
const kinds = ['', 'mrk-'] as const
const referenceBytes = 1 + 16 + 32
const checkBytes = 4
const overheadBytes = header.length + referenceBytes + checkBytes + nonceBytes + sealTagBytes

export interface SealingKey {
  readonly keyId: string
  readonly materialId: string
  readonly secret: Uint8Array
}

/** Encrypts under one generation of a key; `nonce` is 12 bytes, new each time. */
export const sealBlob = (
  key: SealingKey,
  nonce: Uint8Array,
  context: EncryptionContext | undefined,
  plaintext: Uint8Array,
): Uint8Array => {
  const reference = encodeReference(key)
  const sealed = seal({ cipher: 'AES', key: key.secret, nonce, associatedData: bind(reference, context) }, plaintext)
  return concat(header, reference, checkOf(reference), nonce, sealed)
}

/** Takes a blob apart; `undefined` if it is none of ours. */
export const readBlob = (bytes: Uint8Array): Blob | undefined => {
  if (bytes.length < overheadBytes || !sameBytes(bytes.slice(0, header.length), header)) return undefined
  const fields = bytes.subarray(header.length)
  const reference = fields.slice(0, referenceBytes)
  const body = fields.subarray(referenceBytes + checkBytes)
  if (!sameBytes(fields.slice(referenceBytes, referenceBytes + checkBytes), checkOf(reference))) return undefined
  const kind = kinds[reference[0] ?? kinds.length]
  if (kind === undefined) return undefined
  const hex = Buffer.from(reference).toString('hex').slice(2)
  return {
    keyId: kind === '' ? uuidOf(hex.slice(0, 32)) : kind + hex.slice(0, 32),
    materialId: hex.slice(32),
    nonce: body.slice(0, nonceBytes),
    sealed: body.slice(nonceBytes),
  }
}

/** Decrypts a blob; `undefined` if anything about it, the secret or the context is not as it was. */
export const openBlob = (
  blob: Blob,
  secret: Uint8Array,
  context: EncryptionContext | undefined,
): Uint8Array | undefined =>
  open(
    { cipher: 'AES', key: secret, nonce: blob.nonce, associatedData: bind(encodeReference(blob), context) },
    blob.sealed,
  )

const encodeReference = ({ keyId, materialId }: Pick<Blob, 'keyId' | 'materialId'>): Uint8Array => {
  const multiRegion = keyId.startsWith('mrk-')
  const id = fromHex(keyId.replace('mrk-', '').replaceAll('-', ''))
  return concat(Uint8Array.of(multiRegion ? 1 : 0), id, fromHex(materialId))
}

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')

const checkOf = (reference: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(reference).digest().subarray(0, checkBytes))

/** The reference and the context, sorted by key and with every length stated, so that no two contexts look alike. */
const bind = (reference: Uint8Array, context: EncryptionContext = {}): Uint8Array => {
  const texts = Object.keys(context)
    .toSorted()
    .flatMap((key) => [key, context[key] ?? ''])
  const parts = texts.map(utf8).flatMap((text) => [uint32(text.length), text])
  return concat(header, reference, ...parts)
}
