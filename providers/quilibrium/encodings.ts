import { createPublicKey, ECDH } from 'node:crypto'
import { KmsFailure } from '../../src/errors.ts'
import type { SigningAlgorithm } from '../../src/operations/fields.ts'

/*
 * Q-KMS's own client takes public keys as DER or as bare points, and ECDSA signatures as DER, as r‖s and as r‖s‖v.
 * https://github.com/QuilibriumNetwork/qkms-sdk packages/core/src/wallets/address.ts and evm-provider.ts
 */

interface Curve {
  readonly crv: string
  /** What OpenSSL calls it. */
  readonly name: string
  readonly coordinateBytes: number
}

const CURVES: ReadonlyMap<string | undefined, Curve> = new Map([
  ['ECC_NIST_P256', { crv: 'P-256', name: 'prime256v1', coordinateBytes: 32 }],
  ['ECC_NIST_P384', { crv: 'P-384', name: 'secp384r1', coordinateBytes: 48 }],
  ['ECC_NIST_P521', { crv: 'P-521', name: 'secp521r1', coordinateBytes: 66 }],
  ['ECC_SECG_P256K1', { crv: 'secp256k1', name: 'secp256k1', coordinateBytes: 32 }],
])
const ED25519: ReadonlySet<string | undefined> = new Set(['ECC_ED25519', 'EDDSA_ED25519'])

const SEQUENCE = 0x30
const INTEGER = 0x02

/** DER SubjectPublicKeyInfo of a public key that comes so, or as bare bytes of a kind that `spec` names. */
export function readPublicKey(bytes: Uint8Array, spec: string | undefined): Uint8Array {
  if (contentOf(bytes, SEQUENCE)?.[0] === SEQUENCE) return bytes
  try {
    const jwk = jwkOf(bytes, spec)
    if (jwk !== undefined) {
      return new Uint8Array(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }))
    }
  } catch {
    // Not a point of that curve.
  }
  const problem = `is neither DER SubjectPublicKeyInfo nor a bare key of ${spec ?? 'a kind that the reply names'}`
  throw new KmsFailure({ code: 'InvalidResponse' }, `the public key ${problem}`)
}

function jwkOf(bytes: Uint8Array, spec: string | undefined) {
  if (ED25519.has(spec) && bytes.byteLength === 32) return { kty: 'OKP', crv: 'Ed25519', x: base64url(bytes) }
  const curve = CURVES.get(spec)
  if (curve === undefined) return undefined
  const { coordinateBytes, crv, name } = curve
  // x‖y, with or without the byte in front that says so, or x with the sign of y.
  const marked = bytes.byteLength === 2 * coordinateBytes ? Uint8Array.of(0x04, ...bytes) : bytes
  const point = ECDH.convertKey(marked, name, undefined, undefined, 'uncompressed')
  if (typeof point === 'string') return undefined
  const [x, y] = [point.subarray(1, 1 + coordinateBytes), point.subarray(1 + coordinateBytes)]
  return { kty: 'EC', crv, x: base64url(x), y: base64url(y) }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** Bytes of r and of s, by the curve that goes with the hash. */
const HALF_BYTES: ReadonlyMap<SigningAlgorithm, number> = new Map<SigningAlgorithm, number>([
  ['ECDSA_SHA_256', 32],
  ['ECDSA_SHA_384', 48],
  ['ECDSA_SHA_512', 66],
])

/** ASN.1 DER of an ECDSA signature in any of its three forms; other signatures as they are. */
export function readSignature(bytes: Uint8Array, algorithm: SigningAlgorithm): Uint8Array {
  const half = HALF_BYTES.get(algorithm)
  if (half === undefined || isDerSignature(bytes)) return bytes
  if (bytes.byteLength === 2 * half || bytes.byteLength === 2 * half + 1) {
    return element(SEQUENCE, [...integer(bytes.subarray(0, half)), ...integer(bytes.subarray(half, 2 * half))])
  }
  throw new KmsFailure({ code: 'InvalidResponse' }, `the signature is no ${algorithm} signature in DER, r‖s or r‖s‖v`)
}

function isDerSignature(bytes: Uint8Array): boolean {
  const numbers = contentOf(bytes, SEQUENCE)
  const r = numbers?.[0] === INTEGER ? numbers.subarray(0, 2 + (numbers[1] ?? 0)) : undefined
  return r !== undefined && contentOf(numbers?.subarray(r.byteLength), INTEGER) !== undefined
}

/** What is in a DER element, if the bytes are exactly one of this kind. */
function contentOf(bytes: Uint8Array | undefined, tag: number): Uint8Array | undefined {
  const [first, length = 0] = bytes ?? []
  if (bytes === undefined || first !== tag) return undefined
  const lengthBytes = length < 0x80 ? 0 : length & 0x7f
  const long = [...bytes.subarray(2, 2 + lengthBytes)].reduce((sum, byte) => sum * 256 + byte, 0)
  const content = bytes.subarray(2 + lengthBytes)
  return content.byteLength === (lengthBytes === 0 ? length : long) ? content : undefined
}

/** A positive number: no needless zero in front, one where the first bit would make it negative. */
function integer(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Uint8Array.of(0) : bytes.subarray(start)
  return element(INTEGER, (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : [...digits])
}

/** No element of a signature is longer than 255 bytes. */
function element(tag: number, content: readonly number[]): Uint8Array {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length]
  return Uint8Array.of(tag, ...length, ...content)
}
