import { createHash } from 'node:crypto'
import {
  concat,
  fromInteger,
  own,
  type RandomBytes,
  sameBytes,
  systemRandom,
  toInteger,
  uint32,
  utf8,
  xor,
} from './bytes.ts'
import { combine, curves, invert, modulo, multiply, onCurve, type Point, randomScalar } from './curves.ts'
import { decodeInteger, decodeSequence, encode, encodeInteger, tag } from './der.ts'
import { decodeSignature, encodeSignature } from './ecdsa.ts'

// node:crypto treats an SM2 key as an ECDSA key on the SM2 curve and has no way to set the signer's id, so the
// SM2 algorithms are here; only SM3 is OpenSSL's.

const curve = curves.SM2

/** The user id that GM/T 0009-2012 §10 prescribes when the parties agreed on none. */
export const defaultUserId = '1234567812345678'

export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  return own(
    createHash('sm3')
      .update(concat(...parts))
      .digest(),
  )
}

/** What an SM2 signature signs: SM3(Z ‖ M), where Z binds the user id and the public key (GM/T 0003.2-2012 §5.5). */
export function sm2Digest(publicKey: Point, message: Uint8Array, userId = defaultUserId): Uint8Array {
  const id = utf8(userId)
  const { a, b, g } = curve
  const numbers = [a, b, g.x, g.y, publicKey.x, publicKey.y].map((value) => fromInteger(value, curve.bytes))
  const idBits = uint32(8 * id.length).subarray(2)
  return sm3(sm3(idBits, id, ...numbers), message)
}

/** SM2 signature of a digest as DER SEQUENCE of r and s (GM/T 0003.2-2012 §6.1). */
export function sm2Sign(d: bigint, digest: Uint8Array, random: RandomBytes = systemRandom): Uint8Array {
  const e = toInteger(digest)
  const { n, g } = curve
  for (;;) {
    const k = randomScalar(curve, random)
    const r = modulo(e + (multiply(curve, k, g)?.x ?? 0n), n)
    const s = modulo(invert(1n + d, n) * (k - r * d), n)
    if (r !== 0n && r + k !== n && s !== 0n) return encodeSignature(r, s)
  }
}

/** Whether an SM2 signature is that of the digest (GM/T 0003.2-2012 §7.1). */
export function sm2Verify(publicKey: Point, digest: Uint8Array, signature: Uint8Array): boolean {
  const pair = decodeSignature(curve, signature)
  if (pair === undefined) return false
  const [r, s] = pair
  const e = toInteger(digest)
  const t = modulo(r + s, curve.n)
  const point = t === 0n ? undefined : combine(curve, s, curve.g, t, publicKey)
  return point !== undefined && modulo(e + point.x, curve.n) === r
}

/** SM2 encryption; the result is SEQUENCE { x, y, C3, C2 } (GM/T 0003.4-2012 §6.1, GM/T 0009-2012 §7.2). */
export function sm2Encrypt(publicKey: Point, plaintext: Uint8Array, random: RandomBytes = systemRandom): Uint8Array {
  for (;;) {
    const k = randomScalar(curve, random)
    const ephemeral = multiply(curve, k, curve.g)
    const shared = multiply(curve, k, publicKey)
    if (ephemeral === undefined || shared === undefined) continue
    const stream = keyStream(shared, plaintext.length)
    // The standard starts again when the key stream is all zeros: the plaintext would be sent as it is.
    if (stream.every((byte) => byte === 0)) continue
    return encode(
      tag.sequence,
      encodeInteger(ephemeral.x),
      encodeInteger(ephemeral.y),
      encode(tag.octetString, checksum(shared, plaintext)),
      encode(tag.octetString, xor(plaintext, stream)),
    )
  }
}

/** Inverse of {@link sm2Encrypt}; `undefined` for a ciphertext of another key or a changed one. */
export function sm2Decrypt(d: bigint, ciphertext: Uint8Array): Uint8Array | undefined {
  const members = decodeSequence(ciphertext)
  if (members?.length !== 4) return undefined
  const [x, y] = [decodeInteger(members[0]), decodeInteger(members[1])]
  const [, , c3, c2] = members
  if (x === undefined || y === undefined || !onCurve(curve, { x, y })) return undefined
  if (c3?.tag !== tag.octetString || c2?.tag !== tag.octetString) return undefined
  const shared = multiply(curve, d, { x, y })
  if (shared === undefined) return undefined
  const plaintext = xor(c2.content, keyStream(shared, c2.content.length))
  return sameBytes(checksum(shared, plaintext), c3.content) ? plaintext : undefined
}

function checksum(shared: Point, plaintext: Uint8Array): Uint8Array {
  return sm3(fromInteger(shared.x, curve.bytes), plaintext, fromInteger(shared.y, curve.bytes))
}

/** The key derivation function of GM/T 0003.4-2012 §5.4.3. */
function keyStream(shared: Point, length: number): Uint8Array {
  const seed = concat(fromInteger(shared.x, curve.bytes), fromInteger(shared.y, curve.bytes))
  const blocks: Uint8Array[] = []
  for (let counter = 1; 32 * blocks.length < length; counter++) blocks.push(sm3(seed, uint32(counter)))
  return concat(...blocks).subarray(0, length)
}
