import { type RandomBytes, systemRandom, toInteger } from './bytes.ts'
import { type Curve, combine, invert, modulo, multiply, type Point, randomScalar } from './curves.ts'
import { decodeInteger, decodeSequence, encode, encodeInteger, tag } from './der.ts'

/**
 * ECDSA over a digest made elsewhere (FIPS 186-5 §6.4).
 *
 * `node:crypto` always hashes before it signs with an EC key, so the digest form needs the arithmetic itself.
 * @returns DER SEQUENCE of r and s.
 */
export function signDigest(
  curve: Curve,
  d: bigint,
  digest: Uint8Array,
  random: RandomBytes = systemRandom,
): Uint8Array {
  const e = truncate(curve, digest)
  for (;;) {
    const k = randomScalar(curve, random)
    const r = modulo(multiply(curve, k, curve.g)?.x ?? 0n, curve.n)
    const s = modulo(invert(k, curve.n) * (e + r * d), curve.n)
    if (r !== 0n && s !== 0n) return encodeSignature(r, s)
  }
}

/** Whether a DER signature is that of the digest (FIPS 186-5 §6.4.2). */
export function verifyDigest(curve: Curve, publicKey: Point, digest: Uint8Array, signature: Uint8Array): boolean {
  const pair = decodeSignature(curve, signature)
  if (pair === undefined) return false
  const [r, s] = pair
  const w = invert(s, curve.n)
  const e = truncate(curve, digest)
  const point = combine(curve, modulo(e * w, curve.n), curve.g, modulo(r * w, curve.n), publicKey)
  return point !== undefined && modulo(point.x, curve.n) === r
}

export function encodeSignature(r: bigint, s: bigint): Uint8Array {
  return encode(tag.sequence, encodeInteger(r), encodeInteger(s))
}

/** r and s, both in 1 … n − 1; `undefined` for every other encoding. */
export function decodeSignature({ n }: Curve, signature: Uint8Array): readonly [bigint, bigint] | undefined {
  const members = decodeSequence(signature)
  if (members?.length !== 2) return undefined
  const [r, s] = [decodeInteger(members[0]), decodeInteger(members[1])]
  if (r === undefined || s === undefined) return undefined
  return r > 0n && r < n && s > 0n && s < n ? [r, s] : undefined
}

/** The leftmost bits of the digest, as many as the order has. */
function truncate({ n }: Curve, digest: Uint8Array): bigint {
  const excessBits = 8 * digest.length - n.toString(2).length
  return excessBits > 0 ? toInteger(digest) >> BigInt(excessBits) : toInteger(digest)
}
