/**
 * `CiphertextBlob` of a symmetric key: the version's id as 36 ASCII characters, a 12-byte nonce, the AES-256-GCM
 * ciphertext of the plaintext's *text* with its 16-byte tag; an encryption context is bound as the SHA-256 of
 * `k1=v1&k2=v2…` sorted by key (aliyun/alibabacloud-dkms-transfer-go-sdk `sdk/encrypt.go`, `decrypt.go`, `utils.go`).
 */
import { createHash } from 'node:crypto'
import { concat, utf8 } from '../shared/crypto/bytes.ts'
import { nonceBytes, open, type SealInput, seal } from '../shared/crypto/seal.ts'
import { type Call, toBase64 } from './call.ts'
import { refusal } from './errors.ts'
import { requireSymmetric, requireUsable } from './guards.ts'
import { placeOf } from './tables.ts'
import type { KeyRecord, VersionRecord } from './types.ts'
import { materialOf, primaryVersion } from './versions.ts'

export type Context = Readonly<Record<string, string>>

const ID_BYTES = 36
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** An empty context is none. */
const associatedData = (context: Context | undefined): Uint8Array => {
  const entries = Object.entries(context ?? {}).sort(([a], [b]) => byCode(a, b))
  if (entries.length === 0) return new Uint8Array()
  const digest = createHash('sha256').update(entries.map(([key, value]) => `${key}=${value}`).join('&'))
  return new Uint8Array(digest.digest())
}

const sealInput = (key: KeyRecord, version: VersionRecord, nonce: Uint8Array, context?: Context): SealInput => ({
  cipher: key.spec === 'Aliyun_SM4' ? 'SM4' : 'AES',
  key: materialOf(key, version).secret,
  nonce,
  associatedData: associatedData(context),
})

/** What a call encrypted or opened, and with which version. */
export interface Sealed {
  readonly KeyId: string
  readonly KeyVersionId: string
}

/** Encrypts a text with the key's primary version. */
export const encryptText = (call: Call, key: KeyRecord, text: string, context?: Context): Sealed & { blob: string } => {
  const version = primaryVersion(call, key)
  if (version === undefined) throw new TypeError(`key ${key.keyId} has no primary version`)
  const nonce = call.random.bytes(nonceBytes)
  const sealed = seal(sealInput(key, version, nonce, context), utf8(text))
  const blob = toBase64(concat(utf8(version.versionId), nonce, sealed))
  return { KeyId: key.keyId, KeyVersionId: version.versionId, blob }
}

export interface FoundBlob {
  readonly key: KeyRecord
  /** Opens it; last of all checks, since it is the cryptographic one. */
  readonly open: (context?: Context) => Sealed & { text: string }
}

/** The key of a blob, which names its version; a version of another region or of a deleted key is not found. */
export const findBlob = (call: Call, blob: Uint8Array): FoundBlob => {
  const versionId = Buffer.from(blob.subarray(0, ID_BYTES)).toString('latin1')
  if (blob.length <= ID_BYTES + nonceBytes || !ID.test(versionId)) throw refusal('InvalidParameter')
  const version = call.versions.get(placeOf(call.region, versionId))
  const key = version && call.keys.get(placeOf(call.region, version.keyId))
  if (version === undefined || key === undefined) throw refusal('Forbidden.KeyNotFound')
  const nonce = blob.slice(ID_BYTES, ID_BYTES + nonceBytes)
  return {
    key,
    open: (context) => {
      const text = open(sealInput(key, version, nonce, context), blob.slice(ID_BYTES + nonceBytes))
      if (text === undefined) throw refusal('InvalidParameter')
      return { KeyId: key.keyId, KeyVersionId: versionId, text: Buffer.from(text).toString('utf8') }
    },
  }
}

/** The two checks on a key before it seals or opens anything. */
export const requireSealing = (key: KeyRecord): void => {
  requireUsable(key)
  requireSymmetric(key)
}
