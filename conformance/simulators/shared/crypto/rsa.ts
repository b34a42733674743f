import {
  constants,
  createHash,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { concat, fromHex, own, refusable, sameBytes, uint32, xor } from './bytes.ts'

export type RsaEncryption = 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'RSAES_PKCS1_V1_5'
export type ShaName = 'sha256' | 'sha384' | 'sha512'
export type RsaSignature = 'RSASSA_PKCS1_V1_5' | 'RSASSA_PSS'

/** The most bytes a key of that modulus can encrypt (RFC 8017 §7.1.1 and §7.2.1). */
export function maxRsaPlaintextBytes(scheme: RsaEncryption, modulusBits: number): number {
  const overhead = scheme === 'RSAES_PKCS1_V1_5' ? 11 : scheme === 'RSAES_OAEP_SHA_1' ? 2 * 20 + 2 : 2 * 32 + 2
  return modulusBits / 8 - overhead
}

/** OAEP with MGF1 of the same hash and no label, or PKCS #1 v1.5. `undefined` for a plaintext that is too long. */
export function rsaEncrypt(publicKey: KeyObject, scheme: RsaEncryption, plaintext: Uint8Array): Uint8Array | undefined {
  return refusable(() => own(publicEncrypt({ key: publicKey, ...paddingOf(scheme) }, plaintext)))
}

/** `undefined` for a ciphertext that the key cannot open. */
export function rsaDecrypt(
  privateKey: KeyObject,
  scheme: RsaEncryption,
  encrypted: Uint8Array,
): Uint8Array | undefined {
  // Node refuses PKCS #1 v1.5 decryption where its OpenSSL lacks implicit rejection (CVE-2023-46809), and where it
  // has that, a wrong key yields random bytes. A simulator must tell the two apart, so it removes the padding itself.
  if (scheme === 'RSAES_PKCS1_V1_5') {
    const padded = refusable(() => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted))
    return padded && removePkcs1Padding(padded)
  }
  return refusable(() => own(privateDecrypt({ key: privateKey, ...paddingOf(scheme) }, encrypted)))
}

/** Signature over a digest; PSS uses MGF1 of the same hash and a salt as long as the digest. */
export function rsaSignDigest(
  privateKey: KeyObject,
  scheme: RsaSignature,
  hash: ShaName,
  digest: Uint8Array,
): Uint8Array {
  const encoded = scheme === 'RSASSA_PSS' ? encodePss(privateKey, hash, digest) : encodePkcs1(privateKey, hash, digest)
  return own(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded))
}

export function rsaVerifyDigest(
  publicKey: KeyObject,
  scheme: RsaSignature,
  hash: ShaName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== modulusBits(publicKey) / 8) return false
  const encoded = refusable(() => publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature))
  if (encoded === undefined) return false
  if (scheme === 'RSASSA_PSS') return verifyPss(encoded, modulusBits(publicKey), hash, digest)
  return sameBytes(own(encoded), encodePkcs1(publicKey, hash, digest))
}

function paddingOf(scheme: RsaEncryption) {
  if (scheme === 'RSAES_PKCS1_V1_5') return { padding: constants.RSA_PKCS1_PADDING }
  return {
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: scheme === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256',
  }
}

/** EME-PKCS1-v1_5 decoding (RFC 8017 §7.2.2): 00 02, at least eight non-zero bytes, 00, message. */
function removePkcs1Padding(padded: Uint8Array): Uint8Array | undefined {
  const end = padded.indexOf(0, 2)
  return padded[0] === 0 && padded[1] === 2 && end >= 10 ? own(padded.subarray(end + 1)) : undefined
}

/** DER of DigestInfo up to the digest itself (RFC 8017 §9.2, note 1). */
const digestInfo: Readonly<Record<ShaName, Uint8Array>> = {
  sha256: fromHex('3031300d060960864801650304020105000420'),
  sha384: fromHex('3041300d060960864801650304020205000430'),
  sha512: fromHex('3051300d060960864801650304020305000440'),
}

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2). */
function encodePkcs1(key: KeyObject, hash: ShaName, digest: Uint8Array): Uint8Array {
  const info = concat(digestInfo[hash], digest)
  const padding = new Uint8Array(modulusBits(key) / 8 - info.length - 3).fill(0xff)
  return concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), info)
}

/** EMSA-PSS encoding (RFC 8017 §9.1.1); the modulus is a whole number of bytes, so one leading bit is cleared. */
function encodePss(key: KeyObject, hash: ShaName, digest: Uint8Array): Uint8Array {
  const salt = randomBytes(digest.length)
  const h = hashOf(hash, new Uint8Array(8), digest, salt)
  const zeros = new Uint8Array(modulusBits(key) / 8 - salt.length - h.length - 2)
  const block = concat(zeros, Uint8Array.of(1), salt)
  const masked = xor(block, mgf1(hash, h, block.length))
  masked[0] = (masked[0] ?? 0) & 0x7f
  return concat(masked, h, Uint8Array.of(0xbc))
}

/** EMSA-PSS verification (RFC 8017 §9.1.2). */
function verifyPss(encoded: Uint8Array, bits: number, hash: ShaName, digest: Uint8Array): boolean {
  const blockBytes = bits / 8 - digest.length - 1
  const masked = encoded.subarray(0, blockBytes)
  const h = own(encoded.subarray(blockBytes, -1))
  if (encoded.at(-1) !== 0xbc || (masked[0] ?? 0x80) >= 0x80) return false
  const block = xor(masked, mgf1(hash, h, blockBytes))
  block[0] = (block[0] ?? 0) & 0x7f
  const saltStart = blockBytes - digest.length
  if (block.subarray(0, saltStart - 1).some((byte) => byte !== 0) || block[saltStart - 1] !== 1) return false
  return sameBytes(h, hashOf(hash, new Uint8Array(8), digest, block.subarray(saltStart)))
}

/** Mask generation function (RFC 8017 §B.2.1). */
function mgf1(hash: ShaName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let bytes = 0, counter = 0; bytes < length; counter++) {
    const block = hashOf(hash, seed, uint32(counter))
    blocks.push(block)
    bytes += block.length
  }
  return concat(...blocks).subarray(0, length)
}

function hashOf(hash: ShaName, ...parts: readonly Uint8Array[]): Uint8Array {
  return own(
    createHash(hash)
      .update(concat(...parts))
      .digest(),
  )
}

function modulusBits(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0
}
