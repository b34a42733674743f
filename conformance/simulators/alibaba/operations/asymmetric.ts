import { decryptWith, encryptTo } from '../../shared/crypto/encryption.ts'
import { canSign, sign, verify } from '../../shared/crypto/signatures.ts'
import { type Call, type Handlers, toBase64 } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireAnyKey, requireKeyOrAlias, requireUsable, requireUsage, requireVersion } from '../guards.ts'
import type { KeyRecord, VersionRecord } from '../types.ts'
import { materialOf } from '../versions.ts'
import { canEncrypt, type Encryption, factsOf, type KeyUsage, SIGNING, type Signing } from '../vocabulary.ts'

type AsymmetricAction =
  | 'AsymmetricSign'
  | 'AsymmetricVerify'
  | 'AsymmetricEncrypt'
  | 'AsymmetricDecrypt'
  | 'GetPublicKey'

const MAX_SM2_PLAINTEXT_BYTES = 6_047

interface Pair {
  readonly key: KeyRecord
  readonly version: VersionRecord
  readonly publicKey: Uint8Array
  readonly named: { readonly KeyId: string; readonly KeyVersionId: string }
}

/** The named version of a usable key pair of that usage. */
const pairFor = (call: Call, key: KeyRecord, versionId: string, usage: KeyUsage): Pair => {
  const version = requireVersion(call, key, versionId)
  requireUsable(key)
  requireUsage(key, 'asymmetric', usage)
  const { publicKey = new Uint8Array() } = version
  return { key, version, publicKey, named: { KeyId: key.keyId, KeyVersionId: versionId } }
}

const requireSigning = (key: KeyRecord, algorithm: Signing): void => {
  if (!canSign(factsOf(key.spec).material, SIGNING[algorithm])) throw refusal('Rejected.UnsupportedOperation')
}

const requireEncryption = (key: KeyRecord, algorithm: Encryption): void => {
  if (!canEncrypt(key.spec, algorithm)) throw refusal('Rejected.UnsupportedOperation')
}

/** Decrypts what was encrypted to a version's public key. */
export const openWith = (
  key: KeyRecord,
  version: VersionRecord,
  algorithm: Encryption,
  ciphertext: Uint8Array,
): Uint8Array => {
  requireEncryption(key, algorithm)
  const opened = decryptWith(materialOf(key, version).secret, algorithm, ciphertext)
  if (opened === undefined) throw refusal('InvalidParameter')
  return opened
}

const pemOf = (spki: Uint8Array): string => {
  const lines = toBase64(spki).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
}

export const asymmetric: Handlers<AsymmetricAction> = {
  AsymmetricSign: (call, input) => {
    const pair = pairFor(call, requireKeyOrAlias(call, input.KeyId), input.KeyVersionId, 'SIGN/VERIFY')
    requireSigning(pair.key, input.Algorithm)
    const digest = { form: 'digest', bytes: input.Digest } as const
    const signature = sign(materialOf(pair.key, pair.version), SIGNING[input.Algorithm], digest)
    return { ...pair.named, Value: toBase64(signature) }
  },

  /** A signature that does not match is an answer, not an error. */
  AsymmetricVerify: (call, input) => {
    const pair = pairFor(call, requireKeyOrAlias(call, input.KeyId), input.KeyVersionId, 'SIGN/VERIFY')
    requireSigning(pair.key, input.Algorithm)
    const key = { spec: factsOf(pair.key.spec).material, publicKey: pair.publicKey }
    const digest = { form: 'digest', bytes: input.Digest } as const
    return { ...pair.named, Value: verify(key, SIGNING[input.Algorithm], digest, input.Value) }
  },

  AsymmetricEncrypt: (call, input) => {
    const pair = pairFor(call, requireAnyKey(call, input.KeyId), input.KeyVersionId, 'ENCRYPT/DECRYPT')
    requireEncryption(pair.key, input.Algorithm)
    const tooLong = input.Algorithm === 'SM2PKE' && input.Plaintext.length > MAX_SM2_PLAINTEXT_BYTES
    const ciphertext = tooLong ? undefined : encryptTo(pair.publicKey, input.Algorithm, input.Plaintext)
    if (ciphertext === undefined) throw refusal('InvalidParameter')
    return { ...pair.named, CiphertextBlob: toBase64(ciphertext) }
  },

  AsymmetricDecrypt: (call, input) => {
    const pair = pairFor(call, requireAnyKey(call, input.KeyId), input.KeyVersionId, 'ENCRYPT/DECRYPT')
    const plaintext = openWith(pair.key, pair.version, input.Algorithm, input.CiphertextBlob)
    return { ...pair.named, Plaintext: toBase64(plaintext) }
  },

  GetPublicKey: (call, input) => {
    const key = requireKeyOrAlias(call, input.KeyId)
    const version = requireVersion(call, key, input.KeyVersionId)
    // A public key is no secret and needs no enabled key; one that waits for its import has none.
    if (key.state === 'PendingImport') throw refusal('Rejected.PendingImport')
    requireUsage(key, 'asymmetric')
    const { publicKey = new Uint8Array() } = version
    return { KeyId: key.keyId, KeyVersionId: version.versionId, PublicKey: pemOf(publicKey) }
  },
}
