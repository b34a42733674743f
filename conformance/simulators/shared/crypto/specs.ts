import { generateKeyPairSync, getCiphers, getCurves, getHashes } from 'node:crypto'

/** What a key is, in no cloud's spelling. */
export type KeySpec = keyof typeof keySpecs

export type SecretSpec = {
  [S in KeySpec]: (typeof keySpecs)[S]['family'] extends 'AES' | 'SM4' | 'HMAC' ? S : never
}[KeySpec]
export type PairSpec = Exclude<KeySpec, SecretSpec>
export type CurveSpec = { [S in KeySpec]: (typeof keySpecs)[S]['family'] extends 'EC' ? S : never }[KeySpec]

/** Everything the simulators' cryptography knows about a key spec; `bytes` is the length of fresh secret material. */
export const keySpecs = {
  AES_128: { family: 'AES', bytes: 16 },
  AES_192: { family: 'AES', bytes: 24 },
  AES_256: { family: 'AES', bytes: 32 },
  SM4: { family: 'SM4', bytes: 16 },
  HMAC_224: { family: 'HMAC', bytes: 28, hash: 'sha224' },
  HMAC_256: { family: 'HMAC', bytes: 32, hash: 'sha256' },
  HMAC_384: { family: 'HMAC', bytes: 48, hash: 'sha384' },
  HMAC_512: { family: 'HMAC', bytes: 64, hash: 'sha512' },
  HMAC_SM3: { family: 'HMAC', bytes: 32, hash: 'sm3' },
  RSA_2048: { family: 'RSA', modulusBits: 2048 },
  RSA_3072: { family: 'RSA', modulusBits: 3072 },
  RSA_4096: { family: 'RSA', modulusBits: 4096 },
  EC_P256: { family: 'EC', openssl: 'prime256v1' },
  EC_P384: { family: 'EC', openssl: 'secp384r1' },
  EC_P521: { family: 'EC', openssl: 'secp521r1' },
  EC_SECP256K1: { family: 'EC', openssl: 'secp256k1' },
  SM2: { family: 'EC', openssl: 'SM2' },
  ED25519: { family: 'ED25519' },
  ML_DSA_44: { family: 'ML_DSA', openssl: 'ml-dsa-44' },
  ML_DSA_65: { family: 'ML_DSA', openssl: 'ml-dsa-65' },
  ML_DSA_87: { family: 'ML_DSA', openssl: 'ml-dsa-87' },
} as const

/** Whether this Node's OpenSSL can make and use such a key: ML-DSA needs Node 24.6, SM2, SM3 and SM4 a build with them. */
export function supports(spec: KeySpec): boolean {
  const known = keySpecs[spec]
  if (known.family === 'SM4') return getCiphers().includes('sm4-ctr') && getHashes().includes('sm3')
  if (known.family === 'HMAC') return getHashes().includes(known.hash)
  if (spec === 'SM2') return getHashes().includes('sm3')
  if (known.family === 'EC') return getCurves().includes(known.openssl)
  return known.family === 'ML_DSA' ? canGenerate(known.openssl) : true
}

function canGenerate(keyType: string): boolean {
  try {
    generateKeyPairSync(keyType as 'ed25519') // the types are those of the oldest Node we run on, which lacks the name
    return true
  } catch {
    return false
  }
}
