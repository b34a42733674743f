import { fromInteger } from './bytes.ts'
import { curves, multiply } from './curves.ts'
import { decodePrivateKey, decodePublicKey } from './ec-keys.ts'
import { asCurveSpec, type KeyMaterial } from './material.ts'

/**
 * ECDH: the x-coordinate of the shared point, as long as the field (NIST SP 800-56A §5.7.1.2).
 *
 * @param peer - SubjectPublicKeyInfo DER.
 * @returns `undefined` unless the peer's key is a point on the same curve.
 */
export function deriveSharedSecret({ spec, secret }: KeyMaterial, peer: Uint8Array): Uint8Array | undefined {
  const curveSpec = asCurveSpec(spec)
  if (curveSpec === undefined) throw new TypeError(`a ${spec} key agrees on no secret`)
  const point = decodePublicKey(curveSpec, peer)
  const key = decodePrivateKey(curveSpec, secret)
  const curve = curves[curveSpec]
  const shared = point && key && multiply(curve, key.d, point)
  return shared && fromInteger(shared.x, curve.bytes)
}
