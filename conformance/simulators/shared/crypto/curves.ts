import { fromInteger, type RandomBytes, toInteger } from './bytes.ts'

/** A short Weierstrass curve y² = x³ + ax + b over the integers modulo p, with a base point of prime order n. */
export interface Curve {
  readonly p: bigint
  readonly a: bigint
  readonly b: bigint
  readonly n: bigint
  readonly g: Point
  /** Length of a coordinate and of a scalar. */
  readonly bytes: number
}

/** A point other than the one at infinity. */
export interface Point {
  readonly x: bigint
  readonly y: bigint
}

/** (X : Y : Z) stands for (X/Z², Y/Z³); Z = 0 is infinity. Saves an inversion per step. */
interface Jacobian {
  readonly X: bigint
  readonly Y: bigint
  readonly Z: bigint
}

/** Domain parameters: NIST SP 800-186 §3.2.1 (P curves), SEC 2 §2.4.1 (secp256k1), GM/T 0003.5-2012 (SM2). */
export const curves = {
  EC_P256: curve(
    32,
    '0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff',
    '-3',
    '0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b',
    '0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    '0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
    '0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  ),
  EC_P384: curve(
    48,
    '0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff',
    '-3',
    '0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef',
    '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    '0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7',
    '0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f',
  ),
  EC_P521: curve(
    66,
    '0x01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    '-3',
    '0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00',
    '0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    '0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66',
    '0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650',
  ),
  EC_SECP256K1: curve(
    32,
    '0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f',
    '0',
    '7',
    '0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141',
    '0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
    '0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
  ),
  SM2: curve(
    32,
    '0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff',
    '-3',
    '0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
    '0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
    '0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7',
    '0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  ),
} as const satisfies Record<string, Curve>

function curve(bytes: number, p: string, a: string, b: string, n: string, x: string, y: string): Curve {
  const prime = BigInt(p)
  return { bytes, p: prime, a: modulo(BigInt(a), prime), b: BigInt(b), n: BigInt(n), g: { x: BigInt(x), y: BigInt(y) } }
}

export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** Inverse of a number that has one, by the extended Euclidean algorithm. */
export function invert(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, modulo(value, modulus), 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1]
  }
  return modulo(t0, modulus)
}

export function onCurve({ p, a, b }: Curve, { x, y }: Point): boolean {
  return x >= 0n && x < p && y >= 0n && y < p && modulo(y * y - (x * x * x + a * x + b), p) === 0n
}

/** k·P, or `undefined` for the point at infinity. */
export function multiply(curve: Curve, k: bigint, point: Point): Point | undefined {
  return toAffine(curve, scale(curve, k, point))
}

/** k·P + l·Q, or `undefined` for the point at infinity. */
export function combine(curve: Curve, k: bigint, p: Point, l: bigint, q: Point): Point | undefined {
  return toAffine(curve, add(curve, scale(curve, k, p), scale(curve, l, q)))
}

/** A scalar uniform in 1 … n − 1, by rejection (NIST SP 800-186 / FIPS 186-5 A.3.2). */
export function randomScalar({ n, bytes }: Curve, random: RandomBytes): bigint {
  const excessBits = BigInt(8 * bytes - n.toString(2).length)
  for (;;) {
    const scalar = toInteger(random(bytes)) >> excessBits
    if (scalar > 0n && scalar < n) return scalar
  }
}

/** Uncompressed point encoding, 04 ‖ x ‖ y (SEC 1 §2.3.3). */
export function encodePoint({ bytes }: Curve, { x, y }: Point): Uint8Array {
  return Uint8Array.of(4, ...fromInteger(x, bytes), ...fromInteger(y, bytes))
}

/** Inverse of {@link encodePoint}; `undefined` unless the result is a point of the curve. */
export function decodePoint(curve: Curve, encoded: Uint8Array): Point | undefined {
  if (encoded[0] !== 4 || encoded.length !== 1 + 2 * curve.bytes) return undefined
  const point = {
    x: toInteger(encoded.subarray(1, 1 + curve.bytes)),
    y: toInteger(encoded.subarray(1 + curve.bytes)),
  }
  return onCurve(curve, point) ? point : undefined
}

function scale(curve: Curve, k: bigint, point: Point): Jacobian {
  const base = { X: point.x, Y: point.y, Z: 1n }
  let sum: Jacobian = { X: 1n, Y: 1n, Z: 0n }
  for (const bit of k.toString(2)) {
    sum = double(curve, sum)
    if (bit === '1') sum = add(curve, sum, base)
  }
  return sum
}

function toAffine({ p }: Curve, { X, Y, Z }: Jacobian): Point | undefined {
  if (Z === 0n) return undefined
  const inverse = invert(Z, p)
  const square = (inverse * inverse) % p
  return { x: (X * square) % p, y: (Y * ((square * inverse) % p)) % p }
}

function double({ p, a }: Curve, { X, Y, Z }: Jacobian): Jacobian {
  const yy = (Y * Y) % p
  const s = (4n * X * yy) % p
  const zz = (Z * Z) % p
  const m = (3n * X * X + a * zz * zz) % p
  const x = modulo(m * m - 2n * s, p)
  return { X: x, Y: modulo(m * (s - x) - 8n * yy * yy, p), Z: (2n * Y * Z) % p }
}

function add(curve: Curve, left: Jacobian, right: Jacobian): Jacobian {
  if (left.Z === 0n) return right
  if (right.Z === 0n) return left
  const { p } = curve
  const leftZz = (left.Z * left.Z) % p
  const rightZz = (right.Z * right.Z) % p
  const u = (left.X * rightZz) % p
  const s = (left.Y * ((rightZz * right.Z) % p)) % p
  const h = modulo(right.X * leftZz - u, p)
  const r = modulo(right.Y * ((leftZz * left.Z) % p) - s, p)
  if (h === 0n) return r === 0n ? double(curve, left) : { X: 1n, Y: 1n, Z: 0n }
  const hh = (h * h) % p
  const hhh = (hh * h) % p
  const v = (u * hh) % p
  const x = modulo(r * r - hhh - 2n * v, p)
  return { X: x, Y: modulo(r * (v - x) - s * hhh, p), Z: (left.Z * right.Z * h) % p }
}
