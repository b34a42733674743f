import { createHmac } from 'node:crypto'
import { own, sameBytes } from './bytes.ts'
import type { KeyMaterial } from './material.ts'
import { keySpecs } from './specs.ts'

/** Full-length HMAC (RFC 2104) under the hash of the key's spec. */
export function mac({ spec, secret }: KeyMaterial, message: Uint8Array): Uint8Array {
  const known = keySpecs[spec]
  if (known.family !== 'HMAC') throw new TypeError(`a ${spec} key makes no MAC`)
  return own(createHmac(known.hash, secret).update(message).digest())
}

export function verifyMac(material: KeyMaterial, message: Uint8Array, given: Uint8Array): boolean {
  return sameBytes(mac(material, message), given)
}
