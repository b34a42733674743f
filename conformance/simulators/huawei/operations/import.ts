import { createHash } from 'node:crypto'
import { concat, utf8 } from '../../shared/crypto/bytes.ts'
import { decryptWith } from '../../shared/crypto/encryption.ts'
import { aesKeyUnwrapPadded } from '../../shared/crypto/key-wrap.ts'
import { generateMaterial, importMaterial } from '../../shared/crypto/material.ts'
import { type Call, ok, operation, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { base64, integer, keyId, oneOf, optional, required } from '../fields.ts'
import { isCustomKeystore, resolveCustomerKey } from '../guards.ts'
import { DAY_MS, withoutMaterial } from '../settle.ts'
import { cryptoEncryptionOf, cryptoSpecOf, familyOf } from '../specs.ts'
import { type KeyRow, type Material, STATE } from '../types.ts'

/** As the public sample of an import token begins. */
const TOKEN_HEAD = Uint8Array.of(0x00, 0x00, 0x88, 0x06)
const TOKEN_RANDOM_BYTES = 256

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const requireExternal = (key: KeyRow): void => {
  if (key.origin !== 'external') throw refusal('KMS.0309')
  if (familyOf(key.spec) === 'HMAC') throw refusal('KMS.0341')
  if (isCustomKeystore(key.keystoreId)) throw refusal('KMS.0339')
  if (key.primaryRegion !== undefined && key.primaryRegion !== key.region) throw refusal('KMS.1404')
}

/** An external key that waits for its material. */
const awaitingImport = (call: Call, id: string): KeyRow => {
  const key = resolveCustomerKey(call, id)
  requireExternal(key)
  if (key.state !== STATE.pendingImport) throw refusal('KMS.0310')
  return key
}

const getParametersForImport = operation(
  ({ profile }) => ({
    key_id: keyId,
    wrapping_algorithm: required(oneOf('KMS.0308', profile.wrappingAlgorithms)),
  }),
  async (call, input) => {
    const key = awaitingImport(call, input.key_id)
    const { pairs, random, nowMs, state, projectId } = call
    const pair =
      input.wrapping_algorithm === 'SM2_ENCRYPT'
        ? await generateMaterial('SM2', random.bytes)
        : await pairs.take('RSA_2048')
    const token = concat(TOKEN_HEAD, utf8(key.keyId), random.bytes(TOKEN_RANDOM_BYTES))
    const expiresAtMs = nowMs + DAY_MS
    const { wrapping_algorithm: algorithm } = input
    state.importTokens.put(digestOf(token), {
      projectId,
      keyId: key.keyId,
      algorithm,
      privateKey: pair.secret,
      expiresAtMs,
    })
    return ok({
      key_id: key.keyId,
      import_token: Buffer.from(token).toString('base64'),
      expiration_time: Math.floor(expiresAtMs / 1_000),
      public_key: Buffer.from(pair.publicKey ?? new Uint8Array()).toString('base64'),
    })
  },
)

/** The token this key was given, and not longer ago than a day. */
const findToken = (call: Call, key: KeyRow, token: Uint8Array) => {
  const row = call.state.importTokens.get(digestOf(token))
  if (row === undefined) throw refusal('KMS.2605')
  if (row.keyId !== key.keyId || row.projectId !== key.projectId) throw refusal('KMS.2603')
  if (row.expiresAtMs <= call.nowMs) throw refusal('KMS.2601')
  return row
}

const symmetricMaterial = (key: KeyRow, unwrapped: Uint8Array): Material => {
  const material = importMaterial(cryptoSpecOf(key.spec), unwrapped)
  if (material === undefined) throw refusal('KMS.2604')
  return { secret: material.secret }
}

/** A private key travels under a temporary AES key (RFC 5649), which travels under the wrapping key. */
const pairMaterial = (key: KeyRow, temporaryKey: Uint8Array, wrapped: Uint8Array | undefined): Material => {
  if (wrapped === undefined) throw refusal('KMS.2608')
  if (temporaryKey.length !== 16 && temporaryKey.length !== 32) throw refusal('KMS.2610')
  const pkcs8 = aesKeyUnwrapPadded(temporaryKey, wrapped)
  const pair = pkcs8 && importMaterial(cryptoSpecOf(key.spec), pkcs8)
  if (pair?.publicKey === undefined) throw refusal('KMS.2609')
  return { secret: pair.secret, publicKey: pair.publicKey }
}

/** 344 characters are 256 bytes, what RSA-2048 makes; an SM2 ciphertext of a key is shorter. */
const WRAPPED_CHARACTERS = { min: 160, max: 360 }

const importKeyMaterial = operation(
  {
    key_id: keyId,
    import_token: required(base64('KMS.2605', { characters: { min: 200, max: 6_144 } })),
    encrypted_key_material: required(base64('KMS.0308', { characters: WRAPPED_CHARACTERS })),
    encrypted_privatekey: optional(base64('KMS.2609', { characters: { min: 200, max: 6_144 } })),
    /** Seconds since the epoch. */
    expiration_time: optional(integer('KMS.2602')),
  },
  (call, input) => {
    const key = awaitingImport(call, input.key_id)
    const token = findToken(call, key, input.import_token)
    const symmetric = familyOf(key.spec) === 'symmetric'
    const expiresAtMs = input.expiration_time === undefined ? undefined : input.expiration_time * 1_000
    if (expiresAtMs !== undefined && expiresAtMs <= call.nowMs) throw refusal('KMS.2602')
    if (expiresAtMs !== undefined && !symmetric) throw refusal('KMS.0308')
    const unwrapped = decryptWith(token.privateKey, cryptoEncryptionOf(token.algorithm), input.encrypted_key_material)
    if (unwrapped === undefined) throw refusal('KMS.0311')
    const material = symmetric
      ? symmetricMaterial(key, unwrapped)
      : pairMaterial(key, unwrapped, input.encrypted_privatekey)
    const importedDigest = digestOf(material.secret)
    if (key.importedDigest !== undefined && key.importedDigest !== importedDigest) throw refusal('KMS.2606')
    saveKey(call.state, {
      ...key,
      state: STATE.enabled,
      materials: [material],
      importedDigest,
      ...(expiresAtMs !== undefined && { materialExpiresAtMs: expiresAtMs }),
    })
    return ok()
  },
)

const deleteImportedKeyMaterial = operation({ key_id: keyId }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  if (key.origin !== 'external') throw refusal('KMS.0309')
  if (key.state !== STATE.enabled && key.state !== STATE.disabled) throw refusal('KMS.2701')
  if (familyOf(key.spec) !== 'symmetric') throw refusal('KMS.2702')
  saveKey(call.state, withoutMaterial(key))
  return ok()
})

export const imports = {
  'get-parameters-for-import': getParametersForImport,
  'import-key-material': importKeyMaterial,
  'delete-imported-key-material': deleteImportedKeyMaterial,
}
