/** Checks of the cryptographic operations, beside those every operation shares. */
import type { Call } from './call.ts'
import { type AwsRefusal, refusal } from './errors.ts'
import { requireGrantTokens, requireUsable, requireUsage, resolveKey } from './guards.ts'
import { currentMaterial } from './material.ts'
import { algorithmsOf } from './specs.ts'
import type { KeyRecord, KeyUsage, Material } from './types.ts'

/** Material with its secret: a key in a usable state has it. */
export type PresentMaterial = Material & { readonly secret: Uint8Array }

/** The key of a cryptographic call, past the checks that all of them begin with, in the order they have in AWS. */
export const usableKey = (
  call: Call,
  input: { readonly KeyId: string; readonly GrantTokens?: readonly string[] },
  usage: KeyUsage,
): KeyRecord => {
  const key = resolveKey(call, input.KeyId)
  requireGrantTokens(call, input.GrantTokens)
  requireUsage(key, usage, call.action)
  requireUsable(key)
  return key
}

/** A key whose imported material is gone, in AWS's words for it. */
export const pendingImport = (key: KeyRecord): AwsRefusal =>
  refusal('KMSInvalidStateException', `${key.arn} is pending import.`)

export const isPresent = (material: Material | undefined): material is PresentMaterial => material?.secret !== undefined

/** The generation that encrypts, signs and agrees today. */
export const requireMaterial = (key: KeyRecord): PresentMaterial => {
  const material = currentMaterial(key)
  if (!isPresent(material)) throw pendingImport(key)
  return material
}

/** Refuses algorithms the key's spec does not have. */
export const requireAlgorithm = (key: KeyRecord, algorithm: string): void => {
  const known = Object.values(algorithmsOf(key.spec, key.usage)).flat()
  if (!known.includes(algorithm))
    throw refusal('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`)
}

/**
 * Refuses every attestation document, as AWS refuses one that the Nitro root has not signed: no machine but a Nitro
 * enclave can make another, so no test can send one. The text is not recorded.
 */
export const refuseRecipient = (input: { readonly Recipient?: object }): void => {
  if (input.Recipient !== undefined) throw refusal('ValidationException', 'The attestation document is not valid.')
}
