import { constants, createCipheriv, createPrivateKey, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import type { KmsClient } from './client.ts'
import { KmsError, type KmsErrorCode } from './errors.ts'
import type { WrappingAlgorithm, WrappingKeySpec } from './operations/fields.ts'
import type { KeyMetadata } from './operations/lifecycle.ts'
import type { CallOptions } from './settings.ts'
import { DEFAULT_WAIT_MS, type WaitOptions, waitForKeyState } from './wait.ts'

/** RFC 5649 §3: the alternative initial value that marks padded AES key wrap. */
const KEY_WRAP_PAD_IV = Buffer.from('A65959A6', 'hex')
/** What RSA-OAEP with SHA-256 and a 2048-bit key can carry: 256 − 2·32 − 2. */
const OAEP_SHA_256_RSA_2048_BYTES = 190

/** Key material, and the key that it is for. */
export interface ImportKeyInput {
  /** A key of origin `EXTERNAL`. */
  readonly keyId: string
  /** Raw bytes of a symmetric or HMAC key; DER PKCS #8 of a private key. */
  readonly material: Uint8Array
  /** Default: RSA-OAEP with SHA-256; RSA-AES key wrap for a private key, or for what RSA-OAEP cannot carry. */
  readonly wrappingAlgorithm?: WrappingAlgorithm
  /** Default `RSA_2048`. */
  readonly wrappingKeySpec?: WrappingKeySpec
  /** When the material expires; never, when absent. */
  readonly materialExpiresAt?: Date
}

/** `deadlineMs` bounds all of it, the wait for `Enabled` included; default 60,000. */
export interface ImportKeyOptions extends CallOptions, Pick<WaitOptions, 'consecutive' | 'intervalMs'> {}

/**
 * Imports key material in one call: fetches the wrapping key and token, wraps the material locally, imports it, and
 * waits until the key is `Enabled`.
 *
 * Not repeated after an unclear failure of the import itself: `describeKey` then tells whether it happened.
 *
 * @returns The key as it was read last.
 * @throws {@link KmsError} `Unsupported` for a wrapping algorithm that Node has not; `InvalidInput` for material that
 * the algorithm cannot carry; else as `getParametersForImport`, `importKeyMaterial` and `waitForKeyState`.
 */
export async function importKey(
  kms: KmsClient,
  input: ImportKeyInput,
  options: ImportKeyOptions = {},
): Promise<KeyMetadata> {
  const { keyId, material, materialExpiresAt, wrappingKeySpec = 'RSA_2048' } = input
  const { consecutive, intervalMs, deadlineMs = DEFAULT_WAIT_MS, ...shared } = options
  const endMs = performance.now() + deadlineMs
  const left = () => ({ ...shared, deadlineMs: Math.max(1, endMs - performance.now()) })
  const direct = material.byteLength <= OAEP_SHA_256_RSA_2048_BYTES && !isPrivateKey(material)
  const wrappingAlgorithm = input.wrappingAlgorithm ?? (direct ? 'RSAES_OAEP_SHA_256' : 'RSA_AES_KEY_WRAP_SHA_256')
  const wanted = { keyId, wrappingAlgorithm, wrappingKeySpec }
  const { publicKey, importToken } = await kms.getParametersForImport(wanted, left())
  const encryptedMaterial = wrapOrRefuse(kms, wrappingAlgorithm, publicKey, material)
  await kms.importKeyMaterial({ keyId, importToken, encryptedMaterial, materialExpiresAt }, left())
  return waitForKeyState(kms, keyId, 'Enabled', {
    deadlineMs: left().deadlineMs,
    ...(shared.signal && { signal: shared.signal }),
    ...(consecutive !== undefined && { consecutive }),
    ...(intervalMs !== undefined && { intervalMs }),
  })
}

/** Short private keys, of elliptic curves, would fit RSA-OAEP, but not every cloud takes them so. */
function isPrivateKey(material: Uint8Array): boolean {
  try {
    createPrivateKey({ key: Buffer.from(material), format: 'der', type: 'pkcs8' })
    return true
  } catch {
    return false
  }
}

function wrapOrRefuse(
  kms: KmsClient,
  algorithm: WrappingAlgorithm,
  publicKey: Uint8Array,
  material: Uint8Array,
): Uint8Array {
  const refusal = (code: KmsErrorCode, field: string, message: string) =>
    new KmsError(`${field}: ${message}`, { code, provider: kms.provider, operation: 'importKey', field })
  let wrapped: Uint8Array | undefined
  try {
    wrapped = wrapKeyMaterial(algorithm, publicKey, material)
  } catch {
    throw refusal(
      'InvalidInput',
      'material',
      `${material.byteLength} bytes cannot be wrapped with ${algorithm}; RSA_AES_KEY_WRAP_SHA_256 carries any length`,
    )
  }
  if (wrapped !== undefined) return wrapped
  throw refusal(
    'Unsupported',
    'wrappingAlgorithm',
    `${algorithm} cannot be done by Node; wrap the material yourself and call importKeyMaterial`,
  )
}

/**
 * Wraps key material for an import; `undefined` for an algorithm that Node has not.
 *
 * @param publicKey - DER SubjectPublicKeyInfo from `getParametersForImport`.
 */
export function wrapKeyMaterial(
  algorithm: WrappingAlgorithm,
  publicKey: Uint8Array,
  material: Uint8Array,
): Uint8Array | undefined {
  switch (algorithm) {
    case 'RSAES_PKCS1_V1_5':
      return encrypt(publicKey, material, { padding: constants.RSA_PKCS1_PADDING })
    case 'RSAES_OAEP_SHA_1':
      return encrypt(publicKey, material, { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' })
    case 'RSAES_OAEP_SHA_256':
      return encrypt(publicKey, material, { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' })
    case 'RSA_AES_KEY_WRAP_SHA_1':
    case 'RSA_AES_KEY_WRAP_SHA_256': {
      const oaepHash = algorithm === 'RSA_AES_KEY_WRAP_SHA_1' ? 'sha1' : 'sha256'
      const key = randomBytes(32)
      const cipher = createCipheriv('id-aes256-wrap-pad', key, KEY_WRAP_PAD_IV)
      const wrapped = [cipher.update(material), cipher.final()]
      return Buffer.concat([
        encrypt(publicKey, key, { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }),
        ...wrapped,
      ])
    }
    case 'SM2PKE':
      return undefined
  }
}

function encrypt(publicKey: Uint8Array, data: Uint8Array, options: { padding: number; oaepHash?: string }): Uint8Array {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  return new Uint8Array(publicEncrypt({ key, ...options }, data))
}
