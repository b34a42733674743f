import { decryptWith, encryptTo } from '../../shared/crypto/encryption.ts'
import type { Json } from '../../shared/json.ts'
import { type BlobKind, openBlob, parseBlob, sealBlob } from '../blob.ts'
import { type Call, ok, operation } from '../call.ts'
import { aadField, canonicalContext, contextFields } from '../context.ts'
import { refusal } from '../errors.ts'
import { base64, hex, integer, keyReference, oneOf, optional, optionalKeyId, required } from '../fields.ts'
import { requireUsable, resolveKey } from '../guards.ts'
import type { Settings } from '../options.ts'
import { cryptoEncryptionOf, familyOf } from '../specs.ts'
import type { KeyRow } from '../types.ts'

const SYMMETRIC = 'SYMMETRIC_DEFAULT'
const PLAINTEXT_BYTES = 4_096
const CIPHERTEXT_CHARACTERS = 5_648

const RSA_ALGORITHMS = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1']
const DATA_ALGORITHMS = [SYMMETRIC, 'RSAES_OAEP_SHA_256', 'SM2_ENCRYPT'] as const
const RE_ENCRYPTION_ALGORITHMS = [...DATA_ALGORITHMS, 'RSAES_OAEP_SHA_1'] as const

/** Refuses a key that cannot do what the algorithm says; on OTC asymmetric keys cannot encrypt at all. */
const requireAlgorithm = ({ profile }: Call, key: KeyRow, algorithm: string): void => {
  const family = familyOf(key.spec)
  if (family === 'HMAC') throw refusal('KMS.0341')
  if (family === 'symmetric') {
    if (algorithm !== SYMMETRIC) throw refusal('KMS.2105')
    return
  }
  if (family === 'EC' || family === 'ED25519') throw refusal('KMS.1114')
  if (!profile.takesEncryptionAlgorithm) throw refusal('KMS.0325')
  if (key.usage !== 'ENCRYPT_DECRYPT') throw refusal('KMS.0335')
  const fits = family === 'RSA' ? RSA_ALGORITHMS.includes(algorithm) : algorithm === 'SM2_ENCRYPT'
  if (!fits) throw refusal('KMS.2106')
}

interface Sealing {
  readonly key: KeyRow
  readonly algorithm: string
  readonly kind: BlobKind
  readonly context: string
}

const encryptUnder = ({ random }: Call, { key, algorithm, kind, context }: Sealing, plaintext: Uint8Array) => {
  if (algorithm === SYMMETRIC) return sealBlob(key, kind, plaintext, context, random)
  const publicKey = key.materials.at(-1)?.publicKey
  const encrypted = publicKey && encryptTo(publicKey, cryptoEncryptionOf(algorithm), plaintext)
  if (encrypted === undefined) throw refusal('KMS.2108')
  return encrypted
}

const decryptAsymmetric = (key: KeyRow, algorithm: string, ciphertext: Uint8Array): Uint8Array => {
  const secret = key.materials.at(-1)?.secret
  const plaintext = secret && decryptWith(secret, cryptoEncryptionOf(algorithm), ciphertext)
  if (plaintext === undefined) throw refusal('KMS.0311')
  return plaintext
}

const algorithmField = ({ profile }: Settings, algorithms: readonly string[]) =>
  optional(profile.takesEncryptionAlgorithm ? oneOf('KMS.0308', algorithms) : () => SYMMETRIC)

/** Literal text; only its length in bytes of UTF-8 is checked. */
const plainText = (value: Json): Uint8Array => {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.alloc(0)
  if (bytes.length < 1 || bytes.length > PLAINTEXT_BYTES) throw refusal('KMS.2101')
  return new Uint8Array(bytes)
}

const encryptData = operation(
  (settings) => ({
    key_id: keyReference(settings),
    plain_text: required(plainText),
    encryption_algorithm: algorithmField(settings, DATA_ALGORITHMS),
    ...contextFields(settings),
  }),
  (call, input) => {
    const key = resolveKey(call, input.key_id)
    const algorithm = input.encryption_algorithm ?? SYMMETRIC
    requireAlgorithm(call, key, algorithm)
    requireUsable(call, key)
    const sealing = { key, algorithm, kind: 'data', context: canonicalContext(input) } as const
    const ciphertext = encryptUnder(call, sealing, input.plain_text)
    return ok({ key_id: key.keyId, cipher_text: Buffer.from(ciphertext).toString('base64') })
  },
)

/** The key named inside a symmetric ciphertext; a key that was named beside it must be the same. */
const keyOfBlob = (call: Call, ciphertext: Uint8Array, named: KeyRow | undefined) => {
  const blob = parseBlob(ciphertext)
  if (blob === undefined) throw refusal('KMS.2201')
  const key = resolveKey(call, blob.keyId)
  if (named !== undefined && named.keyId !== key.keyId) throw refusal('KMS.2201')
  return { blob, key }
}

