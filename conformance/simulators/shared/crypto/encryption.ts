import { decodePrivateKey, decodePublicKey } from './ec-keys.ts'
import { privateKeyOf, publicKeyOf } from './material.ts'
import { type RsaEncryption, rsaDecrypt, rsaEncrypt } from './rsa.ts'
import { sm2Decrypt, sm2Encrypt } from './sm2.ts'

/** Encryption to a public key. */
export type AsymmetricEncryption = RsaEncryption | 'SM2PKE'

/** `undefined` if the key does not fit the algorithm or the plaintext is too long for it. */
export function encryptTo(
  publicKey: Uint8Array,
  algorithm: AsymmetricEncryption,
  plaintext: Uint8Array,
): Uint8Array | undefined {
  if (algorithm === 'SM2PKE') {
    const point = decodePublicKey('SM2', publicKey)
    return point && sm2Encrypt(point, plaintext)
  }
  const key = publicKeyOf(publicKey)
  return key && rsaEncrypt(key, algorithm, plaintext)
}

/** Inverse of {@link encryptTo} with the PKCS #8 of the private key; `undefined` for what it cannot open. */
export function decryptWith(
  privateKey: Uint8Array,
  algorithm: AsymmetricEncryption,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  if (algorithm !== 'SM2PKE') return rsaDecrypt(privateKeyOf(privateKey), algorithm, ciphertext)
  const key = decodePrivateKey('SM2', privateKey)
  return key && sm2Decrypt(key.d, ciphertext)
}
