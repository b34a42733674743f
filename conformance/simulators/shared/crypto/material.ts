import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto'
import { own, type RandomBytes, refusable, systemRandom } from './bytes.ts'
import { curves, randomScalar } from './curves.ts'
import { decodePrivateKey, ecKeyOf, encodePrivateKey, encodePublicKey } from './ec-keys.ts'
import { rsaSignDigest, rsaVerifyDigest } from './rsa.ts'
import { generateInnerRsaKey } from './rsa-keys.ts'
import { type CurveSpec, type KeySpec, keySpecs } from './specs.ts'

/** A key as plain bytes, ready to be stored. */
export interface KeyMaterial {
  readonly spec: KeySpec
  /** Raw bytes of an AES, SM4 or HMAC key; PKCS #8 DER of a private key. */
  readonly secret: Uint8Array
  /** SubjectPublicKeyInfo DER; key pairs only. */
  readonly publicKey?: Uint8Array
}

/** Longest HMAC key that can be imported (AWS KMS developer guide, "Importing key material"). */
const maxHmacBytes = 128

/**
 * Makes a key that stays inside, without blocking the event loop.
 *
 * Secrets, EC and Ed25519 keys come from `random`, so a seed repeats them. RSA and ML-DSA keys come from OpenSSL,
 * which takes no seed.
 * @throws what OpenSSL throws where `supports(spec)` is false.
 */
export async function generateMaterial(spec: KeySpec, random: RandomBytes = systemRandom): Promise<KeyMaterial> {
  const known = keySpecs[spec]
  if (known.family !== 'RSA') return generatePortableMaterial(spec, random)
  return pairOf(spec, await generateInnerRsaKey(known.modulusBits))
}

/** {@link generateMaterial} for keys that are given away: other libraries can read them, and RSA takes its time. */
export async function generatePortableMaterial(
  spec: KeySpec,
  random: RandomBytes = systemRandom,
): Promise<KeyMaterial> {
  const drawn = drawMaterial(spec, random)
  if (drawn !== undefined) return drawn
  const [type, options] = opensslKeyPair(spec)
  const privateKey = await new Promise<KeyObject>((resolve, reject) => {
    generateKeyPair(type, options, (error, _publicKey, key) => (error ? reject(error) : resolve(key)))
  })
  return pairOf(spec, privateKey)
}

/** {@link generateMaterial} for callers that cannot wait; an RSA key blocks for 0.1 s (2048 bits) to seconds (4096). */
export function generateMaterialSync(spec: KeySpec, random: RandomBytes = systemRandom): KeyMaterial {
  const drawn = drawMaterial(spec, random)
  if (drawn !== undefined) return drawn
  const { privateKey }: KeyPairKeyObjectResult = generateKeyPairSync(...opensslKeyPair(spec))
  return pairOf(spec, privateKey)
}

/**
 * A key from bytes made elsewhere: raw bytes of a secret, PKCS #8 DER of a private key.
 * @returns the key in its one canonical encoding, or `undefined` if type, curve or length is not that of the spec.
 */
export function importMaterial(spec: KeySpec, bytes: Uint8Array): KeyMaterial | undefined {
  const known = keySpecs[spec]
  switch (known.family) {
    case 'AES':
    case 'SM4':
      return bytes.length === known.bytes ? { spec, secret: own(bytes) } : undefined
    case 'HMAC':
      return bytes.length >= known.bytes && bytes.length <= maxHmacBytes ? { spec, secret: own(bytes) } : undefined
    case 'EC': {
      const curveSpec = asCurveSpec(spec)
      const key = curveSpec && decodePrivateKey(curveSpec, bytes)
      return curveSpec && key && ecPair(curveSpec, key.d)
    }
    default:
      return importPair(spec, bytes)
  }
}

/** The key object of a private key's PKCS #8. */
export function privateKeyOf(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
}

/** The key object of a SubjectPublicKeyInfo; `undefined` if the bytes are none. */
export function publicKeyOf(spki: Uint8Array): KeyObject | undefined {
  return refusable(() => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }))
}

/** Narrows a spec to one on a Weierstrass curve. */
export function asCurveSpec(spec: KeySpec): CurveSpec | undefined {
  return keySpecs[spec].family === 'EC' ? (spec as CurveSpec) : undefined // CurveSpec is defined by that family
}

function drawMaterial(spec: KeySpec, random: RandomBytes): KeyMaterial | undefined {
  const known = keySpecs[spec]
  const curveSpec = asCurveSpec(spec)
  if ('bytes' in known) return { spec, secret: own(random(known.bytes)) }
  if (curveSpec !== undefined) return ecPair(curveSpec, randomScalar(curves[curveSpec], random))
  if (known.family !== 'ED25519') return undefined
  return pairOf(spec, privateKeyOf(ed25519Pkcs8(random(32))))
}

/** RFC 8410 §7. */
function ed25519Pkcs8(seed: Uint8Array): Uint8Array {
  return own(Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]))
}

function ecPair(spec: CurveSpec, d: bigint): KeyMaterial | undefined {
  const key = ecKeyOf(spec, d)
  return key && { spec, secret: encodePrivateKey(spec, key), publicKey: encodePublicKey(spec, key.point) }
}

function opensslKeyPair(spec: KeySpec): ['rsa', { modulusLength: number }] {
  const known = keySpecs[spec]
  if (known.family === 'RSA') return ['rsa', { modulusLength: known.modulusBits }]
  // The types are those of the oldest Node we run on, which lacks ML-DSA: there OpenSSL refuses the name.
  return [(known.family === 'ML_DSA' ? known.openssl : spec) as 'rsa', { modulusLength: 0 }]
}

function pairOf(spec: KeySpec, privateKey: KeyObject): KeyMaterial {
  return {
    spec,
    secret: own(privateKey.export({ format: 'der', type: 'pkcs8' })),
    publicKey: own(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })),
  }
}

function importPair(spec: KeySpec, pkcs8: Uint8Array): KeyMaterial | undefined {
  const known = keySpecs[spec]
  const key = refusable(() => privateKeyOf(pkcs8))
  if (key === undefined) return undefined
  const type = String(key.asymmetricKeyType) // a string, because the oldest Node's types lack the newest key types
  if (known.family === 'ED25519') return type === 'ed25519' ? pairOf(spec, key) : undefined
  if (known.family === 'ML_DSA') return type === known.openssl ? pairOf(spec, key) : undefined
  if (known.family !== 'RSA' || type !== 'rsa') return undefined
  if (key.asymmetricKeyDetails?.modulusLength !== known.modulusBits) return undefined
  return refusable(() => (partsBelongTogether(key) ? pairOf(spec, key) : undefined))
}

/** OpenSSL loads an RSA key whose numbers do not belong together; its signatures do not verify. */
function partsBelongTogether(key: KeyObject): boolean {
  const digest = new Uint8Array(32)
  const signature = rsaSignDigest(key, 'RSASSA_PKCS1_V1_5', 'sha256', digest)
  return rsaVerifyDigest(createPublicKey(key), 'RSASSA_PKCS1_V1_5', 'sha256', digest, signature)
}
