import { concat, fromHex, fromInteger, sameBytes, toInteger } from './bytes.ts'
import { curves, decodePoint, encodePoint, multiply, type Point } from './curves.ts'
import { decodeInteger, decodeSequence, encode, encodeInteger, tag } from './der.ts'
import type { CurveSpec } from './specs.ts'

// PKCS #8 and SubjectPublicKeyInfo of EC keys, in the very bytes OpenSSL writes: one code for all curves, SM2
// included, whose private keys node:crypto cannot take apart.

export interface EcKey {
  readonly d: bigint
  readonly point: Point
}

/** DER of the object identifiers (RFC 5480 §2.1.1; SEC 2 §A.2; GM/T 0006-2012 for SM2). */
const ecPublicKey = fromHex('06072a8648ce3d0201')
const curveIds: Readonly<Record<CurveSpec, Uint8Array>> = {
  EC_P256: fromHex('06082a8648ce3d030107'),
  EC_P384: fromHex('06052b81040022'),
  EC_P521: fromHex('06052b81040023'),
  EC_SECP256K1: fromHex('06052b8104000a'),
  SM2: fromHex('06082a811ccf5501822d'),
}
const publicKeyTag = 0xa1

/** The key pair of a private scalar; `undefined` unless it is in 1 … n − 1. */
export function ecKeyOf(spec: CurveSpec, d: bigint): EcKey | undefined {
  const curve = curves[spec]
  const point = d > 0n && d < curve.n ? multiply(curve, d, curve.g) : undefined
  return point && { d, point }
}

/** PKCS #8 (RFC 5208) around ECPrivateKey (RFC 5915), public key included. */
export function encodePrivateKey(spec: CurveSpec, { d, point }: EcKey): Uint8Array {
  const curve = curves[spec]
  const key = encode(
    tag.sequence,
    encodeInteger(1n),
    encode(tag.octetString, fromInteger(d, curve.bytes)),
    encode(publicKeyTag, bitString(encodePoint(curve, point))),
  )
  return encode(tag.sequence, encodeInteger(0n), algorithm(spec), encode(tag.octetString, key))
}

/** SubjectPublicKeyInfo (RFC 5480). */
export function encodePublicKey(spec: CurveSpec, point: Point): Uint8Array {
  return encode(tag.sequence, algorithm(spec), bitString(encodePoint(curves[spec], point)))
}

/** `undefined` unless the bytes are the PKCS #8 of a key on that curve. The public point is computed, not read. */
export function decodePrivateKey(spec: CurveSpec, pkcs8: Uint8Array): EcKey | undefined {
  const [version, id, wrapped] = decodeSequence(pkcs8) ?? []
  if (decodeInteger(version) !== 0n || id === undefined || wrapped?.tag !== tag.octetString) return undefined
  if (!sameBytes(encode(id.tag, id.content), algorithm(spec))) return undefined
  const [innerVersion, scalar] = decodeSequence(wrapped.content) ?? []
  if (decodeInteger(innerVersion) !== 1n || scalar?.tag !== tag.octetString) return undefined
  return scalar.content.length <= curves[spec].bytes ? ecKeyOf(spec, toInteger(scalar.content)) : undefined
}

/** `undefined` unless the bytes are the SubjectPublicKeyInfo of a point on that curve. */
export function decodePublicKey(spec: CurveSpec, spki: Uint8Array): Point | undefined {
  const [id, key, ...more] = decodeSequence(spki) ?? []
  if (id === undefined || key?.tag !== tag.bitString || more.length > 0) return undefined
  if (!sameBytes(encode(id.tag, id.content), algorithm(spec)) || key.content[0] !== 0) return undefined
  return decodePoint(curves[spec], key.content.subarray(1))
}

function algorithm(spec: CurveSpec): Uint8Array {
  return encode(tag.sequence, ecPublicKey, curveIds[spec])
}

function bitString(bytes: Uint8Array): Uint8Array {
  return encode(tag.bitString, concat(Uint8Array.of(0), bytes))
}
