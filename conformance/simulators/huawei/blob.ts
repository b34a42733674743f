import { createHash, createHmac } from 'node:crypto'
import { concat, sameBytes, uint32, utf8 } from '../shared/crypto/bytes.ts'
import { nonceBytes, open, seal, sealTagBytes } from '../shared/crypto/seal.ts'
import type { Random } from '../shared/random.ts'
import { isKeyId } from './fields.ts'
import type { KeyRow } from './types.ts'

/**
 * Symmetric ciphertexts in the layout of the public samples: 02 00, a little-endian length L, initialisation vector and
 * payload, the key id in ASCII at L - 36, four bytes of key version, 32 bytes of MAC; 124 + 16 * ceil(n / 16) in all.
 */
const HEADER_BYTES = 4
const KEY_ID_BYTES = 36
const VERSION_BYTES = 4
const MAC_BYTES = 32
const SALT_BYTES = 16
const LENGTH_BYTES = 4

/** Data and data keys are told apart: one cannot be opened as the other. */
export type BlobKind = 'data' | 'data key'

export interface Blob {
  readonly keyId: string
  readonly version: number
  readonly sealed: Uint8Array
  readonly authenticated: Uint8Array
  readonly mac: Uint8Array
}

const hashOf = (key: KeyRow): 'sm3' | 'sha256' => (key.spec === 'SM4' ? 'sm3' : 'sha256')

const derive = (key: KeyRow, secret: Uint8Array, purpose: string, salt: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac(hashOf(key), secret).update(utf8(purpose)).update(salt).digest())

const sealInput = (
  key: KeyRow,
  secret: Uint8Array,
  salt: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
) => {
  const derived = derive(key, secret, 'seal', salt)
  return key.spec === 'SM4'
    ? ({ cipher: 'SM4', key: derived.subarray(0, 16), nonce, associatedData } as const)
    : ({ cipher: 'AES', key: derived, nonce, associatedData } as const)
}

const macOf = (key: KeyRow, secret: Uint8Array, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(
    createHmac(hashOf(key), derive(key, secret, 'mac', new Uint8Array()))
      .update(bytes)
      .digest(),
  )

/** What a blob is bound to beside its key. */
const bindingOf = (kind: BlobKind, context: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`${kind}\0${context}`).digest())

const littleEndian = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >>> 8)

/** Encrypts under the key's newest material. */
export const sealBlob = (key: KeyRow, kind: BlobKind, plaintext: Uint8Array, context: string, random: Random) => {
  const version = key.materials.length - 1
  const secret = key.materials[version]?.secret
  if (secret === undefined) throw new TypeError('a usable key has material')
  const padded = new Uint8Array(16 * Math.ceil(plaintext.length / 16))
  padded.set(plaintext)
  const salt = random.bytes(SALT_BYTES)
  const nonce = random.bytes(nonceBytes)
  const input = sealInput(key, secret, salt, nonce, bindingOf(kind, context))
  const payload = concat(salt, nonce, seal(input, concat(uint32(plaintext.length), padded)))
  const length = HEADER_BYTES + payload.length + KEY_ID_BYTES
  const body = concat(Uint8Array.of(2, 0), littleEndian(length), payload, utf8(key.keyId), uint32(version))
  return concat(body, macOf(key, secret, body))
}

/** Takes a blob apart without opening it; `undefined` for bytes that are none. */
export const parseBlob = (bytes: Uint8Array): Blob | undefined => {
  const length = (bytes[2] ?? 0) + 256 * (bytes[3] ?? 0)
  const shortest = HEADER_BYTES + SALT_BYTES + nonceBytes + LENGTH_BYTES + sealTagBytes + KEY_ID_BYTES
  if (bytes[0] !== 2 || bytes[1] !== 0 || length < shortest) return undefined
  if (bytes.length !== length + VERSION_BYTES + MAC_BYTES) return undefined
  const authenticated = bytes.subarray(0, length + VERSION_BYTES)
  const keyId = Buffer.from(bytes.subarray(length - KEY_ID_BYTES, length)).toString('latin1')
  if (!isKeyId(keyId)) return undefined
  return {
    keyId,
    version: Buffer.from(authenticated.subarray(length)).readUInt32BE(),
    sealed: bytes.subarray(HEADER_BYTES, length - KEY_ID_BYTES),
    authenticated,
    mac: bytes.subarray(length + VERSION_BYTES),
  }
}

/** `undefined` unless key, version, kind, context and every byte are the ones it was sealed with. */
export const openBlob = (key: KeyRow, blob: Blob, kind: BlobKind, context: string): Uint8Array | undefined => {
  const secret = key.materials[blob.version]?.secret
  if (secret === undefined || blob.keyId !== key.keyId) return undefined
  if (!sameBytes(macOf(key, secret, blob.authenticated), new Uint8Array(blob.mac))) return undefined
  const salt = blob.sealed.subarray(0, SALT_BYTES)
  const nonce = blob.sealed.subarray(SALT_BYTES, SALT_BYTES + nonceBytes)
  const input = sealInput(key, secret, salt, nonce, bindingOf(kind, context))
  const opened = open(input, blob.sealed.subarray(SALT_BYTES + nonceBytes))
  return opened?.slice(LENGTH_BYTES, LENGTH_BYTES + Buffer.from(opened).readUInt32BE())
}
