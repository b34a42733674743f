import { concat, systemRandom } from './bytes.ts'
import { type AsymmetricEncryption, decryptWith, encryptTo } from './encryption.ts'
import { aesKeyUnwrapPadded, aesKeyWrapPadded } from './key-wrap.ts'
import { privateKeyOf } from './material.ts'

/** How key material travels to a cloud: encrypted to a one-off public key, directly or under an AES key. */
export type WrappingAlgorithm = AsymmetricEncryption | 'RSA_AES_KEY_WRAP_SHA_1' | 'RSA_AES_KEY_WRAP_SHA_256'

const aesKeyBytes = 32

/**
 * What the owner of key material sends.
 * @param publicKey - SubjectPublicKeyInfo DER of the wrapping key.
 * @returns `undefined` if the material is too long for the key or the key does not fit the algorithm.
 */
export function wrapMaterial(
  algorithm: WrappingAlgorithm,
  publicKey: Uint8Array,
  material: Uint8Array,
): Uint8Array | undefined {
  const oaep = oaepOf(algorithm)
  if (oaep === undefined) return encryptTo(publicKey, algorithm as AsymmetricEncryption, material) // all that remain
  const aesKey = systemRandom(aesKeyBytes)
  const encryptedKey = encryptTo(publicKey, oaep, aesKey)
  return encryptedKey && concat(encryptedKey, aesKeyWrapPadded(aesKey, material))
}

/**
 * What the cloud makes of it.
 *
 * RSA_AES_KEY_WRAP is the RSA-OAEP ciphertext of an AES-256 key, as long as the modulus, followed by the AES-KWP of
 * the material (PKCS #11 v3.0, CKM_RSA_AES_KEY_WRAP; AWS KMS developer guide, "Step 3: Encrypt the key material").
 * @param privateKey - PKCS #8 DER of the wrapping key.
 * @returns `undefined` if it does not open.
 */
export function unwrapMaterial(
  algorithm: WrappingAlgorithm,
  privateKey: Uint8Array,
  wrapped: Uint8Array,
): Uint8Array | undefined {
  const oaep = oaepOf(algorithm)
  if (oaep === undefined) return decryptWith(privateKey, algorithm as AsymmetricEncryption, wrapped) // all that remain
  const modulusBytes = (privateKeyOf(privateKey).asymmetricKeyDetails?.modulusLength ?? 0) / 8
  const aesKey = decryptWith(privateKey, oaep, wrapped.subarray(0, modulusBytes))
  return aesKey?.length === aesKeyBytes ? aesKeyUnwrapPadded(aesKey, wrapped.subarray(modulusBytes)) : undefined
}

function oaepOf(algorithm: WrappingAlgorithm): 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | undefined {
  if (algorithm === 'RSA_AES_KEY_WRAP_SHA_1') return 'RSAES_OAEP_SHA_1'
  return algorithm === 'RSA_AES_KEY_WRAP_SHA_256' ? 'RSAES_OAEP_SHA_256' : undefined
}
