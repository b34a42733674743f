import { createHash } from 'node:crypto'
import { concat, fromInteger, own, sameBytes, toInteger, utf8 } from './bytes.ts'
import { invert, modulo } from './curves.ts'

// Ed25519ph signs a SHA-512 digest (RFC 8032 §5.1). node:crypto offers pure Ed25519 only, and the pre-hashed form
// is not a composition of it, so the arithmetic of edwards25519 is here.

const p = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const d = modulo(-121665n * invert(121666n, p), p)
const rootOfMinusOne = power(2n, (p - 1n) / 4n)

/** Extended coordinates (X : Y : Z : T) with x = X/Z, y = Y/Z and xy = T/Z (RFC 8032 §5.1.4). */
interface Extended {
  readonly X: bigint
  readonly Y: bigint
  readonly Z: bigint
  readonly T: bigint
}

/** dom2(1, ""): what sets Ed25519ph apart from Ed25519 (RFC 8032 §2 and §5.1). */
const domain = concat(utf8('SigEd25519 no Ed25519 collisions'), Uint8Array.of(1, 0))

const base = extended(
  0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  0x6666666666666666666666666666666666666666666666666666666666666658n,
)

/**
 * Ed25519ph signature with an empty context (RFC 8032 §5.1.6).
 * @param seed - the 32 bytes of the private key.
 * @param digest - the 64 bytes of SHA-512(message).
 * @returns 64 bytes.
 */
export function ed25519phSign(seed: Uint8Array, digest: Uint8Array): Uint8Array {
  const expanded = sha512(seed)
  const scalar = clamp(expanded.subarray(0, 32))
  const publicKey = compress(multiply(scalar, base))
  const r = modulo(littleEndian(sha512(domain, expanded.subarray(32), digest)), order)
  const commitment = compress(multiply(r, base))
  const k = modulo(littleEndian(sha512(domain, commitment, publicKey, digest)), order)
  return concat(commitment, toLittleEndian(modulo(r + k * scalar, order)))
}

/**
 * Whether a 64-byte Ed25519ph signature is that of the digest (RFC 8032 §5.1.7).
 * @param publicKey - 32 bytes, the compressed point.
 */
export function ed25519phVerify(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const commitment = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  const key = decompress(publicKey)
  if (key === undefined || s >= order) return false
  const k = modulo(littleEndian(sha512(domain, commitment, publicKey, digest)), order)
  const expected = add(multiply(s, base), multiply(order - k, key))
  return sameBytes(compress(expected), commitment)
}

function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  return own(
    createHash('sha512')
      .update(concat(...parts))
      .digest(),
  )
}

function clamp(bytes: Uint8Array): bigint {
  const low = littleEndian(bytes) & (2n ** 254n - 8n)
  return low | (2n ** 254n)
}

function littleEndian(bytes: Uint8Array): bigint {
  return toInteger(bytes.toReversed())
}

function toLittleEndian(value: bigint): Uint8Array {
  return fromInteger(value, 32).reverse()
}

function power(value: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % p
    if (bit === '1') result = (result * value) % p
  }
  return result
}

function extended(x: bigint, y: bigint): Extended {
  return { X: x, Y: y, Z: 1n, T: (x * y) % p }
}

/** Unified addition, which doubles too (RFC 8032 §5.1.4). */
function add(left: Extended, right: Extended): Extended {
  const a = modulo((left.Y - left.X) * (right.Y - right.X), p)
  const b = ((left.Y + left.X) * (right.Y + right.X)) % p
  const c = (2n * left.T * d * right.T) % p
  const dd = (2n * left.Z * right.Z) % p
  const [e, f, g, h] = [b - a, dd - c, dd + c, b + a]
  return { X: modulo(e * f, p), Y: modulo(g * h, p), Z: modulo(f * g, p), T: modulo(e * h, p) }
}

function multiply(scalar: bigint, point: Extended): Extended {
  let sum = extended(0n, 1n)
  for (const bit of scalar.toString(2)) {
    sum = add(sum, sum)
    if (bit === '1') sum = add(sum, point)
  }
  return sum
}

function compress({ X, Y, Z }: Extended): Uint8Array {
  const inverse = invert(Z, p)
  const x = (X * inverse) % p
  const y = (Y * inverse) % p
  return toLittleEndian(y | ((x & 1n) << 255n))
}

/** RFC 8032 §5.1.3; `undefined` if the bytes name no point. */
function decompress(bytes: Uint8Array): Extended | undefined {
  if (bytes.length !== 32) return undefined
  const encoded = littleEndian(bytes)
  const sign = encoded >> 255n
  const y = encoded & (2n ** 255n - 1n)
  if (y >= p) return undefined
  const [u, v] = [modulo(y * y - 1n, p), modulo(d * y * y + 1n, p)]
  const candidate = (u * v ** 3n * power((u * v ** 7n) % p, (p - 5n) / 8n)) % p
  const check = (v * candidate * candidate) % p
  const x = check === u ? candidate : check === modulo(-u, p) ? (candidate * rootOfMinusOne) % p : undefined
  if (x === undefined || (x === 0n && sign === 1n)) return undefined
  return extended((x & 1n) === sign ? x : p - x, y)
}
