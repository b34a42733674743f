import { mac as macOf, verifyMac } from '../../shared/crypto/mac.ts'
import type { KeyMaterial } from '../../shared/crypto/material.ts'
import { type Call, type Handlers, toBase64 } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireAnyKey, requireUsable, requireUsage } from '../guards.ts'
import { materialOf, primaryVersion } from '../versions.ts'

/** The material of a usable MAC key for the one algorithm it knows. */
const macKey = (call: Call, reference: string, algorithm: string): { KeyId: string; material: KeyMaterial } => {
  const key = requireAnyKey(call, reference)
  requireUsable(key)
  requireUsage(key, 'mac')
  const version = primaryVersion(call, key)
  if (key.spec !== algorithm || version === undefined) throw refusal('Rejected.UnsupportedOperation')
  return { KeyId: key.keyId, material: materialOf(key, version) }
}

export const mac: Handlers<'GenerateMac' | 'VerifyMac'> = {
  GenerateMac: (call, input) => {
    const { KeyId, material } = macKey(call, input.KeyId, input.Algorithm)
    return { KeyId, Algorithm: input.Algorithm, Mac: toBase64(macOf(material, input.Message)) }
  },

  VerifyMac: (call, input) => {
    const { KeyId, material } = macKey(call, input.KeyId, input.Algorithm)
    return { KeyId, Algorithm: input.Algorithm, Value: verifyMac(material, input.Message, input.Mac) }
  },
}
