/** Bare forms of keys and signatures, which the vendor's client copes with (QuilibriumNetwork/qkms-sdk, packages/core/src/wallets). */
import { cryptoSpecOf } from '../aws/specs.ts'
import type { KeyRecord } from '../aws/types.ts'
import { concat, fromInteger, toInteger } from '../shared/crypto/bytes.ts'
import { curves, encodePoint } from '../shared/crypto/curves.ts'
import { decodePublicKey } from '../shared/crypto/ec-keys.ts'
import { decodeSignature, encodeSignature } from '../shared/crypto/ecdsa.ts'
import { asCurveSpec } from '../shared/crypto/material.ts'

const ED25519_KEY_BYTES = 32

const curveOf = (key: KeyRecord) => {
  const spec = asCurveSpec(cryptoSpecOf(key.spec))
  return spec === undefined ? undefined : { spec, curve: curves[spec] }
}

/** The uncompressed point of an elliptic key, the 32 bytes of an Ed25519 key; RSA keys stay SPKI. */
export const barePublicKey = (key: KeyRecord, spki: Uint8Array): Uint8Array => {
  if (key.spec === 'ECC_NIST_EDWARDS25519') return spki.slice(-ED25519_KEY_BYTES)
  const found = curveOf(key)
  const point = found === undefined ? undefined : decodePublicKey(found.spec, spki)
  return found === undefined || point === undefined ? spki : encodePoint(found.curve, point)
}

/** r‖s of a DER signature; signatures of keys that are not elliptic stay as they are. */
export const bareSignature = (key: KeyRecord, der: Uint8Array): Uint8Array => {
  const found = curveOf(key)
  const pair = found === undefined ? undefined : decodeSignature(found.curve, der)
  if (found === undefined || pair === undefined) return der
  return concat(...pair.map((number) => fromInteger(number, found.curve.bytes)))
}

/** The inverse of {@link bareSignature}; what has another length is left to be found invalid. */
export const derSignature = (key: KeyRecord, bare: Uint8Array): Uint8Array => {
  const bytes = curveOf(key)?.curve.bytes
  if (bytes === undefined || bare.length !== 2 * bytes) return bare
  return encodeSignature(toInteger(bare.subarray(0, bytes)), toInteger(bare.subarray(bytes)))
}