/** A symmetric ciphertext carries its key's id; an asymmetric one needs key and algorithm. */
const decryptData = operation(
  (settings) => ({
    cipher_text: required(
      base64('KMS.2201', { characters: { min: settings.profile.ciphertextCharacters, max: CIPHERTEXT_CHARACTERS } }),
    ),
    key_id: { ...keyReference(settings), required: false as const },
    encryption_algorithm: algorithmField(settings, DATA_ALGORITHMS),
    ...contextFields(settings),
  }),
  (call, input) => {
    const algorithm = input.encryption_algorithm ?? SYMMETRIC
    const named = input.key_id === undefined ? undefined : resolveKey(call, input.key_id)
    if (algorithm !== SYMMETRIC && named === undefined) throw refusal('KMS.0204')
    const asymmetric = named !== undefined && familyOf(named.spec) !== 'symmetric' ? named : undefined
    const reply = (key: KeyRow, plaintext: Uint8Array) => {
      const bytes = Buffer.from(plaintext)
      return ok({
        key_id: key.keyId,
        plain_text: bytes.toString('utf8'),
        ...(call.profile.repliesBase64 && { plain_text_base64: bytes.toString('base64') }),
      })
    }
    if (asymmetric !== undefined || algorithm !== SYMMETRIC) {
      const key = asymmetric ?? named
      if (key === undefined) throw refusal('KMS.0204')
      requireAlgorithm(call, key, algorithm)
      requireUsable(call, key)
      return reply(key, decryptAsymmetric(key, algorithm, input.cipher_text))
    }
    const { blob, key } = keyOfBlob(call, input.cipher_text, named)
    requireUsable(call, key)
    const plaintext = openBlob(key, blob, 'data', canonicalContext(input))
    if (plaintext === undefined) throw refusal('KMS.2201')
    return reply(key, plaintext)
  },
)

/** Ciphertexts of data keys travel in hex, others in base64; the reply is written like the request. */
const eitherEncoding = (value: Json): { bytes: Uint8Array; encoding: 'hex' | 'base64' } =>
  typeof value === 'string' && /^(?:[0-9a-f]{2})+$/i.test(value)
    ? { bytes: hex('KMS.2201')(value), encoding: 'hex' }
    : { bytes: base64('KMS.2201')(value), encoding: 'base64' }

interface Opened {
  readonly key: KeyRow
  readonly kind: BlobKind
  readonly plaintext: Uint8Array
}

const openSource = (
  call: Call,
  ciphertext: Uint8Array,
  source: { named: KeyRow | undefined; algorithm: string; context: string; dataKeyBytes: number | undefined },
): Opened => {
  const { named, algorithm, context, dataKeyBytes } = source
  if (algorithm !== SYMMETRIC) {
    if (named === undefined) throw refusal('KMS.0204')
    requireAlgorithm(call, named, algorithm)
    requireUsable(call, named)
    return { key: named, kind: 'data', plaintext: decryptAsymmetric(named, algorithm, ciphertext) }
  }
  const { blob, key } = keyOfBlob(call, ciphertext, named)
  requireUsable(call, key)
  const data = dataKeyBytes === undefined ? openBlob(key, blob, 'data', context) : undefined
  if (data !== undefined) return { key, kind: 'data', plaintext: data }
  const dataKey = openBlob(key, blob, 'data key', context)
  if (dataKey === undefined) throw refusal('KMS.2201')
  if (dataKeyBytes !== undefined && dataKey.length !== dataKeyBytes) throw refusal('KMS.2204')
  return { key, kind: 'data key', plaintext: dataKey }
}

const reEncrypt = operation(
  (settings) => ({
    source_key_id: optionalKeyId,
    destination_key_id: required(keyReference(settings).read),
    source_encryption_algorithm: algorithmField(settings, RE_ENCRYPTION_ALGORITHMS),
    destination_encryption_algorithm: algorithmField(settings, RE_ENCRYPTION_ALGORITHMS),
    source_additional_authenticated_data: aadField(settings),
    destination_additional_authenticated_data: aadField(settings),
    datakey_cipher_length: optional(integer('KMS.2202', settings.profile.dataKeyBytes)),
    cipher_text: required(eitherEncoding),
  }),
  (call, input) => {
    const named = input.source_key_id === undefined ? undefined : resolveKey(call, input.source_key_id)
    const destination = resolveKey(call, input.destination_key_id)
    const sourceAlgorithm = input.source_encryption_algorithm ?? SYMMETRIC
    const algorithm = input.destination_encryption_algorithm ?? SYMMETRIC
    const { bytes, encoding } = input.cipher_text
    const source = openSource(call, bytes, {
      named,
      algorithm: sourceAlgorithm,
      context: canonicalContext({ additional_authenticated_data: input.source_additional_authenticated_data }),
      dataKeyBytes: input.datakey_cipher_length,
    })
    requireAlgorithm(call, destination, algorithm)
    requireUsable(call, destination)
    const context = canonicalContext({
      additional_authenticated_data: input.destination_additional_authenticated_data,
    })
    const sealing = { key: destination, algorithm, kind: source.kind, context }
    const ciphertext = Buffer.from(encryptUnder(call, sealing, source.plaintext))
    return ok({
      key_id: destination.keyId,
      source_key_id: source.key.keyId,
      source_encryption_algorithm: sourceAlgorithm,
      destination_encryption_algorithm: algorithm,
      cipher_text: encoding === 'hex' ? ciphertext.toString('hex').toUpperCase() : ciphertext.toString('base64'),
    })
  },
)

export const encryption = { 'encrypt-data': encryptData, 'decrypt-data': decryptData, 're-encrypt': reEncrypt }
