/**
 * Encrypting and decrypting, as Encrypt, Decrypt, ReEncrypt and the data-key operations share them. Order of checks
 * and texts: floci-io/floci `KmsIntegrationTest.java`, localstack/localstack `test_kms.snapshot.json`.
 */
import { type AsymmetricEncryption, decryptWith, encryptTo } from '../shared/crypto/encryption.ts'
import { maxRsaPlaintextBytes } from '../shared/crypto/rsa.ts'
import { nonceBytes } from '../shared/crypto/seal.ts'
import { type EncryptionContext, openBlob, readBlob, sealBlob } from './blob.ts'
import { type Call, findKey } from './call.ts'
import { isPresent, pendingImport, requireAlgorithm, requireMaterial } from './crypto-guards.ts'
import { refusal } from './errors.ts'
import { requireGrantTokens, requireUsable, requireUsage, resolveKey } from './guards.ts'
import type { KeyRecord, KeySpec } from './types.ts'
import { absentMember } from './validate.ts'

export type EncryptionAlgorithm = 'SYMMETRIC_DEFAULT' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'SM2PKE'

export const defaultAlgorithm: EncryptionAlgorithm = 'SYMMETRIC_DEFAULT'

/** A key past its own checks, with what it is to do. */
export interface Target {
  readonly key: KeyRecord
  readonly algorithm: EncryptionAlgorithm
  readonly context: EncryptionContext | undefined
}

/** A ciphertext whose key is found and may decrypt it. */
export interface Source extends Target {
  /** KeyMaterialId; symmetric only. */
  readonly materialId?: string
  /** The plaintext; `undefined` if the ciphertext, the context or the key is not the right one. */
  open(): Uint8Array | undefined
}

export interface SourceRequest {
  readonly ciphertext: Uint8Array
  readonly keyId: string | undefined
  readonly algorithm: EncryptionAlgorithm
  readonly context: EncryptionContext | undefined
  readonly grantTokens: readonly string[]
}

/** The generic refusal of a ciphertext; it has no message. */
export const invalidCiphertext = () => refusal('InvalidCiphertextException')

/** What a key of usage ENCRYPT_DECRYPT is asked after its state: algorithm, then context. */
export const requireEncryption = ({ key, algorithm, context }: Target): void => {
  requireAlgorithm(key, algorithm)
  if (algorithm !== 'SYMMETRIC_DEFAULT' && Object.keys(context ?? {}).length > 0)
    throw refusal(
      'ValidationException',
      'EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.',
    )
}

/** Refuses what is too long for an asymmetric key; symmetric keys take all that passed validation. */
export const requireFitting = ({ key, algorithm }: Target, plaintext: Uint8Array): void => {
  if (algorithm === 'SYMMETRIC_DEFAULT') return
  const limit = algorithm === 'SM2PKE' ? SM2_PLAINTEXT_BYTES : maxRsaPlaintextBytes(algorithm, modulusBits(key.spec))
  if (plaintext.length > limit)
    throw refusal(
      'ValidationException',
      `Algorithm ${algorithm} and key spec ${key.spec} cannot encrypt data larger than ${limit} bytes.`,
    )
}

/** AWS KMS API reference, Encrypt. */
const SM2_PLAINTEXT_BYTES = 1024

const modulusBits = (spec: KeySpec): number => Number(spec.replace('RSA_', ''))

/** Encrypts under the key's current material. */
export const encryptFor = (call: Call, target: Target, plaintext: Uint8Array): Uint8Array => {
  const { key, algorithm, context } = target
  const material = requireMaterial(key)
  if (algorithm !== 'SYMMETRIC_DEFAULT') {
    const ciphertext = encryptTo(material.publicKey ?? new Uint8Array(), algorithm, plaintext)
    if (ciphertext === undefined) throw new TypeError(`${algorithm} refused a plaintext of permitted length`)
    return ciphertext
  }
  const sealingKey = { keyId: key.keyId, materialId: material.id, secret: material.secret }
  return sealBlob(sealingKey, call.random.bytes(nonceBytes), context, plaintext)
}

/** Finds the key of a ciphertext and asks it everything but whether the ciphertext is sound. */
export const findSource = (call: Call, request: SourceRequest): Source =>
  request.algorithm === 'SYMMETRIC_DEFAULT'
    ? symmetricSource(call, request)
    : asymmetricSource(call, request, request.algorithm)

/**
 * The blob leads to its key. A lack of material is noticed before the named key is compared with it, and that before
 * the state, whatever kind of key is named.
 */
const symmetricSource = (call: Call, request: SourceRequest): Source => {
  const { algorithm, context } = request
  const named = request.keyId === undefined ? undefined : resolveKey(call, request.keyId)
  const blob = readBlob(request.ciphertext)
  if (blob === undefined) throw invalidCiphertext()
  const key = findKey(call, blob.keyId)
  if (key === undefined)
    throw refusal(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    )
  requireGrantTokens(call, request.grantTokens)
  if (key.state === 'PendingImport') throw pendingImport(key)
  if (named !== undefined && named.arn !== key.arn) throw incorrectKey()
  requireUsable(key)
  const material = key.materials.find(({ id }) => id === blob.materialId)
  if (material === undefined) throw invalidCiphertext()
  if (!isPresent(material)) throw pendingImport(key)
  return { key, algorithm, context, materialId: material.id, open: () => openBlob(blob, material.secret, context) }
}

const incorrectKey = () =>
  refusal('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.')

const asymmetricSource = (call: Call, request: SourceRequest, algorithm: AsymmetricEncryption): Source => {
  const { keyId, ciphertext, context } = request
  if (keyId === undefined) throw absentMember(call.action === 'ReEncrypt' ? 'SourceKeyId' : 'KeyId')
  const key = resolveKey(call, keyId)
  requireGrantTokens(call, request.grantTokens)
  requireUsage(key, 'ENCRYPT_DECRYPT', call.action)
  requireUsable(key)
  const target = { key, algorithm: request.algorithm, context }
  requireEncryption(target)
  return { ...target, open: () => decryptWith(requireMaterial(key).secret, algorithm, ciphertext) }
}

/** Opens the ciphertext: the last thing that can go wrong. */
export const openSource = (source: Source): Uint8Array => {
  const plaintext = source.open()
  if (plaintext === undefined) throw invalidCiphertext()
  return plaintext
}
