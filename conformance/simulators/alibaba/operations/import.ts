import { generateMaterial, importMaterial } from '../../shared/crypto/material.ts'
import { unwrapMaterial } from '../../shared/crypto/wrapping.ts'
import { type Call, dateOf, type Handlers, NOTHING, saveKey, saveVersion, toBase64 } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireExternal, requireKey, requireStateAmong } from '../guards.ts'
import { offersSm } from '../hosts.ts'
import type { Input } from '../inputs.ts'
import type { ImportTokenRecord, KeyRecord } from '../types.ts'
import { digestOf, primaryVersion, removeMaterial } from '../versions.ts'
import { factsOf } from '../vocabulary.ts'

const TOKEN_LIFETIME_MS = 86_400_000
const TOKEN_BYTES = 192

type ImportAction = 'GetParametersForImport' | 'ImportKeyMaterial' | 'DeleteKeyMaterial'

const externalKey = (call: Call, keyId: string): KeyRecord => {
  const key = requireKey(call, keyId)
  requireExternal(key)
  return key
}

/** RSA wraps for every key, SM2 for keys in the HSMs that speak it (GetParametersForImport page). */
const requireWrapping = (key: KeyRecord, input: Input<'GetParametersForImport'>): void => {
  const sm = input.WrappingKeySpec === 'EC_SM2'
  const offered = !sm || (key.protectionLevel === 'HSM' && offersSm(key.region))
  if (sm !== (input.WrappingAlgorithm === 'SM2PKE') || !offered) throw refusal('InvalidParameter')
}

const requireToken = (call: Call, key: KeyRecord, token: string): ImportTokenRecord => {
  const known = call.importTokens.get(digestOf(Buffer.from(token)))
  if (known === undefined || known.keyId !== key.keyId || known.region !== key.region)
    throw refusal('InvalidImportToken')
  if (call.nowMs >= known.expiresAtMs) throw refusal('ExpiredImportToken')
  return known
}

/** 0 and nothing at all mean that the material does not expire. */
const expiryOf = (call: Call, unixSeconds: number | undefined): number | undefined => {
  if (unixSeconds === undefined || unixSeconds === 0) return undefined
  if (unixSeconds < Math.floor(call.nowMs / 1_000)) throw refusal('InvalidParameter')
  return unixSeconds * 1_000
}

export const importing: Handlers<ImportAction> = {
  GetParametersForImport: async (call, input) => {
    requireWrapping(externalKey(call, input.KeyId), input)
    const pair = await generateMaterial(input.WrappingKeySpec === 'EC_SM2' ? 'SM2' : 'RSA_2048', call.random.bytes)
    const { keyId, region } = externalKey(call, input.KeyId) // it may be gone by now
    const token = toBase64(call.random.bytes(TOKEN_BYTES))
    const digest = digestOf(Buffer.from(token))
    const expiresAtMs = call.nowMs + TOKEN_LIFETIME_MS
    const { secret: privateKey, publicKey = new Uint8Array() } = pair
    call.importTokens.put(digest, {
      digest,
      region,
      keyId,
      algorithm: input.WrappingAlgorithm,
      privateKey,
      expiresAtMs,
    })
    return {
      KeyId: keyId,
      ImportToken: token,
      PublicKey: toBase64(publicKey),
      TokenExpireTime: dateOf(expiresAtMs),
    }
  },

  ImportKeyMaterial: (call, input) => {
    const materialExpiresAtMs = expiryOf(call, input.KeyMaterialExpireUnix)
    const key = externalKey(call, input.KeyId)
    requireStateAmong(key, 'Enabled', 'Disabled', 'PendingImport', 'Unavailable')
    const { algorithm, privateKey } = requireToken(call, key, input.ImportToken)
    const unwrapped = unwrapMaterial(algorithm, privateKey, input.EncryptedKeyMaterial)
    const material = unwrapped && importMaterial(factsOf(key.spec).material, unwrapped)
    const version = primaryVersion(call, key)
    if (material === undefined || version === undefined) throw refusal('InvalidKeyMaterial')
    const materialDigest = digestOf(material.secret)
    if (key.materialDigest !== undefined && key.materialDigest !== materialDigest) throw refusal('InvalidKeyMaterial')
    const state = key.state === 'PendingImport' ? 'Enabled' : key.state
    saveVersion(call, { ...version, secret: material.secret })
    saveKey(call, { ...key, state, materialDigest, materialExpiresAtMs })
    return NOTHING
  },

  DeleteKeyMaterial: (call, input) => {
    removeMaterial(call, externalKey(call, input.KeyId))
    return NOTHING
  },
}
